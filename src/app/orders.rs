//! What people ask of a robot, and why it may be refused.

use tokio::sync::oneshot;

use crate::{
    answer::Source,
    script::Plan,
    session::{Participant, StaffAction},
};

/// What people ask of a robot.
#[derive(Debug)]
pub enum Order {
    /// Starts a routine. Answers with the session's id.
    Start(Box<Start>, oneshot::Sender<Result<String, Refusal>>),
    /// Steers the session that runs.
    Act(StaffAction, oneshot::Sender<Result<(), Refusal>>),
    /// An answer by touch, or given by staff.
    Answer {
        /// The answer.
        text: String,
        /// Who gave it.
        source: Source,
        /// Answers whether a question was open.
        reply: oneshot::Sender<Result<(), Refusal>>,
    },
}

/// A routine to start.
#[derive(Debug)]
pub struct Start {
    /// Name of the routine (`fr/memory/…`) or its file.
    pub routine: String,
    /// What to walk.
    pub plan: Plan,
    /// Who takes part.
    pub participant: Participant,
    /// Seed of the session's randomness; chance when `None`.
    pub seed: Option<u64>,
}

/// Why an order is not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// One session at a time.
    #[error("a session is running: stop it first")]
    Busy,
    /// Nothing runs.
    #[error("no session is running")]
    Idle,
    /// No question is open.
    #[error("no question is open")]
    NoQuestion,
    /// It could not be kept, so it was not begun.
    #[error("the session could not be kept: {0}")]
    Store(String),
}
