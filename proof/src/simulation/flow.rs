//! The five flows: what a cashier wants, step by step.

use yijie::desk::{Confirmation, Counter, Progress, Standing};
use yijie_core::bill::Bill;
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::{Stay, Waiting};

use super::bills;
use super::world::World;

/// What a cashier does with a stay.
#[derive(Debug, Clone)]
pub struct Flow {
    pub name: &'static str,
    pub does: &'static str,
    /// Whether the personal account pays its part. Where it does, nothing is left to pay in cash.
    pub account: AccountUse,
    pub steps: Vec<Step>,
}

/// One thing that the cashier wants, and asks for until it is so.
#[derive(Debug, Clone)]
pub enum Step {
    /// This bill settled; and what is said to the pre-settlement.
    Settle(Box<Bill>, Says),
    /// A receipt.
    Print,
    /// The settlement cancelled, the refund back in the till.
    Cancel,
}

/// What the cashier says to a pre-settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    Yes,
    No,
    /// Yes; and with that the line goes down for ten minutes.
    YesAndTheLineGoes,
}

impl Flow {
    /// All five.
    pub fn all() -> Result<Vec<Self>, String> {
        let read = |bill: Result<Bill, _>| bill.map_err(|faults| format!("a fixture's bill: {faults:?}"));
        let known = Box::new(read(bills::known())?);
        let changed = Box::new(read(bills::changed())?);
        let unregistered = Box::new(read(bills::unregistered())?);
        let settle = |bill: &Bill| Step::Settle(Box::new(bill.clone()), Says::Yes);
        Ok(vec![
            Self {
                name: "plain",
                does: "fees, discharge, settlement, receipt, a copy of it",
                account: AccountUse::Keep,
                steps: vec![settle(&known), Step::Print, Step::Print],
            },
            Self {
                name: "admit",
                does: "the same for a stay that is registered first",
                account: AccountUse::Use,
                steps: vec![settle(&unregistered), Step::Print],
            },
            Self {
                name: "changed",
                does: "declined, then another bill: discharge undone, lines removed, new lines",
                account: AccountUse::Use,
                steps: vec![Step::Settle(known.clone(), Says::No), settle(&changed), Step::Print],
            },
            Self {
                name: "cancel",
                does: "settled, cancelled, settled again on another bill",
                account: AccountUse::Keep,
                steps: vec![settle(&known), Step::Print, Step::Cancel, settle(&changed), Step::Print],
            },
            Self {
                name: "queue",
                does: "agreed to as the line goes down; the queue settles when it is back",
                account: AccountUse::Use,
                steps: vec![Step::Settle(known, Says::YesAndTheLineGoes), Step::Print],
            },
        ])
    }

    /// The stay that it is about.
    pub fn bill(&self) -> Option<&Bill> {
        self.steps.iter().find_map(|step| match step {
            Step::Settle(bill, _) => Some(bill.as_ref()),
            _ => None,
        })
    }

    /// Every bill of it.
    pub fn bills(&self) -> impl Iterator<Item = &Bill> {
        self.steps.iter().filter_map(|step| match step {
            Step::Settle(bill, _) => Some(bill.as_ref()),
            _ => None,
        })
    }
}

impl Step {
    /// True if a stay that stands like this is what was wanted.
    pub fn is_reached(&self, standing: &Standing) -> bool {
        match self {
            Self::Settle(_, Says::No) => matches!(standing, Standing::NotSettled(_)),
            Self::Settle(..) | Self::Print => *standing == Standing::Settled,
            Self::Cancel => *standing == Standing::Cancelled,
        }
    }
}

/// The cashier at the counter.
pub struct Cashier {
    pub says: Says,
    pub world: World,
}

impl Counter for Cashier {
    fn done(&mut self, _: &Progress<'_>, _: u64) {}

    fn waits(&mut self, _: &Waiting, _: u64) {}

    fn confirm(&mut self, _: &Stay) -> Confirmation {
        match self.says {
            Says::Yes => Confirmation::Agreed,
            Says::No => Confirmation::Declined,
            Says::YesAndTheLineGoes => {
                // Once: whoever asks again finds the line as it is.
                self.says = Says::Yes;
                let mut state = self.world.state();
                state.down_until_ms = state.ms + 600_000;
                Confirmation::Agreed
            }
        }
    }
}
