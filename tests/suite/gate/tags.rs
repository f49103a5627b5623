//! The answers to a scan: each tag that is not valid has its own, the first rule that fails is kept, and a
//! repeated request gets the first answer before any rule is asked.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::days::{BING, DING, Delegate, JIA, doors, session, through};

async fn answer(bench: &Bench, nonce: &str, code: &Value, purpose: &str) -> Value {
    let scan = json!({ "code": code, "purpose": purpose, "lane": "A" });
    bench.repeat("gate1", nonce, "tags.scan", scan).await.unwrap()["answer"].clone()
}

async fn tag(bench: &Bench, first: &Value, who: &Delegate) -> Value {
    through(bench, "gate1", "A", first, who).await["tag"]["code"].clone()
}

/// Another code of the same mark with a fitting check character that was never issued.
fn never_issued(code: &str, mark: &str) -> String {
    const ALPHABET: &str = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    ALPHABET
        .chars()
        .flat_map(|one| ALPHABET.chars().map(move |check| (one, check)))
        .map(|(one, check)| format!("{mark}{one}{}{check}", &code[3..7]))
        .find(|other| {
            other[..] != code[..]
                && other[2..7] != code[2..7]
                && bidhall_rules::tags::TagCode::parse(other).is_ok()
        })
        .unwrap()
}

both_engines! {
    async fn every_tag_that_is_not_valid_has_its_own_answer(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let valid = tag(&bench, &first, &JIA).await;
        let void = tag(&bench, &first, &DING).await;
        bench.ok("gate1", "tags.void", json!({ "code": void, "reason": "收回" })).await;
        let lost = tag(&bench, &first, &BING).await;
        let replaced = bench.ok("gate1", "tags.lost", json!({ "code": lost, "reason": "遗失" })).await["code"].clone();
        let compact = valid.as_str().unwrap().replace('-', "");
        let mark = &compact[..2];
        let other_mark = if mark == "22" { "33" } else { "22" };
        let mut mistyped = compact.clone().into_bytes();
        mistyped[4] = if mistyped[4] == b'7' { b'8' } else { b'7' };
        let today = [
            (valid.clone(), "valid"),
            (void.clone(), "void"),
            (lost.clone(), "lost"),
            (replaced.clone(), "valid"),
            (json!(never_issued(&compact, mark)), "unknown"),
            (json!(never_issued(&compact, other_mark)), "other_centre"),
            (json!(String::from_utf8(mistyped).unwrap()), "mistyped"),
            (json!(""), "mistyped"),
        ];
        for (number, (code, expected)) in today.iter().enumerate() {
            assert_eq!(answer(&bench, &format!("today-{number}"), code, "look").await, *expected, "{code}");
        }
        bench.at("2020-03-13T08:00:00+08:00").await;
        for (number, (code, expected)) in today.iter().enumerate() {
            let expected = if *expected == "valid" { "of_another_day" } else { expected };
            for purpose in ["look", "leave", "return"] {
                let nonce = format!("tomorrow-{purpose}-{number}");
                assert_eq!(answer(&bench, &nonce, code, purpose).await, expected, "{code} {purpose}");
            }
        }
        let raw = ground.raw().await;
        let kept = raw.texts("SELECT DISTINCT answer FROM tag_scans ORDER BY answer").await;
        assert_eq!(kept, ["lost", "mistyped", "of_another_day", "other_centre", "unknown", "valid", "void"]);
        assert_eq!(raw.count("tag_scans").await, 8 + 24, "each scan with the first rule that failed");
        assert_eq!(raw.count("tag_passages").await, 0, "nobody passed by them");
    }

    async fn a_repeated_scan_gets_its_first_answer_whatever_became_of_the_tag(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let code = tag(&bench, &first, &JIA).await;
        assert_eq!(answer(&bench, "way-out", &code, "leave").await, "left_now");
        assert_eq!(answer(&bench, "way-out", &code, "leave").await, "left_now");
        assert_eq!(answer(&bench, "second-way-out", &code, "leave").await, "already_outside");
        bench.ok("gate1", "tags.void", json!({ "code": code, "reason": "收回" })).await;
        assert_eq!(answer(&bench, "after", &code, "return").await, "void");
        bench.at("2020-03-13T08:00:00+08:00").await;
        assert_eq!(answer(&bench, "way-out", &code, "leave").await, "left_now");
        assert_eq!(answer(&bench, "second-way-out", &code, "leave").await, "already_outside");
        assert_eq!(answer(&bench, "after", &code, "return").await, "void");
        let raw = ground.raw().await;
        assert_eq!((raw.count("tag_scans").await, raw.count("tag_passages").await), (3, 1));
    }

    async fn a_tag_of_yesterday_is_neither_printed_nor_replaced(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let code = tag(&bench, &first, &JIA).await;
        bench.at("2020-03-13T08:00:00+08:00").await;
        let print = json!({ "code": code, "layout": "roll80" });
        assert_eq!(bench.refused("gate1", "tags.print", print).await, "tag_not_valid");
        let lost = json!({ "code": code, "reason": "遗失" });
        assert_eq!(bench.refused("gate1", "tags.lost", lost).await, "tag_not_valid");
        assert_eq!(ground.raw().await.count("tag_prints").await, 0);
    }

    async fn a_void_or_lost_code_is_not_used_again(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let void = tag(&bench, &first, &JIA).await;
        bench.ok("gate1", "tags.void", json!({ "code": void, "reason": "收回" })).await;
        let lost = tag(&bench, &first, &DING).await;
        bench.ok("gate1", "tags.lost", json!({ "code": lost, "reason": "遗失" })).await;
        for code in [&void, &lost] {
            for (command, payload) in [
                ("tags.void", json!({ "code": code, "reason": "收回" })),
                ("tags.lost", json!({ "code": code, "reason": "遗失" })),
                ("tags.print", json!({ "code": code, "layout": "roll80" })),
            ] {
                assert_eq!(bench.refused("gate1", command, payload).await, "tag_not_valid", "{command}");
            }
            for purpose in ["leave", "return"] {
                let answer = answer(&bench, &bench.nonce(), code, purpose).await;
                assert!(answer == "void" || answer == "lost", "{answer}");
            }
        }
        // Whose tag was taken back may be admitted again; then there is one valid tag.
        let again = tag(&bench, &first, &JIA).await;
        assert_ne!(again, void);
        let raw = ground.raw().await;
        assert_eq!(raw.count("tags WHERE state IN ('active', 'left')").await, 2);
    }
}
