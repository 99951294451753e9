//! The demonstration's cards: in a real PC/SC stack of our own, or, where that cannot start, through the same seam.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use yijie_card_reader::{CardReaders, PcscReaders, ReaderEvent};
use yijie_virtual_card::stack::{Inside, Place, Stack, StackError};
use yijie_virtual_card::{CardFixture, Slot, VirtualReaders};

use super::Fell;

/// A patient of the demonstration: their card and their bill.
pub struct Patient {
    pub name: &'static str,
    pub card: &'static str,
    pub bill: &'static str,
}

pub const LI_XIULAN: Patient = Patient {
    name: "li-xiulan",
    card: include_str!("../../../fixtures/cards/li-xiulan.toml"),
    bill: include_str!("../../../fixtures/bills/worked-case.json"),
};

pub const WANG_JIANGUO: Patient = Patient {
    name: "wang-jianguo",
    card: include_str!("../../../fixtures/cards/wang-jianguo.toml"),
    bill: include_str!("../../../fixtures/bills/wang-jianguo.json"),
};

pub const ZHANG_GUIFANG: Patient = Patient {
    name: "zhang-guifang",
    card: include_str!("../../../fixtures/cards/zhang-guifang.toml"),
    bill: include_str!("../../../fixtures/bills/zhang-guifang.json"),
};

/// Where the cards go in.
pub enum Cards {
    /// pcscd, with a virtual card, in namespaces of their own.
    Stack { stack: Box<Stack>, readers: PcscReaders, folder: PathBuf },
    /// The virtual card behind the reader's seam, without PC/SC.
    InProcess { slot: Slot, readers: VirtualReaders },
}

impl Cards {
    /// Starts the stack, where this process was started as its client. Says why not, where not.
    pub fn plug(folder: &Path) -> (Self, Option<String>) {
        match start(folder) {
            Ok(stack) => (stack, None),
            Err(why) => {
                let slot = Slot::new();
                let readers = VirtualReaders::single("Yijie virtual reader", &slot);
                (Self::InProcess { slot, readers }, Some(why))
            }
        }
    }

    /// Puts a card in.
    pub fn insert(&mut self, patient: &Patient) -> Result<(), Fell> {
        match self {
            Self::Stack { stack, folder, .. } => {
                let path = folder.join(format!("{}.toml", patient.name));
                fs::write(&path, patient.card)?;
                Ok(stack.insert(0, &path, yijie_virtual_card::control::Twist::default())?)
            }
            Self::InProcess { slot, .. } => {
                slot.insert(CardFixture::from_toml(patient.card).map_err(|error| Fell::Setup(error.to_string()))?);
                Ok(())
            }
        }
    }

    /// Takes it out, and waits until the reader has noticed: a card put in before that would be taken for the old one.
    pub fn pull(&mut self) -> Result<(), Fell> {
        let (tell, events) = mpsc::channel();
        let watch = self.readers().watch(Box::new(move |event| {
            // Nobody listens any more once the card is out.
            let _ = tell.send(event);
        }));
        let _watch = watch.map_err(crate::desk::Trouble::from)?;
        let comes = |wanted: fn(&ReaderEvent) -> bool| {
            while let Ok(event) = events.recv_timeout(NOTICE_LIMIT) {
                if wanted(&event) {
                    return Ok(());
                }
            }
            Err(Fell::Setup("the reader does not notice its card".to_owned()))
        };
        comes(|event| matches!(event, ReaderEvent::CardIn { .. }))?;
        match self {
            Self::Stack { stack, .. } => stack.pull(0)?,
            Self::InProcess { slot, .. } => slot.pull(),
        }
        comes(|event| matches!(event, ReaderEvent::CardOut { .. }))
    }

    /// The readers that they are in.
    pub fn readers(&self) -> &dyn CardReaders {
        match self {
            Self::Stack { readers, .. } => readers,
            Self::InProcess { readers, .. } => readers,
        }
    }
}

fn start(folder: &Path) -> Result<Cards, String> {
    let place = Place::from_environment().ok_or("not started as a client of a stack")?;
    let packages = packages().ok_or("pcscd and vsmartcard-vpcd are not unpacked; cargo xtask demo does that")?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let inside = Inside { program, arguments: vec![INSIDE.into()] };
    let stack = Stack::start(&place, &packages, &inside).map_err(|error: StackError| error.to_string())?;
    Ok(Cards::Stack { stack: Box::new(stack), readers: PcscReaders::new(), folder: folder.to_owned() })
}

/// Where the packages of the stack were unpacked, if they were.
pub fn packages() -> Option<PathBuf> {
    let named = std::env::var_os("YIJIE_PCSC_STACK").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from("target/pcsc-stack"))).filter(|folder| folder.is_dir())
}

/// Runs this program again as a client of a stack, and gives its exit code. `None` where no stack can be had.
pub fn again_in_a_stack() -> Option<io::Result<i32>> {
    if Place::from_environment().is_some() || packages().is_none() {
        return None;
    }
    let place = Place::new().ok()?;
    let mut command = std::process::Command::new(std::env::current_exe().ok()?);
    command.args(std::env::args_os().skip(1));
    place.introduce(&mut command);
    Some(command.status().map(|status| status.code().unwrap_or(1)))
}

/// The hidden command that plays the cards inside the stack.
pub const INSIDE: &str = "inside-stack";

/// How long a reader may take to notice a card.
const NOTICE_LIMIT: Duration = Duration::from_secs(5);
