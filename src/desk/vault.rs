//! Keys that change while the desk works, and a person's stays by number.

use std::thread;
use std::time::Duration;

use yijie_core::bill::Bill;
use yijie_core::settlement::ids::StayKey;

use super::{Desk, Trouble};
use crate::journal::{RESEALED_AT_ONCE, Resealing};

/// A rotation that was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotated {
    /// The generation that everything is sealed under now.
    pub generation: u16,
    /// Rows that were looked at.
    pub rows: usize,
}

impl Desk {
    /// Seals everything anew under a new generation of the key, in small commits between which the desk works on, and
    /// forgets the old one. One that was interrupted is taken up. `told` hears how many rows were looked at.
    pub fn rotate_key(&self, told: &mut dyn FnMut(usize)) -> Result<Rotated, Trouble> {
        let begun = self.clock.now().wall;
        let generation = self.journal().begin_rotation(begun, self.operator())?;
        let mut rows = 0;
        loop {
            let mut at = Resealing::default();
            loop {
                let batch = self.journal().reseal(&mut at, RESEALED_AT_ONCE)?;
                rows += batch.rows;
                told(rows);
                if batch.is_done {
                    break;
                }
                // Whoever settles meanwhile has a patient in front of them.
                thread::sleep(BETWEEN_BATCHES);
            }
            let ended = self.clock.now().wall;
            if self.journal().end_rotation(ended, self.operator())? == 0 {
                return Ok(Rotated { generation, rows });
            }
        }
    }

    /// True while a rotation of the key was begun and not ended.
    pub fn is_rotating_key(&self) -> bool {
        self.journal().is_rotating()
    }

    /// The stays of the person with this citizen number, the last changed first.
    pub fn stays_of_person(&self, number: &str) -> Result<Vec<StayKey>, Trouble> {
        self.list_earlier_stays()?;
        Ok(self.journal().stays_of(number, PERSON_STAYS_MAX)?)
    }

    /// Stays that an earlier program wrote are not found by number until their bills were looked at, once.
    fn list_earlier_stays(&self) -> Result<(), Trouble> {
        loop {
            let unlisted = self.journal().unlisted_stays(LISTED_AT_ONCE)?;
            let mut persons = Vec::new();
            for key in unlisted {
                let Some(case) = self.load(&key)? else { continue };
                let bill: &Bill = &case.bill;
                persons.push((key, bill.patient.citizen_id.clone()));
            }
            if persons.is_empty() {
                return Ok(());
            }
            self.journal().list_persons(&persons)?;
        }
    }
}

/// Most stays of one person that are listed.
pub const PERSON_STAYS_MAX: u32 = 100;
const LISTED_AT_ONCE: u32 = 200;
const BETWEEN_BATCHES: Duration = Duration::from_millis(1);
