//! Results: what was played, how it was scored, what was exercised.

use serde::Serialize;
use sqlx::{Row, sqlite::SqliteRow};

use crate::store::{Store, StoreError};

/// How many sessions a list holds.
const LISTED_AT_MOST: i64 = 50;

/// A session in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionSummary {
    /// Its id.
    pub id: String,
    /// Name of the routine.
    pub routine: String,
    /// Title.
    pub title: String,
    /// `gym` or `memory`.
    pub kind: String,
    /// First name of who took part; empty for a guest.
    pub participant: String,
    /// When it began (RFC 3339).
    pub started_at: String,
    /// `completed`, `stopped`, `fell`; `None` while it runs.
    pub ended: Option<String>,
    /// Points as of now, corrections counted.
    pub score: i64,
    /// Points that could have been reached.
    pub of: i64,
}

/// An answer as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerKept {
    /// Number in the session.
    pub answer: i64,
    /// Id of the question.
    pub question: String,
    /// What was heard; empty for silence.
    pub heard: String,
    /// The verdict, corrections counted.
    pub verdict: String,
    /// Points.
    pub points: i64,
    /// Points that could have been reached.
    pub of: i64,
    /// 1 for the first try.
    pub attempt: i64,
    /// The rung of the hint ladder: 0 freely, 1 after a hint, 2 after the first sound, 3 from a
    /// choice of two.
    pub cues: i64,
    /// From the opening of the ears to the first sound, ms.
    pub latency_ms: Option<i64>,
    /// Whether staff corrected it.
    pub overruled: bool,
    /// Who was called for it: a member of a group, or a team.
    pub called: Option<String>,
}

/// An exercise as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExerciseKept {
    /// The movement.
    pub movement: String,
    /// Repetitions, both sides together.
    pub repetitions: i64,
}

/// What came of a game beside its points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GameKept {
    /// Name of the game in the routine.
    pub game: String,
    /// In a sentence, in the routine's language.
    pub told: String,
}

/// A session with everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionDetail {
    /// The session.
    #[serde(flatten)]
    pub summary: SessionSummary,
    /// Its answers, in order.
    pub answers: Vec<AnswerKept>,
    /// Its exercises, in order.
    pub exercises: Vec<ExerciseKept>,
    /// What came of its games, in order.
    pub games: Vec<GameKept>,
}

impl Store {
    /// The newest sessions, of one participant or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions(
        &self,
        participant: Option<&str>,
    ) -> Result<Vec<SessionSummary>, StoreError> {
        let rows = match participant {
            Some(id) => {
                sqlx::query(
                    "SELECT id, routine, title, kind, participant_name, started_at, ended, score, points_possible
                     FROM sessions WHERE participant_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2",
                )
                .bind(id)
                .bind(LISTED_AT_MOST)
                .fetch_all(&self.pool)
                .await?
            }
            None => {
                sqlx::query(
                    "SELECT id, routine, title, kind, participant_name, started_at, ended, score, points_possible
                     FROM sessions ORDER BY started_at DESC, id DESC LIMIT $1",
                )
                .bind(LISTED_AT_MOST)
                .fetch_all(&self.pool)
                .await?
            }
        };
        rows.iter().map(summary).collect()
    }

    /// One session with everything in it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, id: &str) -> Result<Option<SessionDetail>, StoreError> {
        let row = sqlx::query(
            "SELECT id, routine, title, kind, participant_name, started_at, ended, score, points_possible
             FROM sessions WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let answers = sqlx::query(
            "SELECT answer, question, heard, verdict, points, points_possible, attempt, cues,
                 latency_ms, overruled, called
             FROM answers WHERE session_id = $1 ORDER BY answer",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        let exercises = sqlx::query(
            "SELECT movement, repetitions FROM exercises WHERE session_id = $1 ORDER BY line, place",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        let games =
            sqlx::query("SELECT game, told FROM games WHERE session_id = $1 ORDER BY line, place")
                .bind(id)
                .fetch_all(&self.pool)
                .await?;
        Ok(Some(SessionDetail {
            summary: summary(&row)?,
            answers: answers.iter().map(answer).collect::<Result<_, _>>()?,
            exercises: exercises.iter().map(exercise).collect::<Result<_, _>>()?,
            games: games.iter().map(game).collect::<Result<_, _>>()?,
        }))
    }
}

fn summary(row: &SqliteRow) -> Result<SessionSummary, StoreError> {
    Ok(SessionSummary {
        id: row.try_get("id")?,
        routine: row.try_get("routine")?,
        title: row.try_get("title")?,
        kind: row.try_get("kind")?,
        participant: row.try_get("participant_name")?,
        started_at: row.try_get("started_at")?,
        ended: row.try_get("ended")?,
        score: row.try_get::<Option<i64>, _>("score")?.unwrap_or(0),
        of: row.try_get::<Option<i64>, _>("points_possible")?.unwrap_or(0),
    })
}

fn answer(row: &SqliteRow) -> Result<AnswerKept, StoreError> {
    Ok(AnswerKept {
        answer: row.try_get("answer")?,
        question: row.try_get("question")?,
        heard: row.try_get("heard")?,
        verdict: row.try_get("verdict")?,
        points: row.try_get("points")?,
        of: row.try_get("points_possible")?,
        attempt: row.try_get("attempt")?,
        cues: row.try_get("cues")?,
        latency_ms: row.try_get("latency_ms")?,
        overruled: row.try_get("overruled")?,
        called: row.try_get("called")?,
    })
}

fn exercise(row: &SqliteRow) -> Result<ExerciseKept, StoreError> {
    Ok(ExerciseKept {
        movement: row.try_get("movement")?,
        repetitions: row.try_get("repetitions")?,
    })
}

fn game(row: &SqliteRow) -> Result<GameKept, StoreError> {
    Ok(GameKept { game: row.try_get("game")?, told: row.try_get("told")? })
}
