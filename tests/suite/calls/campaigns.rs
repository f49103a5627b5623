//! The other campaigns: the confirmation on the morning itself, and the roll-call of units.

use serde_json::{Value, json};

use super::office::{amend, answers, card, card_of, faults, office, reached, sheet};
use crate::bench::{Bench, time};
use crate::days::DAY;

async fn served(bench: &Bench, who: &str, campaign: &str) -> Option<String> {
    let reply = bench.ok(who, "calls.next", json!({ "campaign": campaign })).await;
    reply["call"]["card"]["agencyName"].as_str().map(str::to_owned)
}

/// 34 invented units with two people each; the second answers for the unit.
fn staff() -> Value {
    let rows: Vec<[String; 5]> = (1..=34)
        .flat_map(|number| {
            let phone = |last: u32| format!("139000{number:02}00{last}");
            [
                [
                    format!("示例{number:02}镇"),
                    format!("示例甲{number:02}"),
                    "科员".into(),
                    phone(1),
                    "否".into(),
                ],
                [String::new(), format!("示例乙{number:02}"), "主任".into(), phone(2), "是".into()],
            ]
        })
        .collect();
    let texts: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let mut lines: Vec<&[&str]> = vec![&["单位", "姓名", "职务", "电话", "联络员"]];
    lines.extend(texts.iter().map(Vec::as_slice));
    sheet(&lines)
}

fn figure(view: &Value, key: &str) -> u64 {
    let figures = view["figures"].as_array().unwrap();
    figures.iter().find(|one| one["key"] == key).unwrap()["count"].as_u64().unwrap()
}

both_engines! {
    async fn people_of_one_name_come_in_apart_and_only_once(ground: &Ground) {
        let bench = office(ground).await;
        let rows: [&[&str]; 4] =
            [&["单位", "姓名", "职务", "电话"], &["示例镇", "示例张", "科员", ""], &["示例镇", "示例张", "主任", ""], &["示例镇", "示例张", "主任", ""]];
        let preview = bench.ok("caller", "roll_call.import.preview", sheet(&rows)).await;
        assert_eq!(faults(&preview), ["B4 姓名 namesake"]);
        for (added, unchanged) in [(2, 0), (0, 2)] {
            let result = bench.ok("caller", "roll_call.import.commit", sheet(&rows)).await;
            assert_eq!((&result["added"], &result["unchanged"], &result["leftOut"]), (&json!(added), &json!(unchanged), &json!(1)));
        }
        let later: [&[&str]; 2] = [rows[0], &["示例镇", "示例张", "", ""]];
        assert_eq!(bench.ok("caller", "roll_call.import.commit", sheet(&later)).await["added"], 1);
        let view = bench.ok("caller", "roll_call.open", json!({ "day": "2020-03-11" })).await;
        let mut titles: Vec<_> = view["people"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect();
        titles.sort_unstable();
        assert_eq!(titles, ["", "主任", "科员"]);
    }

    async fn a_morning_confirmation_is_a_call_of_its_own_with_its_own_words_and_hour(ground: &Ground) {
        let bench = office(ground).await;
        let reminder = card(&bench, "示例甲").await;
        reached(&bench, &reminder, true).await;
        assert_eq!(served(&bench, "caller", "morning").await, None, "not the day before");
        bench.at("2020-03-12T07:00:00+08:00").await;
        let morning = card_of(&bench, "morning", DAY, "示例甲").await;
        assert_eq!(morning["state"], "due", "the reminder does not answer for it");
        let due_by = time(morning["dueBy"].as_str().unwrap());
        assert_eq!(due_by, time("2020-03-12T07:50:00+08:00"), "ten minutes before the gate opens at 8:00");
        assert!(served(&bench, "caller", "morning").await.unwrap().starts_with("示例甲"), "the first to open");
        let view = reached(&bench, &morning, true).await;
        assert!(view["script"].to_string().contains("开标前确认"), "{}", view["script"]);
        assert_eq!(view["card"]["state"], "confirmed");
        bench.at("2020-03-12T14:30:00+08:00").await;
        assert!(served(&bench, "office", "morning").await.unwrap().starts_with("示例丙"), "乙 has no session to come");
    }

    async fn an_agency_is_not_rung_by_two_callers_of_two_campaigns(ground: &Ground) {
        let bench = office(ground).await;
        let next_day = json!({ "deadline": "2020-03-13T14:00:00+08:00" });
        amend(&bench, "YL-0312-03", next_day).await;
        bench.at("2020-03-12T08:40:00+08:00").await;
        let call = card_of(&bench, "morning", DAY, "示例乙").await;
        bench.ok("caller", "calls.claim", json!({ "callId": call["id"] })).await;
        let tomorrow = json!({ "campaign": "reminder", "day": "2020-03-13" });
        let reply = bench.ok("office", "calls.next", tomorrow).await;
        assert_eq!((&reply["call"], &reply["heldByOthers"]), (&Value::Null, &json!(1)));
    }

    async fn a_script_is_versioned_and_an_earlier_text_can_be_shown(ground: &Ground) {
        let bench = office(ground).await;
        let jia = card(&bench, "示例甲").await;
        let attempt = reached(&bench, &jia, false).await["attempts"][0].clone();
        let settings = bench.ok("lead", "settings.view", json!({})).await;
        let mut body = settings["settings"].as_array().unwrap().iter()
            .find(|one| one["topic"] == "calls").unwrap()["body"].clone();
        body["script"] = json!("新版：{sessions}于{date}开标，请转述。");
        bench.ok("lead", "settings.change", json!({ "topic": "calls", "body": body, "reason": "示例3号" })).await;
        let view = reached(&bench, &jia, true).await;
        assert_eq!((&attempt["scriptVersion"], &view["scriptVersion"]), (&json!(1), &json!(2)));
        assert!(view["script"][0].as_str().unwrap().starts_with("新版：YL-0312-01（9时）"));
        let text = async |choice: Value| {
            let mut payload = choice;
            payload["callId"] = jia["id"].clone();
            bench.ok("auditor", "calls.script", payload).await
        };
        for old in [text(json!({ "version": 1 })).await, text(json!({ "attemptId": attempt["id"] })).await] {
            assert_eq!(old["version"], 1);
            assert!(old["lines"].to_string().contains("每家只派1人"), "{old}");
        }
        assert_eq!(text(json!({})).await["version"], 2);
        let missing = json!({ "callId": jia["id"], "version": 9 });
        assert_eq!(bench.refused("auditor", "calls.script", missing).await, "not_found");
    }

    async fn units_report_and_those_that_have_not_are_rung(ground: &Ground) {
        let bench = office(ground).await;
        let day = "2020-03-11";
        let result = bench.ok("caller", "roll_call.import.commit", staff()).await;
        assert_eq!((&result["added"], &result["leftOut"]), (&json!(68), &json!(0)));
        assert_eq!(bench.ok("caller", "roll_call.import.commit", staff()).await["unchanged"], 68);
        let begun = bench.ok("caller", "roll_call.open", json!({ "day": day })).await;
        assert_eq!(begun["units"].as_array().unwrap().len(), 34);
        assert_eq!((figure(&begun, "people"), figure(&begun, "not_reported")), (68, 68));

        let unit = begun["units"][0]["id"].clone();
        let people: Vec<_> = begun["people"].as_array().unwrap().iter().filter(|one| one["unitId"] == unit).collect();
        let report = |states: [&str; 2]| {
            let people: Vec<_> = people.iter().zip(states)
                .map(|(person, state)| json!({ "personId": person["id"], "state": state })).collect();
            json!({ "unitId": unit, "day": day, "people": people })
        };
        let first = served(&bench, "caller", "roll_call").await.unwrap();
        assert_eq!(first, "示例01镇");
        let call = begun["units"][0]["call"].clone();
        assert_eq!(call["contactName"], "示例乙01", "who answers for the unit is rung first");
        bench.ok("caller", "calls.record", json!({ "callId": call["id"], "attempt": answers(false) })).await;
        bench.ok("caller", "roll_call.report", report(["on_duty", "isolated"])).await;
        let view = bench.ok("lead", "roll_call.day", json!({ "day": day })).await;
        assert_eq!((figure(&view, "on_duty"), figure(&view, "isolated"), figure(&view, "not_reported")), (1, 1, 66));
        assert_eq!((&view["units"][0]["reported"], &view["units"][0]["call"]["state"]), (&json!(2), &json!("confirmed")));
        assert_eq!(served(&bench, "caller", "roll_call").await.unwrap(), "示例02镇", "the first has reported everybody");

        bench.ok("caller", "roll_call.report", report(["on_duty", "at_home"])).await;
        let unit_day = bench.ok("lead", "roll_call.unit", json!({ "unitId": unit, "day": day })).await;
        let replaced: Vec<_> = unit_day["reports"].as_array().unwrap().iter().map(|one| one["replaced"].clone()).collect();
        assert_eq!(replaced.iter().filter(|one| **one == json!(true)).count(), 2, "what was said first stays");
        let view = bench.ok("lead", "roll_call.day", json!({ "day": day })).await;
        assert_eq!((figure(&view, "isolated"), figure(&view, "at_home")), (0, 1));
        for figure in view["figures"].as_array().unwrap() {
            assert_eq!(figure["count"].as_u64(), Some(figure["people"].as_array().unwrap().len() as u64));
        }
        assert!(ground.raw().await.run("UPDATE roll_call_reports SET state = 'on_duty'").await.is_err());
    }

    async fn a_person_who_left_the_unit_is_not_counted_and_not_waited_for(ground: &Ground) {
        let bench = office(ground).await;
        let day = "2020-03-11";
        bench.ok("caller", "roll_call.import.commit", staff()).await;
        let view = bench.ok("caller", "roll_call.open", json!({ "day": day })).await;
        let person = view["people"][0].clone();
        bench.ok("lead", "roll_call.person", json!({ "personId": person["id"], "belongs": false })).await;
        let view = bench.ok("lead", "roll_call.day", json!({ "day": day })).await;
        assert_eq!((figure(&view, "people"), &view["units"][0]["people"]), (67, &json!(1)));
        let other = view["people"].as_array().unwrap().iter().find(|one| one["unitId"] != person["unitId"]).unwrap();
        let wrong = json!({ "unitId": person["unitId"], "day": day, "people": [{ "personId": other["id"], "state": "on_duty" }] });
        assert_eq!(bench.refused("lead", "roll_call.report", wrong).await, "wrong_field", "another unit's person");
        let ahead = json!({ "unitId": person["unitId"], "day": "2020-03-12", "people": [{ "personId": person["id"], "state": "on_duty" }] });
        assert_eq!(bench.refused("lead", "roll_call.report", ahead).await, "wrong_field", "tomorrow is not known");
    }
}
