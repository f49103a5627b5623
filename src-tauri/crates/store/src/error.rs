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
    /// The disk, or the room given to the database, is full.
    #[error("the disk is full")]
    Full,
    /// The file may be read but not written.
    #[error("the database cannot be written")]
    NotWritable,
    /// A page of the database cannot be read as what it was.
    #[error("the database is damaged")]
    Damaged(#[source] Box<sqlx::Error>),
    /// The server, or the disk, went away. Whether the last change stands is told by the answer kept for
    /// its nonce.
    #[error("the database is lost")]
    Lost(#[source] Box<sqlx::Error>),
    /// The database to copy into holds records already.
    #[error("the database to copy into is not empty")]
    NotEmpty {},
    /// A table is not the same in both databases.
    #[error("the table {table} differs between the databases")]
    SchemasDiffer {
        /// The table.
        table: String,
    },
    /// A copied table does not read as its original.
    #[error("the copy of {table} differs from its original")]
    CopyDiffers {
        /// The table.
        table: String,
    },
    /// The database was written by an older Bidhall and is only to be read.
    #[error("{location} has schema {found}, this program reads {known}")]
    OlderSchema {
        /// The file or server.
        location: String,
        /// Highest migration applied there.
        found: i64,
        /// Highest migration known here.
        known: i64,
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
    pub const IOERR: i64 = 10;
    pub const CORRUPT: i64 = 11;
    pub const FULL: i64 = 13;
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
        match sqlite_primary(&error) {
            Some(sqlite_code::BUSY | sqlite_code::LOCKED) => return Self::Busy,
            Some(sqlite_code::READONLY) => return Self::NotWritable,
            Some(sqlite_code::FULL) => return Self::Full,
            Some(sqlite_code::CORRUPT | sqlite_code::NOTADB) => return Self::Damaged(Box::new(error)),
            Some(sqlite_code::IOERR) => return Self::Lost(Box::new(error)),
            Some(_) | None => {}
        }
        match postgres_code(&error).as_deref() {
            // lock_not_available, deadlock_detected, serialization_failure
            Some("55P03" | "40P01" | "40001") => return Self::Busy,
            // read_only_sql_transaction; disk_full
            Some("25006") => return Self::NotWritable,
            Some("53100") => return Self::Full,
            // data_corrupted, index_corrupted
            Some("XX001" | "XX002") => return Self::Damaged(Box::new(error)),
            // admin_shutdown, crash_shutdown, cannot_connect_now
            Some("57P01" | "57P02" | "57P03") => return Self::Lost(Box::new(error)),
            Some(_) | None => {}
        }
        let gone = matches!(
            error,
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_)
        );
        if gone { Self::Lost(Box::new(error)) } else { Self::Engine(Box::new(error)) }
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
