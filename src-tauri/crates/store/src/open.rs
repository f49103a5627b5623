//! A transaction on a file, and how it ends.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{
    Arguments as _, AssertSqlSafe, Connection as _, Executor as _, FromRow, Sqlite, SqliteConnection,
    Transaction,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::StoreError;
use crate::engine::PATIENCE;
use crate::error::is_busy;

/// How long a desk sleeps before it asks again whether another one's transaction on the same file has
/// ended. SQLite itself would soon sleep for many times as long as such a transaction takes.
const NAP: Duration = Duration::from_micros(300);

const BEGIN: &str = "BEGIN IMMEDIATE";

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
/// connection's thread takes about as long as a statement. It begins with its first message.
pub(crate) struct Alone {
    /// Taken by the task that rolls back.
    desk: Option<OwnedMutexGuard<WriterDesk>>,
    /// When this desk began to wait for the file.
    asked: Instant,
    text: String,
    arguments: SqliteArguments,
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

    /// The only writer among the transactions of this program; with its first message the only one of
    /// the file, waiting for the desk that is.
    pub(crate) async fn begin(&self) -> Result<SqliteOpen, StoreError> {
        let asked = Instant::now();
        let waited = tokio::time::timeout(PATIENCE, Arc::clone(&self.desk).lock_owned()).await;
        let mut desk = waited.map_err(|_| StoreError::Busy)?;
        desk.roll_back().await;
        let (text, arguments) = (BEGIN.to_owned(), SqliteArguments::default());
        Ok(SqliteOpen::Alone(Box::new(Alone { desk: Some(desk), asked, text, arguments })))
    }

    /// Writes the file anew and empties its write-ahead log.
    pub(crate) async fn sweep(&self) -> Result<(), StoreError> {
        let waited = tokio::time::timeout(PATIENCE, Arc::clone(&self.desk).lock_owned()).await;
        let mut desk = waited.map_err(|_| StoreError::Busy)?;
        desk.roll_back().await;
        let connection = desk.connection()?;
        for sql in ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] {
            connection.execute(sql).await?;
        }
        Ok(())
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

    /// All rows of the statements that were sent.
    pub(crate) async fn fetch_all<R>(&mut self) -> Result<Vec<R>, sqlx::Error>
    where
        R: for<'r> FromRow<'r, SqliteRow>,
    {
        self.send().await?.iter().map(R::from_row).collect()
    }

    /// The first row of the statements that were sent.
    pub(crate) async fn fetch_optional<R>(&mut self) -> Result<Option<R>, sqlx::Error>
    where
        R: for<'r> FromRow<'r, SqliteRow>,
    {
        self.send().await?.first().map(R::from_row).transpose()
    }

    async fn flush(&mut self) -> Result<(), sqlx::Error> {
        if self.text.is_empty() { Ok(()) } else { self.send().await.map(drop) }
    }

    /// Sends what waits. The first message begins the transaction, and is sent again while another
    /// desk writes to the file: nothing of it was done.
    async fn send(&mut self) -> Result<Vec<SqliteRow>, sqlx::Error> {
        let text = std::mem::take(&mut self.text);
        let arguments = std::mem::take(&mut self.arguments);
        let desk = self.desk.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        if desk.unfinished {
            let query = sqlx::query_with(AssertSqlSafe(text), arguments);
            return query.fetch_all(desk.connection()?).await;
        }
        loop {
            // Set before the message is sent: whoever stops waiting for the answer may have begun.
            desk.unfinished = true;
            let query = sqlx::query_with(AssertSqlSafe(text.clone()), arguments.clone());
            let sent = query.fetch_all(desk.connection()?).await;
            if sent.as_ref().err().is_none_or(|error| !is_busy(error)) {
                return sent;
            }
            desk.unfinished = false;
            if self.asked.elapsed() >= PATIENCE {
                return sent;
            }
            tokio::time::sleep(NAP).await;
        }
    }

    async fn commit(mut self: Box<Self>) -> Result<(), sqlx::Error> {
        if self.desk.as_ref().is_some_and(|desk| !desk.unfinished) {
            // A message that commits is never sent twice.
            self.flush().await?;
        }
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
                alone.desk.as_mut().ok_or(sqlx::Error::PoolClosed)?.connection()
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
