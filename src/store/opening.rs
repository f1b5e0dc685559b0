//! Opening the database; all that only SQLite knows.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::store::StoreError;

static TABLES: Migrator = sqlx::migrate!("src/store/migrations");

/// How long a write waits for another one.
const BUSY_AT_MOST: Duration = Duration::from_secs(5);

/// Where everything is kept. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) pool: SqlitePool,
}

impl Store {
    /// Opens the database, or makes it.
    ///
    /// # Errors
    /// When folder or file cannot be made, read or written, or the file is not ours.
    pub async fn open(path: &Path) -> Result<Store, StoreError> {
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder)
                .await
                .map_err(|source| StoreError::Folder { path: folder.to_owned(), source })?;
        }
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        Store::connect(options, path, 4).await
    }

    /// A database in memory, for tests and rehearsals: nothing is kept.
    ///
    /// # Errors
    /// When SQLite cannot make it.
    pub async fn in_memory() -> Result<Store, StoreError> {
        let options = SqliteConnectOptions::from_str("sqlite::memory:")?;
        // Each connection would have a database of its own.
        Store::connect(options, Path::new(":memory:"), 1).await
    }

    async fn connect(
        options: SqliteConnectOptions,
        path: &Path,
        connections: u32,
    ) -> Result<Store, StoreError> {
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            // What was acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_AT_MOST)
            // What was erased is overwritten, not only forgotten.
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new()
            .max_connections(connections)
            .idle_timeout(None)
            .max_lifetime(None)
            // A file does not go away as a server does.
            .test_before_acquire(false)
            .connect_with(options)
            .await
            .map_err(|source| StoreError::Open { path: path.to_owned(), source })?;
        TABLES
            .run(&pool)
            .await
            .map_err(|source| StoreError::Migrate { path: path.to_owned(), source })?;
        Ok(Store { pool })
    }

    /// Moves everything from the write-ahead log into the database and empties the log, so that
    /// nothing that was erased is left in it.
    pub(super) async fn empty_the_log(&self) -> Result<(), StoreError> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes the database after the last write.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
