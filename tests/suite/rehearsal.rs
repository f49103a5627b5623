//! Rehearsals play the same day the same way, and never in a database with real records.

use bidhall_desk::DeskError;
use bidhall_desk::rehearsal::{play_due, prepare_demo_day, read_script};
use serde_json::{Value, json};

use crate::bench::{Bench, Ground, runtime};
use crate::days::{doors, play_before, script, tests_folder};

const BEGIN: &str = "2020-03-11T08:00:00+08:00";

/// The replies to the whole day as text.
fn played(ground: &Ground) -> String {
    runtime().block_on(async {
        let bench = Bench::rehearsal(ground, BEGIN).await;
        let mut text = String::new();
        for (line, answer) in play_before(&bench, &script(), "2020-03-13T00:00:00+08:00").await {
            let told = match answer {
                Ok(reply) => reply.to_string(),
                Err(error) => serde_json::to_string(&error).unwrap(),
            };
            text += &format!("{} {} {}: {told}\n", line.number, line.at.to_rfc3339(), line.command);
        }
        text
    })
}

#[test]
fn the_demo_day_played_twice_is_the_same() {
    let text = played(&Ground::sqlite());
    assert!(text.lines().count() > 90);
    assert_eq!(text, played(&Ground::sqlite()));
}

#[test]
fn the_demo_day_is_the_same_on_both_engines() {
    let Some(server) = Ground::postgres() else { return };
    let (here, there) = (played(&Ground::sqlite()), played(&server));
    for (here, there) in here.lines().zip(there.lines()) {
        assert_eq!(here, there);
    }
    assert_eq!(here, there);
}

/// What a line of the day changes, without what stays the same from reply to reply.
fn gist(value: &Value) -> Value {
    const DULL: [&str; 32] = [
        "id",
        "checkId",
        "holder",
        "mine",
        "openedAt",
        "lane",
        "callIds",
        "sessionIds",
        "settingsVersion",
        "limit",
        "lowest",
        "highest",
        "comparator",
        "restMinutes",
        "sessionId",
        "agencyId",
        "contactPhone",
        "x",
        "y",
        "width",
        "depth",
        "opensMinute",
        "closesMinute",
        "recording",
        "floor",
        "zone",
        "script",
        "roomId",
        "opensAt",
        "scriptVersion",
        "phone",
        "tenderer",
    ];
    match value {
        Value::Object(fields) => {
            let kept = fields
                .iter()
                .filter(|(name, value)| !DULL.contains(&name.as_str()) && !value.is_null())
                .map(|(name, value)| match (name.as_str(), value) {
                    // Earlier steps stood in the reply before.
                    ("steps" | "readings" | "attempts", Value::Array(items)) => {
                        (name.clone(), items.last().map(gist).unwrap_or_default())
                    }
                    (_, value) => (name.clone(), gist(value)),
                })
                .filter(|(_, value)| *value != json!([]) && !value.is_null() && *value != json!(""));
            Value::Object(kept.collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(gist).collect()),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain.clone(),
    }
}

#[test]
fn the_demo_day_is_as_it_was() {
    let ground = Ground::sqlite();
    let text = runtime().block_on(async {
        let bench = Bench::rehearsal(&ground, BEGIN).await;
        let mut text = String::new();
        for (line, answer) in play_before(&bench, &script(), "2020-03-13T00:00:00+08:00").await {
            let at = line.at.with_timezone(&chrono::FixedOffset::east_opt(8 * 3600).unwrap());
            let who = line.operator.clone().unwrap_or_else(|| "–".to_owned());
            text += &format!("{} {who} {} ({})\n", at.format("%d. %H:%M:%S"), line.command, line.nonce);
            text += &match answer {
                Ok(reply) => format!("    {}\n", gist(&reply)),
                Err(error) => {
                    format!("    refused: {} {}\n", error.code(), error.text(bidhall_desk::Language::Chinese))
                }
            };
        }
        text
    });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("demo-day", text);
    });
}

fn script_fault(text: &str) -> (u32, String) {
    let error = read_script(text, &|_| None).unwrap_err();
    let DeskError::ScriptLine { line, problem } = error else { panic!("{error:?}") };
    (line, problem)
}

#[test]
fn a_wrong_line_of_a_script_is_named_by_its_number() {
    let good = r#"{"at":"2020-03-12T08:00:00Z","command":"centre.view"}"#;
    for wrong in [
        "{",
        r#"{"at":"yesterday","command":"centre.view"}"#,
        r#"{"at":"2020-03-12T08:00:00Z"}"#,
        r#"{"at":"2020-03-12T08:00:00Z","command":"centre.view","payloda":{}}"#,
        r#"{"at":"2020-03-12T07:59:59Z","command":"centre.view"}"#,
        r#"{"at":"2020-03-12T08:00:00Z","command":"centre.view","payload":{},"attach":{"content":"nowhere.xlsx"}}"#,
        r#"{"at":"2020-03-12T08:00:00Z","command":"centre.view","payload":7,"attach":{}} x"#,
    ] {
        let (line, problem) = script_fault(&format!("// the morning\n{good}\n\n{wrong}\n{good}"));
        assert_eq!(line, 4, "{wrong}: {problem}");
        assert!(!problem.is_empty());
    }
}

#[test]
fn a_reference_to_a_reply_that_is_not_there_is_told() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = doors(&ground).await;
        for reference in ["@nothing/id", "@import/sessionIds/9", "@import/nowhere"] {
            let text = json!({ "at": "2020-03-12T08:00:00+08:00", "as": "gate1", "command": "gate.open",
                "payload": { "lane": "A", "sessionId": reference } });
            let lines = read_script(&text.to_string(), &|_| None).unwrap();
            let error = bidhall_desk::rehearsal::play_line(&bench.workplace, &lines[0]).await.unwrap_err();
            assert_eq!(error.code(), "not_found", "{reference}");
        }
    });
}

both_engines! {
    async fn a_real_centre_has_no_scripted_clock(ground: &Ground) {
        let bench = Bench::real(ground).await;
        for (command, payload) in [
            ("rehearsal.clock", json!({ "running": true, "speed": 60 })),
            ("rehearsal.step", json!({})),
            ("rehearsal.events", json!({})),
        ] {
            assert_eq!(bench.refused("duty-lead", command, payload).await, "rehearsal_only", "{command}");
        }
        let line = &script()[0];
        let error = bidhall_desk::rehearsal::play_line(&bench.workplace, line).await.unwrap_err();
        assert_eq!(error.code(), "rehearsal_only");
        let error = bidhall_desk::rehearsal::begin(&bench.desk, "演练", line.at).await.unwrap_err();
        assert_eq!(error.code(), "centre_founded");
        let error = prepare_demo_day(&bench.workplace, bidhall_desk::database::DemoStart::Doors).await.unwrap_err();
        assert_eq!(error.code(), "centre_founded");
        assert_eq!(ground.raw().await.count("rehearsal_clock").await, 0);
        assert_eq!(ground.raw().await.count("rehearsal_events").await, 0);
    }

    async fn a_step_goes_to_the_next_event_and_plays_it(ground: &Ground) {
        let bench = Bench::open(ground).await;
        prepare_demo_day(&bench.workplace, bidhall_desk::database::DemoStart::Doors).await.unwrap();
        let view = bench.ok("lead", "centre.view", json!({})).await;
        assert_eq!(view["now"], "2020-03-11T23:30:00Z");
        assert_eq!(view["clock"]["running"], false);
        let left = view["clock"]["eventsLeft"].as_i64().unwrap();
        let step = bench.ok("lead", "rehearsal.step", json!({})).await;
        assert_eq!(step["played"], "calls.record");
        assert_eq!(step["failure"], Value::Null);
        assert_eq!(step["centre"]["now"], "2020-03-11T23:50:00Z");
        assert_eq!(step["centre"]["clock"]["eventsLeft"], left - 1);
        for _ in 1..left {
            bench.ok("lead", "rehearsal.step", json!({})).await;
        }
        let events = bench.ok("lead", "rehearsal.events", json!({})).await;
        let events = events["events"].as_array().unwrap().clone();
        assert!(events.iter().all(|event| !event["playedAt"].is_null()));
        let failed: Vec<_> = events.iter().filter(|event| !event["failure"].is_null())
            .map(|event| event["failure"].as_str().unwrap()).collect();
        assert_eq!(failed, ["step_out_of_order", "reading_implausible", "check_resting"]);
        let verdict = bench.ok("auditor", "audit.verify", json!({})).await;
        assert_eq!(verdict["brokenAt"], Value::Null);
        let over = bench.ok("lead", "rehearsal.step", json!({})).await;
        assert_eq!(over["played"], Value::Null);
    }

    async fn a_running_clock_plays_what_is_due_once(ground: &Ground) {
        let bench = Bench::open(ground).await;
        prepare_demo_day(&bench.workplace, bidhall_desk::database::DemoStart::Doors).await.unwrap();
        bench.at("2020-03-12T08:13:00+08:00").await;
        assert_eq!(play_due(&bench.workplace).await.unwrap(), 0, "the clock stands");
        bench.ok("lead", "rehearsal.clock", json!({ "running": true, "speed": 1 })).await;
        // 07:50 to 07:56, then 08:12:00 to 08:12:55
        let (one, two) = tokio::join!(play_due(&bench.workplace), play_due(&bench.workplace));
        assert!(one.unwrap() + two.unwrap() >= 12);
        assert_eq!(play_due(&bench.workplace).await.unwrap(), 0);
        assert_eq!(ground.raw().await.count("entry_checks").await, 1);
        let played = ground.raw().await.count("rehearsal_events WHERE played_at IS NOT NULL").await;
        assert_eq!(played, 12);
        for speed in [0, 601] {
            let payload = json!({ "running": true, "speed": speed });
            assert_eq!(bench.refused("lead", "rehearsal.clock", payload).await, "wrong_field");
        }
    }

    async fn the_demo_day_can_begin_with_the_import(ground: &Ground) {
        let bench = Bench::open(ground).await;
        prepare_demo_day(&bench.workplace, bidhall_desk::database::DemoStart::Import).await.unwrap();
        let sessions = bench.ok("lead", "sessions.list", json!({})).await;
        assert_eq!(sessions["sessions"], json!([]));
        let rooms = bench.ok("lead", "rooms.list", json!({})).await;
        assert_eq!(rooms["rooms"].as_array().unwrap().len(), 12);
    }
}

#[test]
fn a_script_is_not_played_where_real_records_are() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = Bench::real(&ground).await;
        bench.workplace.close().await;
    });
    let script = tests_folder().join("rehearsals/demo-day.jsonl");
    let arguments = ["--db", &ground.address, "rehearse", script.to_str().unwrap()];
    let output = crate::programs::run(&arguments, ground.folder.path());
    assert!(!output.status.success());
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("centre_founded"), "{told}");
    runtime().block_on(async {
        let raw = ground.raw().await;
        assert_eq!(raw.count("operators").await, 9, "nobody of the script was registered");
        assert_eq!(raw.count("centre WHERE rehearsal").await, 0);
    });
}

#[test]
fn the_program_prints_one_reply_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let script_file = tests_folder().join("rehearsals/demo-day.jsonl");
    let output = crate::programs::run(&["rehearse", script_file.to_str().unwrap()], folder.path());
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.lines().count(), script().len());
    for (line, printed) in script().iter().zip(printed.lines()) {
        let printed: Value = serde_json::from_str(printed).unwrap();
        assert_eq!(printed["line"], line.number);
        assert!(printed["ok"].is_null() != printed["error"].is_null());
    }
}
