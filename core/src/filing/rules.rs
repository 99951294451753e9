//! The rules, as data. Which apply differs by insured place; each set says where it comes from and since when.

use jiff::civil::{Date, date};

/// One set of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The document that they are from.
    pub source: &'static str,
    /// First day of their force.
    pub since: Date,
    /// The provinces, by their two digits, that are filed to as a whole. Everywhere else one files to a city.
    pub whole_provinces: &'static [&'static str],
    /// Whether a filing that begins on the day of admission is in time.
    pub same_day: SameDay,
    /// What an emergency admission counts as.
    pub emergency: EmergencyRule,
    /// What a filing counts that was made after the admission.
    pub late_filing: LateFiling,
}

impl Rules {
    /// The national rules on settlement across provinces, which hold where an insured place has none of its own. The
    /// five provinces are those that Shanxi named in June 2023 for its own insured.
    pub const NATIONAL: Self = Self {
        source: "医保发〔2022〕22号",
        since: date(2023, 1, 1),
        whole_provinces: &["11", "12", "31", "46", "50"],
        same_day: SameDay::Counts,
        emergency: EmergencyRule::DeemedFiled,
        late_filing: LateFiling::Honoured,
    };
}

/// Whether a filing that begins on the day of admission is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameDay {
    /// It is.
    Counts,
    /// It must have begun the day before at the latest.
    TooLate,
}

/// What an emergency admission counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmergencyRule {
    /// Filed, without anybody filing it.
    DeemedFiled,
    /// Nothing until somebody files it.
    MustBeFiled,
}

/// What a filing counts that was made after the admission and before the settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateFiling {
    /// It serves the stay. Places that do not follow the national rule are known, so it is a prediction with a doubt.
    Honoured,
    /// It serves the next stay only.
    NotHonoured,
}
