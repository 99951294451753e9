//! How much of everything. Meeting a limit is an error that the caller can read.

use yijie_core::bill::BILL_BYTES_MAX;

/// The largest body: a bill. Beyond it `api.body_too_large`.
pub const BODY_BYTES_MAX: usize = BILL_BYTES_MAX;
/// How long a body may take to arrive. Beyond it `api.bad_request`.
pub const BODY_MS_MAX: u64 = 30_000;
/// Connections that are open at once; the next ones wait to be taken up.
pub const CONNECTIONS_MAX: usize = 64;
/// Requests that are being answered at once, event streams apart. Beyond it `api.too_busy`.
pub const REQUESTS_MAX: usize = 16;
/// Work on the desk that goes on at once, its askers gone or not. Beyond it `api.too_busy`.
pub const WORKS_MAX: usize = 16;
/// Event streams at once. Beyond it `api.too_busy`.
pub const STREAMS_MAX: usize = 16;
/// Events that a slow reader of a stream may be behind. Beyond it the stream ends, and the reader begins anew.
pub const EVENTS_BEHIND_MAX: usize = 256;
/// Events of the moment that are told at the start of a stream: readers and cards.
pub const READERS_MAX: usize = 64;
/// Characters of a reason for a cancel.
pub const REASON_CHARS_MAX: usize = 200;
/// How long answers under way may take once the API stops.
pub const STOP_MS_MAX: u64 = 5_000;
