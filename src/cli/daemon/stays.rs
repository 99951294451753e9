//! `yijie queue`, `replay`, `show`, `check` where the daemon is the desk.

use serde_json::json;
use yijie_core::settlement::ids::StayNo;

use super::answers::{Check, Filings, Message, Queue, Replay, Story, Wait};
use super::line::of_stay;
use super::money::once_card_is_in;
use super::{Daemon, tell};
use crate::cli::answer::{Answer, Done};
use crate::cli::screen::Screen;
use crate::cli::words;
use crate::desk::{EndKind, Trouble, beijing};

/// `yijie queue`.
pub fn queue(screen: &Screen, daemon: &Daemon) -> Answer {
    let said = daemon.line.get("/v1/queue")?;
    if let Some(refusal) = said.refusal()? {
        return Ok(tell::refused(screen, said, &refusal));
    }
    let queue: Queue = said.read()?;
    if queue.waits.is_empty() {
        screen.tell(screen.phrase(words::QUEUE_EMPTY));
    }
    for wait in &queue.waits {
        screen.tell(&waiting(screen, wait));
    }
    Ok(Done::with(said.json))
}

/// `yijie replay`.
pub fn replay(screen: &Screen, daemon: &Daemon) -> Answer {
    let said = daemon.line.post("/v1/replay", Vec::new())?;
    if let Some(refusal) = said.refusal()? {
        return Ok(tell::refused(screen, said, &refusal));
    }
    let replay: Replay = said.read()?;
    if replay.replayed.is_empty() {
        screen.tell(screen.phrase(words::QUEUE_EMPTY));
    }
    let mut first = None;
    for row in &replay.replayed {
        screen.tell(&row.stay_no);
        let trouble = match (&row.stay, &row.error) {
            (Some(stay), _) => {
                tell::stay(screen, stay);
                stay.trouble.as_ref().map(Trouble::from)
            }
            (None, Some(error)) => {
                let trouble = Trouble::from(error);
                screen.trouble(&trouble);
                Some(trouble)
            }
            (None, None) => {
                screen.tell(screen.phrase(words::BUSY));
                None
            }
        };
        first = first.or(trouble);
    }
    Ok(Done::under(said.json, first))
}

/// `yijie show --person`.
pub fn of_person(screen: &Screen, daemon: &Daemon, number: &str) -> Answer {
    let body = json!({ "citizen_id": number }).to_string().into_bytes();
    let said = daemon.line.post("/v1/persons/stays", body)?;
    if let Some(refusal) = said.refusal()? {
        return Ok(tell::refused(screen, said, &refusal));
    }
    let rows = said.json["stays"].as_array().cloned().unwrap_or_default();
    if rows.is_empty() {
        screen.tell(screen.phrase(words::journal::NOBODY));
    }
    for row in &rows {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let line = [text("stay_no"), text("patient"), row["total"].to_string(), text("standing")];
        screen.tell(&format!("  {}", line.join("  ")));
    }
    Ok(Done::with(said.json))
}

/// `yijie journal rotate-key`: the generation and the answer, or how it was refused.
pub fn rotate_key(screen: &Screen, daemon: &Daemon) -> Result<Result<(u16, serde_json::Value), Done>, Trouble> {
    let said = daemon.line.post("/v1/journal/rotate-key", Vec::new())?;
    if let Some(refusal) = said.refusal()? {
        return Ok(Err(tell::refused(screen, said, &refusal)));
    }
    let generation = said.json["generation"].as_u64().and_then(|number| u16::try_from(number).ok());
    Ok(Ok((generation.unwrap_or_default(), said.json)))
}

/// `yijie show`.
pub fn show(screen: &Screen, daemon: &Daemon, stay: &StayNo) -> Answer {
    let said = daemon.line.get(&of_stay(stay, ""))?;
    if let Some(refusal) = said.refusal()? {
        return Ok(tell::refused(screen, said, &refusal));
    }
    let story: Story = said.read()?;
    tell::stay(screen, &story.stay);
    for message in &story.messages {
        screen.tell(&sent(screen, message));
    }
    Ok(Done::with(said.json))
}

/// `yijie check`.
pub fn check(screen: &Screen, daemon: &Daemon, wait: Option<u64>, insurance: Option<&str>) -> Answer {
    let whom = insurance.map_or_else(|| json!({}), |kind| json!({ "insurance": kind })).to_string();
    let said = once_card_is_in(screen, wait, || daemon.line.post("/v1/check", whom.clone().into_bytes()))?;
    if let Some(refusal) = said.refusal()? {
        return Ok(tell::refused(screen, said, &refusal));
    }
    let check: Check = said.read()?;
    screen.field(words::NAME, &check.name);
    screen.field(words::CITIZEN_ID, &check.certificate_no);
    screen.field(words::INSURANCE, &check.insurance.kind);
    screen.field(words::INSURED_PLACE, &check.insurance.insured_place);
    screen.field(words::ACCOUNT, &check.insurance.balance.to_string());
    for filings in &check.filings {
        filed(screen, filings);
    }
    Ok(Done::with(said.json))
}

fn waiting(screen: &Screen, wait: &Wait) -> String {
    let total = wait.total.map(|total| total.to_string()).unwrap_or_default();
    let since = wait.waits_since.map(time).unwrap_or_default();
    let why = wait.trouble.as_ref().map(|trouble| Trouble::from(trouble).sentence(screen.language));
    format!("  {}  {}  {total}  {since}  {}", wait.stay_no, wait.patient, why.unwrap_or_default())
}

fn sent(screen: &Screen, message: &Message) -> String {
    let kinds = [EndKind::Done, EndKind::Refused, EndKind::NotSent, EndKind::InDoubt];
    let kind = message.end.as_deref().and_then(|end| kinds.into_iter().find(|kind| kind.as_str() == end));
    let end = screen.phrase(words::end(kind));
    let found = if message.by_evidence { screen.phrase(words::FOUND_OUT) } else { "" };
    let (at, words) = (time(message.at), message.words.as_deref().unwrap_or_default());
    let Message { transaction, id, kind, .. } = message;
    format!("  {at}  {transaction}  {id}  {kind}  {end} {found} {words}")
}

/// What is filed, kind by kind; whether it carries the stay is the platform's to judge.
fn filed(screen: &Screen, filings: &Filings) {
    let kind = screen.phrase(words::filing(&filings.kind));
    for row in &filings.rows {
        let (ends_on, at) = (row.ends_on.as_deref().unwrap_or("…"), row.institution.as_deref().unwrap_or_default());
        screen.field(words::FILING, &format!("{kind}  {} – {ends_on}  {at}", row.begins_on));
    }
    if let Some(trouble) = &filings.trouble {
        screen.field(words::FILING, &format!("{kind}  {}", Trouble::from(trouble).sentence(screen.language)));
    }
}

fn time(at: jiff::Timestamp) -> String {
    beijing(at).strftime("%m-%d %H:%M:%S").to_string()
}
