//! What an amendment would change is told before; a suggested time or room is free; lots go together.

use serde_json::{Value, json};

use super::{calendar, entries, import, told};
use crate::bench::{Bench, time};
use crate::calls::office::{amend, card, office, try_amend};
use crate::days::{DAY, doors, session};

async fn preview(bench: &Bench, code: &str, fields: Value) -> Value {
    let list = bench.ok("lead", "sessions.list", json!({})).await;
    let session = list["sessions"].as_array().unwrap().iter().find(|one| one["code"] == code).unwrap();
    let mut payload = json!({ "sessionId": session["id"] });
    for (name, value) in fields.as_object().unwrap() {
        payload[name] = value.clone();
    }
    bench.ok("office", "sessions.amend.preview", payload).await
}

async fn id_of(bench: &Bench, code: &str, lot: &str) -> Value {
    let list = bench.ok("lead", "sessions.list", json!({})).await;
    let is_it = |one: &&Value| one["code"] == code && one["lot"].as_str().unwrap_or_default() == lot;
    list["sessions"].as_array().unwrap().iter().find(is_it).unwrap()["id"].clone()
}

both_engines! {
    async fn a_preview_tells_what_would_change_and_changes_nothing(ground: &Ground) {
        let bench = doors(ground).await;
        let raw = ground.raw().await;
        let before = (raw.count("session_amendments").await, raw.count("room_booking_releases").await);
        let later = preview(&bench, "YL-0312-01", json!({ "deadline": "2020-03-12T11:00:00+08:00" })).await;
        assert_eq!((&later["changes"], &later["needsDocument"]), (&json!(true), &json!(true)));
        assert_eq!(later["calls"][0]["person"], "示例赵");
        let rooms: std::collections::BTreeSet<_> =
            later["bookings"].as_array().unwrap().iter().map(|one| one["room"].as_str().unwrap()).collect();
        assert_eq!(rooms.into_iter().collect::<Vec<_>>(), ["201", "202", "204"], "its group is planned again");
        let nothing = preview(&bench, "YL-0312-01", json!({})).await;
        assert_eq!((&nothing["changes"], &nothing["calls"], &nothing["bookings"]), (&json!(false), &json!([]), &json!([])));
        let elsewhere = preview(&bench, "YL-0312-01", json!({ "openingRooms": ["开标二室"] })).await;
        let against = &elsewhere["conflicts"][0];
        assert_eq!((&against["conflict"]["kind"], &against["conflict"]["holder"]["code"]), (&json!("overlap"), &json!("YL-0312-02")));
        assert_eq!((&against["refused"], &against["acceptable"]), (&json!(false), &json!(true)));
        assert_eq!(before, (raw.count("session_amendments").await, raw.count("room_booking_releases").await));
        assert_eq!(bench.refused("gate1", "sessions.amend.preview", json!({ "sessionId": session(&bench, "YL-0312-01").await })).await, "role_not_allowed");
        let text = later.to_string();
        assert!(!text.contains("registered") && !text.contains("67"), "{text}");
    }

    async fn what_the_preview_told_is_what_the_amendment_does(ground: &Ground) {
        let bench = doors(ground).await;
        amend(&bench, "YL-0312-01", json!({ "deadline": "2020-03-12T11:00:00+08:00" })).await;
        assert_eq!(card(&bench, "示例甲").await["state"], "void", "the call has to be made again");
        let day = calendar(&bench, DAY, 1).await;
        assert!(told(&day).iter().any(|one| one.starts_with("amended_after_call YL-0312-01")), "{:?}", told(&day));
        assert_eq!(entries(&day, "YL-0312-01", "evaluation").len(), 0, "the rooms of its group are given back");
        assert!(!entries(&day, "YL-0312-01", "scheduled").is_empty(), "and those of the schedule are shown again");
    }

    async fn a_suggested_time_or_room_is_taken_without_a_conflict(ground: &Ground) {
        let bench = office(ground).await;
        import(&bench, &[("YL-0312-21", "", "2020-03-12 09:45", "开标二室")]).await;
        let standing = preview(&bench, "YL-0312-21", json!({})).await;
        assert_eq!(standing["conflicts"].as_array().unwrap().len(), 1);
        let times = standing["freeTimes"].as_array().unwrap();
        assert_eq!(times.len(), 4);
        for at in times {
            let there = preview(&bench, "YL-0312-21", json!({ "deadline": at })).await;
            assert_eq!(there["conflicts"], json!([]), "{at}");
            assert!(time(at.as_str().unwrap()) > time("2020-03-12T09:45:00+08:00"));
        }
        amend(&bench, "YL-0312-21", json!({ "deadline": times[0] })).await;
        let found = told(&calendar(&bench, DAY, 1).await);
        assert!(!found.iter().any(|one| one.contains("YL-0312-21")), "{found:?}");

        import(&bench, &[("YL-0312-24", "", "2020-03-12 11:30", "开标二室")]).await;
        let standing = preview(&bench, "YL-0312-24", json!({})).await;
        let room = &standing["freeRooms"][0];
        assert_eq!((&room["insteadOf"], &room["code"]), (&json!("开标二室"), &json!("开标一室")));
        let there = preview(&bench, "YL-0312-24", json!({ "openingRooms": [room["code"]] })).await;
        assert_eq!(there["conflicts"], json!([]));
    }

    async fn time_and_place_need_a_document_and_evaluation_rooms_do_not(ground: &Ground) {
        let bench = office(ground).await;
        let without = |mut fields: Value| {
            fields["document"] = json!("");
            fields
        };
        for change in [
            json!({ "deadline": "2020-03-12T16:30:00+08:00" }),
            json!({ "openingRooms": ["多功能厅"] }),
        ] {
            let refused = try_amend(&bench, "YL-0312-04", without(change)).await.unwrap_err();
            assert_eq!((&refused["code"], &refused["detail"]["path"]), (&json!("wrong_field"), &json!("document")));
        }
        let view = amend(&bench, "YL-0312-04", without(json!({ "evaluationRooms": ["202"] }))).await;
        assert_eq!(view["evaluationRooms"][0]["code"], "202");
        assert_eq!(view["amendments"][0]["document"], "");
    }

    async fn too_little_time_for_the_disinfection_is_refused_unless_accepted(ground: &Ground) {
        let bench = office(ground).await;
        // 03 is at 14:00 in the same room: an hour for its opening, half an hour for the disinfection.
        let at = |time: &str, accept: bool| json!({ "deadline": format!("2020-03-12T{time}:00+08:00"), "acceptInterval": accept });
        let refused = try_amend(&bench, "YL-0312-02", at("15:15", false)).await.unwrap_err();
        assert_eq!((&refused["code"], &refused["detail"]["minutes"], &refused["detail"]["needed"]), (&json!("room_interval"), &json!(75), &json!(90)));
        amend(&bench, "YL-0312-02", at("15:30", false)).await;
        amend(&bench, "YL-0312-02", at("15:15", true)).await;
        let late = try_amend(&bench, "YL-0312-02", at("21:30", false)).await.unwrap_err();
        assert_eq!(late["code"], "room_hours", "it would end after the room closes");
    }

    async fn the_lots_of_a_project_are_one_opening_and_go_together(ground: &Ground) {
        let bench = office(ground).await;
        import(&bench, &[
            ("YL-0313-05", "1标段", "2020-03-13 10:00", "开标一室"),
            ("YL-0313-05", "2标段", "2020-03-13 10:00", "开标一室"),
            ("YL-0313-06", "", "2020-03-13 15:00", "开标一室"),
        ]).await;
        let day = calendar(&bench, "2020-03-13", 1).await;
        let opening = entries(&day, "YL-0313-05", "opening");
        assert_eq!(opening.len(), 1, "one opening");
        assert_eq!(opening[0]["lots"], json!(["1标段", "2标段"]));
        assert_eq!(told(&day), Vec::<String>::new(), "not in conflict with itself");
        let bookings = "room_bookings b JOIN sessions s ON s.id = b.session_id WHERE s.code = 'YL-0313-05' \
            AND NOT EXISTS (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = b.id)";
        let raw = ground.raw().await;
        assert_eq!(raw.count(bookings).await, 2, "both lots have the room");

        let (one, two) = (id_of(&bench, "YL-0313-05", "1标段").await, id_of(&bench, "YL-0313-05", "2标段").await);
        let other = id_of(&bench, "YL-0313-06", "").await;
        let alone = bench.ok("office", "sessions.amend.preview", json!({ "sessionId": one })).await;
        assert_eq!((&alone["lots"][0]["sessionId"], &alone["lots"][0]["goes"]), (&two, &json!(false)));
        assert_eq!(alone["conflicts"], json!([]), "its fellow lot does not stand in its way");
        let form = |lots: Value| json!({ "sessionId": one, "lots": lots, "deadline": "2020-03-13T11:00:00+08:00",
            "document": "示例交易〔2020〕9号", "reason": "招标人申请延期" });
        assert_eq!(bench.refused("office", "sessions.amend", form(json!([other]))).await, "wrong_field");
        assert_eq!(raw.count("session_amendments").await, 0, "all of them or none");
        bench.ok("office", "sessions.amend", form(json!([two]))).await;
        let day = calendar(&bench, "2020-03-13", 1).await;
        let opening = entries(&day, "YL-0313-05", "opening");
        assert_eq!((opening.len(), &opening[0]["begins"]), (1, &json!("2020-03-13T03:00:00Z")));
        assert_eq!(raw.count("session_amendments").await, 2, "each lot has its amendment");
        assert_eq!(raw.count(bookings).await, 2);

        // A lot that was moved alone comes back to its fellow without asking for an interval.
        let back = |deadline: &str| json!({ "sessionId": two, "deadline": deadline, "document": "示例交易〔2020〕9号", "reason": "招标人申请延期" });
        bench.ok("office", "sessions.amend", back("2020-03-13T09:00:00+08:00")).await;
        bench.ok("office", "sessions.amend", back("2020-03-13T11:00:00+08:00")).await;
        assert_eq!(entries(&calendar(&bench, "2020-03-13", 1).await, "YL-0313-05", "opening").len(), 1);
    }

    async fn a_week_holds_the_sessions_of_every_day_and_one_moves_between_them(ground: &Ground) {
        let bench = office(ground).await;
        import(&bench, &[("YL-0313-06", "", "2020-03-13 15:00", "开标一室")]).await;
        let week = calendar(&bench, "2020-03-09", 7).await;
        assert_eq!(week["days"]["days"].as_array().unwrap().len(), 7);
        assert_eq!(entries(&week, "YL-0312-02", "opening").len() + entries(&week, "YL-0313-06", "opening").len(), 2);
        amend(&bench, "YL-0312-02", json!({ "deadline": "2020-03-13T09:30:00+08:00" })).await;
        let thursday = calendar(&bench, DAY, 1).await;
        assert!(entries(&thursday, "YL-0312-02", "opening").is_empty());
        let friday = calendar(&bench, "2020-03-13", 1).await;
        assert_eq!(entries(&friday, "YL-0312-02", "opening").len(), 1);
    }
}
