//! The calendar by room: the five kinds of conflict, what an amendment would change, lots, failed sessions.

mod failed;
mod moving;

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::calls::office::{amend, card, office, reached, sheet};
use crate::days::{DAY, doors};

const HEADER: [&str; 9] =
    ["项目编号", "项目名称", "标段", "代理机构", "联系人", "电话", "开标时间", "开标室", "评标室"];

/// Imports sessions of 示例戊: number, lot, time and opening room.
pub async fn import(bench: &Bench, sessions: &[(&str, &str, &str, &str)]) {
    let rows: Vec<[&str; 9]> = sessions
        .iter()
        .map(|(code, lot, time, room)| {
            [
                *code,
                "示例河道整治(示例)",
                *lot,
                "示例戊工程咨询有限公司",
                "示例周",
                "13900000005",
                *time,
                *room,
                "",
            ]
        })
        .collect();
    let lines: Vec<&[&str]> = std::iter::once(&HEADER[..]).chain(rows.iter().map(|row| &row[..])).collect();
    let mut payload = sheet(&lines);
    payload["allOrNothing"] = json!(false);
    let result = bench.ok("office", "sessions.import.commit", payload).await;
    assert_eq!(result["added"], json!(sessions.len()), "{result}");
}

pub async fn calendar(bench: &Bench, from: &str, days: u32) -> Value {
    bench.ok("office", "sessions.calendar", json!({ "from": from, "days": days })).await
}

/// `kind code holder` of each conflict of the day that nobody accepted.
pub fn told(calendar: &Value) -> Vec<String> {
    let conflicts = calendar["conflicts"].as_array().unwrap().iter();
    let holder = |one: &Value| {
        let holder = &one["holder"];
        let name =
            ["code", "operator", "agency", "name"].into_iter().find_map(|field| holder[field].as_str());
        name.unwrap_or_else(|| holder["kind"].as_str().unwrap()).to_owned()
    };
    conflicts
        .filter(|one| one["accepted"] == false)
        .map(|one| {
            format!("{} {} {}", one["kind"].as_str().unwrap(), one["code"].as_str().unwrap(), holder(one))
        })
        .collect()
}

pub fn entries<'a>(calendar: &'a Value, code: &str, part: &str) -> Vec<&'a Value> {
    let all = calendar["entries"].as_array().unwrap().iter();
    all.filter(|one| one["code"] == code && one["part"] == part).collect()
}

both_engines! {
    async fn a_day_shows_each_use_of_a_room_with_its_disinfection_and_no_number(ground: &Ground) {
        let bench = doors(ground).await;
        let day = calendar(&bench, DAY, 1).await;
        let first = entries(&day, "YL-0312-01", "opening");
        assert_eq!(first.len(), 2, "开标一室 and 多功能厅");
        for entry in first {
            assert_eq!(entry["begins"], "2020-03-12T01:00:00Z");
            assert_eq!(entry["ends"], "2020-03-12T02:00:00Z");
            assert_eq!(entry["cleanUntil"], "2020-03-12T02:30:00Z");
            assert_eq!((&entry["movable"], &entry["band"]), (&json!(true), &json!("from61_to90")));
        }
        assert_eq!(entries(&day, "YL-0312-01", "evaluation").len(), 2, "the rooms of its group");
        assert_eq!(entries(&day, "YL-0312-01", "spare").len(), 1);
        assert_eq!(entries(&day, "YL-0312-01", "scheduled"), Vec::<&Value>::new(), "the plan says better");
        let text = day.to_string();
        for sealed in ["registered", "\"67\"", ":67", "company"] {
            assert!(!text.contains(sealed), "{sealed} before the opening");
        }
        assert_eq!(day["days"]["days"][0]["working"], true);
        assert_eq!(bench.refused("office", "sessions.calendar", json!({ "from": DAY, "days": 15 })).await, "wrong_field");
    }

    async fn the_five_kinds_of_conflict_are_named_with_their_holder(ground: &Ground) {
        let bench = office(ground).await;
        import(&bench, &[
            ("YL-0312-21", "", "2020-03-12 09:45", "开标二室"),
            ("YL-0312-22", "", "2020-03-12 21:30", "多功能厅"),
            ("YL-0312-23", "", "2020-03-12 15:15", "开标二室"),
        ]).await;
        import(&bench, &[("YL-0314-01", "", "2020-03-14 09:00", "开标二室")]).await;
        let found = told(&calendar(&bench, DAY, 1).await);
        for expected in [
            "overlap YL-0312-21 YL-0312-02",
            "buffer YL-0312-23 YL-0312-03",
            "outside_hours YL-0312-22 hours",
        ] {
            assert!(found.contains(&expected.to_owned()), "{expected} in {found:?}");
        }
        let saturday = told(&calendar(&bench, "2020-03-14", 1).await);
        assert_eq!(saturday, ["outside_hours YL-0314-01 day_off"]);

        let call = card(&bench, "示例丙").await;
        reached(&bench, &call, true).await;
        amend(&bench, "YL-0312-04", json!({ "deadline": "2020-03-12T16:30:00+08:00" })).await;
        bench.at("2020-03-12T08:00:00+08:00").await;
        let rooms = bench.ok("office", "rooms.list", json!({})).await;
        let hall = rooms["rooms"].as_array().unwrap().iter().find(|room| room["code"] == "多功能厅").unwrap();
        let hold = json!({ "roomId": hall["id"], "kind": "held", "note": "等待消毒" });
        bench.ok("office", "rooms.state", hold).await;
        let found = told(&calendar(&bench, DAY, 1).await);
        assert!(found.contains(&"not_released YL-0312-01 示例场务".to_owned()), "{found:?}");
        let told_wrong = found.iter().find(|one| one.starts_with("amended_after_call")).unwrap();
        assert!(told_wrong.contains("YL-0312-04"), "{told_wrong}");
    }

    async fn what_was_told_anew_or_accepted_is_in_conflict_no_more(ground: &Ground) {
        let bench = office(ground).await;
        let call = card(&bench, "示例丙").await;
        reached(&bench, &call, true).await;
        amend(&bench, "YL-0312-04", json!({ "deadline": "2020-03-12T16:00:00+08:00" })).await;
        assert!(told(&calendar(&bench, DAY, 1).await).iter().any(|one| one.starts_with("amended_after_call")));
        let call = card(&bench, "示例丙").await;
        assert_eq!(call["state"], "void");
        reached(&bench, &call, true).await;
        let close = json!({ "deadline": "2020-03-12T13:30:00+08:00", "acceptInterval": true });
        amend(&bench, "YL-0312-02", close).await;
        let day = calendar(&bench, DAY, 1).await;
        assert_eq!(told(&day).iter().filter(|one| one.starts_with("amended_after_call")).count(), 0);
        let accepted: Vec<_> = day["conflicts"].as_array().unwrap().iter().filter(|one| one["accepted"] == true).collect();
        assert_eq!(accepted.len(), 1, "{day}");
        assert_eq!((&accepted[0]["kind"], &accepted[0]["minutes"]), (&json!("overlap"), &json!(30)));
    }
}
