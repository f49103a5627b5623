//! A transaction on a server, and how it ends. Every statement was prepared when the connection was made;
//! what is done is written down and sent together, because a message to the server and back takes longer
//! than most statements.

use std::fmt;
use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Executor as _, FromRow, PgConnection, PgPool, Postgres};
use uuid::Uuid;

use crate::engine::CHANNEL;
use crate::{Sealed, StoreError};

/// A change on PostgreSQL gives its locks back as soon as it is in the log, and is acknowledged only
/// after [`FLUSH`]: desks wait for the disk together, not one behind the other.
const BEGIN: &str = "BEGIN; SET LOCAL synchronous_commit TO OFF";
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Writes a word to the log that nothing reads, and waits for the disk: everything committed before it
/// is then durable. A transaction that wrote nothing would not wait.
const FLUSH: &str = "BEGIN; SELECT pg_logical_emit_message(true, 'bidhall', ''); COMMIT";

/// A PostgreSQL transaction, with the statements that wait to be sent together.
pub(crate) struct PostgresOpen {
    pool: PgPool,
    /// None before the first message, and after the task that rolls back took it.
    connection: Option<PoolConnection<Postgres>>,
    unfinished: bool,
    message: Message,
}

/// Statements to be sent together.
#[derive(Debug, Default)]
struct Message {
    text: String,
    /// Arguments of the last statement so far.
    arguments: usize,
}

/// A value as it stands in a statement's text. Every text is between quotes, and a quote in it is doubled:
/// nothing else ends a text where `standard_conforming_strings` is on.
pub(crate) trait Literal {
    fn write(&self, text: &mut String);
}

impl PostgresOpen {
    /// A transaction that may write, holding the lock of an act when its number is given.
    pub(crate) fn new(pool: &PgPool, act: Option<i64>) -> Self {
        // A lock that is had gives no row.
        let lock = act.map(|number| format!("; SELECT 1 WHERE pg_advisory_xact_lock({number}) IS NULL"));
        Self::beginning(pool, format!("{BEGIN}{}", lock.unwrap_or_default()))
    }

    /// A transaction that reads one consistent state.
    pub(crate) fn reading(pool: &PgPool) -> Self {
        Self::beginning(pool, READ.to_owned())
    }

    fn beginning(pool: &PgPool, text: String) -> Self {
        let message = Message { text, arguments: 0 };
        Self { pool: pool.clone(), connection: None, unfinished: false, message }
    }

    /// Notes a prepared statement to be sent with the next one; its arguments follow by
    /// [`PostgresOpen::argument`].
    pub(crate) fn later(&mut self, name: &str) {
        self.message.statement(name);
    }

    /// The next argument of the statement noted last.
    pub(crate) fn argument(&mut self, value: impl Literal) {
        self.message.argument(&value);
    }

    /// All rows of the statements that were sent.
    pub(crate) async fn fetch_all<R>(&mut self) -> Result<Vec<R>, sqlx::Error>
    where
        R: for<'r> FromRow<'r, PgRow>,
    {
        self.rows().await?.iter().map(R::from_row).collect()
    }

    /// The first row of the statements that were sent.
    pub(crate) async fn fetch_optional<R>(&mut self) -> Result<Option<R>, sqlx::Error>
    where
        R: for<'r> FromRow<'r, PgRow>,
    {
        self.rows().await?.first().map(R::from_row).transpose()
    }

    async fn rows(&mut self) -> Result<Vec<PgRow>, sqlx::Error> {
        let text = self.message.take();
        let connection = self.begun(&text).await?;
        match connection {
            Begun::Now(rows) => Ok(rows),
            Begun::Before(connection) => sqlx::raw_sql(AssertSqlSafe(text)).fetch_all(connection).await,
        }
    }

    /// Sends what waits, so that the rows of the next statement can be counted.
    pub(crate) async fn flush(&mut self) -> Result<(), sqlx::Error> {
        if self.message.text.is_empty() { Ok(()) } else { self.rows().await.map(drop) }
    }

    /// The connection, once what waited has been sent.
    pub(crate) async fn ready(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        self.flush().await?;
        self.connection.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// How many rows the statement noted last touched, when nothing else waited.
    pub(crate) async fn touched(&mut self) -> Result<u64, sqlx::Error> {
        let text = self.message.take();
        let connection = self.connection.as_deref_mut().ok_or(sqlx::Error::PoolClosed)?;
        Ok(sqlx::raw_sql(AssertSqlSafe(text)).execute(connection).await?.rows_affected())
    }

    /// The connection, or what the first message of the transaction gave.
    ///
    /// A connection that lay idle is not asked first whether it lives, so one that died is noticed here:
    /// nothing was done on it yet, and another one is taken.
    async fn begun(&mut self, text: &str) -> Result<Begun<'_>, sqlx::Error> {
        if self.connection.is_some() {
            let connection = self.connection.as_deref_mut().ok_or(sqlx::Error::PoolClosed)?;
            return Ok(Begun::Before(connection));
        }
        let mut idle = self.pool.num_idle();
        loop {
            // Kept before the message is sent: whoever stops waiting for the answer may have begun.
            self.unfinished = true;
            let connection = self.connection.insert(self.pool.acquire().await?);
            match sqlx::raw_sql(AssertSqlSafe(text.to_owned())).fetch_all(&mut **connection).await {
                Err(error) if is_dead(&error) => {
                    self.unfinished = false;
                    drop(self.connection.take().map(PoolConnection::detach));
                    if idle == 0 {
                        return Err(error);
                    }
                    idle -= 1;
                }
                sent => return sent.map(Begun::Now),
            }
        }
    }

    /// Commits, waits for the disk, and tells the other desks which topics changed, all in one message.
    /// Telling comes last and alone: whoever tells keeps everybody else from telling until it commits.
    pub(crate) async fn commit(mut self, touched: &[&str]) -> Result<(), StoreError> {
        if self.connection.is_none() {
            // A message that commits is never sent twice.
            self.flush().await?;
        }
        self.message
            .sentence(&format!("COMMIT; {FLUSH}; SELECT pg_notify('{CHANNEL}', '{}')", touched.join(",")));
        let text = self.message.take();
        let connection = self.connection.as_deref_mut().ok_or(sqlx::Error::PoolClosed)?;
        connection.execute(sqlx::raw_sql(AssertSqlSafe(text))).await?;
        self.unfinished = false;
        Ok(())
    }
}

enum Begun<'a> {
    Before(&'a mut PgConnection),
    Now(Vec<PgRow>),
}

impl Message {
    fn sentence(&mut self, sql: &str) {
        self.close();
        if !self.text.is_empty() {
            self.text.push_str("; ");
        }
        self.text.push_str(sql);
    }

    fn statement(&mut self, name: &str) {
        self.sentence("EXECUTE ");
        self.text.push_str(&prepared(name));
    }

    fn argument(&mut self, value: &impl Literal) {
        self.text.push(if self.arguments == 0 { '(' } else { ',' });
        self.arguments += 1;
        value.write(&mut self.text);
    }

    fn close(&mut self) {
        if self.arguments > 0 {
            self.text.push(')');
            self.arguments = 0;
        }
    }

    fn take(&mut self) -> String {
        self.close();
        std::mem::take(&mut self.text)
    }
}

/// What prepares every statement of the program on a new connection.
pub(crate) fn preparation() -> String {
    let mut text = String::new();
    for (name, sql) in crate::all_statements() {
        text.push_str("PREPARE ");
        text.push_str(&prepared(name));
        text.push_str(" AS ");
        text.push_str(sql);
        text.push_str(";\n");
    }
    text
}

/// The name of a prepared statement, which is no word of SQL.
fn prepared(name: &str) -> String {
    format!("bidhall_{name}")
}

/// Whether the connection is gone: cut off, or ended by the server (admin_shutdown, crash_shutdown).
fn is_dead(error: &sqlx::Error) -> bool {
    if let sqlx::Error::Database(db) = error {
        return matches!(db.code().as_deref(), Some("57P01" | "57P02"));
    }
    matches!(error, sqlx::Error::Io(_) | sqlx::Error::Protocol(_))
}

impl Literal for str {
    fn write(&self, text: &mut String) {
        text.push('\'');
        for (index, part) in self.split('\'').enumerate() {
            if index > 0 {
                text.push_str("''");
            }
            text.push_str(part);
        }
        text.push('\'');
    }
}

impl Literal for String {
    fn write(&self, text: &mut String) {
        self.as_str().write(text);
    }
}

impl Literal for Sealed {
    fn write(&self, text: &mut String) {
        self.as_str().write(text);
    }
}

impl Literal for bool {
    fn write(&self, text: &mut String) {
        text.push_str(if *self { "true" } else { "false" });
    }
}

impl Literal for Uuid {
    fn write(&self, text: &mut String) {
        self.to_string().write(text);
    }
}

impl Literal for DateTime<Utc> {
    fn write(&self, text: &mut String) {
        self.to_rfc3339_opts(SecondsFormat::Micros, true).write(text);
    }
}

impl Literal for NaiveDate {
    fn write(&self, text: &mut String) {
        self.to_string().write(text);
    }
}

/// A number between quotes takes the type of its place, whatever its sign.
macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl Literal for $number {
            fn write(&self, text: &mut String) {
                let _ = write!(text, "'{self}'");
            }
        })+
    };
}

numbers!(i32, i64);

impl<T: Literal + ?Sized> Literal for &T {
    fn write(&self, text: &mut String) {
        (**self).write(text);
    }
}

impl<T: Literal> Literal for Option<T> {
    fn write(&self, text: &mut String) {
        match self {
            Some(value) => value.write(text),
            None => text.push_str("NULL"),
        }
    }
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

impl fmt::Debug for PostgresOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOpen").field("unfinished", &self.unfinished).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_a_text_does_not_end_it() {
        let mut message = Message::default();
        message.statement("ADD");
        message.argument(&"O'Hara'); DROP TABLE audit; --");
        message.argument(&None::<i64>);
        message.argument(&-1);
        message.statement("LOOK");
        let sent = message.take();
        assert_eq!(
            sent,
            "EXECUTE bidhall_ADD('O''Hara''); DROP TABLE audit; --',NULL,'-1'); EXECUTE bidhall_LOOK"
        );
    }

    #[test]
    fn what_was_taken_is_not_sent_again() {
        let mut message = Message::default();
        message.statement("ADD");
        message.argument(&true);
        assert_eq!(message.take(), "EXECUTE bidhall_ADD(true)");
        assert_eq!(message.take(), "");
    }
}
