//! The JSON Schema of a bill: `docs/bill.schema.json`, for whoever writes the hospital's side.
//!
//! Shapes and descriptions come from the types, the longest texts from the reader's own declaration. What a schema
//! cannot say (sums, refunds, the order of dates) only [`Bill::parse`] checks.

use std::borrow::Cow;

use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::Value;

use super::read::{INVOICE_NO_LEN_MAX, Texts};
use super::{Admission, Bill, Diagnosis, Discharge, FeeLine, Named, Patient, Registration};
use crate::money::Exact;
use crate::person::{CitizenId, PersonName, Telephone};
use crate::settlement::ids::{LineNo, StayNo, VisitId};
use crate::split::Deposit;

/// The schema, in draft 2020-12.
pub fn json_schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Bill>();
    RecursiveTransform(wire_time).transform(&mut schema);
    let mut schema = schema.to_value();
    schema["properties"]["lines"]["minItems"] = 1.into();
    bound(&mut schema["properties"]["invoice_no"], INVOICE_NO_LEN_MAX);
    for (record, texts) in RECORDS {
        for (field, len_max) in *texts {
            let property = &mut schema["$defs"][*record]["properties"][*field];
            // A doctor or a department is bounded in its own definition.
            if property.get("type").is_some() {
                bound(property, *len_max);
            }
        }
    }
    schema
}

fn bound(property: &mut Value, len_max: usize) {
    property["maxLength"] = len_max.into();
    // An optional text may be `""`, which stands for nothing.
    if property["type"] == "string" {
        property["minLength"] = 1.into();
    }
}

/// An offset would be dropped in silence, so the reader refuses one, and the schema says so.
fn wire_time(schema: &mut Schema) {
    if schema.get("format").is_some_and(|format| format == "partial-date-time") {
        schema.remove("format");
        schema.insert("pattern".into(), r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}$".into());
    }
}

type TextsOf = (&'static str, &'static [(&'static str, usize)]);

const RECORDS: &[TextsOf] = &[
    ("Patient", Patient::TEXTS),
    ("Admission", Admission::TEXTS),
    ("Registration", Registration::TEXTS),
    ("Discharge", Discharge::TEXTS),
    ("Diagnosis", Diagnosis::TEXTS),
    ("FeeLine", FeeLine::TEXTS),
    ("Named", Named::TEXTS),
    ("Deposit", Deposit::TEXTS),
];

macro_rules! text_schema {
    ($($type:ident $pattern:literal;)*) => {$(
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    )*};
}

text_schema! {
    LineNo r"^[0-9]{1,15}$";
    StayNo r"^[!-~]{1,30}$";
    VisitId r"^[!-~]{1,30}$";
    CitizenId r"^[!-~]{1,18}$";
    PersonName r"^[^\p{Cc}]{1,50}$";
    Telephone r"^[!-~]{1,50}$";
}

impl<const PLACES: u32> JsonSchema for Exact<PLACES> {
    fn schema_name() -> Cow<'static, str> {
        format!("Decimal{PLACES}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let pattern = format!(r"^-?[0-9]{{1,{}}}(\.[0-9]{{1,{PLACES}}}0*)?$", 16 - PLACES);
        json_schema!({
            "description": format!("At most {PLACES} decimal places and sixteen digits, never rounded."),
            "type": ["number", "string"],
            "pattern": pattern,
        })
    }
}
