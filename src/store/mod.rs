//! SQLite: residents, sessions, journal, answers, what classes cost the robots. Everything stays on this machine.
//!
//! One type, [`Store`], hides the database. Its SQL is what PostgreSQL runs too; what only SQLite
//! knows is in `opening`.

mod costs;
mod error;
mod journal;
mod levels;
mod opening;
mod residents;
mod results;

pub use error::StoreError;
pub use journal::{NewSession, Unfinished};
pub use levels::LevelKept;
pub use opening::Store;
pub use residents::Resident;
pub use results::{AnswerKept, ExerciseKept, GameKept, SessionDetail, SessionSummary};
