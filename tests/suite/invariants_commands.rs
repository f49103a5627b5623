//! Invariants as people meet them at the desks.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::days::{
    DAY, DING, Delegate, JIA, YI, doors, evening, first_four, first_three, open_check, session, step,
    through, warm, well,
};

/// The same company as [`JIA`]'s without its code, in another spelling.
const SAME_COMPANY_WITHOUT_CODE: Delegate = Delegate {
    name: "示例丙三",
    document: "990101199306071154",
    company: " 示例建工一 (有限责任公司) ",
    credit_code: Some("91990000ma0000001b"),
};

async fn gate_settings(bench: &Bench) -> Value {
    let list = bench.ok("lead", "settings.view", json!({})).await;
    list["settings"].as_array().unwrap().iter().find(|one| one["topic"] == "gate").unwrap().clone()
}

both_engines! {
    async fn a_step_cannot_be_skipped_or_repeated(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        let inputs = [
            json!({ "step": "mask", "replaced": false }), json!({ "step": "shoe" }), json!({ "step": "hand" }),
            warm("36.5"), JIA.form(), json!({ "step": "mask_disposal" }),
        ];
        for due in 0..inputs.len() {
            for (number, input) in inputs.iter().enumerate().filter(|(number, _)| *number != due) {
                let payload = json!({ "checkId": check, "input": input });
                let code = bench.refused("gate1", "gate.step", payload).await;
                assert_eq!(code, "step_out_of_order", "step {number} when {due} was due");
            }
            if due == 3 {
                let payload = json!({ "checkId": check, "input": well() });
                assert_eq!(bench.refused("gate1", "gate.step", payload).await, "reading_missing");
            }
            step(&bench, "gate1", &check, inputs[due].clone()).await;
            if due == 3 {
                step(&bench, "gate1", &check, well()).await;
            }
        }
        let view = bench.ok("gate1", "gate.view", json!({ "checkId": check })).await;
        assert_eq!(view["card"]["state"], "admitted");
        assert_eq!(view["steps"].as_array().unwrap().len(), 6);
        let payload = json!({ "checkId": check, "input": { "step": "mask_disposal" } });
        assert_eq!(bench.refused("gate1", "gate.step", payload).await, "check_closed");
    }

    async fn a_refusal_leaves_the_later_steps_untouched(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &check).await;
        step(&bench, "gate1", &check, warm("36.5")).await;
        let mut ill = well();
        ill["cough"] = json!(true);
        let view = step(&bench, "gate1", &check, ill).await;
        assert_eq!(view["card"]["state"], "refused");
        assert_eq!(view["steps"].as_array().unwrap().len(), 4);
        let payload = json!({ "checkId": check, "input": JIA.form() });
        assert_eq!(bench.refused("gate1", "gate.step", payload).await, "check_closed");
    }

    async fn the_limit_itself_is_refused_after_the_rest_or_passes_as_the_settings_say(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &check).await;
        let view = step(&bench, "gate1", &check, warm("37.3")).await;
        assert_eq!(view["card"]["state"], "resting");
        let again = json!({ "checkId": check, "input": warm("36.9") });
        bench.at("2020-03-12T08:09:59+08:00").await;
        assert_eq!(bench.refused("gate1", "gate.step", again).await, "check_resting");

        let mut settings = gate_settings(&bench).await;
        assert_eq!(settings["version"], 1);
        settings["body"]["temperature"]["comparator"] = json!("above");
        let change = json!({ "topic": "gate", "body": settings["body"], "reason": "示例文件第1号" });
        assert_eq!(bench.ok("lead", "settings.change", change).await["version"], 2);

        bench.at("2020-03-12T08:10:00+08:00").await;
        let view = step(&bench, "gate1", &check, warm("37.3")).await;
        assert_eq!(view["card"]["state"], "refused", "a check ends under the settings it began with");
        assert_eq!(view["refusal"]["reason"], "over_temperature");
        assert_eq!(view["refusal"]["settingsVersion"], 1);
        assert_eq!(view["steps"][3]["settingsVersion"], 1);

        let later = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &later).await;
        let view = step(&bench, "gate1", &later, warm("37.3")).await;
        assert_eq!(view["card"]["state"], "open");
        assert_eq!(view["readings"][0]["verdict"], "within_limit");
        let view = step(&bench, "gate1", &later, well()).await;
        assert_eq!(view["settingsVersion"], 2);
        assert_eq!(view["steps"][3]["settingsVersion"], 2);
        let raw = ground.raw().await;
        let versions = raw.texts("SELECT CAST(gate_version AS text) FROM temperature_readings ORDER BY gate_version").await;
        assert_eq!(versions, ["1", "1", "2"]);
    }

    async fn no_body_has_this_temperature_and_nothing_is_decided(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &check).await;
        for reading in ["34.9", "43.1"] {
            let payload = json!({ "checkId": check, "input": warm(reading) });
            assert_eq!(bench.refused("gate1", "gate.step", payload).await, "reading_implausible");
        }
        for reading in ["", "-36.5", "36,5,1", "1e2", "36.55", "三十六度五", "NaN"] {
            let payload = json!({ "checkId": check, "input": warm(reading) });
            assert_eq!(bench.refused("gate1", "gate.step", payload).await, "reading_unreadable", "{reading}");
        }
        assert_eq!(ground.raw().await.count("temperature_readings").await, 0);
    }

    async fn a_second_person_of_a_company_waits_until_the_first_tag_is_void(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let admitted = through(&bench, "gate1", "A", &first, &JIA).await;
        for another in [&YI, &SAME_COMPANY_WITHOUT_CODE] {
            let view = through(&bench, "gate2", "B", &first, another).await;
            assert_eq!(view["card"]["state"], "refused", "{}", another.company);
            assert_eq!(view["refusal"]["reason"], "company_already_inside");
            assert_eq!(view["refusal"]["offers"], json!(["document_hand_over", "replacement_delegate"]));
            assert_eq!(view["earlier"]["lane"], "A");
            assert_eq!(view["earlier"]["operator"], "示例甲班");
        }
        let code = admitted["tag"]["code"].clone();
        let void = bench.ok("gate1", "tags.void", json!({ "code": code, "reason": "本人离开不再返回" })).await;
        assert_eq!(void["state"], "void");
        assert_eq!(bench.refused("gate1", "tags.void", json!({ "code": code, "reason": "再来" })).await,
            "tag_not_valid");
        let view = through(&bench, "gate2", "B", &first, &YI).await;
        assert_eq!(view["card"]["state"], "admitted");
    }

    async fn a_person_is_not_let_in_twice_for_another_company(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let twice = Delegate { company: DING.company, credit_code: DING.credit_code, ..JIA };
        let view = through(&bench, "gate2", "B", &first, &twice).await;
        assert_eq!(view["refusal"]["reason"], "person_already_inside");
    }

    async fn two_desks_at_the_last_step_give_one_tag(ground: &Ground) {
        let bench = Arc::new(doors(ground).await);
        let first = session(&bench, "YL-0312-01").await;
        let mut waiting = Vec::new();
        for (clerk, lane, who) in [("gate1", "A", JIA), ("gate2", "B", YI), ("gate1", "A", SAME_COMPANY_WITHOUT_CODE)] {
            let check = first_four(&bench, clerk, lane, &first).await;
            let view = step(&bench, clerk, &check, who.form()).await;
            assert_eq!(view["card"]["passed"], 5, "nobody has a tag yet");
            waiting.push((clerk, check));
        }
        let mut desks = Vec::new();
        for (clerk, check) in waiting {
            let bench = Arc::clone(&bench);
            desks.push(tokio::spawn(async move {
                step(&bench, clerk, &check, json!({ "step": "mask_disposal" })).await
            }));
        }
        let mut states = Vec::new();
        for desk in desks {
            let view = desk.await.unwrap();
            states.push(view["card"]["state"].as_str().unwrap().to_owned());
            if view["card"]["state"] == "refused" {
                assert_eq!(view["refusal"]["reason"], "company_already_inside");
                assert_eq!(view["refusal"]["offers"], json!(["document_hand_over", "replacement_delegate"]));
            }
        }
        states.sort();
        assert_eq!(states, ["admitted", "refused", "refused"]);
        assert_eq!(ground.raw().await.count("tags WHERE state = 'active'").await, 1);
        let verdict = bench.ok("auditor", "audit.verify", json!({})).await;
        assert_eq!(verdict["brokenAt"], Value::Null);
    }

    async fn every_refusal_keeps_the_way_of_the_bid_open(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        for reason in bidhall_rules::entry_check::RefusalReason::ALL {
            let check = first_four(&bench, "gate1", "A", &first).await;
            let payload = json!({ "checkId": check, "reason": reason, "note": "" });
            match bench.call("gate1", "gate.refuse", payload).await {
                Ok(view) => {
                    assert_eq!(view["card"]["state"], "refused");
                    assert_eq!(view["refusal"]["offers"], json!(["document_hand_over", "replacement_delegate"]));
                    let hand_over = json!({ "refusalId": view["refusal"]["id"], "kind": "document_hand_over",
                        "recipient": "示例赵", "note": "", "sealState": "intact" });
                    let view = bench.ok("gate1", "gate.follow_up", hand_over).await;
                    assert_eq!(view["refusal"]["followUps"][0]["kind"], "document_hand_over");
                }
                Err(error) => {
                    assert_eq!(error.code(), "wrong_field", "{reason}");
                    assert_eq!(reason.as_str(), "over_temperature", "only readings decide about {reason}");
                    bench.ok("gate1", "gate.abandon", json!({ "checkId": check, "reason": "离开" })).await;
                }
            }
        }
    }

    async fn every_figure_is_the_number_of_its_rows(ground: &Ground) {
        let bench = evening(ground).await;
        let figures = bench.ok("lead", "summary.day", json!({ "day": DAY })).await;
        let figures = figures["figures"].as_array().unwrap().clone();
        for figure in &figures {
            let payload = json!({ "day": DAY, "figure": figure["key"] });
            let rows = bench.ok("lead", "summary.rows", payload).await;
            let rows = rows["rows"].as_array().unwrap().len();
            assert_eq!(figure["count"], rows, "{}", figure["key"]);
        }
        let count = |key: &str| figures.iter().find(|figure| figure["key"] == key).unwrap()["count"].clone();
        let raw = ground.raw().await;
        for (key, table) in [
            ("calls.attempts", "call_attempts t JOIN calls c ON c.id = t.call_id WHERE c.campaign = 'reminder'"),
            ("gate.checked", "entry_checks"),
            ("gate.admitted", "entry_checks WHERE state = 'admitted'"),
            ("gate.refused", "refusals"),
            ("gate.abandoned", "entry_checks WHERE state = 'abandoned'"),
            ("gate.inside", "tags WHERE state = 'active'"),
            ("sessions.failed", "sessions WHERE state = 'failed'"),
        ] {
            assert_eq!(count(key), raw.count(table).await, "{key}");
            assert_ne!(count(key), 0, "the demo day has none of {key}");
        }
        let unknown = bench.refused("lead", "summary.rows", json!({ "day": DAY, "figure": "gate.bidders" })).await;
        assert_eq!(unknown, "not_found");
    }

    async fn a_correction_leaves_the_old_rows(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &check).await;
        step(&bench, "gate1", &check, warm("37.9")).await;
        bench.at("2020-03-12T08:10:00+08:00").await;
        let view = step(&bench, "gate1", &check, warm("36.8")).await;
        assert_eq!(view["readings"].as_array().unwrap().len(), 2, "the first reading stays");
        let raw = ground.raw().await;
        for reason in ["示例文件第1号", "示例文件第2号"] {
            let body = gate_settings(&bench).await["body"].clone();
            bench.ok("lead", "settings.change", json!({ "topic": "gate", "body": body, "reason": reason })).await;
        }
        assert_eq!(raw.count("settings WHERE topic = 'gate'").await, 3);
        let before = raw.count("room_groups").await;
        bench.ok("office", "groups.plan", json!({ "sessionId": first })).await;
        assert_eq!(raw.count("room_groups").await, before + 1);
        let calls = bench.ok("caller", "calls.list", json!({ "day": DAY })).await;
        let attempts = raw.count("call_attempts").await;
        let not_reached = json!({ "kind": "not_reached", "outcome": "busy" });
        let payload = json!({ "callId": calls["calls"][0]["id"], "attempt": not_reached });
        let view = bench.ok("caller", "calls.record", payload).await;
        assert_eq!(view["attempts"].as_array().unwrap().len(), 2);
        assert_eq!(raw.count("call_attempts").await, attempts + 1);
    }

    async fn a_committee_reviews_every_bid(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let group = bench.ok("office", "groups.plan", json!({ "sessionId": first })).await;
        assert_eq!(group["possible"], true);
        let reviews = group["reviews"].as_array().unwrap();
        let panels: Vec<_> =
            group["rooms"].as_array().unwrap().iter().filter(|room| room["use"] == "panel").collect();
        let batches: std::collections::BTreeSet<_> =
            reviews.iter().map(|review| review["batch"].as_str().unwrap()).collect();
        assert!(panels.len() > 1);
        assert_eq!(reviews.len(), panels.len() * batches.len(), "every batch comes to every panel");
    }

    async fn a_session_neither_fails_before_its_deadline_nor_ends_twice(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-03").await;
        let failed = json!({ "sessionId": first, "state": "failed", "reason": "投标人不足三家" });
        assert_eq!(bench.refused("office", "sessions.end", failed.clone()).await, "wrong_field");
        bench.at("2020-03-12T14:00:00+08:00").await;
        assert_eq!(bench.ok("office", "sessions.end", failed.clone()).await["state"], "failed");
        assert_eq!(bench.refused("office", "sessions.end", failed).await, "session_ended");
    }
}
