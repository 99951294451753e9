//! Reading, and what disturbs it.

use crate::{fixture, insert, read, wait_for, watch, with_stack, with_stack_and_path};
use pcsc::{Context, Disposition, Protocols, Scope, ShareMode};
use std::ffi::CString;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};
use yijie_card_reader::{
    CardError, CardReaders, Fault, Item, OtherCard, PcscReaders, Plan, ReaderEvent, read_card, read_session,
};
use yijie_virtual_card::control::{ServiceCommand, Twist};
use yijie_virtual_card::stack::READERS;
use yijie_virtual_card::{Answers, CardFixture, Slot, VirtualReaders};

#[test]
fn every_card_reads_as_it_does_in_process() {
    with_stack("driver::every_card_reads_as_it_does_in_process", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        for name in [
            "li-xiulan",
            "wang-jianguo",
            "zhang-guifang",
            "gulbahar",
            "bank-card",
            "foreign-card",
            "gen3-locked",
            "version-9",
        ] {
            for answers in [Answers::T0, Answers::Direct] {
                let twist = Twist { answers: Some(answers), ..Twist::default() };
                insert(stack, &events, name, twist);
                let slot = Slot::new();
                let mut card = CardFixture::from_file(&fixture(name)).unwrap();
                twist.apply(&mut card.behaviour);
                slot.insert(card);
                let within = VirtualReaders::single("desk", &slot);
                let expected = read_card(&*within.reader("desk"), Plan::Full);
                assert_eq!(read(&readers), expected, "{name} {answers:?}");
                stack.pull(0).unwrap();
                wait_for(&events, |event| matches!(event, ReaderEvent::CardOut { .. }));
            }
        }
        let bank = CardError::NotASocialSecurityCard { looks_like: OtherCard::Bank };
        insert(stack, &events, "bank-card", Twist::default());
        assert_eq!(read(&readers), Err(bank));
    });
}

#[test]
fn stack_starts_on_a_machine_without_iproute2() {
    let programs = tempfile::tempdir().unwrap();
    for name in ["unshare", "sh", "mount", "perl"] {
        let found = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(name));
        let program = found.iter().find(|path| path.exists()).unwrap();
        std::os::unix::fs::symlink(program, programs.path().join(name)).unwrap();
    }
    let name = "driver::stack_starts_on_a_machine_without_iproute2";
    with_stack_and_path(name, Some(programs.path()), |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        read(&readers).unwrap();
    });
}

#[test]
fn empty_and_unknown_readers_are_told_apart() {
    with_stack("driver::empty_and_unknown_readers_are_told_apart", |_| {
        let readers = PcscReaders::new();
        assert_eq!(read(&readers), Err(CardError::NoCard));
        let unknown = read_card(&*readers.reader("Acme 00 00"), Plan::Identity);
        assert_eq!(unknown, Err(CardError::NoReader { reader: "Acme 00 00".into() }));
    });
}

#[test]
fn card_pulled_in_the_middle_is_told_and_the_next_one_reads() {
    with_stack("driver::card_pulled_in_the_middle_is_told_and_the_next_one_reads", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        for at in [1, 2, 9, 17] {
            let twist = Twist { pulled_at: Some(at), ..Twist::default() };
            insert(stack, &events, "li-xiulan", twist);
            assert_eq!(read(&readers), Err(CardError::CardPulled), "at {at}");
            wait_for(&events, |event| matches!(event, ReaderEvent::CardOut { .. }));
            insert(stack, &events, "wang-jianguo", Twist::default());
            let reading = read(&readers).unwrap();
            assert_eq!(reading.value(Item::CardNumber), Some(b"B14026682".as_slice()));
            stack.pull(0).unwrap();
            wait_for(&events, |event| matches!(event, ReaderEvent::CardOut { .. }));
        }
    });
}

#[test]
fn card_pulled_between_commands_is_told() {
    with_stack("driver::card_pulled_between_commands_is_told", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        let (ready, wait_ready) = channel();
        let (go_on, wait_go) = channel::<()>();
        let reader = readers.reader(READERS[0]);
        let session = thread::spawn(move || {
            reader.session(Box::new(move |session| {
                session.transmit(&ROOT)?;
                ready.send(()).unwrap();
                wait_go.recv().unwrap();
                session.transmit(&ROOT).map(drop)
            }))
        });
        wait_ready.recv_timeout(Duration::from_secs(5)).unwrap();
        stack.pull(0).unwrap();
        go_on.send(()).unwrap();
        assert_eq!(session.join().unwrap(), Err(CardError::CardPulled));
    });
}

#[test]
fn service_killed_in_the_middle_is_told_and_the_next_read_works() {
    with_stack("driver::service_killed_in_the_middle_is_told_and_the_next_read_works", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        let twist = Twist { delay_ms: Some(50), ..Twist::default() };
        insert(stack, &events, "li-xiulan", twist);
        read(&readers).unwrap();
        for _ in 0..3 {
            let result = thread::scope(|scope| {
                let reading = scope.spawn(|| read(&readers));
                thread::sleep(Duration::from_millis(200));
                stack.service(ServiceCommand::Kill).unwrap();
                reading.join().unwrap()
            });
            assert_eq!(result, Err(CardError::NoService));
            stack.service(ServiceCommand::Start).unwrap();
            wait_for(&events, |event| matches!(event, ReaderEvent::CardIn { .. }));
            read(&readers).unwrap();
        }
    });
}

#[test]
fn program_that_keeps_resetting_the_card_does_not_spoil_a_reading() {
    with_stack("driver::program_that_keeps_resetting_the_card_does_not_spoil_a_reading", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        let undisturbed = read(&readers).unwrap();
        // Its resets that fall between our connecting and our transaction are told to us; inside it there are none.
        let ending = AtomicBool::new(false);
        thread::scope(|scope| {
            let other = scope.spawn(|| {
                let mut resets = 0;
                while !ending.load(Ordering::SeqCst) {
                    resets += u32::from(connect(ShareMode::Shared).disconnect(Disposition::ResetCard).is_ok());
                }
                resets
            });
            let readings: Vec<_> = (0..READINGS)
                .map(|_| {
                    thread::sleep(Duration::from_millis(5));
                    read(&readers)
                })
                .collect();
            ending.store(true, Ordering::SeqCst);
            let resets = other.join().unwrap();
            let odd: Vec<_> = readings.iter().filter(|reading| reading.as_ref() != Ok(&undisturbed)).collect();
            assert!(odd.is_empty(), "{} of {READINGS}: {odd:?}", odd.len());
            assert!(resets > 5, "the other program was hardly there: {resets} resets");
        });
    });
}

#[test]
fn session_is_not_disturbed_by_another_program() {
    with_stack("driver::session_is_not_disturbed_by_another_program", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        let other = connect(ShareMode::Shared);
        let (ready, wait_ready) = channel();
        let (go_on, wait_go) = channel::<()>();
        let (give, take) = channel();
        let reader = readers.reader(READERS[0]);
        let session = thread::spawn(move || {
            reader.session(Box::new(move |session| {
                session.transmit(&ROOT)?;
                ready.send(()).unwrap();
                wait_go.recv().unwrap();
                give.send(read_session(session, Plan::Full)?).unwrap();
                Ok(())
            }))
        });
        wait_ready.recv_timeout(Duration::from_secs(5)).unwrap();
        let reset = thread::spawn(move || other.disconnect(Disposition::ResetCard).map_err(|_| ()));
        thread::sleep(Duration::from_millis(300));
        go_on.send(()).unwrap();
        session.join().unwrap().unwrap();
        assert_eq!(take.recv().unwrap().records().count(), 14);
        let _ = reset.join().unwrap();
    });
}

#[test]
fn session_leaves_the_card_powered_and_not_reset() {
    with_stack("driver::session_leaves_the_card_powered_and_not_reset", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        let mut other = connect(ShareMode::Shared);
        read(&readers).unwrap();
        // A reset by us would be told to the other program here, once.
        assert!(other.transaction().is_ok());
        let mut buffer = [0; 258];
        // EF06 of the environment is still selected: its record of the birth date can be read.
        let answer = other.transmit(&[0x00, 0xB2, 0x0D, 0x00, 0x06], &mut buffer).unwrap();
        assert_eq!(answer, [0x0D, 0x04, 0x19, 0x58, 0x03, 0x12, 0x90, 0x00]);
        other.disconnect(Disposition::LeaveCard).map_err(|(_, error)| error).unwrap();
    });
}

#[test]
fn exclusive_holder_is_named_as_another_program() {
    with_stack("driver::exclusive_holder_is_named_as_another_program", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        let other = connect(ShareMode::Exclusive);
        let error = read(&readers).unwrap_err();
        assert_eq!(error, CardError::HeldByOther);
        assert_eq!(error.fault(), Fault::OtherProgram);
        other.disconnect(Disposition::LeaveCard).map_err(|(_, error)| error).unwrap();
        read(&readers).unwrap();
    });
}

#[test]
fn reader_held_past_the_deadline_is_given_up_and_comes_back() {
    with_stack("driver::reader_held_past_the_deadline_is_given_up_and_comes_back", |stack| {
        let readers = PcscReaders::with_session_timeout(Duration::from_millis(400));
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        let mut other = connect(ShareMode::Shared);
        let transaction = other.transaction().unwrap();
        let before = Instant::now();
        assert_eq!(read(&readers), Err(CardError::Held));
        assert!(before.elapsed() >= Duration::from_millis(400));
        // As long as the blocked call has not returned, the answer comes at once.
        let before = Instant::now();
        assert_eq!(read(&readers), Err(CardError::Held));
        assert!(before.elapsed() < Duration::from_millis(100), "{:?}", before.elapsed());
        transaction.end(Disposition::LeaveCard).map_err(|(_, error)| error).unwrap();
        let until = Instant::now() + Duration::from_secs(3);
        while read(&readers) == Err(CardError::Held) {
            assert!(Instant::now() < until, "held for good");
            thread::sleep(Duration::from_millis(50));
        }
        read(&readers).unwrap();
    });
}

fn connect(mode: ShareMode) -> pcsc::Card {
    let context = Context::establish(Scope::System).unwrap();
    let name = CString::new(READERS[0]).unwrap();
    context.connect(&name, mode, Protocols::ANY).unwrap()
}

/// SELECT of the card's root: harmless, and every card has one.
const ROOT: [u8; 7] = [0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00];

const READINGS: u32 = 100;
