//! `yijie queue`, `replay`, `show`: what waits, and what happened.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use yijie_core::settlement::ids::StayNo;

use super::answer::{Answer, Done, Fell};
use super::closing::table;
use super::doer::{Doer, window};
use super::screen::Screen;
use super::{settle, words};
use crate::api::view::{MessageView, ReplayView, ReplayedView, Show, WaitView};
use crate::desk::{Desk, beijing};

/// `yijie queue`.
pub fn queue(screen: &Screen, doer: &Doer) -> Answer {
    let view = doer.queue(screen)?;
    if view.queue.is_empty() {
        screen.tell(screen.phrase(words::QUEUE_EMPTY));
    }
    for wait in &view.queue {
        screen.tell(&line(wait));
    }
    for warning in &view.warnings {
        screen.trouble(warning);
    }
    Ok(Done::with(&view))
}

/// One line of the queue.
pub fn line(wait: &WaitView) -> String {
    let total = wait.total.map(|total| total.0.to_string()).unwrap_or_default();
    let since = wait.waits_since.map(time).unwrap_or_default();
    let why = wait.error.as_ref().map(|error| error.sentence.as_str()).unwrap_or_default();
    format!("  {}  {}  {total}  {since}  {why}", wait.stay_no, wait.patient)
}

/// `yijie replay`.
pub fn replay(screen: &mut Screen, doer: &Doer) -> Answer {
    let view = match doer {
        Doer::Desk(desk) => here(screen, desk)?,
        Doer::Daemon(daemon) => daemon.replay(screen)?,
    };
    if view.replayed.is_empty() {
        screen.tell(screen.phrase(words::QUEUE_EMPTY));
    }
    for replayed in &view.replayed {
        screen.tell(replayed.stay_no());
        match replayed {
            ReplayedView::Came(stay) => {
                settle::tell(screen, stay);
                settle::paper(screen, stay.paper.as_deref(), stay.notice.as_deref(), stay.printer.as_ref());
            }
            ReplayedView::Left(left) => match &left.error {
                Some(error) => screen.trouble(error),
                None => screen.tell(screen.phrase(words::BUSY)),
            },
        }
    }
    table(screen, &view.replayed);
    let first = view.replayed.iter().find_map(ReplayedView::error).cloned();
    Ok(Done::under(&view, first))
}

/// Works the queue off in this process, under a bar that says how far it is.
fn here(screen: &Screen, desk: &Desk) -> Result<ReplayView, Fell> {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let view = window(desk, screen).replay(Show::Revealed, &|stay, all| {
        bar.set_length(all as u64);
        bar.set_message(stay.to_string());
        bar.inc(1);
    });
    bar.finish_and_clear();
    Ok(view?)
}

/// `yijie show --person`: the stays of a person, the last changed first.
pub fn of_person(screen: &Screen, doer: &Doer, number: &str) -> Answer {
    let view = doer.of_person(screen, number)?;
    for stay in &view.stays {
        screen.tell(&format!("  {}  {}  {}  {}", stay.stay_no, stay.patient, stay.total.0, stay.status));
    }
    if view.stays.is_empty() {
        screen.tell(screen.phrase(words::journal::NOBODY));
    }
    Ok(Done::with(&view))
}

/// `yijie show`.
pub fn show(screen: &Screen, doer: &Doer, stay: StayNo) -> Answer {
    let view = doer.story(screen, stay)?;
    settle::tell(screen, &view);
    for message in view.story.iter().flatten() {
        screen.tell(&sent(screen, message));
    }
    Ok(Done::with(&view))
}

fn sent(screen: &Screen, message: &MessageView) -> String {
    let end = screen.phrase(words::end(message.end.as_deref()));
    let found = if message.by_evidence { screen.phrase(words::FOUND_OUT) } else { "" };
    let (at, words) = (time(message.at), message.words.as_deref().unwrap_or_default());
    let MessageView { infno, message_id, kind, .. } = message;
    format!("  {at}  {infno}  {message_id}  {kind}  {end} {found} {words}")
}

fn time(at: Timestamp) -> String {
    beijing(at).strftime("%m-%d %H:%M:%S").to_string()
}
