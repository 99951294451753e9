//! Every fault through real HTTP on loopback, by a client that sees the bare socket.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::desk::{Desk, LI, LI_STAY, LI_VISIT, settlement};
use crate::training::{Faults, Server, serve_while};

/// Longer than anything here takes, shorter than a hanging test.
const PATIENCE: Duration = Duration::from_secs(5);

/// A stay ready to be settled, behind a server. The wall clock differs from the desk's, so no sign-in is asked for.
fn served(faults: &str) -> (Server, Desk) {
    let mut desk = Desk::ready(|settings| settings.sign_no_required = false);
    desk.platform.books.sessions.clear();
    let faults = Faults::from_toml(faults).expect("faults");
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::start(listen, desk.platform.clone(), faults).expect("server");
    (server, desk)
}

fn settle(desk: &mut Desk) -> Value {
    desk.envelope("2304", "430100", json!({ "data": settlement(&LI_STAY, "44671.59") }))
}

fn query(desk: &mut Desk) -> Value {
    desk.envelope("5203", "430100", json!({ "data": { "psn_no": LI, "mdtrt_id": LI_VISIT, "setl_id": "" } }))
}

/// Posts an envelope on a connection of its own; everything that comes back until the end.
fn exchange(addr: SocketAddr, envelope: &Value, patience: Duration) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(addr)?;
    stream.set_read_timeout(Some(patience))?;
    let body = envelope.to_string();
    let path = format!("/ebus/training/hsa/hgs/{}", envelope["infno"].as_str().expect("infno"));
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// Status and body of an answer that came whole.
fn whole(answer: &[u8]) -> (u16, String) {
    let text = String::from_utf8(answer.to_vec()).expect("UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).expect("status").parse().expect("number");
    (status, body.to_owned())
}

fn post(server: &Server, envelope: &Value) -> (u16, Value) {
    let (status, body) = whole(&exchange(server.addr(), envelope, PATIENCE).expect("an answer"));
    (status, serde_json::from_str(&body).expect("JSON"))
}

fn settled(server: &Server) -> usize {
    server.books()["settlements"].as_array().expect("rows").len()
}

/// Waits until the books show so many settlements: for messages that are handled after the client has gone.
fn await_settled(server: &Server, count: usize) {
    let begun = Instant::now();
    while settled(server) != count {
        assert!(begun.elapsed() < PATIENCE, "the books never showed {count}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn get(addr: SocketAddr, path: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(addr).expect("connection");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\n\r\n").expect("write");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answer");
    let (status, body) = whole(&answer);
    (status, serde_json::from_str(&body).expect("JSON"))
}

#[test]
fn settlement_over_http_is_that_of_the_worked_case() {
    let (server, mut desk) = served("");
    let answer = exchange(server.addr(), &query(&mut desk), PATIENCE).expect("an answer");
    assert!(String::from_utf8_lossy(&answer).contains("x-yijie-training: true"), "every answer is marked");
    let (status, reply) = post(&server, &settle(&mut desk));
    assert_eq!((status, reply["output"]["setlinfo"]["psn_part_amt"].to_string()), (200, "6512.99".into()));
    assert_eq!(settled(&server), 1);
}

#[test]
fn health_and_books_are_marked_as_training() {
    let (server, mut desk) = served("");
    assert_eq!(get(server.addr(), "/training/health").1["training"], json!(true));
    post(&server, &settle(&mut desk));
    let (status, books) = get(server.addr(), "/training/books");
    assert_eq!((status, &books["training"]), (200, &json!(true)));
    assert_eq!(books, server.books());
    let printed = books.to_string();
    assert!(!printed.contains("李秀兰") && !printed.contains("430102195803124623"), "no names in the books");
}

#[test]
fn server_starts_at_once_and_stops() {
    let begun = Instant::now();
    let (server, _) = served("");
    let addr = server.addr();
    assert!(begun.elapsed() < Duration::from_secs(1));
    server.stop();
    assert!(TcpStream::connect(addr).is_err());
}

#[test]
fn platform_that_keeps_what_it_is_told_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let (kept, listen) = (folder.path().join("kept"), SocketAddr::from(([127, 0, 0, 1], 0)));
    let mut desk = Desk::ready(|settings| settings.sign_no_required = false);
    desk.platform.books.sessions.clear();
    let fresh = desk.platform.clone();
    let busy = Faults::from_toml("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"busy\"").expect("faults");
    let server = Server::start_kept(listen, fresh.clone(), busy, &kept).expect("server");
    // A fault's own refusal takes a number of the platform's too, and would shift those that follow.
    assert_ne!(post(&server, &settle(&mut desk)).1["infcode"], json!(0));
    let (_, reply) = post(&server, &settle(&mut desk));
    let books = server.books();
    server.stop();

    let mut torn = std::fs::OpenOptions::new().append(true).open(&kept).expect("the file");
    torn.write_all(b"{\"message\":{\"at\":\"2026-").expect("write");
    let server = Server::start_kept(listen, fresh.clone(), Faults::default(), &kept).expect("server");
    assert_eq!(server.books(), books, "{reply:#}");
    assert_eq!(settled(&server), 1);
    server.stop();

    std::fs::write(&kept, "something else\n").expect("write");
    let error = Server::start_kept(listen, fresh, Faults::default(), &kept);
    assert_eq!(error.expect_err("not ours").kind(), io::ErrorKind::InvalidData);
    assert_eq!(std::fs::read_to_string(&kept).expect("the file"), "something else\n", "nobody else's file is touched");
}

#[test]
fn anything_but_loopback_is_refused() {
    let desk = Desk::new();
    let error = Server::start(SocketAddr::from(([0, 0, 0, 0], 0)), desk.platform.clone(), Faults::default());
    assert_eq!(error.expect_err("no").kind(), io::ErrorKind::InvalidInput);
}

#[test]
fn platform_is_served_while_the_caller_is_busy() {
    let platform = Desk::new().platform;
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let addr = serve_while(listen, platform, None, None, |addr| {
        assert_eq!(get(addr, "/training/health").0, 200);
        addr
    });
    assert!(TcpStream::connect(addr.expect("served")).is_err());
}

#[test]
fn texts_come_in_an_envelope() {
    for (action, text) in [
        ("action = \"refuse\"\ntext = \"待遇封锁\"", "待遇封锁"),
        ("action = \"busy\"", "系统繁忙,请稍后再试"),
        ("action = \"system\"", "系统异常"),
        ("action = \"in_progress\"", "结算进行中,请勿重复操作"),
    ] {
        let (server, mut desk) = served(&format!("[[fault]]\ninfno = \"2304\"\n{action}\n"));
        let (status, reply) = post(&server, &settle(&mut desk));
        assert_eq!((status, &reply["infcode"], &reply["err_msg"]), (200, &json!(-1), &json!(text)));
        assert_eq!(settled(&server), 0);
    }
}

#[test]
fn system_text_after_the_settlement_leaves_it_standing() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"system\"\nhandled = true\n");
    assert_eq!(post(&server, &settle(&mut desk)).1["err_msg"], json!("系统异常"));
    assert_eq!(settled(&server), 1);
}

#[test]
fn delayed_message_is_answered_in_the_end() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"delay\"\nms = 120\n");
    let begun = Instant::now();
    assert_eq!(post(&server, &settle(&mut desk)).1["infcode"], json!(0));
    assert!(begun.elapsed() >= Duration::from_millis(120));
}

#[test]
fn delayed_message_is_handled_although_the_client_gave_up() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"delay\"\nms = 150\n");
    let error = exchange(server.addr(), &settle(&mut desk), Duration::from_millis(40)).expect_err("a time-out");
    assert!(matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut), "{error}");
    assert_eq!(settled(&server), 0);
    await_settled(&server, 1);
}

#[test]
fn late_message_breaks_the_line_first_and_settles_afterwards() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"late\"\nms = 150\n");
    assert!(exchange(server.addr(), &settle(&mut desk), PATIENCE).map_or(true, |answer| answer.is_empty()));
    assert_eq!(settled(&server), 0);
    await_settled(&server, 1);
}

#[test]
fn dropped_request_does_nothing_and_answers_nothing() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"drop_request\"\n");
    assert!(exchange(server.addr(), &settle(&mut desk), PATIENCE).map_or(true, |answer| answer.is_empty()));
    assert_eq!(settled(&server), 0);
}

#[test]
fn dropped_reply_leaves_a_settlement_that_5203_finds_by_its_message_id() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n");
    let envelope = settle(&mut desk);
    assert!(exchange(server.addr(), &envelope, PATIENCE).map_or(true, |answer| answer.is_empty()));
    let (_, found) = post(&server, &query(&mut desk));
    assert_eq!(found["output"]["setlinfo"][0]["medins_setl_id"], envelope["msgid"]);
}

#[test]
fn held_reply_comes_after_the_settlement() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"hold\"\nms = 100\n");
    assert!(exchange(server.addr(), &settle(&mut desk), Duration::from_millis(30)).is_err());
    assert_eq!(settled(&server), 1, "it was settled before the client gave up");
}

#[test]
fn message_delivered_twice_settles_as_often_as_the_platform_lets_it() {
    let rule = "[[fault]]\ninfno = \"2304\"\naction = \"twice\"\n";
    let (server, mut desk) = served(rule);
    assert_eq!(post(&server, &settle(&mut desk)).1["infcode"], json!(0));
    assert_eq!(settled(&server), 1, "a repeated id is refused");
    let (server, mut desk) = served(rule);
    server.platform().settings.repeated_message = crate::training::RepeatedMessage::Handle;
    server.platform().settings.one_standing_settlement = false;
    post(&server, &settle(&mut desk));
    assert_eq!(settled(&server), 2);
}

#[test]
fn swapped_reply_belongs_to_another_message() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"swap\"\n");
    post(&server, &query(&mut desk));
    let (_, reply) = post(&server, &settle(&mut desk));
    assert_eq!(reply["output"]["setlinfo"], json!([]), "the answer of the query before");
    assert_eq!(settled(&server), 1);
}

#[test]
fn second_answer_follows_the_first() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"answer_twice\"\n");
    let answer = exchange(server.addr(), &settle(&mut desk), PATIENCE).expect("an answer");
    let text = String::from_utf8(answer).expect("UTF-8");
    assert_eq!(text.matches("HTTP/1.1 200").count(), 2);
    assert_eq!(text.matches("\"infcode\":0").count(), 2);
    assert_eq!(settled(&server), 1);
}

#[test]
fn bad_gateway_is_a_page() {
    for (handled, count) in [("", 0), ("handled = true\n", 1)] {
        let (server, mut desk) = served(&format!("[[fault]]\ninfno = \"2304\"\naction = \"bad_gateway\"\n{handled}"));
        let (status, body) = whole(&exchange(server.addr(), &settle(&mut desk), PATIENCE).expect("an answer"));
        assert_eq!(status, 502);
        assert!(body.contains("<h1>502 Bad Gateway</h1>"));
        assert_eq!(settled(&server), count);
    }
}

#[test]
fn truncated_reply_is_whole_http_and_no_json() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"truncate\"\n");
    let answer = exchange(server.addr(), &settle(&mut desk), PATIENCE).expect("an answer");
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200") && body.starts_with("{\""));
    assert!(serde_json::from_str::<Value>(body).is_err());
    assert_eq!(settled(&server), 1);
}

#[test]
fn cut_reply_breaks_off_in_its_body() {
    let (server, mut desk) = served("[[fault]]\ninfno = \"2304\"\naction = \"cut\"\n");
    let mut stream = TcpStream::connect(server.addr()).expect("connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("time-out");
    let body = settle(&mut desk).to_string();
    write!(stream, "POST /CSB/hsa-fsi-2304 HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        .expect("write");
    let mut answer = Vec::new();
    // The reset may overtake what was written; either way no whole answer comes.
    let ended = stream.read_to_end(&mut answer);
    assert!(ended.is_err() || !answer.ends_with(b"}"), "a whole answer came");
    assert_eq!(settled(&server), 1);
}

#[test]
fn gateway_and_redirect_never_reach_the_platform() {
    let (server, mut desk) = served(
        "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"unauthorized\"\ntext = \"非法用户!\"\n[[fault]]\ninfno = \"2304\"\nnth = 2\naction = \"redirect\"\n",
    );
    assert_eq!(post(&server, &settle(&mut desk)), (401, json!({ "code": 401, "message": "非法用户!" })));
    let answer = exchange(server.addr(), &settle(&mut desk), PATIENCE).expect("an answer");
    let text = String::from_utf8(answer).expect("UTF-8");
    assert!(text.starts_with("HTTP/1.1 307") && text.contains("location: /training/elsewhere"), "{text}");
    assert_eq!(settled(&server), 0);
}

#[test]
fn platform_that_dies_resets_everybody_and_comes_back_with_its_books() {
    let (server, mut desk) =
        served("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"die\"\nms = 150\nhandled = true\n");
    let begun = Instant::now();
    assert!(exchange(server.addr(), &settle(&mut desk), PATIENCE).map_or(true, |answer| answer.is_empty()));
    assert!(exchange(server.addr(), &query(&mut desk), PATIENCE).map_or(true, |answer| answer.is_empty()));
    while begun.elapsed() < Duration::from_millis(200) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let (_, found) = post(&server, &query(&mut desk));
    assert_eq!(found["output"]["setlinfo"].as_array().expect("rows").len(), 1);
}

#[test]
fn faults_can_be_added_while_it_runs() {
    let (server, mut desk) = served("");
    server.add_faults(Faults::from_toml("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"busy\"\n").expect("faults"));
    assert_eq!(post(&server, &settle(&mut desk)).1["err_msg"], json!("系统繁忙,请稍后再试"));
    assert_eq!(post(&server, &settle(&mut desk)).1["infcode"], json!(0));
}
