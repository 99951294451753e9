//! What a named person decides where nothing else can tell, and what they are offered to decide.

use serde::{Deserialize, Serialize};

use super::act::{Act, Attention, Fate, Negative, Proof};
use super::ask::{Answer, Doubt, Message};
use super::doubt::{Search, TakeBack};
use super::ids::ActId;
use super::rules::Rules;
use super::stay::{Goal, Look, Stay};

/// What a person found out or decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It has no effect on the platform: it never arrived, or was taken back there.
    NotDone,
    /// It happened, and is dealt with outside this program.
    DealtWith,
    /// What stood in the way is gone: find out again.
    LookAgain,
    /// Take it back (2601), even if it cannot be made again now.
    TakeBack,
}

impl Ruling {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::NotDone, Self::DealtWith, Self::LookAgain, Self::TakeBack];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotDone => "not_done",
            Self::DealtWith => "dealt_with",
            Self::LookAgain => "look_again",
            Self::TakeBack => "take_back",
        }
    }

    /// The ruling of this word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ruling| ruling.as_str() == word)
    }
}

impl Stay {
    /// What a person may decide about this act. Empty unless it awaits one.
    pub fn rulings(&self, id: ActId, rules: &Rules) -> Vec<Ruling> {
        let Some(act) = self.act(id) else { return Vec::new() };
        let Fate::Person(attention) = &act.fate else { return Vec::new() };
        Ruling::ALL.into_iter().filter(|ruling| offered(act, attention, *ruling, rules)).collect()
    }

    pub(super) fn ruled(&mut self, id: ActId, ruling: Ruling, rules: &Rules) -> Result<(), &'static str> {
        if !self.act(id).is_some_and(|act| matches!(act.fate, Fate::Person(_))) {
            return Err("the act awaits nobody");
        }
        if !self.rulings(id, rules).contains(&ruling) {
            return Err("this is not offered for it");
        }
        match ruling {
            Ruling::NotDone => {
                self.set_fate(id, Fate::NotDone(Negative::Ruling));
                self.presettlement = None;
                self.look = Look::default();
            }
            Ruling::DealtWith => self.dealt_with_by_person(id),
            Ruling::LookAgain => self.search_again(id, TakeBack::IfRemade),
            Ruling::TakeBack => self.search_again(id, TakeBack::Ordered),
        }
        Ok(())
    }

    /// An act that took something back has done so; of one that did something, the figures are elsewhere.
    fn dealt_with_by_person(&mut self, id: ActId) {
        let Some(act) = self.act(id) else { return };
        let takes_back = matches!(
            act.message,
            Message::CancelSettlement { .. }
                | Message::UndoDischarge { .. }
                | Message::RemoveFees { .. }
                | Message::CancelAdmission { .. }
        );
        match act.effective_id().cloned() {
            Some(message_id) if takes_back => self.happened(id, &message_id, Answer::Accepted, Proof::Ruling),
            _ => {
                self.set_fate(id, Fate::Done(Proof::Ruling));
                self.goal = Goal::Nothing;
            }
        }
    }

    /// What was found out before brought it here; it is looked for anew, and tried as often again.
    fn search_again(&mut self, id: ActId, take_back: TakeBack) {
        let Some(act) = self.act_mut(id) else { return };
        act.rounds = act.rounds.saturating_add(1);
        self.set_fate(id, Fate::InDoubt(Box::new(Search { take_back, ..Search::new(Doubt::FoundOpen) })));
        self.presettlement = None;
    }
}

/// Only what can be true, and only what this platform can do.
fn offered(act: &Act, attention: &Attention, ruling: Ruling, rules: &Rules) -> bool {
    let settles = matches!(act.message, Message::Settle { .. });
    match ruling {
        // What stands is not undone by saying so: it is taken back, or dealt with as it stands.
        Ruling::NotDone => *attention != Attention::StandsUnadopted,
        Ruling::DealtWith => true,
        Ruling::LookAgain => {
            let shown = rules.figures_by_visit || rules.presettle_trusted;
            *attention == Attention::Exhausted || shown || !settles
        }
        Ruling::TakeBack => {
            let reversible = *attention == Attention::StandsUnadopted || *attention == Attention::NoEvidence;
            settles && rules.reverse_settle && reversible
        }
    }
}
