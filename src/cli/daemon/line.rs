//! The line to the daemon: HTTP on this machine, with the token that whoever may use the desk can read.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use reqwest::blocking::{Client, RequestBuilder};
use reqwest::redirect;
use serde::de::DeserializeOwned;
use serde_json::Value;
use yijie_core::failure::{Language, Program, Usage};
use yijie_core::settlement::ids::StayNo;
use zeroize::Zeroizing;

use super::answers::ErrorAnswer;
use crate::desk::Trouble;

/// A way to the daemon. Nothing leaves this machine: no proxy is asked, no redirect followed.
pub struct Line {
    client: Client,
    base: String,
    token: Zeroizing<String>,
    language: Language,
}

/// What the daemon said.
#[derive(Debug)]
pub struct Said {
    /// As it came.
    pub json: Value,
    /// True if the request succeeded, or waits for the platform (202).
    pub is_success: bool,
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
    pub fn get(&self, path: &str) -> Result<Said, Trouble> {
        self.send(self.client.get(format!("{}{path}", self.base)))
    }

    /// Asks that something be done.
    pub fn post(&self, path: &str, body: Vec<u8>) -> Result<Said, Trouble> {
        self.send(self.client.post(format!("{}{path}", self.base)).body(body))
    }

    fn send(&self, request: RequestBuilder) -> Result<Said, Trouble> {
        let language = match self.language {
            Language::Chinese => "zh",
            Language::English => "en",
        };
        let request = request
            .bearer_auth(self.token.as_str())
            .header(reqwest::header::ACCEPT_LANGUAGE, language)
            .timeout(Duration::from_millis(WORK_MS_MAX));
        let answer = request.send().map_err(|error| lost(&error))?;
        let is_success = answer.status().is_success();
        let mut bytes = Vec::new();
        // What breaks off here was done or is going on in the daemon.
        answer.take(ANSWER_BYTES_MAX).read_to_end(&mut bytes).map_err(|_| Trouble::new(Program::Stopped, ""))?;
        let json = serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))?;
        Ok(Said { json, is_success })
    }
}

impl Said {
    /// As an answer of this shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Trouble> {
        T::deserialize(&self.json).map_err(|error| unreadable(&error))
    }

    /// Why the request did not succeed, where it did not.
    pub fn refusal(&self) -> Result<Option<ErrorAnswer>, Trouble> {
        if self.is_success { Ok(None) } else { self.read().map(Some) }
    }
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
    if error.is_connect() { Trouble::new(Usage::DeskNotRunning, "") } else { Trouble::new(Program::Stopped, "") }
}

/// Where, and not what: the words of the parser may quote a name.
fn unreadable(error: &serde_json::Error) -> Trouble {
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
        let code = || line.post("/v1/replay", b"{}".to_vec()).unwrap_err().code;
        assert_eq!(code(), Program::Stopped.into());
        assert_eq!(code(), Program::Stopped.into());
        assert_eq!(code(), Program::Internal.into(), "what is no JSON is no answer");
        daemon.join().unwrap();
        assert_eq!(code(), Usage::DeskNotRunning.into());
    }

    #[test]
    fn stay_number_in_an_address_names_only_the_stay() {
        let path = |stay: &str| of_stay(&StayNo::parse(stay).unwrap(), "/receipt");
        assert_eq!(path("ZY/1?x"), "/v1/stays/ZY%2F1%3Fx/receipt");
        assert_eq!(path(".."), "/v1/stays/%2E%2E/receipt");
        assert_eq!(of_stay(&StayNo::parse("ZY2026-01").unwrap(), ""), "/v1/stays/ZY2026-01");
    }
}
