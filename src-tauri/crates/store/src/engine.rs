//! The two engines: how each is opened, brought to the present schema and begins a transaction.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgPool, SqliteConnection, SqlitePool,
};

use crate::open::{SqliteOpen, Writer};
use crate::open_postgres::{PostgresOpen, preparation};
use crate::settings_shelf::SettingsShelf;
use crate::snapshot::keep_before_migration;
use crate::tx::Inner;
use crate::{ChangeFeed, StoreError, Tx};

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// The newest schema this program knows.
pub const SCHEMA: i64 = 11;

/// The notification channel on PostgreSQL.
pub(crate) const CHANNEL: &str = "bidhall_changes";

/// Written into the header of every SQLite file by the first migration ("BHAL").
const APPLICATION_ID: i64 = 1_112_032_588;

/// How many tables a PostgreSQL database has, and whether the audit chain of Bidhall is among them.
const POSTGRES_TABLES: &str = "SELECT count(*) FILTER (WHERE table_name = 'audit_head'), count(*)
    FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations'";

/// How many tables a file has. The list of migrations is made before the first of them, which marks the
/// file: a process that died in between leaves that list alone behind.
const SQLITE_TABLES: &str =
    "SELECT count(*) FROM sqlite_schema WHERE tbl_name NOT IN ('_sqlx_migrations', 'sqlite_sequence')";

/// How long a desk waits for another one's transaction.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// How much of a file each connection keeps in memory, in KiB (negative by SQLite's convention): enough
/// for the upper pages of every index of some years.
const CACHE: &str = "-32768";

/// How many statements each connection keeps prepared: all there are, and those that are sent together.
const STATEMENTS: usize = 512;

/// Which engine keeps the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file on this PC.
    Sqlite,
    /// A server shared by several desks.
    Postgres,
}

/// A database address, checked.
#[derive(Debug, Clone)]
pub enum Location {
    /// A file on this PC.
    File(PathBuf),
    /// A server; the options hold the password, so only [`Location::shown`] may be displayed.
    Server(Box<PgConnectOptions>),
}

impl Location {
    /// Reads `sqlite:FILE` or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
    ///
    /// # Errors
    /// [`StoreError::Address`] when it is neither.
    pub fn parse(address: &str) -> Result<Self, StoreError> {
        let address = address.trim();
        let wrong = || StoreError::Address { address: without_password(address) };
        if let Some(file) = address.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            if file.is_empty() {
                return Err(wrong());
            }
            return Ok(Self::File(PathBuf::from(file)));
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(address).map_err(|_| wrong())?;
            return Ok(Self::Server(Box::new(options)));
        }
        Err(wrong())
    }

    /// What may be shown: the file, or server and database without user and password.
    pub fn shown(&self) -> String {
        match self {
            Self::File(file) => file.display().to_string(),
            Self::Server(options) => {
                let name = options.get_database().unwrap_or_default();
                format!("{}:{}/{name}", options.get_host(), options.get_port())
            }
        }
    }
}

/// An address with whatever stands between `:` and `@` left out.
fn without_password(address: &str) -> String {
    match (address.find("://"), address.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}…{}", &address[..scheme + 3], &address[at..])
        }
        _ => address.to_owned(),
    }
}

/// The centre's records, open.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pools: Pools,
    feed: ChangeFeed,
    settings_shelf: SettingsShelf,
    shown: String,
}

#[derive(Debug, Clone)]
pub(crate) enum Pools {
    /// One writer, because SQLite has one anyway, and readers that never wait for it.
    Sqlite {
        writer: Writer,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

impl Store {
    /// Opens the database, creates it when the file is absent, and brings it to the present schema.
    ///
    /// # Errors
    /// [`StoreError`] with what stands in the way; a database that cannot be used is left as it was.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        let shown = location.shown();
        let feed = ChangeFeed::default();
        let pools = match location {
            Location::File(file) => open_sqlite(file, &shown).await?,
            Location::Server(options) => open_postgres(options, &shown, &feed).await?,
        };
        Ok(Self { pools, feed, settings_shelf: SettingsShelf::default(), shown })
    }

    /// Opens a database to read it as it is: nothing is created, brought to a newer schema or listened to.
    ///
    /// # Errors
    /// [`StoreError`] with what stands in the way, [`StoreError::OlderSchema`] among them.
    pub async fn open_to_read(location: &Location) -> Result<Self, StoreError> {
        let shown = location.shown();
        let (pools, found) = match location {
            Location::File(file) => read_sqlite(file, &shown).await?,
            Location::Server(options) => read_postgres(options, &shown).await?,
        };
        match found {
            _ if found > SCHEMA => {
                return Err(StoreError::NewerSchema { location: shown, found, known: SCHEMA });
            }
            _ if found < SCHEMA => {
                return Err(StoreError::OlderSchema { location: shown, found, known: SCHEMA });
            }
            _ => {}
        }
        Ok(Self { pools, feed: ChangeFeed::default(), settings_shelf: SettingsShelf::default(), shown })
    }

    /// Which engine is in use.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Where the records are, without user or password.
    pub fn location(&self) -> &str {
        &self.shown
    }

    /// The stream of changes.
    pub fn feed(&self) -> &ChangeFeed {
        &self.feed
    }

    /// Begins a transaction that may write. On SQLite it is the only writer from its first moment,
    /// so that a check made in it still holds when it commits.
    ///
    /// # Errors
    /// [`StoreError::Busy`] after five seconds of waiting for another desk.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let inner = match &self.pools {
            Pools::Sqlite { writer, .. } => Inner::Sqlite(writer.begin().await?),
            Pools::Postgres(pool) => Inner::Postgres(PostgresOpen::new(pool, None)),
        };
        Ok(self.tx(inner))
    }

    /// Begins the transaction of one act, named by its nonce. Another desk with the same nonce waits
    /// until this transaction ends, so that it finds the answer; SQLite's one writer makes it wait
    /// anyway.
    ///
    /// # Errors
    /// [`StoreError::Busy`] after five seconds of waiting for another desk.
    pub async fn write_once(&self, nonce: &str) -> Result<Tx, StoreError> {
        let Pools::Postgres(pool) = &self.pools else { return self.write().await };
        let open = PostgresOpen::new(pool, Some(lock_key(nonce)));
        Ok(self.tx(Inner::Postgres(open)))
    }

    /// Begins a transaction that reads one consistent state.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let inner = match &self.pools {
            Pools::Sqlite { readers, .. } => Inner::Sqlite(SqliteOpen::Reading(readers.begin().await?)),
            Pools::Postgres(pool) => Inner::Postgres(PostgresOpen::reading(pool)),
        };
        Ok(self.tx(inner))
    }

    fn tx(&self, inner: Inner) -> Tx {
        Tx {
            inner,
            feed: self.feed.clone(),
            settings_shelf: self.settings_shelf.clone(),
            touched: Vec::new(),
            head: None,
        }
    }

    /// Rids the database of what overwritten texts of these tables left behind: on SQLite by writing the
    /// whole file anew and emptying its write-ahead log, on PostgreSQL by writing the tables anew. What
    /// the server's own log holds it drops in its time.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost, or another desk works on it too long.
    pub async fn sweep(&self, tables: &[&'static str]) -> Result<(), StoreError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => writer.sweep().await,
            Pools::Postgres(pool) => {
                for table in tables {
                    sqlx::query(AssertSqlSafe(format!("VACUUM (FULL) {table}"))).execute(pool).await?;
                }
                Ok(())
            }
        }
    }

    /// Closes every connection; on SQLite this also folds the write-ahead log into the file.
    pub async fn close(self) {
        match self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// The number a nonce is locked by, the same at every desk (FNV-1a). Two nonces with one number only
/// wait for each other.
fn lock_key(nonce: &str) -> i64 {
    let hash = nonce.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    i64::from_be_bytes(hash.to_be_bytes())
}

async fn open_sqlite(file: &Path, shown: &str) -> Result<Pools, StoreError> {
    let opening = |error| StoreError::opening(shown, error);
    refuse_foreign(file, shown).await?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("cache_size", CACHE)
        // What is destroyed is overwritten in the file as well.
        .pragma("secure_delete", "ON")
        .statement_cache_capacity(STATEMENTS)
        .busy_timeout(PATIENCE);
    let first = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_with(options.clone())
        .await
        .map_err(opening)?;
    keep_before_migration(&first, file).await?;
    SQLITE_MIGRATIONS.run(&first).await.map_err(|error| migration(shown, error))?;
    first.close().await;
    let mut writer = SqliteConnection::connect_with(&options).await.map_err(opening)?;
    // Opening waits as every connection does; from here on the writer waits for other desks by itself.
    sqlx::query("PRAGMA busy_timeout = 0").execute(&mut writer).await.map_err(opening)?;
    let writer = Writer::new(writer);
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .map_err(opening)?;
    Ok(Pools::Sqlite { writer, readers })
}

const APPLIED: &str = "SELECT COALESCE(max(version), 0) FROM _sqlx_migrations";

async fn read_sqlite(file: &Path, shown: &str) -> Result<(Pools, i64), StoreError> {
    let opening = |error| StoreError::opening(shown, error);
    refuse_foreign(file, shown).await?;
    let options = SqliteConnectOptions::new().filename(file).read_only(true).busy_timeout(PATIENCE);
    let readers = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
        .map_err(opening)?;
    let found = sqlx::query_scalar(APPLIED).fetch_one(&readers).await.map_err(opening)?;
    Ok((Pools::Sqlite { writer: Writer::closed(), readers }, found))
}

async fn read_postgres(options: &PgConnectOptions, shown: &str) -> Result<(Pools, i64), StoreError> {
    let opening = |error| StoreError::opening(shown, error);
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_with(options.clone().application_name("bidhall"))
        .await
        .map_err(opening)?;
    let (ours, _): (i64, i64) = sqlx::query_as(POSTGRES_TABLES).fetch_one(&pool).await.map_err(opening)?;
    if ours == 0 {
        return Err(StoreError::Foreign { location: shown.to_owned() });
    }
    let found = sqlx::query_scalar(APPLIED).fetch_one(&pool).await.map_err(opening)?;
    Ok((Pools::Postgres(pool), found))
}

/// Looks at a file that exists before anything is written to it: opening it for work would already
/// change how another program's database keeps its log.
async fn refuse_foreign(file: &Path, shown: &str) -> Result<(), StoreError> {
    match std::fs::metadata(file) {
        Ok(found) if found.is_dir() => return Err(StoreError::CannotOpen { location: shown.to_owned() }),
        Ok(found) if found.len() > 0 => {}
        Ok(_) | Err(_) => return Ok(()),
    }
    let opening = |error| StoreError::opening(shown, error);
    let options = SqliteConnectOptions::new().filename(file).read_only(true).busy_timeout(PATIENCE);
    let mut look = SqliteConnection::connect_with(&options).await.map_err(opening)?;
    let mark: i64 =
        sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut look).await.map_err(opening)?;
    let tables: i64 = sqlx::query_scalar(SQLITE_TABLES).fetch_one(&mut look).await.map_err(opening)?;
    look.close().await.map_err(opening)?;
    if tables > 0 && mark != APPLICATION_ID {
        return Err(StoreError::Foreign { location: shown.to_owned() });
    }
    Ok(())
}

async fn open_postgres(
    options: &PgConnectOptions,
    shown: &str,
    feed: &ChangeFeed,
) -> Result<Pools, StoreError> {
    let opening = |error| StoreError::opening(shown, error);
    let patience = format!("{}ms", PATIENCE.as_millis());
    let options = options
        .clone()
        .application_name("bidhall")
        .options([
            ("lock_timeout", patience.as_str()),
            ("synchronous_commit", "on"),
            ("standard_conforming_strings", "on"),
        ])
        // The text of a statement holds what it writes, names too.
        .disable_statement_logging();
    let first = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_with(options.clone())
        .await
        .map_err(opening)?;
    let (ours, tables): (i64, i64) =
        sqlx::query_as(POSTGRES_TABLES).fetch_one(&first).await.map_err(opening)?;
    if tables > 0 && ours == 0 {
        return Err(StoreError::Foreign { location: shown.to_owned() });
    }
    POSTGRES_MIGRATIONS.run(&first).await.map_err(|error| migration(shown, error))?;
    first.close().await;
    let pool = PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(sqlx::raw_sql(AssertSqlSafe(preparation()))).await.map(drop)
            })
        })
        .connect_with(options)
        .await
        .map_err(opening)?;
    let listener = PgListener::connect_with(&pool).await.map_err(opening)?;
    tokio::spawn(relay_notifications(listener, pool.clone(), feed.clone()));
    Ok(Pools::Postgres(pool))
}

/// Feeds the server's notifications into the change feed. A lost connection is told as "everything
/// may have changed" once it is back.
async fn relay_notifications(mut listener: PgListener, pool: PgPool, feed: ChangeFeed) {
    if let Err(error) = listener.listen(CHANNEL).await {
        tracing::warn!(%error, "cannot listen for changes");
    }
    while !pool.is_closed() {
        match listener.try_recv().await {
            Ok(Some(note)) => feed.tell(topics(note.payload())),
            Ok(None) => feed.tell(vec!["*".to_owned()]),
            Err(error) => {
                tracing::warn!(%error, "change feed interrupted");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
    }
}

fn topics(payload: &str) -> Vec<String> {
    payload.split(',').filter(|topic| !topic.is_empty()).map(str::to_owned).collect()
}

fn migration(shown: &str, error: MigrateError) -> StoreError {
    let location = shown.to_owned();
    if let MigrateError::VersionMissing(found) = error {
        return StoreError::NewerSchema { location, found, known: SCHEMA };
    }
    if let MigrateError::Execute(error) = error {
        return StoreError::opening(shown, error);
    }
    StoreError::Migration(Box::new(error))
}
