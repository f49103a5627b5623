//! Whom to ring at an agency: wrong numbers, other numbers, and their history.

use serde_json::{Value, json};

use super::office::{amend, answers, card, card_of, not_reached, office, reached, served};

both_engines! {
    async fn a_wrong_number_is_not_offered_again_and_another_makes_the_call_go_on(ground: &Ground) {
        let bench = office(ground).await;
        let jia = card(&bench, "示例甲").await;
        let wrong = jia["phone"].clone();
        let view = not_reached(&bench, &jia, "wrong_number").await;
        assert_eq!((&view["card"]["state"], &view["card"]["phone"]), (&json!("escalated"), &json!("")));
        assert_eq!(view["attempts"][0]["phone"], wrong, "which number was rung is part of the attempt");
        assert!(view["numbers"][0]["wrongSince"].is_string());

        let contact = json!({ "agencyId": jia["agencyId"], "name": "示例李", "title": "经理", "phone": "１３９００００００１７" });
        let agency = bench.ok("caller", "agencies.contact.add", contact).await;
        assert_eq!(agency["contacts"].as_array().unwrap().len(), 2);
        let on = card(&bench, "示例甲").await;
        assert_eq!((&on["state"], &on["phone"], &on["contactName"]), (&json!("waiting_retry"), &json!("13900000017"), &json!("示例李")));
        assert!(served(&bench, "caller").await.is_some());
        let named = json!({ "callId": jia["id"], "attempt": answers(true), "phone": "13900000018" });
        assert_eq!(bench.refused("caller", "calls.record", named).await, "wrong_field", "a number nobody knows");
        let view = reached(&bench, &jia, true).await;
        let rung: Vec<_> = view["attempts"].as_array().unwrap().iter().map(|one| one["phone"].clone()).collect();
        assert!(rung.contains(&wrong) && rung.contains(&json!("13900000017")), "{rung:?}");
    }

    async fn the_next_day_the_wrong_number_is_still_wrong_until_somebody_says_otherwise(ground: &Ground) {
        let bench = office(ground).await;
        let jia = card(&bench, "示例甲").await;
        not_reached(&bench, &jia, "wrong_number").await;
        let day = json!({ "deadline": "2020-03-13T09:00:00+08:00" });
        amend(&bench, "YL-0312-01", day).await;
        let later = async || card_of(&bench, "reminder", "2020-03-13", "示例甲").await;
        assert_eq!(later().await["phone"], "");
        let agency = bench.ok("caller", "agencies.history", json!({ "agencyId": jia["agencyId"] })).await["agency"].clone();
        let contact = &agency["contacts"][0];
        assert_eq!((&contact["history"][0]["mark"], &contact["history"][0]["byCall"]), (&json!("wrong"), &json!(true)));
        let mark = json!({ "contactId": contact["id"], "mark": "restored", "note": "对方来电说明" });
        let view = bench.ok("caller", "agencies.contact.mark", mark).await;
        let history = view["contacts"][0]["history"].as_array().unwrap();
        assert_eq!(history.len(), 2, "what was believed before stays");
        assert_eq!(later().await["phone"], contact["phone"]);
        let raw = ground.raw().await;
        assert!(raw.run("DELETE FROM contact_marks").await.is_err());
        assert!(raw.run("UPDATE contacts SET phone = ''").await.is_err());
    }

    async fn the_history_of_an_agency_tells_every_day(ground: &Ground) {
        let bench = office(ground).await;
        let yi = card(&bench, "示例乙").await;
        not_reached(&bench, &yi, "busy").await;
        amend(&bench, "YL-0312-03", json!({ "deadline": "2020-03-13T14:00:00+08:00" })).await;
        let history = bench.ok("auditor", "agencies.history", json!({ "agencyId": yi["agencyId"] })).await;
        let days: Vec<_> = history["calls"].as_array().unwrap().iter()
            .map(|call| format!("{} {}", call["card"]["day"].as_str().unwrap(), call["card"]["campaign"].as_str().unwrap()))
            .collect();
        assert_eq!(days, ["2020-03-13 morning", "2020-03-13 reminder", "2020-03-12 morning", "2020-03-12 reminder"]);
        assert_eq!(history["calls"][3]["attempts"][0]["outcome"], "busy");
        let none = json!({ "agencyId": yi["agencyId"], "from": "2020-03-14", "until": "2020-03-15" });
        assert_eq!(bench.ok("auditor", "agencies.history", none).await["calls"], json!([]));
        assert_ne!(history["agency"]["name"], Value::Null);
    }
}
