//! The papers of a group: the proof, the slips of its trolleys and the timetables of its rooms.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::day::{as_forecast, day, started};
use super::{opened, plan};
use crate::bench::Bench;
use crate::days::{DAY, doors, session};

const KINDS: [&str; 3] = ["group_proof", "trolley_slips", "room_timetables"];

fn choice(kind: &str, subject: &Value) -> Value {
    json!({ "kind": kind, "subject": subject })
}

/// What a paper says, page by page, without blanks.
async fn said(bench: &Bench, kind: &str, subject: &Value) -> Vec<String> {
    let pages = bench.ok("office", "papers.pages", choice(kind, subject)).await;
    let pages = pages["texts"].as_array().unwrap().iter();
    pages.map(|text| text.as_str().unwrap().split_whitespace().collect()).collect()
}

/// What stands in the way of each paper of a group.
async fn obstacles(bench: &Bench, subject: &Value) -> Vec<Value> {
    let list = bench.ok("office", "papers.list", json!({ "day": DAY })).await;
    let of = |kind: &str| {
        let mut papers = list["papers"].as_array().unwrap().iter();
        let found = papers.find(|one| one["choice"]["kind"] == kind && one["choice"]["subject"] == *subject);
        found.unwrap()["obstacle"].clone()
    };
    KINDS.map(of).to_vec()
}

fn slips_of(day: &Value) -> BTreeSet<String> {
    let blocks = day["blocks"].as_array().unwrap().iter();
    blocks.map(|block| block["slip"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn the_papers_of_a_group_wait_for_the_opening_and_for_a_plan_by_the_real_number(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        plan(&bench, &first).await;
        assert_eq!(obstacles(&bench, &first).await, ["not_opened"; 3]);
        bench.at("2020-03-12T09:15:00+08:00").await;
        assert_eq!(obstacles(&bench, &first).await, ["no_group"; 3]);
        for kind in KINDS {
            assert_eq!(bench.refused("office", "papers.pages", choice(kind, &first)).await, "group_estimated");
        }
        plan(&bench, &first).await;
        assert_eq!(obstacles(&bench, &first).await, vec![Value::Null; 3]);
        let second = session(&bench, "YL-0312-02").await;
        assert_eq!(obstacles(&bench, &second).await, ["not_opened"; 3]);
        assert_eq!(bench.refused("gate1", "papers.pages", choice("group_proof", &first)).await, "role_not_allowed");
    }

    async fn the_proof_sheet_shows_every_seat_with_every_bid(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let view = day(&bench, &first).await["group"].clone();
        let bids: u64 = view["batches"].as_array().unwrap().iter().map(|one| one["bids"].as_u64().unwrap()).sum();
        let text = said(&bench, "group_proof", &first).await.concat();
        let (seats, readings) = (5, 5 * bids);
        let head = format!("{seats}个席位×{bids}份标书，应评{readings}份次，已排{readings}份次，全部排齐");
        assert!(text.contains(&head), "{head} in {text}");
        for seat in 1..=seats {
            assert!(text.contains(&format!("专{seat}")), "{text}");
        }
        let rules = view["rules"].as_array().unwrap().len();
        assert_eq!((text.matches("符合").count(), text.contains("不符合")), (rules, false), "{text}");
        assert!(!text.contains("示例甲一") && !text.contains("示例建工"), "{text}");
    }

    async fn every_batch_has_a_slip_for_every_panel_that_the_desk_knows_again(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let slips = slips_of(&day(&bench, &first).await);
        let text = said(&bench, "trolley_slips", &first).await.concat();
        assert_eq!(text.matches("标书序号").count(), slips.len());
        for slip in &slips {
            assert!(text.contains(slip.as_str()), "{slip} in {text}");
        }
    }

    async fn a_panel_that_moves_keeps_its_slips_and_what_it_has_read(ground: &Ground) {
        let (bench, first) = started(ground).await;
        let before = slips_of(&as_forecast(&bench, &first, "2020-03-12T13:10:00+08:00").await);
        let lost = json!({ "kind": "camera_lost", "room": "202" });
        let event = json!({ "sessionId": first, "reason": "202摄像头故障", "event": lost });
        let view = bench.ok("lead", "groups.event", event).await;
        assert_eq!(slips_of(&view), before);
        let text = said(&bench, "group_proof", &first).await.concat();
        assert!(text.contains("全部排齐") && text.contains("第3版"), "{text}");
        for room in ["202", "204"] {
            assert!((1..=30).any(|batch| text.contains(&format!("K{batch}{room}"))), "read in {room}: {text}");
        }
        let slips = said(&bench, "trolley_slips", &first).await.concat();
        assert!(before.iter().all(|slip| slips.contains(slip.as_str())), "{slips}");
        let pages = said(&bench, "room_timetables", &first).await;
        let rooms: Vec<bool> = ["201", "202", "204"]
            .map(|room| pages.iter().any(|page| page.contains(&format!("{room}评标")))).to_vec();
        assert_eq!(rooms, [true, false, true], "{pages:?}");
    }

    async fn a_timetable_tells_the_whole_day_of_its_room(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let view = day(&bench, &first).await["group"].clone();
        let pages = said(&bench, "room_timetables", &first).await.concat();
        let count = |field: &str| view[field].as_array().unwrap().len();
        let rooms = view["rooms"].as_array().unwrap().iter().filter(|room| room["use"] == "panel").count();
        assert_eq!(pages.matches("测温").count(), rooms * count("temperatureRounds"));
        assert_eq!(pages.matches("停止评审").count(), rooms * count("breaks"));
        assert_eq!(pages.matches("集中讨论").count(), rooms);
        assert_eq!(pages.matches("份）").count(), count("reviews"));
    }

    async fn a_paper_of_a_group_is_recorded_as_every_other_and_the_same_twice(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        for kind in KINDS {
            let form = json!({ "paper": choice(kind, &first), "copies": 2 });
            let begun = bench.ok("office", "papers.print.begin", form).await;
            let end = json!({ "printId": begun["id"], "state": "printed", "note": "" });
            assert_eq!(bench.ok("office", "papers.print.end", end).await["copies"], 2);
            bench.ok("office", "papers.save", choice(kind, &first)).await;
        }
        bench.at("2020-03-12T09:16:00+08:00").await;
        for kind in KINDS {
            bench.ok("lead", "papers.save", choice(kind, &first)).await;
        }
        let raw = ground.raw().await;
        assert_eq!(raw.count("paper_prints").await, 9);
        let files = "SELECT DISTINCT content_hash FROM paper_prints WHERE way = 'save'";
        assert_eq!(raw.texts(files).await.len(), 3, "the same paper is the same file");
    }
}
