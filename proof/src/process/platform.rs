//! The training platform as a process of its own, with books that outlive it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The longest that it may take to listen.
const START_MAX: Duration = Duration::from_secs(20);

pub struct Platform {
    binary: PathBuf,
    folder: PathBuf,
    addr: SocketAddr,
    child: Option<Child>,
}

/// Whether things go wrong on the way to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Faulty,
    Healed,
}

impl Platform {
    /// Starts it with these faults and settings, on a port that was free a moment ago.
    pub fn start(binary: &Path, folder: &Path, faults: &str, settings: &str) -> Result<Self, String> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let addr = free.map_err(|error| format!("a free port: {error}"))?;
        for (name, text) in [("faults.toml", faults), ("settings.toml", settings)] {
            std::fs::write(folder.join(name), text).map_err(|error| error.to_string())?;
        }
        let mut platform = Self { binary: binary.to_owned(), folder: folder.to_owned(), addr, child: None };
        platform.rise(Line::Faulty)?;
        Ok(platform)
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// As a power cut of the machine room would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself; either way it is gone after `wait`.
            drop(child.kill());
            drop(child.wait());
        }
    }

    /// Starts it again on the same books; what went wrong on the line goes wrong no more.
    pub fn heal(&mut self) -> Result<(), String> {
        self.kill();
        self.rise(Line::Healed)
    }

    /// Starts it on the books that it left.
    pub fn rise(&mut self, line: Line) -> Result<(), String> {
        let mut command = Command::new(&self.binary);
        command.env_clear().env("LANG", "C.UTF-8").current_dir(&self.folder);
        command.args(["training", "--listen", &self.addr.to_string(), "--keep", "platform.kept"]);
        command.args(["--settings", "settings.toml"]);
        if line == Line::Faulty {
            command.args(["--faults", "faults.toml"]);
        }
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("the training platform: {error}"))?;
        let stderr = child.stderr.take();
        self.child = Some(child);
        let began = Instant::now();
        while TcpStream::connect(self.addr).is_err() {
            if began.elapsed() > START_MAX {
                let said = stderr.and_then(|pipe| BufReader::new(pipe).lines().next()).and_then(Result::ok);
                return Err(format!("the training platform does not listen: {said:?}"));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Everything on its books.
    pub fn books(&self) -> Result<Value, String> {
        let told = |error: std::io::Error| format!("the platform's books: {error}");
        let mut stream = TcpStream::connect(self.addr).map_err(told)?;
        write!(stream, "GET /training/books HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.addr)
            .map_err(told)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(told)?;
        let body = answer.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
        serde_json::from_str(body).map_err(|error| format!("the platform's books: {error}"))
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        self.kill();
    }
}
