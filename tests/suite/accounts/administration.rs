//! What the administrators do with accounts, and what none of them can.

use bidhall_rules::roles::Role;
use serde_json::{Value, json};

use super::code;
use crate::bench::Bench;
use crate::signing::{OWN, ask, created, settled, sign_in, try_sign_in};

fn role(code: &str, role: &str) -> Value {
    json!({ "code": code, "role": role, "reason": "示例文件第1号" })
}

fn reason(code: &str) -> Value {
    json!({ "code": code, "reason": "示例文件第2号" })
}

both_engines! {
    async fn what_is_taken_ends_the_sign_in_at_once(ground: &Ground) {
        let bench = Bench::real(ground).await;
        assert_eq!(bench.refused("gate", "calls.record", json!({})).await, "role_not_allowed");
        bench.ok("security-admin", "accounts.grant", role("gate", "caller")).await;
        assert_eq!(bench.refused("gate", "calls.record", json!({})).await, "wrong_field", "a role given counts at once");
        bench.ok("security-admin", "accounts.take", role("gate", "caller")).await;
        assert_eq!(bench.refused("gate", "gate.list", json!({})).await, "sign_in_ended");
        let token = sign_in(&bench.workplace, "gate").await;
        bench.ok("security-admin", "accounts.close", reason("gate")).await;
        assert_eq!(code(ask(&bench.workplace, Some(&token), "gate.list", json!({})).await), "sign_in_ended");
        assert_eq!(code(try_sign_in(&bench.workplace, "gate", OWN).await), "account_closed");
        assert_eq!(code(try_sign_in(&bench.workplace, "gate", "Falsch-1-Wort").await), "sign_in_wrong");
        assert_eq!(bench.refused("security-admin", "accounts.close", reason("gate")).await, "account_unchanged");
        bench.ok("security-admin", "accounts.reopen", reason("gate")).await;
        assert!(try_sign_in(&bench.workplace, "gate", OWN).await.is_ok());
        let history = bench.ok("auditor", "accounts.history", json!({ "code": "gate" })).await;
        // The clock of the test stands, so only what happened is told and not what came first.
        let mut kinds: Vec<_> = history["events"].as_array().unwrap().iter()
            .map(|event| event["kind"].as_str().unwrap()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["closed", "created", "granted", "granted", "reopened", "taken"]);
        assert!(history["events"].as_array().unwrap().iter().all(|event| event["by"] == "security-admin"));
    }

    async fn an_administrator_holds_no_other_role(ground: &Ground) {
        let bench = Bench::real(ground).await;
        for (who, what) in [("gate", "auditor"), ("auditor", "gate"), ("system-admin", "security_admin"),
            ("security-admin", "duty_lead")] {
            assert_eq!(bench.refused("security-admin", "accounts.grant", role(who, what)).await, "roles_apart", "{who}");
            let raw = ground.raw().await;
            let sql = format!("INSERT INTO operator_roles (operator_id, role) \
                               SELECT id, '{what}' FROM operators WHERE code = '{who}'");
            assert!(raw.run(&sql).await.is_err(), "the database itself holds {who} apart");
        }
        let form = json!({ "code": "both", "name": "示例人", "roles": ["auditor", "gate"], "password": "Regen-9z-Licht",
            "reason": "示例文件" });
        assert_eq!(bench.refused("security-admin", "accounts.create", form).await, "roles_apart");
    }

    async fn the_last_administrator_of_a_kind_stays(ground: &Ground) {
        let bench = Bench::real(ground).await;
        for (who, what) in
            [("auditor", "auditor"), ("system-admin", "system_admin"), ("security-admin", "security_admin")]
        {
            assert_eq!(bench.refused("security-admin", "accounts.close", reason(who)).await, "last_holder");
            assert_eq!(bench.refused("security-admin", "accounts.take", role(who, what)).await, "last_holder");
        }
        settled(&bench.workplace, &bench.token("security-admin"), "second", &[Role::Auditor]).await;
        bench.ok("security-admin", "accounts.close", reason("auditor")).await;
        assert_eq!(bench.refused("security-admin", "accounts.close", reason("second")).await, "last_holder");
    }

    async fn a_forgotten_password_takes_two_others(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let place = &bench.workplace;
        let approve = json!({ "code": "duty-lead" });
        assert_eq!(bench.refused("system-admin", "accounts.approve_reset", approve.clone()).await, "not_found");
        assert_eq!(bench.refused("security-admin", "accounts.request_reset", reason("security-admin")).await, "own_reset");
        assert_eq!(bench.refused("system-admin", "accounts.request_reset", reason("duty-lead")).await, "role_not_allowed");
        bench.ok("security-admin", "accounts.request_reset", reason("duty-lead")).await;
        let again = bench.refused("security-admin", "accounts.request_reset", reason("duty-lead")).await;
        assert_eq!(again, "account_unchanged");
        assert_eq!(bench.refused("duty-lead", "accounts.approve_reset", approve.clone()).await, "own_reset");
        assert_eq!(bench.refused("security-admin", "accounts.approve_reset", approve.clone()).await, "role_not_allowed");
        let once = bench.ok("system-admin", "accounts.approve_reset", approve.clone()).await;
        assert_eq!(bench.refused("duty-lead", "gate.list", json!({})).await, "sign_in_ended");
        assert_eq!(code(try_sign_in(place, "duty-lead", OWN).await), "sign_in_wrong");
        let reply = try_sign_in(place, "duty-lead", once["password"].as_str().unwrap()).await.unwrap();
        assert_eq!(reply["me"]["mustChange"], true);
        assert_eq!(bench.refused("system-admin", "accounts.approve_reset", approve).await, "not_found");
    }

    async fn who_asked_for_a_password_does_not_give_it(ground: &Ground) {
        let bench = Bench::real(ground).await;
        bench.ok("system-admin", "accounts.request_reset", reason("security-admin")).await;
        let approve = json!({ "code": "security-admin" });
        assert_eq!(bench.refused("system-admin", "accounts.approve_reset", approve.clone()).await, "own_reset");
        let raw = ground.raw().await;
        let yes = if ground.is_postgres() { "TRUE" } else { "1" };
        let decided = |by: &str| format!(
            "UPDATE password_resets SET decided_at = requested_at, approved = {yes}, decided_by = {by}");
        assert!(raw.run(&decided("requested_by")).await.is_err(), "the database holds the two apart");
        assert!(raw.run(&decided("operator_id")).await.is_err(), "and its owner out");
        bench.ok("duty-lead", "accounts.approve_reset", approve).await;
    }

    async fn a_request_may_be_turned_down(ground: &Ground) {
        let bench = Bench::real(ground).await;
        bench.ok("security-admin", "accounts.request_reset", reason("gate")).await;
        let list = bench.ok("system-admin", "accounts.list", json!({})).await;
        let gate = list["accounts"].as_array().unwrap().iter().find(|one| one["code"] == "gate").unwrap().clone();
        assert_eq!((&gate["resetBy"], &gate["desk"]), (&json!("security-admin"), &json!("岗位一")));
        bench.ok("duty-lead", "accounts.refuse_reset", json!({ "code": "gate" })).await;
        assert!(bench.call("gate", "gate.list", json!({})).await.is_ok());
        bench.ok("security-admin", "accounts.request_reset", reason("gate")).await;
    }

    async fn the_settings_of_accounts_belong_to_the_security_administrator(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let settings = bench.ok("security-admin", "settings.view", json!({})).await;
        let body = |topic: &str| settings["settings"].as_array().unwrap().iter()
            .find(|one| one["topic"] == topic).unwrap()["body"].clone();
        let change = |topic: &str, body: Value| json!({ "topic": topic, "body": body, "reason": "示例文件第3号" });
        let mut security = body("security");
        security["idleMinutes"] = json!(5);
        for who in ["duty-lead", "system-admin"] {
            let answer = bench.refused(who, "settings.change", change("security", security.clone())).await;
            assert_eq!(answer, "role_not_allowed");
        }
        let answer = bench.refused("security-admin", "settings.change", change("gate", body("gate"))).await;
        assert_eq!(answer, "role_not_allowed");
        bench.ok("security-admin", "settings.change", change("security", security.clone())).await;
        assert_eq!(try_sign_in(&bench.workplace, "gate", OWN).await.unwrap()["me"]["idleMinutes"], 5);
        security["auditDays"] = json!(179);
        let answer = bench.refused("security-admin", "settings.change", change("security", security)).await;
        assert_eq!(answer, "wrong_setting", "the log is kept for 180 days at least");
    }

    async fn what_is_known_of_accounts_is_neither_altered_nor_removed(ground: &Ground) {
        let bench = Bench::real(ground).await;
        bench.ok("security-admin", "accounts.request_reset", reason("gate")).await;
        created(&bench.workplace, &bench.token("security-admin"), "gate9", &[Role::Gate]).await;
        let raw = ground.raw().await;
        for (table, column) in [("passwords", "hash"), ("account_changes", "reason")] {
            assert!(raw.count(table).await > 0);
            assert!(raw.run(&format!("UPDATE {table} SET {column} = {column}")).await.is_err(), "{table}");
        }
        for table in ["passwords", "account_changes", "sign_ins", "password_resets", "operators"] {
            assert!(raw.count(table).await > 0);
            assert!(raw.run(&format!("DELETE FROM {table}")).await.is_err(), "{table}");
        }
    }
}
