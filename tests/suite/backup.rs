//! A backup counts once it was read again, opens only with its key, and restores what was.

use std::path::{Path, PathBuf};

use bidhall_desk::backup::{take_at_close, take_due};
use serde_json::{Value, json};

use crate::bench::{Bench, Ground, PASSPHRASE, runtime};
use crate::days::{JIA, doors, evening, session, through};

/// Puts a second folder into the settings.
async fn with_second_folder(bench: &Bench, folder: &Path) {
    let settings = bench.ok("lead", "settings.view", json!({})).await;
    let settings = settings["settings"].as_array().unwrap();
    let mut body = settings.iter().find(|one| one["topic"] == "keeping").unwrap()["body"].clone();
    body["backup"]["secondFolder"] = json!(folder);
    let change = json!({ "topic": "keeping", "body": body, "reason": "两处保存" });
    bench.ok("lead", "settings.change", change).await;
}

fn path_of(state: &Value) -> PathBuf {
    PathBuf::from(state["files"][0]["path"].as_str().unwrap())
}

both_engines! {
    async fn a_backup_is_read_again_and_shown(ground: &Ground) {
        let bench = evening(ground).await;
        let second = ground.folder.path().join("second");
        with_second_folder(&bench, &second).await;
        let before = bench.ok("lead", "backup.state", json!({})).await;
        assert_eq!((&before["lastGood"], &before["overdue"]), (&Value::Null, &json!(true)));
        let state = bench.ok("lead", "backup.now", json!({})).await;
        assert_eq!((&state["overdue"], &state["ageHours"]), (&json!(false), &json!(0)));
        assert_eq!(state["lastGood"]["secondGood"], true);
        assert_eq!(state["files"].as_array().unwrap().len(), 2, "one in each folder");
        let path = path_of(&state);
        let raw = ground.raw().await;
        let check = bench.ok("lead", "backup.check", json!({ "path": path })).await;
        assert_eq!((&check["asRecorded"], &check["rows"]), (&json!(true), &state["lastGood"]["rows"]));
        assert_eq!(check["auditLinks"], json!(raw.count("audit").await - 1), "all but the link of the backup itself");
        let sealed = std::fs::read(&path).unwrap();
        for word in ["示例建工一有限公司", "SQLite format 3", "CREATE TABLE"] {
            assert!(!sealed.windows(word.len()).any(|part| part == word.as_bytes()), "{word} stands in the backup");
        }
        let left: Vec<_> = std::fs::read_dir(ground.folder.path()).unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("backup-") || name.starts_with("check-")).collect();
        assert_eq!(left, Vec::<String>::new(), "a copy in the clear is left");
        assert_eq!(bench.ok("auditor", "audit.verify", json!({})).await["brokenAt"], Value::Null);
    }

    async fn what_restoring_changes_is_shown_and_then_it_is_so(ground: &Ground) {
        let bench = doors(ground).await;
        let state = bench.ok("lead", "backup.now", json!({})).await;
        let path = path_of(&state);
        let first = session(&bench, "YL-0312-01").await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let now = ground.raw().await.count("audit").await;

        let look = bench.ok("lead", "backup.look", json!({ "path": path })).await;
        let tags = look["kinds"].as_array().unwrap().iter().find(|kind| kind["kind"] == "tags").unwrap().clone();
        assert_eq!((&tags["then"], &tags["now"]), (&json!(0), &json!(1)));
        assert_eq!(look["continues"], true);
        assert_eq!(look["now"]["links"], json!(now));
        assert_eq!(bench.refused("gate1", "backup.look", json!({ "path": path })).await, "role_not_allowed");
        assert_eq!(bench.refused("gate1", "backup.restore", json!({ "path": path })).await, "role_not_allowed");

        let view = bench.ok("lead", "backup.restore", json!({ "path": path })).await;
        assert_eq!((&view["open"], &view["engine"]), (&json!(true), &json!("sqlite")));
        assert_eq!(bench.ok("auditor", "audit.verify", json!({})).await["brokenAt"], Value::Null);
        let list = bench.ok("auditor", "audit.list", json!({ "limit": 1 })).await;
        assert_eq!(list["rows"][0]["command"], "backup.restore");
        through(&bench, "gate1", "A", &first, &JIA).await;
        let raw = ground.raw().await;
        let links = raw.count("audit").await;
        assert_eq!((raw.count("tags").await, links), (1, now + 2), "but for two refusals the old one is as it was");
    }

    async fn a_backup_that_was_altered_or_cut_short_is_none(ground: &Ground) {
        let bench = doors(ground).await;
        let path = path_of(&bench.ok("lead", "backup.now", json!({})).await);
        let whole = std::fs::read(&path).unwrap();
        for (what, bytes) in [
            ("cut short", whole[..whole.len() - 40].to_vec()),
            ("altered", { let mut bytes = whole.clone(); bytes[whole.len() / 2] ^= 1; bytes }),
            ("another kind of file", b"PK\x03\x04 not a backup".to_vec()),
            ("empty", Vec::new()),
        ] {
            std::fs::write(&path, bytes).unwrap();
            let choice = json!({ "path": path });
            assert_eq!(bench.refused("lead", "backup.check", choice.clone()).await, "backup_unreadable", "{what}");
            assert_eq!(bench.refused("lead", "backup.restore", choice).await, "backup_unreadable", "{what}");
            assert_eq!(bench.ok("lead", "database.current", json!({})).await["open"], true, "{what}");
        }
        std::fs::write(&path, whole).unwrap();
        bench.ok("lead", "backup.check", json!({ "path": path })).await;
    }

    async fn a_folder_that_cannot_be_had_is_told_and_recorded(ground: &Ground) {
        let bench = doors(ground).await;
        let file = ground.folder.path().join("a-file");
        std::fs::write(&file, "text").unwrap();
        with_second_folder(&bench, &file.join("second")).await;
        assert_eq!(bench.refused("lead", "backup.now", json!({})).await, "save_failed");
        let state = bench.ok("lead", "backup.state", json!({})).await;
        assert_eq!((&state["attempts"][0]["good"], &state["attempts"][0]["secondGood"]), (&json!(true), &json!(false)));
        assert_eq!(state["attempts"][0]["problem"], "save_failed");
    }
}

#[test]
fn a_centre_in_earnest_is_backed_up_and_opened_on_another_pc_by_its_passphrase() {
    let (ground, other) = (Ground::sqlite(), Ground::sqlite());
    runtime().block_on(async {
        let bench = Bench::real(&ground).await;
        assert!(take_due(&bench.workplace).await.unwrap(), "there was none yet");
        assert!(!take_at_close(&bench.workplace).await.unwrap(), "one was made just now");
        let path = path_of(&bench.ok("system-admin", "backup.now", json!({})).await);

        let elsewhere = Bench::open(&other).await;
        let with = |passphrase: &str| json!({ "path": path, "passphrase": passphrase });
        assert_eq!(elsewhere.refused("", "backup.look", json!({ "path": path })).await, "backup_key");
        assert_eq!(elsewhere.refused("", "backup.look", with("示例 另一 个 口令")).await, "backup_key");
        let look = elsewhere.ok("", "backup.look", with(PASSPHRASE)).await;
        assert_eq!((&look["rehearsal"], &look["now"]), (&json!(false), &Value::Null));
        let view = elsewhere.ok("", "backup.restore", with(PASSPHRASE)).await;
        assert_eq!(view["open"], true);
    });
}

#[test]
fn a_file_of_an_older_schema_is_kept_beside_the_new_one() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let old = tempfile::tempdir().unwrap();
        let all = crate::days::tests_folder().join("../src-tauri/crates/store/migrations/sqlite");
        for entry in std::fs::read_dir(all).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_owned();
            if name.to_string_lossy().as_ref() < "0010" {
                std::fs::copy(&path, old.path().join(name)).unwrap();
            }
        }
        let crate::bench::Raw::Sqlite(pool) = ground.raw_created().await else { panic!("no file") };
        sqlx::migrate::Migrator::new(old.path()).await.unwrap().run(&pool).await.unwrap();
        let person = "INSERT INTO operators (id, code, name, registered_at) VALUES (randomblob(16), 'caller', '示例己六', '2020-03-11T02:00:00+00:00')";
        sqlx::query(person).execute(&pool).await.unwrap();
        pool.close().await;
        let bench = Bench::open(&ground).await;
        assert_eq!(bench.ok("auditor", "audit.verify", json!({})).await["brokenAt"], Value::Null);
        let kept: Vec<_> = std::fs::read_dir(ground.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("centre.schema-"))
            .collect();
        assert_eq!(kept.len(), 1, "{kept:?}");
        let kept =
            sqlx::SqlitePool::connect(&format!("sqlite:{}", ground.folder.path().join(&kept[0]).display()))
                .await
                .unwrap();
        let operators: i64 =
            sqlx::query_scalar("SELECT count(*) FROM operators").fetch_one(&kept).await.unwrap();
        assert_eq!(operators, 1);
        let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'backups'")
            .fetch_one(&kept).await.unwrap();
        assert_eq!(tables, 0, "it is as it was");
    });
}
