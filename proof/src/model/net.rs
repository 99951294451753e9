//! Messages under way. One is delivered at most twice, and never after its horizon; to lose it is to let that pass.

use super::lane::Sending;

/// A message between a desk and the platform.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Copy {
    /// The lane that sent it.
    pub lane: u8,
    pub sending: Sending,
    /// How long it may still be under way, in milliseconds. `None` while its sender holds the connection: the horizon
    /// begins when the attempt is over.
    pub left_ms: Option<u64>,
    /// It was delivered once already.
    pub second: bool,
}

/// Everything under way, in an order that does not tell how it came about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Net(Vec<Copy>);

impl Net {
    pub fn copies(&self) -> &[Copy] {
        &self.0
    }

    pub fn send(&mut self, lane: u8, sending: Sending) {
        self.put(Copy { lane, sending, left_ms: None, second: false });
    }

    /// Takes a message out to deliver it; it comes once more if `again`.
    pub fn deliver(&mut self, at: usize, again: bool) -> Copy {
        let copy = self.0.remove(at);
        if again {
            self.put(Copy { second: true, ..copy.clone() });
        }
        copy
    }

    /// The attempts of this lane are over: from here on the horizon counts.
    pub fn over(&mut self, lane: u8, horizon_ms: u64) {
        for copy in self.0.iter_mut().filter(|copy| copy.lane == lane) {
            copy.left_ms.get_or_insert(horizon_ms);
        }
        self.sort();
    }

    /// Time passes: what has not arrived by its horizon is lost.
    pub fn pass(&mut self, ms: u64) {
        self.0.retain_mut(|copy| match &mut copy.left_ms {
            None => true,
            Some(left) if *left > ms => {
                *left -= ms;
                true
            }
            Some(_) => false,
        });
    }

    pub fn clear_open(&mut self) {
        self.0.retain(|copy| copy.left_ms.is_some());
    }

    fn put(&mut self, copy: Copy) {
        self.0.push(copy);
        self.sort();
    }

    fn sort(&mut self) {
        self.0.sort_by(|one, other| {
            (&one.sending.id, one.second, one.left_ms).cmp(&(&other.sending.id, other.second, other.left_ms))
        });
    }
}
