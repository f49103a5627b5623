//! Rounds: what is due, who may be in the room meanwhile, when it is released, and what the calendar makes of it.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::calendar::{calendar, told};
use crate::days::{DAY, doors};

async fn day(bench: &Bench) -> Value {
    bench.ok("rounds", "rounds.day", json!({ "day": DAY })).await
}

fn room(day: &Value, code: &str) -> Value {
    day["rooms"].as_array().unwrap().iter().find(|room| room["code"] == code).unwrap().clone()
}

fn clock(time: &str) -> String {
    format!("{DAY}T{time}:00+08:00")
}

/// `kind standing` of each task of a room.
fn standings(room: &Value) -> Vec<String> {
    let tasks = room["tasks"].as_array().unwrap().iter();
    tasks
        .map(|task| format!("{} {}", task["kind"].as_str().unwrap(), task["standing"].as_str().unwrap()))
        .collect()
}

fn form(code: &str, time: &str, method: &str, agent: Option<&str>) -> Value {
    json!({ "rooms": [{ "room": code, "doneAt": clock(time) }], "method": method, "agent": agent,
        "milligramsPerLitre": null, "airMinutes": 30, "note": "" })
}

async fn void_all(bench: &Bench, code: &str) {
    for round in room(&day(bench).await, code)["rounds"].as_array().unwrap() {
        bench
            .ok("rounds", "rounds.void", json!({ "roundId": round["id"], "reason": "示例：房号填错" }))
            .await;
    }
}

both_engines! {
    async fn a_room_is_released_when_its_round_is_done_and_the_agent_has_acted(ground: &Ground) {
        let bench = doors(ground).await;
        let before = day(&bench).await;
        assert_eq!(before["overdue"], 0);
        assert_eq!(room(&before, "201")["release"]["kind"], "released");
        void_all(&bench, "201").await;
        let void = room(&day(&bench).await, "201");
        assert_eq!(void["release"]["kind"], "needs_round", "a void record counts no more");
        assert_eq!(void["rounds"][0]["voidReason"], "示例：房号填错");
        let again = json!({ "roundId": void["rounds"][0]["id"], "reason": "再来一次" });
        assert_eq!(bench.refused("rounds", "rounds.void", again).await, "round_void");
        bench.ok("rounds", "rounds.enter", form("201", "08:00", "air", None)).await;
        assert_eq!(room(&day(&bench).await, "201")["release"]["kind"], "needs_round", "airing disinfects nothing");
        let acting = bench.ok("rounds", "rounds.enter", form("201", "08:00", "wipe", Some("84消毒液"))).await;
        assert_eq!(room(&acting, "201")["release"]["kind"], "in_contact");
        bench.at(&clock("08:30")).await;
        assert_eq!(room(&day(&bench).await, "201")["release"]["kind"], "released");
    }

    async fn a_floor_is_entered_at_once_or_not_at_all(ground: &Ground) {
        let bench = doors(ground).await;
        let floor = |codes: &[&str]| {
            let rooms: Vec<Value> = codes.iter().map(|code| json!({ "room": code, "doneAt": clock("07:50") })).collect();
            json!({ "rooms": rooms, "method": "spray", "agent": "75%酒精", "milligramsPerLitre": 600_000, "airMinutes": 0, "note": "" })
        };
        assert_eq!(bench.refused("rounds", "rounds.enter", floor(&["201", "202", "299"])).await, "not_found");
        assert_eq!(bench.refused("rounds", "rounds.enter", floor(&["201", "201"])).await, "wrong_field");
        assert_eq!(bench.refused("gate1", "rounds.enter", floor(&["201"])).await, "role_not_allowed");
        assert_eq!(room(&day(&bench).await, "201")["rounds"].as_array().unwrap().len(), 1, "nothing of it was entered");
        let entered = bench.ok("rounds", "rounds.enter", floor(&["201", "202", "203"])).await;
        let round = &room(&entered, "203")["rounds"][1];
        assert_eq!((&round["milligramsPerLitre"], &round["contactMinutes"], &round["operator"]), (&json!(600_000), &json!(3), &json!("示例丁班")));
        for wrong in [form("201", "08:01", "wipe", Some("84消毒液")), form("201", "07:50", "wipe", Some("示例水")),
            form("201", "07:50", "ultraviolet", Some("84消毒液"))] {
            assert_eq!(bench.refused("rounds", "rounds.enter", wrong).await, "wrong_field");
        }
    }

    async fn nothing_is_sprayed_while_people_are_in_the_room(ground: &Ground) {
        let bench = doors(ground).await;
        bench.at(&clock("09:10")).await;
        assert_eq!(room(&day(&bench).await, "开标一室")["release"]["kind"], "in_use");
        for (method, agent) in [("spray", Some("84消毒液")), ("ultraviolet", None)] {
            let refused = bench.refused("rounds", "rounds.enter", form("开标一室", "09:10", method, agent)).await;
            assert_eq!(refused, "room_in_use");
        }
        bench.ok("rounds", "rounds.enter", form("开标一室", "08:50", "spray", Some("75%酒精"))).await;
        let wiped = bench.ok("rounds", "rounds.enter", form("开标一室", "09:10", "wipe", Some("84消毒液"))).await;
        let after = standings(&room(&wiped, "开标一室")).into_iter().find(|task| task.starts_with("after"));
        assert_eq!(after.as_deref(), Some("after waiting"), "what is wiped during the opening is no round after it");
    }

    async fn a_round_that_was_missed_needs_a_reason(ground: &Ground) {
        let bench = doors(ground).await;
        let task = room(&day(&bench).await, "203")["tasks"][0].clone();
        let miss = |reason: &str| json!({ "room": "203", "kind": task["kind"], "at": task["at"], "reason": reason });
        assert_eq!(bench.refused("rounds", "rounds.miss", miss("示例停水")).await, "round_not_overdue", "it was done");
        void_all(&bench, "203").await;
        assert_eq!(bench.refused("rounds", "rounds.miss", miss("示例停水")).await, "round_not_overdue", "it may still be done");
        bench.at(&clock("10:00")).await;
        assert!(day(&bench).await["overdue"].as_u64().unwrap() > 0);
        assert_eq!(bench.refused("rounds", "rounds.miss", miss("无")).await, "wrong_field");
        let told = bench.ok("rounds", "rounds.miss", miss("示例停水")).await;
        let told = room(&told, "203")["tasks"].as_array().unwrap().iter().find(|one| one["reason"] == "示例停水").cloned().unwrap();
        assert_eq!((&told["standing"], &told["operator"]), (&json!("missed"), &json!("示例丁班")));
        assert_eq!(bench.refused("rounds", "rounds.miss", miss("又停水了")).await, "round_not_overdue");
    }

    async fn the_calendar_does_not_count_on_a_room_whose_round_is_outstanding(ground: &Ground) {
        let bench = doors(ground).await;
        bench.at(&clock("08:40")).await;
        let conflict = "not_released YL-0312-01 round".to_owned();
        assert!(!told(&calendar(&bench, DAY, 1).await).contains(&conflict));
        void_all(&bench, "开标一室").await;
        assert!(told(&calendar(&bench, DAY, 1).await).contains(&conflict), "half an hour of contact ends after nine");
        bench.ok("rounds", "rounds.enter", form("开标一室", "08:40", "wipe", Some("75%酒精"))).await;
        assert!(!told(&calendar(&bench, DAY, 1).await).contains(&conflict), "alcohol acts within three minutes");
        let settings = bench.ok("lead", "settings.view", json!({})).await;
        let rounds = settings["settings"].as_array().unwrap().iter().find(|one| one["topic"] == "rounds").unwrap().clone();
        let mut body = rounds["body"].clone();
        body["roomsNeedRound"] = json!(false);
        bench.ok("lead", "settings.change", json!({ "topic": "rounds", "body": body, "reason": "示例防控〔2020〕9号" })).await;
        assert_eq!(room(&day(&bench).await, "开标一室")["release"], Value::Null);
    }
}
