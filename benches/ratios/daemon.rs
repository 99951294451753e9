//! The daemon: how soon it answers, what it holds, and whether it sleeps.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use yijie::training::{TRAINING_KEY_ID, TRAINING_SECRET};

use crate::statistics::{Quartiles, milliseconds};
use crate::{Fallible, machine};

/// Starts `yijie run` over and over on one journal, then watches one do nothing.
pub fn measure(runs: usize) -> Fallible<()> {
    println!("\nDaemon (yijie run)");
    if !is_there()? {
        println!("  not there yet");
        return Ok(());
    }
    let folder = machine::scratch()?;
    // The first start makes the journal and its key; the later ones, like every morning, find them.
    Running::start(folder.path())?;
    let mut cold = Vec::new();
    let mut bare = Vec::new();
    for _ in 0..runs {
        cold.push(milliseconds(Running::start(folder.path())?.answered));
        let began = Instant::now();
        command().arg("--version").stdout(Stdio::null()).status()?;
        bare.push(milliseconds(began.elapsed()));
    }
    let ratio = Quartiles::of(cold.iter().zip(&bare).map(|(cold, bare)| cold / bare));
    let (cold, bare) = (Quartiles::of(cold), Quartiles::of(bare));
    println!(
        "  cold start to first answer  {:.2} ms [{:.2} – {:.2}]  aim 30 ms  n={runs}",
        cold.median, cold.lower, cold.upper
    );
    println!(
        "  against a start that only prints its version ({:.2} ms): ratio {:.2} [{:.2} – {:.2}]",
        bare.median, ratio.median, ratio.lower, ratio.upper
    );
    let running = Running::start(folder.path())?;
    running.idle()
}

/// True if this build knows the command. One that does not may still take its words for something else.
fn is_there() -> Fallible<bool> {
    let mut child =
        command().args(["run", "--help"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let until = Instant::now() + HELP_LIMIT;
    while child.try_wait()?.is_none() {
        if Instant::now() > until {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(2));
    }
    let mut said = String::new();
    if let Some(mut out) = child.stdout.take() {
        out.read_to_string(&mut said)?;
    }
    Ok(child.wait()?.success() && said.contains("yijie run"))
}

/// A daemon, ended when dropped.
struct Running {
    child: Child,
    answered: Duration,
}

impl Running {
    /// Starts one and waits for its first answer. It listens only once its journal is open.
    fn start(folder: &Path) -> Fallible<Self> {
        let addr = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let config = folder.join("yijie.toml");
        fs::write(&config, configuration(folder, addr))?;
        let began = Instant::now();
        let said = folder.join("said");
        let child = command()
            .arg("run")
            .arg("--config")
            .arg(&config)
            // Secrets may not stand in the file.
            .env("YIJIE_PLATFORM_KEY", TRAINING_KEY_ID)
            .env("YIJIE_PLATFORM_SECRET", TRAINING_SECRET)
            .stdin(Stdio::null())
            .stdout(fs::File::create(&said)?)
            .stderr(Stdio::inherit())
            .spawn()?;
        let mut running = Self { child, answered: Duration::ZERO };
        while began.elapsed() < START_LIMIT {
            if let Some(code) = running.child.try_wait()? {
                return Err(format!("yijie run ended: {code}: {}", fs::read_to_string(&said)?).into());
            }
            if is_answered(addr) {
                running.answered = began.elapsed();
                return Ok(running);
            }
            thread::sleep(Duration::from_micros(200));
        }
        Err("yijie run does not answer".into())
    }

    /// Memory, and what its threads did while nothing happened.
    fn idle(&self) -> Fallible<()> {
        let process = Path::new("/proc").join(self.child.id().to_string());
        // Whatever a start leaves to be done is done by then.
        thread::sleep(SETTLE);
        let before = wake_ups(&process)?;
        thread::sleep(WATCHED);
        let after = wake_ups(&process)?;
        let status = fs::read_to_string(process.join("status"))?;
        let row = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
        println!("  idle: {} resident (of which its own {}), aim 12 MB", row("VmRSS:"), row("RssAnon:"));
        println!("  idle: {} wake-ups in {} s, aim none", after.saturating_sub(before), WATCHED.as_secs());
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Any answer will do, a refusal too: nobody is asked for a token before the daemon is up.
fn is_answered(addr: SocketAddr) -> bool {
    let Ok(mut line) = TcpStream::connect(addr) else { return false };
    let request = format!("GET / HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\n\r\n");
    let mut first = [0_u8; 5];
    line.write_all(request.as_bytes()).and_then(|()| line.read_exact(&mut first)).is_ok() && &first == b"HTTP/"
}

/// How often any thread of the process gave up its processor by itself, which is how often one woke up.
fn wake_ups(process: &Path) -> Fallible<u64> {
    let mut sum = 0;
    for thread in fs::read_dir(process.join("task"))?.flatten() {
        let status = fs::read_to_string(thread.path().join("status")).unwrap_or_default();
        let count = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        sum += count.and_then(|count| count.trim().parse::<u64>().ok()).unwrap_or_default();
    }
    Ok(sum)
}

/// The program as it was built beside this one, with none of this one's environment that it would take for its own.
fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yijie"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("YIJIE_")) {
        command.env_remove(name);
    }
    command
}

fn configuration(folder: &Path, addr: SocketAddr) -> String {
    let folder = folder.display();
    format!(
        r#"
[institution]
code = "H44010000001"
name = "广州示范医院"
division = "440100"
[desk]
slot = 1
operator = "C001"
operator_name = "收费员一"
[platform]
profile = "training"
url = "http://127.0.0.1:9"
[journal]
path = "{folder}/daemon.sqlite"
key_file = "{folder}/daemon.key"
[api]
listen = "{addr}"
token_file = "{folder}/token"
[log]
level = "error"
"#
    )
}

const HELP_LIMIT: Duration = Duration::from_secs(2);
const START_LIMIT: Duration = Duration::from_secs(10);
const SETTLE: Duration = Duration::from_secs(3);
const WATCHED: Duration = Duration::from_secs(30);
