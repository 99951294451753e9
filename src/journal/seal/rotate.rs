//! A new generation of the key, while the desk works: what is sealed is sealed anew in bounded batches, each a commit
//! of its own, and the old generation is forgotten only when nothing is sealed under it any more.
//!
//! That the key file holds two generations is what says that a rotation is under way: after a crash it goes on from
//! there, and walks over what is done already.

use jiff::Timestamp;
use rusqlite::{params, params_from_iter, types::Value};

use super::generation::Generation;
use super::key_file;
use super::{Cell, SealKey};
use crate::journal::entry::AuditLine;
use crate::journal::page::Page;
use crate::journal::{Journal, JournalError, binding};

/// How far a rotation has come. Begin with the default; it need not be kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resealing {
    place: usize,
    row: i64,
}

/// What one batch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resealed {
    /// Rows that were looked at.
    pub rows: usize,
    /// True once everything was looked at.
    pub is_done: bool,
}

/// A table with sealed columns, and how its rows are called in what is authenticated.
struct Place {
    table: &'static str,
    row: &'static str,
    columns: &'static [&'static str],
}

impl Journal {
    /// Begins a rotation, or takes up one that was interrupted: from here on everything is sealed under the new
    /// generation. Its number.
    pub fn begin_rotation(&mut self, now: Timestamp, by: &str) -> Result<u16, JournalError> {
        self.writable()?;
        if self.key.generations.len() == 1 {
            let grown = self.key.grown()?;
            // First the key, durably; then what is sealed with it.
            grown.keep()?;
            self.key = grown;
        }
        let number = self.key.newest()?.number;
        let line = AuditLine::new(by, "key rotation", format!("generation {number} begins"));
        self.commit(|page| {
            binding::seal_canary(page.db, page.key)?;
            page.append_audit(now, None, &line)
        })?;
        Ok(number)
    }

    /// Seals the next rows anew, at most `rows_max` of them.
    pub fn reseal(&mut self, at: &mut Resealing, rows_max: usize) -> Result<Resealed, JournalError> {
        let Some(place) = PLACES.get(at.place) else { return Ok(Resealed { rows: 0, is_done: true }) };
        let (rows, last) = self.commit(|page| page.reseal(place, at.row, rows_max))?;
        match last {
            Some(last) if rows == rows_max => at.row = last,
            _ => *at = Resealing { place: at.place + 1, row: 0 },
        }
        Ok(Resealed { rows, is_done: at.place >= PLACES.len() })
    }

    /// Forgets the old generation, if nothing is sealed under it any more; otherwise how many rows still are.
    pub fn end_rotation(&mut self, now: Timestamp, by: &str) -> Result<u32, JournalError> {
        let (header, number) = (self.key.header()?, self.key.newest()?.number);
        let mut left = 0;
        for Place { table, columns, .. } in PLACES {
            for column in *columns {
                let count = format!(
                    "SELECT count(*) FROM {table} WHERE sealed_{column} IS NOT NULL AND substr(sealed_{column}, 1, 4) <> ?"
                );
                left += self.db.query_row(&count, [&header.0], |row| row.get::<_, u32>(0))?;
            }
        }
        if left == 0 {
            let line = AuditLine::new(by, "key rotation", format!("generation {number} alone is left"));
            self.commit(|page| page.append_audit(now, None, &line))?;
            let mut alone = self.key.clone();
            alone.generations.drain(..alone.generations.len() - 1);
            alone.keep()?;
            self.key = alone;
        }
        Ok(left)
    }

    /// True while two generations are in use: a rotation was begun and not ended.
    pub fn is_rotating(&self) -> bool {
        self.key.generations.len() > 1
    }
}

impl Page<'_> {
    fn reseal(&self, place: &Place, after: i64, rows_max: usize) -> Result<(usize, Option<i64>), JournalError> {
        let sealed: Vec<_> = place.columns.iter().map(|column| format!("sealed_{column}")).collect();
        let listed = sealed.join(", ");
        let select = format!(
            "SELECT rowid, {}, {listed} FROM {} WHERE rowid > ?1 ORDER BY rowid LIMIT ?2",
            place.row, place.table
        );
        let header = self.key.header()?;
        let (mut select, mut last, mut looked) = (self.db.prepare_cached(&select)?, None, 0);
        let mut rows = select.query(params![after, i64::try_from(rows_max).unwrap_or(i64::MAX)])?;
        while let Some(row) = rows.next()? {
            let (rowid, name): (i64, String) = (row.get(0)?, row.get(1)?);
            let name = if place.table == "stays" { self.stay_key(&name)?.to_string() } else { name };
            let (mut sets, mut values): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
            for (n, column) in place.columns.iter().enumerate() {
                let Some(old) = row.get::<_, Option<Vec<u8>>>(n + 2)? else { continue };
                if old.starts_with(&header.0) {
                    continue;
                }
                let cell = Cell { table: place.table, column, row: &name };
                let plain = self.key.open(cell, &old)?;
                sets.push(format!("sealed_{column} = ?"));
                values.push(self.key.seal(cell, &plain)?.into());
                if *column == "person" {
                    sets.push("person_hash = ?".to_owned());
                    let number =
                        std::str::from_utf8(&plain).map_err(|_| JournalError::Damaged("a number".to_owned()))?;
                    values.push(self.key.hash(number)?.to_vec().into());
                }
            }
            if !sets.is_empty() {
                let update = format!("UPDATE {} SET {} WHERE rowid = ?", place.table, sets.join(", "));
                values.push(rowid.into());
                self.db.prepare_cached(&update)?.execute(params_from_iter(values))?;
            }
            (last, looked) = (Some(rowid), looked + 1);
        }
        Ok((looked, last))
    }
}

impl SealKey {
    /// These keys and a new one.
    fn grown(&self) -> Result<Self, JournalError> {
        let number = self.newest()?.number.checked_add(1);
        let number = number.ok_or_else(|| JournalError::Internal("no generation is left".to_owned()))?;
        let secret = key_file::random().map_err(|error| JournalError::Storage(format!("random numbers: {error}")))?;
        let mut grown = self.clone();
        grown.generations.push(Generation::new(number, secret));
        Ok(grown)
    }

    /// Writes the keys to their file, whole or not at all.
    fn keep(&self) -> Result<(), JournalError> {
        let Some(path) = &self.file else { return Ok(()) };
        key_file::replace(path, &self.generations)
            .map_err(|why| JournalError::KeyFile { path: path.clone(), why: why.to_string() })
    }
}

/// Rows that are sealed anew in one commit, where nothing is known against it.
pub const RESEALED_AT_ONCE: usize = 100;

const PLACES: &[Place] = &[
    Place { table: "stays", row: "stay_no", columns: &["patient", "state", "person"] },
    Place { table: "bills", row: "digest", columns: &["bill"] },
    Place { table: "attempts", row: "message_id", columns: &["body"] },
    Place { table: "ends", row: "message_id || '/' || n", columns: &["words", "reply"] },
];
