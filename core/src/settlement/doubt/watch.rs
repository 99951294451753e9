//! A plain no is believed at once, and once more.
//!
//! A message may be delivered twice before its horizon has passed. The first delivery of a settlement was refused; the
//! cashier, or somebody else, mends the cause; the second delivery is carried out: an id stands that the journal holds
//! as refused. A refused cancel, and a settlement that is cancelled before its own horizon has passed, are the same
//! story. So what was answered holds for the cashier at once (*not settled, safe to try again*), and the message stays
//! **watched** until its horizon has passed. Then one look ends the watch.
//!
//! - Whatever leads up to a settlement, questions and pre-settlement first, goes on at once.
//! - Where the platform keeps one standing settlement per visit, a new settlement is sent at once too. If the watched
//!   message was faster, the new one is *already settled*, and the row that 5203 shows under the watched id says whose
//!   it is: ours. It is adopted, not left to a person.
//! - Where several may stand, a new settlement waits for the watch to end. Nothing else could keep it at one.
//! - The look is 5203, or 2303 where that is trusted. Where neither helps, a reversal of the watched id: nobody was
//!   told that it is settled, so what is taken back is nothing that anybody relies on. A cancel is looked for by its
//!   own evidence.
//! - A platform that shows nothing and reverses nothing leaves the no as it was: the books of the day tell.
//!
//! While a cancel is watched nothing is printed, and while a settlement is watched the stay cannot be closed as
//! self-paid.

use serde::{Deserialize, Serialize};

use super::super::act::{Act, AttemptEnd, Fate, Proof};
use super::super::ask::{Answer, Category, Doubt, Message, Query, Refusal};
use super::super::event::{Step, Waiting};
use super::super::ids::ActId;
use super::super::moment::{Instant, Now};
use super::super::rules::Rules;
use super::super::stay::Stay;
use super::{Figures, Probe, REFUSALS_MAX, Search, Seen, settle};

/// An answered message of which a second copy may be under way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Watch {
    /// Explicit refusals of the look.
    refused: u32,
}

/// What can be asked to end a watch.
enum Look {
    Ask(Query),
    /// Only a reversal tells.
    Reverse,
    /// Nothing is left to find out, or nothing can.
    Nothing,
}

/// The look that is due before anything else is sent, or what a new settlement has to wait for.
pub(in super::super) fn before(stay: &Stay, step: &Step, now: Now, rules: &Rules) -> Option<Step> {
    if !matches!(step, Step::Rest(_) | Step::Send(_)) {
        return None;
    }
    let asks = |act: &Act| match look(stay, act, rules) {
        Look::Ask(query) => Some(Step::Ask(query)),
        Look::Reverse | Look::Nothing => None,
    };
    if let Some(look) = due(stay, now, rules).find_map(asks) {
        return Some(look);
    }
    // A look that is due and cannot be asked for is concluded before the next step.
    if rules.one_standing_settlement || !matches!(step, Step::Send(Message::Settle { .. })) {
        return None;
    }
    let (id, until) = settles_again(stay, now, rules)?;
    Some(Step::Wait { until, why: Waiting::SecondCopy(id) })
}

/// The settlement of which a second copy may still be carried out, and until when.
pub(in super::super) fn settles_again(stay: &Stay, now: Now, rules: &Rules) -> Option<(ActId, Instant)> {
    let until = |act: &Act| Some((act.id, ends(act, now, rules)));
    let still = |(_, until): &(ActId, Instant)| !now.instant.has_reached(*until);
    watched(stay).filter(|act| settles(act)).filter_map(until).filter(still).max_by_key(|(_, until)| until.ms)
}

/// Ends each watch that is over and leaves nothing to ask.
pub(in super::super) fn conclude(stay: &mut Stay, now: Now, rules: &Rules) {
    let over: Vec<_> = due(stay, now, rules).map(|act| (act.id, look(stay, act, rules))).collect();
    for (id, look) in over {
        match look {
            Look::Ask(_) => {}
            Look::Nothing => close(stay, id),
            Look::Reverse => {
                close(stay, id);
                stay.set_fate(id, Fate::InDoubt(Box::new(Search::new(Doubt::SecondCopy))));
            }
        }
    }
}

/// Reads an answer for what it says of watched acts. A positive counts whenever it was asked for.
pub(in super::super) fn note(
    stay: &mut Stay,
    query: &Query,
    asked: Instant,
    reply: Result<&Answer, &Refusal>,
    rules: &Rules,
) {
    let ids: Vec<_> = watched(stay).map(|act| act.id).collect();
    for id in ids {
        let Some(act) = stay.act(id) else { continue };
        let counts = act.copies_until(rules.horizon_ms).is_none_or(|until| asked.has_reached(until));
        match read(stay, act, query, reply) {
            Some(Found::Settlement(message_id, settled)) => {
                close(stay, id);
                match stay.standing() {
                    None => {
                        stay.happened(id, &message_id, Answer::Settled(settled), Proof::Evidence);
                        stay.halt = None;
                    }
                    Some(made) if made.settled.settlement == settled.settlement => {}
                    // It stands beside the one that is known: it is taken back.
                    Some(_) => stay.set_fate(id, Fate::InDoubt(Box::new(Search::new(Doubt::SecondCopy)))),
                }
            }
            Some(Found::Unseen) => {
                close(stay, id);
                let probe = Some(Seen { what: Probe::Settled, asked });
                stay.set_fate(id, Fate::InDoubt(Box::new(Search { probe, ..Search::new(Doubt::SecondCopy) })));
            }
            Some(Found::Cancelled) => {
                let Some(message_id) = act.attempts.last().map(|attempt| attempt.message_id.clone()) else { continue };
                close(stay, id);
                stay.happened(id, &message_id, Answer::Accepted, Proof::Evidence);
                stay.halt = None;
            }
            Some(Found::Nothing) if counts => close(stay, id),
            Some(Found::Nothing) | None => {}
        }
        if reply.is_err_and(|refusal| !tells(refusal.category)) && counts {
            let asked_for = |act: &Act| matches!(look(stay, act, rules), Look::Ask(asked) if asked == *query);
            if stay.act(id).is_some_and(asked_for)
                && let Some(watch) = stay.act_mut(id).and_then(|act| act.watch.as_mut())
            {
                watch.refused = watch.refused.saturating_add(1);
            }
        }
    }
}

enum Found {
    /// It stands, with its figures.
    Settlement(super::MessageId, Box<super::Settled>),
    /// It stands, and shows no figures.
    Unseen,
    /// The cancel has happened.
    Cancelled,
    Nothing,
}

fn read(stay: &Stay, act: &Act, query: &Query, reply: Result<&Answer, &Refusal>) -> Option<Found> {
    let stands = stay.standing().is_some();
    match (query, reply, settles(act)) {
        (Query::Settlements { visit, settlement: None }, Ok(Answer::Settlements(rows)), true) => {
            Some(match settle::read_rows(rows, visit, None, |id| act.sent_as(id)) {
                Figures::Ours(id, settled) => Found::Settlement(id, settled),
                _ => Found::Nothing,
            })
        }
        (Query::Settlements { visit, settlement: Some(number) }, Ok(Answer::Settlements(rows)), false)
            if cancels(act, number) =>
        {
            Some(match settle::read_rows(rows, visit, Some(number), |_| false) {
                Figures::Refunded => Found::Cancelled,
                _ => Found::Nothing,
            })
        }
        (Query::Settlements { .. }, Err(refusal), _) if refusal.category == Category::NotFound => Some(Found::Nothing),
        (Query::Presettle { .. }, Ok(_), true) => Some(Found::Nothing),
        (Query::Presettle { .. }, Ok(_), false) => Some(Found::Cancelled),
        (Query::Presettle { .. }, Err(refusal), settles) if refusal.category == Category::AlreadySettled => {
            Some(if settles && !stands { Found::Unseen } else { Found::Nothing })
        }
        _ => None,
    }
}

fn look(stay: &Stay, act: &Act, rules: &Rules) -> Look {
    let refused = act.watch.as_ref().map_or(0, |watch| watch.refused);
    let (figures, probe) = if settles(act) {
        // What is known to stand is not the second copy's: it was refused, or is the very same.
        let own = stay.settlements.iter().any(|made| made.act == act.id && made.cancelled_by.is_none());
        if own || rules.one_standing_settlement && stay.standing().is_some() {
            return Look::Nothing;
        }
        (rules.figures_by_visit.then_some(None), rules.presettle_trusted)
    } else {
        let Message::CancelSettlement { settlement, .. } = &act.message else { return Look::Nothing };
        (rules.refund_shown.then_some(Some(settlement.clone())), rules.presettle_trusted)
    };
    let (Message::Settle { visit, .. } | Message::CancelSettlement { visit, .. }) = &act.message else {
        return Look::Nothing;
    };
    match figures {
        Some(settlement) if refused < REFUSALS_MAX => {
            Look::Ask(Query::Settlements { visit: visit.clone(), settlement })
        }
        _ if probe && refused < 2 * REFUSALS_MAX => {
            let (total, account) = (stay.terms.total, stay.terms.account);
            Look::Ask(Query::Presettle { visit: visit.clone(), total, account })
        }
        _ if settles(act) && rules.reverse_settle => Look::Reverse,
        _ => Look::Nothing,
    }
}

fn watched(stay: &Stay) -> impl Iterator<Item = &Act> {
    stay.acts.iter().filter(|act| act.watch.is_some())
}

fn due<'a>(stay: &'a Stay, now: Now, rules: &'a Rules) -> impl Iterator<Item = &'a Act> {
    watched(stay).filter(move |act| now.instant.has_reached(ends(act, now, rules)))
}

/// When the watch ends. An attempt of an earlier run is only known once the lane is entered again.
fn ends(act: &Act, now: Now, rules: &Rules) -> Instant {
    match act.copies_until(rules.horizon_ms) {
        Some(until) if until.run == now.instant.run => until,
        Some(_) => now.instant.plus_ms(rules.horizon_ms),
        None => now.instant,
    }
}

fn close(stay: &mut Stay, id: ActId) {
    if let Some(act) = stay.act_mut(id) {
        act.watch = None;
    }
}

fn settles(act: &Act) -> bool {
    matches!(act.message, Message::Settle { .. })
}

fn cancels(act: &Act, number: &super::super::ids::SettlementId) -> bool {
    matches!(&act.message, Message::CancelSettlement { settlement, .. } if settlement == number)
}

/// True for refusals that answer the look.
fn tells(category: Category) -> bool {
    matches!(category, Category::NotFound | Category::AlreadySettled)
}

impl Stay {
    /// When a look is due at a stay that rests: an answered message of it may have been delivered a second time.
    pub fn looks_again_at(&self, now: Now, rules: &Rules) -> Option<Instant> {
        let earliest = watched(self).map(|act| ends(act, now, rules)).min_by_key(|until| until.ms)?;
        let pause = self.pause.as_ref().map(|pause| pause.until).filter(|until| until.run == now.instant.run);
        Some(pause.filter(|until| until.ms > earliest.ms).unwrap_or(earliest))
    }

    /// A second copy of these may still be under way.
    pub(in super::super) fn watch(&mut self, id: ActId) {
        if let Some(act) = self.act_mut(id) {
            act.watch = Some(Watch::default());
        }
    }
}

impl Act {
    /// True while a second copy of an answered message may be under way, or may have arrived unseen.
    pub fn is_watched(&self) -> bool {
        self.watch.is_some()
    }

    /// True while the doubt is about a second copy of an answered message.
    pub(in super::super) fn doubts_second_copy(&self) -> bool {
        matches!(&self.fate, Fate::InDoubt(search) if search.why == Doubt::SecondCopy)
    }

    /// The refusal that the first copy was answered with.
    pub(in super::super) fn plain_no(&self) -> Option<Refusal> {
        self.attempts.iter().rev().find_map(|attempt| match &attempt.end {
            Some(AttemptEnd::Refused(refusal)) => Some(refusal.clone()),
            _ => None,
        })
    }
}
