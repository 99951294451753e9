//! Walks through every state of a setting.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use stateright::{Checker, HasDiscoveries, Model, Path, Property};

use super::action::Action;
use super::holds::{ALWAYS, SOMETIMES};
use super::setting::Setting;
use super::world::World;

/// What a walk covered.
#[derive(Debug)]
pub struct Covered {
    /// States that differ.
    pub states: usize,
    /// Ways from one to another.
    pub ways: usize,
    /// The longest of the shortest ways to a state.
    pub depth: usize,
    pub took: Duration,
    /// True if every state was gone on from: nothing within the bounds is left.
    pub whole: bool,
    /// Which of [`SOMETIMES`] were seen.
    pub seen: Vec<&'static str>,
    /// A promise that was broken, and how.
    pub broken: Option<Broken>,
}

/// A broken promise.
#[derive(Debug)]
pub struct Broken {
    pub promise: &'static str,
    /// The words that replay it.
    pub path: String,
}

/// Walks until everything was seen, a promise broke, or the time is over.
pub fn walk(setting: &Setting, limit: Duration, threads: usize) -> Covered {
    let began = Instant::now();
    let walk = Walk { setting: setting.clone(), gone_on_from: AtomicUsize::new(0) };
    let checker =
        walk.checker().threads(threads).timeout(limit).finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    let took = began.elapsed();
    let states = checker.unique_state_count();
    // `is_done` says so after a time-out too: what counts is that no state was left where it was.
    let whole = checker.model().gone_on_from.load(Ordering::Relaxed) == states;
    let (ways, depth) = (checker.state_count(), checker.max_depth());
    let mut found = checker.discoveries();
    let seen = SOMETIMES.iter().map(|(name, _)| *name).filter(|name| found.contains_key(name)).collect();
    let broken = ALWAYS.iter().find_map(|(name, _)| {
        let path = found.remove(name)?;
        Some(Broken { promise: name, path: words(path) })
    });
    Covered { states, ways, depth, took, whole: whole && broken.is_none(), seen, broken }
}

fn words(path: Path<World, Action>) -> String {
    let words: Vec<_> = path.into_actions().iter().map(ToString::to_string).collect();
    words.join(" ")
}

struct Walk {
    setting: Setting,
    gone_on_from: AtomicUsize,
}

impl Model for Walk {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![self.setting.beginning()]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        self.gone_on_from.fetch_add(1, Ordering::Relaxed);
        world.actions(&self.setting, actions);
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        world.after(action, &self.setting)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(ALWAYS[0].0, |walk: &Self, world| ALWAYS[0].1(&walk.setting, world)),
            Property::always(ALWAYS[1].0, |walk: &Self, world| ALWAYS[1].1(&walk.setting, world)),
            Property::always(ALWAYS[2].0, |walk: &Self, world| ALWAYS[2].1(&walk.setting, world)),
            Property::always(ALWAYS[3].0, |walk: &Self, world| ALWAYS[3].1(&walk.setting, world)),
            Property::always(ALWAYS[4].0, |walk: &Self, world| ALWAYS[4].1(&walk.setting, world)),
            Property::always(ALWAYS[5].0, |walk: &Self, world| ALWAYS[5].1(&walk.setting, world)),
            Property::sometimes(SOMETIMES[0].0, |walk: &Self, world| SOMETIMES[0].1(&walk.setting, world)),
            Property::sometimes(SOMETIMES[1].0, |walk: &Self, world| SOMETIMES[1].1(&walk.setting, world)),
            Property::sometimes(SOMETIMES[2].0, |walk: &Self, world| SOMETIMES[2].1(&walk.setting, world)),
            Property::sometimes(SOMETIMES[3].0, |walk: &Self, world| SOMETIMES[3].1(&walk.setting, world)),
        ]
    }
}
