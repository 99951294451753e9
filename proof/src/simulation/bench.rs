//! What a schedule is run on: a disk, a journal already made, a platform, and the desk put together from them.

use std::path::PathBuf;
use std::sync::Arc;

use yijie::desk::{Clock, Desk, Paper, Parts, Patience, Settings};
use yijie::journal::{Binding, DeskSlot, Journal, JournalError, MachineId, SealKey};
use yijie::platform::{Credentials, Hospital, Language, OperatorKind, Profile};
use yijie::training::{self, Platform, RepeatedMessage, TRAINING_KEY_ID, TRAINING_SECRET};
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ids::InstitutionCode;
use yijie_crash_vfs::{Drive, Image};

use super::world::{START, World};

/// Made once for each thread, used for every schedule.
pub struct Bench {
    pub drive: Drive,
    /// The journal, made and migrated, with nothing in it.
    pub journal: Image,
    /// The platform before anything happened.
    pub platform: Platform,
    language: Language,
    binding: Binding,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Bench {
    pub fn new(name: &str) -> Result<Self, String> {
        let drive = Drive::register(name).map_err(|error| error.to_string())?;
        let folder = folder()?;
        let hospital = hospital()?;
        let binding = Binding {
            institution: hospital.institution.clone(),
            platform: "training".to_owned(),
            slot: DeskSlot::new(1).ok_or("slot 1")?,
            machine: MachineId("proof".to_owned()),
        };
        // A platform that looks at no message ids: what arrives twice is handled twice.
        let settings =
            training::Settings { repeated_message: RepeatedMessage::Handle, ..training::Settings::default() };
        let platform = Platform::new(settings).map_err(|error| error.to_string())?;
        let credentials = Credentials::new(TRAINING_KEY_ID, TRAINING_SECRET).map_err(|error| error.to_string())?;
        let profile = Profile::built_in("training").map_err(|error| error.to_string())?;
        let language = Language::new(profile, hospital, "http://platform.invalid", credentials)
            .map_err(|error| error.to_string())?;
        let path = folder.path().join("journal.sqlite");
        let mut bench = Self { drive, journal: Image::default(), platform, language, binding, path, _folder: folder };
        bench.drive.disk().begin(&Image::default(), Vec::new(), 1);
        drop(bench.open(START).map_err(|error| error.to_string())?);
        bench.journal = bench.drive.disk().image();
        Ok(bench)
    }

    /// The journal as it lies on the disk.
    pub fn open(&self, now: jiff::Timestamp) -> Result<Journal, JournalError> {
        let key = SealKey::from_bytes([7; 32]);
        Journal::open_on_vfs(&self.path, self.drive.name(), &self.binding, key, now)
    }

    /// Where the journal is.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// The lock's file says up to where ids were given. It is never synced, so a power cut may take what it says.
    pub fn forget_lock(&self) {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".lock");
        // That it is not there is as good.
        let _ = std::fs::remove_file(PathBuf::from(name));
    }

    /// The program starts.
    pub fn desk(&self, world: &World) -> Result<Arc<Desk>, JournalError> {
        let journal = self.open(world.now().wall)?;
        let desk = Arc::new(Desk::new(Parts {
            journal,
            language: self.language.clone(),
            transport: Box::new(world.clone()),
            clock: Box::new(world.clone()),
            printer: Some(Box::new(world.clone())),
            settings: Settings {
                paper: Paper::Mm80,
                telephone: String::new(),
                mac: "02-00-00-00-00-01".to_owned(),
                ip: "127.0.0.1".to_owned(),
                patience: Patience::NONE,
                queue_items_max: 100,
            },
        }));
        world.state().desk = Arc::downgrade(&desk);
        Ok(desk)
    }
}

fn hospital() -> Result<Hospital, String> {
    Ok(Hospital {
        institution: InstitutionCode::parse("H44010000001").map_err(|error| error.to_string())?,
        name: "广州示范医院".to_owned(),
        division: DivisionCode::parse("440100").map_err(|error| error.to_string())?,
        operator_code: "C001".to_owned(),
        operator_name: "收费员一".to_owned(),
        operator_kind: OperatorKind::Desk,
    })
}

/// For the lock's file, in memory where the system has such a place.
fn folder() -> Result<tempfile::TempDir, String> {
    let memory = std::path::Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.map_err(|error| format!("a folder for the lock: {error}"))
}
