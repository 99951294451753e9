//! The bills of `fixtures/bills/` are what the generator makes, and do what they are there for.

#![allow(clippy::disallowed_methods, reason = "a test reads the committed files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

#[path = "../examples/make_bills/files/mod.rs"]
mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rust_decimal::{Decimal, RoundingStrategy};
use yijie_core::bill::{Bill, BillFault, FeeLine, Oddity, Tolerance};
use yijie_core::failure::{self, Bill as Kind, Code};
use yijie_core::money::Yuan;

const GOOD: &[&str] = &[
    "deposit-above",
    "deposit-below",
    "refunds",
    "thousand-lines",
    "wang-jianguo",
    "with-admission",
    "worked-case",
    "zhang-guifang",
    "zhou-fusheng",
];

const CENT: Tolerance = Tolerance { cents: 1 };

#[test]
fn committed_bills_are_those_that_the_generator_makes() {
    let made = files::all().unwrap();
    let mut committed = BTreeSet::new();
    for folder in ["", "faults/"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                committed.insert(format!("{folder}{}", entry.file_name().to_str().unwrap()));
            }
        }
    }
    assert_eq!(committed, made.keys().cloned().collect::<BTreeSet<_>>());
    for (name, bytes) in made {
        let same = std::fs::read(root().join(&name)).unwrap() == bytes;
        assert!(same, "{name} is stale: cargo run -p yijie-core --example make_bills");
    }
}

#[test]
fn good_bills_are_read_and_read_again_as_the_same() {
    for name in GOOD {
        let bill = bill(name);
        let again = Bill::parse(&serde_json::to_vec(&bill).unwrap()).unwrap();
        assert_eq!(again, bill, "{name}");
        assert_eq!(serde_json::from_slice::<Bill>(&std::fs::read(path(name)).unwrap()).unwrap(), bill, "{name}");
        assert_eq!(again.digest(), bill.digest(), "{name}");
    }
}

#[test]
fn good_bills_warn_of_nothing_but_the_cent_that_a_tablet_costs() {
    for name in GOOD {
        let odd: Vec<String> = bill(name).warnings(CENT).iter().map(ToString::to_string).collect();
        let expected: &[&str] = match *name {
            "refunds" => &["lines[34].amount (line 260001000035): \
                 amount -0.34, price × count -0.33: rounded; the amount counts"],
            _ => &[],
        };
        assert_eq!(odd, expected, "{name}");
    }
}

#[test]
fn worked_case_comes_to_the_sums_of_its_story() {
    for name in ["worked-case", "deposit-above", "deposit-below"] {
        let bill = bill(name);
        assert_eq!(bill.total, Yuan::from_cents(4_467_159));
        let sums = bill.lines.iter().map(by_catalogue).fold([Decimal::ZERO; 4], |sums, parts| {
            [sums[0] + parts[0], sums[1] + parts[1], sums[2] + parts[2], sums[3] + parts[3]]
        });
        let sums = sums.map(|sum| Yuan::from_decimal(sum).unwrap().to_string());
        assert_eq!(sums, ["1200.00", "85.59", "1386.00", "42000.00"], "{name}");
    }
}

#[test]
fn deposits_stand_on_both_sides_of_the_cash_due() {
    let deposited = |name| bill(name).deposits.iter().map(|deposit| deposit.amount).sum::<Yuan>();
    // The personal share, and what is left of it in cash where the personal account pays all it has.
    let (share, account) = (Yuan::from_cents(651_299), Yuan::from_cents(312_045));
    assert!(deposited("deposit-above") > share);
    assert!(deposited("deposit-below") < share - account);
}

#[test]
fn thousand_lines_are_a_thousand_different_lines() {
    let bill = bill("thousand-lines");
    assert_eq!(bill.lines.len(), 1000);
    assert_eq!(bill.lines.iter().map(|line| &line.no).collect::<BTreeSet<_>>().len(), 1000);
}

#[test]
fn refunds_come_back_tablet_by_tablet() {
    let bill = bill("refunds");
    let tablets = bill.lines.iter().find(|line| line.count.to_string() == "3.0000" && line.amount.cents() == 100);
    let back: Vec<i64> = bill
        .lines
        .iter()
        .filter(|line| line.refund_of.as_ref() == tablets.map(|line| &line.no))
        .map(|line| line.amount.cents())
        .collect();
    assert_eq!(back, [-33, -33, -34]);
    assert!(!bill.warnings(CENT).iter().any(|warning| matches!(warning.oddity, Oddity::CentsLeft { .. })));
}

#[test]
fn faulty_bills_are_turned_away_and_show_every_kind_of_fault() {
    let mut codes = BTreeSet::new();
    for (name, bytes) in files::all().unwrap() {
        if name.starts_with("faults/") && Path::new(&name).extension().is_some_and(|extension| extension == "json") {
            let faults = Bill::parse(&bytes).unwrap_err();
            assert!(!faults.is_empty(), "{name}");
            codes.extend(faults.iter().map(BillFault::code));
        }
    }
    let kinds = [
        Kind::NotJson,
        Kind::Fields,
        Kind::Value,
        Kind::NoLines,
        Kind::TotalDiffers,
        Kind::LineNumber,
        Kind::Refund,
        Kind::Dates,
        Kind::MainDiagnosis,
        Kind::Deposit,
    ];
    assert_eq!(codes, kinds.map(Code::from).into_iter().collect());
}

#[test]
fn items_are_those_of_the_training_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/training/catalogue.toml");
    let Ok(catalogue) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let mut listed = BTreeMap::new();
    for item in catalogue.split("[[item]]").skip(1) {
        let value = |key: &str| {
            let line = item.lines().find(|line| line.split('=').next().is_some_and(|name| name.trim() == key));
            line.and_then(|line| line.split('"').nth(1)).unwrap_or_default().to_owned()
        };
        listed.insert(value("code"), [value("name"), value("price"), value("preself"), value("cap")]);
    }
    for item in files::items::ALL {
        let ours = [item.name, item.price, item.preself, item.cap].map(str::to_owned);
        assert_eq!(listed.get(item.code), Some(&ours), "{}", item.code);
    }
}

#[test]
fn committed_pages_are_those_that_the_code_makes() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let stale = "is stale: cargo run -p yijie-core --features schema --example write_docs";
    let schema = serde_json::to_string_pretty(&yijie_core::bill::json_schema()).unwrap() + "\n";
    assert!(std::fs::read_to_string(docs.join("bill.schema.json")).unwrap() == schema, "bill.schema.json {stale}");
    let book = failure::book_markdown();
    assert!(std::fs::read_to_string(docs.join("failures.md")).unwrap() == book, "failures.md {stale}");
}

/// Wholly self-paid, above a limit, paid first by the patient, in scope: as the treating place's catalogue says.
fn by_catalogue(line: &FeeLine) -> [Decimal; 4] {
    let item = files::items::ALL.iter().find(|item| item.code == line.catalogue_code).unwrap();
    let share = |text: &str| if text.is_empty() { Decimal::ZERO } else { text.parse().unwrap() };
    let cents = |value: Decimal| value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let amount = line.amount.decimal();
    if item.code.starts_with("ZF") {
        return [amount, Decimal::ZERO, Decimal::ZERO, Decimal::ZERO];
    }
    let cap = share(item.cap);
    let over = if !cap.is_zero() && line.price.decimal() > cap {
        amount - cents(cap * line.count.decimal())
    } else {
        Decimal::ZERO
    };
    let first = cents((amount - over) * share(item.preself));
    [Decimal::ZERO, over, first, amount - over - first]
}

fn bill(name: &str) -> Bill {
    let bytes = std::fs::read(path(name)).unwrap();
    Bill::parse(&bytes).unwrap_or_else(|faults| panic!("{name}: {faults:?}"))
}

fn path(name: &str) -> PathBuf {
    root().join(format!("{name}.json"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/bills")
}
