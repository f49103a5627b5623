//! Schedulers at once: whoever is second plans with the rooms the first has left.

use serde_json::json;

use crate::bench::Bench;
use crate::days::{doors, session};
use crate::groups::DOUBLED;

both_engines! {
    async fn two_schedulers_at_once_never_book_a_room_twice(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let second = session(&bench, "YL-0312-02").await;
        let desks = [Bench::open(ground).await, Bench::open(ground).await];
        let raw = ground.raw().await;
        let mut won = [0, 0];
        for round in 0..6 {
            // Both give everything back, and both want the same two rooms.
            for session in [&first, &second] {
                let nothing = json!({ "sessionId": session, "rooms": "any",
                    "pins": { "must": [], "mustNot": ["201", "202", "203"], "start": null, "experts": [] } });
                bench.ok("office", "groups.plan", nothing).await;
            }
            let want = |session: &serde_json::Value| json!({ "sessionId": session, "rooms": "any",
                "pins": { "must": [], "mustNot": ["203"], "start": null, "experts": [] } });
            let nonces = [format!("duel-{round}-a"), format!("duel-{round}-b")];
            let (one, other) = tokio::join!(
                desks[0].repeat("office", &nonces[0], "groups.plan", want(&first)),
                desks[1].repeat("lead", &nonces[1], "groups.plan", want(&second)),
            );
            let possible = [one.unwrap(), other.unwrap()].map(|group| group["possible"] == true);
            assert_ne!(possible[0], possible[1], "one of the two has the rooms");
            won[usize::from(possible[1])] += 1;
            assert_eq!(raw.count(DOUBLED).await, 0);
        }
        assert_eq!(won[0] + won[1], 6);
    }
}
