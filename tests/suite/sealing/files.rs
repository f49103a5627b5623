//! The whole demo day is played, and then everything that lies on the disk is read.

use std::path::Path;

use serde_json::json;

use super::{Dresses, found};
use crate::bench::{Bench, Ground, Raw};
use crate::days::{evening, tests_folder};
use crate::secrecy::SECRETS;

/// Who came, with what numbers, and how many registered.
fn secrets() -> Vec<Dresses> {
    let people = ["摸排示例一", "13900009001"];
    let numbers = ["registered\":67", "registered\": 67", "bids\":67", "bids\": 67", "报名数"];
    let names = SECRETS.iter().map(|(secret, _)| *secret);
    names.chain(people).chain(numbers).map(Dresses::of).collect()
}

/// The files beneath a folder but the documents, which people asked for.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("documents") {
                all.extend(files(&path));
            }
        } else {
            all.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    all
}

/// What lies on the disk, or on the server, each part by its name.
async fn everything(ground: &Ground) -> Vec<(String, Vec<u8>)> {
    let mut all = files(ground.folder.path());
    let raw = ground.raw().await;
    if let Raw::Postgres(_) = &raw {
        let tables = raw
            .texts("SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'")
            .await;
        for table in tables {
            let rows = raw.texts(&format!("SELECT t::text FROM {table} t")).await;
            all.push((table, rows.join("\n").into_bytes()));
        }
    }
    raw.close().await;
    all
}

/// People of a unit whose names stand in no script.
async fn roll_call(bench: &Bench) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, text) in ["单位", "姓名", "职务", "联系电话", "是否联系人"].iter().enumerate()
    {
        sheet.write_string(0, u16::try_from(column).unwrap(), *text).unwrap();
    }
    for (column, text) in ["示例办公室", "摸排示例一", "科员", "13900009001", "是"].iter().enumerate()
    {
        sheet.write_string(1, u16::try_from(column).unwrap(), *text).unwrap();
    }
    use base64::Engine as _;
    let content = base64::engine::general_purpose::STANDARD.encode(workbook.save_to_buffer().unwrap());
    let file = json!({ "fileName": "单位人员.xlsx", "content": content });
    let done = bench.ok("lead", "roll_call.import.commit", file).await;
    assert_eq!(done["added"], 1, "{done}");
    let view = bench.ok("lead", "roll_call.day", json!({ "day": crate::days::DAY })).await;
    let person = view["people"].as_array().unwrap().iter().find(|one| one["name"] == "摸排示例一").unwrap();
    let report = json!({ "unitId": person["unitId"], "day": crate::days::DAY,
        "people": [{ "personId": person["id"], "state": "on_duty", "note": "示例甲一同往" }] });
    bench.ok("lead", "roll_call.report", report).await;
}

both_engines! {
    async fn nothing_on_the_disk_tells_who_came_or_how_many(ground: &Ground) {
        let bench = evening(ground).await;
        roll_call(&bench).await;
        let secrets = secrets();
        for (name, bytes) in everything(ground).await {
            assert_eq!(found(&secrets, &bytes), Vec::<&str>::new(), "{name}, while it is open");
        }
        bench.workplace.close().await;
        let all = everything(ground).await;
        assert!(all.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > 100_000, "nothing to look through");
        for (name, bytes) in all {
            assert_eq!(found(&secrets, &bytes), Vec::<&str>::new(), "{name}, after it was closed");
        }
    }

    async fn a_number_scanned_in_the_place_of_a_tag_is_sealed_too(ground: &Ground) {
        let bench = crate::days::doors(ground).await;
        let number = "99010119880214301X";
        let answer = bench.ok("gate1", "tags.scan", json!({ "code": number })).await;
        assert!(answer["tag"].is_null(), "{answer}");
        let secrets = [Dresses::of(number)];
        for (name, bytes) in everything(ground).await {
            assert_eq!(found(&secrets, &bytes), Vec::<&str>::new(), "{name}");
        }
    }
}

#[test]
fn the_folder_of_the_samples_holds_what_is_looked_for() {
    let script = std::fs::read(tests_folder().join("rehearsals/demo-day.jsonl")).unwrap();
    assert!(found(&secrets(), &script).len() >= 15, "the day has other people than are looked for");
}
