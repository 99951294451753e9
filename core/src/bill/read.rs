//! From the file's bytes to a [`Bill`], or to everything that is wrong with it.
//!
//! `serde` stops at the first error, and a cashier who mends one field to be told of the next loses a patient's
//! morning. So the text becomes a JSON value first, and every field is read on its own.

mod duplicate;
mod fields;
mod leaf;
mod record;

use serde_json::Value;

use super::check::Parts;
use super::flaw::{BillFault, Flaw};
use super::{Bill, Place};
use fields::{Fields, LEN_UNBOUNDED};

#[cfg(feature = "schema")]
pub(super) use fields::Texts;
pub(super) use fields::{Faults, Path};
pub(super) use leaf::word;

/// The largest bill, in bytes: about thirty thousand fee lines, several times the longest stay ever seen.
pub const BILL_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Faults that are listed one by one. What is beyond is counted, and told as [`Flaw::More`].
pub const FAULTS_MAX: usize = 1_000;

impl Bill {
    /// Reads a bill and checks every rule that stops one.
    ///
    /// A byte order mark is skipped. `null` and `""` stand for an optional field that is absent.
    pub fn parse(text: &[u8]) -> Result<Self, Vec<BillFault>> {
        let alone = |flaw| vec![BillFault { place: Place::default(), flaw }];
        if text.len() > BILL_BYTES_MAX {
            return Err(alone(Flaw::TooLarge { bytes: text.len(), bytes_max: BILL_BYTES_MAX }));
        }
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let text = std::str::from_utf8(text).map_err(|error| alone(not_utf8(text, error.valid_up_to())))?;
        let value: Value = serde_json::from_str(text)
            .map_err(|error| alone(Flaw::NotJson { line: error.line(), column: error.column() }))?;

        let mut faults = Faults::default();
        duplicate::find(text, &mut faults);
        let bill = bill(&value, &mut faults);
        match bill {
            Some(bill) if faults.is_empty() => Ok(bill),
            _ => Err(faults.into_list()),
        }
    }
}

/// Reads the outermost object. The rules are checked over whatever parts could be read, so that a misspelt field
/// in one line does not hide a wrong refund in another.
fn bill(value: &Value, faults: &mut Faults) -> Option<Bill> {
    let path = Path::root();
    let mut fields = Fields::of(value, &path, BILL_FIELDS, faults)?;
    let schema = fields.required("schema", LEN_UNBOUNDED);
    let stay_no = fields.required("stay_no", LEN_UNBOUNDED);
    let patient = fields.required("patient", LEN_UNBOUNDED);
    let invoice_no = fields.optional("invoice_no", INVOICE_NO_LEN_MAX);
    let parts = Parts {
        admission: fields.required("admission", LEN_UNBOUNDED),
        discharge: fields.required("discharge", LEN_UNBOUNDED),
        diagnoses: fields.list("diagnoses"),
        lines: fields.list("lines"),
        total: fields.required("total", LEN_UNBOUNDED),
        deposits: fields.list_or_none("deposits"),
    };
    parts.check(faults);
    Some(Bill {
        schema: schema?,
        stay_no: stay_no?,
        patient: patient?,
        admission: parts.admission?,
        discharge: parts.discharge?,
        diagnoses: whole(parts.diagnoses)?,
        lines: whole(parts.lines)?,
        total: parts.total?,
        deposits: whole(parts.deposits)?,
        invoice_no: invoice_no?,
    })
}

/// The list, if it was one and each of its items could be read.
fn whole<T>(items: Option<Vec<Option<T>>>) -> Option<Vec<T>> {
    items?.into_iter().collect()
}

fn not_utf8(text: &[u8], at: usize) -> Flaw {
    let before = &text[..at];
    let line = before.split(|&byte| byte == b'\n').count();
    let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count() + 1;
    Flaw::NotUtf8 { line, column }
}

/// The length that the platform gives an invoice number (`invono`).
pub(super) const INVOICE_NO_LEN_MAX: usize = 20;

const BILL_FIELDS: &[&str] = &[
    "schema",
    "stay_no",
    "patient",
    "admission",
    "discharge",
    "diagnoses",
    "lines",
    "total",
    "deposits",
    "invoice_no",
];
