//! What comes and goes.

use crate::{fixture, insert, read, wait_for, watch, with_stack};
use std::time::{Duration, Instant};
use yijie_card_reader::{CardError, CardReaders, PcscReaders, ReaderEvent};
use yijie_virtual_card::CardFixture;
use yijie_virtual_card::control::{ServiceCommand, Twist};
use yijie_virtual_card::stack::READERS;

#[test]
fn cards_and_readers_come_and_go_as_events() {
    with_stack("events::cards_and_readers_come_and_go_as_events", |stack| {
        let readers = PcscReaders::new();
        assert_eq!(readers.names().unwrap(), READERS);
        let (watch, events) = watch(&readers);
        let added = |event: &ReaderEvent| *event == ReaderEvent::ReaderAdded { reader: READERS[1].into() };
        assert_eq!(wait_for(&events, added).len(), 2, "both readers, and nothing else");

        stack.insert(1, &fixture("li-xiulan"), Twist::default()).unwrap();
        let atr = CardFixture::from_file(&fixture("li-xiulan")).unwrap().atr;
        let card_in = ReaderEvent::CardIn { reader: READERS[1].into(), atr };
        assert_eq!(wait_for(&events, |event| *event == card_in).len(), 1);

        stack.pull(1).unwrap();
        let card_out = ReaderEvent::CardOut { reader: READERS[1].into() };
        assert_eq!(wait_for(&events, |event| *event == card_out).len(), 1);

        let before = Instant::now();
        drop(watch);
        assert!(before.elapsed() < Duration::from_millis(500), "{:?}", before.elapsed());
        assert!(events.recv().is_err(), "an event after the end of the watch");
    });
}

#[test]
fn own_sessions_are_not_told_as_events() {
    with_stack("events::own_sessions_are_not_told_as_events", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        for _ in 0..5 {
            read(&readers).unwrap();
        }
        // Longer than pcscd takes to look at the card again.
        assert_eq!(events.recv_timeout(Duration::from_millis(900)).ok(), None);
    });
}

#[test]
fn idle_watch_does_not_wake_up() {
    with_stack("events::idle_watch_does_not_wake_up", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        std::thread::sleep(Duration::from_millis(600));
        let before = switches("card-watch");
        std::thread::sleep(Duration::from_secs(2));
        assert_eq!(switches("card-watch") - before, 0);
    });
}

#[test]
fn service_killed_and_restarted_is_told_and_survived() {
    with_stack("events::service_killed_and_restarted_is_told_and_survived", |stack| {
        let readers = PcscReaders::new();
        let (_watch, events) = watch(&readers);
        insert(stack, &events, "li-xiulan", Twist::default());
        read(&readers).unwrap();
        for end in [ServiceCommand::Kill, ServiceCommand::Stop] {
            stack.service(end).unwrap();
            wait_for(&events, |event| *event == ReaderEvent::ServiceLost);
            assert_eq!(read(&readers), Err(CardError::NoService));
            assert_eq!(readers.names(), Err(CardError::NoService));
            // The service's socket and pid file may still lie there; the next one starts over them.
            stack.service(ServiceCommand::Start).unwrap();
            let seen = wait_for(&events, |event| matches!(event, ReaderEvent::CardIn { .. }));
            assert_eq!(seen[0], ReaderEvent::ServiceBack, "{seen:?}");
            assert!(!seen.contains(&ReaderEvent::ServiceLost), "told twice: {seen:?}");
            read(&readers).unwrap();
        }
    });
}

#[test]
fn watch_on_a_dead_service_ends_when_dropped() {
    with_stack("events::watch_on_a_dead_service_ends_when_dropped", |stack| {
        stack.service(ServiceCommand::Stop).unwrap();
        let readers = PcscReaders::new();
        let (watch, events) = watch(&readers);
        assert_eq!(wait_for(&events, |_| true), [ReaderEvent::ServiceLost]);
        std::thread::sleep(Duration::from_millis(300));
        let before = Instant::now();
        drop(watch);
        assert!(before.elapsed() < Duration::from_millis(200), "{:?}", before.elapsed());
    });
}

/// How often the thread of that name left the processor of its own will.
fn switches(name: &str) -> u64 {
    for task in std::fs::read_dir("/proc/self/task").unwrap() {
        let folder = task.unwrap().path();
        if std::fs::read_to_string(folder.join("comm")).unwrap().trim() == name {
            let status = std::fs::read_to_string(folder.join("status")).unwrap();
            let line = status.lines().find(|line| line.starts_with("voluntary")).unwrap();
            return line.split_whitespace().last().unwrap().parse().unwrap();
        }
    }
    panic!("no thread {name}");
}
