//! Nobody is rung by two callers.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::office::{answers, card, next, not_reached, office, served, try_not_reached};
use crate::bench::Bench;

both_engines! {
    async fn each_caller_gets_another_agency_and_the_same_one_when_they_ask_again(ground: &Ground) {
        let bench = office(ground).await;
        bench.ok("", "operators.register", json!({ "code": "caller2", "name": "示例壬九", "roles": ["caller"] })).await;
        let mut agencies = BTreeSet::new();
        for who in ["caller", "office", "lead"] {
            let agency = served(&bench, who).await.unwrap();
            assert_eq!(served(&bench, who).await.as_ref(), Some(&agency), "a lost reply loses no call");
            agencies.insert(agency);
        }
        assert_eq!(agencies.len(), 3);
        let none = next(&bench, "caller2").await;
        assert_eq!((&none["call"], &none["heldByOthers"]), (&Value::Null, &json!(3)));
    }

    async fn a_call_that_was_not_finished_comes_back(ground: &Ground) {
        let bench = office(ground).await;
        let first = served(&bench, "caller").await.unwrap();
        let held = card(&bench, &first).await;
        assert_eq!((&held["claim"]["holder"], &held["claim"]["mine"]), (&json!("示例己六"), &json!(false)));
        bench.at("2020-03-11T10:14:59+08:00").await;
        assert_ne!(served(&bench, "office").await.unwrap(), first);
        bench.at("2020-03-11T10:30:00+08:00").await;
        assert_eq!(card(&bench, &first).await["claim"], Value::Null, "it has run out");
        assert_eq!(served(&bench, "lead").await.unwrap(), first);
    }

    async fn a_claim_is_let_go_by_its_holder_or_the_duty_lead(ground: &Ground) {
        let bench = office(ground).await;
        let first = served(&bench, "caller").await.unwrap();
        let choice = json!({ "callId": card(&bench, &first).await["id"] });
        assert_eq!(bench.refused("office", "calls.release", choice.clone()).await, "call_claimed");
        assert_eq!(bench.refused("office", "calls.claim", choice.clone()).await, "call_claimed");
        bench.ok("lead", "calls.release", choice.clone()).await;
        assert_eq!(served(&bench, "office").await.unwrap(), first);
        bench.ok("office", "calls.release", choice.clone()).await;
        bench.ok("caller", "calls.claim", choice).await;
        assert_eq!(served(&bench, "caller").await.unwrap(), first);
    }

    async fn only_the_holder_records_and_that_ends_the_claim(ground: &Ground) {
        let bench = office(ground).await;
        let first = served(&bench, "caller").await.unwrap();
        let call = card(&bench, &first).await;
        let other = try_not_reached(&bench, "office", &call, "busy").await;
        assert_eq!(other.unwrap_err(), "call_claimed");
        assert_eq!(not_reached(&bench, &call, "busy").await["card"]["claim"], Value::Null);
        assert!(try_not_reached(&bench, "office", &call, "busy").await.is_ok(), "now anybody may");
    }

    async fn who_takes_another_call_lets_the_first_one_go(ground: &Ground) {
        let bench = office(ground).await;
        let (jia, yi) = (card(&bench, "示例甲").await, card(&bench, "示例乙").await);
        for call in [&jia, &yi] {
            bench.ok("caller", "calls.claim", json!({ "callId": call["id"] })).await;
        }
        assert_eq!(card(&bench, "示例甲").await["claim"], Value::Null);
        assert_eq!(card(&bench, "示例乙").await["claim"]["holder"], "示例己六");
    }

    async fn the_database_holds_one_claim_for_an_agency_and_one_for_a_caller(ground: &Ground) {
        let bench = office(ground).await;
        served(&bench, "caller").await.unwrap();
        let raw = ground.raw().await;
        let claim = |who: &str, other: bool| format!(
            "INSERT INTO call_claims (id, call_id, callee_id, operator_id, at, expires_at) SELECT {}, c.id, c.callee_id, \
             o.id, k.at, k.expires_at FROM call_claims k, calls c, operators o WHERE o.code = '{who}' \
             AND c.campaign = 'reminder' AND {} ORDER BY c.id LIMIT 1",
            raw.new_id(), if other { "c.id <> k.call_id" } else { "c.id = k.call_id" });
        let open = async || raw.count("call_claims WHERE ended_at IS NULL").await;
        let _ = raw.run(&claim("office", false)).await;
        assert_eq!(open().await, 1, "the agency is claimed");
        let _ = raw.run(&claim("caller", true)).await;
        assert_eq!(open().await, 1, "the caller has one already");
        assert_eq!(raw.run(&claim("office", true)).await, Ok(1));
        assert_eq!(open().await, 2);
        assert!(raw.run("DELETE FROM call_claims").await.is_err());
        raw.run("UPDATE call_claims SET ended_at = at, ended_how = 'released'").await.unwrap();
        assert!(raw.run("UPDATE call_claims SET ended_at = NULL, ended_how = NULL").await.is_err(), "ended is ended");
        let morning = "INSERT INTO call_claims (id, call_id, callee_id, operator_id, at, expires_at) SELECT ".to_owned()
            + raw.new_id() + ", m.id, k.callee_id, o.id, k.at, k.expires_at FROM call_claims k JOIN calls m \
            ON m.callee_id <> k.callee_id AND m.campaign = 'morning', operators o WHERE o.code = 'lead' LIMIT 1";
        assert!(raw.run(&morning).await.is_err(), "a claim names the agency of its call");
    }

    async fn four_callers_at_once_ring_every_agency_once(ground: &Ground) {
        let bench = office(ground).await;
        let callers = ["caller", "office", "lead", "caller2"];
        bench.ok("", "operators.register", json!({ "code": "caller2", "name": "示例壬九", "roles": ["caller"] })).await;
        let mut desks = Vec::new();
        for _ in callers {
            desks.push(Bench::open(ground).await);
        }
        let work = async |number: usize| {
            let (desk, who) = (&desks[number], callers[number]);
            let mut rung = Vec::new();
            for turn in 0..4 {
                let nonce = |act: &str| format!("{act}-{number}-{turn}");
                let ask = json!({ "campaign": "reminder" });
                let Ok(reply) = desk.repeat(who, &nonce("next"), "calls.next", ask).await else { continue };
                let Some(call) = reply["call"]["card"]["id"].as_str() else { continue };
                let attempt = json!({ "callId": call, "attempt": answers(true) });
                desk.repeat(who, &nonce("done"), "calls.record", attempt).await.unwrap();
                rung.push(call.to_owned());
            }
            rung
        };
        let (one, two, three, four) = tokio::join!(work(0), work(1), work(2), work(3));
        let rung = [one, two, three, four].concat();
        assert_eq!(rung.len(), 3, "{rung:?}");
        assert_eq!(rung.iter().collect::<BTreeSet<_>>().len(), 3);
        assert_eq!(ground.raw().await.count("call_attempts").await, 3);
    }
}
