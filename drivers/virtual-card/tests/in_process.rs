//! What a reader makes of every card, without a PC/SC stack in between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // a test may

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use yijie_card_reader::{
    CardError, CardReaders, Fault, Item, OtherCard, Plan, ReaderEvent, Reading, StatusWord, Watch, read_card,
};
use yijie_virtual_card::{Answers, CardFixture, Slot, VirtualReaders};

#[test]
fn identity_of_the_worked_case_costs_nine_commands() {
    let reading = read("li-xiulan", Plan::Identity).unwrap();
    // Exact lengths and no GET RESPONSE after SELECT: T=0 costs no more than T=1.
    assert_eq!(reading.commands, 9);
    assert_eq!(reading.value(Item::CitizenNumber), Some(b"430102195803124623".as_slice()));
    assert_eq!(reading.value(Item::CardNumber), Some(b"A43017219".as_slice()));
    assert_eq!(reading.value(Item::Version), Some(b"2.00".as_slice()));
    assert_eq!(reading.value(Item::ValidUntil), Some([0x20, 0x39, 0x05, 0x20].as_slice()));
    assert_eq!(reading.value(Item::IdentificationCode).map(|code| &code[..3]), Some([0x43, 0x01, 0x00].as_slice()));
    assert_eq!(reading.value(Item::Name).map(<[u8]>::len), Some(30));
    assert_eq!(reading.value(Item::NameExtension), None, "the name has room to spare");
    assert_eq!(reading.value(Item::Sex), None, "identity leaves out what it does not need");
}

#[test]
fn identity_of_a_long_name_takes_one_command_more() {
    let reading = read("gulbahar", Plan::Identity).unwrap();
    assert_eq!(reading.commands, 10);
    let name = reading.value(Item::Name).unwrap();
    let extension = reading.value(Item::NameExtension).unwrap();
    assert!(std::str::from_utf8(name).is_err());
    // The first half of the rare character's four bytes ends the record.
    assert_eq!((name.len(), extension.len()), (30, 20));
    assert!(name[28] >= 0x81 && (0x30..=0x39).contains(&name[29]), "{:02X?}", &name[28..]);
}

#[test]
fn full_reading_costs_seventeen_commands() {
    let reading = read("li-xiulan", Plan::Full).unwrap();
    assert_eq!(reading.commands, 17);
    assert_eq!(reading.records().count(), 14);
}

#[test]
fn first_generation_card_lacks_the_extension_and_is_read_by_the_other_select() {
    let reading = read("zhang-guifang", Plan::Full).unwrap();
    assert_eq!(reading.value(Item::NameExtension), None);
    assert_eq!(reading.records().count(), 13);
    // Each of the two files was first asked for in the form this card does not know.
    assert_eq!(reading.commands, 17 + 2);
    // By number these would be shifted against a card of specification 2.00.
    assert_eq!(reading.value(Item::Sex), Some(b"2".as_slice()));
    assert_eq!(reading.value(Item::BirthDate), Some([0x19, 0x51, 0x11, 0x05].as_slice()));
}

#[test]
fn both_protocols_give_the_same_records() {
    for name in READABLE {
        for plan in [Plan::Identity, Plan::Full] {
            let in_manner = |answers| {
                let mut card = fixture(name);
                card.behaviour.answers = answers;
                let reading = read_one(card, plan).unwrap();
                reading.records().map(|(tag, value)| (tag, value.to_vec())).collect::<Vec<_>>()
            };
            assert_eq!(in_manner(Answers::T0), in_manner(Answers::Direct), "{name} {plan:?}");
        }
    }
}

#[test]
fn every_fixture_is_readable_or_refused_for_its_own_reason() {
    let mut seen = 0;
    for entry in std::fs::read_dir(cards()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let result = read(&name, Plan::Full).map(|reading| reading.records().count());
        let other = |looks_like| Err(CardError::NotASocialSecurityCard { looks_like });
        let expected = match name.as_str() {
            "bank-card" => other(OtherCard::Bank),
            "foreign-card" => other(OtherCard::Unknown),
            "gen3-locked" => {
                Err(CardError::ReadRefused { tag: Item::CitizenNumber.tag(), sw: StatusWord::SECURITY_NOT_SATISFIED })
            }
            "zhang-guifang" | "expired" => Ok(13),
            _ => Ok(14),
        };
        assert_eq!(result, expected, "{name}");
        if let Err(error) = result {
            assert_eq!(error.fault(), Fault::Card, "{name}");
        }
        seen += 1;
    }
    assert!(seen >= 10, "only {seen} fixtures");
}

#[test]
fn card_pulled_at_any_command_is_told_and_the_next_one_reads() {
    for name in ["li-xiulan", "zhou-fusheng"] {
        for plan in [Plan::Identity, Plan::Full] {
            let commands = read(name, plan).unwrap().commands;
            for at in 1..=commands {
                let slot = Slot::new();
                let readers = VirtualReaders::single("desk", &slot);
                let mut card = fixture(name);
                card.behaviour.pulled_at = Some(at);
                slot.insert(card);
                let result = read_card(&*readers.reader("desk"), plan);
                assert_eq!(result, Err(CardError::CardPulled), "{name} {plan:?} at {at}");
                assert_eq!(read_card(&*readers.reader("desk"), plan), Err(CardError::NoCard));
                slot.insert(fixture("wang-jianguo"));
                let reading = read_card(&*readers.reader("desk"), plan).unwrap();
                let number = reading.value(Item::CitizenNumber).unwrap();
                assert_eq!(number, b"140105196308273319", "{name} {plan:?} at {at}");
            }
            let slot = Slot::new();
            let mut card = fixture(name);
            card.behaviour.pulled_at = Some(commands + 1);
            slot.insert(card);
            let readers = VirtualReaders::single("desk", &slot);
            assert!(read_card(&*readers.reader("desk"), plan).is_ok(), "pulled after its end");
        }
    }
}

#[test]
fn card_reset_at_any_command_is_read_from_the_beginning() {
    let undisturbed = read("li-xiulan", Plan::Full).unwrap();
    for at in 1..=undisturbed.commands {
        let mut card = fixture("li-xiulan");
        card.behaviour.reset_at = Some(at);
        let reading = read_one(card, Plan::Full).unwrap();
        assert_eq!(reading, undisturbed, "reset at {at}");
    }
}

#[test]
fn exchanged_card_does_not_go_on_under_the_first_ones_session() {
    let slot = Slot::new();
    let readers = VirtualReaders::single("desk", &slot);
    slot.insert(fixture("li-xiulan"));
    let hand = slot.clone();
    let result = readers.reader("desk").session(Box::new(move |session| {
        hand.insert(fixture("wang-jianguo"));
        session.transmit(&[0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00]).map(drop)
    }));
    assert_eq!(result, Err(CardError::CardPulled));
}

#[test]
fn unknown_reader_is_the_readers_fault() {
    let readers = VirtualReaders::single("desk", &Slot::new());
    let error = read_card(&*readers.reader("other"), Plan::Identity).unwrap_err();
    assert_eq!(error, CardError::NoReader { reader: "other".into() });
    assert_eq!(error.fault(), Fault::Reader);
}

#[test]
fn watch_tells_cards_in_and_out_and_ends_when_dropped() {
    let slot = Slot::new();
    let readers = VirtualReaders::single("desk", &slot);
    let (watch, events) = watch(&readers);
    let reader = || "desk".to_owned();
    assert_eq!(next(&events), ReaderEvent::ReaderAdded { reader: reader() });
    slot.insert(fixture("li-xiulan"));
    let atr = fixture("li-xiulan").atr;
    assert_eq!(next(&events), ReaderEvent::CardIn { reader: reader(), atr });
    slot.pull();
    assert_eq!(next(&events), ReaderEvent::CardOut { reader: reader() });
    drop(watch);
    assert!(events.recv_timeout(Duration::from_secs(2)).is_err());
    slot.insert(fixture("li-xiulan"));
    assert!(events.try_recv().is_err());
}

#[test]
fn readings_print_nothing_of_their_holder() {
    let reading = read("li-xiulan", Plan::Full).unwrap();
    let printed = format!("{reading:?}");
    assert!(!printed.contains("430102"), "{printed}");
    assert!(!printed.contains("52, 48, 51") && !printed.contains("A43017219"), "{printed}");
}

fn watch(readers: &VirtualReaders) -> (Watch, Receiver<ReaderEvent>) {
    let (tell, events) = channel();
    let watch = readers.watch(Box::new(move |event| drop(tell.send(event)))).unwrap();
    (watch, events)
}

fn next(events: &Receiver<ReaderEvent>) -> ReaderEvent {
    events.recv_timeout(Duration::from_secs(2)).unwrap()
}

fn read(name: &str, plan: Plan) -> Result<Reading, CardError> {
    read_one(fixture(name), plan)
}

fn read_one(card: CardFixture, plan: Plan) -> Result<Reading, CardError> {
    let slot = Slot::new();
    slot.insert(card);
    read_card(&*VirtualReaders::single("desk", &slot).reader("desk"), plan)
}

fn fixture(name: &str) -> CardFixture {
    CardFixture::from_file(&cards().join(name).with_extension("toml")).unwrap()
}

fn cards() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cards")
}

const READABLE: [&str; 5] = ["li-xiulan", "wang-jianguo", "zhang-guifang", "zhou-fusheng", "gulbahar"];
