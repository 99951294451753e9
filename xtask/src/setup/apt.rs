//! Debian's packages: whether this machine takes them, whether we may install them, and doing it.

use std::process::Command;

use super::program::{answers, run};

/// What a machine lets us do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// It has apt-get and dpkg, and perhaps lets us install.
    Debian(Option<Rights>),
    /// It has not.
    Other,
}

/// How we may install.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// We are root.
    Root,
    /// sudo asks nothing.
    Sudo,
}

impl Machine {
    /// Looks at this one.
    pub fn look() -> Self {
        let is_debian = ["apt-get", "dpkg"].iter().all(|tool| answers(Command::new(tool).arg("--version")));
        if is_debian { Self::Debian(Rights::ours()) } else { Self::Other }
    }
}

impl Rights {
    fn ours() -> Option<Self> {
        let user = Command::new("id").arg("-u").output().ok()?;
        if user.stdout.trim_ascii() == b"0" {
            return Some(Self::Root);
        }
        answers(Command::new("sudo").args(["-n", "true"])).then_some(Self::Sudo)
    }

    fn apt(self, arguments: &[&str]) -> Command {
        let mut command = match self {
            Self::Root => Command::new("apt-get"),
            Self::Sudo => {
                // sudo drops the environment, so it is set beyond it.
                let mut sudo = Command::new("sudo");
                sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
                sudo
            }
        };
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-y", LOCK_PATIENCE]).args(arguments);
        command
    }
}

/// Installs them, fetching the lists of packages only if it does not work without.
pub fn install(packages: &[&str], rights: Rights) -> Result<(), String> {
    let install = || run(rights.apt(&["install", "--no-install-recommends"]).args(packages));
    let Err(first) = install() else { return Ok(()) };
    eprintln!("  (not with the lists of packages as they are; fetching new ones)");
    run(&mut rights.apt(&["update", NO_LISTS_IS_AN_ERROR]))
        .map_err(|second| format!("{first}; and to fetch the lists anew: {second}"))?;
    install()
}

/// Fetches the lists of packages.
pub fn update() -> Result<(), String> {
    let rights = Rights::ours().ok_or("fetching the lists of packages wants root: run `sudo apt-get update` first")?;
    run(&mut rights.apt(&["update", NO_LISTS_IS_AN_ERROR]))
}

/// Somebody else's apt-get may be at work, as on a machine that was just started.
const LOCK_PATIENCE: &str = "-oDPkg::Lock::Timeout=60";
/// Else apt-get is content with old lists, or none, when the network is away.
const NO_LISTS_IS_AN_ERROR: &str = "-oAPT::Update::Error-Mode=any";
