//! Better plans, looked for in the background after the first answer.

use std::time::Duration;

use serde_json::{Value, json};

use super::{grouping, opened, panels};
use crate::bench::{Bench, time};

const SIX: [&str; 6] = ["301", "302", "303", "304", "305", "306"];

/// A plan for eleven members in six rooms far apart, with long disinfection: its end is not proven at once.
async fn six_rooms(ground: &crate::bench::Ground, disinfect: u32) -> (Bench, Value) {
    let (bench, first) = opened(ground).await;
    let changes =
        [("disinfectMinutes", json!(disinfect)), ("limitMinutes", json!(900)), ("breaks", json!([]))];
    grouping(&bench, &changes).await;
    for (place, code) in SIX.iter().enumerate() {
        let room = json!({ "code": code, "name": format!("评标{code}室"), "purpose": "evaluation", "zone": "C", "floor": 9,
            "x": place * 8, "y": 0, "width": 7, "depth": 6, "seats": 2, "seatsSpaced": 2, "shelf": 48, "video": true,
            "recording": true, "opensMinute": 420, "closesMinute": 1320 });
        bench.ok("office", "rooms.register", room).await;
    }
    for (place, from) in SIX.iter().enumerate() {
        for (far, to) in SIX.iter().enumerate().skip(place + 1) {
            let walk =
                json!({ "from": from, "to": to, "minutes": 1 + (far - place) * 3, "note": "示例实测" });
            bench.ok("office", "rooms.walk", walk).await;
        }
    }
    let form = json!({ "sessionId": first, "rooms": "any", "committee": { "technical": 10, "economic": 1, "tendererReps": 0 },
        "pins": { "must": SIX, "mustNot": ["201", "202", "203"], "start": null, "experts": [] } });
    let group = bench.ok("office", "groups.plan", form).await;
    assert_eq!(panels(&group), SIX);
    (bench, group)
}

fn open_levels(levels: &Value) -> Vec<&str> {
    let open = levels.as_array().unwrap().iter().filter(|level| level["proven"] == false);
    open.map(|level| level["level"].as_str().unwrap()).collect()
}

/// Waits for what a search comes to.
async fn until_it_stands(bench: &Bench, group: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..1200 {
        let view =
            bench.ok("office", "groups.improvement", json!({ "groupId": group["id"] })).await["improvement"]
                .clone();
        if wanted(&view) {
            return view;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the search does not come to it");
}

both_engines! {
    async fn a_plan_that_is_not_proven_is_improved_in_the_background_and_taken_when_a_person_says_so(ground: &Ground) {
        let (bench, group) = six_rooms(ground, 40).await;
        assert_eq!(open_levels(&group["explanation"]["status"]), ["finish"]);
        let version = json!({ "groupId": group["id"] });
        assert_eq!(bench.refused("rounds", "groups.improve", version.clone()).await, "role_not_allowed");
        let begun = bench.ok("office", "groups.improve", version.clone()).await["improvement"].clone();
        assert_eq!(begun["groupId"], group["id"]);
        let found = until_it_stands(&bench, &group, |view| view["better"] == true).await;
        assert!((1..=found["rounds"].as_u64().unwrap()).contains(&found["round"].as_u64().unwrap()), "{found}");
        let offered = bench.ok("office", "groups.improved", version.clone()).await;
        assert!(offered["against"]["endMinutes"].as_i64().unwrap() < 0, "{}", offered["against"]);
        let list = bench.ok("lead", "groups.list", json!({ "day": crate::days::DAY })).await;
        assert!(list["groups"].as_array().unwrap().iter().all(|one| one["version"].as_i64() <= group["version"].as_i64()), "an offer is no version");
        let taken = bench.ok("office", "groups.improve.take", version.clone()).await;
        assert_eq!(taken["version"].as_i64().unwrap(), group["version"].as_i64().unwrap() + 1);
        assert!(time(taken["end"].as_str().unwrap()) < time(group["end"].as_str().unwrap()));
        assert_eq!(taken["end"], offered["plan"]["end"]);
        assert_eq!((panels(&taken), &taken["pins"]), (panels(&group), &group["pins"]), "what was fixed stays fixed");
        assert_eq!(bench.refused("office", "groups.improve.take", version).await, "improvement_stale", "once is enough");
    }

    async fn a_better_plan_is_not_taken_when_the_rooms_have_changed_meanwhile(ground: &Ground) {
        let (bench, group) = six_rooms(ground, 40).await;
        bench.ok("office", "groups.improve", json!({ "groupId": group["id"] })).await;
        until_it_stands(&bench, &group, |view| view["better"] == true).await;
        bench.ok("office", "rooms.walk", json!({ "from": "301", "to": "302", "minutes": 5, "note": "走廊封闭" })).await;
        assert_eq!(bench.refused("office", "groups.improve.take", json!({ "groupId": group["id"] })).await, "improvement_stale");
    }

    async fn a_search_stops_at_a_word_and_for_a_proven_plan_there_is_none(ground: &Ground) {
        let (bench, group) = six_rooms(ground, 45).await;
        let version = json!({ "groupId": group["id"] });
        bench.ok("office", "groups.improve", version.clone()).await;
        until_it_stands(&bench, &group, |view| view["state"] == "working").await;
        let stopped = bench.ok("office", "groups.improve.cancel", version).await;
        assert_eq!(stopped["improvement"]["state"], "cancelled");
        let fewer = json!({ "sessionId": group["sessionId"], "rooms": "any", "committee": { "technical": 4, "economic": 1, "tendererReps": 0 },
            "pins": { "must": [], "mustNot": [], "start": null, "experts": [] } });
        let proven = bench.ok("office", "groups.plan", fewer).await;
        assert_eq!(open_levels(&proven["explanation"]["status"]), Vec::<&str>::new());
        assert_eq!(bench.ok("office", "groups.improve", json!({ "groupId": proven["id"] })).await["improvement"], Value::Null);
    }
}
