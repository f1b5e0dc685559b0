//! The arguments of the interpolations as courses of joints. Angles beyond the robot's limits
//! are clamped to them, as on the robot.

use serde_json::Value;

use crate::{
    motion::Joint,
    virtual_nao::{
        body::State,
        course::{Bend, Handle, Key},
        joints::{PerJoint, Track},
        services::{Call, names},
    },
};

/// Targets, not yet clamped.
pub(super) struct Keys {
    pub(super) joints: Vec<Joint>,
    tracks: Vec<Track>,
    absolute: bool,
}

/// angleInterpolation: names, angles, times, whether they are absolute.
pub(super) fn linear(call: &Call<'_>) -> Result<Keys, String> {
    let joints = names::joints(&call.value(0))?;
    let angles = names::lists(&call.value(1), joints.len());
    let angles = angles.ok_or_else(|| call.refused("angles do not match the names"))?;
    let times = names::lists(&call.value(2), joints.len());
    let times = times.ok_or_else(|| call.refused("times do not match the names"))?;
    keys(call, joints, angles, times, call.flag(3))
}

/// angleInterpolationBezier: names, times, control points `[angle, handle, handle]`.
pub(super) fn bezier(call: &Call<'_>) -> Result<Keys, String> {
    let joints = names::joints(&call.value(0))?;
    let times = names::lists(&call.value(1), joints.len());
    let times = times.ok_or_else(|| call.refused("times do not match the names"))?;
    let points = call.value(2);
    let points: Option<Vec<Vec<Point>>> = points.as_array().and_then(|joints| {
        joints.iter().map(|points| points.as_array()?.iter().map(point).collect()).collect()
    });
    let points = points.filter(|points| points.len() == joints.len());
    let points = points.ok_or_else(|| call.refused("control points do not match the names"))?;
    let angles = points.iter().map(|points| points.iter().map(|point| point.angle).collect());
    let mut keys = keys(call, joints, angles.collect(), times, true)?;
    for ((_, keys), points) in keys.tracks.iter_mut().zip(&points) {
        // The joint leaves where it is without a bend of its own.
        let mut leaving = Handle::default();
        for (place, key) in keys.iter_mut().enumerate() {
            let Some(point) = points.get(place) else { break };
            if place == 0 {
                // A curve that begins level, as far as the first one arrives.
                leaving.time_s = -point.arriving.time_s;
            }
            key.bend = Bend::Curve { leaving, arriving: point.arriving };
            leaving = point.leaving;
        }
    }
    Ok(keys)
}

/// A control point of a curve.
struct Point {
    angle: f64,
    arriving: Handle,
    leaving: Handle,
}

/// `[angle, [type, dTime, dAngle], [type, dTime, dAngle]]`, or the angle alone.
fn point(written: &Value) -> Option<Point> {
    let Some(parts) = written.as_array() else {
        let angle = written.as_f64()?;
        return Some(Point { angle, arriving: Handle::default(), leaving: Handle::default() });
    };
    let handle = |place: usize| -> Handle {
        let number = |at: usize| parts.get(place)?.get(at)?.as_f64();
        Handle { time_s: number(1).unwrap_or(0.0), angle: number(2).unwrap_or(0.0) }
    };
    Some(Point { angle: parts.first()?.as_f64()?, arriving: handle(1), leaving: handle(2) })
}

fn keys(
    call: &Call<'_>,
    joints: Vec<Joint>,
    angles: Vec<Vec<f64>>,
    times: Vec<Vec<f64>>,
    absolute: bool,
) -> Result<Keys, String> {
    let mut tracks = Vec::new();
    for ((joint, angles), times) in joints.iter().zip(angles).zip(times) {
        let increasing = times.iter().zip(times.iter().skip(1)).all(|(a, b)| a < b);
        let positive = times.first().is_some_and(|first| *first > 0.0);
        if angles.len() != times.len() || !increasing || !positive {
            let why = format!(
                "times of {} are not increasing, or not as many as its angles",
                joint.name()
            );
            return Err(call.refused(&why));
        }
        tracks.push((*joint, times.into_iter().zip(angles).map(Key::soft).collect()));
    }
    Ok(Keys { joints, tracks, absolute })
}

impl Keys {
    /// The courses from where the joints are.
    pub(super) fn courses(self, from: &PerJoint, state: &State) -> Vec<Track> {
        let absolute = self.absolute;
        let clamped = |(joint, keys): Track| {
            let start = if absolute { 0.0 } else { from[joint.index()] };
            let within = |key: Key| Key { angle: clamp(state, joint, start + key.angle), ..key };
            (joint, keys.into_iter().map(within).collect())
        };
        self.tracks.into_iter().map(clamped).collect()
    }
}

fn clamp(state: &State, joint: Joint, angle: f64) -> f64 {
    let (min, max) = state.joints.limits(joint);
    angle.max(min).min(max)
}

/// One target a joint, at a fraction of the fastest speed.
pub(super) struct Targets {
    pub(super) joints: Vec<Joint>,
    angles: Vec<f64>,
    fraction: f64,
    absolute: bool,
}

/// angleInterpolationWithSpeed and setAngles; changeAngles is relative.
pub(super) fn with_speed(call: &Call<'_>, absolute: bool) -> Result<Targets, String> {
    let joints = names::joints(&call.value(0))?;
    let angles = names::numbers(&call.value(1), joints.len());
    let angles = angles.ok_or_else(|| call.refused("angles do not match the names"))?;
    let fraction = call.number(2);
    if !(fraction > 0.0 && fraction <= 1.0) {
        return Err(call.refused("the fraction of the speed must be within ]0, 1]"));
    }
    Ok(Targets { joints, angles, fraction, absolute })
}

impl Targets {
    /// The courses from where the joints are.
    pub(super) fn courses(self, from: &PerJoint, state: &State) -> Vec<Track> {
        let course = |(joint, angle): (Joint, f64)| {
            let start = from[joint.index()];
            let target = clamp(state, joint, if self.absolute { angle } else { start + angle });
            let seconds = (target - start).abs() / (joint.limits().max_speed * self.fraction);
            // Even a joint that is there already takes a cycle of the motors.
            (joint, vec![Key::soft((seconds.max(CYCLE_S), target))])
        };
        self.joints.iter().copied().zip(self.angles.iter().copied()).map(course).collect()
    }
}

/// The motors' cycle (50 Hz), s.
const CYCLE_S: f64 = 0.02;
