//! The levels of residents in banks of questions, and what they were asked lately.

use serde::Serialize;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use crate::{
    session::{Level, Remembered},
    store::{Store, StoreError},
};

/// How many questions are looked back on: those of some dozen games.
const LOOKED_BACK: i64 = 200;

/// Somebody's level in a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelKept {
    /// The bank.
    pub bank: String,
    /// What staff read.
    pub title: String,
    /// The nearest whole level, 1 to 5.
    pub level: u8,
}

impl Store {
    /// What is known of a resident from earlier sessions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remembered(&self, resident: &str) -> Result<Remembered, StoreError> {
        let rows = sqlx::query("SELECT bank, eighths, settled FROM levels WHERE resident_id = $1")
            .bind(resident)
            .fetch_all(&self.pool)
            .await?;
        let levels = rows.iter().map(|row| Ok((row.try_get("bank")?, level(row)?)));
        let levels = levels.collect::<Result<_, StoreError>>()?;
        // Only items of banks have a stroke in their names.
        let rows = sqlx::query(
            "SELECT answers.question FROM answers
             JOIN sessions ON sessions.id = answers.session_id
             WHERE sessions.participant_id = $1 AND answers.attempt = 1
                 AND answers.question LIKE '%/%'
             ORDER BY sessions.started_at DESC, sessions.id DESC, answers.answer DESC LIMIT $2",
        )
        .bind(resident)
        .bind(LOOKED_BACK)
        .fetch_all(&self.pool)
        .await?;
        let mut lately: Vec<String> = Vec::new();
        for row in &rows {
            let item: String = row.try_get("question")?;
            if !lately.contains(&item) {
                lately.push(item);
            }
        }
        Ok(Remembered { levels, lately })
    }

    /// Keeps the level that staff wish for a resident in a bank that was played before. Gives
    /// whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_level(
        &self,
        resident: &str,
        bank: &str,
        level: Level,
    ) -> Result<bool, StoreError> {
        let changed = sqlx::query(
            "UPDATE levels SET eighths = $1, settled = $2 WHERE resident_id = $3 AND bank = $4",
        )
        .bind(i64::from(level.eighths()))
        .bind(level.is_settled())
        .bind(resident)
        .bind(bank)
        .execute(&self.pool)
        .await?
        .rows_affected();
        Ok(changed > 0)
    }

    /// The levels of all residents: whose, and which.
    pub(super) async fn all_levels(&self) -> Result<Vec<(String, LevelKept)>, StoreError> {
        let rows = sqlx::query(
            "SELECT resident_id, bank, title, eighths, settled FROM levels ORDER BY title, bank",
        )
        .fetch_all(&self.pool)
        .await?;
        let kept = |row: &SqliteRow| {
            let level = level(row)?.number();
            let kept =
                LevelKept { bank: row.try_get("bank")?, title: row.try_get("title")?, level };
            Ok((row.try_get("resident_id")?, kept))
        };
        rows.iter().map(kept).collect()
    }
}

/// Keeps the level that somebody has reached in a session. Guests have none.
pub(super) async fn keep(
    connection: &mut SqliteConnection,
    session: &str,
    (bank, title): (&str, &str),
    level: Level,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO levels (resident_id, bank, title, eighths, settled)
         SELECT participant_id, $1, $2, $3, $4 FROM sessions
         WHERE id = $5 AND participant_id IS NOT NULL
         ON CONFLICT (resident_id, bank) DO UPDATE
         SET title = excluded.title, eighths = excluded.eighths, settled = excluded.settled",
    )
    .bind(bank)
    .bind(title)
    .bind(i64::from(level.eighths()))
    .bind(level.is_settled())
    .bind(session)
    .execute(connection)
    .await?;
    Ok(())
}

fn level(row: &SqliteRow) -> Result<Level, StoreError> {
    let eighths: i64 = row.try_get("eighths")?;
    let settled = row.try_get("settled")?;
    let kept = u8::try_from(eighths).ok().and_then(|eighths| Level::kept(eighths, settled).ok());
    Ok(kept.unwrap_or(Level::BEGINNER))
}
