//! Division codes: six digits, the first two the province, the first four the city.

use jiff::civil::Date;
use serde::Deserialize;

/// Beijing, Tianjin, Shanghai, Chongqing and Hainan are one pooling area, and are filed to as a whole.
const WHOLE_PROVINCES: [&str; 5] = ["11", "12", "31", "46", "50"];

/// How far the treating place is from the insured place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Distance {
    SamePool,
    SameProvince,
    OtherProvince,
}

pub(super) fn distance(insured: &str, treating: &str) -> Distance {
    if pool(insured) == pool(treating) {
        Distance::SamePool
    } else if province(insured) == province(treating) {
        Distance::SameProvince
    } else {
        Distance::OtherProvince
    }
}

/// Whether a filing to `destination` serves a hospital in `treating`.
pub(super) fn covers(destination: &str, treating: &str) -> bool {
    pool(destination) == pool(treating)
}

/// The part of the code that names the pooling area: the city, or the province where that is one area.
fn pool(division: &str) -> &str {
    let digits = if WHOLE_PROVINCES.contains(&province(division)) { 2 } else { 4 };
    division.get(..digits).unwrap_or(division)
}

fn province(division: &str) -> &str {
    division.get(..2).unwrap_or(division)
}

/// Places that have dropped filing for each other, from a day on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Zone {
    /// For whoever reads the fixture.
    #[serde(rename = "name")]
    _name: String,
    since: Date,
    members: Vec<String>,
    /// Insured places whose people need no filing anywhere in their province.
    #[serde(default)]
    anywhere: Vec<String>,
}

impl Zone {
    /// Whether an admission on `day` needs no filing by this zone.
    pub(super) fn frees(&self, insured: &str, treating: &str, day: Date) -> bool {
        let among = |places: &[String], place: &str| places.iter().any(|member| covers(member, place));
        let in_province = distance(insured, treating) != Distance::OtherProvince;
        day >= self.since
            && (among(&self.members, insured) && among(&self.members, treating)
                || in_province && among(&self.anywhere, insured))
    }
}
