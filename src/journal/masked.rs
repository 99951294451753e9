//! What of an entry may be printed: never a state, a body, a bill, a reply or the platform's words, which may name
//! the patient.

use std::fmt;

use super::entry::{AttemptEnd, Entry, Intent, StayRecord};
use super::read::{StoredEnd, StoredStay};

/// Prints these fields of a type, and that there are others.
macro_rules! prints_only {
    ($($type:ident: $($field:ident)*;)*) => {$(
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type))$(.field(stringify!($field), &self.$field))*.finish_non_exhaustive()
            }
        }
    )*};
}

prints_only! {
    Entry: stay at record acts ends audit;
    Intent: entry act infno bill;
    StayRecord: status rest needs_person patient total bill waits_since next_at;
    AttemptEnd: message_id kind;
    StoredStay: line;
    StoredEnd: kind at reply_bytes;
}
