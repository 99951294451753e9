//! The line to the daemon: HTTP on this machine, with the token that whoever may use the desk can read.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::{header, redirect};
use serde::de::DeserializeOwned;
use serde_json::Value;
use yijie_core::failure::{Language, Program, Usage};
use yijie_core::settlement::ids::StayNo;
use zeroize::Zeroizing;

use crate::api::view::FrameView;
use crate::cli::answer::Fell;
use crate::cli::screen::Screen;
use crate::desk::Trouble;

/// A way to the daemon. Nothing leaves this machine: no proxy is asked, no redirect followed.
pub struct Line {
    client: Client,
    base: String,
    token: Zeroizing<String>,
    language: Language,
}

impl Line {
    /// A line to whoever listens at this address. `None` where there is no token to show, or no daemon to show it to.
    pub fn open(listen: SocketAddr, token_file: &Path, language: Language) -> Option<Self> {
        if !listen.ip().is_loopback() {
            return None;
        }
        // The client wants one even where nothing is encrypted. One that is there already serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .connect_timeout(Duration::from_millis(CONNECT_MS_MAX))
            .build()
            .ok()?;
        Some(Self { client, base: format!("http://{listen}"), token: token(token_file)?, language })
    }

    /// True if a daemon is there and takes our token.
    pub fn is_answered(&self) -> bool {
        let asked = self.client.get(format!("{}/v1/health", self.base)).bearer_auth(self.token.as_str());
        let answer = asked.timeout(Duration::from_millis(HEALTH_MS_MAX)).send();
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// Asks for something.
    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Fell> {
        self.whole(self.client.get(format!("{}{path}", self.base)))
    }

    /// Asks that something be done.
    pub fn post<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>) -> Result<T, Fell> {
        self.whole(self.client.post(format!("{}{path}", self.base)).body(body))
    }

    /// Asks that something be done, and shows each step as the daemon has done it.
    pub fn watch<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>, screen: &Screen) -> Result<T, Fell> {
        let request = self.client.post(format!("{}{path}", self.base)).body(body);
        let answer = self.send(request.header(header::ACCEPT, LINES))?;
        let is_watched = answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == LINES);
        if !is_watched {
            return whole(answer);
        }
        for line in BufReader::new(answer.take(ANSWER_BYTES_MAX)).lines() {
            let frame: FrameView = serde_json::from_str(&line.map_err(|_| stopped())?).map_err(unreadable)?;
            if let Some(step) = &frame.step {
                screen.show_step(step);
            }
            if let (Some(status), Some(answer)) = (frame.status, frame.answer) {
                return read((200..300).contains(&status), answer);
            }
        }
        // What breaks off here was done or is going on in the daemon.
        Err(stopped().into())
    }

    fn whole<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Fell> {
        whole(self.send(request)?)
    }

    fn send(&self, request: RequestBuilder) -> Result<Response, Trouble> {
        let language = match self.language {
            Language::Chinese => "zh",
            Language::English => "en",
        };
        let request = request
            .bearer_auth(self.token.as_str())
            .header(header::ACCEPT_LANGUAGE, language)
            .timeout(Duration::from_millis(WORK_MS_MAX));
        request.send().map_err(|error| lost(&error))
    }
}

fn whole<T: DeserializeOwned>(answer: Response) -> Result<T, Fell> {
    let is_success = answer.status().is_success();
    let mut bytes = Vec::new();
    // What breaks off here was done or is going on in the daemon.
    answer.take(ANSWER_BYTES_MAX).read_to_end(&mut bytes).map_err(|_| stopped())?;
    read(is_success, serde_json::from_slice(&bytes).map_err(unreadable)?)
}

/// The document, or the daemon's word why there is none.
fn read<T: DeserializeOwned>(is_success: bool, answer: Value) -> Result<T, Fell> {
    if is_success {
        return Ok(serde_json::from_value(answer).map_err(unreadable)?);
    }
    Err(Fell::There(Box::new(serde_json::from_value(answer).map_err(unreadable)?)))
}

/// The address of something about a stay, its number written so that it cannot be taken for anything else.
pub fn of_stay(stay: &StayNo, what: &str) -> String {
    let mut path = "/v1/stays/".to_owned();
    for byte in stay.to_string().bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(path, "%{byte:02X}");
        }
    }
    path + what
}

/// Where the daemon was not even reached, nothing was asked. Otherwise it may be at it still.
fn lost(error: &reqwest::Error) -> Trouble {
    if error.is_connect() { Trouble::new(Usage::DeskNotRunning, "") } else { stopped() }
}

fn stopped() -> Trouble {
    Trouble::new(Program::Stopped, "")
}

/// Where, and not what: the words of the parser may quote a name.
#[expect(clippy::needless_pass_by_value, reason = "handed over by `map_err`")]
fn unreadable(error: serde_json::Error) -> Trouble {
    let place = format!("the daemon's answer, line {}, column {}", error.line(), error.column());
    Trouble::new(Program::Internal, place)
}

fn token(path: &Path) -> Option<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    File::open(path).ok()?.take(TOKEN_FILE_BYTES_MAX).read_to_string(&mut text).ok()?;
    Some(Zeroizing::new(text.trim().to_owned())).filter(|token| !token.is_empty())
}

/// On one machine a connection is there at once or not at all.
const CONNECT_MS_MAX: u64 = 1_000;
/// How long the daemon may take to say that it is there, however busy it is.
const HEALTH_MS_MAX: u64 = 3_000;
/// How long the daemon may work for one answer: a thousand-line stay uploads ten batches, and a replay goes through
/// the whole queue. It goes on when nobody waits any more.
const WORK_MS_MAX: u64 = 900_000;
/// One JSON text a line: steps as they are done, the answer last.
const LINES: &str = "application/x-ndjson";
const ANSWER_BYTES_MAX: u64 = 64 << 20;
const TOKEN_FILE_BYTES_MAX: u64 = 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_is_not_opened_beyond_this_machine_or_without_a_token() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        let open = |listen: &str| Line::open(listen.parse().unwrap(), &file, Language::Chinese).is_some();
        assert!(!open("127.0.0.1:1"), "no token file");
        std::fs::write(&file, "\n").unwrap();
        assert!(!open("127.0.0.1:1"), "an empty one");
        std::fs::write(&file, "0123456789abcdef\n").unwrap();
        assert!(open("127.0.0.1:1") && open("[::1]:1"));
        assert!(!open("192.0.2.1:1"), "another machine");
    }

    #[test]
    fn answer_that_breaks_off_is_not_taken_for_nothing_done() {
        use std::io::Write;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        std::fs::write(&file, "0123456789abcdef").unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Line::open(listener.local_addr().unwrap(), &file, Language::English).unwrap();
        let answers = [
            "",
            "HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{\"sta",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nno",
        ];
        let daemon = std::thread::spawn(move || {
            for answer in answers {
                let (mut socket, _) = listener.accept().unwrap();
                // The request is read to its end: a close with something unread would be a reset.
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n{}") {
                    let mut byte = [0];
                    socket.read_exact(&mut byte).unwrap();
                    request.extend(byte);
                }
                socket.write_all(answer.as_bytes()).unwrap();
            }
        });
        let said = || {
            let fell = line.post::<Value>("/v1/replay", b"{}".to_vec()).unwrap_err();
            fell.view(Language::English, None).error().unwrap().code.clone()
        };
        assert_eq!(said(), Program::Stopped.entry().code);
        assert_eq!(said(), Program::Stopped.entry().code);
        assert_eq!(said(), Program::Internal.entry().code, "what is no JSON is no answer");
        daemon.join().unwrap();
        assert_eq!(said(), Usage::DeskNotRunning.entry().code);
    }

    #[test]
    fn stay_number_in_an_address_names_only_the_stay() {
        let path = |stay: &str| of_stay(&StayNo::parse(stay).unwrap(), "/receipt");
        assert_eq!(path("ZY/1?x"), "/v1/stays/ZY%2F1%3Fx/receipt");
        assert_eq!(path(".."), "/v1/stays/%2E%2E/receipt");
        assert_eq!(of_stay(&StayNo::parse("ZY2026-01").unwrap(), ""), "/v1/stays/ZY2026-01");
    }
}
