//! A session changes only by a recorded amendment, before it begins, into rooms that are free.

use serde_json::{Value, json};

use super::office::{amend, cancel, office, try_amend};
use crate::bench::{Bench, time};
use crate::days::{DAY, session};

fn code(answer: Result<Value, Value>) -> String {
    answer.unwrap_err()["code"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn an_amendment_tells_what_was_and_what_is_with_its_document(ground: &Ground) {
        let bench = office(ground).await;
        let fields = json!({ "deadline": "2020-03-12T10:30:00+08:00", "openingRooms": ["多功能厅"] });
        let view = amend(&bench, "YL-0312-01", fields).await;
        let amendment = &view["amendments"][0];
        assert_eq!(amendment["document"], "示例交易〔2020〕8号");
        assert_eq!(amendment["operator"], "示例场务");
        assert_eq!(amendment["fromRooms"], json!(["开标一室", "多功能厅"]));
        assert_eq!(amendment["toRooms"], json!(["多功能厅"]));
        assert_eq!(time(view["deadline"].as_str().unwrap()), time("2020-03-12T10:30:00+08:00"));
        assert_eq!(view["openingRooms"].as_array().unwrap().len(), 1);
        assert_eq!(view["evaluationRooms"].as_array().unwrap().len(), 5, "those stay as they were");
        assert_eq!(view["registered"], Value::Null, "the number stays sealed");
    }

    async fn a_session_that_has_begun_or_ended_is_not_amended(ground: &Ground) {
        let bench = office(ground).await;
        cancel(&bench, "YL-0312-04").await;
        let later = json!({ "deadline": "2020-03-12T17:00:00+08:00" });
        assert_eq!(code(try_amend(&bench, "YL-0312-04", later.clone()).await), "session_ended");
        bench.at("2020-03-12T09:00:00+08:00").await;
        assert_eq!(code(try_amend(&bench, "YL-0312-01", later).await), "session_ended");
        let past = json!({ "deadline": "2020-03-12T09:00:00+08:00" });
        assert_eq!(code(try_amend(&bench, "YL-0312-02", past).await), "wrong_field");
        let same = json!({ "deadline": "2020-03-12T09:30:00+08:00" });
        assert_eq!(code(try_amend(&bench, "YL-0312-02", same).await), "nothing_to_amend");
    }

    async fn a_room_is_free_and_open_and_known(ground: &Ground) {
        let bench = office(ground).await;
        let to = |time: &str| json!({ "deadline": format!("2020-03-12T{time}:00+08:00") });
        // 02 and 03 both use 开标二室, at 9:30 and 14:00.
        assert_eq!(code(try_amend(&bench, "YL-0312-02", to("14:00")).await), "room_interval");
        let refused = try_amend(&bench, "YL-0312-02", to("13:30")).await.unwrap_err();
        assert_eq!((&refused["detail"]["code"], &refused["detail"]["minutes"]), (&json!("YL-0312-03"), &json!(30)));
        let accepted = |time: &str| {
            let mut fields = to(time);
            fields["acceptInterval"] = json!(true);
            fields
        };
        assert_eq!(code(try_amend(&bench, "YL-0312-02", accepted("14:00")).await), "room_interval", "never two at once");
        amend(&bench, "YL-0312-02", accepted("13:30")).await;
        assert_eq!(code(try_amend(&bench, "YL-0312-01", to("22:00")).await), "room_hours");
        assert_eq!(code(try_amend(&bench, "YL-0312-01", json!({ "openingRooms": ["999"] })).await), "not_found");
        assert_eq!(code(try_amend(&bench, "YL-0312-01", json!({ "openingRooms": [] })).await), "wrong_field");
    }

    async fn the_database_moves_a_session_only_with_its_amendment(ground: &Ground) {
        let bench = office(ground).await;
        let raw = ground.raw().await;
        let amendment = |seq: u32, old: &str, new: &str| format!(
            "INSERT INTO session_amendments (session_id, seq, document, reason, old_deadline, new_deadline, old_day, \
             new_day, close_accepted, at, operator_id) SELECT s.id, {seq}, '文', '因', {old}, {new}, s.day, s.day, \
             FALSE, s.entered_at, o.id FROM sessions s, operators o WHERE s.code = 'YL-0312-01' AND o.code = 'office'");
        let other = "(SELECT deadline FROM sessions WHERE code = 'YL-0312-04')";
        let move_it = "UPDATE sessions SET deadline = (SELECT deadline FROM sessions WHERE code = 'YL-0312-04') \
                       WHERE code = 'YL-0312-01'";
        assert!(raw.run(move_it).await.is_err(), "without an amendment");
        assert!(raw.run(&amendment(1, other, "s.deadline")).await.is_err(), "from a time that is not the session's");
        assert!(raw.run(&amendment(1, "s.deadline", "s.entered_at")).await.is_err(), "to a time that has passed");
        assert!(raw.run(&amendment(2, "s.deadline", other)).await.is_err(), "the second before the first");
        assert_eq!(raw.run(&amendment(1, "s.deadline", other)).await, Ok(1));
        assert!(raw.run("UPDATE sessions SET deadline = (SELECT deadline FROM sessions WHERE code = 'YL-0312-03') \
                         WHERE code = 'YL-0312-01'").await.is_err(), "to a time the amendment does not say");
        assert_eq!(raw.run(move_it).await, Ok(1));
        assert!(raw.run(move_it).await.is_err(), "an amendment moves it once");
        for (table, change) in [("session_amendments", "reason = ''"), ("session_rooms", "place = 9")] {
            assert!(raw.run(&format!("UPDATE {table} SET {change}")).await.is_err(), "{table}");
            assert!(raw.run(&format!("DELETE FROM {table}")).await.is_err(), "{table}");
        }
        let room = |amendment: u32| format!(
            "INSERT INTO session_rooms (session_id, room_id, part, place, amendment) SELECT s.id, r.id, 'opening', 7, \
             {amendment} FROM sessions s, rooms r WHERE s.code = 'YL-0312-02' AND r.code = '多功能厅'");
        assert!(raw.run(&room(1)).await.is_err(), "a room of an amendment there is not");
        drop(bench);
    }

    async fn two_desks_that_amend_at_once_leave_one_story(ground: &Ground) {
        let bench = office(ground).await;
        let other = Bench::open(ground).await;
        let id = session(&bench, "YL-0312-01").await;
        let payload = |hour: u32| json!({
            "sessionId": id, "deadline": format!("2020-03-12T{hour}:15:00+08:00"),
            "document": "示例交易〔2020〕8号", "reason": "招标人申请延期",
        });
        let (one, two) = tokio::join!(
            bench.repeat("office", "amend-1", "sessions.amend", payload(10)),
            other.repeat("lead", "amend-2", "sessions.amend", payload(11)),
        );
        let done = [&one, &two].into_iter().filter(|answer| answer.is_ok()).count();
        for answer in [one, two] {
            assert!(answer.as_ref().is_ok_or_busy(), "{answer:?}");
        }
        let view = bench.ok("lead", "sessions.list", json!({ "day": DAY })).await;
        let session = view["sessions"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
        let amendments = session["amendments"].as_array().unwrap();
        assert_eq!(amendments.len(), done);
        assert_eq!(amendments.last().unwrap()["toAt"], session["deadline"]);
        assert!(amendments.windows(2).all(|pair| pair[0]["toAt"] == pair[1]["fromAt"]));
    }
}

trait OkOrBusy {
    fn is_ok_or_busy(&self) -> bool;
}

impl OkOrBusy for Result<&Value, &bidhall_desk::DeskError> {
    fn is_ok_or_busy(&self) -> bool {
        self.as_ref().map_or_else(|error| error.code() == "database_busy", |_| true)
    }
}
