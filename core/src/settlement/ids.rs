//! The names by which a stay, its visit, its settlements and its messages are known.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Declares an identifier: printable ASCII within a length, no blanks.
macro_rules! identifier {
    ($($(#[$doc:meta])* $type:ident of $min:literal to $max:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $type(String);

        impl $type {
            /// Takes the identifier as it stands, blanks around it removed.
            pub fn parse(text: &str) -> Result<Self, NotAnIdentifier> {
                let text = text.trim();
                let fits = ($min..=$max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
                if fits { Ok(Self(text.to_owned())) } else { Err(NotAnIdentifier { what: stringify!($type), len_max: $max }) }
            }

            /// The identifier as it stands on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl TryFrom<String> for $type {
            type Error = NotAnIdentifier;

            fn try_from(text: String) -> Result<Self, NotAnIdentifier> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(id: $type) -> Self {
                id.0
            }
        }
    )*};
}

identifier! {
    /// The hospital's code on the platform (`fixmedins_code`): `H` and eleven digits.
    InstitutionCode of 12 to 12;
    /// The hospital's own number of a stay (住院号, `ipt_no`), which exists before the platform knows of it.
    StayNo of 1 to 30;
    /// The platform's number of the visit (`mdtrt_id`).
    VisitId of 1 to 30;
    /// The platform's number of a settlement (`setl_id`).
    SettlementId of 1 to 30;
    /// The sender's message id (`msgid`): institution (12), time (14), serial (4). Used once, ever.
    MessageId of 30 to 30;
    /// The hospital's number of a fee line (`feedetl_sn`).
    LineNo of 1 to 15;
    /// The digest of one version of a bill, in hexadecimal.
    BillDigest of 64 to 64;
}

/// The lane of a stay: everything that happens to it passes through here, in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StayKey {
    /// The hospital.
    pub institution: InstitutionCode,
    /// The stay.
    pub stay_no: StayNo,
}

impl fmt::Display for StayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.institution, self.stay_no)
    }
}

/// The number of an act within its stay, from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActId(pub u32);

impl fmt::Display for ActId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A text that cannot be the identifier it was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a {what}: printable ASCII without blanks, at most {len_max} characters")]
pub struct NotAnIdentifier {
    what: &'static str,
    len_max: usize,
}
