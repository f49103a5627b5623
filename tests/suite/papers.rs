//! The papers of the demo day: which there are, what they say and to whom, and what is on record.

use std::collections::BTreeMap;
use std::time::Duration;

use bidhall_desk::rehearsal::{ScriptLine, play_line};
use serde_json::{Value, json};

use crate::bench::{Bench, Ground, time};
use crate::days::{DAY, doors, session};
use crate::secrecy::{SECRETS, the_day, the_other_day};

/// The demo day up to a moment.
async fn day_at(ground: &Ground, lines: &[ScriptLine], at: &str) -> Bench {
    let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
    for line in lines.iter().filter(|line| line.at < time(at)) {
        let _ = play_line(&bench.workplace, line).await;
    }
    bench.at(at).await;
    bench
}

async fn papers(bench: &Bench, person: &str) -> Vec<Value> {
    let list = bench.ok(person, "papers.list", json!({ "day": DAY })).await;
    list["papers"].as_array().unwrap().clone()
}

/// What a paper says, without blanks.
async fn said(bench: &Bench, choice: &Value) -> String {
    let pages = bench.ok("lead", "papers.pages", choice.clone()).await;
    let texts = pages["texts"].as_array().unwrap();
    assert_eq!(texts.len(), pages["pages"].as_array().unwrap().len());
    texts.iter().flat_map(|text| text.as_str().unwrap().split_whitespace()).collect()
}

/// What every paper of the day says that can be printed, by kind and subject.
async fn everything_said(bench: &Bench) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for paper in papers(bench, "lead").await {
        if paper["obstacle"].is_null() {
            let choice = &paper["choice"];
            all.insert(format!("{} {}", choice["kind"], choice["subject"]), said(bench, choice).await);
        }
    }
    all
}

/// The papers that are not there before the opening of their session, with the time of it.
async fn not_opened(bench: &Bench) -> Vec<Value> {
    let all = papers(bench, "lead").await.into_iter();
    let later: Vec<Value> = all.filter(|paper| paper["obstacle"] == "not_opened").collect();
    assert!(later.iter().all(|paper| paper["blankUntil"].is_string()));
    later
}

/// Neither a page nor a file nor a print, not even as an empty form.
async fn nothing_comes_out(bench: &Bench, paper: &Value) {
    for blank in [false, true] {
        let mut choice = paper["choice"].clone();
        choice["blank"] = json!(blank);
        let form = json!({ "paper": choice, "copies": 1 });
        for (command, payload) in
            [("papers.pages", &choice), ("papers.save", &choice), ("papers.print.begin", &form)]
        {
            let error = bench.call("lead", command, payload.clone()).await.unwrap_err();
            let told = serde_json::to_value(&error).unwrap();
            let expected = json!({ "code": paper["about"], "opens": paper["blankUntil"] });
            assert_eq!((&told["code"], &told["detail"]), (&json!("group_not_opened"), &expected), "{paper}");
        }
    }
}

fn choice(kind: &str, subject: &Value) -> Value {
    json!({ "kind": kind, "subject": subject })
}

async fn a_call(bench: &Bench) -> Value {
    let calls = bench.ok("caller", "calls.list", json!({ "day": DAY })).await;
    calls["calls"][0]["id"].clone()
}

/// Waits until the batch is over and tells how it ended.
async fn over(bench: &Bench) -> Value {
    for _ in 0..600 {
        let batch = bench.ok("caller", "papers.batch", json!({})).await["batch"].clone();
        if batch["over"] == true {
            return batch;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("the batch does not end");
}

fn files(batch: &Value) -> Vec<String> {
    let entries = std::fs::read_dir(batch["folder"].as_str().unwrap()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

both_engines! {
    async fn nothing_printed_a_minute_before_the_opening_tells_a_bidder_or_a_number(ground: &Ground) {
        let moment = "2020-03-12T08:59:00+08:00";
        let bench = day_at(ground, &the_day(), moment).await;
        let day = everything_said(&bench).await;
        let kinds: std::collections::BTreeSet<&str> =
            day.keys().map(|key| key.split(' ').next().unwrap()).collect();
        assert_eq!(kinds.len(), 12, "{kinds:?}");
        let later = not_opened(&bench).await;
        let kinds: std::collections::BTreeSet<&str> =
            later.iter().map(|paper| paper["choice"]["kind"].as_str().unwrap()).collect();
        assert_eq!(Vec::from_iter(kinds), ["group_proof", "room_timetables", "trolley_slips"]);
        for paper in &later {
            nothing_comes_out(&bench, paper).await;
        }
        for (paper, text) in &day {
            for (secret, _) in SECRETS {
                assert!(!text.contains(secret), "{paper} tells {secret}");
            }
        }
        // With other companies, other people and other numbers in the same bands, every paper is the same.
        let other = if ground.is_postgres() { Ground::postgres().unwrap() } else { Ground::sqlite() };
        let other_bench = day_at(&other, &the_other_day(), moment).await;
        let other_day = everything_said(&other_bench).await;
        for (paper, text) in &day {
            assert_eq!(Some(text), other_day.get(paper), "{paper} differs");
        }
        assert_eq!(day.len(), other_day.len());
        let told = |papers: &[Value]| papers.iter()
            .map(|paper| format!("{} {} {}", paper["choice"], paper["about"], paper["blankUntil"])).collect::<Vec<_>>();
        assert_eq!(told(&later), told(&not_opened(&other_bench).await));
    }

    async fn after_the_opening_the_forms_fill_with_their_own_session(ground: &Ground) {
        let bench = day_at(ground, &the_day(), "2020-03-12T09:00:00+08:00").await;
        let first = session(&bench, "YL-0312-01").await;
        let sheet = said(&bench, &choice("bidder_sign_in", &first)).await;
        assert!(sheet.contains("示例建工一有限公司") && sheet.contains("示例甲一"), "{sheet}");
        let mut blank = choice("bidder_sign_in", &first);
        blank["blank"] = json!(true);
        assert!(!said(&bench, &blank).await.contains("示例建工"));
        let register = said(&bench, &choice("gate_register", &json!(DAY))).await;
        assert!(register.contains("990101********301X"), "{register}");
        assert!(!register.contains("19880214") && !register.contains("YL-0312-02"), "{register}");

        let all = papers(&bench, "lead").await;
        let of_case = |kind: &str| {
            all.iter().find(|paper| paper["choice"]["kind"] == kind).unwrap()["choice"].clone()
        };
        let letter = said(&bench, &of_case("refusal_letter_unit")).await;
        assert!(letter.contains("示例丙三") && letter.contains("37.4℃"), "{letter}");
        let minutes: Vec<_> =
            all.iter().filter(|paper| paper["choice"]["kind"] == "hand_over_minute").collect();
        let mut handed = String::new();
        for minute in minutes {
            handed += &said(&bench, &minute["choice"]).await;
        }
        assert!(handed.contains("密封完好") && !handed.contains("37.4"), "{handed}");
    }

    async fn everybody_is_offered_the_papers_of_their_work(ground: &Ground) {
        let bench = doors(ground).await;
        let kinds = async |person: &str| -> Vec<String> {
            let mut kinds: Vec<_> = papers(&bench, person).await.iter()
                .map(|paper| paper["choice"]["kind"].as_str().unwrap().to_owned()).collect();
            kinds.dedup();
            kinds
        };
        assert_eq!(kinds("caller").await, ["agency_notice", "call_record", "call_list"]);
        assert_eq!(kinds("gate1").await, ["door_signs", "seat_cards", "agency_sign_in", "bidder_sign_in",
            "hand_in_register", "gate_register"]);
        let notice = choice("agency_notice", &a_call(&bench).await);
        assert_eq!(bench.refused("gate1", "papers.pages", notice.clone()).await, "role_not_allowed");
        assert_eq!(bench.refused("gate1", "papers.save", notice.clone()).await, "role_not_allowed");
        let form = json!({ "paper": notice, "copies": 1 });
        assert_eq!(bench.refused("gate1", "papers.print.begin", form).await, "role_not_allowed");
        assert_eq!(bench.refused("gate1", "papers.batch.start", json!({ "day": DAY })).await, "role_not_allowed");
        assert_eq!(bench.refused("auditor", "papers.list", json!({ "day": DAY })).await, "role_not_allowed");
    }

    async fn a_paper_says_why_it_cannot_be_printed(ground: &Ground) {
        let bench = doors(ground).await;
        let second = session(&bench, "YL-0312-02").await;
        let end = json!({ "sessionId": second, "state": "cancelled", "reason": "招标人暂停" });
        bench.ok("lead", "sessions.end", end).await;
        let all = papers(&bench, "lead").await;
        let signs = |subject: &Value| all.iter()
            .find(|paper| paper["choice"]["kind"] == "door_signs" && paper["choice"]["subject"] == *subject)
            .unwrap()["obstacle"].clone();
        assert_eq!(signs(&second), "session_cancelled");
        assert_eq!(signs(&session(&bench, "YL-0312-01").await), Value::Null);
        assert_eq!(bench.refused("lead", "papers.pages", choice("door_signs", &second)).await, "session_ended");
        for (subject, kind) in [("2020-3", "gate_register"), ("x", "door_signs")] {
            assert_eq!(bench.refused("lead", "papers.pages", choice(kind, &json!(subject))).await, "wrong_field");
        }
    }

    async fn a_print_is_on_record_with_its_copies_and_a_second_one_is_a_reprint(ground: &Ground) {
        let bench = doors(ground).await;
        let raw = ground.raw().await;
        let signs = choice("door_signs", &session(&bench, "YL-0312-01").await);
        let form = json!({ "paper": signs, "copies": 3 });
        let begun = bench.repeat("gate1", "print-1", "papers.print.begin", form.clone()).await.unwrap();
        let again = bench.repeat("gate1", "print-1", "papers.print.begin", form.clone()).await.unwrap();
        assert_eq!((begun["id"].clone(), begun["copies"].clone()), (again["id"].clone(), json!(3)));
        assert_eq!((begun["state"].clone(), begun["reprint"].clone()), (json!("queued"), json!(false)));
        assert_eq!(raw.count("paper_prints").await, 1);

        let end = |state: &str| json!({ "printId": begun["id"], "state": state, "note": "卡纸" });
        assert_eq!(bench.refused("gate1", "papers.print.end", end("queued")).await, "wrong_field");
        let failed = bench.ok("gate1", "papers.print.end", end("failed")).await;
        assert_eq!((failed["state"].clone(), failed["note"].clone()), (json!("failed"), json!("卡纸")));
        assert_eq!(bench.refused("gate1", "papers.print.end", end("printed")).await, "print_ended");

        let second = bench.ok("gate1", "papers.print.begin", form.clone()).await;
        assert_eq!(second["reprint"], false, "nothing came out the first time");
        let done = json!({ "printId": second["id"], "state": "printed", "note": "" });
        bench.ok("gate1", "papers.print.end", done).await;
        let third = bench.ok("lead", "papers.print.begin", form).await;
        assert_eq!(third["reprint"], true);
        let list = papers(&bench, "lead").await;
        let paper = list.iter().find(|paper| paper["choice"]["kind"] == "door_signs"
            && paper["choice"]["subject"] == signs["subject"]).unwrap();
        assert_eq!(paper["prints"].as_array().unwrap().len(), 3);

        for copies in [0, 100] {
            let form = json!({ "paper": signs, "copies": copies });
            assert_eq!(bench.refused("lead", "papers.print.begin", form).await, "wrong_field");
        }
        for change in ["UPDATE paper_prints SET copies = 1", "DELETE FROM paper_prints", "DELETE FROM paper_print_ends",
            "UPDATE paper_print_ends SET state = 'printed'"] {
            assert!(raw.run(change).await.is_err(), "{change}");
        }
    }

    async fn a_saved_paper_is_a_file_and_a_row(ground: &Ground) {
        let bench = doors(ground).await;
        let raw = ground.raw().await;
        let notice = choice("agency_notice", &a_call(&bench).await);
        let saved = bench.ok("caller", "papers.save", notice).await;
        assert!(std::fs::read(saved["savedTo"].as_str().unwrap()).unwrap().starts_with(b"%PDF-"));
        assert_eq!((raw.count("notices").await, raw.count("paper_prints").await), (1, 1));
        let list = choice("call_list", &json!(DAY));
        bench.ok("caller", "papers.save", list.clone()).await;
        assert_eq!((raw.count("notices").await, raw.count("paper_prints").await), (1, 2));
        let verdict = bench.ok("auditor", "audit.verify", json!({})).await;
        assert!(verdict["brokenAt"].is_null());

        std::fs::remove_dir_all(ground.folder.path().join("documents")).unwrap();
        std::fs::write(ground.folder.path().join("documents"), "a file where the folder should be").unwrap();
        assert_eq!(bench.refused("caller", "papers.save", list).await, "save_failed");
        assert_eq!(raw.count("paper_prints").await, 2);
    }

    async fn a_batch_puts_every_notice_of_the_day_into_a_folder_and_on_record(ground: &Ground) {
        let bench = doors(ground).await;
        let raw = ground.raw().await;
        assert_eq!(bench.ok("caller", "papers.batch", json!({})).await["batch"], Value::Null);
        let begun = bench.ok("caller", "papers.batch.start", json!({ "day": DAY })).await["batch"].clone();
        let again = bench.ok("lead", "papers.batch.start", json!({ "day": DAY })).await["batch"].clone();
        assert_eq!((begun["total"].clone(), again["total"].clone()), (json!(3), json!(3)));
        let batch = over(&bench).await;
        assert_eq!((batch["saved"].clone(), batch["failed"].clone()), (json!(3), json!([])));
        assert_eq!(files(&batch).len(), 3);
        assert!(files(&batch).iter().all(|name| name.ends_with(".pdf")));
        assert_eq!(raw.count("notices").await, raw.count("paper_prints").await);
        assert_eq!(raw.texts("SELECT DISTINCT way FROM paper_prints").await, ["batch"]);
    }

    async fn a_cancelled_batch_leaves_whole_files_and_each_is_on_record(ground: &Ground) {
        let bench = doors(ground).await;
        bench.ok("caller", "papers.batch.start", json!({ "day": DAY })).await;
        let cancelled = bench.ok("caller", "papers.batch.cancel", json!({})).await["batch"].clone();
        assert_eq!(cancelled["cancelled"], true);
        let batch = over(&bench).await;
        assert!(batch["saved"].as_u64().unwrap() < 3, "{batch}");
        let names = files(&batch);
        assert_eq!(names.len() as u64, batch["saved"].as_u64().unwrap());
        for name in names {
            let bytes = std::fs::read(std::path::Path::new(batch["folder"].as_str().unwrap()).join(name)).unwrap();
            assert!(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
        }
        let rows = ground.raw().await.count("paper_prints").await;
        assert_eq!(u64::try_from(rows).unwrap(), batch["saved"].as_u64().unwrap());
    }

    async fn the_desk_says_which_family_stands_for_which_typeface(ground: &Ground) {
        let bench = doors(ground).await;
        let told = bench.ok("auditor", "papers.typefaces", json!({})).await;
        let wanted: Vec<_> = told["typefaces"].as_array().unwrap().iter().map(|face| face["wanted"].clone()).collect();
        assert_eq!(wanted, ["仿宋", "小标宋", "黑体", "楷体", "宋体"]);
    }
}
