//! Copying a centre: every row of one database into another, empty one, on whichever engine.
//!
//! The copy is made by inserts alone, in one transaction. What judges an insert by the day it is made
//! on – a tag needs its steps, rooms change only with an amendment – has judged every row before, so
//! those triggers stand aside while it is made; the triggers that keep rows from being altered or
//! removed stay. References between rows are checked when all rows are there.

mod aside;
mod cell;
mod held;
mod rows;
mod shape;

pub use held::HeldRecord;
pub(crate) use rows::Bound;
pub use rows::TableDigest;
pub use shape::{CellKind, ColumnShape, TableShape};

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, FromRow, PgConnection, SqliteConnection};

use crate::tx::Inner;
use crate::{StoreError, Tx};
use cell::Cell;
use rows::{Digesting, each_row};

/// The one table a new database has a row in: the end of an audit chain that has not begun.
const BEGUN: &str = "audit_head";

/// How many parameters one statement takes at most (SQLite: 32,766, PostgreSQL: 65,535).
const PARAMETERS: usize = 16_000;
/// How many rows are read and written at a time.
const BATCH: usize = 400;

/// How far a copy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyProgress {
    /// The table that is being copied.
    pub table: String,
    /// Which one it is, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// Its rows so far.
    pub rows: u64,
}

impl Tx {
    /// How many rows a table has.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost, or has no such table.
    pub async fn row_count(&mut self, table: &str) -> Result<i64, StoreError> {
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        let counted: Vec<(i64,)> = self.rows_plain(sql).await?;
        Ok(counted.first().map_or(0, |(rows,)| *rows))
    }

    /// Whether nothing was ever recorded here.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn is_empty(&mut self) -> Result<bool, StoreError> {
        for shape in self.table_shapes().await? {
            let condition = if shape.name == BEGUN { " WHERE seq > 0" } else { "" };
            let sql = format!("SELECT EXISTS (SELECT 1 FROM \"{}\"{condition})", shape.name);
            let found: Vec<(bool,)> = self.rows_plain(sql).await?;
            if found.contains(&(true,)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Fills this transaction's database, which must be empty, with every row of another one, and
    /// proves that both hold the same: tells rows and hash of each table. Nothing stands before this
    /// transaction is committed.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`]; [`StoreError::SchemasDiffer`]; [`StoreError::CopyDiffers`] when the copy
    /// reads otherwise than the original.
    pub async fn fill_from(
        &mut self,
        source: &mut Self,
        told: &mut (dyn FnMut(&CopyProgress) + Send),
    ) -> Result<Vec<TableDigest>, StoreError> {
        let shapes = matched(source.table_shapes().await?, self.table_shapes().await?)?;
        if !self.is_empty().await? {
            return Err(StoreError::NotEmpty {});
        }
        let aside = self.set_aside().await?;
        self.run_plain(&format!("DELETE FROM {BEGUN}")).await?;
        let mut digests = Vec::new();
        for (number, (from, to)) in shapes.iter().enumerate() {
            let mut progress =
                CopyProgress { table: from.name.clone(), number: number + 1, of: shapes.len(), rows: 0 };
            told(&progress);
            let mut digesting = Digesting::of(from);
            let most = (PARAMETERS / to.columns.len().max(1)).min(BATCH);
            let mut batch: Vec<Vec<Cell>> = Vec::with_capacity(most);
            each_row!(source, from, None, cells => {
                digesting.row(&cells);
                batch.push(cells);
                if batch.len() == most {
                    progress.rows += batch.len() as u64;
                    self.insert(to, std::mem::take(&mut batch)).await?;
                    told(&progress);
                }
            });
            if !batch.is_empty() {
                progress.rows += batch.len() as u64;
                self.insert(to, batch).await?;
                told(&progress);
            }
            digests.push(digesting.done());
        }
        self.put_back(aside).await?;
        for ((_, to), digest) in shapes.iter().zip(&digests) {
            if self.table_digest(to).await? != *digest {
                return Err(StoreError::CopyDiffers { table: to.name.clone() });
            }
        }
        Ok(digests)
    }

    async fn insert(&mut self, shape: &TableShape, rows: Vec<Vec<Cell>>) -> Result<(), StoreError> {
        let sql = inserting(shape, rows.len());
        match &mut self.inner {
            Inner::Sqlite(open) => into_sqlite(open.ready().await?, sql, rows).await?,
            Inner::Postgres(open) => into_postgres(open.ready().await?, sql, shape, rows).await?,
        }
        Ok(())
    }

    /// Runs a statement that names its tables itself.
    async fn run_plain(&mut self, sql: &str) -> Result<(), StoreError> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut self.inner {
            Inner::Sqlite(open) => {
                sqlx::raw_sql(sql).execute(open.ready().await?).await?;
            }
            Inner::Postgres(open) => {
                sqlx::raw_sql(sql).execute(open.ready().await?).await?;
            }
        }
        Ok(())
    }

    /// The rows of a query that is asked of the engine as it stands, and not prepared beforehand.
    pub(crate) async fn rows_plain<R>(&mut self, sql: String) -> Result<Vec<R>, StoreError>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let query = AssertSqlSafe(sql);
        Ok(match &mut self.inner {
            Inner::Sqlite(open) => {
                sqlx::query_as(query).persistent(false).fetch_all(open.ready().await?).await?
            }
            Inner::Postgres(open) => {
                sqlx::query_as(query).persistent(false).fetch_all(open.ready().await?).await?
            }
        })
    }
}

/// The tables of both sides in pairs.
fn matched(from: Vec<TableShape>, to: Vec<TableShape>) -> Result<Vec<(TableShape, TableShape)>, StoreError> {
    let odd = |shape: &TableShape| StoreError::SchemasDiffer { table: shape.name.clone() };
    if let Some(missing) = from.iter().find(|shape| !to.iter().any(|other| other.fits(shape))) {
        return Err(odd(missing));
    }
    if let Some(extra) = to.iter().find(|shape| !from.iter().any(|other| other.fits(shape))) {
        return Err(odd(extra));
    }
    Ok(from.into_iter().zip(to).collect())
}

fn inserting(shape: &TableShape, rows: usize) -> String {
    let width = shape.columns.len();
    let values: Vec<String> = (0..rows)
        .map(|row| {
            let places: Vec<String> = (1..=width).map(|place| format!("${}", row * width + place)).collect();
            format!("({})", places.join(", "))
        })
        .collect();
    format!("INSERT INTO \"{}\" ({}) VALUES {}", shape.name, shape.listed(), values.join(", "))
}

async fn into_sqlite(
    connection: &mut SqliteConnection,
    sql: String,
    rows: Vec<Vec<Cell>>,
) -> Result<(), sqlx::Error> {
    let mut arguments = SqliteArguments::default();
    for cell in rows.into_iter().flatten() {
        cell.add_to_sqlite(&mut arguments)?;
    }
    sqlx::query_with(AssertSqlSafe(sql), arguments).persistent(false).execute(connection).await.map(drop)
}

async fn into_postgres(
    connection: &mut PgConnection,
    sql: String,
    shape: &TableShape,
    rows: Vec<Vec<Cell>>,
) -> Result<(), sqlx::Error> {
    let mut arguments = PgArguments::default();
    for row in rows {
        for (cell, column) in row.into_iter().zip(&shape.columns) {
            cell.add_to_postgres(column.kind, &mut arguments)?;
        }
    }
    sqlx::query_with(AssertSqlSafe(sql), arguments).persistent(false).execute(connection).await.map(drop)
}
