//! The closing table of a replay: what came of every stay, and what changes hands, one line each.

use unicode_width::UnicodeWidthStr;
use yijie_core::money::Yuan;

use super::screen::Screen;
use super::words;

/// One stay of the table.
#[derive(Debug)]
pub struct Row {
    /// The hospital's number.
    pub stay_no: String,
    /// The patient, masked. Empty where a cashier is at it.
    pub patient: String,
    /// The word for how it stands, or `busy`, or `failed`.
    pub standing: String,
    /// What the patient gets back.
    pub refund: Yuan,
    /// What the patient still owes.
    pub collect: Yuan,
}

/// Prints the table with its sums. Nothing, where there is no row.
pub fn table(screen: &Screen, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    let money = |amount: Yuan| if amount.is_zero() { String::new() } else { amount.to_string() };
    let heads = [words::STAY, words::NAME, words::CAME_TO, words::REFUND, words::COLLECT];
    let mut lines = vec![heads.map(|head| screen.phrase(head).to_owned())];
    for row in rows {
        let came_to = screen.phrase(words::standing(&row.standing)).to_owned();
        lines.push([row.stay_no.clone(), row.patient.clone(), came_to, money(row.refund), money(row.collect)]);
    }
    let settled = rows.iter().filter(|row| row.standing == "settled").count();
    lines.push([
        screen.phrase(words::IN_ALL).to_owned(),
        String::new(),
        format!("{settled} / {}", rows.len()),
        rows.iter().map(|row| row.refund).sum::<Yuan>().to_string(),
        rows.iter().map(|row| row.collect).sum::<Yuan>().to_string(),
    ]);
    let widths = [0, 1, 2, 3, 4].map(|at| lines.iter().map(|line| line[at].width()).max().unwrap_or_default());
    for line in &lines {
        let cells = line.iter().zip(widths).enumerate().map(|(at, (cell, width))| {
            let room = " ".repeat(width.saturating_sub(cell.width()));
            // Amounts stand under each other at their cents.
            if at >= 3 { format!("{room}{cell}") } else { format!("{cell}{room}") }
        });
        screen.tell(format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end());
    }
}
