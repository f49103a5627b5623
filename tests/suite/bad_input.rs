//! Whatever arrives, the desk answers: a mutated request, script, code or number is refused or done, and
//! is never an unforeseen error. The mutations are the same in every run.

use bidhall_desk::rehearsal::read_script;
use bidhall_rules::identity::{DocumentKind, IdentityDocument};
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::tags::TagCode;
use serde_json::{Value, json};

use crate::bench::{Bench, Ground, runtime};
use crate::days::{doors, script_text};

/// Chance that is the same in every run (Knuth's linear congruence).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % (bound.max(1) as u64)).unwrap()
    }
}

/// What people and machines put where it does not belong.
const ODD: [&str; 24] = [
    "",
    " ",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "𠮷",
    "é́́́",
    "９９",
    "-1",
    "0",
    "1e309",
    "9223372036854775808",
    "99999999999999999999",
    "null",
    "{}",
    "[]",
    "true",
    "'; DROP TABLE audit; --",
    "%s%n",
    "../../etc/passwd",
    "=HYPERLINK(\"x\")",
    "0000-00-00",
    "2020-02-30T25:61:61+99:99",
    "示例建工一有限公司",
];

/// A text with some of it removed, doubled, exchanged or replaced.
fn mutated(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=chance.below(3) {
        let at = chance.below(letters.len());
        let end = (at + 1 + chance.below(12)).min(letters.len());
        match chance.below(5) {
            0 => drop(letters.drain(at..end)),
            1 => {
                let part: Vec<char> = letters[at..end].to_vec();
                letters.splice(at..at, part);
            }
            2 if at < letters.len() => {
                letters[at] = char::from_u32(u32::try_from(chance.below(0xD7FF)).unwrap()).unwrap();
            }
            3 => {
                let odd: Vec<char> = ODD[chance.below(ODD.len())].chars().collect();
                letters.splice(at..at, odd);
            }
            _ => letters.truncate(end.max(1)),
        }
    }
    letters.into_iter().collect()
}

/// Puts something odd in place of a value anywhere within a request.
fn odd_value(value: &mut Value, chance: &mut Chance) {
    match value {
        Value::Object(fields) if !fields.is_empty() && chance.below(4) > 0 => {
            let which = chance.below(fields.len());
            if let Some((_, inner)) = fields.iter_mut().nth(which) {
                odd_value(inner, chance);
            }
        }
        Value::Array(items) if !items.is_empty() && chance.below(4) > 0 => {
            let which = chance.below(items.len());
            odd_value(&mut items[which], chance);
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => {
            *value = match chance.below(8) {
                0 => Value::Null,
                1 => json!(i64::MIN),
                2 => json!(1e300),
                3 => json!([[[[]]]]),
                4 => json!({ "kind": "示例" }),
                5 => json!("长".repeat(70_000)),
                _ => json!(ODD[chance.below(ODD.len())]),
            }
        }
    }
}

/// The requests of the demo day, without the attached schedule.
fn requests() -> Vec<Value> {
    let lines = script_text();
    let requests: Vec<Value> = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|line| line["command"].is_string() && line.get("attach").is_none())
        .map(|line| json!({ "command": line["command"], "as": line["as"], "payload": line["payload"] }))
        .collect();
    assert!(requests.len() > 50);
    requests
}

#[test]
fn a_mutated_request_is_answered_and_never_unforeseen() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = doors(&ground).await;
        let corpus = requests();
        let (mut chance, mut refused) = (Chance(41), 0);
        for number in 0..700 {
            let mut request = corpus[chance.below(corpus.len())].clone();
            request["nonce"] = json!(format!("odd-{number}"));
            let text = if number % 3 == 0 {
                mutated(&request.to_string(), &mut chance)
            } else {
                odd_value(&mut request["payload"], &mut chance);
                request.to_string()
            };
            let answer: Value = serde_json::from_str(&bench.workplace.handle_text(&text).await).unwrap();
            assert_ne!(answer["error"]["code"], "internal", "{number}: {text}");
            refused += u32::from(answer["error"].is_object());
            assert!(answer["error"].is_object() || !answer["ok"].is_null(), "{number}: {answer}");
        }
        assert!(refused > 300, "only {refused} were refused: the mutations are too tame");
        let verdict = bench.ok("", "audit.verify", json!({})).await;
        assert_eq!(verdict["brokenAt"], Value::Null);
        eprintln!("bad input: 700 requests, {refused} refused");
    });
}

#[test]
fn a_request_as_long_as_a_book_is_refused_field_by_field() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = Bench::real(&ground).await;
        let long = "长".repeat(2_000_000);
        for (who, command, payload) in [
            ("scheduler", "rooms.register", json!({ "code": long })),
            ("duty-lead", "tags.void", json!({ "code": long, "reason": long })),
            ("duty-lead", "settings.change", json!({ "topic": "gate", "body": long, "reason": "示例" })),
            ("duty-lead", "keeping.hold", json!({ "day": "2020-03-12", "reason": long })),
            ("", "centre.found", json!({ "name": long })),
        ] {
            let code = bench.refused(who, command, payload).await;
            assert_ne!(code, "internal", "{command}");
        }
    });
}

#[test]
fn a_mutated_script_is_read_or_its_line_is_named() {
    let text = script_text();
    let lines: Vec<&str> = text.lines().collect();
    let mut chance = Chance(43);
    let mut named = 0;
    for _ in 0..400 {
        let which = chance.below(lines.len());
        let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        changed[which] = mutated(lines[which], &mut chance);
        if let Err(error) = read_script(&changed.join("\n"), &|_| Some(vec![0; 16])) {
            assert_eq!(error.code(), "script_line");
            named += 1;
        }
    }
    assert!(named > 100, "only {named} scripts were refused");
    let endless = "{\"at\":".repeat(200_000);
    assert_eq!(read_script(&endless, &|_| None).unwrap_err().code(), "script_line");
}

#[test]
fn codes_and_numbers_of_any_letters_are_read_or_refused() {
    let mut chance = Chance(47);
    let corpus = [
        "99010119880214301X",
        "13900000111",
        "YLQ7-3K2M-9",
        "91990000MA0000001B",
        "E12345678",
        "H1234567890",
    ];
    let mut read = 0;
    for _ in 0..20_000 {
        let text = mutated(corpus[chance.below(corpus.len())], &mut chance);
        for kind in DocumentKind::ALL {
            if let Ok(number) = IdentityDocument::parse(*kind, &text) {
                read += 1;
                let again = IdentityDocument::parse(*kind, number.number());
                assert_eq!(again.as_ref().map(IdentityDocument::number), Ok(number.number()), "{text:?}");
                assert!(!number.masked().is_empty());
            }
        }
        if let Ok(phone) = PhoneNumber::parse(&text) {
            assert_eq!(
                PhoneNumber::parse(phone.as_str()).as_ref().map(PhoneNumber::as_str),
                Ok(phone.as_str())
            );
        }
        if let Ok(code) = TagCode::parse(&text) {
            assert_eq!(TagCode::parse(&code.compact()).map(|code| code.compact()), Ok(code.compact()));
        }
    }
    assert!(read > 500, "only {read} were read");
}
