//! `yijie run`: the daemon.

use std::sync::Arc;

use serde_json::json;
use yijie_card_reader::PcscReaders;
use yijie_core::failure::{Language, Program};

use super::answer::{Answer, Done};
use super::screen::Screen;
use super::signals::Asked;
use super::{compose, signals, words};
use crate::api::view::TroubleView;
use crate::api::{Api, ApiParts};
use crate::config::Config;
use crate::desk::{Desk, Finished, Trouble, Worker};

/// Serves until it is told to stop. What is under way then is finished or left to the next start: the journal knows.
pub fn run(screen: &Screen, config: &Config) -> Answer {
    let environment = |error: std::io::Error| Trouble::new(Program::Environment, error.to_string());
    let desk = Arc::new(compose::desk(config)?);
    desk.prune(config.journal.retention_days.value())?;
    let parts = ApiParts {
        desk: Arc::clone(&desk),
        readers: Arc::new(PcscReaders::new()),
        which: compose::which(config),
        token_file: config.api.token_file.clone(),
        origins: config.api.origins.iter().map(|origin| origin.as_str().to_owned()).collect(),
    };
    let language = screen.language;
    desk.watch_finished(Box::new(move |finished| notice(language, finished)));
    let api = Api::start(config.api.listen.address(), parts)?;
    let worker = Worker::start(Arc::clone(&desk)).map_err(environment)?;
    screen.say(&format!("{} http://{}", screen.phrase(words::RUN_LISTENS), api.addr()));
    let waits = desk.queue()?.len();
    if waits > 0 {
        screen.say(&format!("{} {waits}", screen.phrase(words::RUN_WAITING)));
    }
    for warning in desk.queue_warnings()? {
        screen.trouble(&TroubleView::of(&warning, screen.language));
    }
    // A person who stops it while something waits is asked once; the system is not kept waiting.
    if signals::wait().map_err(environment)? == Asked::Interrupt && Screen::can_ask() && tell_waiting(screen, &desk)? {
        screen.say(screen.phrase(words::people::STOP_AGAIN));
        signals::wait().map_err(environment)?;
    }
    api.stop();
    drop(worker);
    let left = desk.queue()?.len();
    if left > 0 {
        screen.say(&format!("{} {left}", screen.phrase(words::RUN_LEFT)));
        tell_waiting(screen, &desk)?;
    }
    Ok(Done::with(&json!({ "stopped": true, "waiting": left, "training": desk.is_training() })))
}

/// One line for whoever looks at the daemon: what changed for whom. On standard error, beside the log.
fn notice(language: Language, finished: &Finished) {
    let Finished { key, patient, standing, refund, collect } = finished;
    let (head, standing) = (words::RUN_FINISHED.to(language), words::standing(standing).to(language));
    let (back, due) = (words::REFUND.to(language), words::COLLECT.to(language));
    anstream::eprintln!("{head} {}  {patient}  {standing}  {back} {refund}  {due} {collect}", key.stay_no);
}

/// Says what waits, and what stopping means for it. True if anything does.
fn tell_waiting(screen: &Screen, desk: &Desk) -> Result<bool, Trouble> {
    let waits = super::doer::window(desk, screen).queue()?.queue;
    for wait in &waits {
        screen.say(&super::queue::line(wait));
    }
    if !waits.is_empty() {
        screen.say(screen.phrase(words::people::GOES_ON));
    }
    Ok(!waits.is_empty())
}
