//! Sealing: AES-256-GCM over every personal column and every body.
//!
//! A sealed value is a version byte, a fresh random nonce of 96 bits, the ciphertext and its tag of 128 bits. The
//! table, column and row of a value are authenticated with it, so that a value moved elsewhere does not open.

mod key_file;

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

use super::JournalError;

/// The key that seals a journal: 32 random bytes.
#[derive(Clone)]
pub struct SealKey {
    bytes: Zeroizing<[u8; KEY_BYTES]>,
}

/// Where a sealed value stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) table: &'static str,
    pub(super) column: &'static str,
    pub(super) row: &'a str,
}

impl SealKey {
    /// A key from its bytes.
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self { bytes: Zeroizing::new(bytes) }
    }

    /// Seals a value for one cell.
    pub(super) fn seal(&self, cell: Cell<'_>, plain: &[u8]) -> Result<Vec<u8>, JournalError> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| JournalError::Storage(format!("random numbers: {error}")))?;
        let aad = cell.identity();
        let sealed = self
            .cipher()
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &aad })
            .map_err(|_| JournalError::Internal("sealing failed".to_owned()))?;
        let mut value = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
        value.push(VERSION);
        value.extend_from_slice(&nonce);
        value.extend_from_slice(&sealed);
        Ok(value)
    }

    /// Opens a value that was sealed for this cell. Anything else is damage: the key was proved at opening.
    pub(super) fn open(&self, cell: Cell<'_>, value: &[u8]) -> Result<Zeroizing<Vec<u8>>, JournalError> {
        let damaged = || JournalError::Damaged(format!("{}.{} does not open", cell.table, cell.column));
        let (version, rest) = value.split_first().ok_or_else(damaged)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>().ok_or_else(damaged)?;
        if *version != VERSION {
            return Err(JournalError::Damaged(format!("{}.{} is sealed in an unknown way", cell.table, cell.column)));
        }
        let aad = cell.identity();
        let plain = self.cipher().decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: &aad });
        plain.map(Zeroizing::new).map_err(|_| damaged())
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&(*self.bytes).into())
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

impl Cell<'_> {
    /// What is authenticated with the value. Table and column hold no zero byte, so no two cells share an identity.
    fn identity(self) -> Vec<u8> {
        [&[VERSION], self.table.as_bytes(), self.column.as_bytes(), self.row.as_bytes()].join(&0)
    }
}

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
const VERSION: u8 = 1;
