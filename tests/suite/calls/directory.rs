//! The directory of agencies, and that no field takes a bidder's name or number.

use serde_json::{Value, json};

use super::office::{answers, cancel, card, faults, office, reached, sheet};
use crate::bench::Bench;
use crate::days::{DAY, session};

const HEADER: &[&str] = &["序号", "代理机构名称", "联系人", "职务", "联系电话"];

both_engines! {
    async fn a_directory_is_imported_row_by_row_and_twice_is_once(ground: &Ground) {
        let bench = office(ground).await;
        let lines: [&[&str]; 9] = [
            &["示例区招标代理机构名录"], HEADER,
            &["1", "示例甲招标代理有限公司", "示例周", "经理", "１３９０００００１１１"],
            &["2", "", "示例吴", "", "010-00000012"],
            &["3", "示例丁咨询有限公司", "示例郑", "", "1390000"],
            &["4", "示例丁咨询有限公司", "", "", "13900000114"],
            &["5", "示例丁咨询有限公司", "示例王", "说有六十七家", "13900000115"],
            &["6", "示例甲招标代理有限公司", "示例周", "", "13900000111"],
            &["制表：示例场务"],
        ];
        let file = sheet(&lines);
        let preview = bench.ok("caller", "agencies.import.preview", file.clone()).await;
        assert_eq!((&preview["fresh"], &preview["faulty"]), (&json!(2), &json!(4)));
        assert_eq!(faults(&preview), [
            "E5 联系电话 phoneUnreadable", "C6 联系人 missing", "D7 职务 namesBidders", "E8 联系电话 duplicate",
        ]);
        assert!(!preview.to_string().contains("六十七"), "what must not be kept is not shown either");
        let result = bench.ok("caller", "agencies.import.commit", file.clone()).await;
        assert_eq!((&result["added"], &result["leftOut"]), (&json!(2), &json!(4)));
        let again = bench.ok("caller", "agencies.import.commit", file).await;
        assert_eq!((&again["added"], &again["unchanged"]), (&json!(0), &json!(2)));
        let list = bench.ok("caller", "agencies.list", json!({ "text": "示例甲" })).await;
        let names: Vec<_> = list["agencies"][0]["contacts"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
        assert!(names.contains(&json!("示例周")) && names.contains(&json!("示例吴")), "{names:?}");
        let view = bench.ok("caller", "calls.view", json!({ "callId": card(&bench, "示例甲").await["id"] })).await;
        assert_eq!(view["numbers"][0]["ofSessions"], true, "the number of the schedule is offered first");
        assert_eq!(view["numbers"].as_array().unwrap().len(), 3);
    }

    async fn a_file_without_the_header_says_what_it_lacks(ground: &Ground) {
        let bench = office(ground).await;
        let lines: [&[&str]; 2] = [&["代理机构", "联系人"], &["示例甲", "示例周"]];
        let error = bench.call("caller", "agencies.import.preview", sheet(&lines)).await.unwrap_err();
        assert_eq!(serde_json::to_value(&error).unwrap()["detail"]["missing"], json!(["电话"]));
    }

    async fn no_field_takes_a_number_of_bidders_or_a_name(ground: &Ground) {
        let bench = office(ground).await;
        let jia = card(&bench, "示例甲").await;
        let attempt = reached(&bench, &jia, false).await["attempts"][0]["id"].clone();
        bench.ok("lead", "roll_call.import.commit", sheet(&[&["单位", "姓名"], &["示例镇", "示例冯"]])).await;
        let roll = bench.ok("lead", "roll_call.day", json!({ "day": "2020-03-11" })).await;
        let (unit, person) = (&roll["units"][0]["id"], &roll["people"][0]["id"]);
        let contact = bench.ok("lead", "agencies.history", json!({ "agencyId": jia["agencyId"] })).await["agency"]["contacts"][0]["id"].clone();
        let first = session(&bench, "YL-0312-01").await;
        for text in ["共有67个投标人", "六十七家", "６７ 家", "来了 十二 家单位", "投标人：12"] {
            let mut named = answers(true);
            named["questions"] = json!(text);
            for (field, command, payload) in [
                ("questions", "calls.record", json!({ "callId": jia["id"], "attempt": named })),
                ("note", "calls.confirm", json!({ "attemptId": attempt, "relayConfirmed": true, "note": text })),
                ("reason", "calls.give_up", json!({ "callId": jia["id"], "reason": text })),
                ("reason", "sessions.amend", json!({ "sessionId": first, "deadline": "2020-03-12T10:30:00+08:00",
                    "document": "示例8号", "reason": text })),
                ("document", "sessions.amend", json!({ "sessionId": first, "deadline": "2020-03-12T10:30:00+08:00",
                    "document": text, "reason": "招标人申请" })),
                ("reason", "sessions.end", json!({ "sessionId": first, "state": "cancelled", "reason": text })),
                ("name", "agencies.contact.add", json!({ "agencyId": jia["agencyId"], "name": text, "phone": "13900000019" })),
                ("title", "agencies.contact.add", json!({ "agencyId": jia["agencyId"], "name": "示例李", "title": text,
                    "phone": "13900000019" })),
                ("note", "agencies.contact.mark", json!({ "contactId": contact, "mark": "retired", "note": text })),
                ("people.0.note", "roll_call.report", json!({ "unitId": unit, "day": "2020-03-11",
                    "people": [{ "personId": person, "state": "on_duty", "note": text }] })),
            ] {
                let error = bench.call("lead", command, payload).await.unwrap_err();
                let wire = serde_json::to_value(&error).unwrap();
                assert_eq!(wire, json!({ "code": "text_names_bidders", "detail": { "field": field } }), "{command} {text}");
            }
            let rows: [&[&str]; 2] = [&["单位", "姓名", "职务"], &["示例镇", "示例陈", text]];
            let preview = bench.ok("lead", "roll_call.import.preview", sheet(&rows)).await;
            assert_eq!(faults(&preview), ["C2 职务 namesBidders"], "{text}");
        }
    }

    async fn no_script_or_calendar_takes_a_number_of_bidders(ground: &Ground) {
        let bench = office(ground).await;
        let settings = bench.ok("lead", "settings.view", json!({})).await;
        let body = |topic: &str| settings["settings"].as_array().unwrap().iter()
            .find(|one| one["topic"] == topic).unwrap()["body"].clone();
        let mut calls = body("calls");
        calls["morning"]["script"] = json!("{sessions}{date}共有六十七家投标人");
        let mut calendar = body("calendar");
        calendar["days"] = json!([{ "day": "2020-04-04", "kind": "day_off", "name": "６７家" }]);
        for (topic, body, field) in
            [("calls", calls, "body.morning.script"), ("calendar", calendar, "body.days.0.name")]
        {
            let change = json!({ "topic": topic, "body": body, "reason": "示例2号" });
            let error = serde_json::to_value(bench.call("lead", "settings.change", change).await.unwrap_err()).unwrap();
            assert_eq!(error["detail"]["field"], field);
        }
    }

    async fn a_company_known_to_bid_is_refused_in_every_text(ground: &Ground) {
        let bench = crate::days::evening(ground).await;
        let known = "示例建工一的人也在";
        let rows: [&[&str]; 2] = [&["代理机构", "联系人", "职务", "电话"], &["示例甲招标代理有限公司", "示例周", known, "13900000111"]];
        let preview = bench.ok("lead", "agencies.import.preview", sheet(&rows)).await;
        assert_eq!(faults(&preview), ["C2 职务 namesBidders"]);
        assert!(!preview.to_string().contains("示例建工一"));
        let call = card(&bench, "示例乙").await;
        let payload = json!({ "callId": call["id"], "reason": known });
        let code = bench.call("lead", "calls.give_up", payload).await.unwrap_err().code();
        assert_eq!(code, "text_names_bidders");
    }

    async fn a_reminder_of_tomorrow_is_proved_or_somebody_decided(ground: &Ground) {
        let bench = office(ground).await;
        prove(&bench).await;
    }
}

/// At 17:00 each agency is confirmed, given up by somebody, or on the list of the duty lead.
async fn prove(bench: &Bench) {
    let (jia, bing) = (card(bench, "示例甲").await, card(bench, "示例丙").await);
    reached(bench, &jia, true).await;
    bench.ok("lead", "calls.give_up", json!({ "callId": bing["id"], "reason": "已派人当面告知" })).await;
    cancel(bench, "YL-0312-03").await;
    bench.at("2020-03-11T17:00:01+08:00").await;
    let overview = bench.ok("lead", "calls.overview", json!({ "day": DAY })).await;
    let cards = overview["calls"].as_array().unwrap();
    for card in cards {
        let proved = card["state"] == "confirmed" || card["giveUp"]["operator"].is_string();
        assert_eq!(proved, card["withLead"] == false, "{card}");
    }
    for figure in overview["figures"].as_array().unwrap() {
        let ids = figure["calls"].as_array().unwrap();
        assert_eq!(figure["count"].as_u64(), Some(ids.len() as u64), "{figure}");
        assert!(ids.iter().all(|id| cards.iter().any(|card| card["id"] == *id)), "{figure}");
    }
    let count = |key: &str| -> Value {
        overview["figures"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap()["count"].clone()
    };
    assert_eq!(
        (count("total"), count("confirmed"), count("given_up"), count("with_lead")),
        (json!(3), json!(1), json!(1), json!(1))
    );
    assert_eq!(overview["attempts"].as_array().unwrap().len(), 1);
    assert_eq!(overview["callers"][0]["confirmed"], 1);
}
