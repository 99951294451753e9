//! The tier `model`: the real machine, and every order in which things can happen to it.
//!
//! A desk's logic is the product's own [`Stay::handle`](yijie_core::settlement::Stay::handle); the journal, the
//! messages under way and the platform are a model of a few pages. `stateright` walks through every state that a
//! bounded number of faults can lead to.

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
mod world;

use std::time::Duration;

use crate::asked::Asked;

/// Walks through every setting and prints what was covered.
pub fn run(asked: &Asked) -> Result<(), String> {
    if let Some(run) = &asked.replay {
        return see_again(run);
    }
    let limit = asked.lasts.unwrap_or(Duration::from_secs(60));
    for setting in settings::all() {
        let covered = search::walk(&setting, limit, 2);
        println!(
            "{:26} {:>9} states {:>10} ways, depth {:>3}, {:>6.2} s, {:>7.0}/s, {}; seen: {}",
            setting.name,
            covered.states,
            covered.ways,
            covered.depth,
            covered.took.as_secs_f64(),
            covered.states as f64 / covered.took.as_secs_f64(),
            if covered.whole { "end reached" } else { "END NOT REACHED" },
            covered.seen.join(", "),
        );
        if let Some(broken) = covered.broken {
            println!(
                "    BROKEN {}\n    cargo xtask prove model --replay '{}: {}'",
                broken.promise, setting.name, broken.path
            );
        }
    }
    Ok(())
}

fn see_again(run: &str) -> Result<(), String> {
    let told = || format!("{run:?} is no run of the model: say 'SETTING: WORDS'");
    let (name, words) = run.split_once(": ").ok_or_else(told)?;
    let setting = settings::all().into_iter().find(|setting| setting.name == name).ok_or_else(told)?;
    let replay = replay::replay(&setting, words);
    for step in replay.steps {
        println!("{step}");
    }
    match replay.broken {
        Some(promise) => Err(format!("broken: {promise}")),
        None => Ok(()),
    }
}
