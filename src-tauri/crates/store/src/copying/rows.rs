//! Reading a table row by row in the order of its key, and the hash of what was read.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::cell::Cell;
use super::shape::{CellKind, TableShape};
use crate::{StoreError, Tx};

/// A table's content as one hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// SHA-256 over the rows in the order of the key, in lower-case hex; the same on both engines.
    pub hash: String,
}

/// The hash of a table while its rows come by.
pub(super) struct Digesting {
    table: String,
    rows: u64,
    hash: Sha256,
}

impl Digesting {
    pub(super) fn of(shape: &TableShape) -> Self {
        let mut hash = Sha256::new();
        for name in std::iter::once(&shape.name).chain(shape.columns.iter().map(|column| &column.name)) {
            Cell::Text(name.clone()).hash_into(&mut hash);
        }
        Self { table: shape.name.clone(), rows: 0, hash }
    }

    pub(super) fn row(&mut self, cells: &[Cell]) {
        self.rows += 1;
        for cell in cells {
            cell.hash_into(&mut self.hash);
        }
    }

    pub(super) fn done(self) -> TableDigest {
        let mut hash = String::new();
        for byte in self.hash.finalize() {
            // Writing to a String cannot fail.
            let _ = write!(hash, "{byte:02x}");
        }
        TableDigest { table: self.table, rows: self.rows, hash }
    }
}

/// The statement that reads a table in the order of its key. Texts are ordered by their bytes, as
/// SQLite does anyway.
pub(super) fn reading(shape: &TableShape, server: bool, which: Option<&str>) -> String {
    let order: Vec<String> = shape
        .key
        .iter()
        .map(|place| {
            let column = &shape.columns[*place];
            let by_bytes = if server && column.kind == CellKind::Text { " COLLATE \"C\"" } else { "" };
            format!("\"{}\"{by_bytes}", column.name)
        })
        .collect();
    let order = if order.is_empty() { String::new() } else { format!(" ORDER BY {}", order.join(", ")) };
    let which = which.map(|which| format!(" WHERE {which}")).unwrap_or_default();
    format!("SELECT {} FROM \"{}\"{which}{order}", shape.listed(), shape.name)
}

/// What a condition's `$1` is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    Moment(DateTime<Utc>),
    Id(Uuid),
}

/// A condition that says which rows are meant, and its `$1`.
pub(crate) type Which<'a> = Option<(&'a str, Bound)>;

/// Runs `$body` for each row of a table, or for the rows that are meant, with `$cells` bound to it. The
/// statement is another one for each table: none is worth keeping prepared.
macro_rules! each_row {
    ($tx:expr, $shape:expr, $which:expr, $cells:ident => $body:expr) => {{
        let (shape, which): (&$crate::copying::TableShape, $crate::copying::rows::Which<'_>) = ($shape, $which);
        let sql = $crate::copying::rows::reading(shape, $tx.has_server(), which.map(|(condition, _)| condition));
        let bound = which.map(|(_, bound)| bound);
        match &mut $tx.inner {
            $crate::tx::Inner::Sqlite(open) => {
                each_row!(@stream open.ready().await?, of_sqlite, sql, bound, shape, $cells => $body)
            }
            $crate::tx::Inner::Postgres(open) => {
                each_row!(@stream open.ready().await?, of_postgres, sql, bound, shape, $cells => $body)
            }
        }
    }};
    (@stream $connection:expr, $of:ident, $sql:ident, $bound:ident, $shape:ident, $cells:ident => $body:expr) => {{
        let mut query = sqlx::query(sqlx::AssertSqlSafe($sql)).persistent(false);
        query = match $bound {
            Some($crate::copying::Bound::Moment(moment)) => query.bind(moment),
            Some($crate::copying::Bound::Id(id)) => query.bind(id),
            None => query,
        };
        let mut rows = query.fetch($connection);
        while let Some(row) = futures_util::TryStreamExt::try_next(&mut rows).await? {
            let mut $cells = Vec::with_capacity($shape.columns.len());
            for (place, column) in $shape.columns.iter().enumerate() {
                $cells.push($crate::copying::cell::Cell::$of(&row, place, column.kind)?);
            }
            $body;
        }
    }};
}
pub(super) use each_row;

impl Tx {
    /// The hash of a table as it stands in this transaction.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost or damaged.
    pub async fn table_digest(&mut self, shape: &TableShape) -> Result<TableDigest, StoreError> {
        self.digest_of(shape, None).await
    }

    /// The hash of the rows that are meant.
    pub(crate) async fn digest_of(
        &mut self,
        shape: &TableShape,
        which: Which<'_>,
    ) -> Result<TableDigest, StoreError> {
        let mut digesting = Digesting::of(shape);
        each_row!(self, shape, which, cells => digesting.row(&cells));
        Ok(digesting.done())
    }

    /// The hashes of all tables, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost or damaged.
    pub async fn table_digests(&mut self) -> Result<Vec<TableDigest>, StoreError> {
        let mut digests = Vec::new();
        for shape in self.table_shapes().await? {
            digests.push(self.table_digest(&shape).await?);
        }
        Ok(digests)
    }
}
