//! A person's stays, found by number without opening every stay: by a keyed hash beside the sealed number.

use rusqlite::{params, params_from_iter};
use yijie_core::person::{CitizenId, Secret};
use yijie_core::settlement::ids::StayKey;

use super::page::Page;
use super::seal::Cell;
use super::{Journal, JournalError};

impl Journal {
    /// The stays of the person with this citizen number, the last changed first; at most `limit`.
    pub fn stays_of(&self, number: &str, limit: u32) -> Result<Vec<StayKey>, JournalError> {
        let page = self.page();
        let hashes = page.key.hashes(number);
        let marks = vec!["?"; hashes.len()].join(", ");
        let select = format!(
            "SELECT stay_no FROM stays WHERE person_hash IN ({marks}) ORDER BY changed_at_ms DESC LIMIT {limit}"
        );
        let mut select = page.db.prepare_cached(&select)?;
        let mut rows = select.query(params_from_iter(hashes.iter().map(|hash| &hash[..])))?;
        let mut stays = Vec::new();
        while let Some(row) = rows.next()? {
            stays.push(page.stay_key(&row.get::<_, String>(0)?)?);
        }
        Ok(stays)
    }

    /// Stays that an earlier program wrote, which cannot be found by number yet; at most `limit`.
    pub fn unlisted_stays(&self, limit: u32) -> Result<Vec<StayKey>, JournalError> {
        let page = self.page();
        let mut select = page.db.prepare_cached("SELECT stay_no FROM stays WHERE sealed_person IS NULL LIMIT ?")?;
        let numbers = select.query_map([limit], |row| row.get::<_, String>(0))?;
        numbers.map(|number| page.stay_key(&number?)).collect()
    }

    /// Makes stays that an earlier program wrote findable, in one commit.
    pub fn list_persons(&mut self, of: &[(StayKey, CitizenId)]) -> Result<(), JournalError> {
        self.commit(|page| of.iter().try_for_each(|(stay, person)| page.put_person(stay, person)))
    }
}

impl Page<'_> {
    /// The person of a stay that is there.
    pub(super) fn put_person(&self, stay: &StayKey, person: &CitizenId) -> Result<(), JournalError> {
        let cell = Cell { table: "stays", column: "person", row: &stay.to_string() };
        let sealed = self.key.seal(cell, person.reveal().as_bytes())?;
        self.db
            .prepare_cached("UPDATE stays SET sealed_person = ?, person_hash = ? WHERE stay_no = ?")?
            .execute(params![sealed, self.key.hash(person.reveal())?, self.stay_no(stay)?])?;
        Ok(())
    }
}
