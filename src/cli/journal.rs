//! `yijie journal`: what is done to the journal as a whole.

mod adopt;
mod backup;
mod rotate;
mod verify;

use std::path::PathBuf;

use clap::ArgMatches;
use yijie_core::failure::Usage;

use super::answer::Answer;
use super::screen::Screen;
use crate::config::Config;
use crate::desk::Trouble;

/// Obeys the word after `yijie journal`.
pub fn journal(screen: &mut Screen, config: &Config, matches: &ArgMatches) -> Answer {
    let (name, matches) = matches.subcommand().unwrap_or(("", matches));
    if super::has(matches, "yes") {
        screen.yes = super::screen::Yes::Given;
    }
    let word = |name: &str| matches.try_get_one::<String>(name).ok().flatten().map_or("", |text| text.trim());
    let file = || matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    match name {
        "verify" => verify::verify(screen, config),
        "backup" => backup::backup(screen, config, &file()),
        "restore" => backup::restore(screen, config, &file()),
        "adopt" => adopt::adopt(screen, config, matches.get_one::<u8>("slot").copied(), word("by"), word("reason")),
        "account" => adopt::account(screen, config, word("stay"), word("found"), word("by"), word("reason")),
        "rotate-key" => rotate::rotate(screen, config),
        _ => Err(Trouble::new(Usage::Arguments, name)),
    }
}
