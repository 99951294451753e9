//! Sealing: authenticated encryption of every personal column and every body.
//!
//! A sealed value is a header of four bytes, a fresh random nonce of 96 bits, the ciphertext and its tag of 128 bits.
//! The header names the cipher and the generation of the key, so that keys change while the desk works. The table,
//! column and row of a value are authenticated with it: one that is moved elsewhere does not open.
//!
//! Each generation is one secret of 32 random bytes. From it HKDF-SHA-256 (RFC 5869) derives a key for each cipher
//! and one for the look-up of a person. Values of the first schema have a header of one byte; their secret is the key.

mod generation;
mod key_file;
mod rotate;

use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

use self::generation::Generation;
use super::JournalError;

pub use self::rotate::{RESEALED_AT_ONCE, Resealed, Resealing};

/// The keys that seal a journal: one generation, or two while it is sealed anew.
#[derive(Clone)]
pub struct SealKey {
    /// Never empty; the last one seals.
    generations: Vec<Generation>,
    cipher: Cipher,
    /// Where they are kept. `None`: nowhere, in tests.
    file: Option<PathBuf>,
}

/// How values are sealed. Whatever is chosen, values of every cipher open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cipher {
    /// AES-256-GCM.
    #[default]
    Aes256Gcm,
    /// SM4-GCM (GB/T 32907; RFC 8998), which some hospitals must use.
    Sm4Gcm,
}

/// Where a sealed value stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) table: &'static str,
    pub(super) column: &'static str,
    pub(super) row: &'a str,
}

/// How a value is sealed, as it stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Header([u8; HEADER_BYTES]);

impl SealKey {
    /// A key from its bytes, as the first generation, kept nowhere.
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self::of(vec![Generation::new(1, Zeroizing::new(bytes))], None)
    }

    fn of(generations: Vec<Generation>, file: Option<PathBuf>) -> Self {
        Self { generations, cipher: Cipher::default(), file }
    }

    /// The same keys; what is sealed from here on is sealed by this cipher.
    #[must_use]
    pub fn sealing_with(mut self, cipher: Cipher) -> Self {
        self.cipher = cipher;
        self
    }

    /// Seals a value for one cell.
    pub(super) fn seal(&self, cell: Cell<'_>, plain: &[u8]) -> Result<Vec<u8>, JournalError> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| JournalError::Storage(format!("random numbers: {error}")))?;
        let (generation, header) = (self.newest()?, self.header()?);
        let sealed = generation
            .encrypt(self.cipher, &nonce, plain, &cell.identity(&header.0))
            .ok_or_else(|| JournalError::Internal("sealing failed".to_owned()))?;
        let mut value = Vec::with_capacity(HEADER_BYTES + NONCE_BYTES + sealed.len());
        value.extend_from_slice(&header.0);
        value.extend_from_slice(&nonce);
        value.extend_from_slice(&sealed);
        Ok(value)
    }

    /// Opens a value that was sealed for this cell. Anything else is damage: the key was proved at opening.
    pub(super) fn open(&self, cell: Cell<'_>, value: &[u8]) -> Result<Zeroizing<Vec<u8>>, JournalError> {
        let damaged = |why: &str| JournalError::Damaged(format!("{}.{} {why}", cell.table, cell.column));
        let header = value.first_chunk::<HEADER_BYTES>();
        let (header, cipher, number) = match (value.first(), header) {
            (Some(&FIRST_VERSION), _) => (&value[..1], None, 1),
            (Some(&VERSION), Some(header)) => {
                let cipher = Cipher::of_byte(header[1]).ok_or_else(|| damaged("is sealed in an unknown way"))?;
                (&header[..], Some(cipher), u16::from_be_bytes([header[2], header[3]]))
            }
            (None | Some(&VERSION), _) => return Err(damaged("does not open")),
            _ => return Err(damaged("is sealed in an unknown way")),
        };
        let generation = self.generations.iter().find(|generation| generation.number == number);
        let rest = value[header.len()..].split_first_chunk::<NONCE_BYTES>();
        let (Some(generation), Some((nonce, sealed))) = (generation, rest) else {
            return Err(damaged("does not open"));
        };
        let opened = generation.decrypt(cipher, nonce, sealed, &cell.identity(header));
        opened.map(Zeroizing::new).ok_or_else(|| damaged("does not open"))
    }

    /// The keyed hash of a person's number, under every generation, the newest last.
    pub(super) fn hashes(&self, number: &str) -> Vec<[u8; HASH_BYTES]> {
        self.generations.iter().map(|generation| generation.hash(number)).collect()
    }

    /// The keyed hash of a person's number, as it is written now.
    pub(super) fn hash(&self, number: &str) -> Result<[u8; HASH_BYTES], JournalError> {
        Ok(self.newest()?.hash(number))
    }

    fn newest(&self) -> Result<&Generation, JournalError> {
        self.generations.last().ok_or_else(|| JournalError::Internal("no generation of the key".to_owned()))
    }

    /// What stands before a value that is sealed now.
    fn header(&self) -> Result<Header, JournalError> {
        let [high, low] = self.newest()?.number.to_be_bytes();
        Ok(Header([VERSION, self.cipher.byte(), high, low]))
    }
}

impl Cipher {
    fn byte(self) -> u8 {
        match self {
            Self::Aes256Gcm => 1,
            Self::Sm4Gcm => 2,
        }
    }

    fn of_byte(byte: u8) -> Option<Self> {
        [Self::Aes256Gcm, Self::Sm4Gcm].into_iter().find(|cipher| cipher.byte() == byte)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

impl Cell<'_> {
    /// What is authenticated with the value. Table and column hold no zero byte, so no two cells share an identity.
    fn identity(self, header: &[u8]) -> Vec<u8> {
        [header, self.table.as_bytes(), self.column.as_bytes(), self.row.as_bytes()].join(&0)
    }
}

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;
/// Bytes of a keyed hash.
pub(super) const HASH_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
const HEADER_BYTES: usize = 4;
const FIRST_VERSION: u8 = 1;
const VERSION: u8 = 2;
