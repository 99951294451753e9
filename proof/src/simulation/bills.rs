//! Small bills, cut from the fixtures: what a schedule costs goes by the lines.

use yijie_core::bill::{Bill, BillFault};

/// A stay whose visit is on the platform already. What it costs ends in odd cents: a share that is rounded shows.
pub fn known() -> Result<Bill, Vec<BillFault>> {
    Ok(cut(&worked_case()?, &[0, 17, 24]))
}

/// A stay that has to be registered.
pub fn unregistered() -> Result<Bill, Vec<BillFault>> {
    Ok(cut(&Bill::parse(include_bytes!("../../../fixtures/bills/with-admission.json"))?, &[0, 1, 2]))
}

/// The first stay with two lines more and one less, and so another total.
pub fn changed() -> Result<Bill, Vec<BillFault>> {
    Ok(cut(&worked_case()?, &[1, 12, 17, 24]))
}

fn worked_case() -> Result<Bill, Vec<BillFault>> {
    Bill::parse(include_bytes!("../../../fixtures/bills/worked-case.json"))
}

/// These lines of it, and two deposits at most.
fn cut(bill: &Bill, lines: &[usize]) -> Bill {
    let mut small = bill.clone();
    small.lines = lines.iter().filter_map(|line| bill.lines.get(*line)).cloned().collect();
    small.total = small.lines.iter().map(|line| line.amount).sum();
    small.deposits.truncate(2);
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bill_changes_its_lines_and_its_total_ends_in_odd_cents() {
        let (known, changed) = (known().unwrap(), changed().unwrap());
        assert_eq!((known.lines.len(), changed.lines.len()), (3, 4));
        assert_ne!(known.total, changed.total);
        assert_ne!(known.total.cents() % 10, 0);
    }
}
