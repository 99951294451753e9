//! The model of a platform: so many servers, a queue before them, *busy* beyond it.

use std::collections::VecDeque;

use super::scenario::Scenario;

/// A message at the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// Whose: desk and stay.
    pub desk: usize,
    /// The stay within the desk.
    pub stay: usize,
    /// Which of the three transactions.
    pub transaction: Transaction,
    /// The client's number of the exchange: an answer to a client that has given up finds another number.
    pub exchange: u64,
    /// When the client sent it.
    pub sent_ms: u64,
}

/// The three transactions that a drain is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transaction {
    /// 2303: the figures of now.
    Presettle,
    /// 2304: the settlement.
    Settle,
    /// 5203: what became of a settlement in doubt.
    Look,
}

/// What the platform did with a message.
#[derive(Debug, Clone, Copy)]
pub struct Served {
    /// The message.
    pub message: Message,
    /// False: it was told *busy*.
    pub accepted: bool,
}

/// The platform at work.
#[derive(Debug)]
pub struct Platform {
    idle: u32,
    queue: VecDeque<Message>,
    queue_max: usize,
    turned_away: VecDeque<Message>,
    works_ms: [u64; 3],
    busy_costs_ms: u64,
    /// Milliseconds of servers that went into accepted messages.
    pub worked_ms: u64,
    /// Milliseconds of servers that went into saying *busy*.
    pub wasted_ms: u64,
}

impl Transaction {
    /// Its number.
    pub fn number(self) -> u16 {
        match self {
            Self::Presettle => 2303,
            Self::Settle => 2304,
            Self::Look => 5203,
        }
    }

    /// What it costs.
    pub fn work_ms(self, works_ms: [u64; 3]) -> u64 {
        let [presettle, settle, look] = works_ms;
        match self {
            Self::Presettle => presettle,
            Self::Settle => settle,
            Self::Look => look,
        }
    }
}

impl Platform {
    /// An idle one.
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            idle: scenario.servers,
            queue: VecDeque::new(),
            queue_max: scenario.queue_max,
            turned_away: VecDeque::new(),
            works_ms: scenario.works_ms,
            busy_costs_ms: scenario.busy_costs_ms,
            worked_ms: 0,
            wasted_ms: 0,
        }
    }

    /// A message arrives. False: not even a connection is to be had.
    pub fn arrives(&mut self, message: Message) -> bool {
        if self.idle > 0 || self.queue.len() < self.queue_max {
            self.queue.push_back(message);
        } else if self.turned_away.len() < BACKLOG_MAX {
            self.turned_away.push_back(message);
        } else {
            return false;
        }
        true
    }

    /// What an idle server takes up next, and for how long.
    pub fn takes_up(&mut self) -> Option<(Served, u64)> {
        if self.idle == 0 {
            return None;
        }
        let (message, accepted) = match self.turned_away.pop_front() {
            Some(message) => (message, false),
            None => (self.queue.pop_front()?, true),
        };
        self.idle -= 1;
        let takes_ms = if accepted { message.transaction.work_ms(self.works_ms) } else { self.busy_costs_ms };
        *(if accepted { &mut self.worked_ms } else { &mut self.wasted_ms }) += takes_ms;
        Some((Served { message, accepted }, takes_ms))
    }

    /// A server is done.
    pub fn done(&mut self) {
        self.idle += 1;
    }
}

/// Connections that wait to be told *busy*; beyond these none is taken.
const BACKLOG_MAX: usize = 2_000;
