//! The PC/SC driver against a real pcscd and vpcd, in namespaces of their own.
//!
//! Needs the unpacked packages: `YIJIE_PCSC_STACK`, or `target/pcsc-stack` of the workspace.
//! Without them each test says so and passes.
//!
//! `libpcsclite` finds its service by the environment, so every test runs itself once more in a
//! process that was started with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // a test may

mod driver;
mod events;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use yijie_card_reader::{CardError, CardReaders, PcscReaders, Plan, ReaderEvent, Reading, Watch, read_card};
use yijie_virtual_card::control::Twist;
use yijie_virtual_card::stack::{Inside, Place, READERS, Stack};

/// Runs `test` against a fresh stack.
fn with_stack(name: &str, test: impl FnOnce(&mut Stack)) {
    with_stack_and_path(name, None, test);
}

/// The same, with another `PATH` in which the stack finds its programs.
fn with_stack_and_path(name: &str, path: Option<&Path>, test: impl FnOnce(&mut Stack)) {
    if let Some(place) = Place::from_environment() {
        let inside =
            Inside { program: env!("CARGO_BIN_EXE_yijie-virtual-card").into(), arguments: vec!["inside".into()] };
        let mut stack = Stack::start(&place, &packages(), &inside).unwrap();
        test(&mut stack);
        return;
    }
    if !packages().is_dir() {
        println!("SKIPPED {name}: no PC/SC packages in {}", packages().display());
        return;
    }
    let place = Place::new().unwrap();
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", name, "--nocapture", "--test-threads=1"]);
    if let Some(path) = path {
        again.env("PATH", path);
    }
    let output = place.introduce(&mut again).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}\n{said}\n{complained}");
    assert!(said.contains("1 passed"), "{name} did not run inside\n{said}");
}

fn packages() -> PathBuf {
    std::env::var_os("YIJIE_PCSC_STACK")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pcsc-stack"), PathBuf::from)
}

fn fixture(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cards");
    folder.join(name).with_extension("toml")
}

/// Puts a card in and waits until a client sees it.
fn insert(stack: &mut Stack, events: &Receiver<ReaderEvent>, name: &str, twist: Twist) {
    stack.insert(0, &fixture(name), twist).unwrap();
    wait_for(events, |event| matches!(event, ReaderEvent::CardIn { .. }));
}

fn read(readers: &PcscReaders) -> Result<Reading, CardError> {
    read_card(&*readers.reader(READERS[0]), Plan::Full)
}

fn watch(readers: &PcscReaders) -> (Watch, Receiver<ReaderEvent>) {
    let (tell, events) = channel();
    let watch = readers.watch(Box::new(move |event| drop(tell.send(event)))).unwrap();
    (watch, events)
}

/// The first event that `wanted` accepts, with those before it.
fn wait_for(events: &Receiver<ReaderEvent>, wanted: impl Fn(&ReaderEvent) -> bool) -> Vec<ReaderEvent> {
    let until = Instant::now() + PATIENCE;
    let mut seen = Vec::new();
    while let Ok(event) = events.recv_timeout(until.saturating_duration_since(Instant::now())) {
        let found = wanted(&event);
        seen.push(event);
        if found {
            return seen;
        }
    }
    panic!("waited in vain; saw {seen:?}");
}

const PATIENCE: Duration = Duration::from_secs(8);
