//! The read sequence of a social security card.

use crate::exchange::Exchange;
use crate::{CardError, CardReader, CardSession, Item, OtherCard, Plan, Reading, StatusWord};
use iso7816_tlv::simple::Tlv;
use std::collections::BTreeMap;
use std::sync::mpsc;
use zeroize::Zeroizing;

/// Reads the card in `reader`.
pub fn read_card(reader: &dyn CardReader, plan: Plan) -> Result<Reading, CardError> {
    let (give, take) = mpsc::sync_channel(1);
    reader.session(Box::new(move |session| {
        // The other end is gone only when this thread was given up: nobody wants the reading.
        let _ = give.send(read_session(session, plan)?);
        Ok(())
    }))?;
    take.try_recv().map_err(|_| CardError::ReaderFailed { detail: "a session without work".into() })
}

/// Reads the card of an open session, from the beginning again whenever another program reset it
/// in between, whether or not that was told: pcscd 1.9 tells of a reset that it let begin before
/// our transaction, and then carries it out, maybe only after we have taken the card up again.
pub fn read_session(session: &mut dyn CardSession, plan: Plan) -> Result<Reading, CardError> {
    for _ in 0..RESTARTS_MAX {
        match read_once(session, plan) {
            Err(CardError::CardReset) => {
                tracing::info!("the card was reset by another program; reading again");
                session.restart()?;
            }
            Err(CardError::ReadRefused { tag, sw }) if is_lost_selection(tag, sw) => {
                tracing::info!(tag, %sw, "what was selected is not any more; reading again");
            }
            end => return end,
        }
    }
    read_once(session, plan)
}

fn read_once(session: &mut dyn CardSession, plan: Plan) -> Result<Reading, CardError> {
    let mut card = Exchange::new(session);
    select_environment(&mut card)?;

    let mut values: BTreeMap<u8, Zeroizing<Vec<u8>>> = BTreeMap::new();
    let mut selected = None;
    for item in plan.items() {
        if plan == Plan::Identity && item == Item::NameExtension {
            let name = values.get(&Item::Name.tag());
            if name.is_some_and(|name| !may_continue(name)) {
                continue;
            }
        }
        if selected != Some(item.file()) {
            select_file(&mut card, item.file())?;
            selected = Some(item.file());
        }
        if let Some(value) = read_record(&mut card, item)? {
            values.insert(item.tag(), value);
        }
    }
    Ok(Reading { commands: card.sent(), values })
}

/// SELECT by name. A card on which the environment can't be seen from where another program left
/// it is asked again from its root.
fn select_environment(card: &mut Exchange<'_>) -> Result<(), CardError> {
    let first = card.tell(SELECT_BY_NAME, ENVIRONMENT)?;
    if first == StatusWord::OK {
        return Ok(());
    }
    if first == FILE_INVALIDATED {
        return Err(CardError::CardBlocked { sw: first });
    }
    card.tell(SELECT_BY_ID, &ROOT)?;
    let again = card.tell(SELECT_BY_NAME, ENVIRONMENT)?;
    if again == StatusWord::OK {
        return Ok(());
    }
    let mut looks_like = OtherCard::Unknown;
    for name in [PAYMENT_ENVIRONMENT, DEBIT] {
        if card.tell(SELECT_BY_NAME, name)? == StatusWord::OK {
            looks_like = OtherCard::Bank;
            break;
        }
    }
    // A bank's chip may say 6A81 for what it does not have; only a card of ours can be blocked.
    if looks_like == OtherCard::Unknown && again.is_blocked() {
        return Err(CardError::CardBlocked { sw: again });
    }
    Err(CardError::NotASocialSecurityCard { looks_like })
}

/// SELECT of a file below the environment, in either of the two forms that readers in the field
/// use.
fn select_file(card: &mut Exchange<'_>, file: [u8; 2]) -> Result<(), CardError> {
    let mut sw = card.tell(SELECT_CHILD, &file)?;
    if sw != StatusWord::OK && !sw.is_blocked() {
        sw = card.tell(SELECT_BY_ID, &file)?;
    }
    match sw {
        StatusWord::OK => Ok(()),
        sw if sw.is_blocked() => Err(CardError::CardBlocked { sw }),
        sw => Err(CardError::ReadRefused { tag: 0, sw }),
    }
}

/// READ RECORD by identifier. `None` where the card has no such record.
fn read_record(card: &mut Exchange<'_>, item: Item) -> Result<Option<Zeroizing<Vec<u8>>>, CardError> {
    let header = [0x00, 0xB2, item.tag(), 0x00];
    // The exact length saves T=0 cards a 6Cxx and a second command.
    let mut answer = card.ask(header, item.length() + 2)?;
    let cut_short = answer.sw == StatusWord::OK && matches!(value(item, &answer.data), Err(Odd::Short));
    if cut_short || answer.sw == StatusWord::WRONG_LENGTH {
        // The record is longer than the specification says, and the card gave its beginning.
        answer = card.ask(header, 0)?;
    }
    match answer.sw {
        StatusWord::OK => {}
        sw if sw.is_missing() => return Ok(None),
        sw => {
            return Err(CardError::ReadRefused { tag: item.tag(), sw });
        }
    }
    match value(item, &answer.data) {
        Ok(value) => Ok(Some(value)),
        Err(Odd::Empty) => Ok(None),
        Err(_) if matches!(item, Item::CitizenNumber | Item::Name | Item::NameExtension) => {
            Err(CardError::Malformed { detail: "the holder's number or name is not a record" })
        }
        Err(odd) => {
            tracing::warn!(tag = item.tag(), ?odd, "a record that is none is left out");
            Ok(None)
        }
    }
}

/// The value out of `tag length value`.
fn value(item: Item, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Odd> {
    if data.is_empty() {
        return Err(Odd::Empty);
    }
    let (parsed, _padding) = Tlv::parse(data);
    let tlv = parsed.map_err(|_| Odd::Short)?;
    let tag: u8 = tlv.tag().into();
    if tag != item.tag() {
        return Err(Odd::OtherTag);
    }
    Ok(Zeroizing::new(tlv.value().to_vec()))
}

/// What can be wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Odd {
    Empty,
    Short,
    OtherTag,
}

/// Whether a name may go on in the extension: the longest character of GB18030 has four bytes, so
/// room for four more means that nothing was left over, whether or not the card's writer divides
/// a character between the two records.
fn may_continue(name: &[u8]) -> bool {
    let padding = name.iter().rev().take_while(|byte| matches!(byte, 0x00 | 0x20 | 0xFF)).count();
    name.len() - padding + CHARACTER_BYTES_MAX > usize::from(Item::Name.length())
}

/// Whether a refusal looks as if the card had forgotten what was selected. A card that means it
/// says so again.
fn is_lost_selection(tag: u8, sw: StatusWord) -> bool {
    sw == NO_FILE_SELECTED || (tag == 0 && sw == FILE_NOT_FOUND)
}

/// How often a read starts again after a reset by another program.
pub const RESTARTS_MAX: usize = 3;

const CHARACTER_BYTES_MAX: usize = 4;
const SELECT_BY_NAME: [u8; 4] = [0x00, 0xA4, 0x04, 0x00];
const SELECT_CHILD: [u8; 4] = [0x00, 0xA4, 0x02, 0x00];
const SELECT_BY_ID: [u8; 4] = [0x00, 0xA4, 0x00, 0x00];
const ROOT: [u8; 2] = [0x3F, 0x00];
const FILE_INVALIDATED: StatusWord = StatusWord(0x6283);
const NO_FILE_SELECTED: StatusWord = StatusWord(0x6986);
const FILE_NOT_FOUND: StatusWord = StatusWord(0x6A82);
/// SSSE (社会保障系统环境): "sx1.sh." and 社会保障 in GBK.
const ENVIRONMENT: &[u8] = b"sx1.sh.\xC9\xE7\xBB\xE1\xB1\xA3\xD5\xCF";
const PAYMENT_ENVIRONMENT: &[u8] = b"1PAY.SYS.DDF01";
/// PBOC debit.
const DEBIT: &[u8] = &[0xA0, 0x00, 0x00, 0x03, 0x33, 0x01, 0x01, 0x01];
