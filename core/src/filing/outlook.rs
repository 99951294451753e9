//! What can be said of a stay. The words for it are in `words`.

use jiff::civil::Date;
use serde::Serialize;

use super::FilingKind;
use super::memo::{Cut, Purpose};
use crate::region::DivisionCode;

/// May this stay be settled here. A prediction: the platform decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outlook", rename_all = "snake_case")]
pub enum Outlook {
    /// Insured where treated: nobody has to file.
    Local,
    /// A filing serves.
    Covered {
        /// The one that serves the patient best.
        by: Basis,
        /// Its first day.
        since: Date,
        /// Its last day; open-ended where absent.
        until: Option<Date>,
    },
    /// A filing serves unless a doubt comes true.
    Probably {
        /// The one with the fewest doubts.
        filed: Filed,
        /// At least one.
        why: Vec<Doubt>,
    },
    /// Nothing serves.
    NotCovered {
        /// At least one, the nearest to being mended first.
        reasons: Vec<Reason>,
    },
    /// What was answered covers nothing, and not everything was answered.
    Unknown {
        /// At least one.
        could_not_ask: Vec<NotAsked>,
        /// Why the filings that were found do not serve.
        found: Vec<Reason>,
    },
}

/// What a stay is covered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "basis", rename_all = "snake_case")]
pub enum Basis {
    /// A filing.
    Filing(Filed),
    /// The emergency that the patient was admitted as: it counts as filed.
    DeemedFiled,
}

impl Basis {
    /// How much of the funds' share it costs to settle on it.
    pub fn cut(&self) -> Cut {
        match self {
            Self::Filing(filed) => filed.purpose.cut(),
            Self::DeemedFiled => Purpose::Emergency.cut(),
        }
    }
}

/// A filing row, as far as it could be made out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filed {
    /// What it was asked as.
    pub kind: FilingKind,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it leads; `None` where it does not say.
    pub to: Option<DivisionCode>,
    /// First day.
    pub begins_on: Date,
    /// Last day; open-ended where absent.
    pub ends_on: Option<Date>,
}

/// Why a filing may fail to serve although nothing says that it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "doubt", rename_all = "snake_case")]
pub enum Doubt {
    /// It names a hospital here that is not known to be this one. Old filings did; later ones serve them all.
    HospitalNamed {
        /// Name, or else code.
        hospital: String,
    },
    /// It does not say where it leads.
    DestinationNotTold,
    /// It leads to this province as a whole, where one files to a city.
    WideDestination {
        /// As given.
        to: DivisionCode,
    },
    /// Applied for and not decided.
    Pending,
    /// It begins after the admission and has begun by now: a late filing, which most insured places honour.
    Late {
        /// First day.
        begins_on: Date,
    },
    /// It names another insurance than the stay goes by.
    OtherInsurance {
        /// `insutype` of the filing.
        named: String,
    },
}

/// Why a stay is not covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The insurance is paused or in arrears.
    InsurancePaused {
        /// Since when, where told.
        since: Option<Date>,
    },
    /// The insurance is not in force any more, or never was.
    InsuranceEnded {
        /// `psn_insu_stas`.
        status: String,
    },
    /// Approved in the three steps of the first years, of which the second was never done.
    NotNetworked {
        /// What the filing is for.
        filed_as: Purpose,
        /// Where it leads, where it says so.
        to: Option<DivisionCode>,
        /// First day.
        since: Date,
    },
    /// Applied for and not decided, and doubtful beyond that.
    Pending {
        /// What the filing is for.
        filed_as: Purpose,
    },
    /// It begins after the admission.
    NotYetBegun {
        /// What the filing is for.
        filed_as: Purpose,
        /// First day.
        begins_on: Date,
    },
    /// It ended before the admission.
    Expired {
        /// What the filing is for.
        filed_as: Purpose,
        /// Last day.
        ended_on: Date,
    },
    /// The insured place said no.
    Rejected {
        /// What the filing is for.
        filed_as: Purpose,
    },
    /// Taken back.
    Withdrawn {
        /// What the filing is for.
        filed_as: Purpose,
    },
    /// It leads elsewhere.
    OtherDestination {
        /// Where it leads.
        to: DivisionCode,
        /// What the filing is for.
        filed_as: Purpose,
        /// First day.
        since: Date,
    },
    /// Nothing is filed.
    NoFiling,
}

/// A kind of filing that the platform was not asked for, or did not answer for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotAsked {
    /// The kind.
    pub kind: FilingKind,
    /// Why, in a few words of the caller's; `None` if nobody tried.
    pub why: Option<String>,
}
