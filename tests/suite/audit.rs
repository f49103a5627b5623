//! The audit log: one link for each change, and no link can be altered unseen.

use serde_json::{Value, json};

use crate::bench::{Bench, Raw};
use crate::days::{doors, evening, script, session};

async fn verdict(bench: &Bench) -> (Value, Value) {
    let verdict = bench.ok("auditor", "audit.verify", json!({})).await;
    (verdict["rows"].clone(), verdict["brokenAt"].clone())
}

/// What someone does first who wants to alter the log.
async fn without_triggers(raw: &Raw) {
    match raw {
        Raw::Sqlite(_) => {
            raw.run("DROP TRIGGER audit_no_update").await.unwrap();
            raw.run("DROP TRIGGER audit_no_delete").await.unwrap();
        }
        Raw::Postgres(_) => {
            raw.run("ALTER TABLE audit DISABLE TRIGGER ALL").await.unwrap();
        }
    }
}

both_engines! {
    async fn the_chain_holds_after_the_demo_day(ground: &Ground) {
        let bench = evening(ground).await;
        let rows = ground.raw().await.count("audit").await;
        assert_eq!(verdict(&bench).await, (json!(rows), Value::Null));
        assert_eq!(ground.raw().await.count("replies").await, rows, "each kept answer has its link");
    }

    async fn an_altered_link_is_named(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        without_triggers(&raw).await;
        for (column, value) in [
            ("operator", "'nobody'"), ("command", "'gate.view'"), ("subject", "'check 1'"), ("detail", "'{}'"),
            ("previous", "''"), ("hash", "'0'"), ("at", "(SELECT a.at FROM audit a WHERE a.seq = 1)"),
        ] {
            let kept = raw.texts(&format!("SELECT CAST({column} AS text) FROM audit WHERE seq = 40")).await.remove(0);
            raw.run(&format!("UPDATE audit SET {column} = {value} WHERE seq = 40")).await.unwrap();
            assert_eq!(verdict(&bench).await, (json!(39), json!(40)), "{column}");
            let cast = if column == "at" && ground.is_postgres() { "::timestamptz" } else { "" };
            raw.run(&format!("UPDATE audit SET {column} = '{}'{cast} WHERE seq = 40", kept.replace('\'', "''")))
                .await.unwrap();
            assert_eq!(verdict(&bench).await.1, Value::Null, "{column} put back");
        }
    }

    async fn a_removed_link_is_named(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        without_triggers(&raw).await;
        raw.run("DELETE FROM audit WHERE seq = 41").await.unwrap();
        assert_eq!(verdict(&bench).await, (json!(40), json!(41)));
    }

    async fn a_removed_last_link_is_named(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        without_triggers(&raw).await;
        let rows = raw.count("audit").await;
        raw.run(&format!("DELETE FROM audit WHERE seq = {rows}")).await.unwrap();
        assert_eq!(verdict(&bench).await, (json!(rows - 1), json!(rows)));
        raw.run("DELETE FROM audit").await.unwrap();
        assert_eq!(verdict(&bench).await, (json!(0), json!(1)), "all of them");
    }

    async fn two_exchanged_links_are_named(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        without_triggers(&raw).await;
        for (from, to) in [(50, -1), (51, 50), (-1, 51)] {
            raw.run(&format!("UPDATE audit SET seq = {to} WHERE seq = {from}")).await.unwrap();
        }
        assert_eq!(verdict(&bench).await, (json!(49), json!(50)));
    }

    async fn an_inserted_link_is_named(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        let rows = raw.count("audit").await;
        raw.run(&format!("INSERT INTO audit (seq, at, operator, command, subject, detail, previous, hash) \
            SELECT {}, at, operator, command, subject, detail, hash, 'x' FROM audit WHERE seq = {rows}", rows + 1))
            .await.unwrap();
        assert_eq!(verdict(&bench).await, (json!(rows), json!(rows + 1)));
    }

    async fn a_change_leaves_one_link_and_a_failure_none(ground: &Ground) {
        let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
        let raw = ground.raw().await;
        for line in script() {
            let before = raw.count("audit").await;
            let answer = bidhall_desk::rehearsal::play_line(&bench.workplace, &line).await;
            let kind = bidhall_desk::CommandSpec::named(&line.command).unwrap().kind;
            let links = i64::from(answer.is_ok() && kind == bidhall_desk::Kind::Write);
            assert_eq!(raw.count("audit").await - before, links, "line {}: {}", line.number, line.command);
        }
    }

    async fn a_link_says_who_did_what_to_what(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = crate::days::open_check(&bench, "gate1", "A", &first).await;
        let list = bench.ok("auditor", "audit.list", json!({ "before": null, "limit": 1 })).await;
        let link = &list["rows"][0];
        assert_eq!((&link["operator"], &link["command"]), (&json!("gate1"), &json!("gate.open")));
        assert_eq!(link["subject"], json!(format!("check {}", check.as_str().unwrap())));
        let raw = ground.raw().await;
        let blank = raw.texts("SELECT command FROM audit WHERE subject = ''").await;
        assert_eq!(blank, Vec::<String>::new(), "links that do not say what they are about");
    }
}
