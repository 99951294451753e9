//! The tier `model`: the real machine, and every order in which things can happen to it.
//!
//! A desk's logic is the product's own [`Stay::handle`](yijie_core::settlement::Stay::handle); the journal, the
//! messages under way and the platform are a model of a few pages. `stateright` walks through every state that a
//! bounded number of faults can lead to. Saving and sending are two steps; a message is lost by never being delivered
//! within its horizon; time is counted from now, and passes only while somebody waits. That every act ends is a
//! promise about each state, so that a circle without progress is found: steps since something last came from outside
//! are counted, and bounded.

mod action;
mod books;
mod holds;
mod lane;
mod names;
mod net;
mod replay;
mod search;
mod setting;
mod settings;
#[cfg(test)]
mod tests;
mod world;

use std::time::{Duration, Instant};

use yijie_core::teeth::Tooth;

use crate::asked::Asked;
use search::{Covered, walk};
use setting::Setting;

/// Walks through every setting and prints what was covered; then makes each bug that the model is there to notice.
///
/// With `--for` each setting is walked with one fault more than in the slice, and one more again while time is left.
pub fn run(asked: &Asked) -> Result<(), String> {
    if let Some(run) = &asked.replay {
        return see_again(run);
    }
    let began = Instant::now();
    let mut broken = 0_usize;
    for setting in settings::all() {
        broken += usize::from(!holds(&setting, SLICE_LIMIT));
    }
    if let Some(lasts) = asked.lasts {
        for more in 1..=FAULTS_MORE_MAX {
            for setting in settings::all() {
                let left = lasts.saturating_sub(began.elapsed());
                if !left.is_zero() {
                    broken += usize::from(!holds(&Setting { faults: setting.faults + more, ..setting }, left));
                }
            }
        }
    }
    let unnoticed = unnoticed();
    match (broken, unnoticed) {
        (0, 0) => Ok(()),
        (broken, unnoticed) => Err(format!("{broken} settings break a promise, {unnoticed} bugs go unnoticed")),
    }
}

fn holds(setting: &Setting, limit: Duration) -> bool {
    let covered = walk(setting, None, limit, THREADS);
    let Covered { states, ways, depth, took, whole, seen, broken } = covered;
    let each_second = u128::try_from(states).unwrap_or_default() * 1_000 / took.as_millis().max(1);
    let end = if whole { "end reached" } else { "END NOT REACHED" };
    println!(
        "{:24} {} faults: {states:>8} states, {ways:>9} ways, depth {depth:>3}, {:>6} ms, {each_second:>6}/s, {end}; seen: {}",
        setting.name,
        setting.faults,
        took.as_millis(),
        seen.join(", "),
    );
    let Some(broken) = broken else { return true };
    println!("  BROKEN: {}", broken.promise);
    println!("  cargo xtask prove model --replay '{}: {}'", setting.name, broken.path);
    false
}

/// How many bugs nobody notices.
fn unnoticed() -> usize {
    let unnoticed = settings::TEETH.iter().filter(|(tooth, name)| {
        let Some(setting) = settings::find(name) else { return true };
        let covered = walk(&setting, Some(*tooth), SLICE_LIMIT, THREADS);
        let by = covered.broken.as_ref().map_or("NOBODY", |broken| broken.promise);
        println!("bug {:26} in {name:24} {:>6} ms, noticed by: {by}", tooth.word(), covered.took.as_millis());
        covered.broken.is_none()
    });
    unnoticed.count()
}

/// True if the slice of this tier looks for this bug.
#[cfg(test)]
pub fn looks_for(tooth: Tooth) -> bool {
    settings::TEETH.iter().any(|(of, _)| *of == tooth)
}

/// The promise that this bug breaks in the setting that is there to show it, and the run that breaks it.
pub fn notices(tooth: Tooth, limit: Duration) -> Option<(&'static str, String)> {
    let (_, name) = settings::TEETH.iter().find(|(of, _)| *of == tooth)?;
    let broken = walk(&settings::find(name)?, Some(tooth), limit, THREADS).broken?;
    Some((broken.promise, format!("{name}: {}", broken.path)))
}

fn see_again(run: &str) -> Result<(), String> {
    let told = || format!("{run:?} is no run of the model: say 'SETTING: WORDS'");
    let (name, words) = run.split_once(": ").ok_or_else(told)?;
    let setting = settings::find(name).ok_or_else(told)?;
    let replay = replay::replay(&setting, words);
    for step in replay.steps {
        println!("{step}");
    }
    match replay.broken {
        Some(promise) => Err(format!("broken: {promise}")),
        None => Ok(()),
    }
}

/// Far longer than any setting of the slice takes.
const SLICE_LIMIT: Duration = Duration::from_mins(2);
const FAULTS_MORE_MAX: u8 = 3;
const THREADS: usize = 2;
