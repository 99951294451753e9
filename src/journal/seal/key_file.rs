//! The key file: one line of text for each generation, readable by its owner only.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::generation::Generation;
use super::{KEY_BYTES, SealKey};
use crate::journal::{JournalError, files, lock};

impl SealKey {
    /// The key of the journal at `journal`: read from its file, which is made only where no journal was ever made. A
    /// lost key file is an error, since a new key would open nothing.
    pub fn of_journal(path: &Path, journal: &Path) -> Result<Self, JournalError> {
        let missing = !path.try_exists().unwrap_or(true);
        if missing && (journal.exists() || lock::beside(journal, ".lock").exists()) {
            return Err(JournalError::KeyMissing(path.to_owned()));
        }
        Self::load_or_create(path)
    }

    /// Reads the key file, or makes one with a new random key where there is none.
    ///
    /// A key file that others may read is refused. Without its key file a journal cannot be read by anybody: keep a
    /// copy of it away from the machine.
    pub fn load_or_create(path: &Path) -> Result<Self, JournalError> {
        let refused = |why: String| JournalError::KeyFile { path: path.to_owned(), why };
        let generations = match File::open(path) {
            Ok(file) => load(&file).map_err(refused)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create(path).map_err(|error| refused(error.to_string()))?;
                let made = File::open(path).map_err(|error| error.to_string());
                made.and_then(|file| load(&file)).map_err(refused)?
            }
            Err(error) => return Err(refused(error.to_string())),
        };
        Ok(Self::of(generations, Some(path.to_owned())))
    }
}

/// A new secret.
pub(super) fn random() -> io::Result<Zeroizing<[u8; KEY_BYTES]>> {
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}

/// Puts these generations in the place of what the file holds: durable when this returns, whole whatever happens.
pub(super) fn replace(path: &Path, generations: &[Generation]) -> io::Result<()> {
    let draft = write_draft(path, generations)?;
    fs::rename(&draft, path)?;
    files::sync_directory(directory_of(path))
}

fn load(file: &File) -> Result<Vec<Generation>, String> {
    if files::open_to_others(file).map_err(|error| error.to_string())? {
        return Err("others than its owner may read it".to_owned());
    }
    let mut text = Zeroizing::new(String::new());
    file.take(FILE_BYTES_MAX).read_to_string(&mut text).map_err(|error| error.to_string())?;
    let mut generations: Vec<Generation> = Vec::new();
    for line in text.trim_end().lines() {
        let generation = parse(line)?;
        if generations.last().is_some_and(|last| last.number >= generation.number) {
            return Err("its generations are out of order".to_owned());
        }
        generations.push(generation);
    }
    if generations.is_empty() { Err("not a key file".to_owned()) } else { Ok(generations) }
}

/// Writes the key beside its name and links it there, so that the name never stands for half a key, and the second
/// of two programs that start at once takes the first one's.
fn create(path: &Path) -> io::Result<()> {
    files::create_directory(directory_of(path))?;
    let draft = write_draft(path, &[Generation::new(1, random()?)])?;
    let linked = match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    };
    fs::remove_file(&draft)?;
    linked?;
    files::sync_directory(directory_of(path))
}

fn write_draft(path: &Path, generations: &[Generation]) -> io::Result<std::path::PathBuf> {
    // Room for all of it at once: what grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(generations.len() * LINE_BYTES_MAX));
    for generation in generations {
        match generation.number {
            1 => text.push_str(FIRST),
            number => {
                text.push_str(LATER);
                text.push_str(&number.to_string());
                text.push(' ');
            }
        }
        for byte in generation.secret.iter() {
            for nibble in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(nibble), 16));
            }
        }
        text.push('\n');
    }
    let draft = lock::beside(path, &format!(".{}", std::process::id()));
    let _ = fs::remove_file(&draft);
    let mut file = files::private().write(true).create_new(true).open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(draft)
}

fn parse(line: &str) -> Result<Generation, String> {
    let (number, digits) = match (line.strip_prefix(FIRST), line.strip_prefix(LATER)) {
        (Some(digits), _) => (1, digits),
        (None, Some(rest)) => {
            let (number, digits) = rest.split_once(' ').ok_or("not a whole key")?;
            (number.parse().ok().filter(|number| *number > 1).ok_or("not a generation")?, digits)
        }
        (None, None) => return Err("not a key file".to_owned()),
    };
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    if digits.len() != 2 * KEY_BYTES || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err("not a whole key".to_owned());
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        let pair = digits.get(2 * at..2 * at + 2).unwrap_or_default();
        *byte = u8::from_str_radix(pair, 16).map_err(|_| "not a whole key")?;
    }
    Ok(Generation::new(number, bytes))
}

fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Begins the line of the first generation.
const FIRST: &str = "yijie-seal-key/1 ";
/// Begins the line of a later one, before its number.
const LATER: &str = "yijie-seal-key/2 ";
const LINE_BYTES_MAX: usize = 17 + 6 + 2 * KEY_BYTES + 1;
const FILE_BYTES_MAX: u64 = 1_024;
