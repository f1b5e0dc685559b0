//! What finished classes cost each robot, for the forecast of the next one.

use sqlx::{Row, sqlite::SqliteRow};
use uuid::Uuid;

use crate::{
    motion::Position,
    session::{ByPart, ClassCost},
    store::{Store, StoreError, journal::word},
};

/// How many classes of a position are looked back on: robots age, and old classes tell of a
/// younger one.
const LOOKED_BACK: i64 = 10;

impl Store {
    /// Keeps what a class cost.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_cost(&self, robot: &str, cost: &ClassCost) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO class_costs (id, robot, position, battery, head, arm, hand, leg)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        // In order of time.
        .bind(Uuid::now_v7().to_string())
        .bind(robot)
        .bind(word(&cost.position)?)
        .bind(cost.battery)
        .bind(cost.heat.head)
        .bind(cost.heat.arm)
        .bind(cost.heat.hand)
        .bind(cost.heat.leg)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// What the last ten classes of each position cost a robot, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn class_costs(&self, robot: &str) -> Result<Vec<ClassCost>, StoreError> {
        let mut all = Vec::new();
        for position in [Position::Sitting, Position::Standing] {
            let rows = sqlx::query(
                "SELECT battery, head, arm, hand, leg FROM class_costs
                 WHERE robot = $1 AND position = $2 ORDER BY id DESC LIMIT $3",
            )
            .bind(robot)
            .bind(word(&position)?)
            .bind(LOOKED_BACK)
            .fetch_all(&self.pool)
            .await?;
            for row in &rows {
                all.push(cost(position, row)?);
            }
        }
        Ok(all)
    }
}

fn cost(position: Position, row: &SqliteRow) -> Result<ClassCost, StoreError> {
    Ok(ClassCost {
        position,
        battery: row.try_get("battery")?,
        heat: ByPart {
            head: row.try_get("head")?,
            arm: row.try_get("arm")?,
            hand: row.try_get("hand")?,
            leg: row.try_get("leg")?,
        },
    })
}
