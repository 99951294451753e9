//! Sees one run again, by its words.

use super::action::Action;
use super::holds::ALWAYS;
use super::setting::Setting;
use super::world::World;

/// A run that was gone through again.
#[derive(Debug)]
pub struct Replay {
    /// What was done, and what the lanes wanted then.
    pub steps: Vec<String>,
    /// The promise that was broken first, if one was.
    pub broken: Option<&'static str>,
}

/// Goes through `words`. A word that cannot happen (yet) waits while the world takes its ordinary steps; one that never
/// can is passed over, so that a run keeps its meaning while the machine learns. Then everything comes to rest.
pub fn replay(setting: &Setting, words: &str) -> Replay {
    let mut replay = Replay { steps: Vec::new(), broken: None };
    let mut world = setting.beginning();
    for word in words.split_whitespace() {
        let mut ahead = world.clone();
        let mut ordinary = Vec::new();
        let found = loop {
            if let Some(action) = enabled(&ahead, setting).into_iter().find(|action| action.to_string() == word) {
                break Some(action);
            }
            match ordinary_step(&ahead, setting).filter(|_| ordinary.len() < ORDINARY_MAX) {
                Some((action, next)) => {
                    ordinary.push(action);
                    ahead = next;
                }
                None => break None,
            }
        };
        match found {
            Some(action) => {
                for action in ordinary.into_iter().chain([action]) {
                    replay.go(&mut world, action, setting);
                }
            }
            None => replay.steps.push(format!("({word} cannot happen)")),
        }
    }
    for _ in 0..ORDINARY_MAX {
        let Some((action, _)) = ordinary_step(&world, setting) else { break };
        replay.go(&mut world, action, setting);
    }
    replay
}

impl Replay {
    fn go(&mut self, world: &mut World, action: Action, setting: &Setting) {
        let Some(next) = world.after(action, setting) else { return };
        *world = next;
        let wants: Vec<_> = world.lanes.iter().map(|lane| format!("{:?}", lane.wants(&setting.rules))).collect();
        let broken = ALWAYS.iter().find(|(_, holds)| !holds(setting, world)).map(|(name, _)| *name);
        self.steps.push(format!("{action}: {}{}", wants.join(" | "), broken.map(|_| " BROKEN").unwrap_or_default()));
        self.broken = self.broken.or(broken);
    }
}

fn enabled(world: &World, setting: &Setting) -> Vec<Action> {
    let mut actions = Vec::new();
    world.actions(setting, &mut actions);
    actions
}

/// What happens when nothing goes wrong and nobody comes.
fn ordinary_step(world: &World, setting: &Setting) -> Option<(Action, World)> {
    let ordinary = |action: &Action| {
        !matches!(action, Action::Fault(_) | Action::Begin(_) | Action::Cancel(_) | Action::Mend(_) | Action::PutBy(_))
    };
    let action = enabled(world, setting).into_iter().find(ordinary)?;
    Some((action, world.after(action, setting)?))
}

const ORDINARY_MAX: usize = 80;
