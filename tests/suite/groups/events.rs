//! What happens to a running evaluation, and that the plan moves no more than it has to.

use serde_json::{Value, json};

use super::day::{as_forecast, day, done, seats_sign_in, started};
use super::{DOUBLED, opened, panels};
use crate::bench::{Bench, time};
use crate::rooms::{room, tell};

async fn happens(bench: &Bench, session: &Value, event: Value) -> Value {
    bench
        .ok("lead", "groups.event", json!({ "sessionId": session, "reason": "现场情况", "event": event }))
        .await
}

fn of_kind<'a>(view: &'a Value, change: &str) -> Vec<&'a Value> {
    view["group"]["changes"].as_array().unwrap().iter().filter(|one| one["change"] == change).collect()
}

both_engines! {
    async fn the_camera_of_202_fails_and_its_panel_goes_on_in_204(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let before = as_forecast(&bench, &first, "2020-03-12T13:10:00+08:00").await;
        let view = happens(&bench, &first, json!({ "kind": "camera_lost", "room": "202" })).await;
        assert_eq!(panels(&view["group"]), ["201", "204"]);
        assert_eq!((&view["group"]["version"], &view["group"]["cause"]), (&json!(3), &json!("camera_lost")));
        let moved = of_kind(&view, "panel_moved");
        assert_eq!((&moved[0]["panel"], &moved[0]["from"], &moved[0]["to"]), (&json!(2), &json!("202"), &json!("204")));
        assert!(of_kind(&view, "review_reordered").is_empty(), "nobody reads in another order");
        assert_eq!(view["panels"][1]["seats"][0]["token"], "专4", "the seats go with the panel");
        assert_eq!(done(&view), done(&before), "what was read stays read");
        assert_eq!(room(&bench, "202").await["state"]["open"][0]["kind"], "camera_fault");
        let later = (time(view["predictedEnd"].as_str().unwrap()) - time(before["predictedEnd"].as_str().unwrap())).num_minutes();
        assert!((0..=75).contains(&later), "{later} minutes later");
        let booked: Vec<_> = view["bookings"].as_array().unwrap().iter().filter(|one| one["part"] != "opening")
            .map(|one| format!("{} {}", one["room"].as_str().unwrap(), one["part"].as_str().unwrap())).collect();
        assert_eq!(booked, ["201 evaluation", "204 evaluation"]);
        let heads = view["versions"].as_array().unwrap();
        assert_eq!(heads.iter().map(|head| head["inForce"] == true).collect::<Vec<_>>(), [false, false, true]);
        let compared = bench.ok("auditor", "groups.compare", json!({ "a": heads[1]["id"], "b": heads[2]["id"] })).await;
        assert_eq!((&compared["roomsAdded"], &compared["roomsRemoved"]), (&json!(["204"]), &json!(["202"])));
        let view = as_forecast(&bench, &first, "2020-03-12T22:00:00+08:00").await;
        assert_eq!(view["state"], "discussion", "the day goes on to its end in the other room");
        assert_eq!(ground.raw().await.count(DOUBLED).await, 0);
    }

    async fn a_room_that_fails_without_another_one_free_changes_nothing(ground: &Ground) {
        let (bench, first) = started(ground).await;
        as_forecast(&bench, &first, "2020-03-12T11:00:00+08:00").await;
        tell(&bench, "204", "held").await;
        let lost = json!({ "sessionId": first, "reason": "漏水", "event": { "kind": "room_lost", "room": "201" } });
        let error = bench.call("lead", "groups.event", lost.clone()).await.unwrap_err();
        assert_eq!(serde_json::to_value(&error).unwrap(), json!({ "code": "no_room_instead", "detail": { "room": "201", "experts": 3 } }));
        assert_eq!(room(&bench, "201").await["state"]["usable"], true, "nothing was entered");
        tell(&bench, "204", "released").await;
        bench.ok("lead", "groups.event", lost).await;
        assert_eq!(panels(&day(&bench, &first).await["group"]), ["204", "202"], "the first panel stays the first");
    }

    async fn a_new_member_reads_from_the_beginning(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let before = as_forecast(&bench, &first, "2020-03-12T15:00:00+08:00").await;
        let view = happens(&bench, &first, json!({ "kind": "member_replaced", "seat": "专4" })).await;
        let seat = &view["panels"][1]["seats"][0];
        assert_eq!((&seat["signedInAt"], &seat["replaced"]), (&Value::Null, &json!(1)));
        let read = usize::try_from(done(&before)[1]).unwrap();
        let again = view["blocks"].as_array().unwrap().iter().filter(|block| block["repeated"] == true).count();
        assert!(again >= read, "{again} of {read} batches are read again");
        assert!(view["blocks"].as_array().unwrap().iter().filter(|block| block["repeated"] == true).all(|block| block["panel"] == 2));
        assert_eq!(done(&view)[0], done(&before)[0], "the other panel has nothing to read again");
        bench.ok("office", "groups.sign_in", json!({ "sessionId": first, "seat": "专4" })).await;
        assert_eq!(view["group"]["cause"], "member_replaced");
    }

    async fn fewer_bids_before_the_start_make_a_smaller_plan(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let before = day(&bench, &first).await;
        let some = json!({ "sessionId": first, "reason": "实收", "event": { "kind": "bids_dropped", "remaining": 63, "bids": [1] } });
        assert_eq!(bench.refused("lead", "groups.event", some).await, "wrong_field", "nothing has a number yet");
        let view = happens(&bench, &first, json!({ "kind": "bids_dropped", "remaining": 63 })).await;
        let bids: u64 = view["group"]["batches"].as_array().unwrap().iter().map(|batch| batch["bids"].as_u64().unwrap()).sum();
        assert_eq!(bids, 63);
        assert!(time(view["group"]["end"].as_str().unwrap()) < time(before["group"]["end"].as_str().unwrap()));
        let again = crate::groups::plan(&bench, &first).await;
        assert_eq!(again["margin"]["perBidTenths"], view["group"]["margin"]["perBidTenths"], "the number told stays");
    }

    async fn bids_that_are_withdrawn_are_read_no_further(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let before = as_forecast(&bench, &first, "2020-03-12T13:00:00+08:00").await;
        let waiting = before["batches"].as_array().unwrap().iter().rev().find(|batch| batch["place"] == "shelf").unwrap();
        let group = before["group"]["batches"].as_array().unwrap();
        let numbers = group.iter().find(|batch| batch["batch"] == waiting["batch"]).unwrap()["bidNumbers"].as_array().unwrap();
        let four: Vec<_> = numbers.iter().take(4).cloned().collect();
        let short = json!({ "sessionId": first, "reason": "撤回", "event": { "kind": "bids_dropped", "remaining": 63, "bids": four[..3] } });
        assert_eq!(bench.refused("lead", "groups.event", short).await, "wrong_field");
        let view = happens(&bench, &first, json!({ "kind": "bids_dropped", "remaining": 63, "bids": four })).await;
        assert_eq!(of_kind(&view, "bid_dropped").len(), 4);
        assert!(of_kind(&view, "panel_moved").is_empty());
        assert_eq!(done(&view), done(&before));
        assert!(time(view["predictedEnd"].as_str().unwrap()) <= time(before["predictedEnd"].as_str().unwrap()));
    }

    async fn more_than_a_third_of_the_members_get_more_time(ground: &Ground) {
        let (bench, first) = started(ground).await;
        as_forecast(&bench, &first, "2020-03-12T14:00:00+08:00").await;
        let vote = |votes_for: u32, votes_against: u32| json!({ "kind": "more_time", "minutes": 60, "votesFor": votes_for, "votesAgainst": votes_against });
        let short = json!({ "sessionId": first, "reason": "时间不够", "event": vote(2, 2) });
        assert_eq!(bench.refused("lead", "groups.event", short).await, "vote_count");
        let limit = day(&bench, &first).await["group"]["limit"].clone();
        let view = happens(&bench, &first, vote(1, 4)).await;
        assert_eq!((&view["group"]["limit"], &view["group"]["version"]), (&limit, &json!(2)));
        assert_eq!(view["events"].as_array().unwrap().last().unwrap()["granted"], false);
        let view = happens(&bench, &first, vote(2, 3)).await;
        assert_eq!(time(view["group"]["limit"].as_str().unwrap()) - time(limit.as_str().unwrap()), chrono::Duration::minutes(60));
        assert_eq!((&view["group"]["version"], &view["group"]["cause"]), (&json!(3), &json!("more_time")));
    }

    async fn one_event_after_another_is_planned_from_where_the_day_stands(ground: &Ground) {
        let (bench, first) = started(ground).await;
        as_forecast(&bench, &first, "2020-03-12T11:10:00+08:00").await;
        happens(&bench, &first, json!({ "kind": "member_replaced", "seat": "专5" })).await;
        as_forecast(&bench, &first, "2020-03-12T13:10:00+08:00").await;
        happens(&bench, &first, json!({ "kind": "camera_lost", "room": "202" })).await;
        as_forecast(&bench, &first, "2020-03-12T14:30:00+08:00").await;
        tell(&bench, "202", "camera_mended").await;
        let view = happens(&bench, &first, json!({ "kind": "room_lost", "room": "204" })).await;
        assert_eq!(panels(&view["group"]), ["201", "202"], "the mended room serves again");
        let view = happens(&bench, &first, json!({ "kind": "more_time", "minutes": 120, "votesFor": 5, "votesAgainst": 0 })).await;
        assert_eq!(view["versions"].as_array().unwrap().len(), 6);
        assert_eq!(view["events"].as_array().unwrap().iter().filter(|event| !event["version"].is_null() && event["kind"] != "started").count(), 4);
    }

    async fn a_member_replaced_before_the_start_only_signs_in_anew(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        seats_sign_in(&bench, &first).await;
        let view = happens(&bench, &first, json!({ "kind": "member_replaced", "seat": "专2" })).await;
        assert_eq!(view["group"]["version"], 2);
        assert_eq!(bench.refused("office", "groups.start", json!({ "sessionId": first })).await, "seats_missing");
    }
}
