//! A named person decides: what became of an act that nothing else can tell of, or that a closed stay is open again.
//! Where four eyes are wanted, the first word is kept and nothing follows until a second person says the same.

use yijie_core::failure::Settlement;
use yijie_core::settlement::ids::StayKey;
use yijie_core::settlement::{Decided, Decision, Event, Presence, Ruling, Stay};

use super::counter::Counter;
use super::leave::said;
use super::limits::Eyes;
use super::settle::{Outcome, ended_at, outcome};
use super::standing::Standing;
use super::{Desk, Trouble};
use crate::journal::AuditLine;

/// Who decides, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Their name.
    pub by: String,
    /// Their reason.
    pub reason: String,
}

/// What came of a decision.
#[derive(Debug, Clone)]
pub enum Deciding {
    /// It was taken, and this followed.
    Taken(Box<Outcome>),
    /// It is kept until a second person says the same.
    Proposed(Box<Outcome>),
}

impl Desk {
    /// What a person may decide about the stay now. Empty unless it awaits one.
    pub fn rulings(&self, stay: &Stay) -> Vec<Ruling> {
        stay.awaits_person().map(|act| stay.rulings(act.id, &self.rules())).unwrap_or_default()
    }

    /// Rules on the act that awaits a person. What follows is carried out at once, as far as it goes.
    pub fn resolve(
        &self,
        key: &StayKey,
        ruling: Ruling,
        word: &Word,
        counter: &mut dyn Counter,
    ) -> Result<Deciding, Trouble> {
        self.decide(key, word, counter, |stay| {
            let offered = self.rulings(stay);
            match stay.awaits_person() {
                Some(act) if offered.contains(&ruling) => Ok(Decided::Ruled { act: act.id, ruling }),
                _ => Err(Trouble::new(Settlement::RulingNotOffered, ruling.as_str())),
            }
        })
    }

    /// Opens a stay again that was closed as self-paid: its papers are back.
    pub fn reopen(&self, key: &StayKey, word: &Word, counter: &mut dyn Counter) -> Result<Deciding, Trouble> {
        self.decide(key, word, counter, |stay| match stay.closed() {
            Some(_) => Ok(Decided::Reopened),
            None => Err(Trouble::new(Settlement::NotClosed, "")),
        })
    }

    fn decide(
        &self,
        key: &StayKey,
        word: &Word,
        counter: &mut dyn Counter,
        what: impl FnOnce(&Stay) -> Result<Decided, Trouble>,
    ) -> Result<Deciding, Trouble> {
        said("by", &word.by)?;
        said("reason", &word.reason)?;
        let _lane = self.lanes.enter(key);
        let mut case = self.known(key)?;
        let what = what(&case.stay)?;
        let first = match (self.house.eyes, case.stay.proposal(what)) {
            (Eyes::Two, _) => None,
            (Eyes::Four, Some(first)) if first.by.trim() == word.by.trim() => {
                return Err(Trouble::new(Settlement::SecondPerson, word.by.as_str()));
            }
            (Eyes::Four, Some(first)) => Some(first.clone()),
            (Eyes::Four, None) => {
                let proposal = decision(what, word, None);
                let mut stay = case.stay.clone();
                let step = stay.handle(Event::Proposed(Box::new(proposal)), self.clock.now(), &self.rules())?;
                let line = AuditLine::new(self.operator(), "proposed", detail(what, word, None));
                self.save(&mut case, stay, &step, line)?;
                let standing = Standing::of(&case.stay, &step);
                return Ok(Deciding::Proposed(Box::new(outcome(&case, ended_at(&step), standing))));
            }
        };
        // The first one's reason counts; the second one's own stands in the trail beside their name.
        let (made, second) = match &first {
            Some(first) => (Word { by: first.by.clone(), reason: first.reason.clone() }, Some(word.by.as_str())),
            None => (word.clone(), None),
        };
        let mut stay = case.stay.clone();
        let event = Event::Decided(Box::new(decision(what, &made, second)));
        let step = stay.handle(event, self.clock.now(), &self.rules())?;
        self.save(&mut case, stay, &step, AuditLine::new(self.operator(), "decided", detail(what, &made, second)))?;
        let outcome = self.finish(case, step, (Presence::Cashier, self.settings.patience), counter)?;
        Ok(Deciding::Taken(Box::new(outcome)))
    }
}

fn decision(what: Decided, word: &Word, second: Option<&str>) -> Decision {
    Decision {
        what,
        by: word.by.trim().to_owned(),
        reason: word.reason.trim().to_owned(),
        second: second.map(|second| second.trim().to_owned()),
    }
}

/// For the trail, which is kept in plain text for ever: the reason is asked for as one that names nobody.
fn detail(what: Decided, word: &Word, second: Option<&str>) -> String {
    let what = match what {
        Decided::Ruled { act, ruling } => format!("act {act} {}", ruling.as_str()),
        Decided::Reopened => "reopened".to_owned(),
    };
    let second = second.map(|second| format!(", confirmed by {}", second.trim())).unwrap_or_default();
    format!("{what} by {}{second}: {}", word.by.trim(), word.reason.trim())
}
