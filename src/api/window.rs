//! What a desk answers when it is asked: the same to a client of the API as to a command that is the desk itself.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use yijie_core::bill::Bill;
use yijie_core::failure::{Language, Program, Settlement};
use yijie_core::settlement::Accounting;
use yijie_core::settlement::ids::{StayKey, StayNo};

use super::failed::Failed;
use super::veil::Veil;
use super::view::{
    Amount, CheckView, LeftView, PaperView, PersonStay, PersonStays, QueueView, ReplayView, ReplayedView, RotatedView,
    Show, StayView, TroubleView, WaitView,
};
use crate::desk::{
    Asking, Choices, Counter, Desk, Nobody, Outcome, Printed, Refunds, Replayed, Settling, Shown, Standing, Trouble,
};

/// A desk, and the language of whoever asks.
#[derive(Clone, Copy)]
pub struct Window<'a> {
    desk: &'a Desk,
    language: Language,
}

/// What a caller is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// A pre-settlement to show.
    Figures,
    /// A settlement that stands.
    Settlement,
    /// No settlement that stands.
    Cancel,
}

/// Told when a stay of the queue came to where it goes now: which, and how many there are.
pub type TellCame<'a> = &'a (dyn Fn(&StayNo, usize) + Sync);

impl<'a> Window<'a> {
    /// At this desk, in this language.
    pub fn new(desk: &'a Desk, language: Language) -> Self {
        Self { desk, language }
    }

    /// Everything that waits.
    pub fn queue(&self) -> Result<QueueView, Trouble> {
        let waits = self.desk.queue()?;
        let queue = waits.iter().map(|wait| WaitView::of(wait, self.language)).collect();
        let warnings = self.desk.queue_warnings()?;
        let warnings = warnings.iter().map(|warning| TroubleView::of(warning, self.language)).collect();
        Ok(QueueView { training: self.desk.is_training(), queue, warnings })
    }

    /// Works off the queue, several stays at once and each as far as it goes now; what came to be settled gets its
    /// receipt. `tell` hears of each stay as it came, and how many there are.
    pub fn replay(&self, show: Show, tell: TellCame<'_>) -> Result<ReplayView, Trouble> {
        let keys: Vec<_> = self.desk.queue()?.into_iter().map(|wait| wait.line.key).collect();
        let came = Mutex::new(BTreeMap::new());
        let stop = AtomicBool::new(false);
        self.desk.drain(&keys, Asking::Person, self.desk.patience(), &stop, &|key, replayed| {
            let view = self.became(key, replayed, show);
            tell(&key.stay_no, keys.len());
            came.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), view);
        });
        let mut came = came.into_inner().unwrap_or_else(PoisonError::into_inner);
        let replayed = keys.iter().filter_map(|key| came.remove(key)).collect();
        Ok(ReplayView { training: self.desk.is_training(), replayed })
    }

    /// The stays of a person, by the number on their certificate.
    pub fn of_person(&self, number: &str) -> Result<PersonStays, Trouble> {
        let stays = self.desk.stays_of_person(number)?.into_iter().map(|key| {
            let outcome = self.desk.show(&key)?;
            Ok(PersonStay {
                stay_no: key.stay_no.to_string(),
                patient: outcome.bill.patient.name.to_string(),
                total: Amount(outcome.stay.terms.total),
                status: outcome.standing.word().to_owned(),
            })
        });
        Ok(PersonStays { training: self.desk.is_training(), stays: stays.collect::<Result<_, Trouble>>()? })
    }

    /// A new generation of the key. `tell` hears how many rows were looked at so far.
    pub fn rotate_key(&self, tell: &mut dyn FnMut(usize)) -> Result<RotatedView, Trouble> {
        let rotated = self.desk.rotate_key(tell)?;
        Ok(RotatedView { generation: rotated.generation, rows: rotated.rows })
    }

    /// What the platform's books show of a stay of a restored journal, said by a named person.
    pub fn account(&self, stay: StayNo, found: Accounting, by: &str, reason: &str) -> Result<StayView, Trouble> {
        let outcome = self.desk.account_for(&self.desk.key(stay), found, by, reason)?;
        Ok(self.stay(&outcome, Settling::Now))
    }

    /// A stay and everything that happened to it.
    pub fn story(&self, stay: StayNo) -> Result<StayView, Trouble> {
        let story = self.desk.story(&self.desk.key(stay))?;
        Ok(StayView::with_story(&story, self.language, self.desk.is_training()))
    }

    /// Prints the receipt: the original once, then copies.
    pub fn receipt(&self, stay: StayNo, show: Show, counter: &mut dyn Counter) -> Result<PaperView, Trouble> {
        let key = self.desk.key(stay);
        let veil = self.veil(&key, show)?;
        let paper = self.paper(&self.desk.receipt(&key, counter)?, &veil);
        Ok(PaperView { notice: self.notice(&key, &veil)?, ..paper })
    }

    /// Prints the slip of a stay that is not settled.
    pub fn slip(&self, stay: StayNo, show: Show) -> Result<PaperView, Trouble> {
        let key = self.desk.key(stay);
        let veil = self.veil(&key, show)?;
        Ok(self.paper(&self.desk.slip(&key)?, &veil))
    }

    /// Who somebody is, what is filed, and what that means for a stay here.
    pub fn check(
        &self,
        shown: &Shown,
        insurance: Option<&str>,
        counter: &mut dyn Counter,
    ) -> Result<CheckView, Trouble> {
        let mut veil = Veil::of_shown(shown);
        let checked = self.desk.check(shown, insurance, counter).map_err(|trouble| veil.trouble(trouble))?;
        veil.holder(&checked.holder);
        Ok(CheckView::of(&checked, &veil, self.language, self.desk.is_training()))
    }

    /// The first result, if this very bill was settled before.
    pub fn settled_before(&self, bill: &Bill) -> Result<Option<StayView>, Trouble> {
        let before = self.desk.settled_before(bill)?;
        Ok(before.map(|before| self.stay(&before, Settling::Before)))
    }

    /// Asks the platform who this is, and settles the bill as far as `wish` and the counter let it.
    pub fn settle(
        &self,
        bill: &Bill,
        shown: &Shown,
        (insurance, choices): (Option<&str>, Choices),
        wish: Wish,
        counter: &mut dyn Counter,
    ) -> Result<StayView, Failed> {
        shown.is_of(bill)?;
        let holder = self.desk.identify(shown, insurance, counter);
        let holder = holder.map_err(|trouble| Veil::of_shown(shown).trouble(trouble))?;
        let mut veil = Veil::of_bill(bill);
        veil.holder(&holder);
        let outcome = self.desk.settle(bill, &holder, choices, counter).map_err(|trouble| veil.trouble(trouble))?;
        self.came_to(&outcome, Settling::Now, wish)
    }

    /// Cancels the settlement that stands.
    pub fn cancel(
        &self,
        stay: StayNo,
        reason: &str,
        refunds: Refunds,
        counter: &mut dyn Counter,
    ) -> Result<StayView, Failed> {
        let outcome = self.desk.cancel(&self.desk.key(stay), reason, refunds, counter)?;
        self.came_to(&outcome, Settling::Now, Wish::Cancel)
    }

    /// Where a wish leads to, given how the stay was left: the stay where it is fulfilled or waits, else why not,
    /// with the stay.
    pub fn came_to(&self, outcome: &Outcome, settling: Settling, wish: Wish) -> Result<StayView, Failed> {
        let view = self.stay(outcome, settling);
        let failed = |trouble: Trouble| {
            let trouble = Veil::of_outcome(outcome).trouble(trouble);
            Err(Failed::leaving(trouble, view.clone()))
        };
        match (&outcome.standing, wish) {
            (Standing::Settled, Wish::Figures | Wish::Settlement)
            | (Standing::Cancelled, Wish::Cancel)
            | (Standing::ToConfirm, Wish::Figures)
            | (
                Standing::Queued(_)
                | Standing::InDoubt(_)
                | Standing::NeedsCashier(_)
                | Standing::NeedsPerson { .. }
                | Standing::Unaccounted(_)
                | Standing::Left(_)
                | Standing::Withdrawing(_),
                _,
            ) => Ok(view),
            (Standing::Cancelled, _) => failed(Trouble::new(Settlement::CancelledMeanwhile, "")),
            (Standing::ToConfirm, _) => failed(Trouble::new(Settlement::PresettleChanged, "")),
            (standing, _) => {
                failed(standing.trouble().unwrap_or_else(|| Trouble::new(Program::Internal, standing.word())))
            }
        }
    }

    /// The stay as it was left.
    pub fn stay(&self, outcome: &Outcome, settling: Settling) -> StayView {
        StayView::of(outcome, settling, self.language, self.desk.is_training())
    }

    fn became(&self, key: &StayKey, replayed: Replayed, show: Show) -> ReplayedView {
        let left = |status: &str, error: Option<Trouble>| {
            ReplayedView::Left(LeftView {
                stay_no: key.stay_no.to_string(),
                status: status.to_owned(),
                error: error.map(|trouble| TroubleView::of(&trouble, self.language)),
            })
        };
        match replayed {
            Replayed::Busy => left("busy", None),
            Replayed::Failed(mut trouble) => {
                match self.desk.show(key) {
                    Ok(outcome) => trouble = Veil::of_outcome(&outcome).trouble(trouble),
                    // Without the stay nobody knows what to mask.
                    Err(_) => trouble.detail = "".into(),
                }
                left("failed", Some(trouble))
            }
            Replayed::Came(outcome) => {
                let stay = self.stay(&outcome, Settling::Now);
                // The stay stands as it does, with or without paper.
                let unprinted = |trouble| Some(TroubleView::of(&trouble, self.language));
                ReplayedView::Came(Box::new(if outcome.standing == Standing::Settled {
                    match self.receipt(key.stay_no.clone(), show, &mut Nobody) {
                        Ok(paper) => stay.with_paper(paper),
                        Err(trouble) => StayView { printer: unprinted(trouble), ..stay },
                    }
                } else {
                    match self.notice(key, &Veil::shown(&outcome, show)) {
                        Ok(notice) => StayView { notice, ..stay },
                        Err(trouble) => StayView { printer: unprinted(trouble), ..stay },
                    }
                }))
            }
        }
    }

    fn paper(&self, printed: &Printed, veil: &Veil) -> PaperView {
        PaperView::of(printed, veil, self.language, self.desk.is_training())
    }

    /// What is due to whoever left before this.
    fn notice(&self, key: &StayKey, veil: &Veil) -> Result<Option<String>, Trouble> {
        Ok(self.desk.paper_due(key)?.map(|due| veil.text(&due.text)))
    }

    fn veil(&self, key: &StayKey, show: Show) -> Result<Veil, Trouble> {
        Ok(Veil::shown(&self.desk.show(key)?, show))
    }
}

/// The HTTP status of a stay that was asked for something: 202 where it waits.
pub fn status_of_stay(stay: &StayView) -> StatusCode {
    match stay.status.as_str() {
        "queued" | "in_doubt" | "needs_cashier" | "needs_person" | "unaccounted" | "left" | "withdrawing" => {
            StatusCode::ACCEPTED
        }
        _ => StatusCode::OK,
    }
}
