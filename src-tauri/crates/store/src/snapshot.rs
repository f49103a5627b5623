//! A file as it is at one moment, copied while others work on it.

use std::path::{Path, PathBuf};

use sqlx::{SqlitePool, query_scalar};

use crate::engine::{Pools, SCHEMA};
use crate::{Store, StoreError, Tx};

impl Store {
    /// Writes what the file holds at this moment into a new file; nobody waits for it. On a server
    /// there is no file: nothing is written and the answer is `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the new file cannot be written whole.
    pub async fn snapshot_into(&self, file: &Path) -> Result<bool, StoreError> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => vacuum_into(readers, file).await.map(|()| true),
            Pools::Postgres(_) => Ok(false),
        }
    }
}

impl Tx {
    /// What SQLite finds wrong with the pages of the file; nothing on a server.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn page_faults(&mut self) -> Result<Vec<String>, StoreError> {
        if self.has_server() {
            return Ok(Vec::new());
        }
        let told: Vec<(String,)> = self.rows_plain("PRAGMA integrity_check(10)".to_owned()).await?;
        Ok(told.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect())
    }
}

async fn vacuum_into(readers: &SqlitePool, file: &Path) -> Result<(), StoreError> {
    let shown = file.display().to_string();
    let Some(text) = file.to_str() else { return Err(StoreError::CannotOpen { location: shown }) };
    sqlx::query("VACUUM INTO $1")
        .bind(text)
        .execute(readers)
        .await
        .map_err(|error| StoreError::opening(&shown, error))?;
    Ok(())
}

/// Copies a file of an older schema beside itself before it is brought to the present one. The copy is
/// named by the schema it has; one that is there already stays.
pub(crate) async fn keep_before_migration(pool: &SqlitePool, file: &Path) -> Result<(), StoreError> {
    let opening = |error| StoreError::opening(&file.display().to_string(), error);
    let tables: i64 = query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
        .fetch_one(pool)
        .await
        .map_err(opening)?;
    if tables == 0 {
        return Ok(());
    }
    let found: i64 = query_scalar("SELECT COALESCE(max(version), 0) FROM _sqlx_migrations")
        .fetch_one(pool)
        .await
        .map_err(opening)?;
    if (1..SCHEMA).contains(&found) { vacuum_into(pool, &beside(file, found)).await } else { Ok(()) }
}

/// `centre.db` of schema 6 is kept as `centre.schema-6.db`, or as `centre.schema-6-2.db` when that is
/// there.
fn beside(file: &Path, schema: i64) -> PathBuf {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut kept = file.with_file_name(format!("{stem}.schema-{schema}.db"));
    let mut number = 2;
    while kept.exists() {
        kept = file.with_file_name(format!("{stem}.schema-{schema}-{number}.db"));
        number += 1;
    }
    kept
}
