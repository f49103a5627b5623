//! The audit log: one link for each change, and no link can be altered unseen.

use serde_json::{Value, json};

use crate::bench::{Bench, Raw};
use crate::days::{doors, evening, script, session};

/// The links of what was done, as against what was refused or only looked at.
pub const DONE: &str = "audit WHERE result = 'done' AND event NOT IN ('view', 'sign_in', 'sign_out')";

/// How the first damaged link is damaged.
async fn damage(bench: &Bench) -> String {
    bench.ok("auditor", "audit.verify", json!({})).await["damage"].as_str().unwrap_or("none").to_owned()
}

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
        let raw = ground.raw().await;
        assert_eq!(verdict(&bench).await, (json!(raw.count("audit").await), Value::Null));
        assert_eq!(raw.count("replies").await, raw.count(DONE).await, "each kept answer has its link");
    }

    async fn an_altered_link_is_named(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        without_triggers(&raw).await;
        let told = format!("SELECT CAST(MIN(seq) AS text) FROM {DONE} AND seq >= 40 AND detail <> '{{}}'");
        let seq: i64 = raw.texts(&told).await[0].parse().unwrap();
        for (column, value) in [
            ("operator", "'nobody'"), ("command", "'gate.view'"), ("subject", "'check 1'"), ("detail", "'{}'"),
            ("previous", "''"), ("hash", "'0'"), ("desk", "'x'"), ("event", "'view'"), ("result", "'x'"), ("at", "(SELECT a.at FROM audit a WHERE a.seq = 1)"),
        ] {
            let kept = raw.texts(&format!("SELECT CAST({column} AS text) FROM audit WHERE seq = {seq}")).await.remove(0);
            raw.run(&format!("UPDATE audit SET {column} = {value} WHERE seq = {seq}")).await.unwrap();
            assert_eq!(verdict(&bench).await, (json!(seq - 1), json!(seq)), "{column}");
            assert_eq!(damage(&bench).await, "altered", "{column}");
            let cast = if column == "at" && ground.is_postgres() { "::timestamptz" } else { "" };
            raw.run(&format!("UPDATE audit SET {column} = '{}'{cast} WHERE seq = {seq}", kept.replace('\'', "''")))
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
        assert_eq!(damage(&bench).await, "removed");
        raw.run("UPDATE audit SET seq = -seq WHERE seq > 41").await.unwrap();
        raw.run("UPDATE audit SET seq = -seq - 1 WHERE seq < 0").await.unwrap();
        assert_eq!((verdict(&bench).await.1, damage(&bench).await), (json!(41), "removed".to_owned()), "gap closed");
    }

    async fn a_removed_last_link_is_named(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        without_triggers(&raw).await;
        let rows = raw.count("audit").await;
        raw.run(&format!("DELETE FROM audit WHERE seq = {rows}")).await.unwrap();
        assert_eq!(verdict(&bench).await, (json!(rows - 1), json!(rows)));
        assert_eq!(damage(&bench).await, "removed");
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
        assert_eq!(damage(&bench).await, "moved");
    }

    async fn an_inserted_link_is_named(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        let rows = raw.count("audit").await;
        raw.run(&format!("INSERT INTO audit (seq, at, operator, command, subject, detail, previous, hash) \
            SELECT {}, at, operator, command, subject, detail, hash, 'x' FROM audit WHERE seq = {rows}", rows + 1))
            .await.unwrap();
        assert_eq!(verdict(&bench).await, (json!(rows), json!(rows + 1)));
        assert_eq!(damage(&bench).await, "inserted");
    }

    async fn a_link_put_in_between_is_named(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        without_triggers(&raw).await;
        raw.run("UPDATE audit SET seq = -seq WHERE seq >= 50").await.unwrap();
        raw.run("UPDATE audit SET seq = -seq + 1 WHERE seq < 0").await.unwrap();
        raw.run("INSERT INTO audit (seq, at, operator, command, subject, detail, previous, hash) \
            SELECT 50, at, operator, command, subject, detail, previous, 'x' FROM audit WHERE seq = 51").await.unwrap();
        assert_eq!(verdict(&bench).await, (json!(49), json!(50)));
        assert_eq!(damage(&bench).await, "inserted");
    }

    async fn links_from_before_there_were_accounts_still_hold(ground: &Ground) {
        let bench = Bench::open(ground).await;
        let raw = ground.raw().await;
        // Written by the program as it was before, in a rehearsal that had just begun.
        raw.run("UPDATE audit_head SET seq = 1").await.unwrap();
        raw.run("INSERT INTO audit (seq, at, operator, command, subject, detail, previous, hash) VALUES \
            (1, '2020-03-11 00:30:00+00:00', '', 'operators.register', 'operator lead', '{\"roles\":[\"duty_lead\"]}', '', \
            'a538d92140e72775d905e3a04a7a4807d42fef61168f1fdbcc6494bf3a485aab')").await.unwrap();
        assert_eq!(bench.ok("", "audit.verify", json!({})).await["brokenAt"], Value::Null);
        without_triggers(&raw).await;
        raw.run("UPDATE audit SET result = 'done' WHERE seq = 1").await.unwrap();
        assert_eq!(damage(&bench).await, "altered", "they have no result");
    }

    async fn a_change_leaves_one_link_and_so_does_a_refusal(ground: &Ground) {
        let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
        let raw = ground.raw().await;
        for line in script() {
            let before = raw.count("audit WHERE event <> 'view'").await;
            let answer = bidhall_desk::rehearsal::play_line(&bench.workplace, &line).await;
            let kind = bidhall_desk::CommandSpec::named(&line.command).unwrap().kind;
            // A reading without a body's temperature is a slip of the hand and no refusal.
            let mistyped = answer.as_ref().err().is_some_and(|error| error.code() == "reading_implausible");
            let links = i64::from(kind == bidhall_desk::Kind::Write && !mistyped);
            assert_eq!(raw.count("audit WHERE event <> 'view'").await - before, links, "line {}: {}", line.number, line.command);
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
        let blank = raw.texts(&format!("SELECT command FROM {DONE} AND subject = ''")).await;
        assert_eq!(blank, Vec::<String>::new(), "links that do not say what they are about");
    }
}
