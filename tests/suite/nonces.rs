//! A request is done once, however often it is sent.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::audit::DONE;
use crate::bench::{Bench, Ground};
use crate::days::{DAY, doors, open_check, session};

fn room(code: &str) -> Value {
    json!({ "code": code, "name": "示例室", "purpose": "opening", "zone": "开标区", "floor": 1, "x": 0, "y": 0,
        "width": 80, "depth": 100, "seats": 20, "seatsSpaced": 10, "shelf": 12, "video": true, "recording": true,
        "opensMinute": 480, "closesMinute": 1080 })
}

async fn rows(ground: &Ground) -> (i64, i64, i64) {
    let raw = ground.raw().await;
    (raw.count("entry_checks").await, raw.count(DONE).await, raw.count("replies").await)
}

async fn eight_at_once(
    bench: &Arc<Bench>,
    who: &'static str,
    command: &'static str,
    payload: &Value,
) -> Vec<String> {
    let desks: Vec<_> = (0..8)
        .map(|_| {
            let (bench, payload) = (Arc::clone(bench), payload.clone());
            tokio::spawn(async move {
                match bench.repeat(who, "at-once", command, payload).await {
                    Ok(reply) => reply.to_string(),
                    Err(error) => format!("{error:?}"),
                }
            })
        })
        .collect();
    let mut answers = Vec::new();
    for desk in desks {
        answers.push(desk.await.unwrap());
    }
    answers.sort();
    answers.dedup();
    answers
}

both_engines! {
    async fn a_repeated_request_gets_the_first_answer_before_any_rule_runs(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let form = json!({ "lane": "A", "sessionId": first });
        let answer = bench.repeat("gate1", "once", "gate.open", form.clone()).await.unwrap();
        let check = answer["card"]["id"].clone();
        let mask = json!({ "checkId": check, "input": { "step": "mask", "replaced": true } });
        let stepped = bench.repeat("gate1", "once-mask", "gate.step", mask.clone()).await.unwrap();
        bench.ok("gate1", "gate.abandon", json!({ "checkId": check, "reason": "本人离开" })).await;
        bench.ok("office", "sessions.end",
            json!({ "sessionId": first, "state": "cancelled", "reason": "示例通知第1号" })).await;
        let before = rows(ground).await;
        assert_eq!(bench.repeat("gate1", "once", "gate.open", form).await.unwrap(), answer);
        assert_eq!(bench.repeat("gate1", "once-mask", "gate.step", mask).await.unwrap(), stepped);
        assert_eq!(rows(ground).await, before);
    }

    async fn a_repeated_request_does_not_see_new_settings(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let form = json!({ "lane": "A", "sessionId": first });
        let answer = bench.repeat("gate1", "once", "gate.open", form.clone()).await.unwrap();
        let settings = bench.ok("lead", "settings.view", json!({})).await;
        let mut body = settings["settings"].as_array().unwrap().iter()
            .find(|one| one["topic"] == "gate").unwrap()["body"].clone();
        body["temperature"]["thresholdTenths"] = json!(380);
        bench.ok("lead", "settings.change", json!({ "topic": "gate", "body": body, "reason": "示例文件" })).await;
        assert_eq!(bench.repeat("gate1", "once", "gate.open", form).await.unwrap(), answer);
    }

    async fn a_nonce_stands_for_one_request_of_one_person(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        bench.repeat("gate1", "once", "gate.open", json!({ "lane": "A", "sessionId": first })).await.unwrap();
        let before = rows(ground).await;
        for (who, command, payload) in [
            ("gate1", "gate.open", json!({ "lane": "B", "sessionId": first })),
            ("gate2", "gate.open", json!({ "lane": "A", "sessionId": first })),
            ("gate1", "gate.abandon", json!({ "lane": "A", "sessionId": first })),
            ("", "gate.open", json!({ "lane": "A", "sessionId": first })),
        ] {
            let error = bench.repeat(who, "once", command, payload).await.unwrap_err();
            assert_eq!(error.code(), "nonce_reused", "{who} {command}");
        }
        assert_eq!(rows(ground).await, before);
    }

    async fn a_failed_attempt_does_not_use_the_nonce_up(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let form = json!({ "lane": "A", "sessionId": first });
        bench.at("2020-03-11T23:00:00+08:00").await;
        let error = bench.repeat("gate1", "again", "gate.open", form.clone()).await.unwrap_err();
        assert_eq!(error.code(), "session_not_today");
        bench.at("2020-03-12T08:00:00+08:00").await;
        assert!(bench.repeat("gate1", "again", "gate.open", form).await.is_ok());
    }

    async fn the_same_request_from_eight_desks_at_once_is_done_once(ground: &Ground) {
        let bench = Arc::new(Bench::real(ground).await);
        let form = room("双");
        let audit = ground.raw().await.count("audit").await;
        let answers = eight_at_once(&bench, "duty-lead", "rooms.register", &form).await;
        assert_eq!(answers.len(), 1, "{answers:#?}");
        assert!(answers[0].contains("\"code\":\"双\""), "{answers:?}");
        assert_eq!(ground.raw().await.count("rooms WHERE code = '双'").await, 1);
        assert_eq!(ground.raw().await.count("audit").await, audit + 1);
    }

    async fn the_same_person_is_taken_in_once_by_eight_desks_of_a_rehearsal(ground: &Ground) {
        let bench = Arc::new(doors(ground).await);
        let first = session(&bench, "YL-0312-01").await;
        let answers = eight_at_once(&bench, "gate1", "gate.open", &json!({ "lane": "A", "sessionId": first })).await;
        assert_eq!(answers.len(), 1, "{answers:#?}");
        assert_eq!(ground.raw().await.count("entry_checks").await, 1);
    }

    async fn the_same_step_from_eight_desks_at_once_is_done_once(ground: &Ground) {
        let bench = Arc::new(doors(ground).await);
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        let mask = json!({ "checkId": check, "input": { "step": "mask", "replaced": false } });
        let answers = eight_at_once(&bench, "gate1", "gate.step", &mask).await;
        assert_eq!(answers.len(), 1, "{answers:#?}");
        assert_eq!(ground.raw().await.count("entry_steps").await, 1);
    }

    async fn the_same_call_from_eight_desks_at_once_is_recorded_once(ground: &Ground) {
        let bench = Arc::new(doors(ground).await);
        let calls = bench.ok("caller", "calls.list", json!({ "day": DAY })).await;
        let before = ground.raw().await.count("call_attempts").await;
        let attempt = json!({ "kind": "not_reached", "outcome": "busy" });
        let payload = json!({ "callId": calls["calls"][0]["id"], "attempt": attempt });
        let answers = eight_at_once(&bench, "caller", "calls.record", &payload).await;
        assert_eq!(answers.len(), 1, "{answers:#?}");
        assert_eq!(ground.raw().await.count("call_attempts").await, before + 1);
    }

    async fn eight_desks_take_in_eight_people_at_eight_places(ground: &Ground) {
        let bench = Arc::new(doors(ground).await);
        let first = session(&bench, "YL-0312-01").await;
        let desks: Vec<_> = (0..8).map(|_| {
            let (bench, form) = (Arc::clone(&bench), json!({ "lane": "A", "sessionId": first }));
            tokio::spawn(async move { bench.ok("gate1", "gate.open", form).await["card"]["slot"].clone() })
        }).collect();
        let mut slots = Vec::new();
        for desk in desks {
            slots.push(desk.await.unwrap().as_str().unwrap().to_owned());
        }
        slots.sort();
        assert_eq!(slots, ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"]);
    }

    async fn a_nonce_is_present_short_and_printable(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let form = room("新");
        let longest = "n".repeat(64);
        let longer = "n".repeat(65);
        for (nonce, code) in [
            ("", "nonce_missing"), (longer.as_str(), "wrong_field"), ("two words", "wrong_field"),
            ("编号", "wrong_field"), ("line\n", "wrong_field"), ("\u{7f}", "wrong_field"),
        ] {
            let error = bench.repeat("duty-lead", nonce, "rooms.register", form.clone()).await.unwrap_err();
            assert_eq!(error.code(), code, "{nonce:?}");
        }
        assert!(bench.repeat("duty-lead", &longest, "rooms.register", form).await.is_ok());
    }
}
