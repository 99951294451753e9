//! A desk for the demonstration: a real journal on disk, real HTTP to a training platform on loopback.

use std::path::Path;

use yijie_core::bill::Bill;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ids::InstitutionCode;
use yijie_receipt_printer::{FilePrinter, Form};

use super::Fell;
use crate::desk::{Clock, Desk, Parts, Patience, Settings, SystemClock};
use crate::journal::{Binding, DeskSlot, Journal, MachineId, SealKey};
use crate::platform::transport::http::{HttpSettings, HttpTransport};
use crate::platform::{Credentials, Hospital, Language, OperatorKind, Profile};
use crate::receipt::Paper;
use crate::training::{Faults, Platform, Server, Settings as PlatformSettings, TRAINING_KEY_ID, TRAINING_SECRET};

/// A platform and a desk that speaks with it.
pub struct Trial {
    pub platform: Server,
    pub desk: Desk,
}

/// Whether the platform shows the figures of a visit's settlements to whoever does not know their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figures {
    Shown,
    Hidden,
}

impl Trial {
    /// Starts both. `patience` is how long the cashier waits for a doubt to end.
    pub fn start(folder: &Path, figures: Figures, doubt_ms_max: u64) -> Result<Self, Fell> {
        let world = match figures {
            Figures::Shown => Platform::with_training_people(),
            Figures::Hidden => {
                let settings = PlatformSettings { empty_setl_id_lists: false, ..PlatformSettings::default() };
                Platform::new(settings)
            }
        };
        let world = world.map_err(|error| Fell::Setup(error.to_string()))?;
        let platform = Server::on_free_port(world)?;
        let base_url = format!("http://{}", platform.addr());
        let mut profile = Profile::built_in("training").map_err(|error| Fell::Setup(error.to_string()))?;
        profile.switches.figures_by_visit = figures == Figures::Shown;
        let hospital = hospital()?;
        let clock = SystemClock::start().map_err(|error| Fell::Setup(error.to_string()))?;
        let binding = Binding {
            institution: hospital.institution.clone(),
            platform: format!("training {base_url}"),
            slot: DeskSlot::new(1).ok_or_else(|| Fell::Setup("desk slot".to_owned()))?,
            machine: MachineId("demonstration".to_owned()),
        };
        std::fs::create_dir_all(folder)?;
        let key = SealKey::load_or_create(&folder.join("journal.key")).map_err(crate::desk::Trouble::from)?;
        let journal = Journal::open(&folder.join("journal.sqlite"), &binding, key, clock.now().wall)
            .map_err(crate::desk::Trouble::from)?;
        let credentials =
            Credentials::new(TRAINING_KEY_ID, TRAINING_SECRET).map_err(|error| Fell::Setup(error.to_string()))?;
        let connect_ms_max = profile.time.connect_ms_max;
        let language = Language::new(profile, hospital, &base_url, credentials).map_err(crate::desk::Trouble::from)?;
        let transport = HttpTransport::new(HttpSettings::default(), connect_ms_max)
            .map_err(|error| Fell::Setup(error.to_string()))?;
        let desk = Desk::new(Parts {
            journal,
            language,
            transport: Box::new(transport),
            clock: Box::new(clock),
            printer: Some(Box::new(FilePrinter::new(folder.join("paper"), Form::Text))),
            settings: Settings {
                paper: Paper::Mm80,
                telephone: "020-0000 0000".to_owned(),
                mac: "02-00-00-00-00-01".to_owned(),
                ip: "127.0.0.1".to_owned(),
                patience: Patience { doubt_ms_max, platform_ms_max: 0 },
                queue_items_max: 100,
            },
        });
        Ok(Self { platform, desk })
    }

    /// Something breaks, as a faults file would say it.
    pub fn breaks(&self, faults: &str) -> Result<(), Fell> {
        self.platform.add_faults(Faults::from_toml(faults).map_err(|error| Fell::Setup(error.to_string()))?);
        Ok(())
    }

    /// The settlements of one person's visit that stand on the platform, and all that were ever made.
    pub fn books(&self, visit: &str) -> Books {
        let books = self.platform.books();
        let rows = books["settlements"].as_array().cloned().unwrap_or_default();
        let rows: Vec<_> = rows.into_iter().filter(|row| row["mdtrt_id"] == visit).collect();
        let standing = rows.iter().filter(|row| row["state"] == "stands").cloned().collect();
        Books { standing, made: rows.len() }
    }
}

/// What the platform's books hold of a visit.
pub struct Books {
    pub standing: Vec<serde_json::Value>,
    pub made: usize,
}

fn hospital() -> Result<Hospital, Fell> {
    let institution = InstitutionCode::parse("H44010000001").map_err(|error| Fell::Setup(error.to_string()))?;
    let division = DivisionCode::parse("440100").map_err(|error| Fell::Setup(error.to_string()))?;
    Ok(Hospital {
        institution,
        name: "广州示范医院".to_owned(),
        division,
        operator_code: "C001".to_owned(),
        operator_name: "收费员一".to_owned(),
        operator_kind: OperatorKind::Desk,
    })
}

/// A bill of the demonstration.
pub fn bill(text: &str) -> Result<Bill, Fell> {
    Bill::parse(text.as_bytes()).map_err(|faults| Fell::Trouble(crate::desk::Trouble::of_bill(faults)))
}
