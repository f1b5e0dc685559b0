//! The journal: every event of a session with the commands that it brought, one transaction each.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

use crate::{
    script::Plan,
    session::{Command, Fact, Participant, Stamped},
    store::{Store, StoreError, levels},
};

/// A session to begin.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// Its id.
    pub id: Uuid,
    /// Name of the routine.
    pub routine: &'a str,
    /// Id of the robot.
    pub robot: &'a str,
    /// Who takes part.
    pub participant: &'a Participant,
    /// What is walked; kept, so that a replay does not depend on files.
    pub plan: &'a Plan,
    /// When.
    pub started_at: Timestamp,
}

/// A session that was interrupted.
#[derive(Debug)]
pub struct Unfinished {
    /// Its id.
    pub id: String,
    /// Name of the routine.
    pub routine: String,
    /// What was walked.
    pub plan: Plan,
    /// Everything that happened.
    pub journal: Vec<(Stamped, Vec<Command>)>,
}

impl Store {
    /// Begins a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(&self, session: NewSession<'_>) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sessions (id, robot, routine, title, kind, language, participant_id,
                 participant_name, plan, started_at, abandoned)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(session.id.to_string())
        .bind(session.robot)
        .bind(session.routine)
        .bind(&session.plan.title)
        .bind(word(&session.plan.kind)?)
        .bind(session.plan.language.code())
        .bind(&session.participant.id)
        .bind(&session.participant.name)
        .bind(serde_json::to_string(session.plan)?)
        .bind(session.started_at.to_string())
        .bind(false)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Keeps one event with its commands and the facts among them, in one transaction. `Show` is
    /// left out: it sends nothing to the robot and follows from the rest.
    ///
    /// # Errors
    /// When the line is not the next one, or the database fails; then nothing is kept.
    pub async fn append(
        &self,
        session: &str,
        line: u64,
        event: &Stamped,
        commands: &[Command],
    ) -> Result<(), StoreError> {
        let kept: Vec<&Command> =
            commands.iter().filter(|command| !matches!(command, Command::Show(_))).collect();
        let event_text = serde_json::to_string(&event.event)?;
        let commands_text = serde_json::to_string(&kept)?;
        let mut transaction = self.pool.begin().await?;
        let next: i64 = sqlx::query("SELECT COUNT(*) AS lines FROM journal WHERE session_id = $1")
            .bind(session)
            .fetch_one(&mut *transaction)
            .await?
            .try_get("lines")?;
        if integer(line) != next {
            return Err(StoreError::OutOfOrder { session: session.to_owned(), line });
        }
        sqlx::query(
            "INSERT INTO journal (session_id, line, at_ms, event, commands) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(session)
        .bind(integer(line))
        .bind(integer(event.at_ms))
        .bind(event_text)
        .bind(commands_text)
        .execute(&mut *transaction)
        .await?;
        for (place, command) in kept.iter().enumerate() {
            if let Command::Record(fact) = command {
                keep(&mut transaction, session, line, place, fact).await?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Everything that happened in a session.
    ///
    /// # Errors
    /// When the database fails or holds something unreadable.
    pub async fn journal(&self, session: &str) -> Result<Vec<(Stamped, Vec<Command>)>, StoreError> {
        let rows = sqlx::query(
            "SELECT at_ms, event, commands FROM journal WHERE session_id = $1 ORDER BY line",
        )
        .bind(session)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let at_ms: i64 = row.try_get("at_ms")?;
                let event: String = row.try_get("event")?;
                let commands: String = row.try_get("commands")?;
                let stamped =
                    Stamped { at_ms: at_ms.unsigned_abs(), event: serde_json::from_str(&event)? };
                Ok((stamped, serde_json::from_str(&commands)?))
            })
            .collect()
    }

    /// The plan that a session walked.
    ///
    /// # Errors
    /// When there is no such session, or the database fails.
    pub async fn plan(&self, session: &str) -> Result<Plan, StoreError> {
        let row = sqlx::query("SELECT plan FROM sessions WHERE id = $1")
            .bind(session)
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| StoreError::NoSession(session.to_owned()))?;
        let plan: String = row.try_get("plan")?;
        Ok(serde_json::from_str(&plan)?)
    }

    /// The ids of the sessions that begin so, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(&self, beginning: &str) -> Result<Vec<String>, StoreError> {
        // Ids hold no wildcard; neither must what is searched.
        let pattern: String =
            beginning.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let rows = sqlx::query(
            "SELECT id FROM sessions WHERE id LIKE $1 ORDER BY started_at DESC, id DESC",
        )
        .bind(format!("{pattern}%"))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
    }

    /// The newest session of a robot that neither ended nor was abandoned.
    ///
    /// # Errors
    /// When the database fails or holds something unreadable.
    pub async fn unfinished(&self, robot: &str) -> Result<Option<Unfinished>, StoreError> {
        let row = sqlx::query(
            "SELECT id, routine FROM sessions WHERE robot = $1 AND ended IS NULL AND abandoned = $2
             ORDER BY started_at DESC, id DESC LIMIT 1",
        )
        .bind(robot)
        .bind(false)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let id: String = row.try_get("id")?;
        Ok(Some(Unfinished {
            routine: row.try_get("routine")?,
            plan: self.plan(&id).await?,
            journal: self.journal(&id).await?,
            id,
        }))
    }

    /// Gives a session up: it will not be gone on with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_abandoned(&self, session: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET abandoned = $1 WHERE id = $2")
            .bind(true)
            .bind(session)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// Keeps a fact in the table where it will be looked for.
async fn keep(
    connection: &mut SqliteConnection,
    session: &str,
    line: u64,
    place: usize,
    fact: &Fact,
) -> Result<(), StoreError> {
    match fact {
        Fact::Answered {
            answer,
            question,
            called,
            task,
            heard,
            source,
            score,
            attempt,
            cues,
            latency_ms,
        } => {
            sqlx::query(
                "INSERT INTO answers (session_id, answer, question, task, heard, source, verdict,
                     points, points_possible, score, attempt, cues, latency_ms, overruled, called)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            )
            .bind(session)
            .bind(integer(answer.0))
            .bind(question)
            .bind(serde_json::to_string(task)?)
            .bind(heard)
            .bind(source.as_ref().map(word).transpose()?)
            .bind(word(&score.verdict)?)
            .bind(i64::from(score.points))
            .bind(i64::from(score.of))
            .bind(serde_json::to_string(score)?)
            .bind(i64::from(*attempt))
            .bind(i64::from(*cues))
            .bind(latency_ms.map(integer))
            .bind(false)
            .bind(called)
            .execute(connection)
            .await?;
        }
        Fact::Overruled { answer, verdict, points, total } => {
            sqlx::query(
                "UPDATE answers SET verdict = $1, points = $2, overruled = $3
                 WHERE session_id = $4 AND answer = $5",
            )
            .bind(word(verdict)?)
            .bind(i64::from(*points))
            .bind(true)
            .bind(session)
            .bind(integer(answer.0))
            .execute(&mut *connection)
            .await?;
            // A session that has ended already gets its new total; another one will get it then.
            sqlx::query("UPDATE sessions SET score = $1 WHERE id = $2 AND ended IS NOT NULL")
                .bind(i64::from(*total))
                .bind(session)
                .execute(connection)
                .await?;
        }
        Fact::Exercised { movement, repetitions } => {
            sqlx::query(
                "INSERT INTO exercises (session_id, line, place, movement, repetitions)
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(session)
            .bind(integer(line))
            .bind(integer(place as u64))
            .bind(movement)
            .bind(i64::from(*repetitions))
            .execute(connection)
            .await?;
        }
        Fact::Played { game, result, told } => {
            sqlx::query(
                "INSERT INTO games (session_id, line, place, game, told, result)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(session)
            .bind(integer(line))
            .bind(integer(place as u64))
            .bind(game)
            .bind(told)
            .bind(serde_json::to_string(result)?)
            .execute(connection)
            .await?;
        }
        Fact::Ended { how, score, of } => {
            sqlx::query(
                "UPDATE sessions SET ended = $1, score = $2, points_possible = $3 WHERE id = $4",
            )
            .bind(word(how)?)
            .bind(i64::from(*score))
            .bind(i64::from(*of))
            .bind(session)
            .execute(connection)
            .await?;
        }
        // The next class begins with it.
        Fact::Intensity { intensity } => {
            sqlx::query(
                "UPDATE residents SET intensity = $1
                 WHERE id = (SELECT participant_id FROM sessions WHERE id = $2)",
            )
            .bind(i64::from(u8::from(*intensity)))
            .bind(session)
            .execute(connection)
            .await?;
        }
        // The next game begins with it.
        Fact::Level { bank, title, level } => {
            levels::keep(connection, session, (bank, title), *level).await?;
        }
        // They stand in the journal; nobody looks them up elsewhere.
        Fact::NeedsStaff { .. } | Fact::Felt { .. } => {}
    }
    Ok(())
}

/// The word by which serde writes a plain variant.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}

/// SQL has no unsigned integers; ours are far below the limit.
fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
