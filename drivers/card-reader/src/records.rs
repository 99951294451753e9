//! What was read, as the card gave it.

use crate::Item;
use std::collections::BTreeMap;
use std::fmt;
use zeroize::Zeroizing;

/// The records of one card, undecoded. Wiped when dropped, and printed without their content.
#[derive(Clone, PartialEq, Eq)]
pub struct Reading {
    /// How many commands it took, counted over the last, successful run.
    pub commands: u32,
    pub(crate) values: BTreeMap<u8, Zeroizing<Vec<u8>>>,
}

impl Reading {
    /// The value of one item, padding and all; `None` when the card has no such record or the
    /// plan did not ask for it.
    pub fn value(&self, item: Item) -> Option<&[u8]> {
        self.values.get(&item.tag()).map(|value| value.as_slice())
    }

    /// Every record: tag and value, by tag.
    pub fn records(&self) -> impl Iterator<Item = (u8, &[u8])> {
        self.values.iter().map(|(tag, value)| (*tag, value.as_slice()))
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lengths: BTreeMap<_, _> =
            self.values.iter().map(|(tag, value)| (format!("{tag:02X}"), value.len())).collect();
        f.debug_struct("Reading").field("commands", &self.commands).field("lengths", &lengths).finish_non_exhaustive()
    }
}
