//! Why something was not kept or not found.

use std::path::PathBuf;

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of the database cannot be made.
    #[error("the folder {} cannot be made: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no database of ours, or is damaged, or cannot be written.
    #[error(
        "the database {} cannot be opened: {source}. If it is damaged, move it away (a new one is made) or restore a copy",
        path.display()
    )]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        source: sqlx::Error,
    },
    /// The file was written by a newer program, or its tables cannot be brought up to date.
    #[error("the tables of {} cannot be brought up to date: {source}. Was it written by a newer Companion?", path.display())]
    Migrate {
        /// The file.
        path: PathBuf,
        /// Why.
        source: sqlx::migrate::MigrateError,
    },
    /// The database refused.
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// What was read is not what we write.
    #[error("the database holds something unreadable: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// A name that cannot be kept.
    #[error("a name has 1 to 80 characters and none that cannot be printed")]
    Name,
    /// Names of a group's members that cannot be kept.
    #[error("a group has at most 30 members, each with a name of their own")]
    Members,
    /// The line of the journal is not the next one: something was lost or came twice.
    #[error("line {line} is not the next line of the journal of session {session}")]
    OutOfOrder {
        /// The session.
        session: String,
        /// The line.
        line: u64,
    },
    /// There is no such session.
    #[error("there is no session {0}")]
    NoSession(String),
}
