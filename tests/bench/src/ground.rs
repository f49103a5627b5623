//! A database of the benchmark's own on either engine, and a way to it without the program in between.

use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};
use tempfile::TempDir;

use crate::BenchError;

/// Where the measurement takes place.
pub(crate) struct Ground {
    pub(crate) address: String,
    pub(crate) folder: TempDir,
    server: Option<(String, String)>,
}

/// Connections that know nothing of Bidhall but open the engine just as durably.
pub(crate) enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Ground {
    pub(crate) fn sqlite(folder: &Path) -> Result<Self, BenchError> {
        let folder = tempfile::tempdir_in(folder)?;
        let address = format!("sqlite:{}", folder.path().join("centre.db").display());
        Ok(Self { address, folder, server: None })
    }

    pub(crate) async fn postgres(server: &str) -> Result<Self, BenchError> {
        let pool = PgPool::connect(server).await?;
        let fsync: String = sqlx::query_scalar("SHOW fsync").fetch_one(&pool).await?;
        if fsync != "on" {
            return Err(BenchError::Day("the server's fsync is off: nothing it commits is durable".into()));
        }
        let name = format!("bidhall_bench_{}", std::process::id());
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await?;
        pool.close().await;
        let place = server.rsplit_once('/').map_or(server, |(place, _)| place);
        let address = format!("{place}/{name}");
        Ok(Self { address, folder: tempfile::tempdir()?, server: Some((server.to_owned(), name)) })
    }

    pub(crate) const fn name(&self) -> &'static str {
        if self.server.is_some() { "PostgreSQL" } else { "SQLite, synchronous=FULL" }
    }

    pub(crate) async fn raw(&self, connections: u32) -> Result<Raw, BenchError> {
        let patience = std::time::Duration::from_secs(5);
        if self.server.is_some() {
            let options: PgConnectOptions = self.address.parse()?;
            let pool = PgPoolOptions::new().max_connections(connections).connect_with(options).await?;
            return Ok(Raw::Postgres(pool));
        }
        let options: SqliteConnectOptions = self.address.parse()?;
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(patience);
        let pool = SqlitePoolOptions::new().max_connections(connections).connect_with(options).await?;
        Ok(Raw::Sqlite(pool))
    }

    pub(crate) async fn remove(self) -> Result<(), BenchError> {
        if let Some((server, name)) = &self.server {
            let pool = PgPool::connect(server).await?;
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            sqlx::query(AssertSqlSafe(drop)).execute(&pool).await?;
            pool.close().await;
        }
        Ok(self.folder.close()?)
    }
}

impl Raw {
    pub(crate) async fn run(&self, sql: &str) -> Result<(), BenchError> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::raw_sql(sql).execute(pool).await.map(|_| ())?,
            Self::Postgres(pool) => sqlx::raw_sql(sql).execute(pool).await.map(|_| ())?,
        }
        Ok(())
    }

    pub(crate) async fn texts(&self, sql: &str) -> Result<Vec<String>, BenchError> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await?,
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await?,
        })
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
