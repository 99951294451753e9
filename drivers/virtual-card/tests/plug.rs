//! The card's end of the wire, with the test in the place of `vpcd`; and what steers it.
#![allow(clippy::unwrap_used, clippy::panic)] // a test may

use proptest::prelude::*;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command as Program, Stdio};
use std::time::Duration;
use yijie_virtual_card::control::{Command, ServiceCommand, Twist};
use yijie_virtual_card::stack::{Inside, Place, Stack, StackError};
use yijie_virtual_card::vpcd::Plug;
use yijie_virtual_card::{Answers, CardFixture, Chip, FIXTURE_BYTES_MAX, FixtureError, Slot};

#[test]
fn card_is_a_connection_that_answers_and_closes_when_pulled() {
    let (listener, port) = listen();
    let slot = Slot::new();
    let _plug = Plug::new(&slot, port).unwrap();
    listener.set_nonblocking(true).unwrap();
    std::thread::sleep(Duration::from_millis(150));
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "an empty slot is no connection");
    listener.set_nonblocking(false).unwrap();

    slot.insert(card("li-xiulan"));
    let mut vpcd = accept(&listener);
    send(&mut vpcd, &[0x01]);
    send(&mut vpcd, &[0x04]);
    assert_eq!(receive(&mut vpcd).unwrap(), card("li-xiulan").atr);
    send(&mut vpcd, &SELECT);
    assert_eq!(receive(&mut vpcd).unwrap(), [0x61, 0x1E]);
    // A reset forgets what was selected and is not answered.
    send(&mut vpcd, &[0x02]);
    send(&mut vpcd, &[0x00, 0xA4, 0x02, 0x00, 0x02, 0xEF, 0x05]);
    assert_eq!(receive(&mut vpcd).unwrap(), [0x6A, 0x82]);

    slot.pull();
    assert_eq!(receive(&mut vpcd), None);
    slot.insert(card("wang-jianguo"));
    let mut vpcd = accept(&listener);
    send(&mut vpcd, &[0x04]);
    assert_eq!(receive(&mut vpcd).unwrap(), card("wang-jianguo").atr);
}

#[test]
fn plug_comes_back_after_vpcd_went_away() {
    let (listener, port) = listen();
    let slot = Slot::new();
    slot.insert(card("li-xiulan"));
    let plug = Plug::new(&slot, port).unwrap();
    for _ in 0..3 {
        let mut vpcd = accept(&listener);
        send(&mut vpcd, &[0x04]);
        assert_eq!(receive(&mut vpcd).unwrap(), card("li-xiulan").atr);
    }
    let mut vpcd = accept(&listener);
    drop(plug);
    assert_eq!(receive(&mut vpcd), None, "unplugged");
}

#[test]
fn command_at_which_the_card_is_pulled_gets_no_answer() {
    let (listener, port) = listen();
    let slot = Slot::new();
    let mut pulled = card("li-xiulan");
    pulled.behaviour.pulled_at = Some(2);
    slot.insert(pulled);
    let _plug = Plug::new(&slot, port).unwrap();
    let mut vpcd = accept(&listener);
    send(&mut vpcd, &SELECT);
    assert!(receive(&mut vpcd).is_some());
    send(&mut vpcd, &SELECT);
    assert_eq!(receive(&mut vpcd), None);
    assert!(!slot.is_occupied());
}

#[test]
fn program_plays_a_card_and_obeys_its_standard_input() {
    let (listener, port) = listen();
    let mut program = Program::new(env!("CARGO_BIN_EXE_yijie-virtual-card"))
        .args(["--port", &port.to_string()])
        .arg(path("li-xiulan"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut orders = program.stdin.take().unwrap();
    let mut answers = BufReader::new(program.stdout.take().unwrap()).lines();
    let mut vpcd = accept(&listener);
    writeln!(orders, "pull 0").unwrap();
    assert_eq!(answers.next().unwrap().unwrap(), "ok");
    assert_eq!(receive(&mut vpcd), None);
    writeln!(orders, "insert 0 {}", path("bank-card").display()).unwrap();
    assert_eq!(answers.next().unwrap().unwrap(), "ok");
    let mut vpcd = accept(&listener);
    send(&mut vpcd, &SELECT);
    assert_eq!(receive(&mut vpcd).unwrap(), [0x6A, 0x82]);
    for wrong in ["insert 0 /nowhere.toml", "insert 7 x", "pull", "service stop", "dance"] {
        writeln!(orders, "{wrong}").unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(answer.starts_with("error "), "{wrong}: {answer}");
    }
    drop(orders);
    assert!(program.wait().unwrap().success());
}

#[test]
fn orders_survive_being_written_and_read() {
    let twist = Twist { answers: Some(Answers::T0), delay_ms: Some(20), pulled_at: Some(4), reset_at: Some(9) };
    for order in [
        Command::Insert { slot: 1, twist, fixture: "/a path/with=signs and spaces.toml".into() },
        Command::Insert { slot: 0, twist: Twist::default(), fixture: "card.toml".into() },
        Command::Pull { slot: 0 },
        Command::Service(ServiceCommand::Kill),
    ] {
        assert_eq!(Command::parse(&order.to_string()), Ok(order));
    }
}

#[test]
fn wrong_fixtures_are_refused_with_their_place() {
    let whole = std::fs::read_to_string(path("li-xiulan")).unwrap();
    for (from, to, told) in [
        ("tag = \"03\"", "tag = \"0\"", "record 0"),
        ("hex = \"20190520\"", "hex = \"2019052\"", "record 05"),
        ("hex = \"20190520\"", "hex = \"2019052Z\"", "record 05"),
        ("text = \"2.00\"", "text = \"2.00\", hex = \"00\"", "record 03"),
        ("id = \"EF 05\"", "id = \"EF\"", "id"),
        ("answers = \"t0\"", "answers = \"t9\"", "line 8"),
        ("answers = \"t0\"", "answers = \"t0\"\nspeed = 3", "speed"),
        ("size = 30", "size = 300", "record 09"),
        ("atr = \"3B", "atr = \"\" # ", "atr"),
    ] {
        assert!(whole.contains(from), "{from}");
        let error = CardFixture::from_toml(&whole.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(told), "{to}: {error}");
    }
    let folder = tempfile::tempdir().unwrap();
    let huge = folder.path().join("huge.toml");
    std::fs::write(&huge, "#".repeat(usize::try_from(FIXTURE_BYTES_MAX).unwrap() + 1)).unwrap();
    assert!(matches!(CardFixture::from_file(&huge), Err(FixtureError::TooLong)));
}

#[test]
fn stack_without_its_packages_says_which_file_is_missing() {
    let nowhere = tempfile::tempdir().unwrap();
    let place = Place::new().unwrap();
    let inside = Inside { program: "/bin/true".into(), arguments: Vec::new() };
    let error = Stack::start(&place, nowhere.path(), &inside).err().unwrap();
    assert!(matches!(error, StackError::Missing(_)));
    assert!(error.to_string().contains("usr/sbin/pcscd"), "{error}");
}

#[test]
fn stack_whose_service_is_none_says_why_and_leaves_nothing_behind() {
    let packages = tempfile::tempdir().unwrap();
    for file in ["usr/sbin/pcscd", "usr/lib/pcsc/drivers/serial/libifdvpcd.so"] {
        let file = packages.path().join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "").unwrap();
    }
    let place = Place::new().unwrap();
    let root = place.root().to_owned();
    let program = env!("CARGO_BIN_EXE_yijie-virtual-card").into();
    let inside = Inside { program, arguments: vec!["inside".into()] };
    let error = Stack::start(&place, packages.path(), &inside).err().unwrap();
    assert!(matches!(error, StackError::CannotStart(_)), "{error}");
    drop(place);
    assert!(!root.exists());
}

proptest! {
    #[test]
    fn any_commands_are_answered_with_a_status(
        commands in prop::collection::vec(any_command(), 1..30),
        which in prop::sample::select(vec!["li-xiulan", "zhang-guifang", "bank-card", "gen3-locked"]),
    ) {
        let mut chip = Chip::new(card(which));
        for command in commands {
            prop_assert!(chip.answer(&command).len() >= 2);
        }
    }

    #[test]
    fn any_text_is_an_order_or_an_error(text in "(insert|pull|service|)[ a-z0-9=/-]{0,40}") {
        let _ = Command::parse(&text);
        let _ = CardFixture::from_toml(&text);
    }
}

fn any_command() -> impl Strategy<Value = Vec<u8>> {
    let instruction = prop::sample::select(vec![0xA4, 0xB2, 0xC0, 0x20]);
    let near = (instruction, any::<[u8; 2]>(), prop::collection::vec(any::<u8>(), 0..20))
        .prop_map(|(instruction, p, body)| [&[0x00, instruction], &p[..], &body].concat());
    prop_oneof![near, Just(SELECT.to_vec()), prop::collection::vec(any::<u8>(), 0..10)]
}

fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

fn accept(listener: &TcpListener) -> TcpStream {
    let stream = listener.accept().unwrap().0;
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream
}

fn send(line: &mut TcpStream, message: &[u8]) {
    let length = u16::try_from(message.len()).unwrap().to_be_bytes();
    line.write_all(&[&length[..], message].concat()).unwrap();
}

/// One message; `None` when the line was closed.
fn receive(line: &mut TcpStream) -> Option<Vec<u8>> {
    let mut length = [0; 2];
    match line.read_exact(&mut length) {
        Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => return None,
        end => end.unwrap(),
    }
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    line.read_exact(&mut message).unwrap();
    Some(message)
}

fn card(name: &str) -> CardFixture {
    CardFixture::from_file(&path(name)).unwrap()
}

fn path(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cards");
    folder.join(name).with_extension("toml")
}

const SELECT: [u8; 20] = [
    0x00, 0xA4, 0x04, 0x00, 0x0F, 0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5,
    0xCF,
];
