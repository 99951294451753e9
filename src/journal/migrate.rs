//! Schemas by number. A published schema is never edited: what changes comes as the next file.

use rusqlite::Connection;

use super::JournalError;

/// The schema of the file, or `None` where nothing was ever written to it.
pub(super) fn version(db: &Connection) -> Result<Option<u32>, JournalError> {
    let application: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let objects: u32 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version, objects) {
        (0, 0, 0) => Ok(None),
        (APPLICATION_ID, 1.., _) => Ok(Some(version)),
        _ => {
            let path = db.path().unwrap_or_default();
            Err(JournalError::NotAJournal(path.into()))
        }
    }
}

/// Brings the schema from `version` to the newest. Runs inside the caller's transaction.
pub(super) fn migrate(db: &Connection, version: u32) -> Result<(), JournalError> {
    for (number, sql) in MIGRATIONS.iter().filter(|(number, _)| *number > version) {
        db.execute_batch(sql)?;
        db.pragma_update(None, "user_version", number)?;
    }
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// The newest schema.
pub const SCHEMA_VERSION: u32 = MIGRATIONS[MIGRATIONS.len() - 1].0;
/// `YIJI`: tells a journal from other databases.
const APPLICATION_ID: i32 = 0x5949_4A49;
const MIGRATIONS: &[(u32, &str)] =
    &[(1, include_str!("migrations/0001.sql")), (2, include_str!("migrations/0002.sql"))];
