//! What a class costs a robot, in charge and in heat. Robots differ, and age: what earlier classes
//! cost is measured, and the next one is forecast from it.

use serde::{Deserialize, Serialize};

use crate::{
    motion::{JOINT_COUNT, Joint, Part, Position},
    session::Workload,
};

/// What a robot says of its battery and its motors.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gauges {
    /// Charge, per cent.
    pub battery: Option<u8>,
    /// Temperatures in the order of "Body", °C; 0 where there is no sensor.
    pub temperatures: Option<Box<[f64; JOINT_COUNT]>>,
}

impl Gauges {
    /// The temperature of a joint, °C.
    pub(super) fn temperature(&self, joint: Joint) -> Option<f64> {
        let degrees = self.temperatures.as_ref()?[joint.index()];
        (degrees.is_finite() && degrees > 0.0).then_some(degrees)
    }
}

/// One value for each part of the body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ByPart<T> {
    /// Neck.
    pub head: T,
    /// Shoulders, elbows, wrists.
    pub arm: T,
    /// Fingers.
    pub hand: T,
    /// Hips, knees, ankles.
    pub leg: T,
}

impl<T: Copy> ByPart<T> {
    fn from(mut value: impl FnMut(Part) -> T) -> ByPart<T> {
        ByPart {
            head: value(Part::Head),
            arm: value(Part::Arm),
            hand: value(Part::Hand),
            leg: value(Part::Leg),
        }
    }

    /// The value of a part.
    pub fn get(&self, part: Part) -> T {
        match part {
            Part::Head => self.head,
            Part::Arm => self.arm,
            Part::Hand => self.hand,
            Part::Leg => self.leg,
        }
    }
}

/// What one class cost; `None` where it could not be measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassCost {
    /// How the robot was placed most of the time.
    pub position: Position,
    /// Charge, per cent a minute.
    pub battery: Option<f64>,
    /// Heat, °C for a minute of work, of the joint of each part that grew hottest by it.
    pub heat: ByPart<Option<f64>>,
}

/// A shorter class measures nothing but rounding: gauges tell whole per cents, and motors grow
/// warm slowly. Minutes.
const LONG_ENOUGH: f64 = 5.0;

/// A joint must have worked so long for its heat to tell anything, minutes.
const WORKED_ENOUGH: f64 = 1.0;

impl ClassCost {
    /// What a class cost, from the gauges before and after; `None` when nothing can be told.
    pub fn measured(workload: &Workload, before: &Gauges, after: &Gauges) -> Option<ClassCost> {
        let minutes = workload.minutes();
        if minutes < LONG_ENOUGH {
            return None;
        }
        let battery = match (before.battery, after.battery) {
            // A charge that did not fall was being filled up.
            (Some(before), Some(after)) if after < before => {
                Some(f64::from(before - after) / minutes)
            }
            _ => None,
        };
        let heat = ByPart::from(|part| {
            Joint::ALL
                .into_iter()
                .filter(|joint| joint.part() == part)
                .filter_map(|joint| {
                    let worked = workload.working[joint.index()];
                    let rise = after.temperature(joint)? - before.temperature(joint)?;
                    (worked >= WORKED_ENOUGH).then_some((rise / worked).max(0.0))
                })
                .reduce(f64::max)
        });
        let stood = workload.standing > workload.sitting;
        let position = if stood { Position::Standing } else { Position::Sitting };
        let told = battery.is_some() || heat != ByPart::default();
        told.then_some(ClassCost { position, battery, heat })
    }
}

/// What the next class of a robot is expected to cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Costs {
    /// Charge sitting, per cent a minute.
    pub sitting: f64,
    /// Charge standing, per cent a minute.
    pub standing: f64,
    /// Heat, °C for a minute of work.
    pub heat: ByPart<f64>,
}

/// Before anything was measured. Charge: 48.6 Wh last about 90 minutes of light use and 60 of
/// activity. Heat: 30 to 40 minutes standing bring legs from 35 °C to the limit near 68 °C; what
/// arms, head and hands take is our guess, on the safe side.
impl Default for Costs {
    fn default() -> Costs {
        Costs {
            sitting: 100.0 / 90.0,
            standing: 100.0 / 60.0,
            heat: ByPart { head: 0.5, arm: 1.5, hand: 1.0, leg: 0.9 },
        }
    }
}

impl Costs {
    /// From what earlier classes cost: the median, which one odd class does not move.
    pub fn learned(classes: &[ClassCost]) -> Costs {
        let default = Costs::default();
        let battery = |position| {
            median(classes.iter().filter(|class| class.position == position).map(|c| c.battery))
        };
        Costs {
            sitting: battery(Position::Sitting).unwrap_or(default.sitting),
            standing: battery(Position::Standing).unwrap_or(default.standing),
            heat: ByPart::from(|part| {
                let measured = median(classes.iter().map(|class| class.heat.get(part)));
                measured.unwrap_or(default.heat.get(part))
            }),
        }
    }
}

fn median(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let mut values: Vec<f64> = values.flatten().collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle).copied()?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    values.get(middle - 1).map(|lower| f64::midpoint(*lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(battery: f64) -> ClassCost {
        let heat = ByPart { arm: Some(battery), ..ByPart::default() };
        ClassCost { position: Position::Sitting, battery: Some(battery), heat }
    }

    fn worked(minutes: f64) -> Workload {
        let mut workload = Workload::default();
        workload.sitting = minutes;
        workload.working[Joint::LShoulderPitch.index()] = minutes / 2.0;
        workload
    }

    fn gauges(battery: u8, degrees: f64) -> Gauges {
        Gauges { battery: Some(battery), temperatures: Some(Box::new([degrees; JOINT_COUNT])) }
    }

    #[test]
    fn a_class_is_measured_by_what_it_took() {
        let cost = ClassCost::measured(&worked(20.0), &gauges(80, 40.0), &gauges(50, 52.0));
        let heat = ByPart { arm: Some(1.2), ..ByPart::default() };
        let battery = Some(1.5);
        assert_eq!(cost, Some(ClassCost { position: Position::Sitting, battery, heat }));
    }

    #[test]
    fn a_short_class_and_one_on_the_charger_tell_nothing() {
        assert_eq!(ClassCost::measured(&worked(3.0), &gauges(80, 40.0), &gauges(77, 45.0)), None);
        let blind = |battery| Gauges { battery, temperatures: None };
        assert_eq!(ClassCost::measured(&worked(20.0), &blind(Some(50)), &blind(Some(70))), None);
        assert_eq!(ClassCost::measured(&worked(20.0), &blind(None), &blind(Some(70))), None);
    }

    #[test]
    fn one_odd_class_does_not_move_the_median() {
        let learned = Costs::learned(&[class(1.0), class(1.2), class(9.0)]);
        assert_eq!((learned.sitting, learned.heat.arm), (1.2, 1.2));
        assert_eq!(learned.standing, Costs::default().standing, "never measured");
        assert_eq!(Costs::learned(&[class(1.0), class(2.0)]).sitting, 1.5);
        assert_eq!(Costs::learned(&[]), Costs::default());
    }
}
