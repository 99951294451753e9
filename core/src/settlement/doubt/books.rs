//! What the daily reconciliation (3201, 3202) tells of an act in doubt, where nothing cheaper does.
//!
//! A row with our message id shows that the act happened. That there is none counts only over every day on which it
//! could have been settled, by the platform's own time, and over every clearing group that the stay's own
//! pre-settlements named; so the books are asked for once nothing of the act can be under way any more, and one group
//! after the other.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::super::act::{Act, AttemptEnd};
use super::super::ask::{Clearing, Message, Query};
use super::super::day_books::{BookRow, ClearingGroup, DayBooks};
use super::super::event::{Step, Waiting};
use super::super::ids::{MessageId, SettlementId};
use super::super::moment::{Instant, Now};
use super::super::rules::Rules;
use super::super::stay::Stay;
use super::{REFUSALS_MAX, Search, Seen};

/// What the books have shown so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::settlement) struct Books {
    /// The last look at each clearing group.
    pub seen: Vec<(ClearingGroup, Seen<Shown>)>,
    /// Explicit refusals.
    pub refused: u32,
}

/// What the books of one clearing group show of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::settlement) enum Shown {
    /// It is there.
    There,
    /// It is there, and so is its negative.
    TakenBack,
    /// It is not.
    Absent,
}

/// What the books come to.
pub(super) enum Reading {
    /// They tell nothing on this platform, or of this stay.
    NoHelp,
    /// Do this first.
    Then(Step),
    /// It happened.
    There,
    /// It happened and was taken back.
    TakenBack,
    /// It did not happen.
    Absent,
}

/// Reads the books for `act`. A reversal of it that may be under way counts like the act itself.
pub(super) fn read(stay: &Stay, act: &Act, search: &Search, now: Now, rules: &Rules) -> Reading {
    let named = named(stay, act);
    let groups: Vec<ClearingGroup> = {
        let insurance = &stay.terms.insured.insurance;
        let mut groups: Vec<_> = named.iter().filter_map(|clearing| ClearingGroup::of(insurance, clearing)).collect();
        groups.dedup();
        groups
    };
    if !rules.day_books || search.books.refused >= REFUSALS_MAX || groups.is_empty() {
        return Reading::NoHelp;
    }
    let Some(from) = asked_from(stay, act, rules) else { return Reading::NoHelp };
    if from.run == now.instant.run && !now.instant.has_reached(from) {
        return Reading::Then(Step::Wait { until: from, why: Waiting::Doubt(act.id) });
    }
    let shown = |group: &ClearingGroup| {
        let of_group = search.books.seen.iter().find(|(seen, _)| seen == group);
        of_group.map(|(_, seen)| seen).filter(|seen| seen.asked.has_reached(from)).map(|seen| seen.what)
    };
    for (what, reading) in [(Shown::There, Reading::There), (Shown::TakenBack, Reading::TakenBack)] {
        if groups.iter().any(|group| shown(group) == Some(what)) {
            return reading;
        }
    }
    match groups.iter().find(|group| shown(group).is_none()) {
        Some(group) => match days(act, now, rules) {
            Some((first, last)) => {
                let books = DayBooks { group: group.clone(), first, last, asked_from: from };
                Reading::Then(Step::Ask(Query::DayBooks(Box::new(books))))
            }
            None => Reading::NoHelp,
        },
        // A group that was named by halves could not be looked into.
        None if named.iter().any(|clearing| ClearingGroup::of("", clearing).is_none()) => Reading::NoHelp,
        None => Reading::Absent,
    }
}

/// What the rows of one group show of a settlement that was sent as one of these, or of its cancel.
pub(super) fn read_rows(rows: &[BookRow], act: &Act, cancels: Option<&MessageId>) -> Shown {
    let at_centre = || rows.iter().filter(|row| row.side.at_centre());
    let sent_as = |row: &&BookRow| row.message_id.as_ref().is_some_and(|id| act.sent_as(id));
    let shown = |there: bool| if there { Shown::There } else { Shown::Absent };
    if let Message::CancelSettlement { settlement, .. } = &act.message {
        // Whose message id a negative row carries, the cancel's or the settlement's, is not written anywhere.
        let of_settlement = |row: &&BookRow| names(row, settlement, cancels);
        return shown(at_centre().any(|row| row.negative && (sent_as(&row) || of_settlement(&row))));
    }
    if at_centre().any(|row| row.negative && sent_as(&row)) {
        return Shown::TakenBack;
    }
    shown(at_centre().any(|row| !row.negative && sent_as(&row)))
}

fn names(row: &BookRow, settlement: &SettlementId, message_id: Option<&MessageId>) -> bool {
    row.settlement.as_ref() == Some(settlement) || (message_id.is_some() && row.message_id.as_ref() == message_id)
}

/// Every clearing group that the act could have gone to.
fn named<'a>(stay: &'a Stay, act: &Act) -> Vec<&'a Clearing> {
    let cancelled = |settlement: &SettlementId| {
        let made = stay.settlements.iter().find(|made| made.settled.settlement == *settlement);
        made.map(|made| &made.settled.clearing).filter(|clearing| ClearingGroup::of("", clearing).is_some())
    };
    match &act.message {
        // A negative row goes where its settlement went.
        Message::CancelSettlement { settlement, .. } => match cancelled(settlement) {
            Some(clearing) => vec![clearing],
            None => stay.clearings.iter().collect(),
        },
        _ => stay.clearings.iter().collect(),
    }
}

/// From when on books show whatever became of the act, and of what may take it back.
fn asked_from(stay: &Stay, act: &Act, rules: &Rules) -> Option<Instant> {
    let own = act.quiet_at(rules.horizon_ms).or_else(|| act.attempts.last().map(|attempt| attempt.intended))?;
    let reversal = act.effective_id().and_then(|id| stay.reversal_of(id));
    let reversed = reversal.and_then(|reversal| reversal.quiet_at(rules.horizon_ms));
    Some(reversed.filter(|reversed| reversed.run == own.run && reversed.ms > own.ms).unwrap_or(own))
}

/// Every day on which the platform could have settled it: from the first intent to the last byte and the horizon,
/// and on both sides as much as the two clocks may differ.
fn days(act: &Act, now: Now, rules: &Rules) -> Option<(Date, Date)> {
    let may_have_left = || act.attempts.iter().filter(|attempt| !matches!(attempt.end, Some(AttemptEnd::NotSent(_))));
    let first = may_have_left().map(|attempt| attempt.intended_at).min()?;
    let last = may_have_left().map(|attempt| attempt.over_at.unwrap_or(now.wall)).max()?;
    let skew = millis(rules.clock_skew_ms);
    let first = first.checked_sub(skew).ok()?;
    let last = last.max(first).checked_add(millis(rules.horizon_ms)).ok()?.checked_add(skew).ok()?;
    Some((day(first), day(last)))
}

fn millis(ms: u64) -> SignedDuration {
    SignedDuration::from_millis(i64::try_from(ms).unwrap_or(i64::MAX))
}

fn day(at: Timestamp) -> Date {
    BEIJING.to_datetime(at).date()
}

/// The platform's time, wherever the workstation believes to be.
const BEIJING: Offset = Offset::constant(8);
