//! `yijie queue`: what waits, why, since when.

use yijie_core::failure::Language;

use crate::desk::{Waits, beijing};

/// One line of the queue.
pub fn line(item: &Waits, language: Language) -> String {
    let line = &item.line;
    let total = line.total.map(|total| total.to_string()).unwrap_or_default();
    let since = line.waits_since.map(|since| beijing(since).strftime("%m-%d %H:%M:%S").to_string()).unwrap_or_default();
    let why = item.standing.trouble().map(|trouble| trouble.sentence(language)).unwrap_or_default();
    format!("  {}  {}  {total}  {since}  {why}", line.key.stay_no, line.patient)
}
