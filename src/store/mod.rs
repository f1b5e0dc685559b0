//! SQLite: residents, sessions, journal, answers.
