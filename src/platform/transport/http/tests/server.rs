//! A server on loopback that does what it is told and remembers every request that it read.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What the server does with a request.
#[derive(Clone)]
pub enum Act {
    /// Answers with these bytes and closes.
    Answer(String),
    /// Answers with these bytes and keeps the connection open.
    AnswerAndStay(String),
    /// Closes without a word.
    Close,
    /// Reads only part of the request and resets.
    Reset,
    /// Says nothing for longer than anybody waits.
    Silence,
    /// Says a byte every now and then.
    Drip,
}

pub struct Server {
    address: SocketAddr,
    scheme: &'static str,
    seen: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
    thread: JoinHandle<()>,
}

impl Server {
    pub fn start(act: Act) -> Self {
        Self::serve(act, None)
    }

    pub fn start_tls(act: Act) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let certificate = include_bytes!("../../../../../fixtures/platform/tls/server.pem");
        let key = include_bytes!("../../../../../fixtures/platform/tls/server.key");
        let config = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from_pem_slice(certificate).unwrap()],
                PrivateKeyDer::from_pem_slice(key).unwrap(),
            )
            .unwrap();
        Self::serve(act, Some(Arc::new(config)))
    }

    fn serve(act: Act, tls: Option<Arc<rustls::ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let (seen, connections) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
        let (seen_by, counted_by) = (seen.clone(), connections.clone());
        let thread = thread::spawn(move || {
            let mut kept = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                // The test's own last connection says so in its first byte; it comes after all others.
                let mut first = [0; 1];
                if stream.peek(&mut first).unwrap_or(0) == 1 && first == [END] {
                    break;
                }
                counted_by.fetch_add(1, Ordering::SeqCst);
                if let Some(config) = &tls {
                    let session = rustls::ServerConnection::new(config.clone()).unwrap();
                    answer(&mut rustls::StreamOwned::new(session, stream), &act, &seen_by);
                } else {
                    answer(&mut stream, &act, &seen_by);
                    if matches!(act, Act::AnswerAndStay(_)) {
                        kept.push(stream);
                    }
                }
            }
        });
        Self { address, scheme, seen, connections, thread }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Lets every connection made so far be served, and gives all requests that were read.
    pub fn finish(self) -> Vec<String> {
        TcpStream::connect(self.address).unwrap().write_all(&[END]).unwrap();
        self.thread.join().unwrap();
        self.seen.lock().unwrap().clone()
    }

    /// An address at which nobody listens any more.
    pub fn closed_url(self) -> String {
        let url = self.url("/");
        self.finish();
        url
    }
}

fn answer(stream: &mut (impl Read + Write), act: &Act, seen: &Mutex<Vec<String>>) {
    let Some(request) = read_request(stream, matches!(act, Act::Reset)) else { return };
    seen.lock().unwrap().push(request);
    match act {
        Act::Answer(bytes) | Act::AnswerAndStay(bytes) => {
            let _ = stream.write_all(bytes.as_bytes());
            let _ = stream.flush();
        }
        Act::Close | Act::Reset => {}
        Act::Silence => thread::sleep(Duration::from_millis(3_500)),
        Act::Drip => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
            for _ in 0..40 {
                thread::sleep(Duration::from_millis(100));
                if stream.write_all(b"x").and_then(|()| stream.flush()).is_err() {
                    break;
                }
            }
        }
    }
}

/// The whole request, or only its first bytes. `None` if the other end leaves before a request is there.
fn read_request(stream: &mut impl Read, only_begin: bool) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut byte = [0; 1];
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        bytes.push(byte[0]);
        let text = String::from_utf8_lossy(&bytes);
        if only_begin && bytes.len() == 20 {
            return Some(text.into_owned());
        }
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text.into_owned());
            }
        }
    }
}

const END: u8 = 0xff;
