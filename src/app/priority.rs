//! Who comes first on a busy machine: what keeps time and what stops robots.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread::{available_parallelism, current},
};

use thread_priority::{
    ThreadPriority, ThreadPriorityValue,
    unix::{
        NormalThreadSchedulePolicy, RealtimeThreadSchedulePolicy, ThreadSchedulePolicy,
        set_thread_priority_and_policy, thread_native_id, thread_schedule_policy,
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
        .on_thread_start(|| match current().name() {
            Some(TIME) => come_first(),
            // It was begun by a thread that comes first, and would come first too.
            _ => give_way(),
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

/// What the library calls a niceness of 0.
const USUAL: u8 = 48;

/// As any other program.
fn give_way() {
    if !matches!(thread_schedule_policy(), Ok(ThreadSchedulePolicy::Realtime(_))) {
        return;
    }
    let Ok(usual) = ThreadPriorityValue::try_from(USUAL) else { return };
    let policy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Other);
    let priority = ThreadPriority::Crossplatform(usual);
    if let Err(error) = set_thread_priority_and_policy(thread_native_id(), priority, policy) {
        tracing::warn!("work keeps the priority of those who keep time: {error:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_take_long_never_comes_first() {
        let runtime = runtime().unwrap();
        let policies = runtime.block_on(async {
            let keeping_time = tokio::spawn(async {
                let working = tokio::task::spawn_blocking(|| thread_schedule_policy().unwrap());
                (thread_schedule_policy().unwrap(), working.await.unwrap())
            });
            keeping_time.await.unwrap()
        });
        let usual = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Other);
        assert_eq!(policies.1, usual, "whoever begins it: {:?}", policies.0);
    }
}
