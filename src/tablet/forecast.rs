//! How a routine would end for a robot, as the page shows it.

use serde::Serialize;

use crate::{
    language::Language,
    session::{Adjustment, Cause, Forecast, Offer, Outlook},
};

/// A forecast in whole numbers. The page makes its own sentences of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ForecastState {
    /// Length, minutes.
    pub minutes: u32,
    /// Charge at the end, per cent; `None` when the robot did not tell its charge.
    pub battery_at_end: Option<u32>,
    /// The joint that comes nearest to its limit; `None` when the robot did not tell.
    pub hottest: Option<HottestState>,
    /// What to think of it.
    pub verdict: OutlookState,
    /// What is scarce, unless all is fine.
    pub cause: Option<CauseState>,
    /// A sentence about it, in the routine's language.
    pub sentence: Option<String>,
    /// What would do instead, when the robot would not last.
    pub offer: Option<OfferState>,
    /// What is changed for those who take part: a sentence each, in the routine's language.
    pub adjustments: Vec<String>,
}

impl ForecastState {
    /// The same with what is changed in the class.
    #[must_use]
    pub fn with(self, adjustments: &[Adjustment], language: Language) -> ForecastState {
        let adjustments =
            adjustments.iter().map(|adjustment| adjustment.sentence(language)).collect();
        ForecastState { adjustments, ..self }
    }
}

/// A joint at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HottestState {
    /// NAOqi's name of it.
    pub joint: &'static str,
    /// Its temperature, °C.
    pub degrees: u32,
}

/// What to think of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutlookState {
    /// It will do.
    Fine,
    /// With little to spare.
    Tight,
    /// The robot would not last.
    WouldNotLast,
}

/// What is scarce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CauseState {
    /// Charge.
    Battery,
    /// Coolness.
    Heat,
}

/// What would do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum OfferState {
    /// A class of at most so many minutes.
    Shorter {
        /// How many.
        minutes: u32,
    },
    /// A class given sitting.
    Seated,
    /// None before the robot has been charged or has cooled down.
    Later,
}

impl From<Forecast> for ForecastState {
    fn from(forecast: Forecast) -> ForecastState {
        let (verdict, concern, offer) = match forecast.outlook {
            Outlook::Fine => (OutlookState::Fine, None, None),
            Outlook::Tight(concern) => (OutlookState::Tight, Some(concern), None),
            Outlook::WouldNotLast(concern, offer) => {
                (OutlookState::WouldNotLast, Some(concern), Some(offer))
            }
        };
        ForecastState {
            minutes: whole(forecast.minutes),
            battery_at_end: forecast.battery_at_end.map(whole),
            hottest: forecast.hottest.map(|(joint, degrees)| HottestState {
                joint: joint.name(),
                degrees: whole(degrees),
            }),
            verdict,
            cause: concern.as_ref().map(|concern| match concern.cause {
                Cause::Battery => CauseState::Battery,
                Cause::Heat => CauseState::Heat,
            }),
            sentence: concern.map(|concern| concern.sentence),
            adjustments: Vec::new(),
            offer: offer.map(|offer| match offer {
                Offer::Shorter { minutes } => OfferState::Shorter { minutes },
                Offer::Seated => OfferState::Seated,
                Offer::Later => OfferState::Later,
            }),
        }
    }
}

fn whole(number: f64) -> u32 {
    number.round().max(0.0) as u32
}
