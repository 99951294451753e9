//! Sign-ins (9001): the number goes into every later message of the operator's day, so it outlives a restart.

use jiff::{Timestamp, civil::Date};
use rusqlite::{OptionalExtension, params};

use super::entry::WORD_BYTES_MAX;
use super::page::bounded;
use super::{Journal, JournalError};

impl Journal {
    /// The number of the operator's sign-in on this day (+08:00), if there is one.
    pub fn sign_in(&self, operator: &str, day: Date) -> Result<Option<String>, JournalError> {
        let mut select = self.db.prepare_cached("SELECT sign_no FROM sign_ins WHERE operator = ? AND day = ?")?;
        Ok(select.query_row([operator, &day.to_string()], |row| row.get(0)).optional()?)
    }

    /// Keeps the number of a sign-in; a later one of the same day takes its place. Earlier days are dropped.
    pub fn keep_sign_in(
        &mut self,
        operator: &str,
        day: Date,
        sign_no: &str,
        now: Timestamp,
    ) -> Result<(), JournalError> {
        bounded("operator", operator.len(), WORD_BYTES_MAX)?;
        bounded("sign_no", sign_no.len(), WORD_BYTES_MAX)?;
        self.commit(|page| {
            let day = day.to_string();
            page.db.prepare_cached("DELETE FROM sign_ins WHERE day < ?")?.execute([&day])?;
            page.db.prepare_cached("INSERT OR REPLACE INTO sign_ins VALUES (?, ?, ?, ?)")?.execute(params![
                operator,
                day,
                sign_no,
                now.as_millisecond()
            ])?;
            Ok(())
        })
    }

    /// Forgets a sign-in that the platform no longer takes.
    pub fn drop_sign_in(&mut self, operator: &str, day: Date) -> Result<(), JournalError> {
        self.commit(|page| {
            page.db
                .prepare_cached("DELETE FROM sign_ins WHERE operator = ? AND day = ?")?
                .execute([operator, &day.to_string()])?;
            Ok(())
        })
    }
}
