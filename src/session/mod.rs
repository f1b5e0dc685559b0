//! The engine: events in, commands out. Pure: time enters as events, randomness as a seed.
//!
//! A [`Session`] walks a plan. Each step becomes an *agenda* of small acts (say, move, listen,
//! wait), made one after the other; when the agenda is empty the next step begins. What staff do,
//! and whatever befalls the robot, cuts the act in hand and rearranges the agenda.
//!
//! Start reading at [`Session::on`]; then `agenda` (acts), `asking` and `answering` (questions;
//! `ladder` helps), `exercising` (movements; `fitting` chooses which, `intensity` how much,
//! `feeling` asks after people), `games`, `turns` (groups and teams), `steering` (staff), `trouble`
//! (falls, losses, crashes), `heat` (hot joints).
//! Before a class, [`forecast`] tells how it would end for the robot.

mod agenda;
mod alert;
mod answering;
mod asking;
mod command;
mod costs;
mod event;
mod exercising;
mod feeling;
mod fitting;
mod forecast;
mod games;
mod heat;
mod ids;
mod intensity;
mod ladder;
mod machine;
mod memory;
mod places;
mod rehearsal;
mod showing;
mod shuffle;
mod steering;
mod tally;
mod trouble;
mod turns;
mod view;
mod walking;
mod wording;
mod workload;

#[cfg(test)]
mod tests;

pub use command::{Chime, Command, Fact, How, Mood, Start};
pub use costs::{ByPart, ClassCost, Costs, Gauges};
pub use event::{Event, LocalTime, Participant, Sensor, StaffAction, Stamped};
pub use fitting::{Adjustment, adjustments};
pub use forecast::{Cause, Concern, Forecast, Offer, Outlook, forecast};
pub use games::GameResult;
pub use ids::{AnswerId, MovementId, PromptId, TimerId};
pub use intensity::{Intensity, NoIntensity};
pub use machine::Session;
pub use memory::{Level, NoLevel, Remembered};
pub use rehearsal::{Rehearsal, Resident, UnknownResident, rehearse, rehearse_with};
pub use view::{AnswerView, ExerciseView, Input, LevelView, QuestionView, State, View};
pub use workload::Workload;
