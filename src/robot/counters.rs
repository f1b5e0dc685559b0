//! What a link has carried and survived: counted, so that a flaky network is seen before it
//! breaks a class.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// What a link has carried and survived so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Frames that came, whatever they held.
    pub frames_in: u64,
    /// Frames that were sent.
    pub frames_out: u64,
    /// Frames that were no packets, or too long to be read.
    pub garbled: u64,
    /// Packets and events that are not for us.
    pub unknown: u64,
    /// Replies that nobody awaited: late, or to another.
    pub orphans: u64,
    /// Signals that came faster than they were read.
    pub dropped: u64,
    /// Signals that came before their connection was confirmed (link -1); they are told all the
    /// same.
    pub early: u64,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Counters(Arc<Cells>);

#[derive(Debug, Default)]
struct Cells {
    frames_in: AtomicU64,
    frames_out: AtomicU64,
    garbled: AtomicU64,
    unknown: AtomicU64,
    orphans: AtomicU64,
    dropped: AtomicU64,
    early: AtomicU64,
}

impl Counters {
    pub(super) fn came(&self) {
        self.0.frames_in.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn sent(&self) {
        self.0.frames_out.fetch_add(1, Ordering::Relaxed);
    }

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

    pub(super) fn early(&self) {
        self.0.early.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> Counted {
        let Cells { frames_in, frames_out, garbled, unknown, orphans, dropped, early } = &*self.0;
        let now = |cell: &AtomicU64| cell.load(Ordering::Relaxed);
        Counted {
            frames_in: now(frames_in),
            frames_out: now(frames_out),
            garbled: now(garbled),
            unknown: now(unknown),
            orphans: now(orphans),
            dropped: now(dropped),
            early: now(early),
        }
    }
}
