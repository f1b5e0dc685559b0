//! Battery and heat: what work costs a Nao over time.

use crate::{
    motion::{JOINT_COUNT, Joint},
    virtual_nao::joints::PerJoint,
};

/// What a joint has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// Motor off.
    Limp,
    /// Stiff, without weight on it.
    Holding,
    /// A leg that carries the standing robot.
    Standing,
    /// A leg that carries it with bent knees: the worst.
    Crouching,
    /// On its way.
    Moving,
}

impl Effort {
    /// Where the temperature goes in the long run, °C. Standing knees reach 60 °C in about 23
    /// minutes and arms that never pause in about 16, which is what people report.
    fn settles_at(self) -> f64 {
        match self {
            Effort::Limp => COOL,
            Effort::Holding => 44.0,
            Effort::Standing => 66.0,
            Effort::Crouching => 80.0,
            Effort::Moving => 72.0,
        }
    }
}

/// Temperature of a joint at rest, °C.
const COOL: f64 = 38.0;

/// Heating and cooling go by this time constant, s.
const INERTIA_S: f64 = 900.0;

/// Smart stiffness spares motors that only hold: this share of the warming remains.
const SPARED: f64 = 0.8;

/// Lower ends of the statuses 1 (hot), 2 (very hot: much weaker) and 3 (motor cut), °C. The exact
/// degrees are not published; people see 70 to 76 and 80 to 85.
const STATUSES: [f64; 3] = [70.0, 76.0, 82.0];

/// What an hour costs, per cent: computer alone; motors that hold (90 min a charge); all joints
/// at work (60 min a charge).
const IDLE: f64 = 24.0;
const HOLDING: f64 = 100.0 / 1.5;
const WORKING: f64 = 100.0;

/// What the charger gives in an hour, per cent: a charge takes four hours beside the computer.
const CHARGER: f64 = 25.0 + IDLE;

/// The robot says that the battery is low from here on, per cent.
pub(super) const LOW: u8 = 10;

/// Battery and heat.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Health {
    /// Per cent.
    charge: f64,
    pub(super) plugged: bool,
    /// °C.
    heat: PerJoint,
}

impl Default for Health {
    fn default() -> Health {
        Health { charge: 82.0, plugged: false, heat: [COOL; JOINT_COUNT] }
    }
}

impl Health {
    /// Whole per cent, as the robot tells.
    pub(super) fn battery(&self) -> u8 {
        self.charge.round() as u8
    }

    pub(super) fn set_battery(&mut self, percent: u8) {
        self.charge = f64::from(percent.min(100));
    }

    pub(super) fn temperature(&self, joint: Joint) -> f64 {
        self.heat[joint.index()]
    }

    pub(super) fn set_temperature(&mut self, joint: Joint, celsius: f64) {
        self.heat[joint.index()] = celsius;
    }

    /// 0 (fine) to 3 (motor cut).
    pub(super) fn status(&self, joint: Joint) -> u8 {
        STATUSES.iter().map(|from| u8::from(self.temperature(joint) >= *from)).sum()
    }

    /// Joints whose status is not 0.
    pub(super) fn hot(&self) -> Vec<Joint> {
        Joint::ALL.into_iter().filter(|joint| self.status(*joint) > 0).collect()
    }

    /// Lets time pass.
    pub(super) fn pass(&mut self, seconds: f64, efforts: &[Effort; JOINT_COUNT], smart: bool) {
        let share = 1.0 - (-seconds / INERTIA_S).exp();
        for (heat, effort) in self.heat.iter_mut().zip(efforts) {
            let spared = if smart && *effort != Effort::Moving { SPARED } else { 1.0 };
            let aim = COOL + (effort.settles_at() - COOL) * spared;
            *heat += (aim - *heat) * share;
        }
        let of_all = |wanted: fn(&Effort) -> bool| {
            efforts.iter().filter(|effort| wanted(effort)).count() as f64 / JOINT_COUNT as f64
        };
        let stiff = of_all(|effort| *effort != Effort::Limp);
        let moving = of_all(|effort| *effort == Effort::Moving);
        let cost = IDLE + (HOLDING - IDLE) * stiff + (WORKING - HOLDING) * moving;
        let gain = if self.plugged { CHARGER } else { 0.0 };
        self.charge = (self.charge + (gain - cost) * seconds / 3600.0).clamp(0.0, 100.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNEE: Joint = Joint::LKneePitch;

    fn after(minutes: u32, effort: Effort, mut health: Health) -> Health {
        for _ in 0..minutes * 60 {
            health.pass(1.0, &[effort; JOINT_COUNT], false);
        }
        health
    }

    #[test]
    fn work_heats_and_rest_cools() {
        let stood = after(23, Effort::Standing, Health::default());
        assert!((59.0..61.0).contains(&stood.temperature(KNEE)), "{}", stood.temperature(KNEE));
        let rested = after(15, Effort::Limp, stood);
        assert!(rested.temperature(KNEE) < 48.0, "{}", rested.temperature(KNEE));
    }

    #[test]
    fn a_charge_lasts_an_hour_of_work_and_the_charger_fills_it() {
        let worked = after(30, Effort::Moving, Health::default());
        assert_eq!(worked.battery(), 32);
        let plugged = Health { plugged: true, ..worked };
        assert_eq!(after(60, Effort::Limp, plugged).battery(), 57);
    }

    #[test]
    fn heat_has_the_statuses_of_the_robot() {
        let mut health = Health::default();
        let mut statuses = Vec::new();
        for celsius in [69.9, 70.0, 76.0, 82.0] {
            health.set_temperature(KNEE, celsius);
            statuses.push(health.status(KNEE));
        }
        assert_eq!((statuses, health.hot()), (vec![0, 1, 2, 3], vec![KNEE]));
    }
}
