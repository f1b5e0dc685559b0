//! Who comes first on a busy machine: what keeps time and what stops robots.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread::{available_parallelism, current},
};

use thread_priority::{
    ThreadPriority,
    unix::{
        RealtimeThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy,
        thread_native_id,
    },
};
use tokio::runtime::{Builder, Runtime};

/// Threads of this name keep time.
const TIME: &str = "time";

/// Threads of this name may take long.
const WORK: &str = "work";

/// A runtime whose tasks come first wherever the system allows it (`docs/real-nao.md` says how);
/// where it does not, they run like any other. What blocks has threads of its own, without
/// priority.
///
/// # Errors
/// When the system has no threads left.
pub fn runtime() -> std::io::Result<Runtime> {
    let workers = available_parallelism().map_or(2, |count| count.get().max(2));
    let begun = AtomicUsize::new(0);
    Builder::new_multi_thread()
        .worker_threads(workers)
        // The runtime begins its own threads first.
        .thread_name_fn(move || {
            let own = begun.fetch_add(1, Ordering::Relaxed) < workers;
            if own { TIME } else { WORK }.to_owned()
        })
        .on_thread_start(|| {
            if current().name() == Some(TIME) {
                come_first();
            }
        })
        .enable_all()
        .build()
}

/// The lowest of the priorities of real time: enough to be woken before every usual program.
fn come_first() {
    let policy = ThreadSchedulePolicy::Realtime(RealtimeThreadSchedulePolicy::RoundRobin);
    if let Err(error) =
        set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, policy)
    {
        tracing::debug!("no priority over other programs: {error:?}");
    }
}
