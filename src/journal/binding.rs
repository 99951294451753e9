//! What a journal belongs to: one institution, one platform, one desk slot, one machine.

use std::fmt;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, types::FromSql};
use yijie_core::settlement::ids::InstitutionCode;

use super::JournalError;
use super::seal::{Cell, SealKey};

/// What a journal is bound to when it is made, and must be opened for ever after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The hospital.
    pub institution: InstitutionCode,
    /// The platform: profile, address, and whether it is real or training.
    pub platform: String,
    /// The desk slot, which no other desk of the hospital has.
    pub slot: DeskSlot,
    /// The machine.
    pub machine: MachineId,
}

/// The number of a desk within its hospital, 0 to 99: part of every message id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeskSlot(u8);

/// What tells this machine from others, such as the operating system's machine id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineId(pub String);

impl DeskSlot {
    /// A slot, if it is one.
    pub fn new(slot: u8) -> Option<Self> {
        (slot <= SLOT_MAX).then_some(Self(slot))
    }

    /// The number.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for DeskSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl Binding {
    /// Binds a journal that was just made.
    pub(super) fn write(&self, db: &Connection, key: &SealKey, path: &Path) -> Result<(), JournalError> {
        put(db, "institution", self.institution.as_str())?;
        put(db, "platform", &self.platform)?;
        seal_canary(db, key)?;
        self.write_place(db, path)
    }

    /// Binds the journal to this slot, machine and file name.
    pub(super) fn write_place(&self, db: &Connection, path: &Path) -> Result<(), JournalError> {
        put(db, "slot", self.slot.number())?;
        put(db, "place", self.place(path))
    }

    /// Refuses a journal of another institution or platform: nothing makes it ours.
    pub(super) fn check_owner(&self, db: &Connection) -> Result<(), JournalError> {
        same("institution", &meta::<String>(db, "institution")?, self.institution.as_str())?;
        same("platform", &meta::<String>(db, "platform")?, &self.platform)
    }

    /// Refuses a journal of another place or desk slot: a person may give it a new slot here.
    pub(super) fn check_place(&self, db: &Connection, path: &Path) -> Result<(), JournalError> {
        let (journal, here): (String, _) = (meta(db, "place")?, self.place(path));
        if journal != here {
            return Err(JournalError::Moved { journal, here });
        }
        same("desk slot", &bound_slot(db)?.to_string(), &self.slot.to_string())
    }

    /// The one place where the journal may send: a copy beside it on the same machine may not.
    fn place(&self, path: &Path) -> String {
        format!("{} {}", self.machine.0, path.display())
    }
}

/// Which life of the journal this is.
pub(super) fn epoch(db: &Connection) -> Result<u32, JournalError> {
    Ok(meta_if(db, "epoch")?.unwrap_or(0))
}

/// The slot that the journal is bound to.
pub(super) fn bound_slot(db: &Connection) -> Result<DeskSlot, JournalError> {
    DeskSlot::new(meta(db, "slot")?).ok_or_else(|| JournalError::Damaged("the desk slot".to_owned()))
}

/// The institution that the journal is bound to.
pub(super) fn bound_institution(db: &Connection) -> Result<InstitutionCode, JournalError> {
    InstitutionCode::parse(&meta::<String>(db, "institution")?)
        .map_err(|_| JournalError::Damaged("the institution".to_owned()))
}

/// Has the journal tell its key: the newest generation, as soon as anything is sealed under it.
pub(super) fn seal_canary(db: &Connection, key: &SealKey) -> Result<(), JournalError> {
    put(db, "canary", key.seal(CANARY_CELL, CANARY)?)
}

/// Refuses a key that the journal was not sealed with.
pub(super) fn check_key(db: &Connection, key: &SealKey) -> Result<(), JournalError> {
    let canary: Vec<u8> = meta(db, "canary")?;
    match key.open(CANARY_CELL, &canary) {
        Ok(plain) if *plain == CANARY => Ok(()),
        _ => Err(JournalError::WrongKey),
    }
}

/// A value of the journal about itself.
pub(super) fn meta<T: FromSql>(db: &Connection, name: &str) -> Result<T, JournalError> {
    meta_if(db, name)?.ok_or_else(|| JournalError::Damaged(format!("it does not say its {name}")))
}

/// A value of the journal about itself, if there.
pub(super) fn meta_if<T: FromSql>(db: &Connection, name: &str) -> Result<Option<T>, JournalError> {
    let mut select = db.prepare_cached("SELECT value FROM meta WHERE name = ?")?;
    Ok(select.query_row([name], |row| row.get(0)).optional()?)
}

/// Writes a value of the journal about itself.
pub(super) fn put(db: &Connection, name: &str, value: impl rusqlite::ToSql) -> Result<(), JournalError> {
    db.prepare_cached("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")?
        .execute(rusqlite::params![name, value])?;
    Ok(())
}

fn same(what: &'static str, journal: &str, asked: &str) -> Result<(), JournalError> {
    if journal == asked {
        return Ok(());
    }
    Err(JournalError::OtherBinding { what, journal: journal.to_owned(), asked: asked.to_owned() })
}

const SLOT_MAX: u8 = 99;
const CANARY: &[u8] = b"yijie";
const CANARY_CELL: Cell<'static> = Cell { table: "meta", column: "value", row: "canary" };
