//! `yijie demo`: three patients leave the hospital, on real parts and an invented platform.
//!
//! It ends well only if every figure adds up: the patient's, the platform's and the paper's.

mod cards;
mod trial;

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use anstyle::Style;
use thiserror::Error;
use yijie_card_reader::Plan;
use yijie_core::failure::Language;
use yijie_core::money::Yuan;
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::{Fate, Message, Proof};
use yijie_virtual_card::stack::StackError;

use self::cards::{Cards, LI_XIULAN, Patient, WANG_JIANGUO, ZHANG_GUIFANG};
use self::trial::{Books, Figures, Trial, bill};
use super::doer::window;
use super::screen::{Screen, Yes};
use super::words::{self, Phrase};
use crate::desk::{
    Choices, Counter, Outcome, Progress, Replayed, Settling, Shown, Standing, Trouble, Which, read, wait_for_card,
};

pub use cards::{INSIDE, again_in_a_stack};

/// Why the demonstration did not end well.
#[derive(Debug, Error)]
pub enum Fell {
    /// Something it needs could not be made.
    #[error("{0}")]
    Setup(String),
    /// The desk met an entry of the failure book that the story does not have.
    #[error("{0}")]
    Trouble(#[from] Trouble),
    /// A figure or a fate is not what it must be.
    #[error("does not add up: {0}")]
    Figures(String),
    /// A file or a process.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The private PC/SC stack.
    #[error(transparent)]
    Stack(#[from] StackError),
}

/// Runs the whole demonstration.
pub fn run(language: Language) -> Result<(), Fell> {
    let began = Instant::now();
    let folder = tempfile::tempdir()?;
    let mut show = Show {
        screen: Screen { language, yes: Yes::Given, to_program: false, training: Some(true), indent: "" },
        cards: Cards::plug(folder.path()).0,
    };
    // Plugged once; why it had to be without PC/SC is told below.
    show.opening();
    show.worked_case(&folder.path().join("one"))?;
    show.lost_reply(&folder.path().join("two"))?;
    show.reversal(&folder.path().join("three"))?;
    show.head(words::DEMO_END);
    show.screen.say(&format!("{:.1} s", began.elapsed().as_secs_f32()));
    Ok(())
}

struct Show {
    screen: Screen,
    cards: Cards,
}

impl Show {
    fn opening(&self) {
        self.head(words::DEMO_TITLE);
        let stack = match &self.cards {
            Cards::Stack { .. } => words::DEMO_REAL_STACK,
            Cards::InProcess { .. } => words::DEMO_NO_STACK,
        };
        self.screen.say(self.screen.phrase(stack));
    }

    /// The worked case: everything goes well.
    fn worked_case(&mut self, folder: &Path) -> Result<(), Fell> {
        self.head(words::DEMO_ONE);
        let trial = Trial::start(folder, Figures::Shown, 0)?;
        let (outcome, _) = self.at_the_desk(&trial, &LI_XIULAN)?;
        self.told(&trial, &outcome);
        let made = settled(&outcome)?;
        let statement = &made.settled.statement;
        equal("total", statement.total, "44671.59")?;
        equal("patient pays", statement.personal(), "6512.99")?;
        equal("funds", statement.fund_total, "38158.60")?;
        let printed = trial.desk.receipt(&outcome.stay.key, &mut self.screen)?;
        self.screen.paper(&printed.text);
        check(
            printed.text.contains("44671.59") && printed.copy.is_none(),
            "the receipt is the original and carries the total",
        )?;
        self.one_stands(&trial, &outcome)?;
        self.once_more(&trial, &outcome)
    }

    /// Settling again gives the first result, as a copy.
    fn once_more(&mut self, trial: &Trial, first: &Outcome) -> Result<(), Fell> {
        let again = trial.desk.settled_before(&first.bill)?;
        check(again.is_some(), "a second run gives the first result")?;
        let copy = trial.desk.receipt(&first.stay.key, &mut self.screen)?;
        check(copy.copy == Some(1), "what is printed after the original is a copy")?;
        self.screen.say(self.screen.phrase(words::DEMO_AGAIN));
        Ok(())
    }

    /// The line is cut after the settlement left and before its reply came.
    fn lost_reply(&mut self, folder: &Path) -> Result<(), Fell> {
        self.head(words::DEMO_TWO);
        let trial = Trial::start(folder, Figures::Shown, 0)?;
        trial.breaks(CUT_LINE)?;
        let (outcome, key) = self.at_the_desk(&trial, &WANG_JIANGUO)?;
        self.told(&trial, &outcome);
        check(matches!(outcome.standing, Standing::InDoubt(_)), "the settlement is in doubt")?;
        let slip = trial.desk.slip(&key)?;
        self.screen.paper(&slip.text);
        let waiting = window(&trial.desk, &self.screen).queue()?.queue;
        check(waiting.len() == 1, "one stay waits")?;
        self.screen.say(self.screen.phrase(words::DEMO_QUEUE));
        for item in &waiting {
            self.screen.say(&super::queue::line(item));
        }
        self.screen.say(self.screen.phrase(words::DEMO_MENDED));
        std::thread::sleep(Duration::from_millis(CUT_LINE_MS));
        let found = self.worked_off(&trial, &key)?;
        let made = settled(&found)?;
        let by_evidence = found.stay.act(made.act).is_some_and(|act| act.fate == Fate::Done(Proof::Evidence));
        check(by_evidence, "the settlement was adopted, not made again")?;
        let books = self.one_stands(&trial, &found)?;
        check(books.made == 1, "it was made once")?;
        let printed = trial.desk.receipt(&key, &mut self.screen)?;
        check(printed.copy.is_none(), "its receipt is the original")?;
        self.screen.paper(&printed.text);
        Ok(())
    }

    /// The same on a platform that shows no figures: taken back, and made again.
    fn reversal(&mut self, folder: &Path) -> Result<(), Fell> {
        self.head(words::DEMO_THREE);
        let trial = Trial::start(folder, Figures::Hidden, PATIENT_MS)?;
        trial.breaks(LOST_REPLY)?;
        let (outcome, _) = self.at_the_desk(&trial, &ZHANG_GUIFANG)?;
        self.told(&trial, &outcome);
        let reversed = outcome.stay.acts.iter().any(|act| matches!(act.message, Message::Reverse { .. }));
        check(reversed, "the lost settlement was reversed")?;
        let books = self.one_stands(&trial, &outcome)?;
        check(books.made == 2, "the first was taken back, the second stands")?;
        let printed = trial.desk.receipt(&outcome.stay.key, &mut self.screen)?;
        check(printed.copy.is_none(), "one receipt, the original")
    }

    /// Card in, identity, filing, settlement.
    fn at_the_desk(
        &mut self,
        trial: &Trial,
        patient: &Patient,
    ) -> Result<(Outcome, yijie_core::settlement::ids::StayKey), Fell> {
        let bill = bill(patient.bill)?;
        self.cards.insert(patient)?;
        let came = wait_for_card(self.cards.readers(), CARD_LIMIT).map_err(Trouble::from)?;
        check(came.is_some(), "the card was noticed")?;
        let began = Instant::now();
        let card = read(self.cards.readers(), &Which::Any, Plan::Identity, trial.desk.today())?;
        self.screen.done(&Progress::CardRead, u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
        let shown = Shown::card(&card.card)?;
        shown.is_of(&bill)?;
        let checked = trial.desk.check(&shown, None, &mut self.screen)?;
        let (name, place) = (&checked.holder.person.name, checked.holder.insurance.insured_place);
        self.screen.say(&format!("  {name}  {}  {place}", checked.holder.insurance.kind));
        let choices = Choices { account: AccountUse::Use };
        let outcome = trial.desk.settle(&bill, &checked.holder, choices, &mut self.screen)?;
        self.cards.pull()?;
        let key = outcome.stay.key.clone();
        Ok((outcome, key))
    }

    fn worked_off(&mut self, trial: &Trial, key: &yijie_core::settlement::ids::StayKey) -> Result<Outcome, Fell> {
        match trial.desk.replay(key, trial.desk.patience(), &mut self.screen) {
            Replayed::Came(outcome) => {
                self.told(trial, &outcome);
                Ok(*outcome)
            }
            Replayed::Failed(trouble) => Err(trouble.into()),
            Replayed::Busy => Err(Fell::Figures("somebody else was in the lane".to_owned())),
        }
    }

    /// Exactly one settlement stands on the platform, and it is the one in the journal, to the cent.
    fn one_stands(&self, trial: &Trial, outcome: &Outcome) -> Result<Books, Fell> {
        let made = settled(outcome)?;
        let visit = outcome.stay.visit.as_ref().map(ToString::to_string).unwrap_or_default();
        let books = trial.books(&visit);
        let [row] = books.standing.as_slice() else {
            return Err(Fell::Figures(format!("{} settlements stand on the platform", books.standing.len())));
        };
        check(row["msgid"] == made.message_id.as_str(), "the platform's settlement is the journal's")?;
        for (field, ours) in [
            ("medfee_sumamt", made.settled.statement.total),
            ("fund_pay_sumamt", made.settled.statement.fund_total),
            ("acct_pay", made.settled.statement.personal_account),
            ("psn_cash_pay", made.settled.statement.cash),
            ("hosp_part_amt", made.settled.statement.hospital_share),
        ] {
            let theirs = Yuan::from_json(&row[field]).map_err(|error| Fell::Figures(format!("{field}: {error}")))?;
            check(theirs == ours, field)?;
        }
        check(made.faults.is_empty(), "the split adds up")?;
        self.screen.say(self.screen.phrase(words::DEMO_ONE_STANDS));
        Ok(books)
    }

    fn told(&self, trial: &Trial, outcome: &Outcome) {
        super::settle::tell(&self.screen, &window(&trial.desk, &self.screen).stay(outcome, Settling::Now));
    }

    fn head(&self, title: Phrase) {
        let style = Style::new().bold();
        self.screen.say(&format!("\n{style}{}{style:#}", self.screen.phrase(title)));
    }
}

fn settled(outcome: &Outcome) -> Result<&yijie_core::settlement::Settlement, Fell> {
    outcome.stay.printable().ok_or_else(|| Fell::Figures(format!("no settlement stands: {}", outcome.standing.word())))
}

fn equal(what: &str, found: Yuan, expected: &str) -> Result<(), Fell> {
    check(found.to_string() == expected, &format!("{what}: {found}, and it must be {expected}"))
}

fn check(holds: bool, what: &str) -> Result<(), Fell> {
    if holds { Ok(()) } else { Err(Fell::Figures(what.to_owned())) }
}

/// The platform takes the settlement, and the line is gone before its answer.
const CUT_LINE: &str = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"die\"\nms = 1500\nhandled = true\n";
const CUT_LINE_MS: u64 = 1_600;
const LOST_REPLY: &str = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n";
/// How long the third patient waits at the desk.
const PATIENT_MS: u64 = 20_000;
const CARD_LIMIT: Duration = Duration::from_secs(10);
