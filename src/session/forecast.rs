//! Before a class: how it would end for the robot. From a rehearsal of the plan, what the robot
//! says of itself, and what earlier classes cost it. Joints that rest are not counted as cooling:
//! the forecast errs on the warm side.

use crate::{
    language::Language,
    motion::{Joint, Part, Position},
    script::Plan,
    session::{
        Costs, Gauges, LocalTime, Participant, Resident, Workload, places::place,
        rehearsal::rehearse_with,
    },
};

/// How a class would end.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Length, minutes.
    pub minutes: f64,
    /// Charge at the end, per cent; `None` when the robot did not tell its charge.
    pub battery_at_end: Option<f64>,
    /// The joint that comes nearest to its limit, and its temperature at the end, °C; `None` when
    /// the robot did not tell its temperatures.
    pub hottest: Option<(Joint, f64)>,
    /// What to think of it.
    pub outlook: Outlook,
}

/// What to think of a forecast.
#[derive(Debug, Clone, PartialEq)]
pub enum Outlook {
    /// It will do.
    Fine,
    /// It will do, with little to spare.
    Tight(Concern),
    /// The robot would not last to the end.
    WouldNotLast(Concern, Offer),
}

/// What is scarce, and a sentence about it in the routine's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// What is scarce.
    pub cause: Cause,
    /// The sentence.
    pub sentence: String,
}

/// What is scarce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Charge.
    Battery,
    /// Coolness.
    Heat,
}

/// What would do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// A class of at most so many minutes.
    Shorter {
        /// How long the robot would last.
        minutes: u32,
    },
    /// A class given sitting.
    Seated,
    /// None before the robot has been charged or has cooled down.
    Later,
}

/// Charge at the end that is worth a word, and that is too little, per cent. A class takes its
/// leave at 7; a forecast is a few wrong.
const LITTLE_CHARGE: f64 = 20.0;
const TOO_LITTLE_CHARGE: f64 = 10.0;

/// Temperatures at the end that are worth a word, and that are too much, °C. Motors lose their
/// strength from about 70; legs carry the robot, and have less to lose.
const WARM: f64 = 60.0;
const TOO_WARM: f64 = 68.0;
const TOO_WARM_FOR_LEGS: f64 = 65.0;

/// A class that is shorter than this is none, minutes.
const SHORTEST: f64 = 3.0;

/// Seed of the rehearsal: the same routine has the same forecast.
const SEED: u64 = 1;

/// How a plan would end for a robot, with those who take part.
pub fn forecast(
    plan: &Plan,
    participant: &Participant,
    gauges: &Gauges,
    costs: &Costs,
) -> Forecast {
    // Who needs every hint takes as long as a class does; who knows everything is soon done.
    let (wrong, now) = (Resident::Wrong, LocalTime::default());
    let rehearsal = rehearse_with(plan.clone(), participant.clone(), wrong, SEED, now);
    let workload = Workload::of(&rehearsal.journal);
    let end = End::of(&workload, gauges, costs);
    let outlook = match end.trouble() {
        None => Outlook::Fine,
        Some((cause, true)) => {
            Outlook::Tight(Concern { cause, sentence: end.sentence(cause, plan.language) })
        }
        Some((cause, false)) => {
            let seated = plan.position == Position::Standing
                && End::of(&workload.seated(), gauges, costs).lasts();
            let minutes = workload.minutes() * end.share;
            let offer = if seated {
                Offer::Seated
            } else if minutes >= SHORTEST {
                Offer::Shorter { minutes: minutes.floor() as u32 }
            } else {
                Offer::Later
            };
            let sentence = format!(
                "{} {}",
                end.sentence(cause, plan.language),
                offer_sentence(offer, plan.language)
            );
            Outlook::WouldNotLast(Concern { cause, sentence }, offer)
        }
    };
    Forecast {
        minutes: workload.minutes(),
        battery_at_end: end.battery.map(|charge| charge.max(0.0)),
        hottest: end.hottest,
        outlook,
    }
}

/// The end of a class, in figures.
struct End {
    /// May lie below 0.
    battery: Option<f64>,
    hottest: Option<(Joint, f64)>,
    /// The share of the class for which the robot lasts, if it is spent evenly.
    share: f64,
}

impl End {
    fn of(workload: &Workload, gauges: &Gauges, costs: &Costs) -> End {
        let drawn = workload.sitting * costs.sitting + workload.standing * costs.standing;
        let charge = gauges.battery.map(f64::from);
        let mut share = charge.map_or(1.0, |charge| lasting(charge - TOO_LITTLE_CHARGE, drawn));
        let mut hottest: Option<(Joint, f64)> = None;
        for joint in Joint::ALL {
            let Some(now) = gauges.temperature(joint) else { continue };
            let rise = workload.working[joint.index()] * costs.heat.get(joint.part());
            let spare = limit(joint) - (now + rise);
            share = share.min(lasting(limit(joint) - now, rise));
            if hottest.is_none_or(|(other, degrees)| spare < limit(other) - degrees) {
                hottest = Some((joint, now + rise));
            }
        }
        End { battery: charge.map(|charge| charge - drawn), hottest, share }
    }

    /// What is scarce, and whether it will do all the same. What stops the class comes first.
    fn trouble(&self) -> Option<(Cause, bool)> {
        let charge = self.battery.unwrap_or(f64::INFINITY);
        if self.hottest.is_some_and(|(joint, degrees)| degrees >= limit(joint)) {
            Some((Cause::Heat, false))
        } else if charge < TOO_LITTLE_CHARGE {
            Some((Cause::Battery, false))
        } else if charge < LITTLE_CHARGE {
            Some((Cause::Battery, true))
        } else if self.hottest.is_some_and(|(_, degrees)| degrees >= WARM) {
            Some((Cause::Heat, true))
        } else {
            None
        }
    }

    fn lasts(&self) -> bool {
        !matches!(self.trouble(), Some((_, false)))
    }

    fn sentence(&self, cause: Cause, language: Language) -> String {
        use Language::{En, Fr, Ko};
        match cause {
            Cause::Battery => {
                let charge = self.battery.unwrap_or_default().max(0.0).round();
                match language {
                    Fr => format!("La batterie finirait vers {charge} %."),
                    En => format!("The battery would end near {charge} %."),
                    Ko => format!("끝날 때 배터리는 {charge} % 정도입니다."),
                }
            }
            Cause::Heat => {
                let (joint, degrees) = self.hottest.unwrap_or((Joint::HeadYaw, 0.0));
                let (place, degrees) = (place(joint, language), degrees.round());
                match language {
                    Fr => format!("Moteurs chauds à la fin ({place} vers {degrees} °C)."),
                    En => format!("Hot motors at the end ({place} near {degrees} °C)."),
                    Ko => format!("끝날 때 모터가 뜨겁습니다({place} {degrees} °C 정도)."),
                }
            }
        }
    }
}

/// The share of a class after which something is used up.
fn lasting(spare: f64, used: f64) -> f64 {
    if spare <= 0.0 {
        0.0
    } else if used <= spare {
        1.0
    } else {
        spare / used
    }
}

fn limit(joint: Joint) -> f64 {
    if joint.part() == Part::Leg { TOO_WARM_FOR_LEGS } else { TOO_WARM }
}

fn offer_sentence(offer: Offer, language: Language) -> String {
    use Language::{En, Fr, Ko};
    match (offer, language) {
        (Offer::Seated, Fr) => "Choisissez plutôt une séance assise.".into(),
        (Offer::Seated, En) => "Choose a seated class instead.".into(),
        (Offer::Seated, Ko) => "앉아서 하는 수업을 고르세요.".into(),
        (Offer::Shorter { minutes }, Fr) => {
            format!("Choisissez une séance de {minutes} minutes au plus.")
        }
        (Offer::Shorter { minutes }, En) => {
            format!("Choose a class of at most {minutes} minutes.")
        }
        (Offer::Shorter { minutes }, Ko) => format!("{minutes}분 이하의 수업을 고르세요."),
        (Offer::Later, Fr) => "Laissez-le d'abord se recharger ou refroidir.".into(),
        (Offer::Later, En) => "Let it charge or cool down first.".into(),
        (Offer::Later, Ko) => "먼저 충전하거나 식혀 주세요.".into(),
    }
}
