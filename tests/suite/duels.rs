//! Four desks at once on one database. Whatever the order of their work: never two valid tags for a
//! company or a person, never a lost or doubled step, and an act repeated after a lost reply is one act.

mod bookings;
mod clock;
mod lost_reply;
mod processes;

use serde_json::{Value, json};

use crate::bench::{Bench, Ground};
use crate::days::{BING, DING, Delegate, JIA, YI, doors, first_three, open_check, session, warm, well};

const DESKS: [(&str, &str); 4] = [("gate1", "A"), ("gate2", "B"), ("gate1", "D"), ("gate2", "E")];

/// Chance that is the same in every run (Knuth's linear congruence).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// One desk: every act is sent, sometimes sent again as after a lost reply, and answered alike.
struct DuelDesk<'a> {
    bench: &'a Bench,
    clerk: &'static str,
    name: String,
    acts: u32,
    chance: Chance,
}

impl DuelDesk<'_> {
    async fn act(&mut self, command: &str, payload: Value) -> Result<Value, String> {
        self.acts += 1;
        let nonce = format!("{}-{}", self.name, self.acts);
        let first = self.bench.repeat(self.clerk, &nonce, command, payload.clone()).await;
        if self.chance.below(3) == 0 {
            let again = self.bench.repeat(self.clerk, &nonce, command, payload).await;
            if let (Ok(first), Ok(again)) = (&first, &again) {
                assert_eq!(first, again, "{command}: a repeated act gets the first answer");
            }
        }
        first.map_err(|error| error.code())
    }

    async fn person(&mut self, lane: &str, session: &Value, who: &Delegate) {
        let opened = self.act("gate.open", json!({ "lane": lane, "sessionId": session })).await.unwrap();
        let check = opened["card"]["id"].clone();
        for input in [
            json!({ "step": "mask", "replaced": self.chance.below(2) == 0 }),
            json!({ "step": "shoe" }),
            json!({ "step": "hand" }),
            warm("36.5"),
            well(),
            who.form(),
            json!({ "step": "mask_disposal" }),
        ] {
            if self.chance.below(25) == 0 {
                let _ = self.act("gate.abandon", json!({ "checkId": check, "reason": "本人离开" })).await;
                return;
            }
            let reply = self.act("gate.step", json!({ "checkId": check, "input": input })).await.unwrap();
            match reply["card"]["state"].as_str() {
                Some("admitted") => return self.wander(&reply["tag"]["code"]).await,
                Some("open") => {}
                _ => return,
            }
        }
    }

    /// Leaves, comes back, loses the tag or has it made void.
    async fn wander(&mut self, code: &Value) {
        let mut code = code.clone();
        for _ in 0..self.chance.below(5) {
            match self.chance.below(6) {
                0 | 1 => drop(self.act("tags.scan", json!({ "code": code, "purpose": "leave" })).await),
                2 | 3 => drop(self.act("tags.scan", json!({ "code": code, "purpose": "return" })).await),
                4 => {
                    let lost = self.act("tags.lost", json!({ "code": code, "reason": "遗失" })).await;
                    code = lost.map_or(code, |tag| tag["code"].clone());
                }
                _ => drop(self.act("tags.void", json!({ "code": code, "reason": "收回" })).await),
            }
        }
    }
}

async fn histories(ground: &Ground, seed: u64) {
    let bench = doors(ground).await;
    let first = session(&bench, "YL-0312-01").await;
    let mut benches = Vec::new();
    for _ in DESKS {
        benches.push(Bench::open(ground).await);
    }
    let work = async |number: usize| {
        let (clerk, lane) = DESKS[number];
        let chance = Chance(seed * 31 + number as u64);
        let name = format!("duel-{seed}-{number}");
        let mut desk = DuelDesk { bench: &benches[number], clerk, name, acts: 0, chance };
        for _ in 0..4 {
            let who = [JIA, YI, BING, DING][usize::try_from(desk.chance.below(4)).unwrap()];
            desk.person(lane, &first, &who).await;
        }
    };
    tokio::join!(work(0), work(1), work(2), work(3));
    rules_hold(ground, &bench).await;
    let raw = ground.raw().await;
    assert_eq!(raw.count("entry_checks").await, 16, "no check lost or doubled");
}

/// What holds whatever the history was, when every act of it was a duel's.
async fn rules_hold(ground: &Ground, bench: &Bench) {
    no_rule_is_broken(ground, bench).await;
    let raw = ground.raw().await;
    assert!(raw.count("tags").await > 0, "nobody was admitted");
    let kept = raw.count("replies WHERE nonce LIKE 'duel-%'").await;
    let done = format!("{} AND (command LIKE 'gate.%' OR command LIKE 'tags.%')", crate::audit::DONE);
    let audited = raw.count(&done).await;
    assert_eq!(kept, audited, "every act is one reply and one audit row");
}

async fn no_rule_is_broken(ground: &Ground, bench: &Bench) {
    let raw = ground.raw().await;
    for (rule, sql) in [
        (
            "one company, one person",
            "(SELECT company_id FROM tags WHERE state IN ('active', 'left') \
            GROUP BY company_id HAVING count(*) > 1) AS doubled",
        ),
        (
            "one person, one tag",
            "(SELECT person_id FROM tags WHERE state IN ('active', 'left') \
            GROUP BY person_id HAVING count(*) > 1) AS doubled",
        ),
        (
            "six steps for every admission",
            "(SELECT k.id FROM entry_checks k WHERE k.state = 'admitted' \
            AND (SELECT count(*) FROM entry_steps s WHERE s.check_id = k.id AND s.passed) <> 6) AS short",
        ),
        (
            "a tag for every admission",
            "(SELECT k.id FROM entry_checks k WHERE k.state = 'admitted' \
            AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.check_id = k.id)) AS tagless",
        ),
        (
            "ways out and in alternate",
            "(SELECT t.id FROM tags t WHERE t.state = 'active' AND \
            (SELECT count(*) FROM tag_passages p WHERE p.tag_id = t.id) % 2 <> 0) AS odd",
        ),
    ] {
        assert_eq!(raw.count(sql).await, 0, "{rule}");
    }
    let verdict = bench.ok("auditor", "audit.verify", json!({})).await;
    assert_eq!(verdict["brokenAt"], Value::Null);
}

both_engines! {
    async fn four_desks_never_admit_two_of_a_company(ground: &Ground) {
        histories(ground, 1).await;
    }

    async fn other_histories_of_four_desks(ground: &Ground) {
        histories(ground, 20_200_312).await;
    }

    async fn the_same_company_in_the_same_second_has_one_tag(ground: &Ground) {
        let bench = doors(ground).await;
        let other = Bench::open(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let mut checks = Vec::new();
        for (clerk, lane, who) in [("gate1", "A", JIA), ("gate2", "B", YI)] {
            let check = open_check(&bench, clerk, lane, &first).await;
            first_three(&bench, clerk, &check).await;
            for input in [warm("36.5"), well(), who.form()] {
                bench.ok(clerk, "gate.step", json!({ "checkId": check, "input": input })).await;
            }
            checks.push(check);
        }
        let last = |check: &Value| json!({ "checkId": check, "input": { "step": "mask_disposal" } });
        let (one, two) = tokio::join!(
            bench.repeat("gate1", "same-second-1", "gate.step", last(&checks[0])),
            other.repeat("gate2", "same-second-2", "gate.step", last(&checks[1])),
        );
        let mut states = [one, two].map(|reply| reply.unwrap()["card"]["state"].as_str().unwrap().to_owned());
        states.sort();
        assert_eq!(states, ["admitted", "refused"]);
        assert_eq!(ground.raw().await.count("tags").await, 1);
    }
}
