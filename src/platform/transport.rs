//! Carries bytes, below envelope, signing and classification. One call is one attempt is one POST.

pub mod http;

use std::fmt;

use thiserror::Error;

/// Sends a message and waits for its answer, blocking the calling thread.
pub trait Transport: Send + Sync {
    /// Writes the request to a socket at most once: no redirect is followed, nothing is sent again.
    fn send(&self, request: &Request) -> Result<Response, SendError>;
}

/// A signed message on its way. Prints without headers and body.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The whole address.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The exact text that the journal holds.
    pub body: String,
    /// What to keep to.
    pub limits: Limits,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({}, {} bytes)", self.url, self.body.len())
    }
}

/// What one exchange keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Milliseconds for a connection, name look-up and TLS included.
    pub connect_ms_max: u64,
    /// Milliseconds from there to the answer's last byte.
    pub read_ms_max: u64,
    /// Bytes of the answer.
    pub reply_bytes_max: usize,
}

/// What came back. Prints without the body.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// Of HTTP.
    pub status: u16,
    /// As received, whole.
    pub body: Vec<u8>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why no whole answer came.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what}")]
pub struct SendError {
    /// How far the message had come.
    pub stage: Stage,
    /// For the log and the cashier's details: no personal data.
    pub what: String,
}

/// How far a message had come when its exchange failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// No request could be formed.
    Prepare,
    /// There was no connection.
    Connect,
    /// There was no TLS session.
    Tls,
    /// No whole answer within the time, after the message had or may have begun to leave.
    TimedOut,
    /// The connection broke after the message had or may have begun to leave.
    Broken,
    /// The answer is larger than may be.
    TooLarge,
}

impl Stage {
    /// True if surely no byte of the body had left.
    pub fn is_before_body(self) -> bool {
        match self {
            Self::Prepare | Self::Connect | Self::Tls => true,
            Self::TimedOut | Self::Broken | Self::TooLarge => false,
        }
    }
}
