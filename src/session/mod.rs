//! The engine: events in, commands out. Pure: time enters as events, randomness as a seed.
//!
//! Start reading at [`Session::on`].

mod command;
mod event;
mod ids;
mod view;

pub use command::{Chime, Command, Fact, How, Mood};
pub use event::{Event, LocalTime, Participant, Sensor, StaffAction, Stamped};
pub use ids::{AnswerId, MovementId, PromptId, TimerId};
pub use view::{AnswerView, ExerciseView, Input, QuestionView, State, View};
