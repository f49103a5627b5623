//! Personal data in their time: what is due is destroyed by two people and certified, what is held stays,
//! and everything else cannot be removed as before.

use serde_json::{Value, json};

use crate::bench::{Bench, Ground, Raw};
use crate::days::{JIA, doors, evening, session, through};

/// The demo day, looked at some weeks later.
async fn weeks_later(ground: &Ground) -> Bench {
    let bench = evening(ground).await;
    let raw = ground.raw().await;
    assert!(raw.count("temperature_readings").await > 0 && raw.count("persons").await > 0);
    raw.close().await;
    bench.at("2020-04-20T09:00:00+08:00").await;
    bench
}

fn due(state: &Value, table: &str) -> u64 {
    let rows = state["due"].as_array().unwrap().iter().find(|row| row["table"] == table);
    rows.unwrap()["rows"].as_u64().unwrap()
}

/// What stands in the file for the people of the day: seals, and the hashes they are found by.
async fn marks(raw: &Raw) -> Vec<String> {
    raw.texts(
        "SELECT document_number FROM persons UNION SELECT name FROM persons \
               UNION SELECT document_key FROM persons UNION SELECT person_name FROM entry_checks \
               WHERE person_name IS NOT NULL",
    )
    .await
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

/// A figure of the day's summary.
fn figure(summary: &Value, key: &str) -> Value {
    let text = summary.to_string();
    let figures = summary["figures"].as_array().unwrap_or_else(|| panic!("{text}"));
    figures.iter().find(|figure| figure["key"] == key).unwrap_or_else(|| panic!("{text}"))["count"].clone()
}

async fn order(bench: &Bench) -> Value {
    let state = bench.ok("lead", "keeping.order", json!({ "reason": "示例办〔2020〕3号 到期销毁" })).await;
    let orders = state["orders"].as_array().unwrap();
    orders.iter().find(|order| order["certificate"].is_null()).unwrap()["id"].clone()
}

both_engines! {
    async fn nothing_is_destroyed_before_its_time(ground: &Ground) {
        let bench = evening(ground).await;
        bench.at("2020-03-20T09:00:00+08:00").await;
        let state = bench.ok("lead", "keeping.state", json!({})).await;
        assert_eq!((&state["healthDays"], due(&state, "persons")), (&json!(30), 0));
        assert_eq!(bench.refused("lead", "keeping.order", json!({ "reason": "到期销毁" })).await, "nothing_due");
    }

    async fn two_people_destroy_what_is_due_and_the_day_still_counts(ground: &Ground) {
        let bench = weeks_later(ground).await;
        let raw = ground.raw().await;
        let before = bench.ok("lead", "summary.day", json!({ "day": "2020-03-12" })).await;
        let (checks, tags, audit) =
            (raw.count("entry_checks").await, raw.count("tags").await, raw.count("audit").await);
        let state = bench.ok("lead", "keeping.state", json!({})).await;
        assert!(due(&state, "questionnaires") > 0 && due(&state, "persons") > 0 && due(&state, "replies") > 0);

        let order = order(&bench).await;
        let choice = json!({ "orderId": order });
        assert_eq!(bench.refused("lead", "keeping.destroy", choice.clone()).await, "own_order");
        assert_eq!(raw.count("temperature_readings").await, i64::try_from(due(&state, "temperature_readings")).unwrap());
        let certificate = bench.ok("supervision", "keeping.destroy", choice.clone()).await;
        assert_eq!((&certificate["orderedBy"], &certificate["witnessedBy"]), (&json!("lead"), &json!("supervision")));
        for row in certificate["tables"].as_array().unwrap() {
            let table = row["table"].as_str().unwrap();
            assert_eq!(row["rows"].as_u64().unwrap(), due(&state, table), "{table}");
            assert_eq!(row["hashBefore"].as_str().unwrap().len(), 64);
        }
        assert_eq!(bench.refused("supervision", "keeping.destroy", choice).await, "order_done");

        for table in ["temperature_readings", "symptom_answers", "questionnaires", "short_identities"] {
            assert_eq!(raw.count(table).await, 0, "{table}");
        }
        assert_eq!(raw.count("persons WHERE name <> '' OR phone <> '' OR document_number NOT LIKE 'destroyed %'").await, 0);
        assert_eq!(raw.count("entry_checks WHERE person_name IS NOT NULL").await, 0);
        assert_eq!((raw.count("entry_checks").await, raw.count("tags").await), (checks, tags));
        assert_eq!(raw.count("audit").await, audit + 4, "an order, its execution and two refusals");
        assert_eq!(bench.ok("auditor", "audit.verify", json!({})).await["brokenAt"], Value::Null);
        let after = bench.ok("lead", "summary.day", json!({ "day": "2020-03-12" })).await;
        assert_eq!(figure(&after, "gate.admitted"), figure(&before, "gate.admitted"));
        bench.ok("lead", "tags.list", json!({ "day": "2020-03-12" })).await;
        bench.ok("gate1", "gate.list", json!({})).await;
    }

    async fn what_is_held_stays_until_the_hold_is_lifted(ground: &Ground) {
        let bench = weeks_later(ground).await;
        let raw = ground.raw().await;
        let first = session(&bench, "YL-0312-01").await;
        let of_first = raw.count("temperature_readings r JOIN entry_checks c ON c.id = r.check_id \
            JOIN sessions s ON s.id = c.session_id WHERE s.code = 'YL-0312-01'").await;
        assert!(of_first > 0);
        let both = json!({ "sessionId": first, "day": "2020-03-12", "reason": "疑似病例调查" });
        assert_eq!(bench.refused("lead", "keeping.hold", both).await, "wrong_field");
        let state = bench.ok("supervision", "keeping.hold", json!({ "sessionId": first, "reason": "疑似病例调查" })).await;
        let hold = state["holds"][0]["id"].clone();
        assert_eq!(state["holds"][0]["session"], "YL-0312-01");

        let id = order(&bench).await;
        bench.ok("supervision", "keeping.destroy", json!({ "orderId": id })).await;
        assert_eq!(raw.count("temperature_readings").await, of_first, "only what is held is left");
        assert!(raw.count("persons WHERE name <> ''").await > 0);

        let lift = json!({ "holdId": hold, "reason": "调查终结" });
        bench.ok("lead", "keeping.lift", lift.clone()).await;
        assert_eq!(bench.refused("lead", "keeping.lift", lift).await, "hold_lifted");
        let id = order(&bench).await;
        bench.ok("supervision", "keeping.destroy", json!({ "orderId": id })).await;
        assert_eq!(raw.count("temperature_readings").await, 0);
        assert_eq!(raw.count("persons WHERE name <> ''").await, 0);
    }

    async fn outside_a_destruction_the_database_still_refuses(ground: &Ground) {
        let bench = weeks_later(ground).await;
        let raw = ground.raw().await;
        order(&bench).await;
        for table in ["temperature_readings", "symptom_answers", "questionnaires", "short_identities", "replies"] {
            assert!(raw.run(&format!("DELETE FROM {table}")).await.is_err(), "{table}");
        }
        assert!(raw.run("UPDATE replies SET reply = ''").await.is_err());
        let same = "INSERT INTO destructions (order_id, ordered_by, at, operator_id) \
                    SELECT id, operator_id, at, operator_id FROM destruction_orders";
        assert!(raw.run(same).await.is_err(), "the same person twice");
        assert!(raw.run("DELETE FROM destruction_orders").await.is_err());
        // While one is open, a person of yesterday stays and an answer is emptied, not rewritten.
        let other = "INSERT INTO destructions (order_id, ordered_by, at, operator_id) \
                     SELECT o.id, o.operator_id, o.at, p.id FROM destruction_orders o, operators p WHERE p.code = 'auditor'";
        raw.run(other).await.unwrap();
        assert!(raw.run("UPDATE replies SET reply = '{}'").await.is_err());
        assert!(raw.run("DELETE FROM audit").await.is_err());
        bench.at("2020-03-12T08:00:00+08:00").await;
        assert!(raw.run("UPDATE destructions SET operator_id = ordered_by").await.is_err());
    }

    async fn what_was_destroyed_is_gone_from_the_file_and_the_backups(ground: &Ground) {
        let bench = weeks_later(ground).await;
        let old = bench.ok("lead", "backup.now", json!({})).await["files"][0]["path"].clone();
        let raw = ground.raw().await;
        let marks = marks(&raw).await;
        raw.close().await;
        let before = if ground.is_postgres() {
            Vec::new()
        } else {
            let snapshot = ground.folder.path().join("before.db");
            bench.desk.store.snapshot_into(&snapshot).await.unwrap();
            std::fs::read(snapshot).unwrap()
        };
        let id = order(&bench).await;
        assert_eq!(bench.refused("supervision", "keeping.cleanse", json!({ "orderId": id })).await, "not_found");
        bench.ok("supervision", "keeping.destroy", json!({ "orderId": id })).await;
        let view = bench.ok("supervision", "keeping.cleanse", json!({ "orderId": id })).await;
        assert_eq!((&view["removed"], &view["left"]), (&json!([old]), &json!([])));
        let state = bench.ok("lead", "backup.state", json!({})).await;
        assert_eq!(state["files"].as_array().unwrap().len(), 1);
        assert_eq!(state["files"][0]["file"], view["backup"]);
        if !ground.is_postgres() {
            bench.workplace.close().await;
            let after = std::fs::read(ground.folder.path().join("centre.db")).unwrap();
            let found = |bytes: &[u8]| marks.iter().filter(|mark| holds(bytes, mark)).count();
            assert!(marks.len() > 12 && found(&before) == marks.len(), "they were not in the file to begin with");
            assert_eq!(found(&after), 0, "a person is still in the file");
        }
    }

    async fn a_person_learns_what_is_held_and_the_log_says_who_looked(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let request = json!({ "documentKind": "resident_id", "documentNumber": JIA.document, "reason": "本人申请 1号" });
        assert_eq!(bench.refused("gate1", "keeping.person", request.clone()).await, "role_not_allowed");
        let record = bench.ok("lead", "keeping.person", request).await;
        let tables: Vec<_> = record["rows"].as_array().unwrap().iter().map(|row| row["table"].as_str().unwrap()).collect();
        for table in ["persons", "entry_checks", "temperature_readings", "symptom_answers", "questionnaires", "tags"] {
            assert!(tables.contains(&table), "{table} is held and not told");
        }
        let list = bench.ok("auditor", "audit.list", json!({ "limit": 1 })).await;
        assert_eq!(list["rows"][0]["command"], "keeping.person");
        let detail = ground.raw().await.texts("SELECT detail FROM audit ORDER BY seq DESC LIMIT 1").await;
        assert!(!detail[0].contains(JIA.document) && !detail[0].contains(JIA.name), "{}", detail[0]);
        let nobody = json!({ "documentKind": "resident_id", "documentNumber": crate::days::BING.document, "reason": "本人申请" });
        assert_eq!(bench.refused("lead", "keeping.person", nobody).await, "not_found");
    }
}
