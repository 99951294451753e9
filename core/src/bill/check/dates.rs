//! A stay begins before it ends, and whoever died, died in it.

use super::super::flaw::Flaw;
use super::super::read::{Faults, Path};
use super::super::{Admission, Discharge};

/// Notes dates that are out of order. Lines outside the stay only warn: a bill is often booked after the patient left.
pub(super) fn check(admission: Option<&Admission>, discharge: Option<&Discharge>, faults: &mut Faults) {
    let Some(discharge) = discharge else { return };
    let path = Path::root().field("discharge");
    let admitted_at = admission.map(|admission| admission.admitted_at);
    if admitted_at.is_some_and(|admitted_at| discharge.discharged_at < admitted_at) {
        faults.note(&path.field("discharged_at"), Flaw::DischargedTooEarly);
    }
    if let Some(died_on) = discharge.died_on {
        let before = admitted_at.is_some_and(|admitted_at| died_on < admitted_at.date());
        if before || died_on > discharge.discharged_at.date() {
            faults.note(&path.field("died_on"), Flaw::DiedOutsideStay);
        }
    }
}
