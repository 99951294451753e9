//! A gateway that sends a message elsewhere: the transport must not follow.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use yijie::platform::transport::http::{HttpSettings, HttpTransport};
use yijie::platform::transport::{Limits, Request, Transport};

/// One message is one POST, whatever the gateway answers.
pub fn posts_once() -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let posts = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&posts);
    listener.set_nonblocking(true).map_err(failed)?;
    let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    let gateway = std::thread::spawn(move || {
        while !stopped.load(Ordering::SeqCst) {
            match listener.accept() {
                Ok((line, _)) => answer(line, counted.fetch_add(1, Ordering::SeqCst), &address.to_string()),
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    });
    // The client is built here, on the thread whose bug it may have.
    let transport = HttpTransport::new(HttpSettings::default(), 2_000).map_err(|error| error.to_string())?;
    let request = Request {
        url: format!("http://{address}/ebus/yijie/2304"),
        headers: Vec::new(),
        body: "{}".to_owned(),
        limits: Limits { connect_ms_max: 2_000, read_ms_max: 2_000, reply_bytes_max: 10_000 },
    };
    // Whatever came back: what counts is what the gateway saw.
    let _ = transport.send(&request);
    stop.store(true, Ordering::SeqCst);
    gateway.join().map_err(|_| "the gateway panicked".to_owned())?;
    match posts.load(Ordering::SeqCst) {
        1 => Ok(()),
        posts => Err(format!("one message was posted {posts} times")),
    }
}

fn answer(mut line: TcpStream, nth: u32, address: &str) {
    // A line that breaks is the client's to notice.
    let _ = line.set_nonblocking(false);
    let _ = line.set_read_timeout(Some(Duration::from_millis(500)));
    let mut seen = Vec::new();
    let mut part = [0; 1024];
    while !seen.ends_with(b"{}") {
        match line.read(&mut part) {
            Ok(0) | Err(_) => break,
            Ok(count) => seen.extend_from_slice(&part[..count]),
        }
    }
    let reply = if nth == 0 {
        format!(
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://{address}/elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    } else {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}".to_owned()
    };
    let _ = line.write_all(reply.as_bytes());
}
