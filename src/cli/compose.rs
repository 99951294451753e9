//! From the configuration to a desk: the only place where rooms are put together.

use std::fs;
use std::net::ToSocketAddrs;

use yijie_core::failure::{Reader, Storage, Usage};
use yijie_core::money::Yuan;
use yijie_core::person::Secret;
use yijie_receipt_printer::{DevicePrinter, FilePrinter, Form, ReceiptPrinter, TcpLimits, TcpPrinter};

use super::workstation;
use crate::config::{self, Config, Printer, ProfileChoice, ReaderChoice};
use crate::desk::{Clock, Desk, Eyes, HouseRules, Parts, Patience, Settings, SystemClock, Trouble, Which};
use crate::journal::{AuditLine, Binding, Cipher, DeskSlot, Journal, MachineId, SealKey};
use crate::platform::profile::Auth;
use crate::platform::transport::http::{HttpSettings, HttpTransport, Trust};
use crate::platform::{Credentials, Hospital, Language, OperatorKind, Profile};
use crate::receipt::Paper;

/// On what ground the journal is opened.
pub enum Opening<'a> {
    /// It is this desk's.
    Bound,
    /// A named person gives it this machine and slot.
    Given(&'a AuditLine),
    /// Whatever became of it, it is only looked at.
    ToRead,
}

/// Opens the journal and puts the desk together.
pub fn desk(config: &Config) -> Result<Desk, Trouble> {
    desk_at(config, slot(config)?, &Opening::Bound)
}

/// Puts a desk together that can only show what its journal holds.
pub fn reading_desk(config: &Config) -> Result<Desk, Trouble> {
    desk_at(config, slot(config)?, &Opening::ToRead)
}

/// The journal, to be read beside whoever holds it.
pub fn reading_journal(config: &Config) -> Result<Journal, Trouble> {
    let path = &config.journal.path;
    if !path.exists() {
        return Err(Trouble::new(Storage::NotOpened, path.display().to_string()));
    }
    Ok(Journal::open_read_only(path, key(config)?)?)
}

/// What the journal is sealed with.
pub fn key(config: &Config) -> Result<SealKey, Trouble> {
    let cipher = match config.journal.cipher {
        config::SealCipher::Aes256Gcm => Cipher::Aes256Gcm,
        config::SealCipher::Sm4Gcm => Cipher::Sm4Gcm,
    };
    Ok(SealKey::of_journal(&config.journal.key_file, &config.journal.path)?.sealing_with(cipher))
}

/// The time.
pub fn now() -> Result<jiff::Timestamp, Trouble> {
    Ok(clock()?.now().wall)
}

/// What the journal is, or is to be, bound to.
pub fn binding_of(config: &Config) -> Result<Binding, Trouble> {
    Ok(binding(config, &language(config)?, slot(config)?))
}

/// Opens the journal for a desk slot and puts the desk together.
pub fn desk_at(config: &Config, slot: DeskSlot, opening: &Opening<'_>) -> Result<Desk, Trouble> {
    let language = language(config)?;
    let clock = clock()?;
    let (path, key) = (&config.journal.path, key(config)?);
    let (binding, now) = (binding(config, &language, slot), clock.now().wall);
    let journal = match opening {
        Opening::Bound => Journal::open(path, &binding, key, now)?,
        Opening::Given(why) => Journal::rebind(path, &binding, key, now, why)?,
        Opening::ToRead => Journal::open_read_only(path, key)?,
    };
    let url = config.platform.url.as_str();
    let trust = match &config.platform.ca_file {
        Some(path) => Trust::of(url, Some(fs::read(path).map_err(|error| wrong("platform.ca_file", &error))?)),
        None => Trust::of(url, None),
    };
    let settings = HttpSettings { trust, proxy: config.platform.proxy.as_ref().map(|proxy| proxy.as_str().to_owned()) };
    let transport = HttpTransport::new(settings, language.profile().time.connect_ms_max)
        .map_err(|error| wrong("platform", &error))?;
    let (mac, ip) = (workstation::mac(), workstation::ip(url));
    let telephone = config.receipt.telephone.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default();
    Ok(Desk::new(Parts {
        journal,
        language,
        transport: Box::new(transport),
        clock: Box::new(clock),
        printer: printer(&config.receipt.printer)?,
        settings: Settings {
            paper: match config.receipt.paper {
                config::Paper::Roll58 => Paper::Mm58,
                config::Paper::Roll80 => Paper::Mm80,
                config::Paper::A5 => Paper::A5,
            },
            telephone,
            mac,
            ip,
            patience: Patience { doubt_ms_max: config.limits.doubt_wait_ms_max.value(), platform_ms_max: 0 },
            queue_items_max: config.limits.queue_items_max.value(),
        },
    })
    .with_lanes(u32::try_from(config.limits.queue_lanes_max.value()).unwrap_or(1))
    .under(house_rules(config)))
}

fn house_rules(config: &Config) -> HouseRules {
    let whole = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    let limits = &config.limits;
    HouseRules {
        waiting_total_max: Some(Yuan::from_cents(whole(limits.queue_yuan_max.value()).saturating_mul(100))),
        waiting_age_max: Some(jiff::SignedDuration::from_hours(whole(limits.queue_age_hours_max.value()))),
        eyes: if limits.decision_persons.value() > 1 { Eyes::Four } else { Eyes::Two },
    }
}

/// Which reader is to be used.
pub fn which(config: &Config) -> Which {
    which_of(&config.reader.name)
}

/// The same of a choice alone.
pub fn which_of(choice: &ReaderChoice) -> Which {
    match choice {
        ReaderChoice::Any => Which::Any,
        ReaderChoice::Named(name) => Which::Named(name.clone()),
    }
}

/// True at a training platform.
pub fn is_training(config: &Config) -> Result<bool, Trouble> {
    Ok(profile(config)?.training)
}

fn profile(config: &Config) -> Result<Profile, Trouble> {
    let profile = match &config.platform.profile {
        ProfileChoice::BuiltIn(name) => Profile::built_in(name),
        ProfileChoice::File(path) => Profile::load(path),
    };
    profile.map_err(|error| wrong("platform.profile", &error))
}

fn language(config: &Config) -> Result<Language, Trouble> {
    let profile = profile(config)?;
    let revealed = |secret: &Option<config::SecretText>| secret.as_ref().map(|text| text.reveal().to_owned());
    let (key, secret) = (revealed(&config.platform.key), revealed(&config.platform.secret));
    if !matches!(profile.endpoint.auth, Auth::None) && (key.is_none() || secret.is_none()) {
        return Err(Trouble::new(Usage::ConfigRequired, "platform.key, platform.secret"));
    }
    let credentials = Credentials::new(&key.unwrap_or_default(), &secret.unwrap_or_default())
        .map_err(|error| wrong("platform.key", &error))?;
    let hospital = Hospital {
        institution: config.institution.code.clone(),
        name: config.institution.name.as_str().to_owned(),
        division: config.institution.division,
        operator_code: config.desk.operator.as_str().to_owned(),
        operator_name: config.desk.operator_name.reveal().to_owned(),
        operator_kind: OperatorKind::Desk,
    };
    Language::new(profile, hospital, config.platform.url.as_str(), credentials)
        .map_err(|error| wrong("institution", &error))
}

fn clock() -> Result<SystemClock, Trouble> {
    SystemClock::start().map_err(|error| Trouble::new(yijie_core::failure::Program::Environment, error.to_string()))
}

fn slot(config: &Config) -> Result<DeskSlot, Trouble> {
    DeskSlot::new(config.desk.slot.number()).ok_or_else(|| Trouble::new(Usage::ConfigWrongValue, "desk.slot"))
}

fn binding(config: &Config, language: &Language, slot: DeskSlot) -> Binding {
    let profile = language.profile();
    let realm = if profile.training { "training" } else { "real" };
    // The training platform takes a free port at each start; it is the same platform all the same.
    let platform = if profile.training {
        format!("{realm} {}", profile.name)
    } else {
        format!("{realm} {} {}", profile.name, config.platform.url.as_str())
    };
    Binding {
        institution: config.institution.code.clone(),
        platform,
        slot,
        machine: MachineId(workstation::machine_id()),
    }
}

fn printer(choice: &Printer) -> Result<Option<Box<dyn ReceiptPrinter>>, Trouble> {
    Ok(match choice {
        Printer::None => None,
        Printer::File(directory) => {
            fs::create_dir_all(directory).map_err(|error| Trouble::new(Storage::OutputFailed, error.to_string()))?;
            Some(Box::new(FilePrinter::new(directory, Form::Text)))
        }
        Printer::Device(path) => {
            Some(Box::new(DevicePrinter::new(path, Form::ESC_POS, DevicePrinter::WRITE_MS_MAX_DEFAULT)))
        }
        Printer::Tcp { host, port } => {
            let unreachable = |why: String| Trouble::new(Reader::PrinterUnreachable, why);
            let mut addresses =
                (host.as_str(), *port).to_socket_addrs().map_err(|error| unreachable(error.to_string()))?;
            let address = addresses.next().ok_or_else(|| unreachable(host.clone()))?;
            Some(Box::new(TcpPrinter::new(address, Form::ESC_POS, TcpLimits::default())))
        }
    })
}

fn wrong(key: &str, error: &dyn std::fmt::Display) -> Trouble {
    Trouble::new(Usage::ConfigWrongValue, format!("{key}: {error}"))
}
