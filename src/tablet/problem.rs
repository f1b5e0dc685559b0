//! Why a request is not carried out: a code for the page and a sentence for staff.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::store::StoreError;

/// The kind of a problem; the page translates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A session runs already.
    Busy,
    /// No session runs.
    Idle,
    /// No question is open.
    NoQuestion,
    /// The robot would not last to the end; staff may start all the same.
    WouldNotLast,
    /// There is no such robot.
    UnknownRobot,
    /// There is no such routine.
    UnknownRoutine,
    /// The routine has mistakes.
    BrokenRoutine,
    /// There is no such resident.
    UnknownResident,
    /// The request makes no sense.
    BadRequest,
    /// There is no such thing.
    NotFound,
    /// The program has a problem of its own.
    Internal,
}

/// Why a request is not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{error}")]
pub struct Problem {
    /// The sentence.
    pub error: String,
    /// The kind.
    pub code: Code,
}

impl Problem {
    /// A problem.
    pub fn new(code: Code, error: impl Into<String>) -> Problem {
        Problem { error: error.into(), code }
    }

    /// There is no such resident.
    pub fn unknown_resident() -> Problem {
        Problem::new(Code::UnknownResident, "this person is not on the list any more")
    }

    fn status(&self) -> StatusCode {
        match self.code {
            Code::Busy | Code::Idle | Code::NoQuestion | Code::WouldNotLast => StatusCode::CONFLICT,
            Code::UnknownRobot | Code::UnknownRoutine | Code::UnknownResident | Code::NotFound => {
                StatusCode::NOT_FOUND
            }
            Code::BrokenRoutine => StatusCode::UNPROCESSABLE_ENTITY,
            Code::BadRequest => StatusCode::BAD_REQUEST,
            Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        let code = match error {
            StoreError::Name | StoreError::Members => Code::BadRequest,
            StoreError::NoSession(_) => Code::NotFound,
            _ => Code::Internal,
        };
        if code == Code::Internal {
            tracing::error!("store: {error}");
        }
        Problem::new(code, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status(), Json(self)).into_response()
    }
}
