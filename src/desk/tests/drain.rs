//! The queue after an outage: it finishes by itself, several stays at once, each once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::*;
use crate::platform::transport::{Request, Response, SendError, Stage, Transport};

/// A line that can be cut, that can lose replies, and counts.
struct Line {
    inner: HttpTransport,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    cut: AtomicBool,
    lose_replies: AtomicBool,
    sent: AtomicUsize,
}

impl Transport for Line {
    fn send(&self, request: &Request) -> Result<Response, SendError> {
        self.state.sent.fetch_add(1, Ordering::SeqCst);
        if self.state.cut.load(Ordering::SeqCst) {
            return Err(SendError { stage: Stage::Connect, what: "cut".to_owned() });
        }
        let heard = self.inner.send(request);
        if self.state.lose_replies.load(Ordering::SeqCst) {
            return Err(SendError { stage: Stage::Broken, what: "lost".to_owned() });
        }
        heard
    }
}

/// Agrees, and then something happens to the line.
struct AgreesAndThen<'a>(&'a AtomicBool);

impl Counter for AgreesAndThen<'_> {
    fn done(&mut self, _: &Progress<'_>, _: u64) {}

    fn waits(&mut self, _: &yijie_core::settlement::Waiting, _: u64) {}

    fn confirm(&mut self, _: &yijie_core::settlement::Stay) -> Confirmation {
        self.0.store(true, Ordering::SeqCst);
        Confirmation::Agreed
    }
}

fn bills() -> Vec<Bill> {
    let files: [&[u8]; 3] = [
        include_bytes!("../../../fixtures/bills/worked-case.json"),
        include_bytes!("../../../fixtures/bills/wang-jianguo.json"),
        include_bytes!("../../../fixtures/bills/zhang-guifang.json"),
    ];
    files.map(|file| Bill::parse(file).unwrap()).into()
}

/// A desk at which each of these stays was agreed to and could not leave, the first one's reply being lost instead.
fn after_the_line_broke() -> (Trial, Arc<State>, Vec<StayKey>) {
    let mut trial = trial("");
    let state = Arc::new(State::default());
    let inner = HttpTransport::new(HttpSettings::default(), 2_000).unwrap();
    trial.desk.transport = Box::new(Line { inner, state: Arc::clone(&state) });
    trial.desk.settings.queue_items_max = 10;
    let mut keys = Vec::new();
    for (at, bill) in bills().iter().enumerate() {
        state.cut.store(false, Ordering::SeqCst);
        state.lose_replies.store(false, Ordering::SeqCst);
        let shown = Shown {
            credential: Credential::CitizenId,
            citizen_id: bill.patient.citizen_id.clone(),
            name: bill.patient.name.clone(),
        };
        let holder = trial.desk.identify(&shown, None, &mut Nobody).unwrap();
        let breaks = if at == 0 { &state.lose_replies } else { &state.cut };
        let choices = Choices { account: AccountUse::Use };
        let left = trial.desk.settle(bill, &holder, choices, &mut AgreesAndThen(breaks)).unwrap();
        let word = left.standing.word();
        assert_eq!(word, if at == 0 { "in_doubt" } else { "queued" }, "{:?}", left.standing);
        keys.push(left.stay.key);
    }
    state.lose_replies.store(false, Ordering::SeqCst);
    state.cut.store(true, Ordering::SeqCst);
    (trial, state, keys)
}

#[test]
fn queue_finishes_by_itself_when_the_line_is_back_and_says_what_changed_for_whom() {
    let (trial, state, keys) = after_the_line_broke();
    let Trial { platform, desk, folder: _folder } = trial;
    let desk = Arc::new(desk);
    let told: Arc<Mutex<BTreeMap<StayKey, Vec<Finished>>>> = Arc::default();
    let hears = Arc::clone(&told);
    desk.watch_finished(Box::new(move |finished| {
        hears.lock().unwrap().entry(finished.key.clone()).or_default().push(finished.clone());
    }));
    let before = state.sent.load(Ordering::SeqCst);
    let worker = Worker::start(Arc::clone(&desk)).unwrap();
    std::thread::sleep(Duration::from_secs(3));
    let tried = state.sent.load(Ordering::SeqCst) - before;
    assert!((1..=30).contains(&tried), "a platform that is away is tried by one lane, with pauses: {tried}");
    assert_eq!(desk.queue().unwrap().len(), 3);

    state.cut.store(false, Ordering::SeqCst);
    let deadline = Instant::now() + Duration::from_mins(1);
    while told.lock().unwrap().len() < keys.len() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(worker);
    let told = told.lock().unwrap();
    for key in &keys {
        let outcome = desk.show(key).unwrap();
        assert_eq!(outcome.standing, Standing::Settled, "{key}");
        assert_eq!(told[key], [outcome.finished()], "said once, and truly");
        assert_eq!(desk.receipt(key, &mut Nobody).unwrap().copy, Some(1), "the original was printed");
    }
    let first = &told[&keys[0]][0];
    assert!(first.refund > Yuan::ZERO || first.collect > Yuan::ZERO, "{first:?}");
    assert!(!first.patient.contains("秀"), "masked");
    assert_eq!(platform.books()["settlements"].as_array().unwrap().len(), 3, "each settled once");
    assert!(desk.queue().unwrap().is_empty());
}

#[test]
fn replay_by_a_person_tries_a_dead_line_once_and_settles_everything_on_a_live_one() {
    let (trial, state, keys) = after_the_line_broke();
    let replay = |patience: Patience| {
        let came = Mutex::new(BTreeMap::new());
        trial.desk.drain(&keys, Asking::Person, patience, &AtomicBool::new(false), &|key, replayed| {
            let Replayed::Came(outcome) = replayed else { panic!("{replayed:?}") };
            assert!(came.lock().unwrap().insert(key.clone(), outcome.standing.word()).is_none(), "told once");
        });
        came.into_inner().unwrap()
    };
    let before = state.sent.load(Ordering::SeqCst);
    let away = replay(Patience::NONE);
    assert_eq!(away.len(), 3, "every stay is told of");
    assert!(away.values().all(|word| *word != "settled"));
    assert!(state.sent.load(Ordering::SeqCst) - before <= 2, "one stay is tried, not all");

    state.cut.store(false, Ordering::SeqCst);
    let back = replay(Patience { doubt_ms_max: 20_000, platform_ms_max: 0 });
    assert!(back.values().all(|word| *word == "settled"), "{back:?}");
    assert_eq!(trial.standing_on_the_platform(), 3);
}
