//! What waits for the next intent is durable before anybody hears of it, and before a byte leaves.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use yijie_core::settlement::{Now, Waiting};

use super::super::tests::{bill, trial_with};
use super::super::{Clock, Confirmation, SystemClock};
use super::*;
use crate::journal::{Journal, SealKey};
use crate::platform::transport::{Request, Response, SendError, Transport};

/// The journal as another process finds it: what is durable, and nothing else.
fn read(path: &Path) -> Journal {
    Journal::open_read_only(path, SealKey::from_bytes([7; 32])).unwrap()
}

/// The messages of a stay by transaction, and how each ended.
type Ends = Vec<(String, Option<EndKind>)>;

/// How each message of the stay ended, by the journal.
fn ends(path: &Path) -> Ends {
    let journal = read(path);
    let key = journal.stays(2, 0).unwrap().into_iter().next().map(|line| line.key);
    let attempts = key.map(|key| journal.attempts(&key).unwrap()).unwrap_or_default();
    attempts.into_iter().map(|attempt| (attempt.infno, attempt.ends.first().map(|end| end.kind))).collect()
}

/// A line that looks into the journal before each byte.
struct Looks {
    line: Box<dyn Transport>,
    journal: PathBuf,
    found: Arc<Mutex<Vec<Ends>>>,
}

impl Transport for Looks {
    fn send(&self, request: &Request) -> Result<Response, SendError> {
        self.found.lock().unwrap().push(ends(&self.journal));
        self.line.send(request)
    }
}

/// A cashier who looks into the journal whenever something is said to be done.
struct Doubts<'a> {
    journal: &'a Path,
    told: u32,
}

impl Counter for Doubts<'_> {
    fn done(&mut self, what: &Progress<'_>, _: u64) {
        if let Progress::Sent(..) = what {
            self.told += 1;
            let ended = ends(self.journal).iter().filter(|(_, end)| end.is_some()).count();
            assert!(ended >= usize::try_from(self.told).unwrap(), "told of {} ends, {ended} are durable", self.told);
        }
    }

    fn waits(&mut self, _: &Waiting, _: u64) {}

    fn confirm(&mut self, _: &Stay) -> Confirmation {
        assert!(ends(self.journal).iter().all(|(_, end)| end.is_some()), "nothing waits while a person thinks");
        Confirmation::Agreed
    }
}

#[test]
fn every_end_is_durable_before_the_next_byte_leaves_and_before_anybody_is_told() {
    let found = Arc::new(Mutex::new(Vec::new()));
    let theirs = Arc::clone(&found);
    let trial = trial_with("", |line, journal| {
        let looks = Looks { line, journal: journal.to_owned(), found: theirs };
        (Box::new(looks), Box::new(SystemClock::start().unwrap()))
    });
    let journal = trial.journal();
    let mut cashier = Doubts { journal: &journal, told: 0 };
    trial.settle_before(&bill(), &mut cashier).unwrap();
    assert_eq!(cashier.told, 4, "two uploads, the discharge, the settlement");
    let found = found.lock().unwrap();
    for seen in found.iter() {
        let (last, before) = seen.split_last().map_or((None, &[][..]), |(last, before)| (Some(last), before));
        assert!(before.iter().all(|(_, end)| *end == Some(EndKind::Done)), "{seen:?}");
        assert!(
            last.is_none_or(|(infno, end)| end.is_none() || infno == "2402"),
            "a byte without its intent: {seen:?}"
        );
    }
    assert!(ends(&journal).iter().all(|(_, end)| *end == Some(EndKind::Done)));
}

/// A clock that is put back after the first upload was answered: no message id is given then.
struct Jumps {
    inner: SystemClock,
    back: Arc<AtomicBool>,
}

impl Clock for Jumps {
    fn now(&self) -> Now {
        let now = self.inner.now();
        let by = SignedDuration::from_mins(if self.back.load(Ordering::SeqCst) { 10 } else { 0 });
        Now { wall: now.wall - by, ..now }
    }

    fn sleep(&self, milliseconds: u64) {
        self.inner.sleep(milliseconds);
    }

    fn nonce(&self) -> String {
        self.inner.nonce()
    }
}

/// A line that puts the clock back with the answer to the first upload.
struct PutsBack {
    line: Box<dyn Transport>,
    back: Arc<AtomicBool>,
    uploads: AtomicU32,
}

impl Transport for PutsBack {
    fn send(&self, request: &Request) -> Result<Response, SendError> {
        let heard = self.line.send(request);
        if request.body.contains("\"2301\"") {
            self.uploads.fetch_add(1, Ordering::SeqCst);
            self.back.store(true, Ordering::SeqCst);
        }
        heard
    }
}

#[test]
fn end_is_written_by_itself_where_the_next_intent_fails() {
    let trial = trial_with("", |line, _| {
        let back = Arc::new(AtomicBool::new(false));
        let clock = Jumps { inner: SystemClock::start().unwrap(), back: Arc::clone(&back) };
        (Box::new(PutsBack { line, back, uploads: AtomicU32::new(0) }), Box::new(clock))
    });
    let journal = trial.journal();
    let mut cashier = Doubts { journal: &journal, told: 0 };
    let refused = trial.settle_before(&bill(), &mut cashier).unwrap_err();
    assert_eq!(refused.code, yijie_core::failure::Settlement::ClockJumped.into());
    assert_eq!(ends(&journal), [("2301".to_owned(), Some(EndKind::Done))], "no doubt where there is an answer");
    assert_eq!(cashier.told, 1);
}
