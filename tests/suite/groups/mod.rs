//! Virtual groups: planned, tried, compared and booked.

mod asked;
mod bookings;
mod day;
mod events;
mod improving;
mod overruns;
mod papers;

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::days::{DAY, doors, session};

/// The demo day after the first opening, planned again with the real number.
pub async fn opened(ground: &crate::bench::Ground) -> (Bench, Value) {
    let bench = doors(ground).await;
    bench.at("2020-03-12T09:15:00+08:00").await;
    let first = session(&bench, "YL-0312-01").await;
    bench.ok("office", "groups.plan", json!({ "sessionId": first })).await;
    (bench, first)
}

pub async fn plan(bench: &Bench, session: &Value) -> Value {
    bench.ok("office", "groups.plan", json!({ "sessionId": session })).await
}

pub fn panels(plan: &Value) -> Vec<String> {
    let rooms = plan["rooms"].as_array().unwrap().iter();
    rooms
        .filter(|room| room["use"] == "panel")
        .map(|room| room["code"].as_str().unwrap().to_owned())
        .collect()
}

fn pins(must: &[&str], must_not: &[&str], experts: &Value) -> Value {
    json!({ "must": must, "mustNot": must_not, "start": null, "experts": experts })
}

async fn grouping(bench: &Bench, change: &[(&str, Value)]) {
    let settings = bench.ok("lead", "settings.view", json!({})).await;
    let found = settings["settings"].as_array().unwrap().iter().find(|one| one["topic"] == "grouping");
    let mut body = found.unwrap()["body"].clone();
    for (field, value) in change {
        body[field] = value.clone();
    }
    let payload = json!({ "topic": "grouping", "body": body, "reason": "示例通知〔2020〕3号" });
    bench.ok("lead", "settings.change", payload).await;
}

/// Bookings that meet in one room and belong to two holders.
pub const DOUBLED: &str = "(SELECT a.id FROM room_bookings a JOIN room_bookings b ON a.room_id = b.room_id \
     AND a.holder <> b.holder AND a.begins < b.ends AND b.begins < a.ends \
     WHERE NOT EXISTS (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = a.id) \
     AND NOT EXISTS (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = b.id)) AS doubled";

both_engines! {
    async fn the_large_project_gets_its_rooms_a_spare_one_and_the_special_ones(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let group = plan(&bench, &first).await;
        let uses: Vec<_> = group["rooms"].as_array().unwrap().iter()
            .map(|room| format!("{} {}", room["code"].as_str().unwrap(), room["use"].as_str().unwrap())).collect();
        assert_eq!(uses, ["201 panel", "202 panel", "204 spare", "205 clarification", "206 documents", "207 supervision"]);
        assert_eq!((&group["estimate"], &group["margin"]["estimate"]), (&json!(true), &json!(true)));
        assert_eq!(group["overThreshold"], true, "61 to 90 are more than thirty");
        for rule in group["rules"].as_array().unwrap() {
            assert_eq!(rule["held"], true, "{rule}");
        }
        let parts: i64 = group["margin"]["parts"].as_array().unwrap().iter().map(|part| part["minutes"].as_i64().unwrap()).sum();
        assert_eq!(parts, 720, "the parts are the whole time to the limit");
        for level in group["explanation"]["status"].as_array().unwrap() {
            assert_eq!(level["proven"], true, "{level}");
        }
    }

    async fn a_room_with_two_places_is_refused_for_five_members(ground: &Ground) {
        let bench = doors(ground).await;
        let second = session(&bench, "YL-0312-02").await;
        let group = plan(&bench, &second).await;
        assert_eq!(group["possible"], false);
        assert_eq!(group["reasons"], json!([{ "code": "seats", "needed": 5, "available": 2 }]));
        let help = &group["explanation"]["relaxations"];
        assert_eq!((&help["extraRooms"], &help["limitPlusMinutes"]), (&json!(1), &Value::Null), "one more room is enough");
        let why: Vec<_> = group["leftOut"].as_array().unwrap().iter().map(|room| (room["code"].clone(), room["why"].clone())).collect();
        assert!(why.contains(&(json!("201"), json!("not_scheduled"))), "{why:?}");
        assert_eq!(ground.raw().await.count("room_bookings WHERE part = 'evaluation'").await, 2, "only the first project's rooms");
    }

    async fn nothing_is_read_during_a_break_and_no_minute_of_reading_is_lost(ground: &Ground) {
        let (bench, _) = opened(ground).await;
        let list = bench.ok("lead", "groups.list", json!({ "day": DAY })).await;
        let group = list["groups"].as_array().unwrap().iter().find(|one| one["version"] == 2).unwrap();
        let minute = |at: &Value| crate::bench::time(at.as_str().unwrap()).timestamp() / 60;
        let breaks: Vec<_> = group["breaks"].as_array().unwrap().iter().map(|rest| (minute(&rest["begin"]), minute(&rest["end"]))).collect();
        assert_eq!(breaks.len(), 2, "two meals lie between start and end");
        let mut crossing = 0;
        for review in group["reviews"].as_array().unwrap() {
            let parts: Vec<_> = review["parts"].as_array().unwrap().iter().map(|part| (minute(&part["begin"]), minute(&part["end"]))).collect();
            crossing += usize::from(parts.len() > 1);
            let read: i64 = parts.iter().map(|(from, until)| until - from).sum();
            assert_eq!(json!(read), review["minutes"]);
            for (from, until) in &parts {
                assert!(breaks.iter().all(|(begin, end)| until <= begin || end <= from), "{review}");
            }
        }
        assert!(crossing > 0, "no review crosses a meal, so nothing was tested");
        assert_eq!(group["temperatureRounds"].as_array().unwrap().len(), 4, "10:00, 13:00, 16:00 and 19:00");
    }

    async fn a_try_stores_nothing_and_tells_what_would_differ(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let raw = ground.raw().await;
        let (groups, bookings) = (raw.count("room_groups").await, raw.count("room_bookings").await);
        let tried = bench.ok("office", "groups.try",
            json!({ "sessionId": first, "rooms": "any", "pins": pins(&[], &["202"], &json!([])) })).await;
        assert_eq!(panels(&tried["plan"]), ["201", "203"]);
        let against = &tried["against"];
        assert_eq!((&against["roomsAdded"], &against["roomsRemoved"]), (&json!(["203"]), &json!(["202"])));
        assert_eq!((&against["a"]["inForce"], &against["b"]["id"]), (&json!(true), &Value::Null));
        assert_eq!(raw.count("room_groups").await, groups);
        assert_eq!(raw.count("room_bookings").await, bookings);
        assert_eq!(bench.refused("gate1", "groups.try", json!({ "sessionId": first })).await, "role_not_allowed");
    }

    async fn what_a_person_fixes_is_kept_until_it_is_released(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let fixed = json!({ "sessionId": first, "pins": pins(&[], &[], &json!([{ "room": "203", "experts": 2 }])) });
        let group = bench.ok("office", "groups.plan", fixed).await;
        assert_eq!(panels(&group), ["201", "203"]);
        assert_eq!(panels(&plan(&bench, &first).await), ["201", "203"], "the pins of the version before hold");
        let all = json!({ "sessionId": first, "pins": pins(&["201", "202", "203"], &[], &json!([])) });
        assert_eq!(panels(&bench.ok("office", "groups.plan", all).await), ["201", "202", "203"]);
        let many = json!({ "sessionId": first, "pins": pins(&[], &[], &json!([{ "room": "203", "experts": 3 }])) });
        assert_eq!(bench.refused("office", "groups.plan", many).await, "pins_impossible");
        let free = bench.ok("office", "groups.plan", json!({ "sessionId": first, "pins": pins(&[], &[], &json!([])) })).await;
        assert_eq!(panels(&free), ["201", "202"]);
        let early = json!({ "must": [], "mustNot": [], "start": "2020-03-12T08:30:00+08:00", "experts": [] });
        assert_eq!(bench.refused("office", "groups.try", json!({ "sessionId": first, "pins": early })).await, "wrong_field");
        let noon = json!({ "must": [], "mustNot": [], "start": "2020-03-12T09:30:00+08:00", "experts": [] });
        let moved = bench.ok("office", "groups.try", json!({ "sessionId": first, "pins": noon })).await;
        assert_eq!(moved["plan"]["begin"], "2020-03-12T01:30:00Z");
    }

    async fn committees_are_formed_by_the_rules_of_their_kind(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let large = |technical: u32| json!({ "sessionId": first, "rooms": "any", "ruleSet": "government_procurement_large",
            "committee": { "technical": technical, "economic": 1, "tendererReps": 0 } });
        assert_eq!(bench.refused("office", "groups.try", large(4)).await, "wrong_setting");
        let seven = bench.ok("office", "groups.try", large(6)).await["plan"].clone();
        assert_eq!(panels(&seven), ["201", "202", "203"], "seven sit in three rooms");
        let lawful = seven["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == "committee").unwrap();
        assert_eq!(lawful["numbers"][1], json!({ "name": "least", "value": 7 }));
        let reps = json!({ "sessionId": first, "committee": { "technical": 2, "economic": 1, "tendererReps": 2 } });
        assert_eq!(bench.refused("office", "groups.try", reps).await, "wrong_setting");
    }

    async fn more_than_thirty_go_to_the_overnight_site_on_days_when_it_is_open(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let span = |from: &str| json!([{ "open": true, "from": from, "until": null, "basis": "示例通知〔2020〕3号" }]);
        grouping(&bench, &[("overnightSpans", span("2020-03-13"))]).await;
        assert_eq!(plan(&bench, &first).await["possible"], true, "it opens tomorrow");
        grouping(&bench, &[("overnightSpans", span("2020-03-12")), ("overnightThreshold", json!(67))]).await;
        assert_eq!(plan(&bench, &first).await["possible"], true, "67 are not more than 67");
        grouping(&bench, &[("overnightThreshold", json!(66))]).await;
        let gone = plan(&bench, &first).await;
        assert_eq!((&gone["possible"], &gone["overnightSiteOpen"]), (&json!(false), &json!(true)));
        assert_eq!(ground.raw().await.count("room_bookings b WHERE b.part <> 'opening' AND NOT EXISTS \
            (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = b.id)").await, 0, "its rooms are free again");
    }

    async fn a_room_belongs_to_one_session_at_a_time(ground: &Ground) {
        let (bench, _) = opened(ground).await;
        let second = session(&bench, "YL-0312-02").await;
        let fixed = json!({ "sessionId": second, "rooms": "any", "pins": pins(&["201"], &[], &json!([])) });
        let error = bench.call("office", "groups.plan", fixed).await.unwrap_err();
        let wire = serde_json::to_value(&error).unwrap();
        assert_eq!((&wire["code"], &wire["detail"]["room"], &wire["detail"]["code"]), (&json!("room_booked"), &json!("201"), &json!("YL-0312-01")));
        let text = error.text(bidhall_desk::Language::Chinese);
        assert!(text.contains("201") && text.contains("YL-0312-01") && text.contains("2020-03-12"), "{text}");
        let group = bench.ok("office", "groups.plan", json!({ "sessionId": second, "rooms": "any" })).await;
        assert_eq!(group["possible"], false, "203 alone has two places");
        let booked = group["leftOut"].as_array().unwrap().iter().find(|room| room["code"] == "201").unwrap();
        assert_eq!((&booked["why"], &booked["holder"]), (&json!("booked"), &json!("YL-0312-01")));
        let first = session(&bench, "YL-0312-01").await;
        bench.ok("office", "sessions.end", json!({ "sessionId": first, "state": "failed", "reason": "投标人不足", "confirmedBy": "示例赵" })).await;
        let group = bench.ok("office", "groups.plan", json!({ "sessionId": second, "rooms": "any" })).await;
        assert_eq!(panels(&group), ["201", "202"], "an ended session gives its rooms back");
    }

    async fn the_database_itself_keeps_two_sessions_out_of_one_room(ground: &Ground) {
        let (bench, _) = opened(ground).await;
        let raw = ground.raw().await;
        let fourth = session(&bench, "YL-0312-04").await;
        let id = fourth.as_str().unwrap().replace('-', "");
        let session_id = if ground.is_postgres() { format!("'{id}'::uuid") } else { format!("x'{id}'") };
        let copy = |holder: &str| format!(
            "INSERT INTO room_bookings (id, room_id, session_id, part, holder, begins, ends, at, operator_id) \
             SELECT {}, b.room_id, {session_id}, b.part, {holder}, b.begins, b.ends, b.at, b.operator_id FROM room_bookings b \
             JOIN rooms r ON r.id = b.room_id WHERE r.code = '201' AND b.part = 'evaluation' AND NOT EXISTS \
             (SELECT 1 FROM room_booking_releases x WHERE x.booking_id = b.id)", raw.new_id());
        assert!(raw.run(&copy("'another'")).await.is_err());
        assert_eq!(raw.run(&copy("b.holder")).await, Ok(1), "lots of one project may share a room");
        assert!(raw.run("UPDATE room_bookings SET part = part").await.is_err());
        assert!(raw.run("DELETE FROM room_booking_releases").await.is_err());
    }

    async fn openings_have_their_rooms_and_an_amended_one_takes_another_time(ground: &Ground) {
        let bench = doors(ground).await;
        let raw = ground.raw().await;
        let open = "room_bookings b WHERE b.part = 'opening' AND NOT EXISTS (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = b.id)";
        assert_eq!(raw.count(open).await, 5, "four sessions, the first of them in two rooms");
        let second = session(&bench, "YL-0312-02").await;
        bench.ok("office", "sessions.amend", json!({ "sessionId": second, "deadline": "2020-03-12T10:30:00+08:00",
            "document": "示例函〔2020〕9号", "reason": "延期" })).await;
        assert_eq!(raw.count(open).await, 5);
        assert_eq!(raw.count("room_booking_releases WHERE why = 'amended'").await, 1);
        assert_eq!(raw.count(DOUBLED).await, 0);
    }

    async fn a_session_that_moves_makes_its_plan_stale(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        bench.ok("office", "sessions.amend", json!({ "sessionId": first, "deadline": "2020-03-12T09:10:00+08:00",
            "document": "示例函〔2020〕10号", "reason": "延期" })).await;
        let list = bench.ok("lead", "groups.list", json!({ "day": DAY })).await;
        assert_eq!(list["groups"][0]["stale"], true);
        let group = plan(&bench, &first).await;
        assert_eq!((&group["stale"], &group["begin"]), (&json!(false), &json!("2020-03-12T02:10:00Z")));
    }
}
