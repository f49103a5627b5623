//! Opening rooms: one project has a room at a time, and who lacks one is told until it is moved.

use base64::Engine as _;
use serde_json::{Value, json};

use super::DOUBLED;
use crate::bench::Bench;
use crate::days::{DAY, doors, session};

/// A schedule with one project that opens at nine in the room of the first of the demo day.
fn same_time_same_room() -> Value {
    let rows = "序号,项目编号,项目名称,代理机构,联系人,联系电话,开标时间,开标室,评标室\n\
        1,YL-0312-09,示例河堤加固工程,示例咨询有限公司,示例甲,13900000009,2020-03-12 09:00,开标一室,203\n";
    json!({ "fileName": "补充场次.csv", "content": base64::engine::general_purpose::STANDARD.encode(rows) })
}

async fn of_day(bench: &Bench, code: &str) -> Value {
    let list = bench.ok("lead", "sessions.list", json!({ "day": DAY })).await;
    list["sessions"].as_array().unwrap().iter().find(|one| one["code"] == code).unwrap().clone()
}

async fn imported(bench: &Bench) -> Value {
    let mut commit = same_time_same_room();
    commit["allOrNothing"] = json!(false);
    bench.ok("office", "sessions.import.commit", commit).await
}

/// Bookings of openings that stand.
const OPENINGS: &str = "room_bookings b WHERE b.part = 'opening' AND NOT EXISTS \
     (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = b.id)";

both_engines! {
    async fn a_row_whose_room_another_project_has_is_told_and_entered_without_the_room(ground: &Ground) {
        let bench = doors(ground).await;
        let preview = bench.ok("office", "sessions.import.preview", same_time_same_room()).await;
        let taken = &preview["rows"][0]["taken"][0];
        assert_eq!((&taken["room"], &taken["code"]), (&json!("开标一室"), &json!("YL-0312-01")));
        let before = ground.raw().await.count(OPENINGS).await;
        let result = imported(&bench).await;
        assert_eq!((&result["added"], &result["withoutRoom"]), (&json!(1), &json!(["YL-0312-09"])), "people will come, so it is on record");
        assert_eq!(ground.raw().await.count(OPENINGS).await, before, "but the room stays with who had it");
        let lacking = of_day(&bench, "YL-0312-09").await;
        assert_eq!(lacking["withoutRooms"][0]["code"], "YL-0312-01");
        assert_eq!(of_day(&bench, "YL-0312-01").await["withoutRooms"], json!([]));
        assert_eq!(ground.raw().await.count(DOUBLED).await, 0);
    }

    async fn a_session_without_its_room_gets_it_when_the_other_moves(ground: &Ground) {
        let bench = doors(ground).await;
        imported(&bench).await;
        let first = session(&bench, "YL-0312-01").await;
        let later = json!({ "sessionId": first, "deadline": "2020-03-12T17:00:00+08:00", "document": "示例函〔2020〕11号", "reason": "延期" });
        bench.ok("office", "sessions.amend", later).await;
        assert_eq!(of_day(&bench, "YL-0312-09").await["withoutRooms"], json!([]));
        assert_eq!(ground.raw().await.count(DOUBLED).await, 0);
    }

    async fn a_session_without_its_room_gets_it_when_the_other_is_called_off(ground: &Ground) {
        let bench = doors(ground).await;
        imported(&bench).await;
        let first = session(&bench, "YL-0312-01").await;
        bench.ok("office", "sessions.end", json!({ "sessionId": first, "state": "cancelled", "reason": "项目终止" })).await;
        assert_eq!(of_day(&bench, "YL-0312-09").await["withoutRooms"], json!([]));
        assert_eq!(ground.raw().await.count(DOUBLED).await, 0);
    }

    async fn who_moves_a_session_chooses_a_time_and_a_room_that_are_free(ground: &Ground) {
        let bench = doors(ground).await;
        imported(&bench).await;
        let ninth = of_day(&bench, "YL-0312-09").await["id"].clone();
        let change = |fields: Value| {
            let mut form = json!({ "sessionId": ninth, "document": "示例函〔2020〕12号", "reason": "换开标室" });
            form.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            form
        };
        let other_evaluation = change(json!({ "evaluationRooms": ["202"] }));
        assert_eq!(bench.refused("office", "sessions.amend", other_evaluation).await, "room_booked");
        bench.ok("office", "sessions.amend", change(json!({ "deadline": "2020-03-12T12:30:00+08:00" }))).await;
        assert_eq!(of_day(&bench, "YL-0312-09").await["withoutRooms"], json!([]));
    }

    async fn records_of_an_older_schema_get_their_bookings_when_they_are_opened(ground: &Ground) {
        let bench = doors(ground).await;
        let raw = ground.raw().await;
        let made = [raw.count(OPENINGS).await, raw.count("room_bookings WHERE part <> 'opening'").await];
        assert!(made.iter().all(|count| *count > 0), "{made:?}");
        for table in ["room_booking_releases", "room_bookings"] {
            let on = if ground.is_postgres() { format!(" ON {table}") } else { String::new() };
            raw.run(&format!("DROP TRIGGER {table}_no_delete{on}")).await.unwrap();
            raw.run(&format!("DELETE FROM {table}")).await.unwrap();
        }
        let desk = bench.workplace.desk().await.unwrap();
        bench.workplace.open(&desk.address).await.unwrap();
        assert_eq!([raw.count(OPENINGS).await, raw.count("room_bookings WHERE part <> 'opening'").await], made);
        bench.workplace.open(&desk.address).await.unwrap();
        assert_eq!(raw.count("room_bookings").await, made[0] + made[1], "once is enough");
        assert_eq!(bench.ok("lead", "audit.verify", json!({})).await["brokenAt"], Value::Null);
        let subjects = raw.texts("SELECT subject FROM audit WHERE command = 'database.open'").await;
        assert_eq!(subjects.len(), 1, "{subjects:?}");
    }
}
