//! The office on 11 March 2020, with the schedule of the next day imported and nobody rung.

use base64::Engine as _;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::bench::{Bench, Ground};
use crate::days::{DAY, play_before, script, session};

pub const TEN: &str = "2020-03-11T10:00:00+08:00";

/// Ten o'clock, and three agencies to ring: 甲 with one session, 乙 with two, 丙 with one.
pub async fn office(ground: &Ground) -> Bench {
    let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
    play_before(&bench, &script(), "2020-03-11T14:00:00+08:00").await;
    bench.at(TEN).await;
    bench
}

pub async fn card_of(bench: &Bench, campaign: &str, day: &str, agency: &str) -> Value {
    let list = bench.ok("lead", "calls.list", json!({ "day": day, "campaign": campaign })).await;
    let calls = list["calls"].as_array().unwrap();
    let name = |card: &&Value| card["agencyName"].as_str().unwrap().starts_with(agency);
    calls.iter().find(name).cloned().unwrap_or_default()
}

/// The reminder of an agency for the day of the demonstration.
pub async fn card(bench: &Bench, agency: &str) -> Value {
    card_of(bench, "reminder", DAY, agency).await
}

pub async fn try_not_reached(bench: &Bench, who: &str, call: &Value, outcome: &str) -> Result<Value, String> {
    let attempt = json!({ "kind": "not_reached", "outcome": outcome });
    let payload = json!({ "callId": call["id"], "attempt": attempt });
    bench.call(who, "calls.record", payload).await.map_err(|error| error.code())
}

pub async fn not_reached(bench: &Bench, call: &Value, outcome: &str) -> Value {
    try_not_reached(bench, "caller", call, outcome).await.unwrap()
}

pub fn answers(relay_confirmed: bool) -> Value {
    json!({
        "kind": "reached", "person": "示例赵", "title": "经办", "formChannel": "email", "formSent": true,
        "relayConfirmed": relay_confirmed, "questions": "",
    })
}

pub async fn reached(bench: &Bench, call: &Value, relay_confirmed: bool) -> Value {
    let payload = json!({ "callId": call["id"], "attempt": answers(relay_confirmed) });
    bench.ok("caller", "calls.record", payload).await
}

pub async fn next(bench: &Bench, who: &str) -> Value {
    bench.ok(who, "calls.next", json!({ "campaign": "reminder" })).await
}

/// The name of the agency that is served next, or nothing.
pub async fn served(bench: &Bench, who: &str) -> Option<String> {
    next(bench, who).await["call"]["card"]["agencyName"].as_str().map(str::to_owned)
}

/// Amends a session; the fields are added to those every amendment has.
pub async fn try_amend(bench: &Bench, code: &str, fields: Value) -> Result<Value, Value> {
    let mut payload = json!({
        "sessionId": session_anywhere(bench, code).await,
        "document": "示例交易〔2020〕8号", "reason": "招标人申请延期",
    });
    for (name, value) in fields.as_object().unwrap() {
        payload[name] = value.clone();
    }
    let answer = bench.call("office", "sessions.amend", payload).await;
    answer.map_err(|error| serde_json::to_value(&error).unwrap())
}

pub async fn amend(bench: &Bench, code: &str, fields: Value) -> Value {
    try_amend(bench, code, fields).await.unwrap()
}

async fn session_anywhere(bench: &Bench, code: &str) -> Value {
    let list = bench.ok("lead", "sessions.list", json!({})).await;
    let sessions = list["sessions"].as_array().unwrap();
    sessions.iter().find(|one| one["code"] == code).unwrap()["id"].clone()
}

pub async fn cancel(bench: &Bench, code: &str) {
    let payload =
        json!({ "sessionId": session(bench, code).await, "state": "cancelled", "reason": "招标人撤回" });
    bench.ok("office", "sessions.end", payload).await;
}

/// A spreadsheet of texts as it is sent.
pub fn sheet(lines: &[&[&str]]) -> Value {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (row, line) in (0..).zip(lines) {
        for (column, text) in (0..).zip(*line) {
            page.write_string(row, column, *text).unwrap();
        }
    }
    let content = base64::engine::general_purpose::STANDARD.encode(book.save_to_buffer().unwrap());
    json!({ "fileName": "名录.xlsx", "content": content })
}

/// `field kind` of each fault, with the cell it names.
pub fn faults(preview: &Value) -> Vec<String> {
    let rows = preview["rows"].as_array().unwrap();
    let faults = rows.iter().flat_map(|row| row["faults"].as_array().unwrap());
    let told = |fault: &Value| {
        let text = |name: &str| fault[name].as_str().unwrap().to_owned();
        let code = fault["kind"]["code"].as_str().unwrap();
        format!("{}{} {} {code}", text("column"), fault["row"], text("columnTitle"))
    };
    faults.map(told).collect()
}
