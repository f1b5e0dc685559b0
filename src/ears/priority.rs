//! Recognition is the heaviest work of the program, and can wait for whoever keeps time.

use thread_priority::{
    ThreadPriority, ThreadPriorityValue,
    unix::{
        NormalThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy,
        thread_native_id, thread_schedule_policy,
    },
};

/// What the library calls a niceness of 0.
const USUAL: u8 = 48;

/// This thread has no priority over other programs from now on, whoever began it: on Linux a
/// thread inherits the priority of the one that begins it.
pub fn give_way() {
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
