//! The desk with a real journal, real HTTP and the training platform at the other end.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::SignedDuration;
use tempfile::TempDir;
use yijie_core::bill::Bill;
use yijie_core::money::Yuan;
use yijie_core::person::Credential;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::InstitutionCode;

use super::*;
use crate::journal::{Binding, DeskSlot, MachineId, SealKey};
use crate::platform::transport::http::{HttpSettings, HttpTransport};
use crate::platform::{Credentials, Hospital, OperatorKind, Profile};
use crate::training::{Faults, Platform, Server, TRAINING_KEY_ID, TRAINING_SECRET};

mod people;

pub(super) struct Trial {
    pub platform: Server,
    pub desk: Desk,
    folder: TempDir,
}

/// A cashier who always agrees.
struct Agrees;

impl Counter for Agrees {
    fn done(&mut self, _: &Progress<'_>, _: u64) {}

    fn waits(&mut self, _: &yijie_core::settlement::Waiting, _: u64) {}

    fn confirm(&mut self, _: &yijie_core::settlement::Stay) -> Confirmation {
        Confirmation::Agreed
    }
}

/// The machine's clocks, the one on the wall set by hand.
struct SetByHand {
    system: SystemClock,
    minutes_ahead: Arc<AtomicI64>,
}

impl Clock for SetByHand {
    fn now(&self) -> Now {
        let Now { wall, instant } = self.system.now();
        Now { wall: wall + SignedDuration::from_mins(self.minutes_ahead.load(Ordering::SeqCst)), instant }
    }

    fn sleep(&self, milliseconds: u64) {
        self.system.sleep(milliseconds);
    }

    fn nonce(&self) -> String {
        self.system.nonce()
    }
}

fn trial(faults: &str) -> Trial {
    trial_with(faults, |line, _| (line, Box::new(SystemClock::start().unwrap())))
}

/// A trial with something put into its line, which may know where the journal is, and a clock of its own.
pub(super) fn trial_with(
    faults: &str,
    between: impl FnOnce(Box<dyn Transport>, &Path) -> (Box<dyn Transport>, Box<dyn Clock>),
) -> Trial {
    made(faults, 1, |_| {}, between)
}

/// A desk with room for so many waiting stays, at a platform that is believed to behave as `change` says.
pub(super) fn trial_at(faults: &str, queue_items_max: u64, change: impl FnOnce(&mut Rules)) -> Trial {
    made(faults, queue_items_max, change, |line, _| (line, Box::new(SystemClock::start().unwrap())))
}

fn made(
    faults: &str,
    queue_items_max: u64,
    change: impl FnOnce(&mut Rules),
    between: impl FnOnce(Box<dyn Transport>, &Path) -> (Box<dyn Transport>, Box<dyn Clock>),
) -> Trial {
    let mut profile = Profile::built_in("training").unwrap();
    change(&mut profile.switches);
    let platform = Server::on_free_port(Platform::with_training_people().unwrap()).unwrap();
    platform.add_faults(Faults::from_toml(faults).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let hospital = Hospital {
        institution: InstitutionCode::parse("H44010000001").unwrap(),
        name: "广州示范医院".to_owned(),
        division: DivisionCode::parse("440100").unwrap(),
        operator_code: "C001".to_owned(),
        operator_name: "收费员一".to_owned(),
        operator_kind: OperatorKind::Desk,
    };
    let binding = Binding {
        institution: hospital.institution.clone(),
        platform: "training".to_owned(),
        slot: DeskSlot::new(1).unwrap(),
        machine: MachineId("test".to_owned()),
    };
    let path = folder.path().join(JOURNAL);
    let line = HttpTransport::new(HttpSettings::default(), 2_000).unwrap();
    let (transport, clock) = between(Box::new(line), &path);
    let key = SealKey::from_bytes([7; 32]);
    let journal = Journal::open(&path, &binding, key, clock.now().wall).unwrap();
    let url = format!("http://{}", platform.addr());
    let credentials = Credentials::new(TRAINING_KEY_ID, TRAINING_SECRET).unwrap();
    let language = Language::new(profile, hospital, &url, credentials).unwrap();
    let desk = Desk::new(Parts {
        journal,
        language,
        transport,
        clock,
        printer: None,
        settings: Settings {
            paper: Paper::Mm80,
            telephone: String::new(),
            mac: "02-00-00-00-00-01".to_owned(),
            ip: "127.0.0.1".to_owned(),
            patience: Patience::NONE,
            queue_items_max,
        },
    });
    Trial { platform, desk, folder }
}

impl Trial {
    pub fn settle(&self, bill: &Bill) -> Result<Outcome, Trouble> {
        self.settle_before(bill, &mut Agrees)
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.folder.path().join(JOURNAL)
    }

    pub(super) fn settle_before(&self, bill: &Bill, counter: &mut dyn Counter) -> Result<Outcome, Trouble> {
        let shown = Shown {
            credential: Credential::CitizenId,
            citizen_id: bill.patient.citizen_id.clone(),
            name: bill.patient.name.clone(),
        };
        let holder = self.desk.identify(&shown, None, &mut Nobody)?;
        self.desk.settle(bill, &holder, Choices { account: AccountUse::Use }, counter)
    }

    pub fn standing_on_the_platform(&self) -> usize {
        let books = self.platform.books();
        books["settlements"].as_array().unwrap().iter().filter(|row| row["state"] == "stands").count()
    }
}

pub(super) fn bill() -> Bill {
    Bill::parse(include_bytes!("../../fixtures/bills/worked-case.json")).unwrap()
}

/// The same stay with one more deposit: another version of the bill.
fn changed(bill: &Bill) -> Bill {
    let mut changed = bill.clone();
    let mut deposit = changed.deposits[0].clone();
    deposit.receipt_no = "YJ202611009999".to_owned();
    deposit.amount = Yuan::from_cents(10_000);
    changed.deposits.push(deposit);
    changed
}

const JOURNAL: &str = "journal.sqlite";
const LOST_REPLY: &str = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n";
const UNREACHABLE_AFTERWARDS: &str = "[[fault]]\ninfno = \"5203\"\nnth = 1\naction = \"drop_reply\"\n";

#[test]
fn bill_that_changed_while_in_doubt_never_replaces_the_one_that_was_settled() {
    let trial = trial(&format!("{LOST_REPLY}{UNREACHABLE_AFTERWARDS}"));
    let first = bill();
    let left = trial.settle(&first).unwrap();
    assert!(matches!(left.standing, Standing::InDoubt(_)), "{:?}", left.standing);
    let second = changed(&first);
    trial.settle(&second).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let key = trial.desk.key(first.stay_no.clone());
    trial.desk.replay(&key, Patience { doubt_ms_max: 20_000, platform_ms_max: 20_000 }, &mut Nobody);
    let found = trial.desk.show(&key).unwrap();
    let made = found.stay.standing().unwrap();
    assert_eq!(made.bill, first.digest(), "what was settled is the bill that was sent");
    assert_eq!(found.stay.terms.bill, first.digest());
    assert_eq!(trial.standing_on_the_platform(), 1);
    let printed = trial.desk.receipt(&key, &mut Nobody).unwrap();
    assert!(!printed.text.contains("YJ202611009999"), "the receipt speaks of the bill that was settled");
}

#[test]
fn settling_a_changed_bill_after_settlement_moves_no_money() {
    let trial = trial("");
    let first = bill();
    assert_eq!(trial.settle(&first).unwrap().standing, Standing::Settled);
    let refused = trial.settle(&changed(&first)).unwrap_err();
    assert_eq!(refused.code, yijie_core::failure::Settlement::OtherBill.into());
    let story = trial.desk.story(&trial.desk.key(first.stay_no)).unwrap();
    assert_eq!(story.instructions.len(), 2, "the first bill's two refunds, and no others");
    assert_eq!(trial.standing_on_the_platform(), 1);
}

#[test]
fn cancel_waits_for_what_was_refunded() {
    let trial = trial("");
    let bill = bill();
    trial.settle(&bill).unwrap();
    let key = trial.desk.key(bill.stay_no);
    let refused = trial.desk.cancel(&key, "费用有误", Refunds::NotSaid, &mut Nobody).unwrap_err();
    assert_eq!(refused.code, yijie_core::failure::Settlement::RefundFirst.into());
    assert_eq!(trial.standing_on_the_platform(), 1);
    let cancelled = trial.desk.cancel(&key, "费用有误", Refunds::Recovered, &mut Nobody).unwrap();
    assert_eq!(cancelled.standing, Standing::Cancelled);
    assert_eq!(trial.standing_on_the_platform(), 0);
    let void = trial.desk.receipt(&key, &mut Nobody).unwrap_err();
    assert_eq!(void.code, yijie_core::failure::Storage::ReceiptVoid.into());
}

#[test]
fn cancel_that_never_left_waits_in_the_queue_until_the_bill_is_settled_again() {
    let trial = trial("");
    let bill = bill();
    trial.settle(&bill).unwrap();
    let key = trial.desk.key(bill.stay_no.clone());
    let (addr, books) = (trial.platform.addr(), trial.platform.platform().clone());
    let Trial { platform, desk, folder } = trial;
    platform.stop();
    let left = desk.cancel(&key, "费用有误", Refunds::Recovered, &mut Nobody).unwrap();
    assert!(matches!(left.standing, Standing::Queued(_)), "{:?}", left.standing);
    let waiting = desk.queue().unwrap();
    assert!(matches!(waiting[0].standing, Standing::Queued(_)), "{:?}", waiting[0].standing);
    // The cashier thinks better of it: the settlement stands as it did, and nothing takes it away later.
    let platform = Server::start(addr, books, Faults::default()).unwrap();
    let trial = Trial { platform, desk, folder };
    assert!(trial.desk.settled_before(&bill).unwrap().is_none(), "a cancel is wanted");
    assert_eq!(trial.settle(&bill).unwrap().standing, Standing::Settled);
    assert!(trial.desk.queue().unwrap().is_empty());
    assert_eq!(trial.standing_on_the_platform(), 1);
}

#[test]
fn queue_at_work_finds_out_by_itself_and_prints_once() {
    let trial = trial(&format!("{LOST_REPLY}{UNREACHABLE_AFTERWARDS}"));
    let bill = bill();
    let left = trial.settle(&bill).unwrap();
    assert!(matches!(left.standing, Standing::InDoubt(_)), "{:?}", left.standing);
    let key = trial.desk.key(bill.stay_no);
    let desk = Arc::new(trial.desk);
    let worker = Worker::start(Arc::clone(&desk)).unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while desk.queue().unwrap().len() == 1 && std::time::Instant::now() < deadline {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    drop(worker);
    assert_eq!(desk.show(&key).unwrap().standing, Standing::Settled);
    assert_eq!(desk.receipt(&key, &mut Nobody).unwrap().copy, Some(1), "the worker printed the original");
}

#[test]
fn queue_at_its_limit_refuses_a_new_stay_and_not_the_one_that_waits() {
    let trial = trial(&format!("{LOST_REPLY}{UNREACHABLE_AFTERWARDS}"));
    let waiting = bill();
    trial.settle(&waiting).unwrap();
    let other = Bill::parse(include_bytes!("../../fixtures/bills/wang-jianguo.json")).unwrap();
    let refused = trial.settle(&other).unwrap_err();
    assert_eq!(refused.code, yijie_core::failure::Settlement::QueueFull.into());
    assert!(trial.settle(&waiting).is_ok());
}

mod drain;

#[test]
fn clock_that_jumped_while_the_desk_runs_sends_nothing_until_it_is_put_right() {
    let minutes_ahead = Arc::new(AtomicI64::new(0));
    let clock = SetByHand { system: SystemClock::start().unwrap(), minutes_ahead: Arc::clone(&minutes_ahead) };
    let trial = trial_with("", |line, _| (line, Box::new(clock)));
    let bill = bill();
    let before = trial.platform.books()["messages"].clone();
    for jump in [24 * 60, 6, -6] {
        minutes_ahead.store(jump, Ordering::SeqCst);
        let refused = trial.settle(&bill).unwrap_err();
        assert_eq!(refused.code, yijie_core::failure::Settlement::ClockJumped.into(), "{jump}");
    }
    assert_eq!(trial.platform.books()["messages"], before, "nothing was sent");
    // No message id was taken from the wrong day either, or none of today could follow.
    minutes_ahead.store(0, Ordering::SeqCst);
    assert_eq!(trial.settle(&bill).unwrap().standing, Standing::Settled);
    assert_eq!(trial.standing_on_the_platform(), 1);
}
