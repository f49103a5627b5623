//! The demo day and the people who come to it, all invented.

use std::path::{Path, PathBuf};

use bidhall_desk::DeskError;
use bidhall_desk::rehearsal::{ScriptLine, play_line, read_script};
use serde_json::{Value, json};

use crate::bench::{Bench, Ground, time};

pub const DAY: &str = "2020-03-12";
pub const DOORS: &str = "2020-03-12T07:30:00+08:00";

pub fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

pub fn script_text() -> String {
    std::fs::read_to_string(tests_folder().join("rehearsals/demo-day.jsonl")).unwrap()
}

pub fn schedule() -> Vec<u8> {
    std::fs::read(tests_folder().join("samples/场次安排表-2020-03-12.xlsx")).unwrap()
}

pub fn script() -> Vec<ScriptLine> {
    read_script(&script_text(), &|_| Some(schedule())).unwrap()
}

/// Plays the lines before a time and tells how each ended.
pub async fn play_before(
    bench: &Bench,
    lines: &[ScriptLine],
    until: &str,
) -> Vec<(ScriptLine, Result<Value, DeskError>)> {
    let mut replies = Vec::new();
    for line in lines.iter().filter(|line| line.at < time(until)) {
        replies.push((line.clone(), play_line(&bench.workplace, line).await));
    }
    replies
}

/// The demo day when the doors open: the schedule is imported and the calls are made.
pub async fn doors(ground: &Ground) -> Bench {
    let lines = script();
    let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
    play_before(&bench, &lines, DOORS).await;
    bench.at("2020-03-12T08:00:00+08:00").await;
    bench
}

/// The whole demo day, over.
pub async fn evening(ground: &Ground) -> Bench {
    let lines = script();
    let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
    play_before(&bench, &lines, "2020-03-13T00:00:00+08:00").await;
    bench
}

/// The id of the session with this number.
pub async fn session(bench: &Bench, code: &str) -> Value {
    let list = bench.ok("lead", "sessions.list", json!({ "day": DAY })).await;
    let sessions = list["sessions"].as_array().unwrap();
    sessions.iter().find(|session| session["code"] == code).unwrap()["id"].clone()
}

/// A delegate as the questionnaire names them.
#[derive(Clone, Copy)]
pub struct Delegate {
    pub name: &'static str,
    pub document: &'static str,
    pub company: &'static str,
    pub credit_code: Option<&'static str>,
}

pub const JIA: Delegate = Delegate {
    name: "示例甲一",
    document: "99010119880214301X",
    company: "示例建工一有限公司",
    credit_code: Some("91990000MA0000001B"),
};
pub const YI: Delegate = Delegate {
    name: "示例乙二",
    document: "990101197511300025",
    company: "示例建工一有限责任公司",
    credit_code: Some("91990000MA0000001B"),
};
pub const DING: Delegate = Delegate {
    name: "示例丁四",
    document: "990101196901010088",
    company: "示例建工四有限公司",
    credit_code: Some("91990000MA0000004L"),
};

pub const BING: Delegate = Delegate {
    name: "示例丙三",
    document: "990101199306071154",
    company: "示例建工三有限公司",
    credit_code: Some("91990000MA0000003H"),
};

impl Delegate {
    pub fn form(&self) -> Value {
        json!({
            "step": "form", "role": "bidder", "documentKind": "resident_id",
            "documentNumber": self.document, "name": self.name, "phone": "13900000009",
            "company": self.company, "creditCode": self.credit_code, "residence": "示例镇",
            "stays": [], "familyWell": true, "pledged": true, "filledOnSite": false,
        })
    }
}

pub fn well() -> Value {
    json!({
        "step": "symptoms", "fever": false, "cough": false, "fatigue": false,
        "breathless": false, "diarrhoea": false, "contact": false,
    })
}

pub fn warm(reading: &str) -> Value {
    json!({ "step": "temperature", "reading": reading, "device": "T-02" })
}

pub async fn open_check(bench: &Bench, clerk: &str, lane: &str, session: &Value) -> Value {
    let view = bench.ok(clerk, "gate.open", json!({ "lane": lane, "sessionId": session })).await;
    view["card"]["id"].clone()
}

pub async fn step(bench: &Bench, clerk: &str, check: &Value, input: Value) -> Value {
    bench.ok(clerk, "gate.step", json!({ "checkId": check, "input": input })).await
}

/// Mask, shoes and hands.
pub async fn first_three(bench: &Bench, clerk: &str, check: &Value) {
    for input in
        [json!({ "step": "mask", "replaced": false }), json!({ "step": "shoe" }), json!({ "step": "hand" })]
    {
        step(bench, clerk, check, input).await;
    }
}

/// A new check up to and with the temperature and the questions.
pub async fn first_four(bench: &Bench, clerk: &str, lane: &str, session: &Value) -> Value {
    let check = open_check(bench, clerk, lane, session).await;
    first_three(bench, clerk, &check).await;
    step(bench, clerk, &check, warm("36.5")).await;
    step(bench, clerk, &check, well()).await;
    check
}

/// Everything; the reply to the last step.
pub async fn through(bench: &Bench, clerk: &str, lane: &str, session: &Value, who: &Delegate) -> Value {
    let check = first_four(bench, clerk, lane, session).await;
    let view = step(bench, clerk, &check, who.form()).await;
    if view["card"]["state"] == "refused" {
        return view;
    }
    step(bench, clerk, &check, json!({ "step": "mask_disposal" })).await
}
