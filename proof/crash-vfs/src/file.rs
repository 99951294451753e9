//! One file: what programs read from it, what a power cut would leave of it, and what lies between the two.

use std::collections::VecDeque;

/// A file in memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    /// What a program reads: the system's page cache.
    seen: Vec<u8>,
    /// What lies on the platter.
    durable: Vec<u8>,
    /// Changes that no sync has covered, in order.
    pending: VecDeque<Change>,
    /// True once its name is on the platter.
    pub(crate) named: bool,
}

#[derive(Debug, Clone)]
struct Change {
    what: What,
    /// Lost by a failed sync: the system takes it for written, and no later sync will write it.
    forgotten: bool,
}

#[derive(Debug, Clone)]
enum What {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate(usize),
}

impl File {
    /// A file that lies on the platter as it is.
    pub(crate) fn durable(bytes: Vec<u8>) -> Self {
        Self { seen: bytes.clone(), durable: bytes, pending: VecDeque::new(), named: true }
    }

    pub(crate) fn len(&self) -> usize {
        self.seen.len()
    }

    #[cfg(test)]
    pub(crate) fn seen(&self) -> &[u8] {
        &self.seen
    }

    pub(crate) fn synced(&self) -> &[u8] {
        &self.durable
    }

    /// Reads into `into`; what lies beyond the end is zero. False if it came to that.
    pub(crate) fn read(&self, offset: usize, into: &mut [u8]) -> bool {
        let from = self.seen.get(offset..).unwrap_or_default();
        let there = from.len().min(into.len());
        into[..there].copy_from_slice(&from[..there]);
        into[there..].fill(0);
        there == into.len()
    }

    pub(crate) fn write(&mut self, offset: usize, bytes: &[u8]) {
        put(&mut self.seen, offset, bytes);
        self.push(What::Write { offset, bytes: bytes.to_vec() });
    }

    pub(crate) fn truncate(&mut self, length: usize) {
        self.seen.resize(length, 0);
        self.push(What::Truncate(length));
    }

    /// Everything that was written lies on the platter, save what an earlier sync failed to write.
    pub(crate) fn sync(&mut self) {
        self.named = true;
        let mut forgotten = VecDeque::new();
        for change in self.pending.drain(..) {
            if change.forgotten {
                forgotten.push_back(change);
            } else {
                change.what.apply(&mut self.durable);
            }
        }
        self.pending = forgotten;
    }

    /// A sync that failed: nothing of it is sure, and nothing of it will be tried again.
    pub(crate) fn fail_to_sync(&mut self) {
        for change in &mut self.pending {
            change.forgotten = true;
        }
    }

    /// The power was cut: each sector of what was not synced survives if `survives` says so.
    pub(crate) fn lose_power(&mut self, survives: &mut dyn FnMut() -> bool) {
        for change in std::mem::take(&mut self.pending) {
            match change.what {
                What::Truncate(_) if survives() => change.what.apply(&mut self.durable),
                What::Truncate(_) => {}
                What::Write { offset, bytes } => {
                    for (from, to) in sectors(offset, bytes.len()) {
                        if survives() {
                            put(&mut self.durable, offset + from, &bytes[from..to]);
                        }
                    }
                }
            }
        }
        self.seen.clone_from(&self.durable);
    }

    fn push(&mut self, what: What) {
        self.pending.push_back(Change { what, forgotten: false });
    }
}

impl What {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes: written } => put(bytes, *offset, written),
            Self::Truncate(length) => bytes.resize(*length, 0),
        }
    }
}

fn put(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[offset..end].copy_from_slice(bytes);
}

/// The parts of a write that lie in one sector each, from its own start.
fn sectors(offset: usize, length: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let to = length.min((offset + from) / SECTOR_BYTES * SECTOR_BYTES + SECTOR_BYTES - offset);
        let part = (from < length).then_some((from, to));
        from = to;
        part
    })
}

const SECTOR_BYTES: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn write_falls_apart_at_the_edges_of_sectors_only() {
        assert_eq!(sectors(0, 1024).collect::<Vec<_>>(), [(0, 512), (512, 1024)]);
        assert_eq!(sectors(500, 24).collect::<Vec<_>>(), [(0, 12), (12, 24)]);
        assert_eq!(sectors(100, 10).collect::<Vec<_>>(), [(0, 10)]);
        assert_eq!(sectors(0, 0).count(), 0);
    }

    #[test]
    fn sync_after_a_failed_one_does_not_bring_back_what_that_lost() {
        let mut file = File::default();
        file.write(0, b"first");
        file.fail_to_sync();
        file.write(5, b"second");
        file.sync();
        assert_eq!(file.seen(), b"firstsecond");
        file.lose_power(&mut || false);
        assert_eq!(file.seen(), b"\0\0\0\0\0second");
    }
}
