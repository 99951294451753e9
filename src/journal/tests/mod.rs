//! What the journal promises, each promise with a test that fails when it is broken.

mod audit;
mod backup;
mod crash;
mod fixture;
mod ids;
mod money;
mod opening;
mod records;
mod retention;
mod rotation;
mod sealing;
mod storage;

use std::convert::Infallible;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;
use yijie_core::money::Yuan;
use yijie_core::settlement::ids::{ActId, BillDigest, InstitutionCode, MessageId, StayKey, StayNo};

use super::*;

/// A desk with a journal of its own in a directory of its own.
struct Desk {
    dir: TempDir,
    binding: Binding,
}

impl Desk {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), binding: binding() }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("desk/journal.sqlite")
    }

    fn open(&self) -> Journal {
        self.try_open().unwrap()
    }

    fn try_open(&self) -> Result<Journal, JournalError> {
        Journal::open(&self.path(), &self.binding, key(), now())
    }

    /// A connection of its own, beside the journal's.
    fn connection(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }
}

fn binding() -> Binding {
    Binding {
        institution: InstitutionCode::parse("H36010200001").unwrap(),
        platform: "training http://127.0.0.1:8099".to_owned(),
        slot: DeskSlot::new(7).unwrap(),
        machine: MachineId("machine-a".to_owned()),
    }
}

fn key() -> SealKey {
    SealKey::from_bytes([7; KEY_BYTES])
}

/// 2026-03-01 17:30:05 in Beijing.
fn now() -> Timestamp {
    "2026-03-01T09:30:05.250Z".parse().unwrap()
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn stay(no: &str) -> StayKey {
    StayKey { institution: binding().institution, stay_no: StayNo::parse(no).unwrap() }
}

fn digest() -> BillDigest {
    BillDigest::parse(&"ab".repeat(32)).unwrap()
}

fn record(status: &str, rest: Rest) -> StayRecord {
    StayRecord {
        status: status.to_owned(),
        rest,
        needs_person: false,
        patient: "王**".to_owned(),
        person: Some(yijie_core::person::CitizenId::parse(CITIZEN).unwrap()),
        total: Some(Yuan::parse("44671.59").unwrap()),
        bill: Some(digest()),
        waits_since: Some(now()),
        next_at: Some(later(30)),
        state: text(&json!({ "person": { "name": NAME, "number": CITIZEN }, "total": 44671.59, "step": status })),
    }
}

fn text(value: &Value) -> JsonText {
    JsonText::of(value).unwrap()
}

fn settle_act(fate: &str) -> ActRow {
    ActRow { act: ActId(1), kind: "settle".to_owned(), fate: fate.to_owned() }
}

/// An intent to settle, with the message id in its body as on the wire.
fn settle_intent(no: &str, id: &MessageId) -> Intent {
    Intent {
        entry: Entry::of(stay(no), now()).record(record("settling", Rest::Open)).act(settle_act("open")),
        act: ActId(1),
        infno: "2304".to_owned(),
        bill: Some(digest()),
        body: format!(r#"{{"msgid":"{id}","psn_name":"{NAME}","psn_no":"{CITIZEN}"}}"#).into_bytes(),
    }
}

fn intend(journal: &mut Journal, no: &str, at: Timestamp) -> MessageId {
    journal.intend::<Infallible>(at, |id| Ok(settle_intent(no, id))).unwrap()
}

fn end(id: &MessageId, kind: EndKind, words: &str) -> AttemptEnd {
    let reply = format!(r#"{{"infcode":0,"psn_name":"{NAME}","inf_refmsgid":"{id}"}}"#).into_bytes();
    AttemptEnd { message_id: id.clone(), kind, words: Some(words.to_owned()), reply }
}

const NAME: &str = "王小异";
const CITIZEN: &str = "360102195001011234";
