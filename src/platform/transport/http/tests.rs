//! One attempt is one POST, over real sockets, whatever the other end does.

mod fates;
mod server;

use std::process::Command;

use server::{Act, Server};

use super::*;
use crate::platform::transport::Limits;

const LIMITS: Limits = Limits { connect_ms_max: 2_000, read_ms_max: 600, reply_bytes_max: 1_000 };
const BODY: &str = r#"{"infno":"2304"}"#;
const ANSWER: &str = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"infcode\":0}";

fn transport() -> HttpTransport {
    HttpTransport::new(HttpSettings::default(), LIMITS.connect_ms_max).unwrap()
}

fn request(url: &str) -> Request {
    let headers = vec![("x-tif-nonce".to_owned(), "n-1".to_owned())];
    Request { url: url.to_owned(), headers, body: BODY.to_owned(), limits: LIMITS }
}

/// Sends once to a server that acts so, and returns what came of it and the requests that the server read.
fn sent_to(act: Act) -> (Result<Response, SendError>, Vec<String>) {
    let server = Server::start(act);
    let heard = transport().send(&request(&server.url("/2304")));
    (heard, server.finish())
}

fn stage(heard: &Result<Response, SendError>) -> Stage {
    heard.as_ref().unwrap_err().stage
}

#[test]
fn message_is_posted_once_with_its_headers_and_exact_body() {
    let (heard, seen) = sent_to(Act::Answer(ANSWER.into()));
    assert_eq!(heard.unwrap(), Response { status: 200, body: b"{\"infcode\":0}".to_vec() });
    let [request] = &seen[..] else { panic!("{seen:?}") };
    assert!(
        request.starts_with("POST /2304 HTTP/1.1\r\n") && request.ends_with(&format!("\r\n\r\n{BODY}")),
        "{request}"
    );
    assert!(
        request.contains("x-tif-nonce: n-1\r\n") && !request.to_lowercase().contains("accept-encoding"),
        "{request}"
    );
}

#[test]
fn redirect_that_would_post_again_is_given_back_unfollowed() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::start(Act::Answer(ANSWER.into()));
        let place = other.url("/again");
        let (heard, seen) = sent_to(Act::Answer(format!(
            "HTTP/1.1 {status} Elsewhere\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"
        )));
        assert_eq!(heard.unwrap().status, status);
        assert_eq!((seen.len(), other.finish().len()), (1, 0), "{status}");
    }
}

#[test]
fn bad_gateway_is_given_back_after_one_post() {
    for status in [408, 429, 500, 502, 503, 504] {
        let page = format!("HTTP/1.1 {status} No\r\nRetry-After: 0\r\nContent-Length: 6\r\n\r\n<html>");
        let (heard, seen) = sent_to(Act::Answer(page));
        assert_eq!((heard.unwrap().status, seen.len()), (status, 1));
    }
}

#[test]
fn connection_closed_after_the_request_is_broken_after_one_post() {
    let (heard, seen) = sent_to(Act::Close);
    assert_eq!((stage(&heard), seen.len()), (Stage::Broken, 1), "{heard:?}");
}

#[test]
fn connection_reset_within_the_request_is_broken_and_not_tried_again() {
    // Closing with a request half read makes the kernel reset the connection.
    let (heard, seen) = sent_to(Act::Reset);
    assert_eq!((stage(&heard), seen.len()), (Stage::Broken, 1), "{heard:?}");
    assert!(!stage(&heard).is_before_body());
}

#[test]
fn silence_is_timed_out_after_one_post_within_the_limit() {
    let started = Instant::now();
    let (heard, seen) = sent_to(Act::Silence);
    assert_eq!((stage(&heard), seen.len()), (Stage::TimedOut, 1), "{heard:?}");
    assert!(started.elapsed() < Duration::from_millis(LIMITS.connect_ms_max + LIMITS.read_ms_max + 2_000));
}

#[test]
fn answer_that_drips_is_timed_out_as_a_whole() {
    // A byte now and then must not renew the deadline.
    let (heard, seen) = sent_to(Act::Drip);
    assert_eq!((stage(&heard), seen.len()), (Stage::TimedOut, 1), "{heard:?}");
}

#[test]
fn answer_that_breaks_off_is_broken_after_one_post() {
    let (heard, seen) = sent_to(Act::Answer("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"infcode\":0".into()));
    assert_eq!((stage(&heard), seen.len()), (Stage::Broken, 1), "{heard:?}");
    let (heard, seen) = sent_to(Act::Answer("HTTP/1.1 200 OK\r\nContent-Len".into()));
    assert_eq!((stage(&heard), seen.len()), (Stage::Broken, 1), "{heard:?}");
}

#[test]
fn answer_larger_than_the_limit_is_not_read_on() {
    let announced = "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n".to_owned() + &"x".repeat(1_001);
    let unannounced = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_owned() + &"x".repeat(100_000);
    for answer in [announced, unannounced] {
        let (heard, seen) = sent_to(Act::Answer(answer));
        assert_eq!((stage(&heard), seen.len()), (Stage::TooLarge, 1), "{heard:?}");
    }
    let exact = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_owned() + &"x".repeat(1_000);
    assert_eq!(sent_to(Act::Answer(exact)).0.unwrap().body.len(), 1_000);
}

#[test]
fn connection_refused_is_before_the_body() {
    let url = Server::start(Act::Close).closed_url();
    let heard = transport().send(&request(&url));
    assert_eq!(stage(&heard), Stage::Connect, "{heard:?}");
    assert!(stage(&heard).is_before_body());
}

#[test]
fn name_that_is_not_found_and_address_that_is_none_are_before_the_body() {
    assert_eq!(stage(&transport().send(&request("http://platform.invalid/2304"))), Stage::Connect);
    assert_eq!(stage(&transport().send(&request("not an address"))), Stage::Prepare);
    let mut request = request("http://127.0.0.1:9/");
    request.headers = vec![("x".into(), "line\nbreak".into())];
    assert_eq!(stage(&transport().send(&request)), Stage::Prepare);
}

#[test]
fn each_message_gets_a_connection_of_its_own() {
    let server = Server::start(Act::AnswerAndStay(ANSWER.into()));
    let transport = transport();
    for _ in 0..3 {
        transport.send(&request(&server.url("/2304"))).unwrap();
    }
    assert_eq!((server.connections(), server.finish().len()), (3, 3));
}

#[test]
fn own_authority_is_trusted_and_no_other() {
    let authority = include_bytes!("../../../../fixtures/platform/tls/authority.pem").to_vec();
    for (trust, trusted) in [(Trust::Only(authority), true), (Trust::System, false), (Trust::Nobody, false)] {
        let server = Server::start_tls(Act::Answer(ANSWER.into()));
        let transport = HttpTransport::new(HttpSettings { trust, proxy: None }, LIMITS.connect_ms_max).unwrap();
        let heard = transport.send(&request(&server.url("/2304")));
        if trusted {
            assert_eq!(heard.unwrap().status, 200);
            assert_eq!(server.finish().len(), 1);
        } else {
            assert_eq!(stage(&heard), Stage::Tls, "{heard:?}");
            assert_eq!(server.finish().len(), 0);
        }
    }
}

#[test]
fn trust_goes_by_the_address_and_the_hospitals_own_authorities() {
    assert_eq!(Trust::of("http://10.0.0.1/CSB", None), Trust::Nobody);
    assert_eq!(Trust::of("HTTPS://10.0.0.1", None), Trust::System);
    assert_eq!(Trust::of("https://10.0.0.1", Some(vec![1])), Trust::Only(vec![1]));
}

#[test]
fn settings_that_cannot_be_are_named() {
    let new = |trust, proxy: Option<&str>| {
        HttpTransport::new(HttpSettings { trust, proxy: proxy.map(str::to_owned) }, 1_000).unwrap_err()
    };
    assert!(matches!(new(Trust::Only(b"no pem".to_vec()), None), HttpSettingsError::Authorities(_)));
    assert!(matches!(new(Trust::Nobody, Some("not an address")), HttpSettingsError::Proxy(_)));
}

#[test]
fn configured_proxy_is_taken() {
    let proxy = Server::start(Act::Answer(ANSWER.into()));
    let settings = HttpSettings { trust: Trust::Nobody, proxy: Some(proxy.url("")) };
    let heard = HttpTransport::new(settings, 2_000).unwrap().send(&request("http://platform.invalid/2304"));
    assert_eq!(heard.unwrap().status, 200);
    let seen = proxy.finish();
    assert!(seen.len() == 1 && seen[0].starts_with("POST http://platform.invalid/2304"), "{seen:?}");
}

#[test]
fn proxy_of_the_environment_is_not_taken() {
    let (server, proxy) = (Server::start(Act::Answer(ANSWER.into())), Server::start(Act::Answer(ANSWER.into())));
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "platform::transport::http::tests::child_sends_to_the_address_it_is_given", "--ignored"]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"] {
        child.env(name, proxy.url(""));
    }
    child.env_remove("NO_PROXY").env_remove("no_proxy").env_remove("REQUEST_METHOD");
    let output = child.env(CHILD_URL, server.url("/2304")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    assert_eq!((server.finish().len(), proxy.finish().len()), (1, 0));
}

#[test]
#[ignore = "the other half of proxy_of_the_environment_is_not_taken, which runs it with an environment of its own"]
fn child_sends_to_the_address_it_is_given() {
    let url = std::env::var(CHILD_URL).unwrap();
    assert_eq!(transport().send(&request(&url)).unwrap().status, 200);
}

const CHILD_URL: &str = "YIJIE_TEST_CHILD_URL";
