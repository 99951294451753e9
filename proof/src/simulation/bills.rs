//! Small bills, cut from the fixtures: what a schedule costs goes by the lines.

use yijie_core::bill::{Bill, BillFault};
use yijie_core::money::Yuan;

/// A stay whose visit is on the platform already.
pub fn known() -> Result<Bill, Vec<BillFault>> {
    Ok(cut(&Bill::parse(include_bytes!("../../../fixtures/bills/worked-case.json"))?, 3))
}

/// A stay that has to be registered.
pub fn unregistered() -> Result<Bill, Vec<BillFault>> {
    Ok(cut(&Bill::parse(include_bytes!("../../../fixtures/bills/with-admission.json"))?, 3))
}

/// The same stay with one line more and one less, and so another total.
pub fn changed() -> Result<Bill, Vec<BillFault>> {
    let whole = Bill::parse(include_bytes!("../../../fixtures/bills/worked-case.json"))?;
    let mut changed = cut(&whole, 4);
    changed.lines.remove(0);
    changed.total = total(&changed);
    Ok(changed)
}

fn cut(bill: &Bill, lines: usize) -> Bill {
    let mut small = bill.clone();
    small.lines.truncate(lines);
    small.total = total(&small);
    small.deposits.truncate(2);
    small
}

fn total(bill: &Bill) -> Yuan {
    bill.lines.iter().map(|line| line.amount).sum()
}
