mod digest;
mod fields;
mod rules;
mod schema;

use serde_json::Value;

use super::*;

/// A bill with an admission to register, so that every object of the format stands in it.
const ADMISSION: &str = include_str!("../../../../fixtures/bills/with-admission.json");
/// A bill with refunds.
const REFUNDS: &str = include_str!("../../../../fixtures/bills/refunds.json");

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn parse(value: &Value) -> Result<Bill, Vec<BillFault>> {
    Bill::parse(&serde_json::to_vec(value).unwrap())
}

/// The faults of a bill, each as its place and sentence.
fn said(value: &Value) -> Vec<String> {
    parse(value).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}
