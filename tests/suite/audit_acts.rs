//! What the audit log keeps beyond changes: refusals, people coming and going, looks at who somebody is, and
//! what leaves the database.

use serde_json::{Value, json};

use crate::bench::{Bench, Raw};
use crate::days::{doors, evening, open_check, session};
use crate::signing::{OWN, ask, try_sign_in};

/// Links as `command event result operator subject`, newest last.
async fn links(raw: &Raw, condition: &str) -> Vec<String> {
    let sql = format!(
        "SELECT command || ' ' || event || ' ' || result || ' ' || operator || ' ' || subject FROM audit \
         WHERE {condition} ORDER BY seq"
    );
    raw.texts(&sql).await
}

async fn whole(bench: &Bench) {
    let verdict = bench.ok("", "audit.verify", json!({})).await;
    assert_eq!((&verdict["brokenAt"], &verdict["damage"]), (&Value::Null, &Value::Null));
}

both_engines! {
    async fn a_refused_command_leaves_a_link_without_what_was_asked(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let raw = ground.raw().await;
        let start = raw.count("audit").await;
        bench.refused("gate", "settings.change", json!({ "topic": "gate", "secret": "示例建工一有限公司" })).await;
        bench.refused("", "gate.find", json!({ "text": "990101197511300025" })).await;
        bench.refused("rounds", "audit.list", json!({ "before": null, "limit": 1 })).await;
        bench.refused("gate", "gate.open", json!({ "lane": 7 })).await;
        assert_eq!(links(&raw, &format!("seq > {start}")).await, [
            "settings.change change role_not_allowed gate ",
            "gate.find view nobody_signed_on  ",
            "audit.list view role_not_allowed rounds ",
        ], "what is only mistyped is no refusal");
        let details = raw.texts(&format!("SELECT detail FROM audit WHERE seq > {start}")).await;
        assert!(details.iter().all(|detail| detail == "{}"), "{details:?}");
        whole(&bench).await;
    }

    async fn people_coming_and_going_leave_links(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let raw = ground.raw().await;
        let start = raw.count("audit").await;
        try_sign_in(&bench.workplace, "gate", "Falsch-1-Wort").await.unwrap_err();
        try_sign_in(&bench.workplace, "Mein-Passwort", "Falsch-1-Wort").await.unwrap_err();
        let token = try_sign_in(&bench.workplace, "gate", OWN).await.unwrap()["token"].as_str().unwrap().to_owned();
        ask(&bench.workplace, Some(&token), "accounts.unlock", json!({ "password": OWN })).await.unwrap();
        bench.ok("auditor", "accounts.sign_out", json!({})).await;
        assert_eq!(links(&raw, &format!("seq > {start}")).await, [
            "accounts.sign_in sign_in sign_in_wrong  account gate",
            "accounts.sign_in sign_in sign_in_wrong  account ?",
            "accounts.sign_in sign_in done gate account gate",
            "accounts.unlock sign_in done gate account gate",
            "accounts.sign_out sign_out done auditor account auditor",
        ], "what was typed as a code nobody has may be a password");
        let desks = raw.texts(&format!("SELECT desk FROM audit WHERE seq > {start} AND result = 'done'")).await;
        assert_eq!(desks, ["岗位一", "岗位一", "岗位一"]);
        whole(&bench).await;
    }

    async fn a_look_at_who_somebody_is_leaves_one_link_in_ten_minutes(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        let raw = ground.raw().await;
        let start = raw.count("audit").await;
        for _ in 0..3 {
            bench.ok("gate1", "gate.view", json!({ "checkId": check })).await;
            bench.ok("gate1", "sessions.list", json!({ "day": crate::days::DAY })).await;
        }
        bench.ok("lead", "gate.view", json!({ "checkId": check })).await;
        bench.at("2020-03-12T08:10:00+08:00").await;
        bench.ok("gate1", "gate.view", json!({ "checkId": check })).await;
        let id = check.as_str().unwrap();
        assert_eq!(links(&raw, &format!("seq > {start}")).await, [
            format!("gate.view view done gate1 check {id}"),
            format!("gate.view view done lead check {id}"),
            format!("gate.view view done gate1 check {id}"),
        ]);
        whole(&bench).await;
    }

    async fn a_search_for_a_person_is_kept_without_what_was_searched(ground: &Ground) {
        let bench = evening(ground).await;
        let raw = ground.raw().await;
        let start = raw.count("audit").await;
        bench.ok("gate1", "gate.find", json!({ "text": "99010119880214301X" })).await;
        let texts = raw.texts(&format!("SELECT subject || detail FROM audit WHERE seq > {start}")).await;
        assert_eq!(texts, ["{}"]);
    }

    async fn the_log_is_found_by_person_command_day_and_outcome(ground: &Ground) {
        let bench = evening(ground).await;
        let found = async |filter: Value| {
            let mut page = json!({ "before": null, "limit": 500 });
            page.as_object_mut().unwrap().extend(filter.as_object().unwrap().clone());
            bench.ok("auditor", "audit.list", page).await["rows"].as_array().unwrap().clone()
        };
        let all = found(json!({})).await;
        let only = |keep: &dyn Fn(&Value) -> bool| all.iter().filter(|row| keep(row)).cloned().collect::<Vec<_>>();
        assert_eq!(found(json!({ "operator": "gate1" })).await, only(&|row| row["operator"] == "gate1"));
        assert_eq!(found(json!({ "command": "gate.open" })).await, only(&|row| row["command"] == "gate.open"));
        assert_eq!(found(json!({ "outcome": "refused" })).await, only(&|row| !row["refusal"].is_null()));
        let day = found(json!({ "day": "2020-03-11" })).await;
        assert_eq!(day, only(&|row| row["at"].as_str().unwrap() < "2020-03-11T16:00:00Z"));
        for rows in [day, found(json!({ "outcome": "refused" })).await] {
            assert!(!rows.is_empty() && rows.len() < all.len());
        }
    }

    async fn an_exported_log_verifies_and_names_what_is_wrong_with_it(ground: &Ground) {
        let bench = evening(ground).await;
        let saved = bench.ok("auditor", "audit.export", json!({})).await;
        let text = std::fs::read_to_string(saved["savedTo"].as_str().unwrap()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let rows = saved["rows"].as_i64().unwrap();
        assert_eq!(lines.len(), usize::try_from(rows).unwrap() + 1);
        let told = |lines: &[&str]| {
            let verdict = bidhall_desk::audit::verify_export(&lines.join("\n")).unwrap();
            (verdict.broken_at, verdict.damage.map(|damage| damage.to_string()))
        };
        assert_eq!(told(&lines), (None, None));
        let export = ground.raw().await.texts("SELECT command || ' ' || event FROM audit ORDER BY seq DESC LIMIT 1").await;
        assert_eq!(export, ["audit.export export"], "its own link is the last one in it");
        let named = |seq: i64, damage: &str| (Some(seq), Some(damage.to_owned()));

        let changed = lines[39].replace("\"operator\":\"", "\"operator\":\"x");
        let mut altered = lines.clone();
        altered[39] = &changed;
        assert_eq!(told(&altered), named(40, "altered"));
        let mut removed = lines.clone();
        removed.remove(39);
        assert_eq!(told(&removed), named(40, "removed"));
        let mut cut = lines.clone();
        cut.remove(lines.len() - 2);
        assert_eq!(told(&cut), named(rows, "removed"));
        let mut doubled = lines.clone();
        doubled.insert(40, lines[39]);
        assert_eq!(told(&doubled), named(41, "inserted"));
        let mut exchanged = lines.clone();
        exchanged.swap(39, 40);
        assert_eq!(told(&exchanged), named(40, "moved"));
        let other_end = lines[lines.len() - 1].replace("\"hash\":\"", "\"hash\":\"0");
        let mut end = lines.clone();
        let last = end.len() - 1;
        end[last] = &other_end;
        assert_eq!(told(&end), named(rows + 1, "end"));
        for (broken, line) in [("", 1), ("{}", 1), ("{\"seq\":1}\n{}", 1)] {
            let error = bidhall_desk::audit::verify_export(broken).unwrap_err();
            assert_eq!(error, bidhall_desk::DeskError::AuditUnreadable { line }, "{broken}");
        }
    }
}
