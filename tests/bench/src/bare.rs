//! The bare durable commit: what one command of a check leaves behind, written by the engine alone.
//!
//! Each commit inserts three rows with the keys and the sizes of Bidhall's own – what was recorded,
//! its link of the audit log, the answer kept for its nonce – and makes them durable. It reads
//! nothing, decides nothing and waits for no other writer's link.

use std::time::{Duration, Instant};

use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::BenchError;
use crate::ground::Raw;

const TABLES: &str =
    "CREATE TABLE bare_step (check_id TEXT NOT NULL, step_no INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (check_id, step_no));
    CREATE TABLE bare_link (writer INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE, PRIMARY KEY (writer, seq));
    CREATE TABLE bare_reply (nonce TEXT PRIMARY KEY, reply TEXT NOT NULL);";
const STEP: &str = "INSERT INTO bare_step (check_id, step_no, body) VALUES ($1, $2, $3)";
const LINK: &str = "INSERT INTO bare_link (writer, seq, body, hash) VALUES ($1, $2, $3, $4)";
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
            seq: self.written,
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
    seq: i32,
    key: String,
    hash: String,
    step: String,
    link: String,
    reply: &'a str,
}

/// The same three rows on either engine: only how the transaction begins differs.
macro_rules! write_rows {
    ($rows:expr, $open:expr) => {{
        let (rows, open) = ($rows, $open);
        sqlx::query(STEP).bind(&rows.key).bind(1).bind(&rows.step).execute(&mut **open).await?;
        sqlx::query(LINK)
            .bind(rows.writer)
            .bind(rows.seq)
            .bind(&rows.link)
            .bind(&rows.hash)
            .execute(&mut **open)
            .await?;
        sqlx::query(REPLY).bind(&rows.key).bind(rows.reply).execute(&mut **open).await?;
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
