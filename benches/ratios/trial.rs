//! A desk at a training platform that answers at once, and bills for it.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use yijie::desk::{
    Choices, Clock, Confirmation, Counter, Desk, Holder, Outcome, Parts, Patience, Progress, Settings, Shown,
    SystemClock, Which, read,
};
use yijie::journal::{Binding, DeskSlot, Journal, MachineId, SealKey};
use yijie::platform::transport::http::{HttpSettings, HttpTransport};
use yijie::platform::transport::{Request, Response, SendError, Transport};
use yijie::platform::{Credentials, Hospital, Language, OperatorKind, Profile};
use yijie::receipt::Paper;
use yijie::training::{Platform, TRAINING_KEY_ID, TRAINING_SECRET};
use yijie_card_reader::Plan;
use yijie_core::bill::Bill;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::InstitutionCode;
use yijie_core::settlement::{Stay, Waiting};
use yijie_virtual_card::{CardFixture, Slot, VirtualReaders};

use crate::Fallible;
use crate::platform::AtOnce;

/// A desk with its journal on disk, and a platform.
pub struct Trial {
    pub platform: AtOnce,
    /// The client that the desk uses, for a run without the desk.
    pub transport: Arc<HttpTransport>,
    desk: Desk,
    sent: Arc<Mutex<Vec<Request>>>,
    holder: Holder,
    /// The platform after the operator signed in, before any stay was touched.
    signed_in: Platform,
}

impl Trial {
    /// Starts both and finds out who the patient is, so that a settlement starts with identity known.
    pub fn start(folder: &Path) -> Fallible<Self> {
        let platform = AtOnce::start(Platform::with_training_people()?)?;
        let base_url = format!("http://{}", platform.addr);
        let profile = Profile::built_in("training")?;
        let transport = Arc::new(HttpTransport::new(HttpSettings::default(), profile.time.connect_ms_max)?);
        let sent = Arc::default();
        let hospital = hospital()?;
        let clock = SystemClock::start()?;
        let journal = open_journal(folder, clock.now().wall)?;
        let credentials = Credentials::new(TRAINING_KEY_ID, TRAINING_SECRET)?;
        let desk = Desk::new(Parts {
            journal,
            language: Language::new(profile, hospital, &base_url, credentials)?,
            transport: Box::new(Recorder { inner: Arc::clone(&transport), sent: Arc::clone(&sent) }),
            clock: Box::new(clock),
            printer: None,
            settings: Settings {
                paper: Paper::Mm80,
                telephone: String::new(),
                mac: "02-00-00-00-00-01".to_owned(),
                ip: "127.0.0.1".to_owned(),
                patience: Patience { doubt_ms_max: 0, platform_ms_max: 0 },
                queue_items_max: 100,
            },
        });
        let holder = desk.identify(&shown(&desk)?, None, &mut Agrees).map_err(|trouble| trouble.to_string())?;
        let signed_in = platform.snapshot();
        Ok(Self { platform, transport, desk, sent, holder, signed_in })
    }

    /// Everything that waits.
    pub fn queue(&self) -> Fallible<usize> {
        Ok(self.desk.queue().map_err(|trouble| trouble.to_string())?.len())
    }

    /// The desk without its platform.
    pub fn into_desk(self) -> Desk {
        self.desk
    }

    /// Puts the platform back to before any stay.
    pub fn begin(&self) {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.platform.begin(self.signed_in.clone());
    }

    /// One settlement, to the receipt in the journal.
    pub fn settle(&self, bill: &Bill) -> Fallible<Outcome> {
        let choices = Choices { account: AccountUse::Use };
        let outcome =
            self.desk.settle(bill, &self.holder, choices, &mut Agrees).map_err(|trouble| trouble.to_string())?;
        self.desk.receipt(&outcome.stay.key, &mut Agrees).map_err(|trouble| trouble.to_string())?;
        Ok(outcome)
    }

    /// What the desk sent since [`Self::begin`].
    pub fn sent(&self) -> Vec<Request> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The journal of a folder, which is made where there is none. Wherever it was made, it may be used where it is.
pub fn open_journal(folder: &Path, now: jiff::Timestamp) -> Fallible<Journal> {
    let key = SealKey::load_or_create(&folder.join("journal.key"))?;
    Ok(Journal::open(&folder.join(JOURNAL), &binding(1)?, key, now)?)
}

/// Gives a journal that was made elsewhere its place in this folder, in the slot that the desk of the measurements has.
pub fn settle_in(folder: &Path) -> Fallible<()> {
    let db = rusqlite::Connection::open(folder.join(JOURNAL))?;
    let path = folder.canonicalize()?.join(JOURNAL);
    db.execute("UPDATE meta SET value = ? WHERE name = 'place'", [format!("bench {}", path.display())])?;
    Ok(())
}

fn binding(slot: u8) -> Fallible<Binding> {
    Ok(Binding {
        institution: hospital()?.institution,
        platform: "training bench".to_owned(),
        slot: DeskSlot::new(slot).ok_or("desk slot")?,
        machine: MachineId("bench".to_owned()),
    })
}

/// The worked case as the bill of another stay of the same patient, its visit known to the hospital's system.
pub fn bill(stay: usize) -> Fallible<Bill> {
    let mut bill: serde_json::Value = serde_json::from_str(WORKED_CASE)?;
    bill["stay_no"] = format!("BENCH{stay:06}").into();
    bill["admission"]["visit"] = VISIT.into();
    Bill::parse(bill.to_string().as_bytes()).map_err(|faults| format!("{faults:?}").into())
}

fn shown(desk: &Desk) -> Fallible<Shown> {
    let slot = Slot::new();
    slot.insert(CardFixture::from_toml(CARD)?);
    let readers = VirtualReaders::single("in process", &slot);
    let card = read(&readers, &Which::Any, Plan::Identity, desk.today()).map_err(|trouble| trouble.to_string())?;
    Shown::card(&card.card).map_err(|trouble| trouble.to_string().into())
}

fn hospital() -> Fallible<Hospital> {
    Ok(Hospital {
        institution: InstitutionCode::parse("H44010000001")?,
        name: "广州示范医院".to_owned(),
        division: DivisionCode::parse("440100")?,
        operator_code: "C001".to_owned(),
        operator_name: "收费员一".to_owned(),
        operator_kind: OperatorKind::Desk,
    })
}

/// The desk's own transport, remembering what went through.
struct Recorder {
    inner: Arc<HttpTransport>,
    sent: Arc<Mutex<Vec<Request>>>,
}

impl Transport for Recorder {
    fn send(&self, request: &Request) -> Result<Response, SendError> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        self.inner.send(request)
    }
}

/// A cashier who says yes at once.
struct Agrees;

impl Counter for Agrees {
    fn done(&mut self, _: &Progress<'_>, _: u64) {}

    fn waits(&mut self, _: &Waiting, _: u64) {}

    fn confirm(&mut self, _: &Stay) -> Confirmation {
        Confirmation::Agreed
    }
}

/// The journal's file name.
pub const JOURNAL: &str = "journal.sqlite";
const VISIT: &str = "4401002026110000000001";
const WORKED_CASE: &str = include_str!("../../fixtures/bills/worked-case.json");
const CARD: &str = include_str!("../../fixtures/cards/li-xiulan.toml");
