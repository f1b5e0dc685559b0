//! Who comes first on a busy machine: what keeps time and what stops robots.

use std::cell::Cell;

use thread_priority::{
    ThreadPriority,
    unix::{
        RealtimeThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy,
        thread_native_id,
    },
};
use tokio::runtime::{Builder, Runtime};

use crate::ears::give_way;

thread_local! {
    /// Whether this thread comes first.
    static FIRST: Cell<bool> = const { Cell::new(false) };
}

/// A runtime whose tasks come first wherever the system allows it (`docs/real-nao.md` says how);
/// where it does not, they run like any other. What blocks has threads of its own, without
/// priority.
///
/// # Errors
/// When the system has no threads left.
pub fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread()
        // Whatever a thread will do, and whoever began it.
        .on_thread_start(give_way)
        // Only those that have tasks ever wait for the next one here. Which threads they are
        // cannot be told when they begin: the runtime takes them from the same pool as those that
        // block.
        .on_thread_park(|| {
            if !FIRST.replace(true) {
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

#[cfg(test)]
mod tests {
    use thread_priority::unix::{NormalThreadSchedulePolicy, thread_schedule_policy};

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
