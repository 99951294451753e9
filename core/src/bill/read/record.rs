//! The objects of a bill, field by field: one declaration from which reading, the digest and the longest texts of
//! the JSON Schema come. The lengths are those of the platform's fields (interface specification, 2301, 2401, 2402).

use serde_json::Value;

use super::super::digest::{Feed, Fingerprint};
use super::super::{Admission, Diagnosis, Discharge, FeeLine, Named, Patient, Registration};
use super::fields::{Faults, Fields, LEN_UNBOUNDED, Path, Read};
use crate::split::Deposit;

macro_rules! record {
    ($type:ident { $($field:ident: $need:ident $(($len_max:literal))?),* $(,)? }) => {
        impl Read for $type {
            fn read(value: &Value, path: &Path, _: usize, faults: &mut Faults) -> Option<Self> {
                let mut fields = Fields::of(value, path, &[$(stringify!($field)),*], faults)?;
                // All are read before the first `?`, so that every fault is noted.
                $(let $field = fields.$need(stringify!($field), LEN_UNBOUNDED $(+ $len_max)?);)*
                Some(Self { $($field: $field?),* })
            }
        }

        #[cfg(feature = "schema")]
        impl super::fields::Texts for $type {
            const TEXTS: &'static [(&'static str, usize)] = &[$($((stringify!($field), $len_max),)?)*];
        }

        impl Feed for $type {
            fn feed(&self, into: &mut Fingerprint) {
                into.object(|into| {
                    $(into.field(stringify!($field), &self.$field);)*
                });
            }
        }
    };
}

record!(Patient { name: required, citizen_id: required, telephone: optional, contact: optional });

record!(Admission {
    admitted_at: required,
    visit: optional,
    visit_kind: optional(6),
    way: defaulted,
    registration: optional,
});

record!(Registration {
    record_no: optional(30),
    attending_doctor: required(50),
    diagnosis: required(200),
    department: required(100),
    bed: required(30),
    condition: optional(1000),
});

record!(Discharge {
    discharged_at: required,
    way: required,
    department: required(100),
    bed: optional(30),
    died_on: optional,
});

record!(Diagnosis {
    kind: defaulted,
    main: defaulted,
    code: required(20),
    name: required(100),
    department: required(50),
    doctor: required(50),
    diagnosed_at: required,
});

record!(FeeLine {
    no: required,
    refund_of: optional,
    order_no: optional(30),
    occurred_at: required,
    catalogue_code: required(50),
    hospital_code: required(150),
    name: required(200),
    price: required,
    count: required,
    amount: required,
    department: required(100),
    doctor: required(50),
    approval: optional,
    taken_home: defaulted,
    memo: optional(500),
});

record!(Deposit { receipt_no: required(50), way: required, amount: required, paid_at: required });

/// A doctor's name has fifty characters and a department's a hundred, so the holder gives the length.
impl Read for Named {
    fn read(value: &Value, path: &Path, len_max: usize, faults: &mut Faults) -> Option<Self> {
        let mut fields = Fields::of(value, path, &["code", "name"], faults)?;
        let code = fields.required("code", NAMED_CODE_LEN_MAX);
        let name = fields.required("name", len_max);
        Some(Self { code: code?, name: name? })
    }
}

#[cfg(feature = "schema")]
impl super::fields::Texts for Named {
    const TEXTS: &'static [(&'static str, usize)] = &[("code", NAMED_CODE_LEN_MAX), ("name", 100)];
}

impl Feed for Named {
    fn feed(&self, into: &mut Fingerprint) {
        into.object(|into| {
            into.field("code", &self.code);
            into.field("name", &self.name);
        });
    }
}

const NAMED_CODE_LEN_MAX: usize = 30;
