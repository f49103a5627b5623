//! The bare durable commits a check consists of, written by the engine alone.
//!
//! Each commit makes the very writes of Bidhall's own, row by row, with their sizes, their keys and the
//! indexes they are found by, so that the engine has as many pages to move: opening inserts the check; a
//! step takes the check's row and inserts the step; the questionnaire brings answers, company, name and
//! person, the last step the tag. All of them keep the answer for the nonce, take the end of the audit
//! chain, append a link and move the end on. It looks nothing up, decides nothing, seals nothing and
//! computes no hash.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::BenchError;
use crate::day::CHECK;
use crate::ground::Raw;

const TABLES: &str =
    "CREATE TABLE bare_check (id TEXT PRIMARY KEY, lane TEXT NOT NULL, place INTEGER NOT NULL,
        holder TEXT NOT NULL, opened TEXT NOT NULL, closed TEXT, person TEXT, company TEXT, refusal TEXT,
        body TEXT NOT NULL);
    CREATE UNIQUE INDEX bare_check_place ON bare_check (lane, place) WHERE closed IS NULL;
    CREATE INDEX bare_check_opened ON bare_check (opened);
    CREATE INDEX bare_check_person ON bare_check (person, opened);
    CREATE INDEX bare_check_company ON bare_check (company);
    CREATE INDEX bare_check_holder ON bare_check (holder, closed);
    CREATE INDEX bare_check_refusal ON bare_check (refusal);
    CREATE TABLE bare_step (check_id TEXT NOT NULL, step_no INTEGER NOT NULL, passed INTEGER NOT NULL,
        body TEXT NOT NULL, PRIMARY KEY (check_id, step_no), UNIQUE (check_id, step_no, passed));
    CREATE TABLE bare_part (check_id TEXT NOT NULL, kind INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (check_id, kind));
    CREATE TABLE bare_company (id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
    CREATE TABLE bare_name (company TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (company, name));
    CREATE INDEX bare_name_key ON bare_name (name);
    CREATE TABLE bare_person (id TEXT PRIMARY KEY, document TEXT NOT NULL UNIQUE, phone TEXT NOT NULL,
        body TEXT NOT NULL);
    CREATE INDEX bare_person_phone ON bare_person (phone);
    CREATE TABLE bare_tag (id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, check_id TEXT NOT NULL UNIQUE,
        person TEXT NOT NULL, company TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
    CREATE UNIQUE INDEX bare_tag_person ON bare_tag (person);
    CREATE INDEX bare_tag_people ON bare_tag (person, code);
    CREATE INDEX bare_tag_day ON bare_tag (id, code);
    CREATE TABLE bare_link (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL UNIQUE);
    CREATE TABLE bare_reply (nonce TEXT PRIMARY KEY, reply TEXT NOT NULL);
    CREATE TABLE bare_head (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL);
    INSERT INTO bare_head (id, seq, hash) VALUES (1, 0, '');";
const OPEN: &str =
    "INSERT INTO bare_check (id, lane, place, holder, opened, body) VALUES ($1, $2, 1, $2, $1, $3)";
const TAKE: &str = "UPDATE bare_check SET body = body WHERE id = $1";
const STEP: &str = "INSERT INTO bare_step (check_id, step_no, passed, body) VALUES ($1, $2, 1, $3)";
const PART: &str = "INSERT INTO bare_part (check_id, kind, body) VALUES ($1, $2, $3)";
const COMPANY: &str = "INSERT INTO bare_company (id, code, body) VALUES ($1, $2, $3)";
const NAME: &str = "INSERT INTO bare_name (company, name, body) VALUES ($1, $2, $3)";
const PERSON: &str = "INSERT INTO bare_person (id, document, phone, body) VALUES ($1, $2, $3, $4)";
const IDENTIFY: &str = "UPDATE bare_check SET person = $2, company = $3, body = $4 WHERE id = $1";
const TAG: &str = "INSERT INTO bare_tag (id, code, check_id, person, company, name, body)
    VALUES ($1, $2, $1, $3, $4, $2, $5)";
const CLOSE: &str = "UPDATE bare_check SET closed = $1 WHERE id = $1";
const NEXT: &str = "UPDATE bare_head SET seq = seq + 1 WHERE id = 1 RETURNING seq";
const LINK: &str = "INSERT INTO bare_link (seq, body, hash) VALUES ($1, $2, $3)";
const HEAD: &str = "UPDATE bare_head SET hash = $1 WHERE id = 1";
const REPLY: &str = "INSERT INTO bare_reply (nonce, reply) VALUES ($1, $2)";

/// The sizes of Bidhall's own rows: a row of a step, a row with sealed texts, the answers, a link.
const ROW_BYTES: usize = 120;
const SEALED_BYTES: usize = 400;
const ANSWERS_BYTES: usize = 700;
const LINK_BYTES: usize = 180;

/// A writer that knows nothing of Bidhall.
pub(crate) struct BareWriter {
    raw: Arc<Raw>,
    number: i32,
    written: u64,
    reply: String,
}

/// Makes the tables of the bare writers.
pub(crate) async fn prepare(raw: &Raw) -> Result<(), BenchError> {
    raw.run(TABLES).await
}

impl BareWriter {
    /// A writer whose answers are as long as Bidhall's.
    pub(crate) fn new(raw: &Arc<Raw>, number: i32, reply_bytes: usize) -> Self {
        Self { raw: Arc::clone(raw), number, written: 0, reply: "x".repeat(reply_bytes) }
    }

    /// The next durable commit of a check, and how long it took.
    pub(crate) async fn commit(&mut self) -> Result<Duration, BenchError> {
        let commands = CHECK.len() as u64;
        let (check, command) = (self.written / commands, self.written % commands);
        let key = |of: u64| format!("{:04}{of:012}", self.number);
        let rows = Rows {
            command: CHECK[usize::try_from(command).unwrap_or_default()],
            lane: self.number.to_string(),
            nonce: key(self.written),
            check: key(check),
            hash: scattered(self.number, self.written),
            company: scattered(self.number, check * 4 + 1),
            document: scattered(self.number, check * 4 + 2),
            phone: scattered(self.number, check * 4 + 3),
            row: "x".repeat(ROW_BYTES),
            sealed: "x".repeat(SEALED_BYTES),
            answers: "x".repeat(ANSWERS_BYTES),
            link: "x".repeat(LINK_BYTES),
            reply: &self.reply,
        };
        let taken = match &*self.raw {
            Raw::Sqlite(pool) => {
                let mut connection = pool.acquire().await?;
                let began = Instant::now();
                rows.write_sqlite(&mut connection).await?;
                began.elapsed()
            }
            Raw::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                let began = Instant::now();
                rows.write_postgres(&mut connection).await?;
                began.elapsed()
            }
        };
        self.written += 1;
        Ok(taken)
    }
}

/// A key that falls anywhere in an index, as a hash does, and as long as one.
fn scattered(writer: i32, of: u64) -> String {
    let seed = (u64::from(writer.unsigned_abs()) << 40 | of).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (seed ^ seed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    format!("{mixed:016x}{of:012x}{seed:016x}")
}

struct Rows<'a> {
    command: &'static str,
    lane: String,
    nonce: String,
    check: String,
    hash: String,
    company: String,
    document: String,
    phone: String,
    row: String,
    sealed: String,
    answers: String,
    link: String,
    reply: &'a str,
}

/// The same rows on either engine: only how the transaction begins differs.
macro_rules! write_rows {
    ($rows:expr, $open:expr) => {{
        let (rows, open) = ($rows, $open);
        let check = &rows.check;
        if rows.command == "open" {
            sqlx::query(OPEN).bind(check).bind(&rows.lane).bind(&rows.row).execute(&mut **open).await?;
        } else {
            sqlx::query(TAKE).bind(check).execute(&mut **open).await?;
        }
        match rows.command {
            "temperature" => {
                sqlx::query(PART).bind(check).bind(0).bind(&rows.row).execute(&mut **open).await?;
            }
            "symptoms" => {
                sqlx::query(PART).bind(check).bind(1).bind(&rows.row).execute(&mut **open).await?;
            }
            "form" => {
                sqlx::query(PART).bind(check).bind(2).bind(&rows.answers).execute(&mut **open).await?;
                sqlx::query(COMPANY)
                    .bind(check)
                    .bind(&rows.company)
                    .bind(&rows.sealed)
                    .execute(&mut **open)
                    .await?;
                sqlx::query(NAME)
                    .bind(check)
                    .bind(&rows.company)
                    .bind(&rows.row)
                    .execute(&mut **open)
                    .await?;
                sqlx::query(PERSON)
                    .bind(check)
                    .bind(&rows.document)
                    .bind(&rows.phone)
                    .bind(&rows.sealed)
                    .execute(&mut **open)
                    .await?;
                sqlx::query(IDENTIFY)
                    .bind(check)
                    .bind(check)
                    .bind(check)
                    .bind(&rows.sealed)
                    .execute(&mut **open)
                    .await?;
            }
            "mask_disposal" => {
                sqlx::query(TAG)
                    .bind(check)
                    .bind(&rows.company)
                    .bind(check)
                    .bind(check)
                    .bind(&rows.row)
                    .execute(&mut **open)
                    .await?;
                sqlx::query(CLOSE).bind(check).execute(&mut **open).await?;
            }
            _ => {}
        }
        if let Some(step) = step_of(rows.command) {
            sqlx::query(STEP).bind(check).bind(step).bind(&rows.row).execute(&mut **open).await?;
        }
        sqlx::query(REPLY).bind(&rows.nonce).bind(rows.reply).execute(&mut **open).await?;
        let seq: i32 = sqlx::query_scalar(NEXT).fetch_one(&mut **open).await?;
        sqlx::query(LINK).bind(seq).bind(&rows.link).bind(&rows.hash).execute(&mut **open).await?;
        sqlx::query(HEAD).bind(&rows.hash).execute(&mut **open).await?;
    }};
}

/// The step a command ends, as a row of its own.
fn step_of(command: &str) -> Option<i32> {
    ["mask", "shoe", "hand", "symptoms", "form", "mask_disposal"]
        .iter()
        .position(|step| *step == command)
        .and_then(|step| i32::try_from(step + 1).ok())
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
