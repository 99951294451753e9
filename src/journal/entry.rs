//! What is written in one transaction: everything that one event changed about one stay.

use jiff::Timestamp;
use yijie_core::money::Yuan;
use yijie_core::person::CitizenId;
use yijie_core::settlement::ask::End;
use yijie_core::settlement::ids::{ActId, BillDigest, MessageId, StayKey};
use yijie_core::split::MoneyMove;

use super::text::JsonText;

/// One durable step of a stay: all of it is written, or none.
#[derive(Clone)]
pub struct Entry {
    pub(super) stay: StayKey,
    pub(super) at: Timestamp,
    pub(super) record: Option<StayRecord>,
    pub(super) bills: Vec<(BillDigest, JsonText)>,
    pub(super) acts: Vec<ActRow>,
    pub(super) ends: Vec<AttemptEnd>,
    pub(super) moves: Vec<(MessageId, Vec<MoneyMove>)>,
    pub(super) voids: Vec<MessageId>,
    pub(super) audit: Vec<AuditLine>,
}

/// A step that sends: the entry, and the message that may leave once it is durable.
#[derive(Clone)]
pub struct Intent {
    /// What changes with it: at least the act must be in the journal or in here.
    pub entry: Entry,
    /// The act that the message is an attempt of.
    pub act: ActId,
    /// The transaction number, four characters.
    pub infno: String,
    /// The bill that the message speaks of.
    pub bill: Option<BillDigest>,
    /// The exact bytes of the body, at most [`BODY_BYTES_MAX`].
    pub body: Vec<u8>,
}

/// A stay as it stands, with what is needed to list it beside the sealed state.
#[derive(Clone, PartialEq)]
pub struct StayRecord {
    /// A word for the status, for listing.
    pub status: String,
    /// Whether the stay waits for anything.
    pub rest: Rest,
    /// A person must decide something.
    pub needs_person: bool,
    /// The patient, masked. Sealed all the same.
    pub patient: String,
    /// The patient's citizen number, by which the stay is found. Sealed. `None`: as it was.
    pub person: Option<CitizenId>,
    /// Total of the bill.
    pub total: Option<Yuan>,
    /// The bill that counts.
    pub bill: Option<BillDigest>,
    /// Since when the stay waits.
    pub waits_since: Option<Timestamp>,
    /// When it is tried again.
    pub next_at: Option<Timestamp>,
    /// The state, of which the journal knows nothing. At most [`STATE_BYTES_MAX`].
    pub state: JsonText,
}

/// Whether a stay waits for anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// It is in the queue or under way.
    Open,
    /// Nothing of it waits: the retention rule may count.
    AtRest,
}

/// An act and what became of it, in the words of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// Its number within the stay.
    pub act: ActId,
    /// Which business effect.
    pub kind: String,
    /// What became of it so far.
    pub fate: String,
}

/// How an attempt ended. A second end of the same attempt is kept as a late reply and takes nothing back.
#[derive(Clone, PartialEq, Eq)]
pub struct AttemptEnd {
    /// The attempt.
    pub message_id: MessageId,
    /// Which of the four.
    pub kind: EndKind,
    /// The platform's words, as shown to people.
    pub words: Option<String>,
    /// The reply as it came; cut at [`REPLY_BYTES_MAX`], since losing the end would be worse.
    pub reply: Vec<u8>,
}

/// The four ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndKind {
    /// The platform did it.
    Done,
    /// The platform did not do it, and said so.
    Refused,
    /// Nothing reached the platform.
    NotSent,
    /// Nobody knows yet.
    InDoubt,
}

/// A line of the audit trail. It holds no personal value: it is kept in plain text, for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Who: an operator, or the program.
    pub actor: String,
    /// What was done, in one word.
    pub what: String,
    /// The particulars, without personal values; at most [`AUDIT_DETAIL_BYTES_MAX`].
    pub detail: String,
}

impl Entry {
    /// An entry that says nothing yet.
    pub fn of(stay: StayKey, at: Timestamp) -> Self {
        Self {
            stay,
            at,
            record: None,
            bills: Vec::new(),
            acts: Vec::new(),
            ends: Vec::new(),
            moves: Vec::new(),
            voids: Vec::new(),
            audit: Vec::new(),
        }
    }

    /// The stay stands like this now. A stay's first entry needs it.
    #[must_use]
    pub fn record(mut self, record: StayRecord) -> Self {
        self.record = Some(record);
        self
    }

    /// A version of the bill, at most [`BILL_BYTES_MAX`]. The same digest again changes nothing.
    #[must_use]
    pub fn bill(mut self, digest: BillDigest, bill: JsonText) -> Self {
        self.bills.push((digest, bill));
        self
    }

    /// An act is new or its fate changed. Its kind never changes.
    #[must_use]
    pub fn act(mut self, act: ActRow) -> Self {
        self.acts.push(act);
        self
    }

    /// An attempt ended.
    #[must_use]
    pub fn end(mut self, end: AttemptEnd) -> Self {
        self.ends.push(end);
        self
    }

    /// Money changes hands because of the settlement or cancel sent as `cause`. Each move gets an id that makes it
    /// once; the same moves again change nothing, other moves for the same cause are a contradiction.
    #[must_use]
    pub fn instruct(mut self, cause: MessageId, moves: Vec<MoneyMove>) -> Self {
        self.moves.push((cause, moves));
        self
    }

    /// The receipt of this settlement is void, with the same commit that says why.
    #[must_use]
    pub fn void(mut self, settlement: MessageId) -> Self {
        self.voids.push(settlement);
        self
    }

    /// A line of the audit trail.
    #[must_use]
    pub fn audit(mut self, line: AuditLine) -> Self {
        self.audit.push(line);
        self
    }
}

impl AuditLine {
    /// A line.
    pub fn new(actor: impl Into<String>, what: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { actor: actor.into(), what: what.into(), detail: detail.into() }
    }
}

impl EndKind {
    /// As it stands in the journal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::NotSent => "not_sent",
            Self::InDoubt => "in_doubt",
        }
    }

    pub(super) fn from_column(text: &str) -> Option<Self> {
        [Self::Done, Self::Refused, Self::NotSent, Self::InDoubt].into_iter().find(|kind| kind.as_str() == text)
    }
}

impl From<&End> for EndKind {
    fn from(end: &End) -> Self {
        match end {
            End::Done(_) => Self::Done,
            End::Refused(_) => Self::Refused,
            End::NotSent(_) => Self::NotSent,
            End::InDoubt(_) => Self::InDoubt,
        }
    }
}

/// Largest state of a stay, as JSON text.
pub const STATE_BYTES_MAX: usize = 8 << 20;
/// Largest bill, as JSON text.
pub const BILL_BYTES_MAX: usize = 16 << 20;
/// Largest body of a message. The platform takes 40 000 characters of input.
pub const BODY_BYTES_MAX: usize = 512 << 10;
/// What is kept of a reply.
pub const REPLY_BYTES_MAX: usize = 256 << 10;
/// What is kept of the platform's words.
pub const WORDS_BYTES_MAX: usize = 4 << 10;
/// Largest word of a column: status, kind, fate, actor, what.
pub const WORD_BYTES_MAX: usize = 200;
/// Largest detail of an audit line.
pub const AUDIT_DETAIL_BYTES_MAX: usize = 2 << 10;
