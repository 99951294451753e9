//! The closing table of a replay: what came of every stay, and what changes hands, one line each.

use unicode_width::UnicodeWidthStr;
use yijie_core::money::Yuan;

use super::screen::Screen;
use super::words;
use crate::api::view::{MoveKind, ReplayedView};

/// Prints the table with its sums. Nothing, where there is no row.
pub fn table(screen: &Screen, replayed: &[ReplayedView]) {
    if replayed.is_empty() {
        return;
    }
    let rows: Vec<Row<'_>> = replayed.iter().map(Row::of).collect();
    let money = |amount: Yuan| if amount.is_zero() { String::new() } else { amount.to_string() };
    let heads = [words::STAY, words::NAME, words::CAME_TO, words::REFUND, words::COLLECT];
    let mut lines = vec![heads.map(|head| screen.phrase(head).to_owned())];
    for row in &rows {
        let came_to = screen.phrase(words::standing(row.status)).to_owned();
        lines.push([row.stay_no.to_owned(), row.patient.to_owned(), came_to, money(row.refund), money(row.collect)]);
    }
    let settled = rows.iter().filter(|row| row.status == "settled").count();
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

struct Row<'a> {
    stay_no: &'a str,
    /// Masked. Empty where the stay was not touched.
    patient: &'a str,
    status: &'a str,
    refund: Yuan,
    collect: Yuan,
}

impl<'a> Row<'a> {
    fn of(replayed: &'a ReplayedView) -> Self {
        match replayed {
            ReplayedView::Came(stay) => {
                let moves = stay.balance.as_ref().map(|balance| balance.moves.as_slice()).unwrap_or_default();
                let sum =
                    |kind: MoveKind| moves.iter().filter(|made| made.kind == kind).map(|made| made.amount.0).sum();
                let (refund, collect) = (sum(MoveKind::Refund), sum(MoveKind::Collect));
                Self { stay_no: &stay.stay_no, patient: &stay.patient, status: &stay.status, refund, collect }
            }
            ReplayedView::Left(left) => Self {
                stay_no: &left.stay_no,
                patient: "",
                status: &left.status,
                refund: Yuan::ZERO,
                collect: Yuan::ZERO,
            },
        }
    }
}
