//! What a wrong request is told, and that every error has its sentence in both languages.

use std::collections::{BTreeMap, BTreeSet};

use bidhall_desk::{COMMANDS, Kind, command_schemas};
use bidhall_rules::roles::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, Ground, runtime};
use crate::days::{doors, open_check, session};

async fn told(bench: &Bench, text: &str) -> Value {
    serde_json::from_str(&bench.workplace.handle_text(text).await).unwrap()
}

#[test]
fn text_that_is_no_request_is_told_where() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = Bench::real(&ground).await;
        let answer = told(&bench, "{\"command\":\n  oops}").await;
        assert_eq!(
            answer,
            json!({ "error": { "code": "malformed_json", "detail": { "line": 2, "column": 3 } } })
        );
        assert_eq!(told(&bench, "").await["error"]["code"], "malformed_json");
        assert_eq!(told(&bench, "{} {}").await["error"]["code"], "malformed_json");
        for (text, path) in [
            ("[]", "."),
            ("7", "."),
            ("{}", "."),
            (r#"{"command":7}"#, "command"),
            (r#"{"command":"centre.view","as":[]}"#, "as"),
            (r#"{"command":"centre.view","nonce":1}"#, "nonce"),
            (r#"{"command":"centre.view","extra":1}"#, "extra"),
        ] {
            let error = &told(&bench, text).await["error"];
            assert_eq!(error["code"], "wrong_field", "{text}");
            assert_eq!(error["detail"]["path"], path, "{text}");
        }
        let answer = told(&bench, r#"{"command":"gate.fly"}"#).await;
        assert_eq!(
            answer["error"],
            json!({ "code": "unknown_command", "detail": { "command": "gate.fly" } })
        );
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(told(&bench, &deep).await["error"]["code"], "malformed_json", "too deep");
        assert!(told(&bench, r#"{"command":"centre.view","payload":null}"#).await["ok"].is_object());
    });
}

/// Sends each payload and tells where the named field is another one than expected.
async fn misnamed(bench: &Bench, cases: Vec<(&str, &str, Value, &str)>) -> Vec<String> {
    let mut misnamed = Vec::new();
    for (who, command, payload, path) in cases {
        let wire = match bench.call(who, command, payload.clone()).await {
            Ok(_) => json!("it was accepted"),
            Err(error) => serde_json::to_value(&error).unwrap(),
        };
        if wire["code"] != "wrong_field" || wire["detail"]["path"] != path {
            misnamed.push(format!("{payload}: {path} expected, {wire}"));
        }
    }
    misnamed
}

#[test]
fn a_field_of_the_wrong_kind_is_named_by_its_path() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = doors(&ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let cases = vec![
            ("gate1", "gate.step", json!({ "checkId": "7", "input": { "step": "shoe" } }), "checkId"),
            ("gate1", "gate.open", json!({ "lane": "A", "sessionId": first, "extra": 1 }), "extra"),
            ("gate1", "gate.open", json!({ "lane": "A" }), "."),
            ("gate1", "gate.open", json!({ "lane": "a", "sessionId": first }), "lane"),
            (
                "lead",
                "settings.change",
                json!({ "topic": "gate", "body": { "temperature": 7 }, "reason": "示例" }),
                "body.temperature",
            ),
            ("lead", "summary.day", json!({ "day": "2020-02-30" }), "day"),
            ("lead", "rooms.register", json!({ "code": "1", "floor": 3_000_000_000_i64 }), "floor"),
        ];
        assert_eq!(misnamed(&bench, cases).await, Vec::<String>::new());
    });
}

#[test]
fn a_field_within_a_step_or_an_attempt_is_named_by_its_path() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = doors(&ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        let calls = bench.ok("caller", "calls.list", json!({ "day": crate::days::DAY })).await;
        let call = &calls["calls"][0]["id"];
        let mut form = crate::days::JIA.form();
        form["phone"] = json!(13_900_000_001_i64);
        let step = |input: Value| json!({ "checkId": check, "input": input });
        let attempt = |attempt: Value| json!({ "callId": call, "attempt": attempt });
        let reading = json!({ "step": "temperature", "reading": 36.5, "device": "" });
        let cases = vec![
            ("gate1", "gate.step", step(reading), "input.reading"),
            ("gate1", "gate.step", step(json!({ "step": "mask", "replaced": "no" })), "input.replaced"),
            ("gate1", "gate.step", step(form), "input.phone"),
            (
                "caller",
                "calls.record",
                attempt(json!({ "kind": "not_reached", "outcome": 7 })),
                "attempt.outcome",
            ),
        ];
        assert_eq!(misnamed(&bench, cases).await, Vec::<String>::new());
    });
}

#[test]
fn a_field_that_nobody_knows_is_refused_wherever_it_stands() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = doors(&ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let calls = bench.ok("caller", "calls.list", json!({ "day": crate::days::DAY })).await;
        let call = &calls["calls"][0]["id"];
        let mut accepted = Vec::new();
        for (known, due) in [("mask", 0), ("shoe", 1), ("hand", 2), ("temperature", 3), ("form", 4)] {
            let check = if due < 4 {
                let check = open_check(&bench, "gate1", "A", &first).await;
                let before = [
                    json!({ "step": "mask", "replaced": false }),
                    json!({ "step": "shoe" }),
                    json!({ "step": "hand" }),
                ];
                for input in before.into_iter().take(due) {
                    crate::days::step(&bench, "gate1", &check, input).await;
                }
                check
            } else {
                crate::days::first_four(&bench, "gate1", "A", &first).await
            };
            let mut input = if known == "form" { crate::days::JIA.form() } else { json!({ "step": known }) };
            if known == "mask" {
                input["replaced"] = json!(false);
            }
            if known == "temperature" {
                input = crate::days::warm("36.5");
            }
            input["extra"] = json!(1);
            if bench.call("gate1", "gate.step", json!({ "checkId": check, "input": input })).await.is_ok() {
                accepted.push(known);
            }
        }
        let both = json!({ "kind": "not_reached", "outcome": "busy", "person": "示例赵" });
        if bench.call("caller", "calls.record", json!({ "callId": call, "attempt": both })).await.is_ok() {
            accepted.push("attempt");
        }
        assert_eq!(accepted, Vec::<&str>::new(), "with a field that does not belong there");
    });
}

both_engines! {
    async fn a_sign_in_is_asked_of_every_command(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let asked = async |spec: &bidhall_desk::CommandSpec, who: &str, token: Option<String>| {
            let call = bidhall_desk::Call {
                command: spec.name.to_owned(), operator: Some(who.to_owned()), token, payload: json!({ "none": 1 }),
                nonce: Some(bench.nonce()), ..bidhall_desk::Call::default()
            };
            bench.workplace.handle(&call).await.unwrap_err().code()
        };
        bench.ok("rounds", "accounts.sign_out", json!({})).await;
        let own = |spec: &bidhall_desk::CommandSpec| spec.mark == Some(bidhall_desk::Mark::Own);
        for spec in COMMANDS.iter().filter(|spec| !spec.roles.is_empty() || own(spec)) {
            let (ended, foreign) = (bench.token("rounds"), bench.token("auditor"));
            assert_eq!(asked(spec, "gate", None).await, "nobody_signed_on", "{}", spec.name);
            assert_eq!(asked(spec, "gate", Some("made-up".to_owned())).await, "nobody_signed_on", "{}", spec.name);
            assert_eq!(asked(spec, "rounds", Some(ended)).await, "sign_in_ended", "{}", spec.name);
            assert_eq!(asked(spec, "gate", Some(foreign)).await, "sign_in_of_another", "{}", spec.name);
        }
    }

    async fn a_role_is_asked_of_every_command(ground: &Ground) {
        let bench = Bench::real(ground).await;
        for spec in COMMANDS.iter().filter(|spec| !spec.roles.is_empty()) {
            assert_eq!(bench.refused("", spec.name, json!({})).await, "nobody_signed_on", "{}", spec.name);
            assert_eq!(bench.refused("ghost", spec.name, json!({})).await, "nobody_signed_on", "{}", spec.name);
            for role in Role::ALL {
                let person = role.as_str().replace('_', "-");
                let answer = bench.call(&person, spec.name, json!({})).await;
                let refused = answer.as_ref().err().is_some_and(|error| error.code() == "role_not_allowed");
                assert_eq!(refused, !spec.roles.contains(role), "{} by {role}: {answer:?}", spec.name);
                if refused {
                    let wire = serde_json::to_value(answer.unwrap_err()).unwrap();
                    assert_eq!(wire["detail"]["needed"], json!(spec.roles));
                }
            }
        }
    }

    async fn a_refused_request_changes_nothing(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let raw = ground.raw().await;
        let before = (raw.count(crate::audit::DONE).await, raw.count("replies").await);
        for spec in COMMANDS.iter().filter(|spec| spec.kind == Kind::Write) {
            assert!(bench.call("rounds", spec.name, json!({ "none": 1 })).await.is_err());
            assert!(bench.call("duty-lead", spec.name, json!({ "none": 1 })).await.is_err());
        }
        assert_eq!((raw.count(crate::audit::DONE).await, raw.count("replies").await), before);
    }
}

#[test]
fn only_these_commands_are_open_to_anyone() {
    let open: Vec<_> = COMMANDS.iter().filter(|spec| spec.roles.is_empty()).map(|spec| spec.name).collect();
    assert_eq!(
        open,
        [
            "database.current",
            "database.open",
            "database.demo",
            "centre.view",
            "centre.found",
            "key.state",
            "key.found",
            "key.unlock",
            "key.recover",
            "key.recovery_sheet",
            "operators.list",
            "operators.register",
            "accounts.sign_in",
            "accounts.me",
            "accounts.sign_out",
            "accounts.lock",
            "accounts.unlock",
            "accounts.change_password",
            "rehearsal.clock",
            "rehearsal.step",
            "rehearsal.events",
            "backup.look",
            "backup.restore",
            "audit.verify",
        ]
    );
}

fn texts(language: &str) -> BTreeMap<String, String> {
    let file = format!("../src-tauri/crates/desk/texts/errors.{language}.json");
    serde_json::from_str(&std::fs::read_to_string(crate::days::tests_folder().join(file)).unwrap()).unwrap()
}

/// Every code with the fields of its detail, from the schema.
fn codes() -> BTreeMap<String, BTreeSet<String>> {
    let schemas = command_schemas();
    let variants = schemas["$defs"]["WireError"]["oneOf"]
        .as_array()
        .or_else(|| schemas["$defs"]["DeskError"]["oneOf"].as_array());
    let variants = variants.expect("the schema of the errors");
    variants
        .iter()
        .map(|variant| {
            let fields = &variant["properties"];
            let code = fields["code"]["const"].as_str().unwrap().to_owned();
            let detail = fields["detail"]["properties"].as_object();
            (code, detail.map(|detail| detail.keys().cloned().collect()).unwrap_or_default())
        })
        .collect()
}

/// The details that come in kinds, as `FIELD:KIND`, with the fields of each kind.
fn kinds() -> BTreeMap<String, BTreeSet<String>> {
    let schemas = command_schemas();
    let mut kinds = BTreeMap::new();
    for (field, definition) in
        [("setting", "SettingPlace"), ("expected", "Expectation"), ("fault", "PasswordFault")]
    {
        for variant in schemas["$defs"][definition]["oneOf"].as_array().expect("a value with kinds") {
            let fields = variant["properties"].as_object().unwrap();
            let kind = fields["kind"]["const"].as_str().unwrap();
            kinds.insert(format!("{field}:{kind}"), fields.keys().cloned().collect());
        }
    }
    kinds
}

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

/// The sentences of a language without its words, whose keys have a colon.
fn sentences(language: &str) -> BTreeMap<String, String> {
    texts(language).into_iter().filter(|(key, _)| !key.contains(':')).collect()
}

#[test]
fn every_error_has_a_sentence_in_both_languages_and_none_is_left_over() {
    let codes = codes();
    assert!(codes.len() > 40, "{codes:?}");
    for language in ["zh-CN", "en"] {
        let sentences = sentences(language);
        let here: BTreeSet<_> = sentences.keys().collect();
        assert_eq!(here, codes.keys().collect(), "{language}");
        for (code, text) in &sentences {
            let unknown: Vec<_> = placeholders(text).difference(&codes[code]).cloned().collect();
            assert_eq!(unknown, Vec::<String>::new(), "{language} {code}: no such field");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{language} {code}");
            let end = if language == "en" { '.' } else { '。' };
            assert!(text.ends_with(end), "{language} {code}: {text}");
        }
    }
}

#[test]
fn every_word_of_a_detail_is_known_in_both_languages() {
    let (chinese, english) = (texts("zh-CN"), texts("en"));
    let words = |texts: &BTreeMap<String, String>| -> BTreeSet<String> {
        texts.keys().filter(|key| key.contains(':')).cloned().collect()
    };
    assert_eq!(words(&chinese), words(&english));
    let fields: BTreeSet<String> = codes().into_values().flatten().collect();
    let kinds = kinds();
    let untold: Vec<_> = kinds.keys().filter(|key| !chinese.contains_key(*key)).collect();
    assert_eq!(untold, Vec::<&String>::new(), "kinds without a text");
    for key in words(&chinese) {
        let (list, _) = key.split_once(':').unwrap();
        assert!(list == "word" || fields.contains(list), "{key} belongs to no field");
        // A value with a kind is told by a pattern of its own fields.
        let (ours, theirs) = (placeholders(&chinese[&key]), placeholders(&english[&key]));
        assert_eq!(ours, theirs, "{key}");
        assert!(ours.is_subset(&kinds.get(&key).cloned().unwrap_or_default()), "{key}: {ours:?}");
    }
}

#[test]
fn both_languages_tell_the_same_details() {
    let (chinese, english) = (sentences("zh-CN"), sentences("en"));
    for (code, text) in &chinese {
        assert_eq!(placeholders(text), placeholders(&english[code]), "{code}");
    }
}

#[test]
fn a_sentence_is_filled_with_its_details() {
    let error =
        bidhall_desk::DeskError::DatabaseNewer { location: "centre.db".to_owned(), found: 9, known: 1 };
    for language in [bidhall_desk::Language::Chinese, bidhall_desk::Language::English] {
        let text = error.text(language);
        assert!(text.contains("centre.db") && text.contains('9') && text.contains('1'), "{text}");
        assert!(!text.contains('{'), "{text}");
    }
}

#[test]
fn a_detail_that_looks_like_a_placeholder_stays_as_it_is() {
    let error = bidhall_desk::DeskError::WrongField { path: "{problem}".to_owned(), problem: "X".to_owned() };
    assert!(error.text(bidhall_desk::Language::English).contains("{problem}"));
}
