//! Angles and stiffness of the joints over time, and the tasks that move them.

use serde_json::{Value, json};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{
    motion::{JOINT_COUNT, Joint, Posture},
    virtual_nao::course::{Key, angle_at},
};

/// One number a joint, in the order of "Body".
pub(super) type PerJoint = [f64; JOINT_COUNT];

/// A joint and its keys.
pub(super) type Track = (Joint, Vec<Key>);

/// Stiffness below which a joint does not carry what hangs on it.
const LIMP: f64 = 0.1;

/// All joints.
pub(super) struct Joints {
    /// Where each joint is when no task moves it, rad.
    still: PerJoint,
    /// 0 (limp) to 1.
    stiffness: PerJoint,
    /// The robot's own limits, rad.
    limits: [(f64, f64); JOINT_COUNT],
    /// In the order in which they came: those before have the joints first.
    tasks: Vec<Task>,
    last: u64,
}

/// What ALMotion calls a task: one order to move.
pub(super) struct Task {
    pub(super) id: u64,
    pub(super) name: &'static str,
    /// The joints that it needs; none when nothing waits for it.
    pub(super) joints: Vec<Joint>,
    /// `None` while it waits for its joints.
    running: Option<Running>,
    killed: CancellationToken,
}

struct Running {
    began: Instant,
    /// Each with the angle from which it starts.
    tracks: Vec<(Track, f64)>,
}

impl Task {
    /// Whether it needs or moves a joint.
    pub(super) fn uses(&self, joint: Joint) -> bool {
        let moves = |running: &Running| running.tracks.iter().any(|((of, _), _)| *of == joint);
        self.joints.contains(&joint) || self.running.as_ref().is_some_and(moves)
    }
}

impl Running {
    fn angle(&self, joint: Joint, now: Instant) -> Option<f64> {
        let time_s = now.saturating_duration_since(self.began).as_secs_f64();
        let ((_, keys), from) = self.tracks.iter().find(|((of, _), _)| *of == joint)?;
        Some(angle_at(*from, keys, time_s))
    }

    /// When its last joint arrives, s.
    fn ends_s(&self) -> f64 {
        self.tracks.iter().map(|((_, keys), _)| ends_s(keys)).fold(0.0, f64::max)
    }

    fn is_over(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.began).as_secs_f64() >= self.ends_s()
    }
}

fn ends_s(keys: &[Key]) -> f64 {
    keys.last().map_or(0.0, |key| key.time_s)
}

impl Joints {
    /// Limp, in the posture.
    pub(super) fn new(posture: Posture) -> Joints {
        let mut limits = Joint::ALL.map(|joint| (joint.limits().min, joint.limits().max));
        // The maker's own figures; ours are the stricter of two sources.
        limits[Joint::RKneePitch.index()] = (-0.1031, 2.1202);
        Joints {
            still: posture.angles(),
            stiffness: [0.0; JOINT_COUNT],
            limits,
            tasks: Vec::new(),
            last: 0,
        }
    }

    pub(super) fn angles(&self, now: Instant) -> PerJoint {
        Joint::ALL.map(|joint| self.angle(joint, now))
    }

    fn angle(&self, joint: Joint, now: Instant) -> f64 {
        let moving = self.tasks.iter().find_map(|task| task.running.as_ref()?.angle(joint, now));
        moving.unwrap_or(self.still[joint.index()])
    }

    pub(super) fn limits(&self, joint: Joint) -> (f64, f64) {
        self.limits[joint.index()]
    }

    pub(super) fn set_limits(&mut self, joint: Joint, min: f64, max: f64) {
        self.limits[joint.index()] = (min, max);
    }

    pub(super) fn stiffness(&self, joint: Joint) -> f64 {
        self.stiffness[joint.index()]
    }

    pub(super) fn is_limp(&self, joint: Joint) -> bool {
        self.stiffness(joint) < LIMP
    }

    /// A joint that goes limp stays where it is.
    pub(super) fn set_stiffness(&mut self, joint: Joint, stiffness: f64, now: Instant) {
        self.stiffness[joint.index()] = stiffness.clamp(0.0, 1.0);
        if self.is_limp(joint) {
            self.release(joint, now);
        }
    }

    /// Queues a task; it has its turn when nothing that came before needs its joints.
    pub(super) fn queue(
        &mut self,
        name: &'static str,
        joints: &[Joint],
    ) -> (u64, CancellationToken) {
        self.last += 1;
        let killed = CancellationToken::new();
        self.tasks.push(Task {
            id: self.last,
            name,
            joints: joints.to_vec(),
            running: None,
            killed: killed.clone(),
        });
        (self.last, killed)
    }

    pub(super) fn has_turn(&self, id: u64) -> bool {
        let Some(place) = self.tasks.iter().position(|task| task.id == id) else { return true };
        let wanted = &self.tasks[place].joints;
        !self.tasks[..place].iter().any(|before| before.joints.iter().any(|j| wanted.contains(j)))
    }

    /// Starts a queued task; limp joints do not move. How long it takes, s.
    pub(super) fn start(&mut self, id: u64, tracks: Vec<Track>, now: Instant) -> f64 {
        let seconds = tracks.iter().map(|(_, keys)| ends_s(keys)).fold(0.0, f64::max);
        for (joint, _) in &tracks {
            self.release(*joint, now);
        }
        let running = self.running(tracks, now);
        if let Some(task) = self.tasks.iter_mut().find(|task| task.id == id) {
            task.running = Some(running);
        }
        seconds
    }

    /// Moves joints at once, whatever moves them now (`setAngles`). Nothing waits for it.
    pub(super) fn steer(&mut self, name: &'static str, tracks: Vec<Track>, now: Instant) {
        for (joint, _) in &tracks {
            self.release(*joint, now);
        }
        let (id, _) = self.queue(name, &[]);
        let running = self.running(tracks, now);
        if let Some(task) = self.tasks.iter_mut().find(|task| task.id == id) {
            task.running = Some(running);
        }
    }

    fn running(&self, tracks: Vec<Track>, now: Instant) -> Running {
        let tracks = tracks
            .into_iter()
            .filter(|(joint, _)| !self.is_limp(*joint))
            .map(|track| {
                let from = self.angle(track.0, now);
                (track, from)
            })
            .collect();
        Running { began: now, tracks }
    }

    /// Takes a joint from whatever moves it.
    fn release(&mut self, joint: Joint, now: Instant) {
        self.still[joint.index()] = self.angle(joint, now);
        for running in self.tasks.iter_mut().filter_map(|task| task.running.as_mut()) {
            running.tracks.retain(|((of, _), _)| *of != joint);
        }
    }

    /// Ends the tasks that are meant; their joints stay where they are. Whether there were any.
    pub(super) fn end(&mut self, now: Instant, meant: impl Fn(&Task) -> bool) -> bool {
        let angles = self.angles(now);
        let before = self.tasks.len();
        let still = &mut self.still;
        self.tasks.retain(|task| {
            let keep = !meant(task);
            if !keep {
                for ((joint, _), _) in task.running.iter().flat_map(|running| &running.tracks) {
                    still[joint.index()] = angles[joint.index()];
                }
                task.killed.cancel();
            }
            keep
        });
        self.tasks.len() < before
    }

    /// Forgets what nobody waits for and is over.
    pub(super) fn tidy(&mut self, now: Instant) {
        let over: Vec<u64> = self
            .tasks
            .iter()
            .filter(|task| task.joints.is_empty())
            .filter(|task| task.running.as_ref().is_none_or(|running| running.is_over(now)))
            .map(|task| task.id)
            .collect();
        self.end(now, |task| over.contains(&task.id));
    }

    /// As getTaskList tells: `[[name, id], …]`.
    pub(super) fn list(&self) -> Value {
        self.tasks.iter().map(|task| json!([task.name, task.id])).collect()
    }

    pub(super) fn is_moving(&self, joint: Joint, now: Instant) -> bool {
        self.tasks.iter().filter_map(|task| task.running.as_ref()).any(|running| {
            !running.is_over(now) && running.tracks.iter().any(|((of, _), _)| *of == joint)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn stiff() -> (Joints, Instant) {
        let now = Instant::now();
        let mut joints = Joints::new(Posture::Sit);
        for joint in Joint::ALL {
            joints.set_stiffness(joint, 1.0, now);
        }
        (joints, now)
    }

    #[tokio::test(start_paused = true)]
    async fn tasks_on_the_same_joint_wait_and_others_do_not() {
        let (mut joints, now) = stiff();
        let (first, _) = joints.queue("a", &[Joint::HeadYaw]);
        let (same, _) = joints.queue("b", &[Joint::HeadYaw, Joint::HeadPitch]);
        let (other, _) = joints.queue("c", &[Joint::LHand]);
        assert_eq!([first, same, other].map(|id| joints.has_turn(id)), [true, false, true]);
        joints.end(now, |task| task.id == first);
        assert!(joints.has_turn(same));
    }

    #[tokio::test(start_paused = true)]
    async fn set_angles_takes_a_joint_from_a_task() {
        let (mut joints, now) = stiff();
        let (id, _) = joints.queue("angleInterpolation", &[Joint::HeadYaw, Joint::HeadPitch]);
        let one = |joint, key| (joint, vec![Key::soft(key)]);
        let tracks = vec![one(Joint::HeadYaw, (2.0, 1.0)), one(Joint::HeadPitch, (2.0, 0.2))];
        assert!((joints.start(id, tracks, now) - 2.0).abs() < 1e-9);
        let later = now + Duration::from_secs(1);
        joints.steer("setAngles", vec![one(Joint::HeadYaw, (1.0, 0.0))], later);
        let end = joints.angles(now + Duration::from_secs(3));
        assert!(end[Joint::HeadYaw.index()].abs() < 1e-9, "{end:?}");
        assert!((end[Joint::HeadPitch.index()] - 0.2).abs() < 1e-9, "{end:?}");
        joints.tidy(now + Duration::from_secs(3));
        assert_eq!(joints.list(), json!([["angleInterpolation", id]]));
    }
}
