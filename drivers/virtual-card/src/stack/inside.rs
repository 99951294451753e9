//! What runs inside the namespaces: it starts the service and plays the cards, as it is told on
//! its standard input, and ends when that ends, so that nothing outlives whoever started it.

use super::Place;
use crate::control::{Command as Order, ServiceCommand};
use crate::slot::Slot;
use crate::vpcd::{PORT, Plug};
use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Runs the inside of a stack with the arguments that [`Stack::start`](super::Stack::start)
/// appends to the command it is given: the folder of the packages and the place.
///
/// Answers on standard output, so nothing else may print there. Gives the exit code.
pub fn inside(arguments: &[OsString]) -> u8 {
    let [packages, place] = arguments else {
        return 2;
    };
    let mut inside = Inside::new(PathBuf::from(packages), Place::at(Path::new(place)));
    let started = inside.start();
    let failed = started.is_err();
    if answer(started).is_err() || failed {
        return 1;
    }
    let slots = [Slot::new(), Slot::new()];
    let ports = [PORT, PORT + 1];
    let plugs: Result<Vec<_>, _> = slots.iter().zip(ports).map(|(slot, port)| Plug::new(slot, port)).collect();
    let Ok(_plugs) = plugs else { return 1 };

    for line in io::stdin().lock().lines().map_while(Result::ok) {
        let result = Order::parse(&line).and_then(|order| match order.apply_to(&slots) {
            Some(result) => result,
            None => inside.service(&order),
        });
        if answer(result).is_err() {
            break;
        }
    }
    inside.stop();
    0
}

struct Inside {
    packages: PathBuf,
    place: Place,
    service: Option<Child>,
}

impl Inside {
    fn new(packages: PathBuf, place: Place) -> Self {
        Self { packages, place, service: None }
    }

    fn service(&mut self, order: &Order) -> Result<(), String> {
        match order {
            Order::Service(ServiceCommand::Start) => self.start(),
            Order::Service(ServiceCommand::Stop) => {
                self.stop();
                Ok(())
            }
            Order::Service(ServiceCommand::Kill) => {
                self.end(|child| {
                    let _ = child.kill();
                });
                Ok(())
            }
            other => Err(format!("not for the service: {other}")),
        }
    }

    fn start(&mut self) -> Result<(), String> {
        if self.service.is_some() {
            return Err("the service runs already".into());
        }
        self.configure().map_err(|error| format!("pcscd's configuration: {error}"))?;
        let mut command = Command::new(self.packages.join(PCSCD));
        command.env("LD_LIBRARY_PATH", self.libraries()).stdin(Stdio::null());
        // From 2.0 on pcscd may ask polkit, which does not run in here.
        let help = command.arg("--help").output().map_err(|error| format!("pcscd: {error}"))?;
        let mut command = Command::new(self.packages.join(PCSCD));
        command
            .env("LD_LIBRARY_PATH", self.libraries())
            .arg("--foreground")
            .arg("--config")
            .arg(self.place.configuration())
            .stdin(Stdio::null())
            // Our own standard output is for answers alone.
            .stdout(Stdio::null());
        if String::from_utf8_lossy(&help.stdout).contains("--disable-polkit") {
            command.arg("--disable-polkit");
        }
        let child = command.spawn().map_err(|error| format!("pcscd: {error}"))?;
        self.service = Some(child);
        let until = Instant::now() + READY_TIMEOUT;
        // The path as it is outside: it is ours too, and shows that a client there would reach it.
        while UnixStream::connect(self.place.socket()).is_err() {
            let ended = self.service.as_mut().and_then(|child| child.try_wait().ok().flatten());
            if let Some(status) = ended {
                self.service = None;
                return Err(format!("pcscd ended at once: {status}"));
            }
            if Instant::now() > until {
                self.stop();
                return Err("pcscd does not listen".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    fn stop(&mut self) {
        self.end(|child| {
            if let Err(error) = kill_process(Pid::from_child(child), Signal::TERM) {
                tracing::debug!(%error, "pcscd was gone before it was stopped");
            }
        });
    }

    /// Ends the service by `how` and waits for it: a pcscd that is dead but not waited for makes
    /// the next one think that another one runs.
    fn end(&mut self, how: impl FnOnce(&mut Child)) {
        if let Some(mut child) = self.service.take() {
            how(&mut child);
            let until = Instant::now() + READY_TIMEOUT;
            while Instant::now() < until {
                if !matches!(child.try_wait(), Ok(None)) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(2));
            }
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn configure(&self) -> io::Result<()> {
        let driver = self.packages.join(DRIVER);
        std::fs::write(
            self.place.configuration().join("vpcd"),
            format!(
                "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x{PORT:X}\n\
                 LIBPATH {}\nCHANNELID 0x{PORT:X}\n",
                driver.display()
            ),
        )
    }

    /// Every folder of libraries among the packages: their names carry the architecture.
    fn libraries(&self) -> OsString {
        let mut folders = vec![self.packages.join("usr/lib")];
        if let Ok(entries) = std::fs::read_dir(self.packages.join("usr/lib")) {
            folders.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()));
        }
        std::env::join_paths(folders).unwrap_or_default()
    }
}

fn answer(result: Result<(), String>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match result {
        Ok(()) => writeln!(out, "ok")?,
        Err(why) => writeln!(out, "error {}", why.replace('\n', " "))?,
    }
    out.flush()
}

/// Below the folder of the packages.
pub(super) const PCSCD: &str = "usr/sbin/pcscd";
pub(super) const DRIVER: &str = "usr/lib/pcsc/drivers/serial/libifdvpcd.so";
const READY_TIMEOUT: Duration = Duration::from_secs(2);
