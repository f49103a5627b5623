//! A transaction as each engine keeps it open, and how it ends.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::sqlite::SqliteArguments;
use sqlx::{
    Arguments as _, AssertSqlSafe, Connection as _, Executor as _, PgConnection, PgPool, Postgres, Sqlite,
    SqliteConnection, Transaction,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::StoreError;
use crate::engine::{CHANNEL, PATIENCE};

/// How long a desk sleeps before it asks again whether another one's transaction on the same file has
/// ended. SQLite itself would soon sleep for many times as long as such a transaction takes.
const NAP: Duration = Duration::from_micros(300);

/// A change on PostgreSQL gives its locks back as soon as it is in the log, and is acknowledged only
/// after [`FLUSH`]: desks wait for the disk together, not one behind the other.
const BEGIN: &str = "BEGIN; SET LOCAL synchronous_commit TO OFF";
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Commits nothing but what changed for those who listen, and waits for the disk: everything committed
/// before it is then durable.
const FLUSH: &str = "SELECT pg_current_xact_id(), pg_notify";

/// The one connection that writes to a file, because SQLite has one writer anyway. It is kept by hand:
/// a pool would ask it whether it lives before and after every transaction.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    desk: Arc<Mutex<WriterDesk>>,
}

/// What the writer's lock guards.
struct WriterDesk {
    /// None once the store is closed.
    connection: Option<SqliteConnection>,
    /// A transaction was begun and neither committed nor rolled back.
    unfinished: bool,
}

/// An SQLite transaction.
#[derive(Debug)]
pub(crate) enum SqliteOpen {
    /// The only one that writes.
    Alone(Box<Alone>),
    /// One that reads.
    Reading(Transaction<'static, Sqlite>),
}

/// The writer's transaction, with the statements that wait to be sent together: each message to the
/// connection's thread takes about as long as a statement.
pub(crate) struct Alone {
    /// Taken by the task that rolls back.
    desk: Option<OwnedMutexGuard<WriterDesk>>,
    text: String,
    arguments: SqliteArguments,
}

/// A PostgreSQL transaction.
pub(crate) struct PostgresOpen {
    /// Taken by the task that rolls back.
    connection: Option<PoolConnection<Postgres>>,
    unfinished: bool,
}

impl Writer {
    pub(crate) fn new(connection: SqliteConnection) -> Self {
        let desk = WriterDesk { connection: Some(connection), unfinished: false };
        Self { desk: Arc::new(Mutex::new(desk)) }
    }

    /// Of a file that is only read.
    pub(crate) fn closed() -> Self {
        Self { desk: Arc::new(Mutex::new(WriterDesk { connection: None, unfinished: false })) }
    }

    /// Begins as the only writer of the file, waiting for the desk that is.
    pub(crate) async fn begin(&self) -> Result<SqliteOpen, StoreError> {
        let began = Instant::now();
        let waited = tokio::time::timeout(PATIENCE, Arc::clone(&self.desk).lock_owned()).await;
        let mut desk = waited.map_err(|_| StoreError::Busy)?;
        desk.roll_back().await;
        loop {
            match desk.begin().await.map_err(StoreError::from) {
                Ok(()) => break,
                Err(StoreError::Busy) if began.elapsed() < PATIENCE => tokio::time::sleep(NAP).await,
                Err(error) => return Err(error),
            }
        }
        let alone = Alone { desk: Some(desk), text: String::new(), arguments: SqliteArguments::default() };
        Ok(SqliteOpen::Alone(Box::new(alone)))
    }

    /// Closes the connection; whoever writes afterwards is told so.
    pub(crate) async fn close(&self) {
        let mut desk = self.desk.lock().await;
        desk.roll_back().await;
        if let Some(connection) = desk.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the writer did not close in order");
        }
    }
}

impl WriterDesk {
    fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)
    }

    async fn begin(&mut self) -> Result<(), sqlx::Error> {
        // Set before the message is sent: whoever stops waiting for the answer may have begun.
        self.unfinished = true;
        let done = self.connection()?.execute("BEGIN IMMEDIATE").await;
        self.unfinished = done.is_ok();
        done.map(drop)
    }

    /// Ends what was left open. A transaction that SQLite itself rolled back is no fault.
    async fn roll_back(&mut self) {
        if !self.unfinished {
            return;
        }
        self.unfinished = false;
        if let Some(connection) = self.connection.as_mut()
            && let Err(error) = connection.execute("ROLLBACK").await
        {
            tracing::debug!(%error, "nothing was left to roll back");
        }
    }
}

impl Alone {
    /// Notes a statement to be sent with the next one; its arguments follow by [`Alone::argument`].
    pub(crate) fn later(&mut self, sql: &str) {
        if !self.text.is_empty() {
            self.text.push_str(";\n");
        }
        match self.arguments.len() {
            0 => self.text.push_str(sql),
            before => shift_parameters(&mut self.text, sql, before),
        }
    }

    /// The next argument of the statement noted last.
    pub(crate) fn argument<'q, T>(&mut self, value: T) -> Result<(), sqlx::Error>
    where
        T: sqlx::Encode<'q, Sqlite> + sqlx::Type<Sqlite>,
    {
        self.arguments.add(value).map_err(sqlx::Error::Encode)
    }

    /// What waits, taken to be sent.
    pub(crate) fn waiting(&mut self) -> (String, SqliteArguments) {
        (std::mem::take(&mut self.text), std::mem::take(&mut self.arguments))
    }

    pub(crate) fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.desk.as_mut().ok_or(sqlx::Error::PoolClosed)?.connection()
    }

    async fn flush(&mut self) -> Result<(), sqlx::Error> {
        if self.text.is_empty() {
            return Ok(());
        }
        let (text, arguments) = self.waiting();
        sqlx::query_with(AssertSqlSafe(text), arguments).execute(self.connection()?).await.map(drop)
    }

    async fn commit(mut self: Box<Self>) -> Result<(), sqlx::Error> {
        self.later("COMMIT");
        self.flush().await?;
        if let Some(desk) = self.desk.as_mut() {
            desk.unfinished = false;
        }
        Ok(())
    }
}

/// Appends a statement whose `$1` is the parameter after the `before` ones that are there already.
fn shift_parameters(text: &mut String, sql: &str, before: usize) {
    let mut parts = sql.split('$');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        match number.parse::<usize>() {
            Ok(number) => text.push_str(&format!("${}", number + before)),
            Err(_) => {
                text.push('$');
                text.push_str(number);
            }
        }
        text.push_str(rest);
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        let Some(mut desk) = self.desk.take().filter(|desk| desk.unfinished) else { return };
        // Other desks wait for the file. Without a runtime the next transaction rolls this one back.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { desk.roll_back().await });
        }
    }
}

impl SqliteOpen {
    /// The connection, once what waited has been sent.
    pub(crate) async fn ready(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        match self {
            Self::Alone(alone) => {
                alone.flush().await?;
                alone.connection()
            }
            Self::Reading(open) => Ok(&mut **open),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Alone(alone) => alone.commit().await,
            Self::Reading(open) => open.commit().await,
        }
    }
}

impl PostgresOpen {
    /// Begins a transaction that may write, holding the lock of an act when its number is given.
    pub(crate) async fn begin(pool: &PgPool, act: Option<i64>) -> Result<Self, StoreError> {
        match act {
            Some(number) => {
                Self::begin_with(pool, &format!("{BEGIN}; SELECT pg_advisory_xact_lock({number})")).await
            }
            None => Self::begin_with(pool, BEGIN).await,
        }
    }

    /// Begins a transaction that reads one consistent state.
    pub(crate) async fn read(pool: &PgPool) -> Result<Self, StoreError> {
        Self::begin_with(pool, READ).await
    }

    /// A connection that lay idle is not asked first whether it lives, so one that died is noticed here:
    /// nothing was done on it yet, and another one is taken.
    async fn begin_with(pool: &PgPool, begin: &str) -> Result<Self, StoreError> {
        let mut idle = pool.num_idle();
        loop {
            let mut open = Self { connection: Some(pool.acquire().await?), unfinished: true };
            match open.ready()?.execute(sqlx::raw_sql(AssertSqlSafe(begin.to_owned()))).await {
                Ok(_) => return Ok(open),
                Err(error @ (sqlx::Error::Io(_) | sqlx::Error::Protocol(_))) if idle == 0 => {
                    open.give_up();
                    return Err(error.into());
                }
                Err(sqlx::Error::Io(_) | sqlx::Error::Protocol(_)) => {
                    open.give_up();
                    idle -= 1;
                }
                Err(error) if is_shut_down(&error) && idle > 0 => {
                    open.give_up();
                    idle -= 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    pub(crate) fn ready(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        self.connection.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// Commits, tells the other desks which topics changed, and waits for the disk, all in one message.
    pub(crate) async fn commit(mut self, touched: &[&str]) -> Result<(), StoreError> {
        let text = format!("COMMIT; {FLUSH}('{CHANNEL}', '{}')", touched.join(","));
        self.ready()?.execute(sqlx::raw_sql(AssertSqlSafe(text))).await?;
        self.unfinished = false;
        Ok(())
    }

    /// Leaves a dead connection to the pool, which closes it.
    fn give_up(mut self) {
        self.unfinished = false;
        drop(self.connection.take().map(|connection| connection.detach()));
    }
}

/// Whether the server ended the connection (admin_shutdown, crash_shutdown).
fn is_shut_down(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(db) = error else { return false };
    matches!(db.code().as_deref(), Some("57P01" | "57P02"))
}

impl Drop for PostgresOpen {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        if !self.unfinished {
            return;
        }
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move {
                if connection.execute("ROLLBACK").await.is_err() {
                    drop(connection.detach());
                }
            })),
            // The server rolls back what is cut off.
            Err(_) => drop(connection.detach()),
        }
    }
}

impl fmt::Debug for WriterDesk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriterDesk").field("unfinished", &self.unfinished).finish_non_exhaustive()
    }
}

impl fmt::Debug for Alone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Alone").field("waiting", &self.text).finish_non_exhaustive()
    }
}

impl fmt::Debug for PostgresOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOpen").field("unfinished", &self.unfinished).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(statements: &[(&str, usize)]) -> String {
        let (mut text, mut before) = (String::new(), 0);
        for (sql, parameters) in statements {
            shift_parameters(&mut text, sql, before);
            before += parameters;
        }
        text
    }

    #[test]
    fn statements_sent_together_keep_each_its_own_parameters() {
        let first = ("INSERT INTO a VALUES ($1, $2); ", 2);
        let second = ("UPDATE b SET c = $2 WHERE id = $1 AND d = '$'", 2);
        assert_eq!(
            sent(&[first, second]),
            "INSERT INTO a VALUES ($1, $2); UPDATE b SET c = $4 WHERE id = $3 AND d = '$'"
        );
    }

    #[test]
    fn a_tenth_parameter_is_not_a_first_one() {
        assert_eq!(sent(&[("SELECT $1; ", 1), ("SELECT $1, $10", 10)]), "SELECT $1; SELECT $2, $11");
    }
}
