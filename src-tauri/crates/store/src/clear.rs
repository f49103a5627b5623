//! Records from before the centre had a key: their texts stand in the clear until the desk has sealed
//! them, and what is left of them in the file until it has been swept.

use sqlx::{AssertSqlSafe, Row as _};

use crate::tx::Inner;
use crate::{StoreError, Tx};

/// How many rows are taken at a time.
const PAGE: usize = 500;

/// A row to be sealed: where it lies, and its texts in the order they were asked for.
#[derive(Debug, Clone)]
pub struct ClearRow {
    /// SQLite's row number or PostgreSQL's place of the row.
    pub place: String,
    /// The texts; an id as text with dashes.
    pub texts: Vec<Option<String>>,
}

/// The triggers of a table that were lifted.
#[derive(Debug, Clone)]
pub struct LiftedGuards {
    table: &'static str,
    /// What makes each again; PostgreSQL keeps them itself.
    made_by: Vec<String>,
}

#[derive(Debug, sqlx::FromRow)]
struct TriggerRow {
    name: String,
    sql: String,
}

#[derive(Debug, sqlx::FromRow)]
struct PlaceRow {
    place: String,
}

#[derive(Debug, sqlx::FromRow)]
struct CountRow {
    count: i64,
}

statements! {
    CLEAR_TEXTS = "SELECT count(*) AS count FROM clear_texts";
    SWEPT = "DELETE FROM clear_texts";
}

const TRIGGERS: &str = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1";

impl Tx {
    /// Whether texts from before the centre had a key may still lie in the clear.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn has_clear_texts(&mut self) -> Result<bool, StoreError> {
        Ok(one!(self, CountRow, CLEAR_TEXTS)?.is_some_and(|row| row.count > 0))
    }

    /// Records that none do any more.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn clear_texts_are_swept(&mut self) -> Result<(), StoreError> {
        run!(self, SWEPT).map(drop)
    }

    /// Lifts the triggers of a table within this transaction, because what is append-only is sealed once
    /// in its place. On SQLite what is overwritten is from here on filled with zeros.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn lift_guards(&mut self, table: &'static str) -> Result<LiftedGuards, StoreError> {
        let mut made_by = Vec::new();
        if self.has_server() {
            self.execute(format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await?;
        } else {
            self.execute("PRAGMA secure_delete = ON".to_owned()).await?;
            for trigger in all!(self, TriggerRow, TRIGGERS, table)? {
                self.execute(format!("DROP TRIGGER {}", trigger.name)).await?;
                made_by.push(trigger.sql);
            }
        }
        Ok(LiftedGuards { table, made_by })
    }

    /// Makes the triggers again.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn restore_guards(&mut self, guards: LiftedGuards) -> Result<(), StoreError> {
        if self.has_server() {
            return self.execute(format!("ALTER TABLE {} ENABLE TRIGGER USER", guards.table)).await;
        }
        for sql in guards.made_by {
            self.execute(sql).await?;
        }
        Ok(())
    }

    /// Where the rows of a table lie, a page in each list.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn places_of(&mut self, table: &'static str) -> Result<Vec<Vec<String>>, StoreError> {
        let place = if self.has_server() { "ctid::text" } else { "CAST(rowid AS TEXT)" };
        let sql = format!("SELECT {place} AS place FROM {table}");
        let rows: Vec<PlaceRow> = match &mut self.inner {
            Inner::Sqlite(open) => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(open.ready().await?).await?,
            Inner::Postgres(open) => {
                sqlx::query_as(AssertSqlSafe(sql)).fetch_all(open.ready().await?).await?
            }
        };
        let places: Vec<String> = rows.into_iter().map(|row| row.place).collect();
        Ok(places.chunks(PAGE).map(<[String]>::to_vec).collect())
    }

    /// The texts of these columns in the rows of a page.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn clear_rows(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        page: &[String],
    ) -> Result<Vec<ClearRow>, StoreError> {
        let server = self.has_server();
        let text = |column: &&str| match server {
            true => format!("{column}::text"),
            // Ids are the only bytes there are; people write them with dashes.
            false => format!(
                "CASE typeof({column}) WHEN 'blob' THEN lower(substr(hex({column}), 1, 8) || '-' || \
                 substr(hex({column}), 9, 4) || '-' || substr(hex({column}), 13, 4) || '-' || \
                 substr(hex({column}), 17, 4) || '-' || substr(hex({column}), 21)) \
                 ELSE CAST({column} AS TEXT) END"
            ),
        };
        let listed = columns.iter().map(text).collect::<Vec<_>>().join(", ");
        let sql = match server {
            true => format!(
                "SELECT ctid::text, {listed} FROM {table} WHERE ctid IN ({})",
                page.iter().map(|place| format!("'{place}'::tid")).collect::<Vec<_>>().join(", ")
            ),
            false => format!(
                "SELECT CAST(rowid AS TEXT), {listed} FROM {table} WHERE rowid IN ({})",
                page.join(", ")
            ),
        };
        macro_rules! read {
            ($rows:expr) => {
                $rows
                    .iter()
                    .map(|row| {
                        let texts = (1..=columns.len()).map(|index| row.try_get::<Option<String>, _>(index));
                        Ok(ClearRow { place: row.try_get(0)?, texts: texts.collect::<Result<_, _>>()? })
                    })
                    .collect::<Result<Vec<_>, sqlx::Error>>()?
            };
        }
        Ok(match &mut self.inner {
            Inner::Sqlite(open) => {
                read!(sqlx::query(AssertSqlSafe(sql)).fetch_all(open.ready().await?).await?)
            }
            Inner::Postgres(open) => {
                read!(sqlx::query(AssertSqlSafe(sql)).fetch_all(open.ready().await?).await?)
            }
        })
    }

    /// Puts texts into these columns of a row.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn put_row(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        row: ClearRow,
    ) -> Result<(), StoreError> {
        let set = columns.iter().enumerate().map(|(index, column)| format!("{column} = ${}", index + 1));
        let set = set.collect::<Vec<_>>().join(", ");
        let sql = match self.has_server() {
            true => format!("UPDATE {table} SET {set} WHERE ctid = '{}'::tid", row.place),
            false => format!("UPDATE {table} SET {set} WHERE rowid = {}", row.place),
        };
        macro_rules! bound {
            () => {
                row.texts.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, text| query.bind(text))
            };
        }
        let rows = match &mut self.inner {
            Inner::Sqlite(open) => bound!().execute(open.ready().await?).await?.rows_affected(),
            Inner::Postgres(open) => bound!().execute(open.ready().await?).await?.rows_affected(),
        };
        debug_assert_eq!(rows, 1, "a row lies in one place");
        Ok(())
    }

    async fn execute(&mut self, sql: String) -> Result<(), StoreError> {
        match &mut self.inner {
            Inner::Sqlite(open) => {
                sqlx::query(AssertSqlSafe(sql)).execute(open.ready().await?).await.map(drop)
            }
            Inner::Postgres(open) => {
                sqlx::query(AssertSqlSafe(sql)).execute(open.ready().await?).await.map(drop)
            }
        }
        .map_err(StoreError::from)
    }
}
