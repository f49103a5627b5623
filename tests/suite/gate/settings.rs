//! What is told of a setting that cannot be: where it stands and what would be accepted, in words.

use bidhall_desk::{DeskError, Language};
use serde_json::{Value, json};

use crate::bench::{Bench, Ground, runtime};

async fn fault(bench: &Bench, topic: &str, body: Value) -> Option<DeskError> {
    let change = json!({ "topic": topic, "body": body, "reason": "示例文件" });
    bench.call("lead", "settings.change", change).await.err()
}

fn sentence(error: &DeskError) -> String {
    error.text(Language::Chinese)
}

/// The pointers to every number of a document.
fn numbers(body: &Value, at: &str, found: &mut Vec<String>) {
    match body {
        Value::Number(_) => found.push(at.to_owned()),
        Value::Object(fields) => {
            for (name, value) in fields {
                numbers(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(_) | Value::String(_) | Value::Bool(_) | Value::Null => {}
    }
}

#[test]
fn every_setting_that_cannot_be_is_named_in_words() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = crate::days::doors(&ground).await;
        let list = bench.ok("lead", "settings.view", json!({})).await;
        let mut told = Vec::new();
        for view in list["settings"].as_array().unwrap() {
            let mut places = Vec::new();
            numbers(&view["body"], "", &mut places);
            for place in places {
                let mut body = view["body"].clone();
                *body.pointer_mut(&place).unwrap() = json!(999_999);
                let error = fault(&bench, view["topic"].as_str().unwrap(), body).await;
                let error = error.unwrap_or_else(|| panic!("{place}: it was accepted"));
                if error.code() == "wrong_setting" {
                    told.push((place, error));
                }
            }
        }
        assert!(told.len() > 25, "{told:?}");
        for (place, error) in told {
            let text = sentence(&error);
            assert!(!text.chars().any(|c| c.is_ascii_lowercase()), "{place}: {text}");
            assert!(!text.contains(['{', '}', '"']), "{place}: {text}");
        }
    });
}

#[test]
fn a_limit_is_told_in_the_unit_in_which_it_is_typed_and_a_row_as_people_count() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = crate::days::doors(&ground).await;
        let list = bench.ok("lead", "settings.view", json!({})).await;
        let gate =
            &list["settings"].as_array().unwrap().iter().find(|one| one["topic"] == "gate").unwrap()["body"];
        let mut warm = gate.clone();
        warm["temperature"]["thresholdTenths"] = json!(500);
        let error = fault(&bench, "gate", warm).await.unwrap();
        assert!(
            sentence(&error).starts_with("设置项“体温：上限”不符合要求，应为：35.5 至 40.0 ℃。"),
            "{}",
            sentence(&error)
        );
        let mut lanes = gate.clone();
        lanes["isolatedLanes"] = json!(["C", "c"]);
        let error = fault(&bench, "gate", lanes).await.unwrap();
        assert!(sentence(&error).contains("“隔离道口第 2 项”"), "{}", sentence(&error));
        let row = |place: &str, until: Value| {
            json!({ "place": place, "level": "高风险", "since": "2020-01-23", "until": until,
                "observedDays": null, "basis": "示例通告第1号" })
        };
        let regions = |last: Value| {
            json!({ "observedDays": 14, "transitCounts": false,
            "rows": [row("湖北省", Value::Null), last] })
        };
        let error = fault(&bench, "regions", regions(row("市", Value::Null))).await.unwrap();
        assert!(sentence(&error).contains("“名单第 2 行的地区”"), "{}", sentence(&error));
        let wire = serde_json::to_value(&error).unwrap();
        assert_eq!(
            wire["detail"]["setting"],
            json!({ "kind": "row", "list": "rows", "number": 2, "field": "place" })
        );
        let error = fault(&bench, "regions", regions(row("湖北省", json!("2020-01-22")))).await.unwrap();
        assert!(sentence(&error).contains("应为：2020-01-23 或以后的日期"), "{}", sentence(&error));
        let english = error.text(Language::English);
        assert!(
            english.contains("list, row 2, until") && english.contains("2020-01-23 or later"),
            "{english}"
        );
    });
}
