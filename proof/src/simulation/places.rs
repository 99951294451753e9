//! Every fault that a run can meet: the kinds of each place, at each place that it came by.

use super::fault::{At, Fault, Kind, Place};
use super::run::Places;

/// How closely the disk is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// At each sync, which is each commit.
    Commits,
    /// At each single operation too.
    Operations,
}

/// Every fault at every place of a run.
pub fn every(places: Places, grain: Grain) -> Vec<Fault> {
    let mut all = Vec::new();
    let mut add = |at: At, count: u32, place: fn(u32) -> Place| {
        for n in 1..=count {
            let kinds = Kind::ALL.iter().filter(|kind| kind.at() == at);
            all.extend(kinds.map(|&kind| Fault { place: place(n), kind }));
        }
    };
    add(At::Message, places.messages, Place::Message);
    add(At::Disk, places.syncs, Place::Sync);
    add(At::Print, places.prints, Place::Print);
    add(At::Click, places.clicks, Place::Click);
    if grain == Grain::Operations {
        add(At::Disk, places.changes, Place::Change);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_at_every_place_of_its_own_once() {
        let places = Places { messages: 3, syncs: 2, changes: 5, prints: 1, clicks: 1 };
        let commits = every(places, Grain::Commits);
        let kinds = |at: At| Kind::ALL.iter().filter(|kind| kind.at() == at).count();
        let expected = 3 * kinds(At::Message) + 2 * kinds(At::Disk) + kinds(At::Print) + kinds(At::Click);
        assert_eq!(commits.len(), expected);
        assert_eq!(commits.iter().collect::<std::collections::BTreeSet<_>>().len(), expected);
        assert_eq!(every(places, Grain::Operations).len(), expected + 5 * kinds(At::Disk));
    }
}
