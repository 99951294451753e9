use proptest::prelude::*;

use super::*;

#[test]
fn digest_of_the_worked_case_stays_what_it_was() {
    let worked = include_bytes!("../../../../fixtures/bills/worked-case.json");
    let digest = Bill::parse(worked).unwrap().digest();
    assert_eq!(digest.as_str(), "80cba754ed2d94e8205e9e45f0b33ea45f6ae07c5d30210c9c10c5c44d361dff");
}

#[test]
fn digest_does_not_see_blanks_field_order_or_trailing_zeros() {
    let bill = Bill::parse(ADMISSION.as_bytes()).unwrap();
    // A JSON value sorts its fields.
    let sorted = serde_json::to_string_pretty(&value(ADMISSION)).unwrap();
    let short = sorted.replace("000,", ",").replace(".00,", ",");
    assert_ne!(short, sorted);
    assert_eq!(Bill::parse(short.as_bytes()).unwrap().digest(), bill.digest());
}

#[test]
fn digest_sees_where_one_text_ends_and_the_next_begins() {
    let mut first = Bill::parse(ADMISSION.as_bytes()).unwrap();
    let mut second = first.clone();
    (first.lines[0].catalogue_code, first.lines[0].hospital_code) = ("1:hospital_code:2".into(), "3".into());
    (second.lines[0].catalogue_code, second.lines[0].hospital_code) = ("1".into(), "2:hospital_code:3".into());
    assert_ne!(first.digest(), second.digest());
}

#[test]
fn digest_sees_every_field() {
    let mut bill = Bill::parse(ADMISSION.as_bytes()).unwrap();
    bill.lines.truncate(2);
    let text = serde_json::to_string(&bill).unwrap();
    let digest = bill.digest();
    // Each quoted value in turn, and each number, changed by one character.
    let bytes = text.as_bytes();
    let mut seen = 0;
    for at in 0..bytes.len() {
        if !bytes[at].is_ascii_digit() {
            continue;
        }
        let mut changed = bytes.to_vec();
        changed[at] = if bytes[at] == b'9' { b'8' } else { bytes[at] + 1 };
        if let Ok(other) = serde_json::from_slice::<Bill>(&changed) {
            assert_ne!(other.digest(), digest, "{}", &text[..at]);
            seen += 1;
        }
    }
    assert!(seen > 150, "{seen}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn digest_depends_on_the_order_of_lines(first in 0..10_usize, second in 0..10_usize) {
        let bill = Bill::parse(ADMISSION.as_bytes()).unwrap();
        let mut swapped = bill.clone();
        swapped.lines.swap(first, second);
        prop_assert_eq!(swapped.digest() == bill.digest(), first == second);
    }
}
