//! A database of the version before keeps its calls.

use std::path::Path;

use sqlx::migrate::Migrator;

use crate::bench::{Bench, Ground, Raw};
use crate::days::tests_folder;

/// Brings an empty database to the second version only.
async fn second_version(ground: &Ground, folder: &Path) {
    let engine = if ground.is_postgres() { "postgres" } else { "sqlite" };
    let all = tests_folder().join("../src-tauri/crates/store/migrations").join(engine);
    for name in ["0001_foundation.sql", "0002_gate.sql"] {
        std::fs::copy(all.join(name), folder.join(name)).unwrap();
    }
    let migrator = Migrator::new(folder).await.unwrap();
    match &ground.raw_created().await {
        Raw::Sqlite(pool) => migrator.run(pool).await.unwrap(),
        Raw::Postgres(pool) => migrator.run(pool).await.unwrap(),
    }
}

both_engines! {
    async fn calls_attempts_and_rooms_of_the_version_before_are_kept(ground: &Ground) {
        let folder = tempfile::tempdir().unwrap();
        second_version(ground, folder.path()).await;
        let raw = ground.raw().await;
        let now = "'2020-03-11T02:00:00+00:00'";
        let yes = if ground.is_postgres() { "TRUE" } else { "1" };
        for insert in [
            format!("INSERT INTO centre VALUES (1, '示例中心', 'Asia/Shanghai', {yes}, {now})"),
            format!("INSERT INTO operators VALUES ({}, 'caller', '示例己六', {now})", raw.new_id()),
            format!("INSERT INTO agencies VALUES ({}, '示例甲', '示例甲')", raw.new_id()),
            format!("INSERT INTO contacts SELECT {}, id, '示例赵', '13900000111' FROM agencies", raw.new_id()),
            format!("INSERT INTO rooms VALUES ({}, '101', '一室', 'opening', '区', 1, 0, 0, 5, 5, 9, 5, 0, {yes}, {yes}, 0, 1440)", raw.new_id()),
            format!("INSERT INTO sessions SELECT {}, 'YL', '', '项目', '', c.agency_id, c.id, '2020-03-12T01:00:00+00:00', \
                     '2020-03-12', 'paper', 1, 0, NULL, NULL, '', 'scheduled', '', NULL, '', {now} FROM contacts c", raw.new_id()),
            "INSERT INTO session_rooms SELECT s.id, r.id, 'opening', 1 FROM sessions s, rooms r".to_owned(),
            format!("INSERT INTO calls SELECT {}, id, '2020-03-12', {now} FROM agencies", raw.new_id()),
            format!("INSERT INTO call_attempts (id, call_id, at, operator_id, outcome, relay_confirmed, script_version, \
                     sessions_digest) SELECT {}, c.id, {now}, o.id, 'busy', {}, 1, '' FROM calls c, operators o",
                     raw.new_id(), if ground.is_postgres() { "FALSE" } else { "0" }),
        ] {
            raw.run(&insert).await.unwrap_or_else(|error| panic!("{insert}: {error}"));
        }
        raw.close().await;
        Bench::open(ground).await;
        let raw = ground.raw().await;
        let kept = "calls c JOIN call_attempts t ON t.call_id = c.id WHERE c.campaign = 'reminder' AND c.callee_id = c.agency_id";
        assert_eq!(raw.count(kept).await, 1);
        assert_eq!(raw.count("session_rooms WHERE amendment = 0").await, 1);
        assert_eq!(raw.count("settings WHERE topic = 'calendar' AND version = 1").await, 1);
        assert!(raw.run("DELETE FROM calls").await.is_err());
        let orphan = format!("INSERT INTO call_attempts (id, call_id, at, operator_id, outcome, relay_confirmed, script_version, \
            sessions_digest) SELECT {}, t.operator_id, t.at, t.operator_id, t.outcome, t.relay_confirmed, 1, '' FROM call_attempts t",
            raw.new_id());
        assert!(raw.run(&orphan).await.is_err(), "an attempt still belongs to a call");
    }
}
