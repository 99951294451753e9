//! The key file: one line of text, readable by its owner only.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::{KEY_BYTES, SealKey};
use crate::journal::{JournalError, files, lock};

impl SealKey {
    /// The key of the journal at `journal`: that of its key file, which is made where neither is there yet. A journal
    /// without its key file is left untouched, and so is the name of the key file: a new key would open nothing, and
    /// would stand where the old one is to be put back.
    pub fn of_journal(journal: &Path, key_file: &Path) -> Result<Self, JournalError> {
        let is_missing = !key_file.try_exists().unwrap_or(true);
        if is_missing && is_database(journal) {
            let why = format!("it is gone, and the journal {} was sealed with it", journal.display());
            return Err(JournalError::KeyFile { path: key_file.to_owned(), why });
        }
        Self::load_or_create(key_file)
    }

    /// Reads the key file, or makes one with a new random key where there is none.
    ///
    /// A key file that others may read is refused. Without its key file a journal cannot be read by anybody: keep a
    /// copy of it away from the machine.
    pub fn load_or_create(path: &Path) -> Result<Self, JournalError> {
        let refused = |why: String| JournalError::KeyFile { path: path.to_owned(), why };
        match File::open(path) {
            Ok(file) => load(&file).map_err(refused),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create(path).map_err(refused)?;
                File::open(path).map_err(|error| error.to_string()).and_then(|file| load(&file)).map_err(refused)
            }
            Err(error) => Err(refused(error.to_string())),
        }
    }
}

/// True of what SQLite wrote; anything else has nothing that a key could open.
fn is_database(path: &Path) -> bool {
    let mut head = [0; DATABASE_HEAD.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok_and(|()| head == *DATABASE_HEAD)
}

fn load(file: &File) -> Result<SealKey, String> {
    if files::open_to_others(file).map_err(|error| error.to_string())? {
        return Err("others than its owner may read it".to_owned());
    }
    let mut text = Zeroizing::new(String::new());
    file.take(FILE_BYTES_MAX).read_to_string(&mut text).map_err(|error| error.to_string())?;
    let digits = text.trim_end().strip_prefix(PREFIX).ok_or("not a key file")?;
    parse(digits).map(|bytes| SealKey { bytes }).ok_or_else(|| "not a whole key".to_owned())
}

/// Writes the key beside its name and links it there, so that the name never stands for half a key, and the second
/// of two programs that start at once takes the first one's.
fn create(path: &Path) -> Result<(), String> {
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| error.to_string())?;
    let mut line = Zeroizing::new(String::with_capacity(PREFIX.len() + 2 * KEY_BYTES + 1));
    line.push_str(PREFIX);
    for byte in bytes.iter() {
        for nibble in [byte >> 4, byte & 15] {
            line.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    line.push('\n');
    let write = || -> io::Result<()> {
        let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new("."));
        files::create_directory(directory)?;
        let draft = lock::beside(path, &format!(".{}", std::process::id()));
        let _ = fs::remove_file(&draft);
        let mut file = files::private().write(true).create_new(true).open(&draft)?;
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        let linked = match fs::hard_link(&draft, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            linked => linked,
        };
        fs::remove_file(&draft)?;
        linked?;
        files::sync_directory(directory)
    };
    write().map_err(|error| error.to_string())
}

fn parse(digits: &str) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    if digits.len() != 2 * KEY_BYTES || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

const PREFIX: &str = "yijie-seal-key/1 ";
const DATABASE_HEAD: &[u8; 16] = b"SQLite format 3\0";
const FILE_BYTES_MAX: u64 = 256;
