//! The token that guards every call: whoever can read its file may use the desk.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use subtle::ConstantTimeEq;
use yijie_core::failure::Usage;
use zeroize::Zeroizing;

use crate::desk::Trouble;

/// The secret that a caller must show.
pub struct Token(Zeroizing<String>);

impl Token {
    /// Reads the token's file, or makes one with a new random token where there is none. A file that others than
    /// its owner may read is refused: what stands in it is no secret any more.
    pub fn load_or_create(path: &Path) -> Result<Self, Trouble> {
        let refused = |why: &str| Trouble::new(Usage::SecretUnreadable, format!("{}: {why}", path.display()));
        let loaded = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create(path).map_err(|error| refused(&error.to_string()))?;
                File::open(path).and_then(|file| load(&file))
            }
            opened => opened.and_then(|file| load(&file)),
        };
        loaded.map(Self).map_err(|error| refused(&error.to_string()))
    }

    /// True if `shown` is the token. Takes as long wherever they differ.
    pub fn is(&self, shown: &str) -> bool {
        self.0.as_bytes().ct_eq(shown.as_bytes()).into()
    }
}

fn load(file: &File) -> io::Result<Zeroizing<String>> {
    let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    if open_to_others(file)? {
        return Err(wrong("others than its owner may read it; remove it and a new one is made"));
    }
    let mut text = Zeroizing::new(String::new());
    file.take(FILE_BYTES_MAX).read_to_string(&mut text)?;
    let token = text.trim();
    if token.len() < TOKEN_CHARS_MIN || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(wrong("not a token of at least 32 characters"));
    }
    Ok(Zeroizing::new(token.to_owned()))
}

fn create(path: &Path) -> io::Result<()> {
    let mut bytes = Zeroizing::new([0_u8; TOKEN_BYTES]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| io::Error::other(error.to_string()))?;
    let mut line = Zeroizing::new(String::with_capacity(2 * TOKEN_BYTES + 1));
    for byte in bytes.iter() {
        line.extend([byte >> 4, byte & 15].map(|nibble| char::from_digit(u32::from(nibble), 16).unwrap_or('0')));
    }
    line.push('\n');
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = private().write(true).create_new(true).open(path)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(unix)]
fn open_to_others(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.metadata()?.permissions().mode() & 0o077 != 0)
}

/// Elsewhere the folder's own access list guards the file.
#[cfg(not(unix))]
fn private() -> OpenOptions {
    OpenOptions::new()
}

#[cfg(not(unix))]
fn open_to_others(_: &File) -> io::Result<bool> {
    Ok(false)
}

const TOKEN_BYTES: usize = 32;
const TOKEN_CHARS_MIN: usize = 32;
const FILE_BYTES_MAX: u64 = 1_024;

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn token_file_is_made_once_and_readable_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("token");
        let first = Token::load_or_create(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.trim().len(), 64);
        assert!(first.is(text.trim()));
        assert!(Token::load_or_create(&path).unwrap().is(text.trim()), "the second start takes the same");
        assert!(!first.is("") && !first.is(&text.trim()[..63]) && !first.is(&text));
    }

    #[test]
    fn token_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        Token::load_or_create(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(
            Token::load_or_create(&path).err().map(|trouble| trouble.code),
            Some(Usage::SecretUnreadable.into())
        );
    }

    #[test]
    fn token_too_short_to_guard_anything_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        private().write(true).create_new(true).open(&path).unwrap().write_all(b"secret\n").unwrap();
        assert!(Token::load_or_create(&path).is_err());
    }
}
