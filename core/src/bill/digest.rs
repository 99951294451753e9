//! The digest of one version of a bill, which every intent carries (SM3, GB/T 32905).
//!
//! It is taken over what the bill says and not over the file: blanks, the order of fields and `1.5` against `1.50`
//! do not count. A field that is absent leaves no trace, so a later version of the format that adds optional fields
//! gives old bills their old digests.

use jiff::civil::{Date, DateTime};
use sm3::{Digest, Sm3};

use super::read::word;
use super::{AdmissionWay, Approval, Bill, DiagnosisKind, DischargeWay};
use crate::money::Exact;
use crate::person::{CitizenId, PersonName, Secret, Telephone};
use crate::settlement::ids::{BillDigest, LineNo, StayNo, VisitId};
use crate::split::PaymentWay;

impl Bill {
    /// The digest of what the bill says.
    pub fn digest(&self) -> BillDigest {
        let mut into = Fingerprint(Sm3::new());
        into.text(&word(&self.schema));
        into.object(|into| {
            into.field("stay_no", &self.stay_no);
            into.field("patient", &self.patient);
            into.field("admission", &self.admission);
            into.field("discharge", &self.discharge);
            into.field("diagnoses", &self.diagnoses);
            into.field("lines", &self.lines);
            into.field("total", &self.total);
            into.field("deposits", &self.deposits);
            into.field("invoice_no", &self.invoice_no);
        });
        BillDigest::of_bytes(into.0.finalize().into())
    }
}

/// A hash that is fed texts with their lengths, so that no two bills run together into one.
pub(super) struct Fingerprint(Sm3);

impl Fingerprint {
    /// An object: its fields between two marks.
    pub(super) fn object(&mut self, fields: impl FnOnce(&mut Self)) {
        self.0.update(b"{");
        fields(self);
        self.0.update(b"}");
    }

    /// A field, if it is there.
    pub(super) fn field(&mut self, name: &str, value: &impl Feed) {
        if value.is_there() {
            self.text(name);
            value.feed(self);
        }
    }

    fn text(&mut self, text: &str) {
        self.0.update(text.len().to_string());
        self.0.update(b":");
        self.0.update(text);
    }
}

/// What a fingerprint can be fed.
pub(super) trait Feed {
    /// Feeds the value.
    fn feed(&self, into: &mut Fingerprint);

    /// False for what leaves no trace.
    fn is_there(&self) -> bool {
        true
    }
}

impl<T: Feed> Feed for Option<T> {
    fn feed(&self, into: &mut Fingerprint) {
        if let Some(value) = self {
            value.feed(into);
        }
    }

    fn is_there(&self) -> bool {
        self.is_some()
    }
}

impl<T: Feed> Feed for Vec<T> {
    fn feed(&self, into: &mut Fingerprint) {
        into.text(&self.len().to_string());
        for item in self {
            item.feed(into);
        }
    }
}

impl<const PLACES: u32> Feed for Exact<PLACES> {
    fn feed(&self, into: &mut Fingerprint) {
        // Always with all its places.
        into.text(&self.to_string());
    }
}

macro_rules! feed {
    ($($type:ty: $text:expr;)*) => {$(
        impl Feed for $type {
            fn feed(&self, into: &mut Fingerprint) {
                let text: fn(&$type) -> String = $text;
                into.text(&text(self));
            }
        }
    )*};
}

feed! {
    String: Clone::clone;
    bool: ToString::to_string;
    DateTime: |time| time.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    Date: |date| date.strftime("%Y-%m-%d").to_string();
    StayNo: ToString::to_string;
    VisitId: ToString::to_string;
    LineNo: ToString::to_string;
    PersonName: |name| name.reveal().to_owned();
    CitizenId: |id| id.reveal().to_owned();
    Telephone: |telephone| telephone.reveal().to_owned();
    AdmissionWay: word;
    DischargeWay: word;
    DiagnosisKind: word;
    Approval: word;
    PaymentWay: word;
}
