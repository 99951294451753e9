//! Everything that can happen in the model, each with the word that a replay is written in.

use std::fmt;

/// One thing that happens. Numbers are lanes, visits, desks, or places in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The cashier asks for a settlement, or asks again.
    Begin(u8),
    /// The cashier asks for the settlement to be cancelled.
    Cancel(u8),
    /// The program does what the machine says: saves an intent, asks a question, shows figures, looks again.
    Step(u8),
    /// What was saved is sent.
    Send(u8),
    /// A message arrives at the platform.
    Deliver(u8),
    /// An answer is read.
    Receive(u8, u8),
    /// What made the platform refuse is mended.
    Mend(u8),
    /// Nothing happens for as long as somebody waits.
    Pass,
    /// A program that had stopped starts again.
    Start(u8),
    /// A copy of the journal is put by.
    PutBy(u8),
    /// Something goes wrong.
    Fault(Fault),
}

/// What can go wrong. Each costs one of the faults that a run may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No connection: what was saved is not sent.
    NotSent(u8),
    /// No answer came within the time.
    TimesOut(u8),
    /// The answer that came is *system busy*, whatever became of the message.
    Garbled(u8),
    /// The answer that came belongs to another message, and is a plain no.
    Swapped(u8),
    /// A question brings nothing.
    AskFails(u8),
    /// A question is answered at once, and the answer takes its time.
    AskSlow(u8),
    /// A message arrives, and will arrive once more.
    Twice(u8),
    /// A message arrives after its sender had given it up, and its answer gets through.
    LateReply(u8),
    /// The program stops.
    Crash(u8),
    /// The platform restarts: every connection breaks, and what was on it is lost.
    Restart,
    /// The journal is replaced by the copy that was put by.
    Restore(u8),
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin(lane) => write!(f, "begin{lane}"),
            Self::Cancel(lane) => write!(f, "cancel{lane}"),
            Self::Step(lane) => write!(f, "step{lane}"),
            Self::Send(lane) => write!(f, "send{lane}"),
            Self::Deliver(copy) => write!(f, "deliver{copy}"),
            Self::Receive(lane, 0) => write!(f, "receive{lane}"),
            Self::Receive(lane, _) => write!(f, "receive-second{lane}"),
            Self::Mend(visit) => write!(f, "mend{visit}"),
            Self::Pass => f.write_str("pass"),
            Self::Start(desk) => write!(f, "start{desk}"),
            Self::PutBy(desk) => write!(f, "put-by{desk}"),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(lane) => write!(f, "not-sent{lane}"),
            Self::TimesOut(lane) => write!(f, "times-out{lane}"),
            Self::Garbled(lane) => write!(f, "garbled{lane}"),
            Self::Swapped(lane) => write!(f, "swapped{lane}"),
            Self::AskFails(lane) => write!(f, "ask-fails{lane}"),
            Self::AskSlow(lane) => write!(f, "ask-slow{lane}"),
            Self::Twice(copy) => write!(f, "twice{copy}"),
            Self::LateReply(copy) => write!(f, "late-reply{copy}"),
            Self::Crash(desk) => write!(f, "crash{desk}"),
            Self::Restart => f.write_str("platform-restarts"),
            Self::Restore(desk) => write!(f, "restore{desk}"),
        }
    }
}
