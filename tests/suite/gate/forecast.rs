//! The forecast of a day at the gate, as the command tells it.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::days::doors;

fn form(day: &str, changed: &Value) -> Value {
    let mut form =
        json!({ "day": day, "lanes": 2, "mostlyAhead": 30, "safeAhead": 30, "days": 200, "seed": 7 });
    for (field, value) in changed.as_object().unwrap() {
        form[field] = value.clone();
    }
    form
}

async fn forecast(bench: &Bench, changed: &Value) -> Value {
    bench.ok("lead", "gate.forecast", form("2020-03-12", changed)).await
}

both_engines! {
    async fn a_day_is_forecast_by_the_bands_of_its_sessions(ground: &Ground) {
        let bench = doors(ground).await;
        let told = forecast(&bench, &json!({})).await;
        let listed = bench.ok("lead", "sessions.list", json!({ "day": "2020-03-12" })).await;
        let codes = |list: &Value| -> Vec<String> {
            let mut codes: Vec<_> =
                list.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect();
            codes.sort();
            codes
        };
        assert_eq!(codes(&told["sessions"]), codes(&listed["sessions"]));
        for one in told["sessions"].as_array().unwrap() {
            let wait = &one["wait"];
            assert!(wait["median"].as_u64() <= wait["p95"].as_u64(), "{one}");
            assert!(wait["p95"].as_u64() <= wait["longest"].as_u64(), "{one}");
            assert!(one["lastSafeArrival"].as_str().is_none_or(|safe| safe <= one["deadline"].as_str().unwrap()));
        }
        let shares: u64 = told["steps"].as_array().unwrap().iter().map(|one| one["share"].as_u64().unwrap()).sum();
        assert!((995..=1005).contains(&shares), "the steps are the whole of the time: {shares}");
    }

    async fn the_same_question_has_the_same_answer_and_more_lanes_a_shorter_wait(ground: &Ground) {
        let bench = doors(ground).await;
        let first = forecast(&bench, &json!({})).await;
        assert_eq!(forecast(&bench, &json!({})).await, first);
        assert_ne!(forecast(&bench, &json!({ "seed": 8 })).await["line"], first["line"]);
        let longest = |told: &Value| told["wait"]["p95"].as_u64().unwrap();
        let (one, six) = (forecast(&bench, &json!({ "lanes": 1 })).await, forecast(&bench, &json!({ "lanes": 6 })).await);
        assert!(longest(&one) > longest(&six), "{} {}", longest(&one), longest(&six));
    }

    async fn a_forecast_does_not_follow_those_who_have_come(ground: &Ground) {
        let bench = doors(ground).await;
        let before = forecast(&bench, &json!({})).await;
        let first = crate::days::session(&bench, "YL-0312-01").await;
        crate::days::through(&bench, "gate1", "A", &first, &crate::days::JIA).await;
        let mut after = forecast(&bench, &json!({})).await;
        after["asOf"] = before["asOf"].clone();
        assert_eq!(after, before);
    }

    async fn what_cannot_be_forecast_is_said(ground: &Ground) {
        let bench = doors(ground).await;
        assert_eq!(bench.refused("lead", "gate.forecast", form("2020-03-15", &json!({}))).await, "nothing_to_forecast");
        for (field, value) in [("lanes", 0), ("lanes", 21), ("mostlyAhead", 181), ("safeAhead", 181), ("days", 99), ("days", 10_001)] {
            let error = bench.call("lead", "gate.forecast", form("2020-03-12", &json!({ field: value }))).await.unwrap_err();
            let wire = serde_json::to_value(&error).unwrap();
            assert_eq!((&wire["code"], &wire["detail"]["path"]), (&json!("wrong_field"), &json!(field)), "{value}");
        }
    }
}
