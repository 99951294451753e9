//! What people do about a stay that cannot be settled now: what they may ask for, and what they read of it. The same
//! for a request over HTTP and for a command that is the desk itself.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use yijie_core::bill::Bill;
use yijie_core::failure::{Api, Language, Usage};
use yijie_core::settlement::ids::StayNo;
use yijie_core::settlement::{self, Afterwards, Decided, Departure, Withdrawal};
use yijie_core::split::Deposit;

pub use super::failed::Failed;
use super::veil::Veil;
use super::view::{Amount, PaperView, Show, StayView, TroubleView, WaitView};
use crate::desk::{Counter, Deciding, Desk, LeftStay, Refunds, Settling, Trouble, Word, circumstance_word, way_word};

/// How a patient leaves without a settlement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeavingRequest {
    /// Which of the three ways.
    way: WayWord,
    /// Who lets them go.
    by: String,
    /// What is paid now, beyond the deposits of the bill, as the bill writes deposits; `paid_at` may be left out.
    #[serde(default)]
    #[schema(value_type = Vec<serde_json::Value>)]
    paid: Vec<Value>,
    /// The bill, where the desk does not know the stay because the platform could never be asked about the patient.
    #[serde(default)]
    #[schema(value_type = Option<serde_json::Value>)]
    bill: Option<Value>,
}

/// The three ways to leave without a settlement.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WayWord {
    /// The deposit stays with the hospital; settled later.
    DepositKept,
    /// Everything was paid; settled later, and the difference given back.
    PaidInFull,
    /// Paid as one's own costs, with the papers for a claim at home.
    SelfPaid,
}

/// A patient withdraws: everything is taken back from the platform.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalRequest {
    /// Why. Kept sealed.
    reason: String,
    /// Who asks for it.
    by: String,
    /// Close the stay as self-paid once nothing of it is on the platform.
    #[serde(default)]
    then_self_paid: bool,
    /// What was refunded to the patient after the settlement is back in the till.
    #[serde(default)]
    refund_recovered: bool,
}

/// Something is known of the stay that changes what its money means.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteRequest {
    /// What.
    circumstance: CircumstanceWord,
    /// Who says so.
    by: String,
}

/// What can be known of a stay beside its acts.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CircumstanceWord {
    /// The patient has died.
    Died,
    /// The patient left owing.
    LeftOwing,
}

/// A person decides about a stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionRequest {
    /// `not_done`, `dealt_with`, `look_again`, `take_back`: one of the item's `rulings`. `reopened`: the papers of a
    /// closed stay are back.
    outcome: String,
    /// Who decides.
    by: String,
    /// Why, without naming the patient: it stands in the audit trail.
    reason: String,
}

/// One cashier hands over to the next.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftRequest {
    /// Who goes.
    from: String,
    /// Who comes, if that is known.
    #[serde(default)]
    to: String,
}

/// A patient who has left.
#[derive(Debug, Serialize, ToSchema)]
pub struct DepartedView {
    /// True at a training platform.
    pub training: bool,
    /// The stay.
    pub stay: StayView,
    /// The slip in their hands.
    pub slip: PaperView,
}

/// A stay that is being taken back, or was.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnView {
    /// True at a training platform.
    pub training: bool,
    /// The stay.
    pub stay: StayView,
    /// The slip of a stay that was closed as self-paid with this. Otherwise the queue prints it once it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slip: Option<PaperView>,
}

/// What came of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionView {
    /// True at a training platform.
    pub training: bool,
    /// False: kept until a second person says the same.
    pub taken: bool,
    /// The stay.
    pub stay: StayView,
}

/// The whole story of a stay that waits, or waited.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemView {
    /// The stay, with its story.
    pub stay: StayView,
    /// Its sentence, and what happens next, for a person to read.
    pub says: String,
    /// When it is tried again, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<String>,
    /// What a person may decide now.
    pub rulings: Vec<&'static str>,
    /// How the patient left, each time that they did.
    pub leavings: Vec<LeavingView>,
    /// What else is known: `died`, `left_owing`.
    pub circumstances: Vec<&'static str>,
    /// What named persons decided, in order.
    pub decisions: Vec<DecidedView>,
}

/// How a patient left.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeavingView {
    /// Which way.
    pub way: &'static str,
    /// What was paid on leaving.
    pub paid: Amount,
    /// Who let them go.
    pub by: String,
    /// When, UTC.
    pub at: String,
    /// Who took the papers back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopened_by: Option<String>,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidedView {
    /// What was decided.
    pub outcome: &'static str,
    /// About which act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<u32>,
    /// Who decided.
    pub by: String,
    /// Who confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
    /// Why; personal values masked.
    pub reason: String,
    /// When, UTC.
    pub at: String,
}

/// What was handed over.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShiftView {
    /// True at a training platform.
    pub training: bool,
    /// What is open, the longest first.
    pub open: Vec<WaitView>,
    /// What is said of the queue's limits.
    pub warnings: Vec<TroubleView>,
    /// The list as it was printed. Its names are masked.
    pub paper: PaperView,
}

/// Lets a patient leave.
pub fn leave(
    desk: &Desk,
    stay_no: &StayNo,
    request: LeavingRequest,
    show: Show,
    language: Language,
) -> Result<DepartedView, Failed> {
    let bad = |what: &str| Trouble::new(Api::BadRequest, what);
    let mut paid = Vec::new();
    for mut value in request.paid {
        if let Some(fields) = value.as_object_mut() {
            let now = || desk.local_time().strftime("%Y-%m-%dT%H:%M:%S").to_string();
            fields.entry("paid_at").or_insert_with(|| now().into());
        }
        let deposit: Deposit = serde_json::from_value(value).map_err(|_| bad("paid"))?;
        if deposit.amount <= yijie_core::money::Yuan::ZERO || deposit.receipt_no.trim().is_empty() {
            return Err(bad("paid").into());
        }
        paid.push(deposit);
    }
    let bill = match request.bill {
        Some(value) => Some(Bill::parse(value.to_string().as_bytes()).map_err(Trouble::of_bill)?),
        None => None,
    };
    if bill.as_ref().is_some_and(|bill| bill.stay_no != *stay_no) {
        return Err(bad("stay_no of the bill and of the address differ").into());
    }
    let key = desk.key(stay_no.clone());
    let stay = bill.as_ref().map_or(LeftStay::Known(&key), LeftStay::Billed);
    let left = desk.patient_leaves(stay, Departure { way: request.way.into(), paid, by: request.by })?;
    let veil = Veil::shown(&left.outcome, show);
    let training = desk.is_training();
    Ok(DepartedView {
        training,
        stay: StayView::of(&left.outcome, Settling::Now, language, training),
        slip: PaperView::of(&left.slip, &veil, language, training),
    })
}

/// Takes a stay back from the platform.
pub fn withdraw(
    desk: &Desk,
    stay_no: &StayNo,
    request: WithdrawalRequest,
    show: Show,
    counter: &mut dyn Counter,
    language: Language,
) -> Result<WithdrawnView, Failed> {
    let by = request.by;
    let self_paid = Departure { way: settlement::Way::SelfPaid, paid: Vec::new(), by: by.clone() };
    let then = if request.then_self_paid { Afterwards::SelfPaid(self_paid) } else { Afterwards::Open };
    let refunds = if request.refund_recovered { Refunds::Recovered } else { Refunds::NotSaid };
    let withdrawal = Withdrawal { reason: request.reason, by, then };
    let key = desk.key(stay_no.clone());
    let outcome = desk.withdraw(&key, withdrawal, refunds, counter)?;
    let veil = Veil::shown(&outcome, show);
    let training = desk.is_training();
    let slip = desk.paper_due(&key)?.map(|printed| PaperView::of(&printed, &veil, language, training));
    Ok(WithdrawnView { training, stay: StayView::of(&outcome, Settling::Now, language, training), slip })
}

/// Notes a circumstance.
pub fn note(desk: &Desk, stay_no: &StayNo, request: &NoteRequest, language: Language) -> Result<StayView, Failed> {
    let outcome = desk.note(&desk.key(stay_no.clone()), request.circumstance.into(), &request.by)?;
    Ok(StayView::of(&outcome, Settling::Now, language, desk.is_training()))
}

/// Takes a person's decision.
pub fn decide(
    desk: &Desk,
    stay_no: &StayNo,
    request: DecisionRequest,
    counter: &mut dyn Counter,
    language: Language,
) -> Result<DecisionView, Failed> {
    let key = desk.key(stay_no.clone());
    let word = Word { by: request.by, reason: request.reason };
    let deciding = match request.outcome.as_str() {
        REOPENED => desk.reopen(&key, &word, counter)?,
        outcome => {
            let ruling = settlement::Ruling::find(outcome);
            let ruling = ruling.ok_or_else(|| Trouble::new(Usage::Arguments, format!("outcome: {outcome}")))?;
            desk.resolve(&key, ruling, &word, counter)?
        }
    };
    let (taken, outcome) = match deciding {
        Deciding::Taken(outcome) => (true, outcome),
        Deciding::Proposed(outcome) => (false, outcome),
    };
    let training = desk.is_training();
    Ok(DecisionView { training, taken, stay: StayView::of(&outcome, Settling::Now, language, training) })
}

/// Tells the whole story of a stay.
pub fn item(desk: &Desk, stay_no: &StayNo, language: Language) -> Result<ItemView, Failed> {
    let key = desk.key(stay_no.clone());
    let story = desk.story(&key)?;
    let (stay, standing) = (&story.outcome.stay, &story.outcome.standing);
    let veil = Veil::of_outcome(&story.outcome);
    let sentence = standing.sentence();
    let waits = desk.queue()?.into_iter().find(|item| item.line.key == key);
    let next = waits.as_ref().map(|item| item.next(language)).unwrap_or_default();
    let decisions = stay.decisions.iter().map(|minute| {
        let decision = &minute.decision;
        let (outcome, act) = match decision.what {
            Decided::Ruled { act, ruling } => (ruling.as_str(), Some(act.0)),
            Decided::Reopened => (REOPENED, None),
        };
        let (by, second, at) = (decision.by.clone(), decision.second.clone(), minute.at.to_string());
        DecidedView { outcome, act, by, second, reason: veil.text(&decision.reason), at }
    });
    let leavings = stay.leavings.iter().map(|left| LeavingView {
        way: way_word(left.way),
        paid: Amount(left.amount()),
        by: left.by.clone(),
        at: left.at.to_string(),
        reopened_by: left.reopened.as_ref().map(|reopened| reopened.by.clone()),
    });
    Ok(ItemView {
        says: veil.text(&format!("{}{next}", sentence.text(language))),
        next_at: waits.and_then(|item| item.line.next_at).map(|at| at.to_string()),
        rulings: desk.rulings(stay).into_iter().map(settlement::Ruling::as_str).collect(),
        leavings: leavings.collect(),
        circumstances: stay.notes.iter().map(|note| circumstance_word(note.circumstance)).collect(),
        decisions: decisions.collect(),
        stay: StayView::with_story(&story, language, desk.is_training()),
    })
}

/// Hands the open stays over.
pub fn shift(desk: &Desk, request: &ShiftRequest, language: Language) -> Result<ShiftView, Failed> {
    let handed = desk.hand_over(&request.from, &request.to)?;
    let training = desk.is_training();
    Ok(ShiftView {
        training,
        open: handed.open.iter().map(|item| WaitView::of(item, language)).collect(),
        warnings: handed.warnings.iter().map(|warning| TroubleView::of(warning, language)).collect(),
        paper: PaperView::of(&handed.paper, &Veil::default(), language, training),
    })
}

impl From<WayWord> for settlement::Way {
    fn from(way: WayWord) -> Self {
        match way {
            WayWord::DepositKept => Self::DepositKept,
            WayWord::PaidInFull => Self::PaidInFull,
            WayWord::SelfPaid => Self::SelfPaid,
        }
    }
}

impl From<CircumstanceWord> for settlement::Circumstance {
    fn from(circumstance: CircumstanceWord) -> Self {
        match circumstance {
            CircumstanceWord::Died => Self::Died,
            CircumstanceWord::LeftOwing => Self::LeftOwing,
        }
    }
}

/// The outcome by which a closed stay is opened again.
pub const REOPENED: &str = "reopened";
