//! What an event of the day would change, asked before it is recorded.

use serde_json::{Value, json};

use super::day::{as_forecast, day, started};
use super::opened;
use crate::bench::{Bench, Ground, time};
use crate::rooms::{room, tell};

async fn asked(bench: &Bench, session: &Value, event: &Value) -> Value {
    bench.ok("office", "groups.event.try", json!({ "sessionId": session, "event": event })).await
}

async fn happens(bench: &Bench, session: &Value, event: &Value) -> Value {
    let form = json!({ "sessionId": session, "reason": "现场情况", "event": event });
    bench.ok("lead", "groups.event", form).await
}

async fn recorded(ground: &Ground) -> [i64; 4] {
    let raw = ground.raw().await;
    let mut counts = [0; 4];
    for (count, table) in
        counts.iter_mut().zip(["room_groups", "group_events", "room_bookings", "room_events"])
    {
        *count = raw.count(table).await;
    }
    counts
}

both_engines! {
    async fn what_a_failed_camera_would_change_is_what_it_changes(ground: &Ground) {
        let (bench, first) = started(ground).await;
        as_forecast(&bench, &first, "2020-03-12T13:10:00+08:00").await;
        let lost = json!({ "kind": "camera_lost", "room": "202" });
        let before = recorded(ground).await;
        let told = asked(&bench, &first, &lost).await;
        assert_eq!(recorded(ground).await, before, "asking records nothing");
        assert_eq!(room(&bench, "202").await["state"]["usable"], true);
        assert_eq!((&told["before"]["rooms"], &told["after"]["rooms"]), (&json!(["201", "202"]), &json!(["201", "204"])));
        assert_eq!((&told["before"]["version"], &told["after"]["version"]), (&json!(2), &json!(3)));
        assert_eq!((&told["before"]["spare"], &told["after"]["spare"]), (&json!("204"), &Value::Null));
        let view = happens(&bench, &first, &lost).await;
        assert_eq!((&view["predictedEnd"], &view["group"]["changes"]), (&told["after"]["end"], &told["changes"]));
        assert_eq!(view["margin"], told["after"]["margin"]);
    }

    async fn a_member_replaced_costs_the_minutes_that_were_told(ground: &Ground) {
        let (bench, first) = started(ground).await;
        as_forecast(&bench, &first, "2020-03-12T15:00:00+08:00").await;
        let replaced = json!({ "kind": "member_replaced", "seat": "专4" });
        let told = asked(&bench, &first, &replaced).await;
        let (before, after) = (time(told["before"]["end"].as_str().unwrap()), time(told["after"]["end"].as_str().unwrap()));
        assert!(after > before, "the readings of the new member take time");
        assert!(told["changes"].as_array().unwrap().iter().any(|change| change["change"] == "review_repeated"));
        assert_eq!(happens(&bench, &first, &replaced).await["predictedEnd"], told["after"]["end"]);
    }

    async fn fewer_bids_before_the_start_end_earlier_as_was_told(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let fewer = json!({ "kind": "bids_dropped", "remaining": 63 });
        let told = asked(&bench, &first, &fewer).await;
        assert!(time(told["after"]["end"].as_str().unwrap()) < time(told["before"]["end"].as_str().unwrap()));
        let view = happens(&bench, &first, &fewer).await;
        assert_eq!((&view["group"]["end"], &view["group"]["version"]), (&told["after"]["end"], &told["after"]["version"]));
    }

    async fn a_vote_that_fails_changes_nothing_and_one_that_carries_moves_the_limit(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let vote = |votes_for: u32| json!({ "kind": "more_time", "minutes": 60, "votesFor": votes_for, "votesAgainst": 5 - votes_for });
        let failed = asked(&bench, &first, &vote(1)).await;
        assert_eq!((&failed["replanned"], &failed["granted"]), (&json!(false), &json!(false)));
        assert_eq!(failed["after"], failed["before"]);
        let carried = asked(&bench, &first, &vote(2)).await;
        let limit = |side: &str| time(carried[side]["limit"].as_str().unwrap());
        assert_eq!((&carried["granted"], (limit("after") - limit("before")).num_minutes()), (&json!(true), 60));
    }

    async fn what_cannot_be_done_is_told_when_it_is_asked(ground: &Ground) {
        let (bench, first) = started(ground).await;
        tell(&bench, "204", "held").await;
        let lost = json!({ "sessionId": first, "event": { "kind": "room_lost", "room": "201" } });
        assert_eq!(bench.refused("lead", "groups.event.try", lost.clone()).await, "no_room_instead");
        assert_eq!(bench.refused("rounds", "groups.event.try", lost).await, "role_not_allowed");
        assert_eq!(day(&bench, &first).await["group"]["version"], 2);
    }
}
