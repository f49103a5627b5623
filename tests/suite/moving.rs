//! A centre that moves between a file and a server takes every row along, or nothing moves.

use std::collections::BTreeSet;

use bidhall_desk::moving::move_centre;
use bidhall_store::{Location, Store};
use serde_json::{Value, json};

use crate::bench::{Bench, Ground, Raw, runtime};
use crate::days::{JIA, evening, session, through};

/// The tables there really are.
async fn tables(raw: &Raw) -> Vec<String> {
    let mut names = match raw {
        Raw::Sqlite(_) => {
            raw.texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").await
        }
        Raw::Postgres(_) => {
            raw.texts("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").await
        }
    };
    names.retain(|name| name != "_sqlx_migrations");
    names.sort();
    names
}

/// Every trigger with whether it is in force, and every reference with when it is checked.
async fn guards(raw: &Raw) -> BTreeSet<String> {
    let sql = match raw {
        Raw::Sqlite(_) => "SELECT name || ' ' || sql FROM sqlite_schema WHERE type = 'trigger'",
        Raw::Postgres(_) => {
            "SELECT t.relname || ' ' || g.tgname || ' ' || g.tgenabled::text FROM pg_trigger g \
             JOIN pg_class t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal \
             UNION ALL SELECT c.conname || ' ' || c.condeferrable || ' ' || c.condeferred FROM pg_constraint c \
             WHERE c.contype = 'f'"
        }
    };
    raw.texts(sql).await.into_iter().collect()
}

both_engines! {
    async fn every_table_is_known_with_its_key(ground: &Ground) {
        Bench::open(ground).await;
        let store = Store::open(&Location::parse(&ground.address).unwrap()).await.unwrap();
        let shapes = store.read().await.unwrap().table_shapes().await.unwrap();
        let names: Vec<_> = shapes.iter().map(|shape| shape.name.clone()).collect();
        assert_eq!(names, tables(&ground.raw().await).await);
        let without: Vec<_> = shapes.iter().filter(|shape| shape.key.is_empty()).map(|shape| &shape.name).collect();
        assert_eq!(without, Vec::<&String>::new(), "rows without a key have no order");
        assert!(shapes.len() > 40);
    }
}

/// A day with everything in it, an amendment after the rooms were given too.
async fn full_day(ground: &Ground) -> Bench {
    let bench = evening(ground).await;
    bench.at("2020-03-11T09:00:00+08:00").await;
    let id = session(&bench, "YL-0312-02").await;
    let amended = json!({
        "sessionId": id, "deadline": "2020-03-13T10:00:00+08:00", "document": "示例交易〔2020〕9号",
        "reason": "招标人申请延期",
    });
    bench.ok("lead", "sessions.amend", amended).await;
    let raw = ground.raw().await;
    for table in ["session_amendments", "tags", "refusals", "tag_passages", "room_bookings", "audit"] {
        assert!(raw.count(table).await > 0, "nothing in {table} to move");
    }
    raw.close().await;
    bench
}

#[test]
fn a_centre_moves_to_a_server_and_back_and_nothing_is_lost() {
    let Some(server) = Ground::postgres() else { return };
    let (file, back) = (Ground::sqlite(), Ground::sqlite());
    runtime().block_on(async {
        full_day(&file).await.workplace.close().await;
        let mut steps = 0;
        let there = move_centre(&file.address, &server.address, &mut |_| steps += 1).await.unwrap();
        let again = move_centre(&server.address, &back.address, &mut |_| {}).await.unwrap();
        assert_eq!(there.tables, again.tables, "the file, the server and the other file are equal");
        assert_eq!((there.rows, &there.audit_head), (again.rows, &again.audit_head));
        assert!(steps >= there.tables.len() && there.rows > 400, "{steps} steps, {} rows", there.rows);
        assert_eq!(there.to, again.from);

        for (moved, fresh) in [(&server, Ground::postgres().unwrap()), (&back, Ground::sqlite())] {
            Bench::open(&fresh).await.workplace.close().await;
            let (raw, new) = (moved.raw().await, fresh.raw().await);
            assert_eq!(guards(&raw).await, guards(&new).await, "every guard is back in its place");
            assert!(raw.run("DELETE FROM audit").await.is_err());
            assert!(raw.run("UPDATE settings SET body = body").await.is_err());
            raw.close().await;
            new.close().await;
            let bench = Bench::open(moved).await;
            assert_eq!(bench.ok("auditor", "audit.verify", json!({})).await["brokenAt"], Value::Null);
            bench.at("2020-03-12T08:00:00+08:00").await;
            let first = session(&bench, "YL-0312-01").await;
            through(&bench, "gate1", "K", &first, &JIA).await;
            assert_eq!(bench.ok("auditor", "audit.verify", json!({})).await["brokenAt"], Value::Null);
            bench.workplace.close().await;
        }
    });
}

both_engines! {
    async fn a_database_with_records_is_not_written_over(ground: &Ground) {
        let file = Ground::sqlite();
        Bench::real(&file).await.workplace.close().await;
        Bench::real(ground).await.workplace.close().await;
        let rows = ground.raw().await.count("audit").await;
        let refused = move_centre(&file.address, &ground.address, &mut |_| {}).await.unwrap_err();
        assert_eq!(refused.code(), "target_not_empty");
        assert_eq!(ground.raw().await.count("audit").await, rows);
        assert_eq!(move_centre(&file.address, &file.address, &mut |_| {}).await.unwrap_err().code(), "target_not_empty");
    }

    async fn a_copy_that_fails_half_way_leaves_nothing(ground: &Ground) {
        let file = Ground::sqlite();
        full_day(&file).await.workplace.close().await;
        let raw = file.raw().await;
        // Rows whose person is gone, as a repair by hand might leave behind.
        raw.run("PRAGMA foreign_keys = OFF; UPDATE operators SET id = randomblob(16)").await.unwrap();
        raw.close().await;
        let before = std::fs::read(file.folder.path().join("centre.db")).unwrap();
        let failed = move_centre(&file.address, &ground.address, &mut |_| {}).await;
        assert!(failed.is_err(), "a row without what it refers to was copied");
        assert!(std::fs::read(file.folder.path().join("centre.db")).unwrap() == before, "the original was changed");
        if ground.is_postgres() {
            let fresh = Ground::postgres().unwrap();
            Bench::open(&fresh).await.workplace.close().await;
            let raw = ground.raw().await;
            assert_eq!(raw.count("operators").await + raw.count("audit").await, 0);
            assert_eq!(guards(&raw).await, guards(&fresh.raw().await).await);
        } else {
            assert!(!ground.folder.path().join("centre.db").exists());
        }
    }

    async fn a_chain_that_is_broken_does_not_move(ground: &Ground) {
        let file = Ground::sqlite();
        Bench::real(&file).await.workplace.close().await;
        let raw = file.raw().await;
        raw.run("DROP TRIGGER audit_no_update").await.unwrap();
        raw.run("UPDATE audit SET operator = 'nobody' WHERE seq = 3").await.unwrap();
        raw.close().await;
        let error = move_centre(&file.address, &ground.address, &mut |_| {}).await.unwrap_err();
        assert_eq!(serde_json::to_value(&error).unwrap(), json!({ "code": "audit_broken", "detail": { "at": 3 } }));
    }
}

#[test]
fn the_command_line_moves_a_centre_and_prints_the_proof() {
    let (file, other) = (Ground::sqlite(), Ground::sqlite());
    let links = runtime().block_on(async {
        Bench::real(&file).await.workplace.close().await;
        file.raw().await.count("audit").await
    });
    let arguments = ["--db", &file.address, "move", "--to", &other.address];
    let output = crate::programs::run(&arguments, file.folder.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let proof: Value = serde_json::from_slice(&output.stdout).unwrap();
    let audit =
        proof["ok"]["tables"].as_array().unwrap().iter().find(|table| table["table"] == "audit").unwrap();
    assert!(links > 10 && audit["rows"] == links, "{audit}: {links} links");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("原库未作任何改动") && told.contains(audit["hash"].as_str().unwrap()), "{told}");
    let again = crate::programs::run(&arguments, file.folder.path());
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stdout).contains("target_not_empty"));
}
