//! What the contract tests stand on: a fresh database on either engine, and a desk at it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use bidhall_desk::rehearsal::begin;
use bidhall_desk::{Call, Clock, Desk, DeskError, Entropy, FolderHost, HostError, KeyShelf, Workplace};
use bidhall_rules::roles::Role;
use bidhall_seal::{CentreKey, WrappedKey};
use bidhall_store::rehearsal::ClockRow;
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::signing;

/// Where the databases of the tests may be made on PostgreSQL.
pub const POSTGRES: &str = "BIDHALL_TEST_POSTGRES";

/// Stamps each contract test for both engines.
macro_rules! both_engines {
    ($(async fn $name:ident($ground:ident: &Ground) $body:block)+) => {
        $(mod $name {
            #[allow(unused_imports, reason = "each test takes what it needs")]
            use super::*;

            async fn contract($ground: &crate::bench::Ground) $body

            #[test]
            fn sqlite() {
                let ground = crate::bench::Ground::sqlite();
                crate::bench::runtime().block_on(contract(&ground));
            }

            #[test]
            fn postgres() {
                if let Some(ground) = crate::bench::Ground::postgres() {
                    crate::bench::runtime().block_on(contract(&ground));
                }
            }
        })+
    };
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// The server for tests, if there is one. Without it a test is passed over aloud, but never where
/// nobody would hear it.
pub fn postgres_server() -> Option<String> {
    let server = std::env::var_os(POSTGRES).map(|server| server.into_string().unwrap());
    if server.is_none() {
        let unattended = std::env::var_os("CI").is_some_and(|value| value == "true");
        assert!(!unattended, "{POSTGRES} is not set, so half of the contract would not be tested");
        eprintln!("NOT TESTED ON POSTGRESQL: {POSTGRES} is not set (`cargo xtask test` sets it)");
    }
    server
}

/// An address on the same server with another database.
pub fn on_server(server: &str, database: &str) -> String {
    let (place, _) = server.rsplit_once('/').unwrap();
    format!("{place}/{database}")
}

/// A database of a test's own, gone with this value.
#[derive(Debug)]
pub struct Ground {
    pub address: String,
    pub folder: TempDir,
    server: Option<(String, String)>,
}

impl Ground {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("centre.db").display());
        Self { address, folder, server: None }
    }

    pub fn postgres() -> Option<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let server = postgres_server()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("bidhall_test_{}_{number}", std::process::id());
        administer(&server, &format!("CREATE DATABASE {name}"));
        let address = on_server(&server, &name);
        Some(Self { address, folder: tempfile::tempdir().unwrap(), server: Some((server, name)) })
    }

    pub fn is_postgres(&self) -> bool {
        self.server.is_some()
    }

    /// The database without the program in between.
    pub async fn raw(&self) -> Raw {
        match &self.server {
            Some(_) => Raw::Postgres(PgPool::connect(&self.address).await.unwrap()),
            None => Raw::Sqlite(SqlitePool::connect(&self.address).await.unwrap()),
        }
    }
}

impl Ground {
    /// As [`Ground::raw`], also where no file is yet.
    pub async fn raw_created(&self) -> Raw {
        if self.is_postgres() {
            return self.raw().await;
        }
        Raw::Sqlite(SqlitePool::connect(&format!("{}?mode=rwc", self.address)).await.unwrap())
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.server {
            administer(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn administer(server: &str, statement: &str) {
    std::thread::scope(|scope| {
        let work = scope.spawn(|| {
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
                let pool = PgPool::connect(server).await.unwrap();
                sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&pool).await.unwrap();
                pool.close().await;
            });
        });
        let done = work.join();
        assert!(done.is_ok() || std::thread::panicking(), "{statement}");
    });
}

/// A connection of neither desk nor store.
pub enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Raw {
    /// Runs a statement and tells how many rows it touched, or what the database objects.
    pub async fn run(&self, sql: &str) -> Result<u64, String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query(sql).execute(pool).await.map(|done| done.rows_affected()),
            Self::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|done| done.rows_affected()),
        }
        .map_err(|error| error.to_string())
    }

    /// The texts of a query with one column.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
        }
    }

    pub async fn count(&self, table: &str) -> i64 {
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }

    /// An expression for a new id.
    pub fn new_id(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "randomblob(16)",
            Self::Postgres(_) => "gen_random_uuid()",
        }
    }

    pub async fn close(self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// The key of a rehearsal, which is no secret.
pub async fn rehearsal_key(raw: &Raw) -> CentreKey {
    let wrapped = raw.texts("SELECT wrapped FROM centre_keys WHERE purpose = 'rehearsal'").await;
    let wrapped: WrappedKey = serde_json::from_str(&wrapped[0]).unwrap();
    wrapped.unwrap_with("bidhall rehearsal: this text is no secret").unwrap().keys()
}

/// A clock that stands where it is put.
#[derive(Debug)]
pub struct StandingClock(pub DateTime<Utc>);

impl Clock for StandingClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// Chance that is the same in every run.
#[derive(Debug, Default)]
pub struct CountedEntropy(AtomicU64);

impl Entropy for CountedEntropy {
    fn seed(&self) -> Result<[u8; 32], HostError> {
        let mut seed = [7; 32];
        seed[..8].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        Ok(seed)
    }
}

pub fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The passphrase of every centre that a test founds.
pub const PASSPHRASE: &str = "示例 云岭 开标 大厅";

/// The key store of the machine the tests run on: a centre that was founded here opens here.
#[derive(Debug, Default)]
pub struct MemoryShelf(Mutex<BTreeMap<String, String>>);

impl KeyShelf for MemoryShelf {
    fn fetch(&self, mark: &str) -> Option<Zeroizing<String>> {
        self.0.lock().unwrap().get(mark).cloned().map(Zeroizing::new)
    }

    fn keep(&self, mark: &str, secret: &str) {
        self.0.lock().unwrap().insert(mark.to_owned(), secret.to_owned());
    }

    fn forget(&self, mark: &str) {
        self.0.lock().unwrap().remove(mark);
    }
}

/// The shelf of this machine.
pub fn shelf() -> Arc<MemoryShelf> {
    static SHELF: LazyLock<Arc<MemoryShelf>> = LazyLock::new(Arc::default);
    Arc::clone(&SHELF)
}

/// A workplace with nothing open.
pub fn workplace(folder: PathBuf) -> Arc<Workplace> {
    let documents = folder.join("documents");
    let workplace = Workplace::new(
        Arc::new(FolderHost::new(folder, documents)),
        Arc::new(StandingClock(time("2020-03-11T00:00:00Z"))),
        Arc::new(CountedEntropy::default()),
    );
    Arc::new(workplace.with_shelf(shelf()))
}

/// A desk at an open database.
pub struct Bench {
    pub workplace: Arc<Workplace>,
    pub desk: Desk,
    nonces: AtomicU64,
    /// The tokens of those who signed in, by code.
    tokens: BTreeMap<String, String>,
}

impl Bench {
    /// Opens the database of the ground, as it is.
    pub async fn open(ground: &Ground) -> Self {
        let workplace = workplace(ground.folder.path().to_owned());
        let desk = workplace.open(&ground.address).await.unwrap();
        Self { workplace, desk, nonces: AtomicU64::new(0), tokens: BTreeMap::new() }
    }

    /// A rehearsal whose clock stands at that time.
    pub async fn rehearsal(ground: &Ground, at: &str) -> Self {
        let bench = Self::open(ground).await;
        begin(&bench.desk, "云岭区公共资源交易中心", time(at)).await.unwrap();
        bench
    }

    /// A centre in earnest, with one person of each role whose code is the role's word. All are signed in.
    pub async fn real(ground: &Ground) -> Self {
        let mut bench = Self::open(ground).await;
        let workplace = Arc::clone(&bench.workplace);
        signing::found(&workplace).await;
        let security = signing::sign_in(&workplace, "security-admin").await;
        for role in Role::ALL {
            let code = role.as_str().replace('_', "-");
            let token = match role {
                Role::SecurityAdmin => security.clone(),
                Role::SystemAdmin | Role::Auditor => signing::sign_in(&workplace, &code).await,
                Role::Gate
                | Role::Caller
                | Role::Scheduler
                | Role::Rounds
                | Role::DutyLead
                | Role::Supervision => signing::settled(&workplace, &security, &code, &[*role]).await,
            };
            bench.tokens.insert(code, token);
        }
        bench
    }

    /// The token of a person of a centre in earnest.
    pub fn token(&self, code: &str) -> String {
        self.tokens[code].clone()
    }

    pub fn nonce(&self) -> String {
        format!("bench-{}", self.nonces.fetch_add(1, Ordering::Relaxed))
    }

    /// Sends a command with a nonce of its own.
    pub async fn call(&self, operator: &str, command: &str, payload: Value) -> Result<Value, DeskError> {
        self.repeat(operator, &self.nonce(), command, payload).await
    }

    /// Sends a command with this nonce.
    pub async fn repeat(
        &self,
        operator: &str,
        nonce: &str,
        command: &str,
        payload: Value,
    ) -> Result<Value, DeskError> {
        let token = self.tokens.get(operator).cloned();
        let operator = Some(operator.to_owned()).filter(|code| !code.is_empty());
        let nonce = Some(nonce.to_owned());
        let call = Call { command: command.to_owned(), operator, token, nonce, payload, ..Call::default() };
        self.workplace.handle(&call).await
    }

    pub async fn ok(&self, operator: &str, command: &str, payload: Value) -> Value {
        match self.call(operator, command, payload).await {
            Ok(reply) => reply,
            Err(error) => panic!("{operator}: {command}: {error:?}"),
        }
    }

    /// The code of the error a command ends with.
    pub async fn refused(&self, operator: &str, command: &str, payload: Value) -> String {
        match self.call(operator, command, payload).await {
            Ok(reply) => panic!("{operator}: {command} was answered: {reply}"),
            Err(error) => error.code(),
        }
    }

    /// Puts the clock of a rehearsal to a time.
    pub async fn at(&self, at: &str) {
        let clock =
            ClockRow { scripted_at: time(at), anchored_at: self.desk.clock.now(), running: false, speed: 1 };
        let mut tx = self.desk.store.write().await.unwrap();
        tx.set_rehearsal_clock(&clock).await.unwrap();
        tx.commit().await.unwrap();
    }
}
