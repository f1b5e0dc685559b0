//! Residents and groups: a first name is enough.

use serde::Serialize;
use sqlx::Row;
use uuid::Uuid;

use crate::{
    language::Language,
    motion::Contraindication,
    session::{Intensity, Participant},
    store::{LevelKept, Store, StoreError},
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
    /// How much a class asks of them; it follows from the classes that they took part in.
    pub intensity: Intensity,
    /// What speaks against movements.
    pub contraindications: Vec<Contraindication>,
    /// At which level they play the banks of questions that they have played.
    pub levels: Vec<LevelKept>,
}

impl Resident {
    /// The same as somebody who takes part in a session.
    pub fn participant(self) -> Participant {
        let Resident { id, name, group, intensity, contraindications, .. } = self;
        Participant { id: Some(id), name, group, intensity, contraindications }
    }
}

const ALL: &str = "SELECT id, name, language, is_group, intensity, contraindications
     FROM residents ORDER BY name, id";
const ONE: &str = "SELECT id, name, language, is_group, intensity, contraindications
     FROM residents WHERE id = $1";

impl Store {
    /// All residents and groups, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn residents(&self) -> Result<Vec<Resident>, StoreError> {
        let rows = sqlx::query(ALL).fetch_all(&self.pool).await?;
        let mut residents = rows.iter().map(resident).collect::<Result<Vec<_>, _>>()?;
        for (whose, level) in self.all_levels().await? {
            if let Some(resident) = residents.iter_mut().find(|resident| resident.id == whose) {
                resident.levels.push(level);
            }
        }
        Ok(residents)
    }

    /// One of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident(&self, id: &str) -> Result<Option<Resident>, StoreError> {
        let row = sqlx::query(ONE).bind(id).fetch_optional(&self.pool).await?;
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
        let resident = Resident {
            id: Uuid::now_v7().to_string(),
            name: name.to_owned(),
            language,
            group,
            intensity: Intensity::default(),
            contraindications: Vec::new(),
            levels: Vec::new(),
        };
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

    /// Keeps what speaks against movements for one of them. Gives whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_contraindications(
        &self,
        id: &str,
        contraindications: &[Contraindication],
    ) -> Result<bool, StoreError> {
        let changed = sqlx::query("UPDATE residents SET contraindications = $1 WHERE id = $2")
            .bind(serde_json::to_string(contraindications)?)
            .bind(id)
            .execute(&self.pool)
            .await?
            .rows_affected();
        Ok(changed > 0)
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
    let intensity: i64 = row.try_get("intensity")?;
    let contraindications: String = row.try_get("contraindications")?;
    Ok(Resident {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        language: language.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
        group: row.try_get("is_group")?,
        intensity: u8::try_from(intensity)
            .ok()
            .and_then(|number| Intensity::try_from(number).ok())
            .unwrap_or_default(),
        contraindications: serde_json::from_str(&contraindications)?,
        levels: Vec::new(),
    })
}
