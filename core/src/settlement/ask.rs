//! What can be asked of the platform, and how each attempt ends.
//!
//! The machine speaks in these words; how they look on the wire is the platform room's business.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::day_books::{BookRow, DayBooks};
use super::ids::{LineNo, MessageId, SettlementId, StayNo, VisitId};
use crate::money::Yuan;
use crate::split::Statement;

/// A message that changes something on the platform. Each is an attempt of one act, sent under one message id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// 2401: registers the admission. `ipt_no` is the stay's number, with a suffix where an earlier one was
    /// reversed and the platform will not take the same number again.
    Admit {
        /// The number to register under.
        ipt_no: StayNo,
    },
    /// 2404: cancels the admission.
    CancelAdmission {
        /// The visit.
        visit: VisitId,
    },
    /// 2301: uploads these lines of the bill, all or none.
    UploadFees {
        /// The visit.
        visit: VisitId,
        /// Lines of the bill, in its order.
        lines: Vec<LineNo>,
    },
    /// 2302: removes exactly these lines.
    RemoveFees {
        /// The visit.
        visit: VisitId,
        /// Lines that were or may have been uploaded.
        lines: Vec<LineNo>,
    },
    /// 2402: registers the discharge.
    Discharge {
        /// The visit.
        visit: VisitId,
    },
    /// 2405: takes the discharge back.
    UndoDischarge {
        /// The visit.
        visit: VisitId,
    },
    /// 2304: settles.
    Settle {
        /// The visit.
        visit: VisitId,
        /// The bill's total.
        total: Yuan,
        /// Whether the personal account pays its part.
        account: AccountUse,
    },
    /// 2305: cancels a settlement that is known.
    CancelSettlement {
        /// The visit.
        visit: VisitId,
        /// The settlement.
        settlement: SettlementId,
    },
    /// 2601: reverses a message whose fate is not known.
    Reverse {
        /// The message id of the attempt to reverse (`omsgid`).
        original: MessageId,
        /// What that attempt was (`oinfno`).
        original_kind: Reversible,
    },
}

/// Whether the personal account pays its part (`acct_used_flag`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountUse {
    /// 0: it stays as it is.
    Keep,
    /// 1: it pays what it can.
    Use,
}

/// What 2601 can reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reversible {
    /// 2401.
    Admit,
    /// 2304.
    Settle,
}

/// A question. It changes nothing, leaves nothing in doubt and is simply asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    /// 5303: who is in hospital. The person's rows since the admission.
    InHospital,
    /// 5201: the person's visits since the admission, discharged ones too.
    Visits,
    /// 2303: what would this stay's settlement come to?
    Presettle {
        /// The visit.
        visit: VisitId,
        /// The bill's total.
        total: Yuan,
        /// Whether the personal account would pay its part.
        account: AccountUse,
    },
    /// 5203: the settlements of a visit; one of them where its number is known.
    Settlements {
        /// The visit.
        visit: VisitId,
        /// `None` asks with an empty `setl_id`, which only some platforms answer.
        settlement: Option<SettlementId>,
    },
    /// 3201, and 3202 with its files where that does not balance: in what the platform's books differ from ours.
    DayBooks(Box<DayBooks>),
}

/// What the platform answered to a message or a query, as far as the machine needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Done, with nothing to tell: 2302, 2402, 2404, 2405, 2601.
    Accepted,
    /// 2401.
    Admitted {
        /// The new visit.
        visit: VisitId,
    },
    /// 2301: every line was taken.
    Uploaded,
    /// 2303.
    Presettled(Box<Presettled>),
    /// 2304.
    Settled(Box<Settled>),
    /// 2305: the negative settlement.
    Cancelled {
        /// The `setl_id` of the reply: a new one or the original, platforms differ.
        settlement: Option<SettlementId>,
        /// Its figures, all negative.
        statement: Box<Statement>,
    },
    /// 5303 or 5201.
    Visits(Vec<VisitRow>),
    /// 5203.
    Settlements(Vec<SettlementRow>),
    /// 3201 and 3202: every row that differs.
    DayBooks(Vec<BookRow>),
}

/// What a settlement would come to, as 2303 gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presettled {
    /// The figures.
    pub statement: Statement,
    /// The clearing group that it would belong to.
    pub clearing: Clearing,
}

/// A settlement as 2304 or 5203 gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// `setl_id`.
    pub settlement: SettlementId,
    /// The figures.
    pub statement: Statement,
    /// `setl_time`: the platform's own time, +08:00. Reconciliation goes by it.
    pub settled_at: Option<DateTime>,
    /// Which clearing group it belongs to.
    pub clearing: Clearing,
}

/// The clearing group of a settlement, echoed when books are compared (3201).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Clearing {
    /// `clr_optins`: the agency.
    pub agency: Option<String>,
    /// `clr_type`.
    pub kind: Option<String>,
    /// `clr_way`.
    pub way: Option<String>,
}

/// A row of 5303 or 5201.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRow {
    /// `mdtrt_id`.
    pub visit: VisitId,
    /// `ipt_otp_no`, the hospital's own number; a row without it proves nothing.
    pub stay_no: Option<StayNo>,
    /// `inhosp_stas`, where the query tells it.
    pub in_hospital: Option<bool>,
}

/// A row of 5203.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementRow {
    /// `medins_setl_id`: the message id of the settling message.
    pub message_id: Option<MessageId>,
    /// The visit that the row names.
    pub visit: VisitId,
    /// `refd_setl_flag`: refunded, or itself the negative row of a refund.
    pub refunded: bool,
    /// The settlement.
    pub settled: Settled,
}

/// How an attempt ended. What is not surely one of the first three is in doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Code 0 with the node we need, and our person, visit, total and message id in it.
    Done(Answer),
    /// The platform said no, in words that are known to mean no.
    Refused(Refusal),
    /// Nothing of the message's body reached the platform's application.
    NotSent(NotSent),
    /// Anything else.
    InDoubt(Doubt),
}

/// The platform's no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What kind, found in the text by the profile's keywords.
    pub category: Category,
    /// `infcode`.
    pub code: String,
    /// `err_msg` as given, always shown.
    pub text: String,
}

/// What a refusal's text is about. Platforms give no code, so each profile lists its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Not filed, or filed for elsewhere.
    NotFiled,
    /// The filing has run out.
    FilingExpired,
    /// Already in hospital, here or elsewhere.
    AlreadyAdmitted,
    /// No such admission.
    NotAdmitted,
    /// Already discharged.
    AlreadyDischarged,
    /// Fees are missing.
    FeesMissing,
    /// The total differs from what was uploaded.
    TotalsDiffer,
    /// A line with this number is already there.
    LineAlreadyThere,
    /// A line or mapping is not acceptable.
    BadLine,
    /// Already settled.
    AlreadySettled,
    /// 2601: the original message is not known.
    UnknownOriginal,
    /// 2601: the original was reversed before.
    AlreadyReversed,
    /// This message cannot be reversed or undone (now).
    CannotUndo,
    /// The hospital or the visit kind is not networked.
    NotDesignated,
    /// Insurance suspended, in arrears or frozen.
    InsuranceSuspended,
    /// The card, its password or its person is not accepted.
    CardNotAccepted,
    /// Nothing found.
    NotFound,
    /// Sign in (again).
    Session,
    /// A field is missing or malformed: this program's or the hospital's fault.
    Malformed,
    /// An earlier message is being worked on.
    InProgress,
    /// Busy: try later.
    Busy,
    /// A fault of the platform's own, or of one behind it.
    System,
    /// Words that no list knows.
    Unclassified,
}

impl Category {
    /// True if the same message may be accepted a little later: the refusal speaks of the platform, not of the act.
    pub fn is_transient(self) -> bool {
        matches!(self, Self::InProgress | Self::Busy | Self::System)
    }

    /// True if the platform misses lines, or counts others than we do.
    pub fn speaks_of_fees(self) -> bool {
        matches!(self, Self::FeesMissing | Self::TotalsDiffer)
    }
}

/// Why nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotSent {
    /// No connection, or no TLS, before a byte of the body left.
    Unreachable(String),
    /// The gateway turned it away with one of its known texts: clock skew, no headers.
    Gateway(String),
    /// The gateway knows neither the key nor the user: trying again will not help.
    Credentials(String),
}

/// Why it is not known what became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// No answer within the time.
    TimedOut,
    /// The connection broke after the body had begun to leave.
    Broken(String),
    /// An answer that is not the platform's: 5xx, HTML, a bare 401, a redirect.
    HttpStatus(u16),
    /// An answer that cannot be read.
    Unreadable(String),
    /// Code 0, without what we need or with somebody else's.
    NotOurs(String),
    /// A refusal that does not prove that nothing happened.
    Refusal(Refusal),
    /// The program stopped before the answer came.
    FoundOpen,
    /// It was answered; a second copy of it may have been carried out since, and only a reversal tells.
    SecondCopy,
}
