//! The bare durable commit: what one command of a check leaves behind, written by the engine alone.
//!
//! Each commit makes the very writes of Bidhall's own, with its keys and sizes: it takes the check's
//! row, inserts what was recorded and the answer kept for the nonce, takes the end of the audit chain,
//! appends a link and moves the end on. It looks nothing up, decides nothing and computes no hash.

use std::time::{Duration, Instant};

use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::BenchError;
use crate::ground::Raw;

const TABLES: &str =
    "CREATE TABLE bare_step (check_id TEXT NOT NULL, step_no INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (check_id, step_no));
    CREATE TABLE bare_link (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL UNIQUE);
    CREATE TABLE bare_reply (nonce TEXT PRIMARY KEY, reply TEXT NOT NULL);
    CREATE TABLE bare_head (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL);
    INSERT INTO bare_head (id, seq, hash) VALUES (1, 0, '');
    CREATE TABLE bare_check (id INTEGER PRIMARY KEY, body TEXT NOT NULL);";
const TAKE: &str = "INSERT INTO bare_check (id, body) VALUES ($1, $2)
    ON CONFLICT (id) DO UPDATE SET body = excluded.body";
const STEP: &str = "INSERT INTO bare_step (check_id, step_no, body) VALUES ($1, $2, $3)";
const NEXT: &str = "UPDATE bare_head SET seq = seq + 1 WHERE id = 1 RETURNING seq";
const LINK: &str = "INSERT INTO bare_link (seq, body, hash) VALUES ($1, $2, $3)";
const HEAD: &str = "UPDATE bare_head SET hash = $1 WHERE id = 1";
const REPLY: &str = "INSERT INTO bare_reply (nonce, reply) VALUES ($1, $2)";

/// The sizes of Bidhall's own rows.
const STEP_BYTES: usize = 120;
const LINK_BYTES: usize = 180;

/// A writer that knows nothing of Bidhall.
pub(crate) struct BareWriter<'a> {
    raw: &'a Raw,
    number: i32,
    written: i32,
    reply: String,
}

/// Makes the tables of the bare writers.
pub(crate) async fn prepare(raw: &Raw) -> Result<(), BenchError> {
    raw.run(TABLES).await
}

impl<'a> BareWriter<'a> {
    /// A writer whose answers are as long as Bidhall's.
    pub(crate) fn new(raw: &'a Raw, number: i32, reply_bytes: usize) -> Self {
        Self { raw, number, written: 0, reply: "x".repeat(reply_bytes) }
    }

    /// One durable commit, and how long it took.
    pub(crate) async fn commit(&mut self) -> Result<Duration, BenchError> {
        self.written += 1;
        let key = format!("{:06}-{:026}", self.number, self.written);
        let rows = Rows {
            writer: self.number,
            hash: format!("{key}{:032}", 0),
            key,
            step: "x".repeat(STEP_BYTES),
            link: "x".repeat(LINK_BYTES),
            reply: &self.reply,
        };
        match self.raw {
            Raw::Sqlite(pool) => {
                let mut connection = pool.acquire().await?;
                let began = Instant::now();
                rows.write_sqlite(&mut connection).await?;
                Ok(began.elapsed())
            }
            Raw::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                let began = Instant::now();
                rows.write_postgres(&mut connection).await?;
                Ok(began.elapsed())
            }
        }
    }
}

struct Rows<'a> {
    writer: i32,
    key: String,
    hash: String,
    step: String,
    link: String,
    reply: &'a str,
}

/// The same rows on either engine: only how the transaction begins differs.
macro_rules! write_rows {
    ($rows:expr, $open:expr) => {{
        let (rows, open) = ($rows, $open);
        sqlx::query(TAKE).bind(rows.writer).bind(&rows.step).execute(&mut **open).await?;
        sqlx::query(STEP).bind(&rows.key).bind(1).bind(&rows.step).execute(&mut **open).await?;
        sqlx::query(REPLY).bind(&rows.key).bind(rows.reply).execute(&mut **open).await?;
        let seq: i32 = sqlx::query_scalar(NEXT).fetch_one(&mut **open).await?;
        sqlx::query(LINK).bind(seq).bind(&rows.link).bind(&rows.hash).execute(&mut **open).await?;
        sqlx::query(HEAD).bind(&rows.hash).execute(&mut **open).await?;
    }};
}

impl Rows<'_> {
    async fn write_sqlite(&self, connection: &mut SqliteConnection) -> Result<(), BenchError> {
        let mut open = connection.begin_with("BEGIN IMMEDIATE").await?;
        write_rows!(self, &mut open);
        Ok(open.commit().await?)
    }

    async fn write_postgres(&self, connection: &mut PgConnection) -> Result<(), BenchError> {
        let mut open = connection.begin().await?;
        write_rows!(self, &mut open);
        Ok(open.commit().await?)
    }
}
