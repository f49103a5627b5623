//! A session that is added, moved, put elsewhere or called off makes what was said void, and says why.

use serde_json::{Value, json};

use super::office::{amend, answers, cancel, card, card_of, not_reached, office, reached};
use crate::bench::time;
use crate::days::DAY;

fn changes(card: &Value) -> Vec<(String, String)> {
    let word = |change: &Value, name: &str| change[name].as_str().unwrap().to_owned();
    card["changes"].as_array().unwrap().iter().map(|one| (word(one, "kind"), word(one, "code"))).collect()
}

fn change(kind: &str, code: &str) -> (String, String) {
    (kind.to_owned(), code.to_owned())
}

both_engines! {
    async fn a_session_that_moves_makes_its_call_due_again_and_tells_from_when_to_when(ground: &Ground) {
        let bench = office(ground).await;
        let jia = card(&bench, "示例甲").await;
        assert_eq!(reached(&bench, &jia, true).await["card"]["state"], "confirmed");
        amend(&bench, "YL-0312-01", json!({ "deadline": "2020-03-12T10:30:00+08:00" })).await;

        let void = card(&bench, "示例甲").await;
        assert_eq!(void["state"], "void");
        assert_eq!(changes(&void), [change("moved", "YL-0312-01")]);
        let moved = &void["changes"][0];
        assert_eq!(time(moved["fromAt"].as_str().unwrap()), time("2020-03-12T09:00:00+08:00"));
        assert_eq!(time(moved["toAt"].as_str().unwrap()), time("2020-03-12T10:30:00+08:00"));

        let again = not_reached(&bench, &jia, "no_answer").await["card"].clone();
        assert_eq!(again["state"], "waiting_retry");
        assert_eq!(changes(&again), [change("moved", "YL-0312-01")], "the agency still believes the old time");
        let told = reached(&bench, &jia, true).await;
        assert_eq!((&told["card"]["state"], &told["card"]["changes"]), (&json!("confirmed"), &json!([])));
        let still: Vec<_> =
            told["attempts"].as_array().unwrap().iter().map(|one| one["stillStands"].clone()).collect();
        assert_eq!(still.iter().filter(|one| **one == json!(false)).count(), 1, "the first no longer holds");
    }

    async fn an_attempt_before_the_change_is_void_even_when_nobody_answered(ground: &Ground) {
        let bench = office(ground).await;
        let bing = card(&bench, "示例丙").await;
        for minute in ["00", "31"] {
            bench.at(&format!("2020-03-11T10:{minute}:00+08:00")).await;
            not_reached(&bench, &bing, "no_answer").await;
        }
        amend(&bench, "YL-0312-04", json!({ "openingRooms": ["多功能厅"] })).await;
        let bing = card(&bench, "示例丙").await;
        assert_eq!((&bing["state"], bing["attempts"].as_u64()), (&json!("void"), Some(2)));
        assert_eq!(changes(&bing), [change("other_rooms", "YL-0312-04")]);
        assert_eq!(bing["changes"][0]["toPlace"], "多功能厅");
        let view = not_reached(&bench, &bing, "no_answer").await;
        assert_eq!(view["card"]["state"], "waiting_retry", "the maximum is counted anew");
    }

    async fn a_session_that_is_called_off_is_told_and_the_last_one_by_its_own_script(ground: &Ground) {
        let bench = office(ground).await;
        let yi = card(&bench, "示例乙").await;
        reached(&bench, &yi, true).await;
        cancel(&bench, "YL-0312-03").await;
        let one_off = card(&bench, "示例乙").await;
        assert_eq!((&one_off["state"], changes(&one_off)), (&json!("void"), vec![change("cancelled", "YL-0312-03")]));
        cancel(&bench, "YL-0312-02").await;
        let view = bench.ok("caller", "calls.view", json!({ "callId": yi["id"] })).await;
        assert_eq!(changes(&view["card"]).len(), 2);
        let script = view["script"].to_string();
        assert!(script.contains("现已取消") && script.contains("YL-0312-02") && script.contains("YL-0312-03"), "{script}");
        assert_eq!(reached(&bench, &yi, true).await["card"]["state"], "confirmed");
    }

    async fn what_nobody_was_told_of_needs_no_call_once_it_is_off(ground: &Ground) {
        let bench = office(ground).await;
        let (jia, bing) = (card(&bench, "示例甲").await, card(&bench, "示例丙").await);
        not_reached(&bench, &bing, "busy").await;
        cancel(&bench, "YL-0312-01").await;
        cancel(&bench, "YL-0312-04").await;
        assert_eq!(card(&bench, "示例甲").await, Value::Null, "nobody rang, nothing to tell");
        let lapsed = card(&bench, "示例丙").await;
        assert_eq!((&lapsed["state"], &lapsed["overdue"]), (&json!("lapsed"), &json!(false)));
        for call in [jia, bing] {
            let payload = json!({ "callId": call["id"], "attempt": answers(true) });
            assert_eq!(bench.refused("caller", "calls.record", payload).await, "call_without_sessions");
        }
    }

    async fn a_session_that_goes_to_another_day_is_told_for_both_days(ground: &Ground) {
        let bench = office(ground).await;
        let yi = card(&bench, "示例乙").await;
        reached(&bench, &yi, true).await;
        amend(&bench, "YL-0312-03", json!({ "deadline": "2020-03-13T14:00:00+08:00" })).await;
        let old_day = card(&bench, "示例乙").await;
        assert_eq!((&old_day["state"], changes(&old_day)), (&json!("void"), vec![change("moved", "YL-0312-03")]));
        let new_day = card_of(&bench, "reminder", "2020-03-13", "示例乙").await;
        assert_eq!((&new_day["state"], &new_day["changes"]), (&json!("due"), &json!([])));
        assert_eq!(new_day["sessions"][0]["code"], "YL-0312-03");

        reached(&bench, &yi, true).await;
        amend(&bench, "YL-0312-03", json!({ "deadline": "2020-03-12T15:00:00+08:00" })).await;
        let back = card(&bench, "示例乙").await;
        assert_eq!(changes(&back), [change("added", "YL-0312-03")], "it was told as gone, and is here again");
        assert_eq!(card_of(&bench, "reminder", "2020-03-13", "示例乙").await, Value::Null);
    }

    async fn what_an_attempt_announced_is_kept_as_it_was(ground: &Ground) {
        let bench = office(ground).await;
        let yi = card(&bench, "示例乙").await;
        let attempt = reached(&bench, &yi, false).await["attempts"][0].clone();
        assert_eq!(attempt["told"].as_array().unwrap().len(), 2);
        amend(&bench, "YL-0312-02", json!({ "deadline": "2020-03-12T11:00:00+08:00" })).await;
        let view = bench.ok("caller", "calls.view", json!({ "callId": yi["id"] })).await;
        assert_eq!(view["attempts"][0]["told"], attempt["told"]);
        let choice = json!({ "callId": yi["id"], "attemptId": attempt["id"] });
        let read_out = bench.ok("auditor", "calls.script", choice).await["lines"].to_string();
        let present = bench.ok("auditor", "calls.script", json!({ "callId": yi["id"] })).await["lines"].to_string();
        assert!(read_out.contains("YL-0312-02（9时30分）"), "{read_out}");
        assert!(present.contains("YL-0312-02（11时）"), "{present}");
    }

    async fn a_call_that_was_given_up_is_due_again_after_a_change(ground: &Ground) {
        let bench = office(ground).await;
        let bing = card(&bench, "示例丙").await;
        let reason = json!({ "callId": bing["id"], "reason": "多次无人接听，已发函" });
        assert_eq!(bench.refused("caller", "calls.give_up", reason.clone()).await, "role_not_allowed");
        let view = bench.ok("lead", "calls.give_up", reason.clone()).await;
        assert_eq!((&view["card"]["state"], &view["card"]["nextAt"]), (&json!("given_up"), &Value::Null));
        let given_up = &view["card"]["giveUp"];
        assert_eq!((&given_up["operator"], &given_up["reason"]), (&json!("示例庚七"), &json!("多次无人接听，已发函")));
        assert_eq!(bench.refused("lead", "calls.give_up", reason).await, "call_settled");

        amend(&bench, "YL-0312-04", json!({ "deadline": "2020-03-12T16:00:00+08:00" })).await;
        let again = card(&bench, "示例丙").await;
        assert_eq!((&again["state"], &again["giveUp"]["stillStands"]), (&json!("due"), &json!(false)));
    }

    async fn a_relay_that_is_confirmed_later_is_kept_with_when_and_by_whom(ground: &Ground) {
        let bench = office(ground).await;
        let jia = card(&bench, "示例甲").await;
        let view = reached(&bench, &jia, false).await;
        assert_eq!(view["card"]["state"], "reached_relay_pending");
        let attempt = view["attempts"][0]["id"].clone();
        bench.at("2020-03-11T11:20:00+08:00").await;
        let receipt = json!({ "attemptId": attempt, "relayConfirmed": true, "formChannel": "wechat", "note": "微信回复已转述" });
        let view = bench.ok("office", "calls.confirm", receipt.clone()).await;
        assert_eq!(view["card"]["state"], "confirmed");
        let at = view["attempts"][0]["relayConfirmedAt"].as_str().unwrap();
        assert_eq!(time(at), time("2020-03-11T11:20:00+08:00"));
        assert_eq!(view["attempts"][0]["receipts"][0]["operator"], "示例场务");

        amend(&bench, "YL-0312-01", json!({ "deadline": "2020-03-12T10:30:00+08:00" })).await;
        assert_eq!(bench.refused("office", "calls.confirm", receipt).await, "call_void");
        let yi = card(&bench, "示例乙").await;
        let silent = not_reached(&bench, &yi, "busy").await["attempts"][0]["id"].clone();
        let nobody = json!({ "attemptId": silent, "relayConfirmed": true });
        assert_eq!(bench.refused("caller", "calls.confirm", nobody).await, "wrong_field");
    }

    async fn there_is_one_call_for_an_agency_and_day(ground: &Ground) {
        let bench = office(ground).await;
        amend(&bench, "YL-0312-03", json!({ "deadline": "2020-03-12T15:30:00+08:00" })).await;
        amend(&bench, "YL-0312-03", json!({ "deadline": "2020-03-12T14:30:00+08:00" })).await;
        let raw = ground.raw().await;
        assert_eq!(raw.count(&format!("calls WHERE campaign = 'reminder' AND day = '{DAY}'")).await, 3);
        let second = format!("INSERT INTO calls (id, campaign, agency_id, callee_id, day, created_at) \
            SELECT {}, campaign, agency_id, callee_id, day, created_at FROM calls WHERE campaign = 'reminder'", raw.new_id());
        let before = raw.count("calls").await;
        let _ = raw.run(&second).await;
        assert_eq!(raw.count("calls").await, before, "the database keeps it at one");
    }
}
