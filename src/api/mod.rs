//! The local HTTP API of a desk: for the hospital's own system and the cashier's page, on this machine only.
//!
//! Everything lies under `/v1/` and is JSON, but for the events. Guards come before anything else, in this order:
//! a `Host` that is not this machine and an `Origin` that is not listed are refused (403), then a bearer token
//! guards every call (401); see [`guard`]. What the limits are stands in [`limits`], what an error looks like and
//! which status it has in [`failed`].
//!
//! Work on the desk blocks, so it runs on threads of its own and goes on when whoever asked hangs up: a settlement
//! is never cut in half by a closed window. Nothing here wakes up while nothing happens.

#[allow(unused_qualifications, reason = "what `params` of utoipa writes out is qualified")]
mod account;
mod bill;
mod body;
mod card;
mod events;
mod failed;
mod figures;
mod guard;
mod instructions;
mod language;
mod limits;
mod listener;
mod openapi;
pub mod people;
#[allow(unused_qualifications, reason = "what `params` of utoipa writes out is qualified")]
mod person;
mod queue;
mod readers;
mod serve;
#[allow(unused_qualifications, reason = "what `params` of utoipa writes out is qualified")]
mod settle;
mod shared;
#[allow(unused_qualifications, reason = "what `params` of utoipa writes out is qualified")]
mod story;
mod token;
mod vault;
mod veil;
pub mod view;
mod watched;
mod window;

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::desk::{CardReaders, Watch};
use tokio::sync::oneshot;
use yijie_core::failure::{Program, Usage};

use crate::desk::{Desk, Trouble, Which};

pub use failed::Failed;
pub use openapi::document;
pub use window::{TellCame, Window, Wish};

/// The local API.
#[derive(Debug, Clone, Copy)]
pub struct Api;

/// What the API is put together from.
pub struct ApiParts {
    /// Does the work.
    pub desk: Arc<Desk>,
    /// What is plugged in.
    pub readers: Arc<dyn CardReaders>,
    /// Which reader the desk takes.
    pub which: Which,
    /// Holds the token. Made where there is none, readable by its owner only.
    pub token_file: PathBuf,
    /// Web pages that may call, as a browser writes their origin: `https://his.example.cn`.
    pub origins: Vec<String>,
}

/// An API that listens. Stops when it is told to, or dropped.
pub struct Running {
    addr: SocketAddr,
    events: Arc<events::Hub>,
    /// Behind a lock only because a watch cannot be shared between threads otherwise.
    watch: Mutex<Option<Watch>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Api {
    /// Listens on a loopback address, on a thread of its own; port 0 takes a free one.
    pub fn start(listen: SocketAddr, parts: ApiParts) -> Result<Running, Trouble> {
        if !listen.ip().is_loopback() {
            return Err(Trouble::new(Usage::ConfigWrongValue, format!("{listen} is not an address of this machine")));
        }
        let token = token::Token::load_or_create(&parts.token_file)?;
        let listener = TcpListener::bind(listen).map_err(|error| not_bound(listen, &error))?;
        let addr = listener.local_addr().map_err(|error| environment(&error))?;
        let events = Arc::new(events::Hub::default());
        let watch = events::follow(&events, &parts.desk, parts.readers.as_ref());
        let shared = Arc::new(shared::Shared::new(parts, token, addr.port(), Arc::clone(&events)));
        let (stop, stopped) = oneshot::channel();
        let thread = serve::start(listener, shared, stopped).map_err(|error| environment(&error))?;
        tracing::info!(%addr, "the local API listens");
        let watch = Mutex::new(watch);
        Ok(Running { addr, events, watch, stop: Some(stop), thread: Some(thread) })
    }
}

impl Running {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops: takes nothing new, ends the event streams, and waits for what the desk is doing. What was asked for
    /// is in the journal, whether or not its answer still reached anybody.
    pub fn stop(mut self) {
        self.halt();
    }

    fn halt(&mut self) {
        drop(self.watch.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.stop.take());
        self.events.close();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the local API's thread panicked");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.halt();
    }
}

fn not_bound(listen: SocketAddr, error: &std::io::Error) -> Trouble {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => Trouble::new(Usage::PortInUse, listen.to_string()),
        _ => Trouble::new(Usage::ConfigWrongValue, format!("{listen}: {error}")),
    }
}

fn environment(error: &std::io::Error) -> Trouble {
    Trouble::new(Program::Environment, error.to_string())
}

#[cfg(test)]
mod tests;
