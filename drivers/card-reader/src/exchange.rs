//! Commands and answers: the one place that knows of `61xx` and `6Cxx`.
//!
//! Some readers do these steps themselves, and over T=0 others do not, so both must work.

use crate::{CardError, CardSession, StatusWord};
use zeroize::Zeroizing;

/// A session that speaks in whole commands.
pub(crate) struct Exchange<'a> {
    session: &'a mut dyn CardSession,
    sent: u32,
}

/// Data and status of an answer, the data wiped when dropped.
pub(crate) struct Answer {
    pub(crate) data: Zeroizing<Vec<u8>>,
    pub(crate) sw: StatusWord,
}

impl<'a> Exchange<'a> {
    pub(crate) fn new(session: &'a mut dyn CardSession) -> Self {
        Self { session, sent: 0 }
    }

    /// How many commands went to the card so far.
    pub(crate) fn sent(&self) -> u32 {
        self.sent
    }

    /// Sends a command whose answer's data nobody needs, as SELECT. `61xx` is success then, and
    /// what waits is left on the card: one command saved.
    pub(crate) fn tell(&mut self, header: [u8; 4], data: &[u8]) -> Result<StatusWord, CardError> {
        let length =
            u8::try_from(data.len()).map_err(|_| CardError::Malformed { detail: "a command longer than 255 bytes" })?;
        let mut command = Vec::with_capacity(5 + data.len());
        command.extend(header);
        command.push(length);
        command.extend(data);
        let sw = self.send(&command)?.sw;
        Ok(if sw.waiting().is_some() { StatusWord::OK } else { sw })
    }

    /// Asks for `expected` bytes (0 means 256) and takes whatever way the card gives them.
    pub(crate) fn ask(&mut self, header: [u8; 4], expected: u8) -> Result<Answer, CardError> {
        let [class, instruction, p1, p2] = header;
        let mut answer = self.send(&[class, instruction, p1, p2, expected])?;
        if let Some(right) = answer.sw.right_length() {
            answer = self.send(&[class, instruction, p1, p2, right])?;
        }
        for _ in 0..CONTINUATIONS_MAX {
            let Some(waiting) = answer.sw.waiting() else {
                return Ok(answer);
            };
            let mut next = self.send(&[class, 0xC0, 0x00, 0x00, waiting])?;
            if let Some(right) = next.sw.right_length() {
                next = self.send(&[class, 0xC0, 0x00, 0x00, right])?;
            }
            answer.data.extend_from_slice(&next.data);
            answer.sw = next.sw;
        }
        Err(CardError::Malformed { detail: "the card never stops announcing more data" })
    }

    fn send(&mut self, command: &[u8]) -> Result<Answer, CardError> {
        self.sent += 1;
        let mut data = self.session.transmit(command)?;
        let at = data.len().checked_sub(2).ok_or(CardError::Malformed { detail: "an answer without a status word" })?;
        let sw = StatusWord(u16::from_be_bytes([data[at], data[at + 1]]));
        data.truncate(at);
        Ok(Answer { data, sw })
    }
}

/// A record is at most 255 bytes long: two rounds of `GET RESPONSE` are plenty.
const CONTINUATIONS_MAX: usize = 4;
