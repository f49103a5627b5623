//! No bidder before the opening. The demo day is played twice: once as it is, and once with other
//! numbers within the same bands and with other people of other companies. Until an opening nobody
//! but the clerk who holds a check can tell the two days apart, byte for byte.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use std::sync::{Arc, Mutex};

use bidhall_desk::rehearsal::{ScriptLine, play_line, read_script};
use bidhall_desk::{COMMANDS, DeskError, Kind, Language};
use bidhall_seal::{CentreKey, Place};
use serde_json::{Value, json};

use crate::bench::{Bench, rehearsal_key, time};
use crate::days::{DAY, DING, Delegate, JIA, schedule, script_text, session, through};

/// What is secret on the demo day, and what stands in its place on the other one.
pub const SECRETS: [(&str, &str); 22] = [
    ("示例建工一有限责任公司", "远山营造六有限责任公司"),
    ("示例建工一有限公司", "远山营造六有限公司"),
    ("示例建工三有限公司", "远山营造八有限公司"),
    ("示例建工四有限公司", "远山营造七有限公司"),
    ("示例建工五有限公司", "远山营造九有限公司"),
    ("示例建工", "远山营造"),
    ("91990000MA0000001B", "91990000MA0000006T"),
    ("91990000MA0000004L", "91990000MA0000007X"),
    ("91990000MA0000005P", "91990000MA00000094"),
    ("示例甲一", "虚构天元"),
    ("示例乙二", "虚构地亨"),
    ("示例丙三", "虚构玄利"),
    ("示例丁四", "虚构黄贞"),
    ("示例戊五", "虚构宇正"),
    ("99010119880214301X", "990101198505013024"),
    ("990101197511300025", "990101197208180040"),
    ("990101199306071154", "99010119951111116X"),
    ("990101196901010088", "990101196606060058"),
    ("990101199107221201", "990101199009091212"),
    ("13900000003", "13911111113"),
    ("13900000004", "13911111114"),
    ("13900000005", "13911111115"),
];

/// The registered numbers and others in the same bands.
const NUMBERS: [(&str, &str); 4] = [("67", "89"), ("12", "29"), ("2", "17"), ("41", "58")];

const PEOPLE: [&str; 8] = ["lead", "office", "caller", "gate1", "gate2", "rounds", "auditor", "supervision"];

/// The schedule with other numbers: the cells of the column 报名数 are N4 to N7.
fn other_schedule() -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(schedule())).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name.ends_with("sheet1.xml") {
            let mut text = String::from_utf8(bytes).unwrap();
            for (row, (number, other)) in (4..).zip(NUMBERS) {
                let cell = format!("<c r=\"N{row}\" t=\"n\"><v>{number}</v>");
                assert!(text.contains(&cell), "the sample has no {cell}");
                text = text.replace(&cell, &cell.replace(&format!("<v>{number}<"), &format!("<v>{other}<")));
            }
            bytes = text.into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

pub fn the_day() -> Vec<ScriptLine> {
    read_script(&script_text(), &|_| Some(schedule())).unwrap()
}

pub fn the_other_day() -> Vec<ScriptLine> {
    let other = other_schedule();
    let text = SECRETS.iter().fold(script_text(), |text, (secret, other)| text.replace(secret, other));
    read_script(&text, &|_| Some(other.clone())).unwrap()
}

/// What came to somebody's eyes.
#[derive(Debug, Clone)]
struct Seen {
    who: String,
    text: String,
}

fn told(answer: &Result<Value, DeskError>) -> String {
    match answer {
        Ok(reply) => reply.to_string(),
        Err(error) => {
            let wire = serde_json::to_string(error).unwrap();
            format!(
                "{wire} {} {} {error} {error:?}",
                error.text(Language::Chinese),
                error.text(Language::English)
            )
        }
    }
}

/// Leaves out what the clerk who holds an open check may see of the person before them.
fn without_what_the_holder_sees(reply: &mut Value) {
    if let Value::Object(fields) = reply {
        let held = |card: &Value| card["mine"] == true && card["closedAt"].is_null();
        if fields.get("card").is_some_and(held) {
            fields.insert("person".to_owned(), Value::Null);
            fields["card"]["documentTail"] = Value::Null;
            fields.insert("questionnaire".to_owned(), Value::Null);
        }
        // Whom a clerk has checked, that clerk finds again; who has a whole document before them finds
        // the tag of its bearer, and no more (`gate::a_document_finds_the_tag_and_nothing_else`).
        let by_document = fields.get("kind") == Some(&json!("document"));
        if let Some(Value::Array(found)) = fields.get_mut("found") {
            let tag_alone = |person: &Value| by_document && person["card"]["sessionCode"] == "";
            found.retain(|person| person["card"]["mine"] != true && !tag_alone(person));
        }
        if held(&Value::Object(fields.clone())) {
            fields.insert("documentTail".to_owned(), Value::Null);
        }
        fields.values_mut().for_each(without_what_the_holder_sees);
    } else if let Value::Array(items) = reply {
        items.iter_mut().for_each(without_what_the_holder_sees);
    }
}

/// Every read command with whatever it can be asked for.
async fn questions(bench: &Bench, schedule: &[u8]) -> Vec<(&'static str, Value)> {
    use base64::Engine as _;
    let mut tx = bench.desk.store.read().await.unwrap();
    let day = DAY.parse().unwrap();
    let checks = tx.checks_between(time("2020-03-11T16:00:00Z"), time("2020-03-12T16:00:00Z")).await.unwrap();
    let tags = tx.tags_of_day(day).await.unwrap();
    let calls = tx.calls_of_day(day, "reminder").await.unwrap();
    let sessions: Vec<_> = tx.sessions_of_day(day).await.unwrap().iter().map(|row| row.id).collect();
    let groups: Vec<_> = tx.groups_of_day(day).await.unwrap().iter().map(|row| row.id).collect();
    let rooms: Vec<_> = tx.rooms().await.unwrap().iter().map(|row| row.id).collect();
    drop(tx);
    let figures = bench.ok("lead", "summary.day", json!({ "day": DAY })).await;
    let keys: Vec<_> =
        figures["figures"].as_array().unwrap().iter().map(|figure| figure["key"].clone()).collect();
    let mut asked = Vec::new();
    for spec in COMMANDS {
        let payloads: Vec<Value> = match spec.name {
            "gate.view" => checks.iter().map(|check| json!({ "checkId": check.id })).collect(),
            "tags.scan" => tags.iter().map(|tag| json!({ "code": tag.code })).collect(),
            "gate.find" => {
                let typed = ["99010119880214301X", "13900000001"].map(|text| json!({ "text": text }));
                tags.iter().map(|tag| json!({ "text": tag.code })).chain(typed).collect()
            }
            "calls.view" | "calls.script" => calls.iter().map(|call| json!({ "callId": call.id })).collect(),
            "agencies.history" => calls.iter().map(|call| json!({ "agencyId": call.callee_id })).collect(),
            "calendar.days" => vec![json!({ "from": DAY, "until": DAY })],
            "tags.list" | "calls.list" | "calls.overview" | "roll_call.day" | "papers.list"
            | "groups.list" | "rounds.day" | "summary.day" | "sessions.list" | "gate.exceptions" => {
                vec![json!({ "day": DAY })]
            }
            "summary.rows" => keys.iter().map(|key| json!({ "day": DAY, "figure": key })).collect(),
            "audit.list" => vec![json!({ "before": null, "limit": 500 })],
            "sessions.import.preview"
            | "agencies.import.preview"
            | "calendar.import.preview"
            | "rooms.import.preview"
            | "roll_call.import.preview" => {
                let content = base64::engine::general_purpose::STANDARD.encode(schedule);
                vec![json!({ "fileName": "场次安排表.xlsx", "content": content })]
            }
            "sessions.calendar" => vec![json!({ "from": DAY, "days": 7 })],
            "sessions.amend.preview" => sessions
                .iter()
                .map(|id| json!({ "sessionId": id, "deadline": "2020-03-13T10:00:00+08:00" }))
                .collect(),
            "groups.day" => sessions.iter().map(|id| json!({ "sessionId": id })).collect(),
            "groups.try" => sessions.iter().map(|id| json!({ "sessionId": id, "rooms": "any" })).collect(),
            "groups.compare" => groups.iter().map(|id| json!({ "a": groups[0], "b": id })).collect(),
            "rooms.history" => rooms.iter().take(2).map(|id| json!({ "roomId": id })).collect(),
            // A rehearsal of one day has no units; their people are no secret of a session.
            "roll_call.unit" => Vec::new(),
            "groups.event.try" => sessions
                .iter()
                .map(|id| json!({ "sessionId": id, "event": { "kind": "more_time", "minutes": 30, "votesFor": 4, "votesAgainst": 1 } }))
                .collect(),
            "groups.improved" => groups.iter().map(|id| json!({ "groupId": id })).collect(),
            "accounts.history" => vec![json!({ "code": "gate1" })],
            "agencies.list" | "accounts.list" | "accounts.me" | "centre.view" | "key.state" | "operators.list" | "settings.view"
            | "rehearsal.events" | "rooms.list" | "gate.list" | "gate.queue" | "gate.overview"
            | "audit.verify" | "keeping.state" => vec![json!({})],
            name => {
                assert_ne!(spec.kind, Kind::Read, "tell this test how {name} is asked");
                Vec::new()
            }
        };
        asked.extend(payloads.into_iter().map(|payload| (spec.name, payload)));
    }
    asked
}

async fn look_around(bench: &Bench, schedule: &[u8], seen: &mut Vec<Seen>) {
    for (command, payload) in questions(bench, schedule).await {
        for person in PEOPLE {
            let mut answer = bench.call(person, command, payload.clone()).await;
            if let Ok(reply) = &mut answer {
                without_what_the_holder_sees(reply);
            }
            let asked =
                if command.starts_with("sessions.import") { String::new() } else { payload.to_string() };
            seen.push(Seen { who: format!("{person}: {command} {asked}"), text: told(&answer) });
        }
    }
}

/// Everything anybody is told until a second before the first opening.
async fn morning(bench: &Bench, lines: &[ScriptLine], schedule: &[u8]) -> Vec<Seen> {
    let mut seen = Vec::new();
    for line in lines.iter().filter(|line| line.at < time("2020-03-12T08:59:59+08:00")) {
        let mut answer = play_line(&bench.workplace, line).await;
        if let Ok(reply) = &mut answer {
            without_what_the_holder_sees(reply);
        }
        seen.push(Seen { who: format!("line {}: {}", line.number, line.command), text: told(&answer) });
        let moments =
            ["import", "call-bing-slip", "group-02", "jia-form", "second-form", "bing-who", "wu-form"];
        if moments.contains(&line.nonce.as_str()) {
            look_around(bench, schedule, &mut seen).await;
        }
    }
    bench.at("2020-03-12T08:59:59.999999+08:00").await;
    look_around(bench, schedule, &mut seen).await;
    seen
}

/// The names and numbers of the day that stand in a text.
fn secrets_in(text: &str) -> Vec<&'static str> {
    SECRETS.iter().map(|(secret, _)| *secret).filter(|secret| text.contains(secret)).collect()
}

fn leaks(seen: &[Seen]) -> String {
    let mut report = String::new();
    for Seen { who, text } in seen {
        for secret in secrets_in(text) {
            let at = text.find(secret).unwrap();
            let from = text[..at].char_indices().rev().nth(40).map_or(0, |(index, _)| index);
            let _ = writeln!(report, "{who} tells {secret}: …{}", &text[from..at + secret.len()]);
        }
    }
    report
}

both_engines! {
    async fn nobody_is_told_a_bidder_before_the_opening(ground: &Ground) {
        let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
        let seen = morning(&bench, &the_day(), &schedule()).await;
        assert!(seen.len() > 1000, "too little was looked at");
        let report = leaks(&seen);
        assert!(report.is_empty(), "{} leaks:\n{report}", report.lines().count());
    }

    async fn the_audit_log_names_no_bidder(ground: &Ground) {
        let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
        morning(&bench, &the_day(), &schedule()).await;
        let rows = ground.raw().await
            .texts("SELECT operator || ' ' || command || ' ' || subject || ' ' || detail FROM audit").await;
        assert!(rows.len() > 50);
        let seen: Vec<_> = rows.into_iter().map(|text| Seen { who: "audit".to_owned(), text }).collect();
        assert_eq!(leaks(&seen), "");
    }

    async fn names_and_numbers_open_with_their_own_session(ground: &Ground) {
        let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
        let lines = the_day();
        let before: Vec<_> =
            lines.iter().filter(|line| line.at < time("2020-03-12T08:50:00+08:00")).cloned().collect();
        for line in &before {
            let _ = play_line(&bench.workplace, line).await;
        }
        bench.at("2020-03-12T08:50:00+08:00").await;
        let second = session(&bench, "YL-0312-02").await;
        let delegate = Delegate { name: "示例辛八", document: "990101198505013024", company: "示例建工八有限公司",
            credit_code: Some("91990000MA0000006T") };
        let waiting = through(&bench, "gate1", "A", &second, &delegate).await;
        assert_eq!(waiting["card"]["state"], "admitted");
        let counts = async |bench: &Bench| -> Vec<Value> {
            let list = bench.ok("rounds", "sessions.list", json!({ "day": DAY })).await;
            list["sessions"].as_array().unwrap().iter().map(|one| one["registered"].clone()).collect()
        };
        let names = async |bench: &Bench| -> Vec<String> {
            let list = bench.ok("supervision", "tags.list", json!({ "day": DAY })).await;
            let mut names: Vec<_> = list["tags"].as_array().unwrap().iter()
                .filter_map(|tag| tag["person"]["name"].as_str().map(str::to_owned)).collect();
            names.sort();
            names
        };
        bench.at("2020-03-12T08:59:59.999999+08:00").await;
        assert_eq!(counts(&bench).await, [Value::Null, Value::Null, Value::Null, Value::Null]);
        assert_eq!(names(&bench).await, Vec::<String>::new());
        bench.at("2020-03-12T09:00:00+08:00").await;
        assert_eq!(counts(&bench).await, [json!(67), Value::Null, Value::Null, Value::Null]);
        assert_eq!(names(&bench).await, [DING.name, "示例戊五", JIA.name]);
        let scan = bench.ok("supervision", "tags.scan", json!({ "code": waiting["tag"]["code"] })).await;
        assert_eq!(scan["tag"]["person"], Value::Null);
        assert_eq!(scan["tag"]["sessionCode"], Value::Null);
        let view = bench.ok("gate1", "gate.view", json!({ "checkId": waiting["card"]["id"] })).await;
        assert_eq!(view["person"], Value::Null, "the clerk is done with the check");
        bench.at("2020-03-12T09:30:00+08:00").await;
        assert_eq!(counts(&bench).await, [json!(67), json!(12), Value::Null, Value::Null]);
        assert_eq!(names(&bench).await.len(), 4);
    }

    async fn what_a_caller_may_write_does_not_tell_who_has_come(ground: &Ground) {
        let bench = crate::days::doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let calls = bench.ok("caller", "calls.list", json!({ "day": DAY })).await;
        let attempt = json!({ "kind": "reached", "person": "示例赵", "title": "", "formChannel": "email",
            "formSent": true, "relayConfirmed": true, "questions": "问示例建工四的停车位" });
        let payload = json!({ "callId": calls["calls"][0]["id"], "attempt": attempt });
        let before = bench.call("caller", "calls.record", payload.clone()).await.map(drop);
        through(&bench, "gate1", "A", &first, &DING).await;
        let after = bench.call("caller", "calls.record", payload).await.map(drop);
        assert_eq!(before, after, "whether a name is refused must not depend on who stood at the gate");
    }

    async fn no_free_text_keeps_the_number_of_bidders(ground: &Ground) {
        let bench = crate::days::doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let slip = "明天来41家";
        let refused = async |who: &str, command: &str, payload: Value| match bench.call(who, command, payload).await {
            Ok(_) => format!("{command} keeps it"),
            Err(error) => error.code(),
        };
        let check = crate::days::open_check(&bench, "gate1", "A", &first).await;
        let settings = bench.ok("lead", "settings.view", json!({})).await["settings"][0].clone();
        let payload = json!({ "checkId": check, "reason": slip });
        assert_eq!(refused("gate1", "gate.abandon", payload).await, "text_names_bidders");
        let payload = json!({ "checkId": check, "reason": "not_cooperating", "note": slip });
        assert_eq!(refused("gate1", "gate.refuse", payload).await, "text_names_bidders");
        let payload = json!({ "sessionId": first, "state": "cancelled", "reason": slip });
        assert_eq!(refused("office", "sessions.end", payload).await, "text_names_bidders");
        let payload = json!({ "topic": settings["topic"], "body": settings["body"], "reason": slip });
        assert_eq!(refused("lead", "settings.change", payload).await, "text_names_bidders");
        let payload = json!({ "checkId": check, "reason": "not_cooperating", "note": "" });
        let view = bench.ok("gate1", "gate.refuse", payload).await;
        for (recipient, note) in [("本人", slip), (slip, "")] {
            let payload = json!({ "refusalId": view["refusal"]["id"], "kind": "notified_town",
                "recipient": recipient, "note": note });
            assert_eq!(refused("gate1", "gate.follow_up", payload).await, "text_names_bidders");
        }
    }
}

/// A registered number, opened, from its session and its seal.
fn registered(key: &CentreKey, row: &str) -> String {
    let (session, seal) = row.split_once(' ').unwrap();
    let session = uuid::Uuid::try_parse(session).unwrap().to_string();
    key.open(&Place { table: "sealed_counts", column: "registered", row: &session }, seal).unwrap()
}

#[test]
fn two_days_with_other_bidders_look_the_same_until_the_opening() {
    let mut days = Vec::new();
    for (lines, file) in [(the_day(), schedule()), (the_other_day(), other_schedule())] {
        let ground = crate::bench::Ground::sqlite();
        days.push(crate::bench::runtime().block_on(async {
            let bench = Bench::rehearsal(&ground, "2020-03-11T08:00:00+08:00").await;
            let seen = morning(&bench, &lines, &file).await;
            let raw = ground.raw().await;
            let numbers =
                raw.texts("SELECT lower(hex(session_id)) || ' ' || registered FROM sealed_counts").await;
            let key = rehearsal_key(&raw).await;
            let mut numbers: Vec<String> = numbers.iter().map(|row| registered(&key, row)).collect();
            numbers.sort();
            (seen, raw.texts("SELECT hash || detail FROM audit ORDER BY seq").await, numbers)
        }));
    }
    let (mine, other) = (&days[0], &days[1]);
    assert_eq!(mine.2, ["12", "2", "41", "67"]);
    assert_eq!(other.2, ["17", "29", "58", "89"]);
    let mut differing = Vec::new();
    for (one, two) in mine.0.iter().zip(&other.0) {
        if one.text != two.text {
            let from = one.text.bytes().zip(two.text.bytes()).take_while(|(a, b)| a == b).count();
            let shown: String = String::from_utf8_lossy(&one.text.as_bytes()[from.saturating_sub(60)..])
                .chars()
                .take(100)
                .collect();
            differing.push(format!("{}: …{shown}", one.who));
        }
    }
    assert!(differing.is_empty(), "{} replies differ:\n{}", differing.len(), differing.join("\n"));
    assert_eq!(mine.0.len(), other.0.len());
    assert_eq!(mine.1, other.1, "the audit logs differ");
}

/// Keeps every event of the log that names a bidder, whichever test it comes from.
struct Listener(Arc<Mutex<(usize, Vec<String>)>>);

impl tracing::Subscriber for Listener {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        self.hear(&|visitor| span.record(visitor));
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        self.hear(&|visitor| values.record(visitor));
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        self.hear(&|visitor| event.record(visitor));
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

impl Listener {
    fn hear(&self, record: &dyn Fn(&mut dyn tracing::field::Visit)) {
        struct Words(String);
        impl tracing::field::Visit for Words {
            fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                let _ = write!(self.0, "{}={value:?} ", field.name());
            }
        }
        let mut words = Words(String::new());
        record(&mut words);
        let mut heard = self.0.lock().unwrap();
        heard.0 += 1;
        if !secrets_in(&words.0).is_empty() {
            heard.1.push(words.0);
        }
    }
}

#[test]
fn the_log_of_the_program_names_no_bidder() {
    let heard = Arc::new(Mutex::new((0, Vec::new())));
    tracing::subscriber::set_global_default(Listener(Arc::clone(&heard))).unwrap();
    let ground = crate::bench::Ground::sqlite();
    crate::bench::runtime().block_on(async {
        let bench = Bench::rehearsal(&ground, "2020-03-11T08:00:00+08:00").await;
        morning(&bench, &the_day(), &schedule()).await;
    });
    let (events, named) = &*heard.lock().unwrap();
    assert!(*events > 100, "the listener heard nothing");
    assert_eq!(*named, Vec::<String>::new());
}
