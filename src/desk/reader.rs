//! From a reader to a card that says who its holder is.

use std::sync::mpsc;
use std::time::Duration;

use jiff::civil::Date;
use yijie_card_reader::{CardError, CardReaders, Plan, ReaderEvent, read_card};
use yijie_core::card::SocialSecurityCard;
use yijie_core::failure::Reader;

use super::Trouble;

/// Which reader a desk takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Which {
    /// The first that holds a social security card.
    #[default]
    Any,
    /// The one of this name.
    Named(String),
}

/// A card that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCard {
    /// What it says.
    pub card: SocialSecurityCard,
    /// Where it was.
    pub reader: String,
    /// How many commands it took.
    pub commands: u32,
}

/// Reads the card that is in the reader now.
pub fn read(readers: &dyn CardReaders, which: &Which, plan: Plan, today: Date) -> Result<ReadCard, Trouble> {
    let names = readers.names()?;
    if names.is_empty() {
        return Err(Trouble::new(Reader::Missing, ""));
    }
    match which {
        Which::Named(name) if names.contains(name) => read_one(readers, name, plan, today),
        Which::Named(name) => Err(Trouble::new(Reader::NotNamed, name.as_str())),
        Which::Any => read_any(readers, &names, plan, today),
    }
}

/// Of several readers, the one with a social security card counts. Where none has one, the trouble of a reader that
/// holds anything at all says more than that another is empty.
fn read_any(readers: &dyn CardReaders, names: &[String], plan: Plan, today: Date) -> Result<ReadCard, Trouble> {
    let mut worst: Option<Trouble> = None;
    for name in names {
        match read_one(readers, name, plan, today) {
            Ok(read) => return Ok(read),
            Err(trouble) => {
                let empty = trouble.code == yijie_core::failure::Card::Absent.into();
                if worst.is_none() || !empty {
                    worst = Some(trouble);
                }
            }
        }
    }
    Err(worst.unwrap_or_else(|| Trouble::new(Reader::Missing, "")))
}

fn read_one(readers: &dyn CardReaders, name: &str, plan: Plan, today: Date) -> Result<ReadCard, Trouble> {
    let reading = read_card(readers.reader(name).as_ref(), plan)?;
    let card = SocialSecurityCard::parse(reading.records(), today)?;
    Ok(ReadCard { card, reader: name.to_owned(), commands: reading.commands })
}

/// Waits for a card to be put in, without asking over and over. `None` if none came in time.
pub fn wait_for_card(readers: &dyn CardReaders, limit: Duration) -> Result<Option<String>, CardError> {
    let (sender, events) = mpsc::channel();
    let _watch = readers.watch(Box::new(move |event| {
        // Nobody listens any more once the first card is in.
        let _ = sender.send(event);
    }))?;
    let deadline = std::time::Instant::now() + limit;
    loop {
        let left = deadline.saturating_duration_since(std::time::Instant::now());
        match events.recv_timeout(left) {
            Ok(ReaderEvent::CardIn { reader, .. }) => return Ok(Some(reader)),
            Ok(_) => {}
            Err(_) => return Ok(None),
        }
    }
}
