//! `yijie card` and `yijie check`: who is this?

use std::time::Duration;

use serde_json::{Value, json};
use yijie_card_reader::{CardReaders, PcscReaders, Plan};
use yijie_core::card::SocialSecurityCard;
use yijie_core::failure::{Card, Language};
use yijie_core::filing::{Asked, FilingKind, Outlook, Question, Rules};
use yijie_core::person::Secret;

use super::answer::{Answer, Done};
use super::screen::Screen;
use super::words;
use crate::desk::{Checked, Counter, Desk, Progress, ReadCard, Shown, Trouble, Which, read, wait_for_card};

/// Whether personal data are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    Masked,
    Revealed,
}

/// Reads the card, waiting for it where asked to.
pub fn read_card(screen: &mut Screen, which: &Which, plan: Plan, wait: Option<u64>) -> Result<ReadCard, Trouble> {
    let readers = PcscReaders::new();
    let today = crate::desk::today();
    let began = std::time::Instant::now();
    let first = read(&readers, which, plan, today);
    let card = match (first, wait) {
        (Err(trouble), Some(seconds)) if trouble.code == Card::Absent.into() => {
            screen.say(screen.phrase(words::INSERT_CARD));
            wait_for_card(&readers, Duration::from_secs(seconds))?;
            read(&readers, which, plan, today)?
        }
        (first, _) => first?,
    };
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    screen.done(&Progress::CardRead, took_ms);
    Ok(card)
}

/// `yijie card --list`.
pub fn list(screen: &Screen) -> Answer {
    let names = PcscReaders::new().names()?;
    for name in &names {
        screen.tell(name);
    }
    Ok(Done::with(json!({ "readers": names })))
}

/// `yijie card`.
pub fn card(screen: &mut Screen, which: &Which, wait: Option<u64>, show: Show) -> Answer {
    let read = read_card(screen, which, Plan::Full, wait)?;
    let card = &read.card;
    let rows = [
        (words::NAME, card.name.as_ref().map(|name| text(name, show))),
        (words::CITIZEN_ID, card.citizen_id.as_ref().map(|id| text(id, show))),
        (words::CARD_NUMBER, card.number.as_ref().map(|number| text(number, show))),
        (words::IDENTIFICATION, card.identification.as_ref().map(|code| text(code, show))),
        (words::ISSUED_IN, card.issuing_division.map(|division| division.to_string())),
        (words::ISSUED_ON, card.issued_on.map(|day| day.to_string())),
        (words::VALID_UNTIL, card.valid_until.map(|day| day.to_string())),
        (words::READER, Some(read.reader.clone())),
    ];
    for (name, value) in rows {
        screen.field(name, value.as_deref().unwrap_or("—"));
    }
    for warning in &card.warnings {
        screen.tell(&format!("! {warning:?}"));
    }
    Ok(Done::with(card_json(card, &read, show)))
}

fn card_json(card: &SocialSecurityCard, read: &ReadCard, show: Show) -> Value {
    json!({
        "name": card.name.as_ref().map(|name| text(name, show)),
        "citizen_id": card.citizen_id.as_ref().map(|id| text(id, show)),
        "card_number": card.number.as_ref().map(|number| text(number, show)),
        "identification": card.identification.as_ref().map(|code| text(code, show)),
        "issued_in": card.issuing_division,
        "issued_on": card.issued_on,
        "valid_until": card.valid_until,
        "generation": card.generation,
        "reader": read.reader,
        "commands": read.commands,
        "warnings": card.warnings.iter().map(|warning| format!("{warning:?}")).collect::<Vec<_>>(),
        "masked": show == Show::Masked,
    })
}

fn text<T: Secret + std::fmt::Display>(value: &T, show: Show) -> String {
    match show {
        Show::Masked => value.to_string(),
        Show::Revealed => value.reveal().to_owned(),
    }
}

/// `yijie check`.
pub fn check(screen: &mut Screen, desk: &Desk, which: &Which, wait: Option<u64>, insurance: Option<&str>) -> Answer {
    let card = read_card(screen, which, Plan::Identity, wait)?;
    let shown = Shown::card(&card.card)?;
    let checked = desk.check(&shown, insurance, screen)?;
    let outlook = outlook(desk, &checked);
    let (person, chosen) = (&checked.holder.person, &checked.holder.insurance);
    screen.field(words::NAME, &person.name.to_string());
    screen.field(words::CITIZEN_ID, &person.certificate_no.to_string());
    screen.field(words::INSURANCE, &chosen.kind);
    screen.field(words::INSURED_PLACE, chosen.insured_place.as_str());
    screen.field(words::ACCOUNT, &chosen.balance.to_string());
    screen.field(words::FILING, &outlook.sentence(screen.language));
    screen.field(words::NEXT_STEP, &outlook.remedy(screen.language));
    let json = json!({
        "name": person.name.to_string(),
        "insurance": chosen.kind,
        "insured_place": chosen.insured_place,
        "balance": chosen.balance,
        "insurances": person.insurances.iter().map(|row| &row.kind).collect::<Vec<_>>(),
        "filings": checked.filings.iter().map(|(kind, rows)| filing_json(*kind, rows, screen.language)).collect::<Vec<_>>(),
        "outlook": outlook.sentence(screen.language),
        "remedy": outlook.remedy(screen.language),
        "covered": matches!(outlook, Outlook::Local | Outlook::Covered { .. }),
        "training": desk.is_training(),
    });
    Ok(Done::with(json))
}

fn outlook(desk: &Desk, checked: &Checked) -> Outlook {
    let asked: Vec<_> = checked
        .filings
        .iter()
        .map(|(kind, rows)| Asked {
            kind: *kind,
            answer: rows.clone().map_err(|trouble| trouble.code.as_str().to_owned()),
        })
        .collect();
    let question = Question {
        insurance: &checked.holder.insurance,
        treating_place: desk.treating_place(),
        institution: Some(desk.institution().as_str()),
        filings: &asked,
        stay: None,
        today: desk.today(),
    };
    question.outlook(&Rules::NATIONAL)
}

fn filing_json(
    kind: FilingKind,
    rows: &Result<Vec<yijie_core::filing::FilingRow>, Trouble>,
    language: Language,
) -> Value {
    match rows {
        Ok(rows) => json!({ "kind": kind, "rows": rows }),
        Err(trouble) => json!({ "kind": kind, "error": super::answer::error(trouble, language) }),
    }
}
