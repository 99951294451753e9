//! What a walk through the model goes by: who is there, what the platform is like, and how much may go wrong.

use yijie_core::settlement::Rules;

use super::books::Books;
use super::lane::Lane;
use super::names;
use super::net::Net;
use super::world::World;

/// One configuration of the model.
#[derive(Debug, Clone)]
pub struct Setting {
    pub name: &'static str,
    pub rules: Rules,
    /// Who works on what: a desk and a visit each.
    pub lanes: &'static [(u8, u8)],
    pub scope: Scope,
    /// How much may go wrong in one run.
    pub faults: u8,
    /// How often a cashier asks for a settlement: the first time, and again after each refusal or doubt.
    pub clicks: u8,
    /// How often a cashier asks for a cancel.
    pub cancels: u8,
    /// The platform refuses at first.
    pub unwilling: bool,
    /// The card's numbers last; a voucher's token does not.
    pub credential_lasts: bool,
    /// A journal may be restored from an older state.
    pub restores: bool,
    /// Answers may belong to another message.
    pub swaps: bool,
}

/// Which acts a walk goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Pre-settlement, settlement, reversal, cancel.
    Money,
    /// Admission, fees and discharge before them.
    Whole,
}

impl Setting {
    /// How many lines the bill has.
    pub fn lines(&self) -> usize {
        match self.scope {
            Scope::Money => 0,
            Scope::Whole => 1,
        }
    }

    /// How the world is at first.
    pub fn beginning(&self) -> World {
        let visits = self.lanes.iter().map(|(_, visit)| visit + 1).max().unwrap_or_default();
        let books = |visit| match self.scope {
            Scope::Money => Books::ready(visit, self.unwilling),
            Scope::Whole => Books::empty(visit, self.unwilling),
        };
        World {
            lanes: self.lanes.iter().map(|(desk, visit)| self.lane(*desk, *visit)).collect(),
            net: Net::default(),
            books: (0..visits).map(books).collect(),
            faults: self.faults,
            clicks: self.clicks,
            cancels: self.cancels,
            calm: 0,
        }
    }

    fn lane(&self, desk: u8, visit: u8) -> Lane {
        let known = (self.scope == Scope::Money).then(|| names::visit_id(visit, 1));
        let batches = (1..=self.lines()).map(|_| vec![names::line(1)]).collect();
        let mut stay = names::stay(visit, names::terms(known, batches, self.credential_lasts));
        stay.discharged = self.scope == Scope::Money;
        Lane::new(desk, stay, visit)
    }

    /// True where the platform shows both that an act happened and that it did not, takes it back, and settling again
    /// is possible: then nothing is left to a person.
    pub fn finds_out_alone(&self) -> bool {
        let rules = &self.rules;
        rules.figures_by_visit
            && rules.presettle_trusted
            && rules.reverse_settle
            && rules.reverse_admit
            && rules.refund_shown
            && self.credential_lasts
    }
}
