//! A private PC/SC stack, as the demonstration has it, with one card.

use std::ffi::CString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use yijie_card_reader::PcscReaders;
use yijie_virtual_card::control::Twist;
use yijie_virtual_card::stack::{Inside, Place, READERS, Stack};

use crate::Fallible;

/// A running stack and our readers over it.
pub struct Plugged {
    stack: Stack,
    pub readers: PcscReaders,
}

impl Plugged {
    /// Starts the stack that this process was started as a client of.
    pub fn start() -> Fallible<Self> {
        let place = Place::from_environment().ok_or("no unpacked PC/SC packages; `cargo xtask setup` gets them")?;
        let packages = packages().ok_or("no unpacked PC/SC packages")?;
        let inside = Inside { program: std::env::current_exe()?, arguments: vec![INSIDE.into()] };
        Ok(Self { stack: Stack::start(&place, &packages, &inside)?, readers: PcscReaders::new() })
    }

    /// Puts the card in.
    pub fn insert(&mut self) -> Fallible<()> {
        Ok(self.stack.insert(0, Path::new(CARD), Twist::default())?)
    }

    /// Takes it out.
    pub fn pull(&mut self) -> Fallible<()> {
        Ok(self.stack.pull(0)?)
    }
}

/// The reader that the card is in.
pub const READER: &str = READERS[0];

/// The same, as the raw interface wants it.
pub fn reader_name() -> Fallible<CString> {
    Ok(CString::new(READER)?)
}

/// Runs this program again as a client of a stack, and gives its exit code. `None` where it is one already, or where
/// no stack can be had.
pub fn again_in_a_stack() -> Fallible<Option<ExitCode>> {
    if Place::from_environment().is_some() || packages().is_none() {
        return Ok(None);
    }
    let place = Place::new()?;
    let mut again = Command::new(std::env::current_exe()?);
    again.args(std::env::args_os().skip(1));
    let code = place.introduce(&mut again).status()?.code().and_then(|code| u8::try_from(code).ok());
    Ok(Some(ExitCode::from(code.unwrap_or(1))))
}

fn packages() -> Option<PathBuf> {
    let named = std::env::var_os("YIJIE_PCSC_STACK").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from("target/pcsc-stack"))).filter(|folder| folder.is_dir())
}

/// The word by which this program is asked to play the cards inside the stack.
pub const INSIDE: &str = "inside-stack";
const CARD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cards/li-xiulan.toml");
