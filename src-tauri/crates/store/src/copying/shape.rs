//! What tables a database has, asked of the database itself, so that no list of them can be forgotten.

use std::collections::BTreeMap;

use crate::{StoreError, Tx};

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Name.
    pub name: String,
    /// Columns by name: the order in which two engines made them is not told.
    pub columns: Vec<ColumnShape>,
    /// Places of the key's columns, in the key's order.
    pub key: Vec<usize>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnShape {
    /// Name.
    pub name: String,
    /// What it holds.
    pub kind: CellKind,
}

/// What a column holds, as its engine calls it. SQLite knows the first three only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// A whole number of 64 bits.
    Whole,
    /// A text.
    Text,
    /// Bytes.
    Bytes,
    /// A whole number of 32 bits.
    Small,
    /// True or false.
    Flag,
    /// A moment, which SQLite keeps as text.
    Moment,
    /// A day, which SQLite keeps as text.
    Day,
    /// An id, which SQLite keeps as its 16 bytes.
    Id,
}

impl CellKind {
    /// The kind by the name its engine gives it.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "INTEGER" | "bigint" => Self::Whole,
            "TEXT" | "text" => Self::Text,
            "BLOB" | "bytea" => Self::Bytes,
            "integer" => Self::Small,
            "boolean" => Self::Flag,
            "timestamp with time zone" => Self::Moment,
            "date" => Self::Day,
            "uuid" => Self::Id,
            _ => return None,
        })
    }

    /// The kind SQLite keeps the same content as.
    pub(super) fn plain(self) -> Self {
        match self {
            Self::Whole | Self::Small | Self::Flag => Self::Whole,
            Self::Text | Self::Moment | Self::Day => Self::Text,
            Self::Bytes | Self::Id => Self::Bytes,
        }
    }
}

impl TableShape {
    /// Whether rows of the one fit into the other.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let plain = |shape: &Self| -> Vec<(String, CellKind)> {
            shape.columns.iter().map(|column| (column.name.clone(), column.kind.plain())).collect()
        };
        self.name == other.name && self.key == other.key && plain(self) == plain(other)
    }

    /// The columns, as a statement lists them.
    pub(super) fn listed(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        names.join(", ")
    }
}

/// A column as the catalogue tells it: table, column, kind, place in the key from 1 or 0.
#[derive(Debug, sqlx::FromRow)]
struct CatalogueRow {
    table_name: String,
    column_name: String,
    kind: String,
    key_place: i64,
}

const SQLITE: &str = "SELECT t.name AS table_name, c.name AS column_name, c.type AS kind, c.pk AS key_place
    FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND t.name <> '_sqlx_migrations'
    ORDER BY t.name, c.name";

const POSTGRES: &str = "SELECT t.relname::text AS table_name, a.attname::text AS column_name,
        format_type(a.atttypid, NULL) AS kind,
        COALESCE(array_position(x.indkey::int2[], a.attnum) + 1, 0)::int8 AS key_place
    FROM pg_class t
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index x ON x.indrelid = t.oid AND x.indisprimary
    WHERE t.relkind = 'r' AND t.relname <> '_sqlx_migrations'
    ORDER BY t.relname::text COLLATE \"C\", a.attname::text COLLATE \"C\"";

impl Tx {
    /// Every table of the centre's records, by name.
    ///
    /// # Errors
    /// [`StoreError::SchemasDiffer`] for a column this program cannot copy.
    pub async fn table_shapes(&mut self) -> Result<Vec<TableShape>, StoreError> {
        let catalogue = if self.has_server() { POSTGRES } else { SQLITE };
        let rows: Vec<CatalogueRow> = self.rows_plain(catalogue.to_owned()).await?;
        let mut tables: BTreeMap<String, Vec<CatalogueRow>> = BTreeMap::new();
        for row in rows {
            tables.entry(row.table_name.clone()).or_default().push(row);
        }
        tables.into_iter().map(|(name, rows)| shape(name, &rows)).collect()
    }
}

fn shape(name: String, rows: &[CatalogueRow]) -> Result<TableShape, StoreError> {
    let mut columns = Vec::new();
    let mut key = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let Some(kind) = CellKind::named(&row.kind) else {
            return Err(StoreError::SchemasDiffer { table: name });
        };
        columns.push(ColumnShape { name: row.column_name.clone(), kind });
        if row.key_place > 0 {
            key.push((row.key_place, place));
        }
    }
    key.sort_unstable();
    Ok(TableShape { name, columns, key: key.into_iter().map(|(_, place)| place).collect() })
}
