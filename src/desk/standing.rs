//! How a stay stands: one sentence for the cashier, one word for lists, one entry of the failure book where it is not
//! simply settled.

use yijie_core::failure::{Code, Detail, Network, Particular, Platform, Settlement, Storage, Usage};
use yijie_core::settlement::ask::{Doubt, NotSent};
use yijie_core::settlement::{AttemptEnd, Attention, Fate, Goal, Halt, Rest, Stay, Step, Waiting};

use super::Trouble;

/// How a stay stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was asked for yet.
    Untouched,
    /// Settled; a receipt may be printed.
    Settled,
    /// Its settlement was cancelled, as asked.
    Cancelled,
    /// Nothing of it is on the platform any more, as asked.
    Withdrawn,
    /// Closed as self-paid: not to be settled.
    Closed(Trouble),
    /// The patient left, and nothing is under way: the stay waits to be settled.
    Left(Trouble),
    /// It stands on the platform, and a person finished it outside this program.
    DealtWith,
    /// It is being taken back from the platform, step by step.
    Withdrawing(Trouble),
    /// The pre-settlement is there and nobody has said yes yet.
    ToConfirm,
    /// Not settled, and safe to try again.
    NotSettled(Trouble),
    /// The cashier said yes, and the settlement waits for the platform.
    Queued(Trouble),
    /// Being found out: do not settle again.
    InDoubt(Trouble),
    /// Waits for a cashier: the figures changed, or this platform wants one present.
    NeedsCashier(Trouble),
    /// The journal was restored, and the platform's books were not compared with the stay yet.
    Unaccounted(Trouble),
    /// Waits for a person in charge.
    NeedsPerson {
        /// The act.
        act: u32,
        /// What is to be decided.
        trouble: Trouble,
    },
}

impl Standing {
    /// Reads it from the state and what comes next.
    pub fn of(stay: &Stay, step: &Step) -> Self {
        let standing = Self::of_acts(stay, step);
        match standing {
            Self::Untouched if stay.is_owed() => Self::Left(Trouble::new(Settlement::LeftUnsettled, "")),
            standing => standing,
        }
    }

    /// True while the stay waits for anything: the queue or a person has to come back to it. One whose patient left is
    /// not forgotten because its settlement was refused, or shown to nobody.
    pub fn waits(&self, stay: &Stay) -> bool {
        let unsettled = matches!(self, Self::ToConfirm | Self::NotSettled(_) | Self::Untouched);
        self.is_open() || stay.is_in_doubt() || (unsettled && stay.is_owed())
    }

    fn of_acts(stay: &Stay, step: &Step) -> Self {
        match step {
            Step::Rest(Rest::Nothing) => Self::Untouched,
            Step::Rest(Rest::Settled) => Self::Settled,
            Step::Rest(Rest::Cancelled) => Self::Cancelled,
            Step::Rest(Rest::Withdrawn) => Self::Withdrawn,
            Step::Rest(Rest::Closed) => Self::Closed(Trouble::new(Settlement::ClosedSelfPaid, "")),
            Step::Rest(Rest::DealtWith) => Self::DealtWith,
            Step::Rest(Rest::Halted(halt)) => Self::NotSettled(halted(halt)),
            Step::Rest(Rest::NeedsCashier) => {
                Self::NeedsCashier(Trouble::new(Settlement::PresettleChanged, figures(stay)))
            }
            Step::Rest(Rest::NeedsPerson(act, attention)) => {
                Self::NeedsPerson { act: act.0, trouble: attended(attention) }
            }
            Step::Rest(Rest::Unaccounted) => {
                Self::Unaccounted(Trouble::new(Storage::Unaccounted, stay.key.stay_no.as_str()))
            }
            Step::Confirm => Self::ToConfirm,
            _ if stay.withdrawal().is_some() && !stay.is_in_doubt() => {
                let why = stay.held_up().map_or_else(|| "".into(), |why| unanswered(why).detail);
                Self::Withdrawing(Trouble::new(Settlement::Withdrawing, why))
            }
            Step::Wait { why: Waiting::Doubt(_), .. } | Step::InFlight => Self::InDoubt(doubt_of(stay)),
            _ if stay.is_in_doubt() => Self::InDoubt(doubt_of(stay)),
            Step::Wait { why: Waiting::Platform(why), .. } => {
                let cause = last_not_sent(stay).map_or_else(|| unanswered(why), Trouble::from);
                if stay.agreed.is_some() || stay.standing().is_some() {
                    Self::Queued(Trouble::new(Settlement::Queued, cause.detail))
                } else {
                    Self::NotSettled(cause)
                }
            }
            Step::Wait { why: Waiting::SecondCopy(_), .. } => {
                Self::Queued(Trouble::new(Settlement::Queued, Particular::SecondCopy))
            }
            // A look at a message that was answered changes nothing of how the stay stands.
            Step::Ask(_) | Step::SignIn if stay.halt.is_some() => {
                stay.halt.as_ref().map_or(Self::Untouched, |halt| Self::NotSettled(halted(halt)))
            }
            Step::Ask(_) | Step::SignIn if matches!(stay.goal, Goal::Cancel { .. }) && stay.standing().is_none() => {
                Self::Cancelled
            }
            Step::Send(_) | Step::Ask(_) | Step::SignIn => match stay.standing() {
                // A cancel that never left.
                Some(_) if stay.printable().is_none() => Self::Queued(Trouble::new(Settlement::Queued, "")),
                Some(_) => Self::Settled,
                None if stay.agreed.is_some() => Self::Queued(Trouble::new(Settlement::Queued, "")),
                None => Self::Untouched,
            },
        }
    }

    /// The word for lists, the API and scripts.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Untouched => "untouched",
            Self::Settled => "settled",
            Self::Cancelled => "cancelled",
            Self::Withdrawn => "withdrawn",
            Self::Closed(_) => "closed",
            Self::Left(_) => "left",
            Self::DealtWith => "dealt_with",
            Self::Withdrawing(_) => "withdrawing",
            Self::ToConfirm => "to_confirm",
            Self::NotSettled(_) => "not_settled",
            Self::Queued(_) => "queued",
            Self::InDoubt(_) => "in_doubt",
            Self::NeedsCashier(_) => "needs_cashier",
            Self::Unaccounted(_) => "unaccounted",
            Self::NeedsPerson { .. } => "needs_person",
        }
    }

    /// True while the queue has to come back to it.
    pub fn is_open(&self) -> bool {
        matches!(
            self,
            Self::Queued(_)
                | Self::InDoubt(_)
                | Self::Withdrawing(_)
                | Self::Left(_)
                | Self::NeedsCashier(_)
                | Self::Unaccounted(_)
                | Self::NeedsPerson { .. }
        )
    }

    /// What is wrong, unless nothing is.
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Untouched | Self::Settled | Self::Cancelled | Self::Withdrawn | Self::DealtWith => None,
            Self::ToConfirm => Some(Trouble::new(Usage::NotConfirmed, "")),
            Self::NotSettled(trouble)
            | Self::Closed(trouble)
            | Self::Queued(trouble)
            | Self::InDoubt(trouble)
            | Self::Withdrawing(trouble)
            | Self::Left(trouble)
            | Self::NeedsCashier(trouble)
            | Self::Unaccounted(trouble)
            | Self::NeedsPerson { trouble, .. } => Some(trouble.clone()),
        }
    }
}

fn halted(halt: &Halt) -> Trouble {
    match halt {
        Halt::ActRefused(_, refusal) | Halt::QueryRefused(refusal) => refusal.into(),
        Halt::NotAdmitted => Trouble::new(Settlement::NoAdmission, ""),
        Halt::DoesNotAddUp(faults) => {
            let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
            Trouble::new(Settlement::PresettleFaulty, faults.join("; "))
        }
        Halt::Declined => Trouble::new(Usage::NotConfirmed, ""),
        Halt::Credentials(text) => Trouble::new(Platform::Credentials, text.clone()),
        Halt::SettledOtherwise => Trouble::new(Settlement::OtherBill, ""),
    }
}

fn attended(attention: &Attention) -> Trouble {
    match attention {
        Attention::OthersSettlement => Trouble::new(Settlement::SomebodyElses, ""),
        Attention::StandsUnadopted => Trouble::new(Settlement::StandsUnknown, ""),
        Attention::CannotReverse(text) => Trouble::new(Settlement::CannotReverse, text.clone()),
        Attention::NoEvidence => Trouble::new(Settlement::NeedsPerson, Particular::NoEvidence),
        Attention::Exhausted => Trouble::new(Settlement::NeedsPerson, Particular::Exhausted),
        Attention::Contradiction => Trouble::new(Settlement::NeedsPerson, Particular::Contradiction),
    }
}

/// The doubt in the platform's words, or in ours.
fn doubt_of(stay: &Stay) -> Trouble {
    let doubtful = stay.acts.iter().rev().find_map(|act| match &act.fate {
        Fate::InDoubt(search) => Some(&search.why),
        _ => None,
    });
    let detail: Detail = match doubtful {
        Some(Doubt::TimedOut) => Particular::TimedOut.into(),
        Some(Doubt::Broken(_)) => Particular::LineBroke.into(),
        Some(Doubt::HttpStatus(status)) => format!("HTTP {status}").into(),
        Some(Doubt::Unreadable(_)) => Particular::AnswerUnreadable.into(),
        Some(Doubt::NotOurs(_)) => Particular::AnswerNotOurs.into(),
        Some(Doubt::Refusal(refusal)) => refusal.text.clone().into(),
        Some(Doubt::SecondCopy) => Particular::SecondCopy.into(),
        Some(Doubt::FoundOpen) | None => Particular::EndedUnderWay.into(),
    };
    Trouble::new(Settlement::InDoubt, detail)
}

/// Why a question has no answer: its entry of the failure book stands before its own words, or the platform's words
/// stand alone.
fn unanswered(why: &str) -> Trouble {
    let named = why.split_once(": ").and_then(|(code, detail)| Some((Code::find(code)?, detail)));
    named.map_or_else(|| Trouble::new(Network::Unreachable, why), |(code, detail)| Trouble::new(code, detail))
}

fn last_not_sent(stay: &Stay) -> Option<&NotSent> {
    match stay.acts.last()?.attempts.last()?.end.as_ref()? {
        AttemptEnd::NotSent(why) => Some(why),
        _ => None,
    }
}

fn figures(stay: &Stay) -> Detail {
    match (&stay.agreed, &stay.presettlement) {
        (Some(agreed), Some(now)) => Particular::CashChanged { agreed: agreed.cash, now: now.statement.cash }.into(),
        _ => "".into(),
    }
}
