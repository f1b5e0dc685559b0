//! Residents and groups: a first name is enough.

use std::collections::BTreeSet;

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
    /// First names of a group's members, in the order in which staff wrote them.
    pub members: Vec<String>,
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
        let Resident { id, name, group, members, intensity, contraindications, .. } = self;
        Participant { id: Some(id), name, group, members, intensity, contraindications }
    }
}

const ALL: &str = "SELECT id, name, language, is_group, members, intensity, contraindications
     FROM residents ORDER BY name, id";
/// A group that is larger hears its name too seldom.
const MEMBERS_AT_MOST: usize = 30;

const ONE: &str = "SELECT id, name, language, is_group, members, intensity, contraindications
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
        let name = checked(name)?;
        let resident = Resident {
            id: Uuid::now_v7().to_string(),
            name: name.to_owned(),
            language,
            group,
            members: Vec::new(),
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

    /// Keeps the first names of a group's members. Gives whether there was such a group.
    ///
    /// # Errors
    /// When a name is empty, too long or unprintable, when two are alike, when there are more than
    /// thirty, or the database fails.
    pub async fn set_members(&self, id: &str, members: &[String]) -> Result<bool, StoreError> {
        let members: Vec<&str> =
            members.iter().map(|name| checked(name)).collect::<Result<_, _>>()?;
        let different: BTreeSet<String> = members.iter().map(|name| name.to_lowercase()).collect();
        if different.len() < members.len() || members.len() > MEMBERS_AT_MOST {
            return Err(StoreError::Members);
        }
        let changed =
            sqlx::query("UPDATE residents SET members = $1 WHERE id = $2 AND is_group = $3")
                .bind(serde_json::to_string(&members)?)
                .bind(id)
                .bind(true)
                .execute(&self.pool)
                .await?
                .rows_affected();
        Ok(changed > 0)
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

/// A name without the spaces around it.
fn checked(name: &str) -> Result<&str, StoreError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err(StoreError::Name);
    }
    Ok(name)
}

fn resident(row: &sqlx::sqlite::SqliteRow) -> Result<Resident, StoreError> {
    let language: String = row.try_get("language")?;
    let intensity: i64 = row.try_get("intensity")?;
    let members: String = row.try_get("members")?;
    let contraindications: String = row.try_get("contraindications")?;
    Ok(Resident {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        language: language.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
        group: row.try_get("is_group")?,
        members: serde_json::from_str(&members)?,
        intensity: u8::try_from(intensity)
            .ok()
            .and_then(|number| Intensity::try_from(number).ok())
            .unwrap_or_default(),
        contraindications: serde_json::from_str(&contraindications)?,
        levels: Vec::new(),
    })
}
