//! A PC/SC stack of our own: pcscd and vpcd in namespaces of their own, gone when we are.
//!
//! ```text
//!  this process                          its own mount and network namespace
//!  ────────────                          ─────────────────────────────────────────────
//!  pcsc crate ──unix socket in Place────▶ pcscd ── libifdvpcd.so ◀──TCP on its loopback──┐
//!  Stack ──────commands on stdin────────▶ inside(): starts pcscd, plays the cards ───────┘
//! ```
//!
//! Unix sockets cross network namespaces, so the client stays outside and finds the stack by
//! `PCSCLITE_CSOCK_NAME`. `libpcsclite` reads that from the environment, which a Rust program
//! can't safely change for itself; so whoever wants to be a client is *started* with it:
//!
//! 1. make a [`Place`], let it [`introduce`](Place::introduce) itself to a
//!    [`Command`](std::process::Command) that runs the same program again, and wait for it;
//! 2. there, [`Place::from_environment`] finds it, and [`Stack::start`] starts the stack.
//!
//! The program that is started inside must call [`inside`] with the arguments it is given.

mod inside;
mod place;

pub use inside::inside;
pub use place::Place;

use crate::control::{Command as Order, ServiceCommand, Twist};
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};
use thiserror::Error;

/// A running stack. Dropped, everything in it is ended and waited for.
pub struct Stack {
    child: Child,
    orders: Option<ChildStdin>,
    answers: Receiver<String>,
}

/// What is run inside the namespaces: a program and the arguments that lead it to [`inside`],
/// which appends its own.
#[derive(Clone, Debug)]
pub struct Inside {
    /// The program.
    pub program: PathBuf,
    /// What comes before the arguments for [`inside`].
    pub arguments: Vec<OsString>,
}

/// Why a stack can't start, or does not obey.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StackError {
    /// A file of the unpacked packages, or a program of this machine, is not there.
    #[error("missing for a private PC/SC stack: {0}")]
    Missing(String),
    /// This machine does not let us have namespaces, or the stack failed in them.
    #[error("a private PC/SC stack can't start here: {0}")]
    CannotStart(String),
    /// The path of the socket does not fit a Unix address.
    #[error("the folder for the stack has too long a name: {0}")]
    PathTooLong(PathBuf),
    /// The stack refused an order.
    #[error("the private PC/SC stack refused: {0}")]
    Refused(String),
    /// The stack is gone, or did not answer in time.
    #[error("the private PC/SC stack does not answer")]
    Silent,
    /// A file or process could not be handled.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Stack {
    /// Starts a stack in `place` from `packages`, the folder into which pcscd, vsmartcard-vpcd
    /// and the libraries they want were unpacked, and waits until the service answers.
    pub fn start(place: &Place, packages: &Path, inside: &Inside) -> Result<Self, StackError> {
        // pcscd opens its driver by the path in its configuration, so that can't be a relative one.
        let packages = &std::path::absolute(packages)?;
        for file in [inside::PCSCD, inside::DRIVER] {
            if !packages.join(file).is_file() {
                return Err(StackError::Missing(packages.join(file).display().to_string()));
            }
        }
        let is_root = std::fs::metadata("/proc/self")?.uid() == 0;
        // Root inside a container may lack the right that a user namespace gives.
        let ways: &[&[&str]] = if is_root { &[&["-m", "-n"], &["-r", "-m", "-n"]] } else { &[&["-r", "-m", "-n"]] };
        let mut reason = String::new();
        for way in ways {
            match Self::start_as(way, place, packages, inside) {
                Err(StackError::CannotStart(why)) => reason = why,
                end => return end,
            }
        }
        Err(StackError::CannotStart(reason))
    }

    fn start_as(way: &[&str], place: &Place, packages: &Path, inside: &Inside) -> Result<Self, StackError> {
        let log = std::fs::File::create(place.log())?;
        let mut child = Command::new("unshare")
            .args(way)
            .args(["--", "sh", "-c", SETUP, "sh"])
            .arg(place.run())
            .arg(&inside.program)
            .args(&inside.arguments)
            .arg(packages)
            .arg(place.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => StackError::Missing("unshare (util-linux)".into()),
                _ => error.into(),
            })?;
        let (tell, answers) = channel();
        if let Some(stdout) = child.stdout.take() {
            thread::Builder::new().name("stack-answers".into()).spawn(move || {
                for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                    if tell.send(line).is_err() {
                        return;
                    }
                }
            })?;
        }
        let orders = child.stdin.take();
        let mut stack = Self { child, orders, answers };
        match stack.answer(START_TIMEOUT) {
            Ok(()) => Ok(stack),
            Err(StackError::Refused(why)) => Err(StackError::CannotStart(why)),
            Err(_) => {
                drop(stack);
                let log = std::fs::read_to_string(place.log()).unwrap_or_default();
                let last = log.lines().rev().find(|line| !line.trim().is_empty());
                Err(StackError::CannotStart(last.unwrap_or("no word from it").to_owned()))
            }
        }
    }

    /// Puts a card into one of the two slots, 0 and 1.
    pub fn insert(&mut self, slot: usize, fixture: &Path, twist: Twist) -> Result<(), StackError> {
        // The stack's working directory is ours, but a path that does not depend on it is safer.
        let fixture = std::path::absolute(fixture)?;
        self.order(&Order::Insert { slot, twist, fixture })
    }

    /// Pulls a card out.
    pub fn pull(&mut self, slot: usize) -> Result<(), StackError> {
        self.order(&Order::Pull { slot })
    }

    /// Starts, stops or kills the PC/SC service, and waits until that is done.
    pub fn service(&mut self, command: ServiceCommand) -> Result<(), StackError> {
        self.order(&Order::Service(command))
    }

    fn order(&mut self, order: &Order) -> Result<(), StackError> {
        let orders = self.orders.as_mut().ok_or(StackError::Silent)?;
        writeln!(orders, "{order}").and_then(|()| orders.flush()).map_err(|_| StackError::Silent)?;
        self.answer(ORDER_TIMEOUT)
    }

    fn answer(&mut self, limit: Duration) -> Result<(), StackError> {
        match self.answers.recv_timeout(limit) {
            Ok(line) if line == "ok" => Ok(()),
            Ok(line) => Err(StackError::Refused(line.trim_start_matches("error ").to_owned())),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Err(StackError::Silent),
        }
    }
}

impl Drop for Stack {
    /// Closes the stack's stdin, upon which it ends its service and itself.
    fn drop(&mut self) {
        self.orders = None;
        let until = Instant::now() + STOP_TIMEOUT;
        while Instant::now() < until {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(2));
        }
        tracing::warn!("the private PC/SC stack did not end; it is killed");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The names of the two readers of a stack.
pub const READERS: [&str; 2] = ["Virtual PCD 00 00", "Virtual PCD 00 01"];

/// Hides the machine's `/run` behind ours, where pcscd's path is compiled in, and brings up the
/// loopback: by `ip`, or by perl, which every Debian has (0x8914 is `SIOCSIFFLAGS`, 0x41 is up
/// and running).
const SETUP: &str = r#"
mount --bind "$1" /run || exit 1
ip link set lo up 2>/dev/null ||
perl -MSocket -e 'socket(my $s, AF_INET, SOCK_DGRAM, 0) or die "socket: $!";
    my $request = pack("a16 s x22", "lo", 0x41);
    ioctl($s, 0x8914, $request) or die "loopback: $!"' || exit 1
shift
exec "$@"
"#;

const START_TIMEOUT: Duration = Duration::from_secs(5);
const ORDER_TIMEOUT: Duration = Duration::from_secs(5);
const STOP_TIMEOUT: Duration = Duration::from_secs(3);
