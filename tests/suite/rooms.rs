//! Rooms: changed for a reason, told to be held or broken, measured, brought in from a spreadsheet.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::calls::office::{faults, sheet};
use crate::days::{doors, session};

async fn rooms(bench: &Bench) -> Vec<Value> {
    bench.ok("office", "rooms.list", json!({})).await["rooms"].as_array().unwrap().clone()
}

pub async fn room(bench: &Bench, code: &str) -> Value {
    rooms(bench).await.into_iter().find(|room| room["code"] == code).unwrap()
}

/// The room as a form has it.
fn form_of(room: &Value) -> Value {
    let mut form = room.clone();
    let fields = form.as_object_mut().unwrap();
    for shown in ["id", "seatsGiven", "version", "state"] {
        fields.remove(shown);
    }
    form
}

pub async fn tell(bench: &Bench, code: &str, kind: &str) -> Value {
    let id = room(bench, code).await["id"].clone();
    bench.ok("rounds", "rooms.state", json!({ "roomId": id, "kind": kind, "note": "示例" })).await
}

both_engines! {
    async fn a_room_changes_for_a_reason_and_what_it_was_stays(ground: &Ground) {
        let bench = doors(ground).await;
        let before = room(&bench, "203").await;
        let mut form = form_of(&before);
        form["seats"] = json!(8);
        form["seatsSpaced"] = json!(4);
        form["windows"] = json!([{ "opensMinute": 420, "closesMinute": 720 }, { "opensMinute": 780, "closesMinute": 1320 }]);
        let change = |form: &Value, reason: &str| json!({ "roomId": before["id"], "room": form, "reason": reason });
        assert_eq!(bench.refused("office", "rooms.amend", change(&form, "")).await, "wrong_field");
        let after = bench.ok("office", "rooms.amend", change(&form, "换了长桌")).await;
        assert_eq!((&after["seatsSpaced"], &after["version"]), (&json!(4), &json!(2)));
        assert_eq!(after["windows"].as_array().unwrap().len(), 2);
        assert_eq!(bench.refused("office", "rooms.amend", change(&form, "再来一次")).await, "nothing_to_amend");
        let mut renamed = form.clone();
        renamed["code"] = json!("208");
        assert_eq!(bench.refused("office", "rooms.amend", change(&renamed, "改门牌")).await, "wrong_field");
        let mut crossed = form.clone();
        crossed["windows"] = json!([{ "opensMinute": 420, "closesMinute": 800 }, { "opensMinute": 780, "closesMinute": 1320 }]);
        assert_eq!(bench.refused("office", "rooms.amend", change(&crossed, "时段")).await, "wrong_field");
        let history = bench.ok("auditor", "rooms.history", json!({ "roomId": before["id"] })).await;
        let kept: Vec<_> = history["versions"].as_array().unwrap().iter().map(|one| one["room"]["seatsSpaced"].clone()).collect();
        assert_eq!(kept, [json!(2), json!(4)]);
        assert_eq!(history["versions"][1]["reason"], "换了长桌");
        assert_eq!(room(&bench, "201").await["version"], 1, "no other room changed");
    }

    async fn seats_that_are_not_given_follow_from_the_size_and_the_spacing(ground: &Ground) {
        let bench = doors(ground).await;
        let mut form = form_of(&room(&bench, "201").await);
        for (field, value) in [("code", json!("209")), ("width", json!(5)), ("depth", json!(3)), ("seats", json!(40)), ("seatsSpaced", json!(null))] {
            form[field] = value;
        }
        let registered = bench.ok("office", "rooms.register", form).await;
        assert_eq!((&registered["seatsSpaced"], &registered["seatsGiven"]), (&json!(6), &json!(false)));
        let settings = bench.ok("lead", "settings.view", json!({})).await;
        let grouping = settings["settings"].as_array().unwrap().iter().find(|one| one["topic"] == "grouping").unwrap();
        let mut body = grouping["body"].clone();
        body["spacingTenths"] = json!(10);
        bench.ok("lead", "settings.change", json!({ "topic": "grouping", "body": body, "reason": "示例防控〔2020〕2号" })).await;
        assert_eq!(room(&bench, "209").await["seatsSpaced"], 8);
        assert_eq!(room(&bench, "201").await["seatsSpaced"], 3, "given seats stay");
    }

    async fn a_room_is_told_to_be_held_or_broken_once_until_it_is_put_right(ground: &Ground) {
        let bench = doors(ground).await;
        let id = room(&bench, "201").await["id"].clone();
        let state = |kind: &str| json!({ "roomId": id, "kind": kind, "note": "" });
        assert_eq!(bench.refused("rounds", "rooms.state", state("released")).await, "room_state_stands");
        let held = bench.ok("rounds", "rooms.state", state("held")).await;
        assert_eq!(held["state"]["usable"], false);
        assert_eq!(held["state"]["open"][0]["operator"], "示例丁班");
        assert_eq!(bench.refused("rounds", "rooms.state", state("held")).await, "room_state_stands");
        let broken = bench.ok("rounds", "rooms.state", state("camera_fault")).await;
        assert_eq!(broken["state"]["open"].as_array().unwrap().len(), 2);
        bench.ok("rounds", "rooms.state", state("released")).await;
        assert_eq!(bench.ok("rounds", "rooms.state", state("camera_mended")).await["state"]["usable"], true);
        let history = bench.ok("lead", "rooms.history", json!({ "roomId": id })).await;
        assert_eq!(history["events"].as_array().unwrap().len(), 4);
        assert_eq!(bench.refused("gate1", "rooms.state", state("held")).await, "role_not_allowed");
    }

    async fn a_room_that_cannot_be_used_is_not_offered_and_the_plan_says_why(ground: &Ground) {
        // The shelves of 201 and 203 hold 78 sets: enough for the registered number, not for the band.
        let (bench, first) = crate::groups::opened(ground).await;
        tell(&bench, "202", "camera_fault").await;
        let plan = bench.ok("office", "groups.try", json!({ "sessionId": first, "rooms": "any" })).await["plan"].clone();
        let panels: Vec<_> = plan["rooms"].as_array().unwrap().iter().filter(|room| room["use"] == "panel").map(|room| room["code"].clone()).collect();
        assert_eq!(panels, ["201", "203"]);
        let out = plan["leftOut"].as_array().unwrap().iter().find(|room| room["code"] == "202").unwrap();
        assert_eq!((&out["why"], &out["note"]), (&json!("camera_fault"), &json!("示例")));
        let pinned = json!({ "sessionId": first, "pins": { "must": ["202"], "mustNot": [], "start": null, "experts": [] } });
        assert_eq!(bench.refused("office", "groups.try", pinned).await, "room_not_offered");
        tell(&bench, "202", "camera_mended").await;
        let again = bench.ok("office", "groups.try", json!({ "sessionId": first, "rooms": "any" })).await;
        assert_eq!(again["plan"]["rooms"][1]["code"], "202");
    }

    async fn measured_ways_count_and_nobody_walks_further_than_over_a_third_room(ground: &Ground) {
        let bench = doors(ground).await;
        let walk = |minutes: Value| json!({ "from": "201", "to": "202", "minutes": minutes, "note": "绕开连廊" });
        let spread = async |bench: &Bench| {
            let first = session(bench, "YL-0312-01").await;
            let plan = bench.ok("office", "groups.try", json!({ "sessionId": first })).await["plan"].clone();
            plan["explanation"]["status"].as_array().unwrap().iter().find(|one| one["level"] == "spread").unwrap()["value"].clone()
        };
        assert_eq!(spread(&bench).await, 1);
        let list = bench.ok("office", "rooms.walk", walk(json!(9))).await;
        assert_eq!(list["walks"][0]["minutes"], 9);
        assert_eq!(spread(&bench).await, 2, "over the room beneath it takes two minutes");
        bench.ok("office", "rooms.walk", walk(Value::Null)).await;
        assert_eq!(spread(&bench).await, 1);
        assert_eq!(bench.refused("office", "rooms.walk", walk(json!(61))).await, "wrong_field");
    }

    async fn rooms_come_from_a_spreadsheet_and_twice_is_once(ground: &Ground) {
        let bench = doors(ground).await;
        let header: &[&str] = &["房号", "名称", "用途", "分区", "楼层", "横坐标", "纵坐标", "宽", "深", "座位", "间距后座位", "架位", "视频", "录像", "开放时间"];
        let lines: [&[&str]; 5] = [
            header,
            &["301", "评标301", "评标室", "评标区", "3", "0", "0", "10", "7", "6", "3", "48", "有", "有", "07:00-12:00、13:00-22:00"],
            &["302", "评标302", "评标室", "", "", "", "", "10", "7", "6", "", "48", "无", "有", ""],
            &["203", "评标203", "评标室", "评标区", "2", "20", "0", "8", "7", "4", "2", "40", "有", "有", "07:00-22:00"],
            &["303", "评标303", "评标室", "评标区", "3", "", "", "10", "7", "六", "", "", "", "", ""],
        ];
        let file = sheet(&lines);
        let preview = bench.ok("office", "rooms.import.preview", file.clone()).await;
        let standings: Vec<_> = preview["rows"].as_array().unwrap().iter().map(|row| row["standing"].clone()).collect();
        assert_eq!(standings, ["new", "new", "differs", "faulty"]);
        assert_eq!(faults(&preview), ["J5 座位 numberUnreadable"]);
        let commit = json!({ "fileName": file["fileName"], "content": file["content"], "reason": "新购书架" });
        let result = bench.ok("office", "rooms.import.commit", commit.clone()).await;
        assert_eq!((&result["added"], &result["leftOut"]), (&json!(3), &json!(1)));
        assert_eq!(room(&bench, "301").await["windows"].as_array().unwrap().len(), 2);
        let second = room(&bench, "302").await;
        assert_eq!((&second["x"], &second["floor"], &second["video"]), (&json!(10), &json!(3), &json!(false)), "beside the first");
        let shelf = room(&bench, "203").await;
        assert_eq!((&shelf["shelf"], &shelf["version"]), (&json!(40), &json!(2)));
        let again = bench.ok("office", "rooms.import.commit", commit).await;
        assert_eq!((&again["added"], &again["unchanged"]), (&json!(0), &json!(3)));
    }
}
