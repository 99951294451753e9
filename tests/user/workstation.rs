//! A cashier's workstation in a folder of its own, and the training platform that it speaks with.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use yijie::training::{Faults, Platform, Server, Settings, TRAINING_KEY_ID, TRAINING_SECRET};

use super::said::Said;

pub struct Workstation {
    folder: TempDir,
    addr: SocketAddr,
    server: Option<Server>,
    /// The platform's books while nobody can reach it.
    away: Option<Platform>,
}

/// One row of the platform's books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub state: String,
    pub msgid: String,
    pub cash: String,
}

impl Workstation {
    /// A platform on which nothing goes wrong.
    pub fn new() -> Self {
        Self::with("", "")
    }

    /// A platform on which `faults` go wrong.
    pub fn at_faulty(faults: &str) -> Self {
        Self::with(faults, "")
    }

    /// With faults and switches of the platform, both as its files have them.
    pub fn with(faults: &str, settings: &str) -> Self {
        let platform = Platform::new(Settings::from_toml(settings).unwrap()).unwrap();
        let server =
            Server::start((Ipv4Addr::LOCALHOST, 0).into(), platform, Faults::from_toml(faults).unwrap()).unwrap();
        let station = Self { folder: TempDir::new().unwrap(), addr: server.addr(), server: Some(server), away: None };
        secret_file(&station.path("key"), TRAINING_KEY_ID);
        secret_file(&station.path("secret"), TRAINING_SECRET);
        station.keep_profile(1);
        station.configure("");
        station
    }

    /// The profile of the training platform with another horizon, seconds.
    pub fn keep_profile(&self, horizon_s: u32) {
        let profile = fs::read_to_string(fixture("profiles/training.toml")).unwrap();
        assert!(profile.contains("\nhorizon = 3\n") && profile.contains("\nread_ms_max = 5_000\n"));
        let profile = profile
            .replace("\nhorizon = 3\n", &format!("\nhorizon = {horizon_s}\n"))
            .replace("\nread_ms_max = 5_000\n", "\nread_ms_max = 2_000\n");
        fs::write(self.path("profile.toml"), profile).unwrap();
    }

    /// Writes the configuration, with more at its end.
    pub fn configure(&self, more: &str) {
        let url = format!("http://{}", self.addr);
        fs::write(self.path("yijie.toml"), format!("{}{more}", configuration(&url))).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with nothing of this test's environment that could reach it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command.args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }

    /// Settles a bill of the fixtures without a card, confirmed beforehand, for a program.
    pub fn settle(&self, bill: &str) -> Said {
        self.run(&["settle", &bill_path(bill), "--no-card", "--yes", "--json"])
    }

    /// Nobody can reach the platform any more.
    pub fn cut_line(&mut self) {
        let server = self.server.take().expect("the line is cut already");
        self.away = Some(server.platform().clone());
        server.stop();
    }

    /// The platform can be reached again, and nothing goes wrong from here on.
    pub fn mend_line(&mut self) {
        if self.server.is_some() {
            self.cut_line();
        }
        let platform = self.away.take().expect("a platform");
        self.server = Some(Server::start(self.addr, platform, Faults::default()).unwrap());
    }

    pub fn books(&self) -> Value {
        match (&self.server, &self.away) {
            (Some(server), _) => server.books(),
            (None, Some(platform)) => platform.books(),
            (None, None) => panic!("no platform"),
        }
    }

    /// The platform's settlements.
    pub fn rows(&self) -> Vec<Row> {
        let books = self.books();
        let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let rows = books["settlements"].as_array().unwrap();
        rows.iter()
            .map(|row| Row {
                state: text(row, "state"),
                msgid: text(row, "msgid"),
                cash: row["psn_cash_pay"].to_string(),
            })
            .collect()
    }

    /// Settlements that stand.
    pub fn standing(&self) -> Vec<Row> {
        self.rows().into_iter().filter(|row| row.state == "stands").collect()
    }

    /// Checks that the platform has one settlement, and that it is the journal's.
    #[track_caller]
    pub fn one_stands(&self, stay: &str) {
        let standing = self.standing();
        let [row] = &standing[..] else { panic!("not one settlement stands: {:#?}", self.rows()) };
        let shown = self.run(&["show", stay, "--json"]).exits(0).json();
        assert_eq!(shown["status"], "settled", "{shown:#}");
        assert_eq!(shown["settlement"]["message_id"], row.msgid.as_str(), "{shown:#}");
        assert_eq!(shown["settlement"]["statement"]["cash"].to_string(), row.cash, "{shown:#}");
    }

    /// Names of the papers that were printed.
    pub fn papers(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path("receipts")) else { return Vec::new() };
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// The program, to run in `folder` with a clean environment.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yijie"));
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", folder).env("LANG", "C.UTF-8").current_dir(folder).stdin(Stdio::null());
    command
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Where a bill of the fixtures is.
pub fn bill_path(name: &str) -> String {
    fixture("bills").join(name).with_extension("json").to_str().unwrap().to_owned()
}

/// A file that only its owner can read.
pub fn secret_file(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn configuration(url: &str) -> String {
    format!(
        r#"[institution]
code = "H44010000001"
name = "广州示范医院"
division = "440100"

[desk]
slot = 3
operator = "T001"
operator_name = "练习员"

[platform]
profile = "./profile.toml"
url = "{url}"
key_file = "key"
secret_file = "secret"

[journal]
path = "journal.sqlite"
key_file = "journal.key"

[receipt]
printer = "file:receipts"
"#
    )
}

/// Li Xiulan's stay, of the worked case.
pub const LI_STAY: &str = "ZY2026110001";
/// Wang Jianguo's stay.
pub const WANG_STAY: &str = "ZY2026110002";
