//! A cashier's workstation in a folder of its own.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What the training platform verifies; both are known to everybody.
const CREDENTIALS: [(&str, &str); 2] = [("key", "yijie-training"), ("secret", "training-secret-known-to-everybody")];
/// The horizon of these days, seconds: as long as a request may take here.
const HORIZON_S: u32 = 1;

pub struct Station {
    folder: TempDir,
    binary: PathBuf,
}

/// A command that came to its end.
#[derive(Debug)]
pub struct Said {
    /// `None`: it was killed.
    pub exit: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Station {
    pub fn new(binary: &Path) -> Result<Self, String> {
        let folder = TempDir::new().map_err(told)?;
        Ok(Self { folder, binary: binary.to_owned() })
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes everything that a desk needs to speak with the platform there.
    pub fn configure(&self, url: &str, api_port: u16, shows_figures: bool) -> Result<(), String> {
        for (name, text) in CREDENTIALS {
            let path = self.folder().join(name);
            fs::write(&path, text).map_err(told)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).map_err(told)?;
        }
        let profile = fs::read_to_string(fixture("profiles/training.toml")).map_err(told)?;
        let horizon = format!("\nhorizon = {HORIZON_S}\n");
        let swift =
            profile.replace("\nhorizon = 3\n", &horizon).replace("\nread_ms_max = 5_000\n", "\nread_ms_max = 900\n");
        if swift == profile {
            return Err("the training profile has other lines than these days are made for".to_owned());
        }
        let figures = |shown: bool| format!("\nfigures_by_visit = {shown}\n");
        let swift = swift.replace(&figures(true), &figures(shows_figures));
        fs::write(self.folder().join("profile.toml"), swift).map_err(told)?;
        fs::write(self.folder().join("yijie.toml"), configuration(url, api_port)).map_err(told)
    }

    /// Starts a command and does not wait for it.
    pub fn start(&self, arguments: &[String]) -> Result<Child, String> {
        let mut command = Command::new(&self.binary);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.folder()).env("LANG", "C.UTF-8").current_dir(self.folder());
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().map_err(|error| format!("{}: {error}", self.binary.display()))
    }

    /// A command, to its end.
    pub fn run(&self, arguments: &[&str]) -> Result<Said, String> {
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        Said::of(self.start(&arguments)?)
    }

    /// How many originals were printed.
    pub fn originals(&self, stay: &str) -> usize {
        let Ok(entries) = fs::read_dir(self.folder().join("receipts")) else { return 0 };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        names.filter(|name| name.starts_with(stay) && name.contains("original")).count()
    }

    /// Keeps the folder for whoever looks into a failure.
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }
}

impl Said {
    pub fn of(child: Child) -> Result<Self, String> {
        let output = child.wait_with_output().map_err(told)?;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ok(Self { exit: output.status.code(), out: text(output.stdout), err: text(output.stderr) })
    }

    pub fn json(&self) -> Result<Value, String> {
        serde_json::from_str(&self.out).map_err(|error| format!("no JSON: {error}\n{}\n{}", self.out, self.err))
    }
}

/// Where a fixture of the repository is.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name)
}

fn configuration(url: &str, api_port: u16) -> String {
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

[api]
listen = "127.0.0.1:{api_port}"

[receipt]
printer = "file:receipts"
"#
    )
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn told(error: std::io::Error) -> String {
    format!("the workstation's folder: {error}")
}
