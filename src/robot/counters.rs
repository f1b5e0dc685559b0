//! What a link has survived: counted, so that a flaky network is seen before it breaks a class.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// What a link has survived so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Frames that were no packets.
    pub garbled: u64,
    /// Packets and events that are not for us.
    pub unknown: u64,
    /// Replies that nobody awaited: late, or to another.
    pub orphans: u64,
    /// Signals that came faster than they were read.
    pub dropped: u64,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Counters(Arc<Cells>);

#[derive(Debug, Default)]
struct Cells {
    garbled: AtomicU64,
    unknown: AtomicU64,
    orphans: AtomicU64,
    dropped: AtomicU64,
}

impl Counters {
    pub(super) fn garbled(&self) {
        self.0.garbled.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn unknown(&self) {
        self.0.unknown.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn orphan(&self) {
        self.0.orphans.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn dropped(&self) {
        self.0.dropped.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> Counted {
        Counted {
            garbled: self.0.garbled.load(Ordering::Relaxed),
            unknown: self.0.unknown.load(Ordering::Relaxed),
            orphans: self.0.orphans.load(Ordering::Relaxed),
            dropped: self.0.dropped.load(Ordering::Relaxed),
        }
    }
}
