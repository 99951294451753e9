//! What the platform was told, kept in a file: started again with it, even after being killed, it goes on where it was.
//!
//! A platform answers the same messages at the same times in the same way, so its messages are its memory.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;

use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::super::{exchange::Request, platform::Platform};

/// The file, open at its end.
#[derive(Debug)]
pub(super) struct Kept {
    file: File,
}

/// Something that moved the platform.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Turn {
    /// A message that arrived.
    Message { at: DateTime, path: String, headers: std::collections::BTreeMap<String, String>, body: String },
    /// A refusal that a fault asked for in its place: it takes a number of the platform's own too.
    Refusal { at: DateTime, text: String },
}

impl Kept {
    /// Opens the file, or makes it, and tells the platform everything that stands in it. A last line that is torn,
    /// as a kill in the middle of writing leaves it, was answered to nobody and is dropped.
    pub(super) fn open(path: &Path, platform: &mut Platform) -> io::Result<Self> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut whole = 0;
        let mut lines = BufReader::new(&file);
        let mut line = String::new();
        while lines.read_line(&mut line)? > 0 && line.ends_with('\n') {
            let turn: Turn = serde_json::from_str(&line).map_err(|error| not_ours(path, &error))?;
            turn.tell(platform).map_err(|error| not_ours(path, &error))?;
            whole += line.len() as u64;
            line.clear();
        }
        file.set_len(whole)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self { file })
    }

    /// Adds a line, before anybody is answered.
    pub(super) fn add(&mut self, turn: &Turn) -> io::Result<()> {
        let mut line = serde_json::to_vec(turn)?;
        line.push(b'\n');
        self.file.write_all(&line)
    }
}

impl Turn {
    pub(super) fn message(request: &Request, at: DateTime) -> Self {
        let Request { path, headers, body } = request.clone();
        Self::Message { at, path, headers, body: BASE64_STANDARD.encode(body) }
    }

    fn tell(self, platform: &mut Platform) -> Result<(), base64::DecodeError> {
        match self {
            Self::Message { at, path, headers, body } => {
                platform.handle(&Request { path, headers, body: BASE64_STANDARD.decode(body)? }, at);
            }
            Self::Refusal { at, text } => {
                platform.refusal(&text, at);
            }
        }
        Ok(())
    }
}

fn not_ours(path: &Path, why: &dyn std::fmt::Display) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("{} is not what a training platform kept: {why}", path.display()),
    )
}
