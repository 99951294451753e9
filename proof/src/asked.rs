//! What was asked for on the command line.

use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, value_parser};

use crate::tier::{TIERS, Tier};

/// One call of the proof.
#[derive(Debug, Clone)]
pub struct Asked {
    tier: Option<String>,
    /// Where chance begins. The same seed gives the same run.
    pub seed: u64,
    /// How long each tier may go on. `None`: its short slice.
    pub lasts: Option<Duration>,
    /// What to see again, in the words that the tier printed.
    pub replay: Option<String>,
}

impl Asked {
    /// Reads the command line; ends the program with help or a complaint where it makes no sense.
    pub fn read() -> Self {
        let names = TIERS.iter().map(|tier| tier.name);
        let matches = Command::new("cargo xtask prove")
            .about("Tries to lose or double a settlement. Without --for, each tier runs its short fixed slice.")
            .arg(
                Arg::new("tier")
                    .value_name("TIER")
                    .help("which one; all, if none is named")
                    .value_parser(PossibleValuesParser::new(names)),
            )
            .arg(
                Arg::new("seed")
                    .long("seed")
                    .value_name("N")
                    .help("where chance begins")
                    .default_value("2026")
                    .value_parser(value_parser!(u64)),
            )
            .arg(
                Arg::new("for")
                    .long("for")
                    .value_name("DURATION")
                    .help("how long each tier goes on: 90s, 10m, 2h")
                    .value_parser(duration),
            )
            .arg(
                Arg::new("replay")
                    .long("replay")
                    .value_name("RUN")
                    .requires("tier")
                    .help("see one run again, in the words that its failure was printed with"),
            )
            .get_matches();
        Self {
            tier: matches.get_one::<String>("tier").cloned(),
            seed: matches.get_one("seed").copied().unwrap_or_default(),
            lasts: matches.get_one("for").copied(),
            replay: matches.get_one("replay").cloned(),
        }
    }

    /// The tiers to run.
    pub fn tiers(&self) -> impl Iterator<Item = &'static Tier> {
        TIERS.iter().filter(|tier| self.tier.as_ref().is_none_or(|name| name == tier.name))
    }
}

/// A whole number and a unit: `90s`, `10m`, `2h`.
fn duration(text: &str) -> Result<Duration, String> {
    let told = || format!("{text} is no duration; say 90s, 10m or 2h");
    let unit = text.chars().last().ok_or_else(told)?;
    let count: u64 = text.strip_suffix(unit).and_then(|count| count.parse().ok()).ok_or_else(told)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        _ => return Err(told()),
    };
    count.checked_mul(seconds).map(Duration::from_secs).ok_or_else(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duration_reads_seconds_minutes_and_hours_and_nothing_else() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("10m"), Ok(Duration::from_mins(10)));
        assert_eq!(duration("2h"), Ok(Duration::from_hours(2)));
        for wrong in ["", "s", "10", "-1s", "1.5h", "1d", "99999999999999999999s", "9999999999999999999h"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
