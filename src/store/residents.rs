//! Residents and groups: a first name is enough.

use serde::Serialize;
use sqlx::Row;
use uuid::Uuid;

use crate::{
    language::Language,
    store::{Store, StoreError},
};

/// Somebody who takes part, or a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resident {
    /// Id, made by the store.
    pub id: String,
    /// First name, or the group's name.
    pub name: String,
    /// The language that is spoken with them.
    pub language: Language,
    /// Whether it is a group.
    pub group: bool,
}

impl Store {
    /// All residents and groups, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn residents(&self) -> Result<Vec<Resident>, StoreError> {
        let rows =
            sqlx::query("SELECT id, name, language, is_group FROM residents ORDER BY name, id")
                .fetch_all(&self.pool)
                .await?;
        rows.iter().map(resident).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident(&self, id: &str) -> Result<Option<Resident>, StoreError> {
        let row = sqlx::query("SELECT id, name, language, is_group FROM residents WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(resident).transpose()
    }

    /// Adds one.
    ///
    /// # Errors
    /// When the name is empty, too long or unprintable, or the database fails.
    pub async fn add_resident(
        &self,
        name: &str,
        language: Language,
        group: bool,
    ) -> Result<Resident, StoreError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
            return Err(StoreError::Name);
        }
        let resident =
            Resident { id: Uuid::now_v7().to_string(), name: name.to_owned(), language, group };
        sqlx::query(
            "INSERT INTO residents (id, name, language, is_group, added_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&resident.id)
        .bind(&resident.name)
        .bind(language.code())
        .bind(group)
        .bind(jiff::Timestamp::now().to_string())
        .execute(&self.pool)
        .await?;
        Ok(resident)
    }

    /// Erases a person and everything about them: sessions, journals, answers. Gives whether
    /// there was one.
    ///
    /// # Errors
    /// When the database fails; then nothing is erased.
    pub async fn erase_resident(&self, id: &str) -> Result<bool, StoreError> {
        let erased = sqlx::query("DELETE FROM residents WHERE id = $1")
            .bind(id)
            .execute(&self.pool)
            .await?
            .rows_affected();
        self.empty_the_log().await?;
        Ok(erased > 0)
    }

    /// A setting that staff made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT content FROM settings WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get("content")).transpose()?)
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_setting(&self, name: &str, content: &str) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO settings (name, content) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET content = excluded.content",
        )
        .bind(name)
        .bind(content)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

fn resident(row: &sqlx::sqlite::SqliteRow) -> Result<Resident, StoreError> {
    let language: String = row.try_get("language")?;
    Ok(Resident {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        language: language.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
        group: row.try_get("is_group")?,
    })
}
