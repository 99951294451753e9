//! `yijie queue`, `replay`, `show`: what waits, and what happened.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use yijie_core::failure::Language;
use yijie_core::settlement::ids::StayNo;

use super::answer::{Answer, Done, error};
use super::screen::Screen;
use super::{settle, words};
use crate::desk::{Desk, Nobody, Replayed, Standing, Waits, beijing};

/// `yijie queue`.
pub fn queue(screen: &Screen, desk: &Desk) -> Answer {
    let waits = desk.queue()?;
    if waits.is_empty() {
        screen.tell(screen.phrase(words::QUEUE_EMPTY));
    }
    for item in &waits {
        screen.tell(&line(item, screen.language));
    }
    let items: Vec<_> = waits.iter().map(|item| item_json(item, screen.language)).collect();
    Ok(Done::with(json!({ "queue": items, "training": desk.is_training() })))
}

/// One line of the queue.
pub fn line(item: &Waits, language: Language) -> String {
    let line = &item.line;
    let total = line.total.map(|total| total.to_string()).unwrap_or_default();
    let since = line.waits_since.map(|since| beijing(since).strftime("%m-%d %H:%M:%S").to_string()).unwrap_or_default();
    let why = item.standing.trouble().map(|trouble| trouble.sentence(language)).unwrap_or_default();
    format!("  {}  {}  {total}  {since}  {why}", line.key.stay_no, line.patient)
}

fn item_json(item: &Waits, language: Language) -> Value {
    let line = &item.line;
    json!({
        "stay_no": line.key.stay_no,
        "patient": line.patient,
        "total": line.total,
        "status": item.standing.word(),
        "waits_since": line.waits_since.map(|at| at.to_string()),
        "next_at": line.next_at.map(|at| at.to_string()),
        "attempts": item.attempts,
        "error": item.standing.trouble().map(|trouble| error(&trouble, language)),
    })
}

/// `yijie replay`.
pub fn replay(screen: &mut Screen, desk: &Desk) -> Answer {
    let waits = desk.queue()?;
    let bar = ProgressBar::with_draw_target(Some(waits.len() as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let mut came = Vec::new();
    for item in &waits {
        let key = &item.line.key;
        bar.set_message(key.stay_no.to_string());
        came.push((key.clone(), desk.replay(key, desk.patience(), &mut Nobody)));
        bar.inc(1);
    }
    bar.finish_and_clear();
    if came.is_empty() {
        screen.tell(screen.phrase(words::QUEUE_EMPTY));
    }
    let mut worst = None;
    let mut rows = Vec::new();
    for (key, replayed) in came {
        screen.tell(&format!("{}", key.stay_no));
        let row = match replayed {
            Replayed::Came(outcome) => {
                settle::tell(screen, &outcome);
                if outcome.standing == Standing::Settled {
                    let printed = desk.receipt(&key, screen)?;
                    screen.paper(&printed.text);
                } else if worst.is_none() {
                    worst = outcome.standing.trouble();
                }
                settle::stay_json(screen, desk, &outcome)
            }
            Replayed::Busy => {
                screen.tell(screen.phrase(words::BUSY));
                json!({ "stay_no": key.stay_no, "status": "busy" })
            }
            Replayed::Failed(trouble) => {
                screen.trouble(&trouble);
                let row = json!({ "stay_no": key.stay_no, "error": error(&trouble, screen.language) });
                worst = worst.or(Some(trouble));
                row
            }
        };
        rows.push(row);
    }
    Ok(Done::under(json!({ "replayed": rows, "training": desk.is_training() }), worst))
}

/// `yijie show --person`: the stays of a person, the last changed first.
pub fn of_person(screen: &Screen, desk: &Desk, number: &str) -> Answer {
    let mut stays = Vec::new();
    for key in desk.stays_of_person(number)? {
        let outcome = desk.show(&key)?;
        let (word, total) = (outcome.standing.word(), outcome.stay.terms.total);
        screen.tell(&format!("  {}  {}  {total}  {word}", key.stay_no, outcome.bill.patient.name));
        stays.push(json!({
            "stay_no": key.stay_no,
            "patient": outcome.bill.patient.name.to_string(),
            "total": total,
            "status": word,
        }));
    }
    if stays.is_empty() {
        screen.tell(screen.phrase(words::journal::NOBODY));
    }
    Ok(Done::with(json!({ "stays": stays, "training": desk.is_training() })))
}

/// `yijie show`.
pub fn show(screen: &Screen, desk: &Desk, stay: StayNo) -> Answer {
    let story = desk.story(&desk.key(stay))?;
    settle::tell(screen, &story.outcome);
    for told in &story.told {
        let at = beijing(told.at).strftime("%m-%d %H:%M:%S").to_string();
        let end = screen.phrase(words::end(told.end));
        let found = if told.by_evidence { screen.phrase(words::FOUND_OUT) } else { "" };
        let words = told.words.as_deref().unwrap_or_default();
        screen.tell(&format!("  {at}  {}  {}  {}  {end} {found} {words}", told.infno, told.message_id, told.kind));
    }
    let mut json = settle::stay_json(screen, desk, &story.outcome);
    if let Some(object) = json.as_object_mut() {
        let told = story.told.iter().map(|told| {
            json!({
                "act": told.act,
                "kind": told.kind,
                "infno": told.infno,
                "fate": told.fate,
                "by_evidence": told.by_evidence,
                "message_id": told.message_id,
                "at": told.at.to_string(),
                "end": told.end.map(crate::journal::EndKind::as_str),
                "words": told.words,
            })
        });
        object.insert("story".to_owned(), told.collect());
        let instructions = story.instructions.iter().map(|made| {
            json!({
                "id": made.id,
                "money": made.money,
                "made_at": made.made_at.to_string(),
                "acknowledged_at": made.acknowledged_at.map(|at| at.to_string()),
            })
        });
        object.insert("instructions".to_owned(), instructions.collect());
    }
    Ok(Done::with(json))
}
