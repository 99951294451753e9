//! The training platform behind the thinnest shell there is: it answers at once, and says how long it thought.
//!
//! The shell that trains cashiers lets each message pass its table of faults and its timers; here nothing stands
//! between the line and the platform, so that neither side of a ratio waits for a courtesy.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use yijie::desk::{Clock, SystemClock, beijing};
use yijie::training::{Platform, Reply, Request};

use crate::Fallible;

/// A listening platform. Its thread lives as long as the program.
pub struct AtOnce {
    pub addr: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

/// What the line hears and says.
struct Shared {
    platform: Platform,
    /// The bytes of each request since [`AtOnce::begin`].
    heard: Vec<Vec<u8>>,
    /// How long the platform itself took since then.
    thought: Duration,
}

impl AtOnce {
    /// Listens on a free port.
    pub fn start(platform: Platform) -> Fallible<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let addr = listener.local_addr()?;
        let shared = Arc::new(Mutex::new(Shared { platform, heard: Vec::new(), thought: Duration::ZERO }));
        let served = Arc::clone(&shared);
        let clock = SystemClock::start()?;
        thread::Builder::new().name("platform-at-once".into()).spawn(move || {
            for line in listener.incoming().flatten() {
                if let Err(error) = serve(line, &served, &clock) {
                    eprintln!("the platform's line: {error}");
                }
            }
        })?;
        Ok(Self { addr, shared })
    }

    /// The platform as it is now, to come back to.
    pub fn snapshot(&self) -> Platform {
        self.lock().platform.clone()
    }

    /// Puts the platform back and counts from nought.
    pub fn begin(&self, platform: Platform) {
        let mut shared = self.lock();
        shared.platform = platform;
        shared.heard.clear();
        shared.thought = Duration::ZERO;
    }

    /// The bytes of the requests since [`Self::begin`], and how long the platform thought about them.
    pub fn end(&self) -> (Vec<Vec<u8>>, Duration) {
        let shared = self.lock();
        (shared.heard.clone(), shared.thought)
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn serve(mut line: TcpStream, shared: &Mutex<Shared>, clock: &SystemClock) -> io::Result<()> {
    line.set_nodelay(true)?;
    let (bytes, request) = hear(&mut line)?;
    let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
    let began = Instant::now();
    let reply = shared.platform.handle(&request, beijing(clock.now().wall));
    shared.thought += began.elapsed();
    shared.heard.push(bytes);
    drop(shared);
    line.write_all(&written(&reply))
}

fn hear(line: &mut TcpStream) -> io::Result<(Vec<u8>, Request)> {
    let mut bytes = Vec::with_capacity(64 << 10);
    let mut chunk = [0_u8; 16 << 10];
    loop {
        let read = line.read(&mut chunk)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&chunk[..read]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut rows = head.split("\r\n");
        let path = rows.next().and_then(|first| first.split(' ').nth(1)).unwrap_or_default().to_owned();
        let headers: BTreeMap<String, String> = rows
            .filter_map(|row| row.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let length: usize = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or_default();
        let body = end + 4;
        while bytes.len() < body + length {
            let read = line.read(&mut chunk)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            bytes.extend_from_slice(&chunk[..read]);
        }
        let request = Request { path, headers, body: bytes[body..].to_vec() };
        return Ok((bytes, request));
    }
}

fn written(reply: &Reply) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {} OK\r\ncontent-length: {}\r\n", reply.status, reply.body.len()).into_bytes();
    for (name, value) in &reply.headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    bytes.extend_from_slice(b"connection: close\r\n\r\n");
    bytes.extend_from_slice(&reply.body);
    bytes
}
