//! What can happen to a stay, and what it wants done next.

use serde::{Deserialize, Serialize};

use super::act::Attention;
use super::ask::{Answer, End, Message, Query, Refusal};
use super::decision::Decision;
use super::ids::{ActId, MessageId};
use super::leaving::{Circumstance, Departure, Paper};
use super::moment::Instant;
use super::ruling::Ruling;
use super::stay::{Halt, Terms};
use super::withdrawal::Withdrawal;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The cashier asks for a settlement on these terms.
    Begin(Box<Terms>),
    /// The lane is entered: by the queue, by a second window, after a restart. Nobody else is in it, so an attempt
    /// that is still open was left behind.
    Resumed(Presence),
    /// The intent to send was made durable, under this message id; now it may be sent.
    Intended {
        /// The id.
        message_id: MessageId,
        /// What [`Step::Send`] asked for.
        message: Message,
    },
    /// The attempt ended.
    Ended {
        /// Which.
        message_id: MessageId,
        /// How.
        end: Box<End>,
    },
    /// A question was answered, or not.
    Asked {
        /// What [`Step::Ask`] asked for.
        query: Query,
        /// When it left.
        asked: Instant,
        /// What came.
        reply: Reply,
    },
    /// The platform is known to answer, or is to be tried now: what paused for its sake goes on.
    LineBack,
    /// The operator is signed in.
    SignedIn,
    /// The cashier agrees to the pre-settlement that was shown.
    Agreed,
    /// The cashier or the patient does not.
    Declined,
    /// The cashier asks for the settlement to be cancelled.
    Cancel {
        /// Why.
        reason: String,
    },
    /// A named person decides what became of an act that nothing else can tell of.
    Ruled {
        /// Which act.
        act: ActId,
        /// What became of it.
        ruling: Ruling,
    },
    /// The patient leaves without a settlement.
    Left(Box<Departure>),
    /// The patient withdraws: everything that is on the platform is taken back. In doubt, it takes effect once the
    /// fate is known.
    Withdraw(Box<Withdrawal>),
    /// A named person decides, and a second one where that is wanted.
    Decided(Box<Decision>),
    /// A named person decides, and a second one is wanted: nothing follows from it yet.
    Proposed(Box<Decision>),
    /// The paper is about to be printed: from here on it is not due any more.
    PaperNoted(Paper),
    /// Something is known of the stay that changes what its money and its queue mean.
    Noted {
        /// What.
        circumstance: Circumstance,
        /// Who says so.
        by: String,
    },
    /// The journal was put back from a backup, copied or moved: the platform may know more of the stay than it does.
    Restored,
    /// The platform's books since the backup were compared with the stay, by evidence or by a named person.
    AccountedFor(Accounting),
}

/// What the platform's books since the backup say of a stay of a restored journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accounting {
    /// Nothing that the journal does not know of: the stay goes on from here.
    NothingMore,
    /// More than the journal knows of; a person has finished it from the platform's own figures.
    DealtWith,
}

/// Who is there to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// A cashier, with the patient.
    Cashier,
    /// Nobody: the queue works on its own.
    Nobody,
}

/// What a question brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// An answer.
    Answer(Answer),
    /// An explicit no.
    Refused(Refusal),
    /// Nothing usable: no connection, a time-out, an unreadable body. Ask again.
    Failed(String),
}

/// What the stay wants done next. One thing at a time: the lane is narrow on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Make the intent durable, report it by [`Event::Intended`], send, report the end.
    Send(Message),
    /// Ask, report what came.
    Ask(Query),
    /// Sign the operator in.
    SignIn,
    /// Show the pre-settlement and ask the cashier.
    Confirm,
    /// An attempt is under way: its end comes first.
    InFlight,
    /// Nothing before this point.
    Wait {
        /// When to look again.
        until: Instant,
        /// What for.
        why: Waiting,
    },
    /// Nothing to do.
    Rest(Rest),
}

/// What a stay waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// The platform could not be reached, or was busy.
    Platform(String),
    /// An act is in doubt, and its fate cannot be known yet.
    Doubt(ActId),
    /// A second copy of an answered settlement may still arrive, and this platform would let it stand beside a new one.
    SecondCopy(ActId),
}

/// How a stay rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rest {
    /// Nothing was asked for.
    Nothing,
    /// Settled.
    Settled,
    /// Cancelled, as asked.
    Cancelled,
    /// Nothing of it is on the platform any more, as asked.
    Withdrawn,
    /// Closed as self-paid: not to be settled.
    Closed,
    /// It stands on the platform, and a person finished it outside this program.
    DealtWith,
    /// Not settled, safe to try again.
    Halted(Halt),
    /// A settlement waits, and may not be sent without a cashier on this platform.
    NeedsCashier,
    /// A person has to decide about this act.
    NeedsPerson(ActId, Attention),
    /// The journal was restored: nothing of the stay is sent before the platform's books since then agree.
    Unaccounted,
}

/// An event that cannot happen to the stay as it is: a fault of this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{event} cannot happen now: {why}")]
pub struct Illegal {
    /// The event.
    pub event: &'static str,
    /// What is wrong with it.
    pub why: String,
}
