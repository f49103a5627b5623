//! The day of a group as it should go: seats sign in, batches go round, the discussion ends.

use bidhall_seal::Place;
use serde_json::{Value, json};

use super::{DOUBLED, opened};
use crate::bench::{Bench, rehearsal_key, time};
use crate::days::{doors, session};

pub async fn day(bench: &Bench, session: &Value) -> Value {
    bench.ok("supervision", "groups.day", json!({ "sessionId": session })).await
}

pub async fn seats_sign_in(bench: &Bench, session: &Value) {
    for seat in ["专1", "专2", "专3", "专4", "专5"] {
        bench.ok("office", "groups.sign_in", json!({ "sessionId": session, "seat": seat })).await;
    }
}

/// The evaluation of the first project, started at ten.
pub async fn started(ground: &crate::bench::Ground) -> (Bench, Value) {
    let (bench, first) = opened(ground).await;
    bench.at("2020-03-12T09:50:00+08:00").await;
    seats_sign_in(&bench, &first).await;
    let consent = json!({ "sessionId": first, "reason": "当日评完，隔夜评标区停用", "consents": 5, "breaksTold": true });
    bench.ok("office", "groups.long_run", consent).await;
    bench.at("2020-03-12T10:00:00+08:00").await;
    bench.ok("office", "groups.start", json!({ "sessionId": first })).await;
    (bench, first)
}

/// Tells begin and end of every batch as it is forecast, until a time. Every other one by its slip.
pub async fn as_forecast(bench: &Bench, session: &Value, until: &str) -> Value {
    for turn in 0.. {
        let now = day(bench, session).await;
        let blocks = now["blocks"].as_array().unwrap();
        let at = |block: &Value, field: &str| block[field].as_str().unwrap().to_owned();
        let next = blocks.iter().filter_map(|block| match block["state"].as_str().unwrap() {
            "due" => Some((at(block, "predictedBegin"), "begun", block)),
            "running" | "late" => Some((at(block, "predictedEnd"), "finished", block)),
            _ => None,
        });
        // Of two things at once the end comes first: the batch may be awaited elsewhere.
        let next = next.min_by_key(|(when, what, block)| {
            (time(when), *what == "begun", block["room"].as_str().unwrap().to_owned())
        });
        let Some((when, what, block)) = next.filter(|(when, _, _)| time(when) < time(until)) else { break };
        bench.at(&when).await;
        let mut form = json!({ "sessionId": session, "what": what });
        if turn % 2 == 0 {
            form["slip"] = json!(block["slip"].as_str().unwrap().to_lowercase());
        } else {
            form["room"] = block["room"].clone();
            form["batch"] = block["batch"].clone();
        }
        bench.ok("rounds", "groups.progress", form).await;
    }
    bench.at(until).await;
    day(bench, session).await
}

pub fn done(day: &Value) -> Vec<u64> {
    day["panels"].as_array().unwrap().iter().map(|panel| panel["done"].as_u64().unwrap()).collect()
}

both_engines! {
    async fn nothing_of_the_day_is_recorded_before_the_opening(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        for (command, payload) in [
            ("groups.sign_in", json!({ "sessionId": first, "seat": "专1" })),
            ("groups.start", json!({ "sessionId": first })),
            ("groups.progress", json!({ "sessionId": first, "what": "begun", "room": "201", "batch": "K1" })),
            ("groups.event", json!({ "sessionId": first, "reason": "示例", "event": { "kind": "camera_lost", "room": "202" } })),
        ] {
            assert_eq!(bench.refused("office", command, payload).await, "group_not_opened", "{command}");
        }
        bench.at("2020-03-12T09:05:00+08:00").await;
        assert_eq!(bench.refused("office", "groups.sign_in", json!({ "sessionId": first, "seat": "专1" })).await,
            "group_estimated", "a plan by the band is no plan to go by");
        let third = session(&bench, "YL-0312-03").await;
        assert_eq!(bench.refused("office", "groups.day", json!({ "sessionId": third })).await, "group_missing");
    }

    async fn the_evaluation_starts_when_all_have_signed_in_and_a_long_run_is_recorded(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let start = json!({ "sessionId": first });
        assert_eq!(bench.refused("office", "groups.start", start.clone()).await, "seats_missing");
        seats_sign_in(&bench, &first).await;
        let twice = json!({ "sessionId": first, "seat": "专1" });
        assert_eq!(bench.refused("office", "groups.sign_in", twice).await, "seat_signed_in");
        let sixth = json!({ "sessionId": first, "seat": "专6" });
        assert_eq!(bench.refused("office", "groups.sign_in", sixth).await, "not_found");
        assert_eq!(bench.refused("office", "groups.start", start.clone()).await, "long_run_missing");
        let consent = |consents: u32, told: bool| json!({ "sessionId": first, "reason": "当日评完", "consents": consents, "breaksTold": told });
        assert_eq!(bench.refused("office", "groups.long_run", consent(4, true)).await, "vote_count");
        assert_eq!(bench.refused("office", "groups.long_run", consent(5, false)).await, "wrong_field");
        bench.ok("office", "groups.long_run", consent(5, true)).await;
        let view = bench.ok("office", "groups.start", start.clone()).await;
        assert_eq!((&view["state"], &view["group"]["longRun"]["recorded"]["consents"]), (&json!("running"), &json!(5)));
        assert_eq!(bench.refused("office", "groups.start", start.clone()).await, "group_running");
        assert_eq!(bench.refused("office", "groups.plan", start).await, "group_running");
    }

    async fn no_name_of_an_expert_has_a_place_to_be_kept(ground: &Ground) {
        let (_bench, session) = started(ground).await;
        let raw = ground.raw().await;
        let key = rehearsal_key(&raw).await;
        let sql = "SELECT CAST(seq AS TEXT) || ' ' || detail FROM group_events WHERE kind = 'signed_in'";
        let sealed = raw.texts(sql).await;
        let kept: Vec<_> = sealed.iter().map(|row| {
            let (seq, detail) = row.split_once(' ').unwrap();
            let row = format!("{} {seq}", session.as_str().unwrap());
            key.open(&Place { table: "group_events", column: "detail", row: &row }, detail).unwrap()
        }).collect();
        assert_eq!(kept.len(), 5);
        assert!(kept.iter().all(|text| text.starts_with("{\"seat\":\"专") && text.chars().count() < 16), "{kept:?}");
        let clear = raw.texts("SELECT reason || subject FROM group_events WHERE kind = 'signed_in'").await;
        assert!(clear.iter().all(|text| text.chars().count() < 6), "{clear:?}");
    }

    async fn a_batch_is_read_in_one_room_at_a_time(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let tell = |what: &str, room: &str, batch: &str| json!({ "sessionId": first, "what": what, "room": room, "batch": batch });
        let view = day(&bench, &first).await;
        let due = |room: &str| view["blocks"].as_array().unwrap().iter().find(|block| block["room"] == room && block["state"] == "due").unwrap().clone();
        let (one, other) = (due("201"), due("202"));
        let (mine, theirs) = (one["batch"].as_str().unwrap(), other["batch"].as_str().unwrap());
        assert_ne!(mine, theirs);
        assert_eq!(bench.refused("rounds", "groups.progress", tell("finished", "201", mine)).await, "batch_not_begun");
        let view = bench.ok("rounds", "groups.progress", tell("begun", "201", mine)).await;
        assert_eq!(view["panels"][0]["doing"]["batch"], one["batch"]);
        let place = view["batches"].as_array().unwrap().iter().find(|batch| batch["batch"] == one["batch"]).unwrap();
        assert_eq!((&place["place"], &place["room"]), (&json!("room"), &json!("201")));
        assert_eq!(bench.refused("rounds", "groups.progress", tell("begun", "201", mine)).await, "batch_begun");
        assert_eq!(bench.refused("rounds", "groups.progress", tell("begun", "201", theirs)).await, "panel_busy");
        assert_eq!(bench.refused("rounds", "groups.progress", tell("begun", "202", mine)).await, "batch_elsewhere");
        assert_eq!(bench.refused("rounds", "groups.progress", tell("begun", "203", mine)).await, "not_found");
        let slip = |code: &str| json!({ "sessionId": first, "what": "begun", "slip": code });
        assert_eq!(bench.refused("rounds", "groups.progress", slip("0312G1K1P1-A")).await, "slip_code");
        let of_tomorrow = bidhall_rules::groups::SlipCode { month: 3, day: 13, group: 1, batch: 1, panel: 2 };
        assert_eq!(bench.refused("rounds", "groups.progress", slip(&of_tomorrow.to_string())).await, "slip_code");
        bench.ok("rounds", "groups.progress", slip(other["slip"].as_str().unwrap())).await;
    }

    async fn a_late_batch_pushes_the_rest_of_the_day(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let view = as_forecast(&bench, &first, "2020-03-12T10:30:00+08:00").await;
        let planned = view["group"]["end"].clone();
        assert_eq!(view["predictedEnd"], planned, "nothing is late");
        let margin = view["margin"]["toLimitMinutes"].as_i64().unwrap();
        let running = view["blocks"].as_array().unwrap().iter().find(|block| block["state"] == "running").unwrap();
        let late = time(running["plannedEnd"].as_str().unwrap()) + chrono::Duration::minutes(25);
        bench.at(&late.to_rfc3339()).await;
        let view = day(&bench, &first).await;
        assert!(view["blocks"].as_array().unwrap().iter().any(|block| block["state"] == "late"));
        let pushed = time(view["predictedEnd"].as_str().unwrap()) - time(planned.as_str().unwrap());
        assert!((1..=25).contains(&pushed.num_minutes()), "{pushed}");
        assert_eq!(view["margin"]["toLimitMinutes"].as_i64().unwrap(), margin - pushed.num_minutes());
        assert_eq!(view["group"]["end"], planned, "the plan itself stays");
    }

    async fn the_day_ends_when_everything_is_read_and_the_rooms_are_free_after_disinfection(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let view = as_forecast(&bench, &first, "2020-03-12T15:00:00+08:00").await;
        assert_eq!(view["state"], "running");
        let finish = json!({ "sessionId": first });
        assert_eq!(bench.refused("office", "groups.finish", finish.clone()).await, "readings_left");
        let view = as_forecast(&bench, &first, "2020-03-12T18:30:00+08:00").await;
        assert_eq!(view["state"], "discussion");
        assert!(view["batches"].as_array().unwrap().iter().all(|batch| batch["place"] == "done"));
        let view = bench.ok("office", "groups.finish", finish).await;
        assert_eq!(view["state"], "finished");
        let until: Vec<_> = view["bookings"].as_array().unwrap().iter()
            .filter(|booking| booking["part"] == "evaluation").map(|booking| booking["until"].clone()).collect();
        assert_eq!(until, ["2020-03-12T11:00:00Z", "2020-03-12T11:00:00Z"], "half an hour for disinfection");
        assert_eq!(bench.refused("office", "groups.event", json!({ "sessionId": first, "reason": "示例",
            "event": { "kind": "camera_lost", "room": "201" } })).await, "group_finished");
        assert_eq!(ground.raw().await.count(DOUBLED).await, 0);
    }
}
