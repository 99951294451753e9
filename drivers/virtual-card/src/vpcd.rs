//! The card's end of `vpcd`, the virtual reader of a PC/SC stack.
//!
//! Both ways: two bytes of length, big-endian, and that many bytes. A message of one byte steers
//! (power off, power on, reset, and "your answer to reset?", which is also how `vpcd` asks every
//! 400 ms whether the card is still there); anything longer is a command. A card that is pulled
//! is a connection that closes.

use crate::slot::{Outcome, Slot};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::linux::net::TcpStreamExt;
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A slot plugged into `vpcd` on this machine. Dropped, it lets go and its thread is joined.
pub struct Plug {
    slot: Slot,
    thread: Option<JoinHandle<()>>,
}

impl Plug {
    /// Plugs `slot` into the `vpcd` on `port` of the loopback, and again whenever that comes
    /// back. While the slot is empty there is no connection.
    pub fn new(slot: &Slot, port: u16) -> io::Result<Self> {
        slot.lock().is_closed = false;
        let theirs = slot.clone();
        let thread = thread::Builder::new()
            .name("vpcd".into())
            .spawn(move || run(&theirs, SocketAddr::from((Ipv4Addr::LOCALHOST, port))))?;
        Ok(Self { slot: slot.clone(), thread: Some(thread) })
    }
}

impl Drop for Plug {
    fn drop(&mut self) {
        self.slot.wake(|state| {
            state.is_closed = true;
            if let Some(line) = state.line.take() {
                let _ = line.shutdown(std::net::Shutdown::Both);
            }
        });
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(slot: &Slot, address: SocketAddr) {
    loop {
        let card = {
            let state = slot.wait(slot.lock(), |state| state.chip.is_none() && !state.is_closed);
            if state.is_closed {
                return;
            }
            state.changes
        };
        let end = serve(slot, card, address);
        // Our second handle would keep a broken connection half open.
        slot.lock().line = None;
        if let Err(error) = end {
            tracing::debug!(%error, "the line to vpcd ended");
            let state = slot.lock();
            drop(slot.wait_at_most(state, AGAIN, |state| !state.is_closed));
        }
    }
}

/// Plays the card that was put in with change number `card`, until it is pulled or `vpcd` goes.
fn serve(slot: &Slot, card: u64, address: SocketAddr) -> io::Result<()> {
    let mut line = TcpStream::connect_timeout(&address, CONNECT_TIMEOUT)?;
    line.set_nodelay(true)?;
    {
        let mut state = slot.lock();
        if state.changes != card || state.is_closed {
            return Ok(());
        }
        state.line = Some(line.try_clone()?);
    }
    loop {
        let message = read_message(&mut line)?;
        let answer = match message.as_slice() {
            [RESET | POWER_ON | POWER_OFF] => {
                slot.reset();
                continue;
            }
            [ASK_ATR] => match &slot.lock().chip {
                Some(chip) => chip.card().atr.clone(),
                None => return Ok(()),
            },
            command => match slot.answer(card, command) {
                Outcome::Answer(answer) => answer,
                Outcome::Pulled => return Ok(()),
                // Seen from here, a reset is only a card that has forgotten what was selected.
                Outcome::Reset => match slot.answer(card, command) {
                    Outcome::Answer(answer) => answer,
                    Outcome::Pulled | Outcome::Reset => return Ok(()),
                },
            },
        };
        write_message(&mut line, &answer)?;
    }
}

fn read_message(line: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0_u8; 2];
    read_promptly(line, &mut length)?;
    let mut message = vec![0_u8; usize::from(u16::from_be_bytes(length))];
    read_promptly(line, &mut message)?;
    Ok(message)
}

/// `vpcd` 3.3 sends length and payload apart, and its Nagle waits for our acknowledgement, which
/// the kernel delays: some 45 ms a command. Asked before every read, it acknowledges at once.
fn read_promptly(line: &mut TcpStream, mut into: &mut [u8]) -> io::Result<()> {
    while !into.is_empty() {
        line.set_quickack(true)?;
        match line.read(into) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => into = &mut into[count..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn write_message(line: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    let length = u16::try_from(message.len()).map_err(|_| io::ErrorKind::InvalidData)?;
    let mut whole = length.to_be_bytes().to_vec();
    whole.extend(message);
    line.write_all(&whole)
}

/// The port of the first slot of `vpcd`; the second is the next one.
pub const PORT: u16 = 35963;

const POWER_OFF: u8 = 0x00;
const POWER_ON: u8 = 0x01;
const RESET: u8 = 0x02;
const ASK_ATR: u8 = 0x04;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// Between two tries to reach a `vpcd` that is not there.
const AGAIN: Duration = Duration::from_millis(50);
