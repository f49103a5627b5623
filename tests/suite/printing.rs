//! The notice to an agency, from the command to the file.

use serde_json::json;

use crate::bench::Bench;
use crate::days::{DAY, doors};

async fn first_call(bench: &Bench) -> serde_json::Value {
    let calls = bench.ok("caller", "calls.list", json!({ "day": DAY })).await;
    json!({ "callId": calls["calls"][0]["id"] })
}

both_engines! {
    async fn a_notice_is_shown_and_nothing_is_recorded(ground: &Ground) {
        let bench = doors(ground).await;
        let raw = ground.raw().await;
        let before = raw.count("audit").await;
        let call = first_call(&bench).await;
        let notice = bench.ok("caller", "calls.notice", call.clone()).await;
        let pages = notice["pages"].as_array().unwrap();
        assert!(pages.len() >= 2, "the notice and the questionnaire");
        assert!(pages.iter().all(|page| page.as_str().unwrap().starts_with("<svg")));
        assert_eq!(notice["fileName"], "开标进场告知书-2020-03-12-示例甲招标代理有限公司.pdf");
        assert_eq!(raw.count("notices").await, 0);
        assert_eq!(raw.count("audit").await, before);
        assert_eq!(bench.refused("gate1", "calls.notice", call).await, "role_not_allowed");
    }

    async fn a_saved_notice_is_a_file_a_row_and_a_link(ground: &Ground) {
        let bench = doors(ground).await;
        let raw = ground.raw().await;
        let before = raw.count("audit").await;
        let call = first_call(&bench).await;
        let saved = bench.ok("caller", "calls.notice.save", call.clone()).await;
        let path = saved["savedTo"].as_str().unwrap();
        let bytes = std::fs::read(path).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        assert!(std::path::Path::new(path).starts_with(ground.folder.path()));
        assert!(saved["pages"].as_u64().unwrap() >= 2);
        let rows = raw.texts("SELECT CAST(pages AS text) FROM notices").await;
        assert_eq!(rows, [saved["pages"].to_string()]);
        assert_eq!(raw.count("audit").await, before + 1);
        assert_eq!(raw.texts("SELECT command FROM audit ORDER BY seq DESC LIMIT 1").await, ["calls.notice.save"]);
        let hash = raw.texts("SELECT content_hash FROM notices").await.remove(0);
        let detail = raw.texts("SELECT detail FROM audit ORDER BY seq DESC LIMIT 1").await.remove(0);
        assert!(detail.contains(&hash), "{detail}");
        let verdict = bench.ok("auditor", "audit.verify", json!({})).await;
        assert!(verdict["brokenAt"].is_null());

        bench.at("2020-03-12T08:00:01+08:00").await;
        bench.ok("caller", "calls.notice.save", call).await;
        let hashes = raw.texts("SELECT DISTINCT content_hash FROM notices").await;
        assert_eq!(hashes, [hash], "the same notice is the same file");
        assert_eq!(raw.count("notices").await, 2);
    }

    async fn a_notice_that_cannot_be_saved_is_not_on_record(ground: &Ground) {
        let bench = doors(ground).await;
        std::fs::write(ground.folder.path().join("documents"), "a file where the folder should be").unwrap();
        let call = first_call(&bench).await;
        assert_eq!(bench.refused("caller", "calls.notice.save", call).await, "save_failed");
        assert_eq!(ground.raw().await.count("notices").await, 0);
    }
}
