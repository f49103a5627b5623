//! What can go wrong between Bidhall and its database.

/// A closed list; everything a user can act upon has a variant of its own.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is neither `sqlite:FILE` nor `postgres://…`.
    #[error("{address} is not a database address")]
    Address {
        /// What was given, without a password.
        address: String,
    },
    /// The file exists and is not an SQLite database.
    #[error("{location} is not a database")]
    NotADatabase {
        /// The file.
        location: String,
    },
    /// A database of another program.
    #[error("{location} belongs to another program")]
    Foreign {
        /// The file or server.
        location: String,
    },
    /// The database was written by a newer Bidhall.
    #[error("{location} has schema {found}, this program knows {known}")]
    NewerSchema {
        /// The file or server.
        location: String,
        /// Highest migration applied there.
        found: i64,
        /// Highest migration known here.
        known: i64,
    },
    /// The file or its folder cannot be written.
    #[error("{location} cannot be written")]
    ReadOnly {
        /// The file.
        location: String,
    },
    /// The file cannot be opened or created: no such folder, or no permission.
    #[error("{location} cannot be opened")]
    CannotOpen {
        /// The file.
        location: String,
    },
    /// The server refused the name or the password.
    #[error("{location} refuses the user name or password")]
    Password {
        /// The server, without the password.
        location: String,
    },
    /// No such database on that server.
    #[error("{location} does not exist")]
    NoSuchDatabase {
        /// The server and database name.
        location: String,
    },
    /// The server does not answer.
    #[error("{location} does not answer")]
    Unreachable {
        /// The server, without the password.
        location: String,
    },
    /// Another process holds the database longer than the patience of five seconds.
    #[error("the database is busy")]
    Busy,
    /// Another holder has the room in that time.
    #[error("the room is booked")]
    RoomBooked,
    /// Everything else, with its cause for the log.
    #[error("database: {0}")]
    Engine(#[source] Box<sqlx::Error>),
    /// The migrations could not be applied.
    #[error("migration: {0}")]
    Migration(#[source] Box<sqlx::migrate::MigrateError>),
}

/// SQLite's primary result codes, <https://www.sqlite.org/rescode.html>.
mod sqlite_code {
    pub const BUSY: i64 = 5;
    pub const LOCKED: i64 = 6;
    pub const READONLY: i64 = 8;
    pub const CANTOPEN: i64 = 14;
    pub const NOTADB: i64 = 26;
}

/// The primary code of an SQLite error; PostgreSQL's five-character codes give none.
fn sqlite_primary(error: &sqlx::Error) -> Option<i64> {
    let sqlx::Error::Database(db) = error else { return None };
    let db = db.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    let code: i64 = sqlx::error::DatabaseError::code(db)?.parse().ok()?;
    Some(code & 0xff)
}

/// The five-character code of a PostgreSQL error.
fn postgres_code(error: &sqlx::Error) -> Option<String> {
    let sqlx::Error::Database(db) = error else { return None };
    db.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().map(|db| db.code().to_owned())
}

/// Whether another connection holds the file.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    matches!(sqlite_primary(error), Some(sqlite_code::BUSY | sqlite_code::LOCKED))
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if is_busy(&error) {
            return Self::Busy;
        }
        match postgres_code(&error).as_deref() {
            // lock_not_available, deadlock_detected, serialization_failure
            Some("55P03" | "40P01" | "40001") => Self::Busy,
            Some(_) | None => Self::Engine(Box::new(error)),
        }
    }
}

impl StoreError {
    /// The error of booking a room: the trigger that keeps two holders out of one room speaks by its code,
    /// SQLITE_CONSTRAINT_TRIGGER or exclusion_violation.
    pub(crate) fn booking(error: Self) -> Self {
        let Self::Engine(cause) = &error else { return error };
        let sqlx::Error::Database(db) = &**cause else { return error };
        match db.code().as_deref() {
            Some("1811" | "23P01") => Self::RoomBooked,
            Some(_) | None => error,
        }
    }

    /// The error of opening `location`, told as what the user can mend.
    pub(crate) fn opening(location: &str, error: sqlx::Error) -> Self {
        let location = location.to_owned();
        match sqlite_primary(&error) {
            Some(sqlite_code::NOTADB) => return Self::NotADatabase { location },
            Some(sqlite_code::READONLY) => return Self::ReadOnly { location },
            Some(sqlite_code::CANTOPEN) => return Self::CannotOpen { location },
            Some(_) | None => {}
        }
        match postgres_code(&error).as_deref() {
            Some("28P01" | "28000") => return Self::Password { location },
            Some("3D000") => return Self::NoSuchDatabase { location },
            Some(_) | None => {}
        }
        if matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::Tls(_)) {
            return Self::Unreachable { location };
        }
        Self::from(error)
    }
}
