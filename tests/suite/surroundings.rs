//! Databases that cannot be used: each failure has its own code and sentence, comes soon, and leaves
//! nothing behind.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bidhall_desk::{DeskError, Language};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use crate::bench::{Bench, Ground, POSTGRES, on_server, postgres_server, runtime, workplace};

fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        }
        found.insert(path);
    }
    found
}

/// Opens an address that cannot be opened; the failure must be told the same way afterwards.
fn failure(folder: &TempDir, address: &str) -> DeskError {
    runtime().block_on(async {
        let before = files(folder.path());
        let workplace = workplace(folder.path().join("data"));
        let began = Instant::now();
        let open = json!({ "command": "database.open", "payload": { "url": address } }).to_string();
        let answer: Value = serde_json::from_str(&workplace.handle_text(&open).await).unwrap();
        assert!(began.elapsed() < Duration::from_secs(6), "{address} took {:?}", began.elapsed());
        let error = workplace.desk().await.unwrap_err();
        assert_eq!(answer["error"], serde_json::to_value(&error).unwrap());

        let current = json!({ "command": "database.current" }).to_string();
        let current: Value = serde_json::from_str(&workplace.handle_text(&current).await).unwrap();
        assert_eq!(current["ok"]["open"], false);
        assert_eq!(current["ok"]["failure"], answer["error"]);
        let view = json!({ "command": "centre.view" }).to_string();
        let view: Value = serde_json::from_str(&workplace.handle_text(&view).await).unwrap();
        assert_eq!(view["error"], answer["error"], "every command tells why");

        let left: Vec<_> = files(folder.path()).difference(&before).cloned().collect();
        assert_eq!(left, Vec::<PathBuf>::new(), "left behind by {address}");
        for language in [Language::Chinese, Language::English] {
            let text = error.text(language);
            assert!(text.len() > 20 && !text.contains('{') && !text.contains("secret-word"), "{text}");
        }
        assert!(
            !format!("{answer}{current}").contains("secret-word"),
            "the password is told: {answer}{current}"
        );
        error
    })
}

fn sqlite(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

#[test]
fn an_address_that_is_none() {
    let folder = tempfile::tempdir().unwrap();
    for address in
        ["centre.db", "sqlite:", "mysql://a:secret-word@b/c", "postgres:/x", "http://a:secret-word@b", "::"]
    {
        assert_eq!(failure(&folder, address).code(), "database_address", "{address}");
    }
    assert_eq!(failure(&folder, "postgres://a:secret-word@host:port/name").code(), "database_address");
}

#[test]
fn a_file_that_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.db");
    let letter = "A letter, and not a database. ".repeat(100);
    std::fs::write(&path, &letter).unwrap();
    assert_eq!(failure(&folder, &sqlite(&path)).code(), "database_not_a_database");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), letter);
}

fn with_sqlite(path: &Path, statements: &[&str]) {
    runtime().block_on(async {
        let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}?mode=rwc", path.display())).await.unwrap();
        for statement in statements {
            sqlx::query(AssertSqlSafe((*statement).to_owned())).execute(&pool).await.unwrap();
        }
        pool.close().await;
    });
}

#[test]
fn a_database_of_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    with_sqlite(&path, &["CREATE TABLE contacts (name TEXT)", "INSERT INTO contacts VALUES ('示例')"]);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(failure(&folder, &sqlite(&path)).code(), "database_foreign");
    assert!(std::fs::read(&path).unwrap() == before, "the other program's file was changed");
}

#[test]
fn a_postgresql_database_of_another_program() {
    let Some(ground) = Ground::postgres() else { return };
    runtime().block_on(async {
        ground.raw().await.run("CREATE TABLE letters (name text)").await.unwrap();
    });
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(failure(&folder, &ground.address).code(), "database_foreign");
    runtime().block_on(async {
        let tables = ground
            .raw()
            .await
            .texts("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            .await;
        assert_eq!(tables, ["letters"]);
    });
}

both_engines! {
    async fn a_database_of_a_newer_version(ground: &Ground) {
        let bench = Bench::real(ground).await;
        bench.workplace.close().await;
        let raw = ground.raw().await;
        raw.run("INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) \
            SELECT 9999, 'newer', installed_on, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1")
            .await.unwrap();
        raw.close().await;
        let error = workplace(ground.folder.path().join("data")).open(&ground.address).await.unwrap_err();
        let DeskError::DatabaseNewer { found, known, .. } = error else { panic!("{error:?}") };
        assert_eq!((found, i64::from(known)), (9999, bidhall_store::SCHEMA));
        assert_eq!(ground.raw().await.count("operators").await, 9);
    }
}

#[test]
fn a_folder_that_does_not_exist() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere/centre.db");
    assert_eq!(failure(&folder, &sqlite(&path)).code(), "database_cannot_open");
}

#[test]
fn a_folder_that_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "text").unwrap();
    assert_eq!(
        failure(&folder, &sqlite(&folder.path().join("file/centre.db"))).code(),
        "database_cannot_open"
    );
}

#[test]
fn a_file_that_is_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("centre.db")).unwrap();
    assert_eq!(failure(&folder, &sqlite(&folder.path().join("centre.db"))).code(), "database_cannot_open");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(failure(&folder, "sqlite:/proc/centre.db").code(), "database_cannot_open");
}

#[test]
fn a_file_that_cannot_be_written() {
    let ground = Ground::sqlite();
    runtime().block_on(async { Bench::real(&ground).await.workplace.close().await });
    let path = ground.folder.path().join("centre.db");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    if std::fs::OpenOptions::new().append(true).open(&path).is_ok() {
        eprintln!("NOT TESTED: whoever runs this writes files that are marked read-only");
        return;
    }
    assert_eq!(failure(&ground.folder, &ground.address).code(), "database_read_only");
}

#[test]
fn a_wrong_password() {
    let Some(server) = postgres_server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (_, place) = server.split_once('@').unwrap();
    for user in ["bidhall:secret-word", "nobody:secret-word"] {
        let error = failure(&folder, &format!("postgres://{user}@{place}"));
        assert_eq!(error.code(), "database_password", "{user} ({POSTGRES} must ask for passwords)");
    }
}

#[test]
fn a_database_the_server_does_not_have() {
    let Some(server) = postgres_server() else { return };
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(failure(&folder, &on_server(&server, "nowhere")).code(), "database_missing");
}

#[test]
fn a_server_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let address = format!("postgres://bidhall:secret-word@127.0.0.1:{free}/centre");
    assert_eq!(failure(&folder, &address).code(), "database_unreachable");
    let unknown = "postgres://bidhall:secret-word@no-such-host.invalid/centre";
    assert_eq!(failure(&folder, unknown).code(), "database_unreachable");
}

#[test]
fn a_server_that_does_not_answer() {
    let folder = tempfile::tempdir().unwrap();
    let silent = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = silent.local_addr().unwrap().port();
    let address = format!("postgres://bidhall:secret-word@127.0.0.1:{port}/centre");
    assert_eq!(failure(&folder, &address).code(), "database_unreachable");
}

#[test]
fn a_workplace_recovers_from_a_failure() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let workplace = workplace(ground.folder.path().to_owned());
        assert!(workplace.open("sqlite:/nowhere/centre.db").await.is_err());
        assert!(workplace.open(&ground.address).await.is_ok());
        assert!(workplace.desk().await.is_ok());
    });
}

#[test]
fn two_programs_work_on_one_file_at_once() {
    let ground = Ground::sqlite();
    let data = ground.folder.path().to_owned();
    runtime().block_on(async {
        Bench::rehearsal(&ground, "2020-03-11T08:00:00+08:00").await.workplace.close().await;
    });
    crate::programs::bidhall();
    let programs: Vec<_> = (0..2)
        .map(|program| {
            let (address, data) = (ground.address.clone(), data.clone());
            std::thread::spawn(move || {
                for number in 0..6 {
                    let form = json!({ "code": format!("p{program}-{number}"), "name": "示例人", "roles": ["gate"] });
                    let form = form.to_string();
                    let arguments = ["--db", &address, "call", "operators.register", &form];
                    let output = crate::programs::run(&arguments, &data);
                    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
                }
            })
        })
        .collect();
    for program in programs {
        program.join().unwrap();
    }
    let output = crate::programs::run(&["--db", &ground.address, "verify"], &data);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    runtime().block_on(async { assert_eq!(ground.raw().await.count("operators").await, 12) });
}

#[test]
fn the_command_line_says_on_both_channels_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        crate::programs::run(&["--english", "--db", "sqlite:/nowhere/x.db", "verify"], folder.path());
    assert!(!output.status.success());
    let wire: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(wire["error"]["code"], "database_cannot_open");
    assert!(String::from_utf8(output.stderr).unwrap().contains("/nowhere/x.db cannot be opened"));
    assert_eq!(files(folder.path()), BTreeSet::new());
}
