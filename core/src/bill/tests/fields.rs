use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::failure::Language;
use crate::person::Secret;

#[test]
fn bill_with_a_byte_order_mark_is_read() {
    assert!(Bill::parse(format!("\u{feff}{ADMISSION}").as_bytes()).is_ok());
}

#[test]
fn bill_over_the_limit_is_refused_unread() {
    let text = vec![b' '; BILL_BYTES_MAX + 1];
    let faults = Bill::parse(&text).unwrap_err();
    assert_eq!(faults[0].flaw, Flaw::TooLarge { bytes: BILL_BYTES_MAX + 1, bytes_max: BILL_BYTES_MAX });
    assert_eq!(faults[0].code().as_str(), "bill.too_large");
}

#[test]
fn optional_fields_may_be_null_or_blank() {
    let mut bill = value(ADMISSION);
    bill["invoice_no"] = json!(null);
    bill["patient"]["telephone"] = json!(" ");
    bill["deposits"] = json!(null);
    let bill = parse(&bill).unwrap();
    assert_eq!((bill.invoice_no, bill.patient.telephone, bill.deposits), (None, None, Vec::new()));
}

#[test]
fn amounts_may_be_strings_and_are_never_rounded() {
    let mut bill = value(ADMISSION);
    let total = bill["total"].to_string();
    bill["total"] = json!(total);
    assert_eq!(parse(&bill).unwrap().total.to_string(), total);
    bill["total"] = json!(format!("{total}1"));
    assert_eq!(said(&bill), ["total: more than 2 decimal places"]);
}

#[test]
fn times_are_taken_with_a_blank_and_never_with_an_offset() {
    let mut bill = value(ADMISSION);
    bill["discharge"]["discharged_at"] = json!("2026-11-18 10:15:00");
    assert!(parse(&bill).is_ok());
    for time in ["2026-11-18T10:15:00+09:00", "2026-11-18T10:15", "2026-11-18", "18.11.2026 10:15:00"] {
        bill["discharge"]["discharged_at"] = json!(time);
        assert!(said(&bill)[0].starts_with("discharge.discharged_at: a time like"), "{time}");
    }
}

#[test]
fn faults_beyond_the_limit_are_counted() {
    let mut bill = value(ADMISSION);
    bill["lines"] = json!(vec![json!(1); FAULTS_MAX + 7]);
    let faults = parse(&bill).unwrap_err();
    assert_eq!(faults.len(), FAULTS_MAX + 1);
    assert_eq!(faults.last().unwrap().flaw, Flaw::More { count: 7 });
}

#[test]
fn repeated_field_is_found_however_deep() {
    let text = ADMISSION.replacen("\"bed\"", "\"bed\":\"1\",\"bed\"", 1);
    let faults = Bill::parse(text.as_bytes()).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].to_string(), "admission.registration.bed: the field stands twice");
}

#[test]
fn faults_show_no_personal_data() {
    let bill = Bill::parse(ADMISSION.as_bytes()).unwrap();
    let secrets = [bill.patient.name.reveal(), bill.patient.citizen_id.reveal()];
    // Both of them in every field in turn, and as a field's name.
    for secret in secrets {
        for pointer in leaves(&short()) {
            let mut bill = short();
            *bill.pointer_mut(&pointer).unwrap() = json!(format!("{secret}\u{7}"));
            bill[secret] = json!(secret);
            for fault in parse(&bill).unwrap_err() {
                let said = format!("{fault} {fault:?} {}", fault.sentence(Language::Chinese));
                assert!(!said.contains(secret), "{pointer}");
            }
        }
    }
}

#[test]
fn every_field_of_another_kind_is_named_with_its_path() {
    for pointer in leaves(&short()) {
        let mut bill = short();
        *bill.pointer_mut(&pointer).unwrap() = json!({ "not": ["what", "belongs", "here"] });
        let path = path_of(&pointer);
        let said = said(&bill);
        assert!(said.iter().any(|fault| fault.starts_with(&path)), "{path}: {said:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Bill::parse(&bytes);
    }

    #[test]
    fn a_bill_with_a_byte_changed_is_read_or_refused(at in 0..ADMISSION.len(), byte in any::<u8>()) {
        let mut bytes = ADMISSION.as_bytes().to_vec();
        bytes[at] = byte;
        if let Err(faults) = Bill::parse(&bytes) {
            prop_assert!(!faults.is_empty());
        }
    }

    #[test]
    fn a_bill_cut_short_is_not_json(at in 0..ADMISSION.trim_end().len() - 1) {
        let faults = Bill::parse(&ADMISSION.as_bytes()[..at]).unwrap_err();
        prop_assert_eq!(faults[0].code().as_str(), "bill.not_json");
    }
}

/// The bill with its first two lines: whatever stands in one stands in all.
fn short() -> Value {
    let mut bill = value(ADMISSION);
    bill["lines"].as_array_mut().unwrap().truncate(2);
    bill
}

/// The JSON pointer of every value of a bill that is neither object nor list.
fn leaves(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => below(fields.iter().map(|(name, value)| (name.clone(), value))),
        Value::Array(items) => below(items.iter().enumerate().map(|(at, value)| (at.to_string(), value))),
        _ => vec![String::new()],
    }
}

fn below<'a>(values: impl Iterator<Item = (String, &'a Value)>) -> Vec<String> {
    values.flat_map(|(name, value)| leaves(value).into_iter().map(move |at| format!("/{name}{at}"))).collect()
}

/// `/lines/3/price` as `lines[3].price`.
fn path_of(pointer: &str) -> String {
    pointer[1..].split('/').fold(String::new(), |path, part| match part.parse::<usize>() {
        Ok(at) => format!("{path}[{at}]"),
        Err(_) if path.is_empty() => part.to_owned(),
        Err(_) => format!("{path}.{part}"),
    })
}
