//! Who is rung next, and when.

use serde_json::{Value, json};

use super::office::{TEN, amend, card, card_of, faults, next, not_reached, office, reached, served, sheet};
use crate::bench::time;
use crate::days::DAY;

fn at(value: &Value) -> chrono::DateTime<chrono::Utc> {
    time(value.as_str().unwrap())
}

both_engines! {
    async fn nobody_is_rung_outside_working_hours(ground: &Ground) {
        let bench = office(ground).await;
        bench.at("2020-03-11T08:29:00+08:00").await;
        let early = next(&bench, "caller").await;
        assert_eq!((&early["call"], &early["later"]), (&Value::Null, &json!(3)));
        assert_eq!(at(&early["opensAt"]), time("2020-03-11T08:30:00+08:00"));
        bench.at("2020-03-11T17:30:00+08:00").await;
        let late = next(&bench, "caller").await;
        assert_eq!(late["call"], Value::Null);
        assert_eq!(at(&late["opensAt"]), time("2020-03-12T08:30:00+08:00"));
        bench.at("2020-03-11T08:30:00+08:00").await;
        assert!(served(&bench, "caller").await.is_some());
    }

    async fn a_call_comes_back_when_its_wait_is_over_and_a_promise_comes_first(ground: &Ground) {
        let bench = office(ground).await;
        let (jia, yi, bing) = (card(&bench, "示例甲").await, card(&bench, "示例乙").await, card(&bench, "示例丙").await);
        not_reached(&bench, &jia, "no_answer").await;
        let promise = json!({ "kind": "not_reached", "outcome": "call_back", "callBackAt": "2020-03-11T10:40:00+08:00" });
        bench.ok("caller", "calls.record", json!({ "callId": bing["id"], "attempt": promise })).await;
        assert!(served(&bench, "caller").await.unwrap().starts_with("示例乙"), "the only one nobody has tried");
        not_reached(&bench, &yi, "busy").await;
        let waiting = next(&bench, "caller").await;
        assert_eq!((&waiting["call"], &waiting["later"]), (&Value::Null, &json!(3)));
        assert_eq!(at(&waiting["opensAt"]), time("2020-03-11T10:10:00+08:00"), "busy waits ten minutes");

        bench.at("2020-03-11T10:41:00+08:00").await;
        assert!(served(&bench, "caller").await.unwrap().starts_with("示例丙"), "it was promised");
        assert!(served(&bench, "office").await.unwrap().starts_with("示例乙"), "it may be tried since 10:10");
        assert!(served(&bench, "lead").await.unwrap().starts_with("示例甲"));
    }

    async fn after_the_maximum_or_a_decision_a_call_never_comes_back_by_itself(ground: &Ground) {
        let bench = office(ground).await;
        let (jia, yi, bing) = (card(&bench, "示例甲").await, card(&bench, "示例乙").await, card(&bench, "示例丙").await);
        reached(&bench, &jia, true).await;
        for hour in [10, 11, 12] {
            bench.at(&format!("2020-03-11T{hour}:00:00+08:00")).await;
            not_reached(&bench, &yi, "no_answer").await;
        }
        assert_eq!(card(&bench, "示例乙").await["state"], "escalated");
        let reason = json!({ "callId": bing["id"], "reason": "代理机构已书面确认" });
        bench.ok("lead", "calls.give_up", reason).await;
        for hour in [13, 15, 17] {
            bench.at(&format!("2020-03-11T{hour}:00:00+08:00")).await;
            assert_eq!(served(&bench, "caller").await, None, "{hour}");
        }
        let overview = bench.ok("lead", "calls.overview", json!({ "day": DAY })).await;
        let of = |key: &str| overview["figures"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap().clone();
        assert_eq!(of("with_lead")["calls"], json!([yi["id"]]));
        amend(&bench, "YL-0312-04", json!({ "deadline": "2020-03-12T16:30:00+08:00" })).await;
        assert!(served(&bench, "caller").await.unwrap().starts_with("示例丙"), "what was given up is due again");
    }

    async fn at_the_hour_of_the_settings_unconfirmed_calls_go_to_the_duty_lead(ground: &Ground) {
        let bench = office(ground).await;
        let settings = bench.ok("lead", "settings.view", json!({})).await;
        let all = settings["settings"].as_array().unwrap().clone();
        let mut body = all.iter().find(|one| one["topic"] == "calls").unwrap()["body"].clone();
        body["escalateAt"] = json!("16:00");
        let change = json!({ "topic": "calls", "body": body, "reason": "示例交易〔2020〕9号" });
        bench.ok("lead", "settings.change", change).await;
        let jia = card(&bench, "示例甲").await;
        bench.at("2020-03-11T15:50:00+08:00").await;
        assert_eq!(not_reached(&bench, &jia, "no_answer").await["card"]["withLead"], false);
        bench.at("2020-03-11T16:00:01+08:00").await;
        let late = card(&bench, "示例甲").await;
        assert_eq!((&late["state"], &late["withLead"], &late["overdue"]), (&json!("escalated"), &json!(true), &json!(false)));
        assert_eq!(card(&bench, "示例乙").await["withLead"], true, "nobody tried it at all");
        bench.at("2020-03-11T17:00:01+08:00").await;
        assert_eq!(card(&bench, "示例甲").await["overdue"], true);
    }

    async fn the_last_working_day_before_follows_the_calendar(ground: &Ground) {
        let bench = office(ground).await;
        amend(&bench, "YL-0312-01", json!({ "deadline": "2020-03-16T09:00:00+08:00" })).await;
        let monday = async || card_of(&bench, "reminder", "2020-03-16", "示例甲").await;
        assert_eq!(at(&monday().await["dueBy"]), time("2020-03-13T17:00:00+08:00"), "Friday, not Sunday");

        let lines: [&[&str]; 4] = [
            &["示例区节假日安排"], &["日期", "类型", "名称"],
            &["2020-03-13", "放假", "示例假日"], &["2020年3月15日", "上班", "示例调休"],
        ];
        let mut file = sheet(&lines);
        file["reason"] = json!("示例办〔2020〕1号");
        let result = bench.ok("lead", "calendar.import.commit", file).await;
        assert_eq!((&result["added"], &result["leftOut"]), (&json!(2), &json!(0)));
        assert_eq!(at(&monday().await["dueBy"]), time("2020-03-15T17:00:00+08:00"), "the Sunday is worked");
        let ask = json!({ "campaign": "reminder", "day": "2020-03-16" });
        let early = bench.ok("caller", "calls.next", ask.clone()).await;
        assert_eq!((&early["call"], at(&early["opensAt"])), (&Value::Null, time("2020-03-15T08:30:00+08:00")));
        bench.at("2020-03-15T10:00:00+08:00").await;
        let call = bench.ok("caller", "calls.next", ask).await;
        assert!(call["call"]["card"]["agencyName"].as_str().unwrap().starts_with("示例甲"));
    }

    async fn a_calendar_is_imported_with_its_faults_and_the_same_file_changes_nothing(ground: &Ground) {
        let bench = office(ground).await;
        let lines: [&[&str]; 7] = [
            &["日期", "类型", "名称"], &["2020-04-04", "放假", "清明节"], &["4月5日", "放假", "清明节"],
            &["2020-04-06", "过节", "清明节"], &["2020-04-04", "上班", ""], &["2020-04-26", "上班", "共12家投标人"],
            &["2020-05-01", "", ""],
        ];
        let file = sheet(&lines);
        let preview = bench.ok("lead", "calendar.import.preview", file.clone()).await;
        assert_eq!(faults(&preview), [
            "A3 日期 dateUnreadable", "B4 类型 unknownWord", "A5 日期 duplicate", "C6 名称 namesBidders", "B7 类型 missing",
        ]);
        let mut commit = file.clone();
        commit["reason"] = json!("示例办〔2020〕1号");
        assert_eq!(bench.ok("lead", "calendar.import.commit", commit.clone()).await["added"], 1);
        let version = async || bench.ok("lead", "calendar.days", json!({ "from": "2020-04-03", "until": "2020-04-07" })).await;
        let days = version().await;
        assert_eq!(days["version"], 2);
        assert_eq!((&days["days"][1]["working"], &days["days"][1]["name"]), (&json!(false), &json!("清明节")));
        assert_eq!(bench.ok("lead", "calendar.import.commit", commit).await["unchanged"], 1);
        assert_eq!(version().await["version"], 2, "nothing new, no new version");
        bench.at(TEN).await;
    }
}
