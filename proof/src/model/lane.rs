//! One stay in the journal of one desk, and what its lane is at.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::sync::Arc;

use yijie_core::settlement::ask::{End, Message, Query};
use yijie_core::settlement::ids::MessageId;
use yijie_core::settlement::{Event, Instant, Presence, Reply, Rest, Rules, Stay, Step};

use super::names::{self, EARLIER_RUN, NOW, NOW_MS, THIS_RUN};

/// A stay in a desk's journal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lane {
    /// The desk whose journal it is.
    pub desk: u8,
    /// The visit that it is about.
    pub visit: u8,
    /// The desk slot that its message ids carry: a restored journal takes a new one.
    pub slot: u8,
    /// Message ids used so far.
    pub ids: u8,
    /// What the journal holds. All that a crash leaves.
    pub stay: Kept,
    /// What the journal held when a copy of it was put by.
    pub put_by: Option<Kept>,
    /// What the program is at.
    pub at: At,
}

/// What the program is at. A crash forgets it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum At {
    /// Between two steps.
    Leisure,
    /// The intent is durable; nothing was sent yet.
    Saved(Sending),
    /// Sent; these answers have come so far and not been read.
    Sent(Sending, Vec<Heard>),
    /// A question was answered, and the answer is long under way.
    Answered(Box<Answered>),
    /// The program does not run.
    Down,
    /// The journal was restored from an older state: nothing is sent until a person has compared the books.
    Held,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    pub id: MessageId,
    pub message: Message,
}

impl Hash for Sending {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // An id names its message.
        self.id.hash(state);
    }
}

/// How an attempt would end if this answer were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard(pub End);

impl Hash for Heard {
    fn hash<H: Hasher>(&self, state: &mut H) {
        print_of(&self.0).hash(state);
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub query: Query,
    pub asked: Instant,
    pub reply: Reply,
}

impl Hash for Answered {
    fn hash<H: Hasher>(&self, state: &mut H) {
        print_of(&self.query).hash(state);
        self.asked.ms.hash(state);
        match &self.reply {
            Reply::Answer(answer) => print_of(answer).hash(state),
            Reply::Refused(refusal) => print_of(refusal).hash(state),
            Reply::Failed(why) => why.hash(state),
        }
    }
}

/// A stay as the journal keeps it, with its fingerprint: to compare states costs nothing then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    stay: Arc<Stay>,
    print: u64,
}

impl Kept {
    pub fn new(stay: Stay) -> Self {
        let print = print_of(&stay);
        Self { stay: Arc::new(stay), print }
    }

    pub fn read(&self) -> &Stay {
        &self.stay
    }
}

impl Hash for Kept {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.print.hash(state);
    }
}

impl Lane {
    pub fn new(desk: u8, stay: Stay, visit: u8) -> Self {
        Self { desk, visit, slot: desk, ids: 0, stay: Kept::new(stay), put_by: None, at: At::Leisure }
    }

    pub fn stay(&self) -> &Stay {
        self.stay.read()
    }

    /// What the machine wants done, if the program is free to do it.
    pub fn wants(&self, rules: &Rules) -> Option<Step> {
        (self.at == At::Leisure).then(|| self.stay().next(NOW, rules))
    }

    /// When the lane is due again, if it waits.
    pub fn due_ms(&self, rules: &Rules) -> Option<u64> {
        match self.wants(rules) {
            Some(Step::Wait { until, .. }) => Some(until.ms.saturating_sub(NOW_MS)),
            _ => None,
        }
    }

    pub fn rests(&self, rules: &Rules) -> Option<Rest> {
        match self.wants(rules) {
            Some(Step::Rest(rest)) => Some(rest),
            _ => None,
        }
    }

    /// True while an answer is under way that was given less than this ago.
    pub fn is_answered_within(&self, ms: u64) -> bool {
        matches!(&self.at, At::Answered(answered) if answered.asked.plus_ms(ms).ms > NOW_MS)
    }

    /// Tells the machine, and keeps what comes of it: telling and saving are one commit. An event that the machine
    /// calls illegal is a fault of the model or of the machine, and shows as a stay that never gets on.
    pub fn tell(&mut self, event: Event, rules: &Rules) {
        let mut stay = self.stay().clone();
        if stay.handle(event, NOW, rules).is_ok() {
            self.stay = Kept::new(stay);
        }
    }

    /// The program goes on after a wait.
    pub fn resume(&mut self, rules: &Rules) {
        let presence = if self.stay().attended && self.stay().terms.insured.credential.lasts() {
            Presence::Cashier
        } else {
            Presence::Nobody
        };
        self.tell(Event::Resumed(presence), rules);
    }

    pub fn next_id(&mut self) -> MessageId {
        self.ids += 1;
        names::message_id(self.slot, self.visit, self.ids)
    }

    /// Time passes: what happened lies further back.
    pub fn pass(&mut self, ms: u64) {
        let back = |instant: &mut Instant| {
            if instant.run == THIS_RUN {
                // What lies beyond every horizon and every pause lies equally far back.
                instant.ms = instant.ms.saturating_sub(ms).max(NOW_MS - PAST_MS_MAX);
            } else {
                *instant = EARLIER_RUN;
            }
        };
        self.change_instants(back);
        if let At::Answered(answered) = &mut self.at {
            answered.asked.ms -= ms;
        }
    }

    /// The program has stopped: whatever its clock said belongs to an earlier run.
    pub fn stop(&mut self) {
        self.change_instants(|instant| *instant = EARLIER_RUN);
        self.at = At::Down;
    }

    fn change_instants(&mut self, mut change: impl FnMut(&mut Instant)) {
        let mut stay = self.stay().clone();
        stay.each_instant(&mut change);
        self.stay = Kept::new(stay);
    }
}

/// How far back two points of time are still told apart: further than any chain of waits in a run.
const PAST_MS_MAX: u64 = 3_600_000;

/// A fingerprint of what the journal would write.
fn print_of(value: &impl serde::Serialize) -> u64 {
    let mut print = Print(DefaultHasher::new());
    // Nothing in a stay fails to be written, or no journal could hold it.
    let _ = serde_json::to_writer(&mut print, value);
    print.0.finish()
}

struct Print(DefaultHasher);

impl Write for Print {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
