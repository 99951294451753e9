//! How doubt ends: by evidence, by a reversal that the platform acknowledged, or by a person. Never by time alone.
//!
//! **The quiet rule.** Every negative (a query that finds nothing, a reversal answered 0, a reversal answered
//! *unknown original*) is provisional until the horizon after the last byte of the attempt that it speaks of, since
//! that attempt may still arrive. Only an answer to a question that *left* after that point counts.
//!
//! **The mirror of it.** Once a reversal has left for a settlement, that settlement is adopted only when every such
//! message is answered or older than the horizon.

mod admit;
mod books;
mod cancel;
mod repair;
mod settle;
pub(super) mod watch;

use serde::{Deserialize, Serialize};

use crate::teeth::{Tooth, bites};

use super::act::{Act, AttemptEnd, Attention, Fate, Negative};
use super::ask::{Answer, Category, Doubt, Message, Query, Refusal, Settled, VisitRow};
use super::day_books::ClearingGroup;
use super::event::{Step, Waiting};
use super::ids::{ActId, MessageId, VisitId};
use super::moment::{Instant, Now, back_off_ms};
use super::rules::Rules;
use super::stay::Stay;

/// What is known of an act in doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// Why it is in doubt.
    pub why: Doubt,
    /// How often something was tried to find out.
    pub tries: u32,
    /// Explicit refusals of questions: this platform does not answer them after all.
    pub(super) refused: u32,
    /// Nothing before this point.
    pub(super) not_before: Option<Instant>,
    /// 5203.
    pub(super) figures: Option<Seen<Figures>>,
    /// 2303.
    pub(super) probe: Option<Seen<Probe>>,
    /// Whether it is taken back even where it cannot be made again.
    #[serde(default)]
    pub(super) take_back: TakeBack,
    /// 5303.
    pub(super) in_hospital: Option<Seen<Listing>>,
    /// 5201.
    pub(super) visits: Option<Seen<Listing>>,
    /// 3201 and 3202.
    #[serde(default)]
    pub(super) books: books::Books,
}

/// When a settlement that may stand is taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeBack {
    /// Only while it can be made again.
    #[default]
    IfRemade,
    /// In any case: a person has decided.
    Ordered,
}

/// A finding, and when the question for it left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen<T> {
    pub what: T,
    pub asked: Instant,
}

/// What the settlements of the visit show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Figures {
    /// The one in question, standing, under this message id.
    Ours(MessageId, Box<Settled>),
    /// The one in question, refunded.
    Refunded,
    /// None that stands.
    Nothing,
    /// Another message of ours stands, one that was refused or cancelled: its second copy was carried out.
    Sibling(ActId, MessageId, Box<Settled>),
    /// Another one stands.
    Others,
}

/// What a pre-settlement shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Probe {
    /// It answers: nothing is settled.
    Normal,
    /// Already settled.
    Settled,
}

/// What a list of visits shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Listing {
    /// The stay, under this visit.
    Found { visit: VisitId, in_hospital: Option<bool> },
    /// Rows without the hospital's number: they prove nothing.
    Unproven,
    /// Nothing of the stay.
    Absent,
}

/// What the evidence comes to.
pub(super) enum Verdict {
    /// It happened, and this is what it brought.
    Happened(Box<Answer>),
    /// A settlement is ours, under this message id.
    Adopt(MessageId, Box<Settled>),
    /// Another message of ours stands in its place.
    Sibling(ActId, MessageId, Box<Settled>),
    /// It has no effect, and will have none.
    NotDone(Negative),
    /// Only a person can tell.
    Person(Attention),
    /// Not known yet: do this.
    Then(Step),
}

impl Search {
    pub(super) fn new(why: Doubt) -> Self {
        Self {
            why,
            tries: 0,
            refused: 0,
            not_before: None,
            figures: None,
            probe: None,
            take_back: TakeBack::IfRemade,
            in_hospital: None,
            visits: None,
            books: books::Books::default(),
        }
    }

    /// One more try failed, or brought a negative that does not count yet.
    pub(super) fn tried(&mut self, now: Instant, quiet_at: Option<Instant>) {
        self.tries = self.tries.saturating_add(1);
        let again = now.plus_ms(back_off_ms(self.tries));
        self.not_before = Some(match quiet_at {
            // The first question that counts leaves right after the horizon.
            Some(quiet_at) if !now.has_reached(quiet_at) => again.min(quiet_at),
            _ => again,
        });
    }
}

/// The act whose doubt is to be resolved first: the latest, since a repair comes after what it repairs. A reversal is
/// part of the doubt of its original.
pub(super) fn subject(stay: &Stay) -> Option<(&Act, &Search)> {
    stay.acts.iter().rev().find_map(|act| match &act.fate {
        Fate::InDoubt(search) => Some((act, search.as_ref())),
        _ => None,
    })
}

/// What the evidence on this act comes to, and otherwise what to do next.
pub(super) fn judge(stay: &Stay, act: &Act, search: &Search, now: Now, rules: &Rules) -> Verdict {
    let verdict = match &act.message {
        Message::Settle { .. } => settle::judge(stay, act, search, now, rules),
        Message::Admit { .. } => admit::judge(stay, act, search, now, rules),
        Message::CancelSettlement { visit, settlement } => {
            cancel::judge(stay, (act, visit, settlement), search, now, rules)
        }
        Message::UploadFees { visit, lines } => repair::upload(stay, (act, visit, lines), search),
        Message::Discharge { visit } => repair::discharge(act, visit, search, rules),
        Message::UndoDischarge { visit } => repair::undo_discharge(act, visit, search, rules),
        Message::CancelAdmission { .. } => repair::cancel_admission(act, search),
        Message::RemoveFees { .. } | Message::Reverse { .. } => repair::set_again(act, search),
    };
    let repeats = match &verdict {
        Verdict::Then(Step::Ask(_)) => true,
        Verdict::Then(Step::Send(message)) => *message == act.message,
        _ => false,
    };
    match search.not_before {
        Some(until) if repeats && until.run == now.instant.run && !now.instant.has_reached(until) => {
            Verdict::Then(Step::Wait { until, why: Waiting::Doubt(act.id) })
        }
        _ => verdict,
    }
}

/// How far a reversal of `act`'s attempt has come.
pub(super) enum Reversal {
    /// None was sent.
    Unsent,
    /// Its answer counts: nothing of the original stands.
    TakenBack,
    /// Its answer counts: the platform never saw the original.
    Unknown,
    /// The platform will not.
    Refused(String),
    /// Do this to get an answer that counts.
    Then(Step),
    /// Repeated often enough.
    Exhausted,
}

/// Reads the reversal of `original`, an attempt of `act`.
pub(super) fn reversal(stay: &Stay, act: &Act, original: &MessageId, now: Now, rules: &Rules) -> Reversal {
    let Some(reverse) = stay.reversal_of(original) else { return Reversal::Unsent };
    let quiet_at = act.quiet_at(rules.horizon_ms);
    let counts =
        |asked: Instant| bites(Tooth::NegativeBelieved) || quiet_at.is_none_or(|quiet_at| asked.has_reached(quiet_at));
    let unanswered = reverse.unanswered();
    if unanswered >= tries_max(act) {
        return Reversal::Exhausted;
    }
    // The same message again, not before a provisional answer can be confirmed, and not in a hurry.
    let again = |earliest: Option<Instant>| {
        let last = reverse.attempts.last().and_then(|attempt| attempt.over).filter(|_| unanswered > 0);
        let hold = [earliest, last.map(|over| over.plus_ms(back_off_ms(unanswered)))];
        let hold = hold.into_iter().flatten().filter(|until| until.run == now.instant.run).max_by_key(|until| until.ms);
        match hold.filter(|until| !now.instant.has_reached(*until)) {
            Some(until) => Reversal::Then(Step::Wait { until, why: Waiting::Doubt(act.id) }),
            None => Reversal::Then(Step::Send(reverse.message.clone())),
        }
    };
    let taken_back_before = reverse.attempts.iter().any(|attempt| match &attempt.end {
        Some(AttemptEnd::Done) => true,
        Some(AttemptEnd::Refused(refusal)) => refusal.category == Category::AlreadyReversed,
        _ => false,
    });
    match reverse.last_answer() {
        None => again(None),
        Some((asked, AttemptEnd::Done)) if counts(asked) || rules.reversed_ids_remembered => Reversal::TakenBack,
        Some((_, AttemptEnd::Refused(refusal))) if refusal.category == Category::Session => again(None),
        Some((asked, AttemptEnd::Refused(refusal))) => match refusal.category {
            Category::AlreadyReversed if counts(asked) || rules.reversed_ids_remembered => Reversal::TakenBack,
            // Taken back before, and now unknown: this platform forgets reversed ids. Nothing of it stands.
            Category::UnknownOriginal if counts(asked) && taken_back_before => Reversal::TakenBack,
            Category::UnknownOriginal if counts(asked) => Reversal::Unknown,
            Category::AlreadyReversed | Category::UnknownOriginal => again(quiet_at),
            _ => Reversal::Refused(refusal.text.clone()),
        },
        Some(_) => again(quiet_at),
    }
}

/// True if the question left after the attempt had surely arrived or been lost.
pub(super) fn counts<T>(act: &Act, seen: &Seen<T>, rules: &Rules) -> bool {
    bites(Tooth::NegativeBelieved)
        || act.quiet_at(rules.horizon_ms).is_none_or(|quiet_at| seen.asked.has_reached(quiet_at))
}

/// Notes what a question about the act in doubt brought.
pub(super) fn note(
    stay: &mut Stay,
    act: ActId,
    query: &Query,
    asked: Instant,
    reply: Result<&Answer, &Refusal>,
    rules: &Rules,
) {
    let stay_no = ipt_no(stay, act);
    let ours = |id: &MessageId| stay.act(act).is_some_and(|act| act.sent_as(id));
    let finding = match (query, reply) {
        (Query::Settlements { settlement, visit }, Ok(Answer::Settlements(rows))) => {
            let figures = settle::read_rows(rows, visit, settlement.as_ref(), ours);
            Finding::Figures(settle::or_sibling(figures, stay, rows, visit))
        }
        (Query::Settlements { .. }, Err(refusal)) if refusal.category == Category::NotFound => {
            Finding::Figures(Figures::Nothing)
        }
        (Query::Presettle { .. }, Ok(Answer::Presettled(_))) => Finding::Probe(Probe::Normal),
        (Query::Presettle { .. }, Err(refusal)) if refusal.category == Category::AlreadySettled => {
            Finding::Probe(Probe::Settled)
        }
        (Query::InHospital, Ok(Answer::Visits(rows))) => {
            Finding::InHospital(read_visits(rows, stay.visit.as_ref(), &stay_no))
        }
        (Query::Visits, Ok(Answer::Visits(rows))) => Finding::Visits(read_visits(rows, stay.visit.as_ref(), &stay_no)),
        (Query::InHospital, Err(refusal)) if refusal.category == Category::NotFound => {
            Finding::InHospital(Listing::Absent)
        }
        (Query::Visits, Err(refusal)) if refusal.category == Category::NotFound => Finding::Visits(Listing::Absent),
        (Query::DayBooks(books), Ok(Answer::DayBooks(rows))) => match stay.act(act) {
            Some(act) => Finding::Books(books.group.clone(), books::read_rows(rows, act, cancelled(stay, act))),
            None => return,
        },
        (_, Err(refusal)) if refusal.category.is_transient() => Finding::Failed,
        (Query::DayBooks(_), _) => Finding::BooksRefused,
        _ => Finding::Refused,
    };
    let books_count = matches!((query, &finding), (Query::DayBooks(books), Finding::Books(..)) if asked.has_reached(books.asked_from));
    let mirror = stay.act(act).and_then(|act| settle::mirror(stay, act, rules));
    let Some(act) = stay.act_mut(act) else { return };
    let quiet_at = later(act.quiet_at(rules.horizon_ms), mirror);
    let Fate::InDoubt(search) = &mut act.fate else { return };
    // What shows that it happened needs no second look; a negative does.
    let positive = match (&act.message, &finding) {
        (
            Message::Settle { .. },
            Finding::Figures(Figures::Ours(..) | Figures::Sibling(..)) | Finding::Probe(Probe::Settled),
        )
        | (Message::CancelSettlement { .. }, Finding::Figures(Figures::Refunded) | Finding::Probe(Probe::Normal)) => {
            true
        }
        (_, Finding::InHospital(listing) | Finding::Visits(listing)) => matches!(listing, Listing::Found { .. }),
        _ => false,
    };
    let positive = positive && mirror.is_none_or(|until| asked.has_reached(until));
    let pair_incomplete = matches!(&finding, Finding::InHospital(_)) && search.visits.is_none();
    match finding {
        Finding::Figures(what) => search.figures = Some(Seen { what, asked }),
        Finding::Probe(what) => search.probe = Some(Seen { what, asked }),
        Finding::InHospital(what) => search.in_hospital = Some(Seen { what, asked }),
        Finding::Visits(what) => search.visits = Some(Seen { what, asked }),
        Finding::Books(group, what) => {
            search.books.seen.retain(|(seen, _)| *seen != group);
            search.books.seen.push((group, Seen { what, asked }));
        }
        Finding::BooksRefused => search.books.refused = search.books.refused.saturating_add(1),
        Finding::Failed => {}
        Finding::Refused => search.refused = search.refused.saturating_add(1),
    }
    if positive || pair_incomplete || books_count {
        search.not_before = None;
    } else {
        search.tried(asked, quiet_at);
    }
}

fn later(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    [one, other].into_iter().flatten().max_by_key(|instant| instant.ms)
}

enum Finding {
    Figures(Figures),
    Probe(Probe),
    InHospital(Listing),
    Visits(Listing),
    Books(ClearingGroup, books::Shown),
    BooksRefused,
    Failed,
    Refused,
}

/// The message id of the settlement that this act cancels.
fn cancelled<'a>(stay: &'a Stay, act: &Act) -> Option<&'a MessageId> {
    let Message::CancelSettlement { settlement, .. } = &act.message else { return None };
    stay.settlements.iter().find(|made| made.settled.settlement == *settlement).map(|made| &made.message_id)
}

/// The number under which the stay is, or would be, registered.
fn ipt_no(stay: &Stay, act: ActId) -> super::ids::StayNo {
    match stay.act(act).map(|act| &act.message) {
        Some(Message::Admit { ipt_no }) => ipt_no.clone(),
        _ => stay.registered_no(),
    }
}

pub(super) fn read_visits(rows: &[VisitRow], visit: Option<&VisitId>, stay_no: &super::ids::StayNo) -> Listing {
    let of_stay = |row: &&VisitRow| Some(&row.visit) == visit || row.stay_no.as_ref() == Some(stay_no);
    if let Some(row) = rows.iter().find(of_stay) {
        Listing::Found { visit: row.visit.clone(), in_hospital: row.in_hospital }
    } else if rows.iter().any(|row| row.stay_no.is_none()) {
        Listing::Unproven
    } else {
        Listing::Absent
    }
}

/// How often a repeatable message goes unanswered before a person is asked: most of an hour at the longest pause, so
/// that an ordinary outage never ends on a person's list.
pub(super) const TRIES_MAX: u32 = 50;

/// As often again each time that a person has it looked for again.
pub(super) fn tries_max(act: &Act) -> u32 {
    TRIES_MAX.saturating_mul(act.rounds.saturating_add(1))
}

/// After so many explicit refusals a question is taken to be one that this platform does not answer.
pub(super) const REFUSALS_MAX: u32 = 3;
