//! What has to be mended before a class, in sentences for the people who do it.

use crate::robot::{doctor::Report, heat, nao::language_name, safety};

/// A class of half an hour needs about this much charge, per cent.
const CHARGE_FOR_A_CLASS: u8 = 30;

/// A joint this warm has little left for a class, °C (`naoqi.md`: pause at 60).
const WARM: f64 = 60.0;

/// A stop is felt as late when one call in a hundred takes longer, ms.
const LATE_MS: f64 = 500.0;

impl Report {
    /// Everything for which the robot must not be moved now.
    pub fn against_moving(&self) -> Vec<String> {
        let mut all = Vec::new();
        let lacking: Vec<&str> = self
            .services
            .iter()
            .filter(|service| service.needed && !service.there)
            .map(|service| service.name)
            .collect();
        if !lacking.is_empty() {
            all.push(format!(
                "NAOqi runs without {}: restart the robot, and look at its own page if that does not help.",
                lacking.join(", ")
            ));
        }
        if let Some((joint, degrees)) = self.warmest
            && degrees >= WARM
        {
            all.push(format!(
                "{} has {degrees:.0} °C ({:.0} °C is too hot to move): let the robot rest, sitting, for a quarter of an hour.",
                joint.name(),
                heat::HOT
            ));
        }
        if safety::lies(&self.family) {
            all.push(format!(
                "The robot lies or hangs ({}): lift it by the trunk and sit it down.",
                self.family
            ));
        }
        if self.life.as_deref() == Some("safeguard") {
            all.push(
                "The robot guards itself (autonomous life is in “safeguard”): it fell or found a fault. Restart it."
                    .to_owned(),
            );
        }
        for reflex in &self.switched_off {
            all.push(format!("Somebody switched off {reflex}: restart the robot to have it back."));
        }
        all
    }
}

/// Everything that must be mended; nothing for a healthy robot.
pub(super) fn needed(report: &Report) -> Vec<String> {
    let mut all = report.against_moving();
    for language in &report.voices_missing {
        all.push(format!(
            "{} is not installed, and there are routines in it: install the voice from the robot's own page.",
            language_name(*language)
        ));
    }
    if let Some(charge) = report.battery
        && charge < CHARGE_FOR_A_CLASS
        && report.charging != Some(true)
    {
        all.push(format!("The battery has {charge} %: plug the charger in before a class."));
    }
    if !report.limits_told {
        all.push(
            "The robot does not tell the limits of its joints: only the maker's are kept to."
                .to_owned(),
        );
    }
    for (movement, why) in &report.movements_refused {
        all.push(format!("The movement {movement} will not be made: {why}."));
    }
    if let Some(times) = report.round_trips
        && times.p99_ms > LATE_MS
    {
        all.push(format!(
            "One call in a hundred takes more than {:.0} ms, and so does a stop: use a cable, or a 5 GHz network near the robot.",
            times.p99_ms
        ));
    }
    all
}
