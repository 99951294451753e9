//! Did the settlement (2304) happen? Adopt it, or make sure that it has no effect, or ask a person.

use super::super::act::{Act, Attention, Negative};
use super::super::ask::{AccountUse, Message, Query, Reversible, SettlementRow};
use super::super::event::Step;
use super::super::ids::{MessageId, SettlementId, VisitId};
use super::super::moment::Now;
use super::super::rules::Rules;
use super::super::stay::{Goal, Stay};
use super::{Figures, Probe, REFUSALS_MAX, Reversal, Search, Seen, TakeBack, Verdict, counts, reversal};
use crate::teeth::{Tooth, bites};

pub(super) fn judge(stay: &Stay, act: &Act, search: &Search, now: Now, rules: &Rules) -> Verdict {
    let Message::Settle { visit, total, account } = &act.message else { return Verdict::Person(Attention::NoEvidence) };
    let Some(id) = act.effective_id() else { return Verdict::NotDone(Negative::NeverHappened) };
    let sought = Sought { stay, act, search, rules, questions: Questions::of(visit, *total, *account) };
    if bites(Tooth::SettledAgainInDoubt) {
        return Verdict::Then(Step::Send(act.message.clone()));
    }
    match reversal(stay, act, id, now, rules) {
        Reversal::Then(step) if bites(Tooth::AdoptedDuringReversal) => sought.during_reversal(id, step),
        Reversal::Unsent => sought.before_reversal(id),
        Reversal::Then(step) => Verdict::Then(step),
        Reversal::TakenBack => Verdict::NotDone(Negative::TakenBack),
        Reversal::Unknown => sought.unknown_to_the_platform(),
        Reversal::Refused(text) => sought.reversal_refused(text),
        Reversal::Exhausted => Verdict::Person(Attention::Exhausted),
    }
}

struct Sought<'a> {
    stay: &'a Stay,
    act: &'a Act,
    search: &'a Search,
    rules: &'a Rules,
    questions: Questions,
}

struct Questions {
    figures: Query,
    probe: Query,
}

impl Questions {
    fn of(visit: &VisitId, total: crate::money::Yuan, account: AccountUse) -> Self {
        Self {
            figures: Query::Settlements { visit: visit.clone(), settlement: None },
            probe: Query::Presettle { visit: visit.clone(), total, account },
        }
    }
}

impl Sought<'_> {
    /// Looks before it takes anything back: a good settlement that cannot be remade must not be destroyed.
    fn before_reversal(&self, id: &MessageId) -> Verdict {
        if self.figures_help() {
            return match &self.search.figures {
                None => self.ask_figures(),
                Some(seen) => match &seen.what {
                    Figures::Ours(id, settled) => Verdict::Adopt(id.clone(), settled.clone()),
                    // Somebody took it back already, on the vendor's own screen perhaps.
                    Figures::Refunded if self.counts(seen) => Verdict::NotDone(Negative::TakenBack),
                    Figures::Others if self.counts(seen) => Verdict::Person(Attention::OthersSettlement),
                    Figures::Nothing if self.counts(seen) || bites(Tooth::AdoptedDuringReversal) => {
                        self.nothing_shows(id)
                    }
                    _ => self.ask_figures(),
                },
            };
        }
        if self.probe_helps() {
            return match &self.search.probe {
                // It stands, and cannot be adopted: no figures, no settlement number.
                Some(seen) if seen.what == Probe::Settled => self.reverse(id, Attention::StandsUnadopted),
                Some(seen) if self.counts(seen) => Verdict::NotDone(Negative::NeverHappened),
                _ => self.ask_probe(),
            };
        }
        self.reverse(id, Attention::NoEvidence)
    }

    /// Looks on while the reversal is on its way, and takes what it sees: the bug of [`Tooth::AdoptedDuringReversal`].
    fn during_reversal(&self, id: &MessageId, step: Step) -> Verdict {
        let sent = self.stay.reversal_of(id).and_then(|act| act.attempts.last()).and_then(|attempt| attempt.over);
        match &self.search.figures {
            Some(Seen { what: Figures::Ours(id, settled), .. }) => Verdict::Adopt(id.clone(), settled.clone()),
            Some(seen) if sent.is_none_or(|sent| seen.asked.has_reached(sent)) => Verdict::Then(step),
            _ => self.ask_figures(),
        }
    }

    /// The visit shows no settlement, and the question counts. That alone does not end the doubt; a reversal does.
    fn nothing_shows(&self, id: &MessageId) -> Verdict {
        if self.rules.reverse_settle {
            return self.reverse(id, Attention::NoEvidence);
        }
        match &self.search.probe {
            Some(seen) if seen.what == Probe::Settled => Verdict::Person(Attention::StandsUnadopted),
            Some(seen) if self.counts(seen) => Verdict::NotDone(Negative::NeverHappened),
            _ if self.probe_helps() => self.ask_probe(),
            _ => Verdict::Person(Attention::NoEvidence),
        }
    }

    /// *Unknown original* means that it never happened only while nothing stands; otherwise somebody else's does.
    fn unknown_to_the_platform(&self) -> Verdict {
        if self.figures_help() {
            return match &self.search.figures {
                Some(seen) if self.counts(seen) => match &seen.what {
                    Figures::Nothing | Figures::Refunded => Verdict::NotDone(Negative::NeverHappened),
                    Figures::Ours(id, settled) => Verdict::Adopt(id.clone(), settled.clone()),
                    Figures::Others => Verdict::Person(Attention::OthersSettlement),
                },
                _ => self.ask_figures(),
            };
        }
        if self.probe_helps() {
            return match &self.search.probe {
                Some(seen) if self.counts(seen) => match seen.what {
                    Probe::Normal => Verdict::NotDone(Negative::NeverHappened),
                    Probe::Settled => Verdict::Person(Attention::OthersSettlement),
                },
                _ => self.ask_probe(),
            };
        }
        Verdict::NotDone(Negative::NeverHappened)
    }

    /// The platform will not reverse it, which is an answer: what stands then may be adopted.
    fn reversal_refused(&self, text: String) -> Verdict {
        if !self.figures_help() {
            return Verdict::Person(Attention::CannotReverse(text));
        }
        match &self.search.figures {
            Some(seen) if self.counts(seen) => match &seen.what {
                Figures::Ours(id, settled) => Verdict::Adopt(id.clone(), settled.clone()),
                Figures::Refunded => Verdict::NotDone(Negative::TakenBack),
                Figures::Others => Verdict::Person(Attention::OthersSettlement),
                Figures::Nothing => Verdict::Person(Attention::CannotReverse(text)),
            },
            _ => self.ask_figures(),
        }
    }

    /// The question left when nothing of the settlement, nor of a reversal of it, could be under way any more.
    fn counts<T>(&self, seen: &Seen<T>) -> bool {
        let reverse = self.act.effective_id().and_then(|id| self.stay.reversal_of(id));
        counts(self.act, seen, self.rules) && reverse.is_none_or(|reverse| counts(reverse, seen, self.rules))
    }

    fn reverse(&self, id: &MessageId, otherwise: Attention) -> Verdict {
        if self.rules.reverse_settle && self.may_take_back() {
            Verdict::Then(Step::Send(Message::Reverse { original: id.clone(), original_kind: Reversible::Settle }))
        } else {
            Verdict::Person(otherwise)
        }
    }

    fn may_take_back(&self) -> bool {
        let withdrawn = matches!(self.stay.goal, Goal::Withdraw(_));
        let ordered = self.search.take_back == TakeBack::Ordered || withdrawn;
        ordered || self.stay.terms.insured.credential.lasts() || self.stay.attended
    }

    fn figures_help(&self) -> bool {
        self.rules.figures_by_visit && self.search.refused < REFUSALS_MAX
    }

    fn probe_helps(&self) -> bool {
        self.rules.presettle_trusted && self.search.refused < 2 * REFUSALS_MAX
    }

    fn ask_figures(&self) -> Verdict {
        Verdict::Then(Step::Ask(self.questions.figures.clone()))
    }

    fn ask_probe(&self) -> Verdict {
        Verdict::Then(Step::Ask(self.questions.probe.clone()))
    }
}

/// Reads the rows of 5203. A row is the act's own by the message id in it; where a settlement number was asked for, by
/// that number.
pub(super) fn read_rows(
    rows: &[SettlementRow],
    visit: &VisitId,
    settlement: Option<&SettlementId>,
    ours: impl Fn(&MessageId) -> bool,
) -> Figures {
    let rows = || rows.iter().filter(|row| row.visit == *visit);
    let is_ours = |row: &&SettlementRow| match settlement {
        Some(settlement) => row.settled.settlement == *settlement,
        None => row.message_id.as_ref().is_some_and(&ours),
    };
    // A refund shows as a flag on the row, or as a negative partner beside it.
    let has_partner = |row: &SettlementRow| {
        let partner = |other: &SettlementRow| {
            other.settled.statement.total == -row.settled.statement.total
                && !row.settled.statement.total.is_zero()
                && other.settled.statement.fund_total == -row.settled.statement.fund_total
                && (other.message_id == row.message_id
                    || other.settled.settlement == row.settled.settlement
                    || other.refunded)
        };
        rows().any(partner)
    };
    let stands = |row: &&SettlementRow| {
        bites(Tooth::RefundedAdopted)
            || !row.refunded && !row.settled.statement.total.is_negative() && !has_partner(row)
    };
    if let Some(row) = rows().find(|row| is_ours(row) && stands(row)) {
        let id = row.message_id.clone();
        return match id {
            Some(id) => Figures::Ours(id, Box::new(row.settled.clone())),
            None => Figures::Others,
        };
    }
    if rows().any(|row| is_ours(&row)) {
        return Figures::Refunded;
    }
    if rows().any(|row| stands(&row)) { Figures::Others } else { Figures::Nothing }
}
