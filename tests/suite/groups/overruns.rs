//! Days that take longer than planned: their rooms stay theirs as long as nobody else has them.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::day::{as_forecast, day, started};
use super::{DOUBLED, grouping};
use crate::bench::{Bench, time};
use crate::days::session;

fn at(view: &Value, field: &str) -> DateTime<Utc> {
    time(view[field].as_str().unwrap())
}

fn booked_until(view: &Value, code: &str) -> Vec<DateTime<Utc>> {
    let bookings = view["bookings"].as_array().unwrap().iter();
    bookings
        .filter(|one| one["code"] == code && one["part"] == "evaluation")
        .map(|one| at(one, "until"))
        .collect()
}

/// The first project reads on, and a batch that is told to be finished comes so many minutes late.
async fn late(bench: &Bench, first: &Value, minutes: i64) -> Value {
    let view = as_forecast(bench, first, "2020-03-12T15:00:00+08:00").await;
    let running =
        view["blocks"].as_array().unwrap().iter().find(|block| block["state"] == "running").unwrap().clone();
    bench.at(&(at(&running, "plannedEnd") + Duration::minutes(minutes)).to_rfc3339()).await;
    let told =
        json!({ "sessionId": first, "what": "finished", "room": running["room"], "batch": running["batch"] });
    bench.ok("rounds", "groups.progress", told).await
}

/// The second project is planned into the same rooms for after the first; it is read quickly.
async fn second_after(bench: &Bench, begin: DateTime<Utc>) -> Value {
    let quick = [("reviewMinutesPerBid", json!(1)), ("discussionMinutes", json!(10)), ("breaks", json!([]))];
    grouping(bench, &quick).await;
    let second = session(bench, "YL-0312-02").await;
    let pins = json!({ "must": [], "mustNot": [], "start": begin.to_rfc3339(), "experts": [] });
    bench.ok("office", "groups.plan", json!({ "sessionId": second, "rooms": "any", "pins": pins })).await
}

both_engines! {
    async fn rooms_stay_booked_for_as_long_as_a_late_day_needs_them(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let before = day(&bench, &first).await;
        let view = late(&bench, &first, 100).await;
        let needed = at(&view, "predictedEnd") + Duration::minutes(30);
        assert!(needed > at(&before["group"], "end") + Duration::minutes(30), "the day is late");
        let until = booked_until(&view, "YL-0312-01");
        assert_eq!(until.len(), 2);
        assert!(until.iter().all(|until| *until >= needed && *until < needed + Duration::minutes(15)), "{until:?} for {needed}");
        assert_eq!(view["overruns"], json!([]));
        assert_eq!(ground.raw().await.count(DOUBLED).await, 0);
    }

    async fn a_room_that_another_session_has_then_is_named_with_what_would_help(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let end = at(&day(&bench, &first).await["group"], "end");
        let begin = end + Duration::minutes(40);
        let second = second_after(&bench, begin).await;
        assert_eq!(crate::groups::panels(&second), ["201", "202"], "they are free by then: {} {}", second["reasons"], second["leftOut"]);
        let view = late(&bench, &first, 100).await;
        let needed = at(&view, "predictedEnd") + Duration::minutes(30);
        let overrun = &view["overruns"][0];
        assert_eq!((&overrun["room"], &overrun["panel"], &overrun["code"]), (&json!("201"), &json!(1), &json!("YL-0312-02")));
        assert_eq!((at(overrun, "from"), at(overrun, "until")), (begin, needed));
        assert_eq!(overrun["minutes"].as_i64().unwrap(), (needed - begin).num_minutes());
        assert_eq!(overrun["instead"], json!([]), "203 has too few seats, and the other keeps the spare room for itself");
        assert!(booked_until(&view, "YL-0312-01").iter().all(|until| *until == begin), "up to the other's begin they are its own");
        assert_eq!(ground.raw().await.count(DOUBLED).await, 0, "nobody is put out");
    }

    async fn nobody_plans_with_a_room_in_which_people_still_sit(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let view = as_forecast(&bench, &first, "2020-03-12T15:00:00+08:00").await;
        let begin = at(&view["group"], "end") + Duration::minutes(40);
        bench.at("2020-03-12T17:30:00+08:00").await;
        let second = second_after(&bench, begin).await;
        assert_eq!(second["possible"], false, "nothing was told since three, so the first is late");
        let left_out = second["leftOut"].as_array().unwrap().iter().find(|room| room["code"] == "201").unwrap();
        assert_eq!((&left_out["why"], &left_out["holder"]), (&json!("booked"), &json!("YL-0312-01")));
    }
}
