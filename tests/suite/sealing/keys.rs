//! The centre's key: by passphrase, by the key store of the machine, by the recovery sheet.

use std::sync::Arc;

use bidhall_desk::{Call, DeskError, FolderHost, SystemEntropy, Workplace};
use serde_json::{Value, json};

use super::{Dresses, found};
use crate::bench::{Bench, Ground, MemoryShelf, PASSPHRASE, StandingClock, time, workplace};

/// Another machine at the same records, whose key store is its own.
async fn elsewhere(ground: &Ground) -> Arc<Workplace> {
    let host = FolderHost::new(ground.folder.path().join("elsewhere"), ground.folder.path().to_owned());
    let clock = Arc::new(StandingClock(time("2020-03-11T00:00:00Z")));
    // Two machines draw each its own chance.
    let workplace = Workplace::new(Arc::new(host), clock, Arc::new(SystemEntropy));
    let workplace = Arc::new(workplace.with_shelf(Arc::new(MemoryShelf::default())));
    workplace.open(&ground.address).await.unwrap();
    workplace
}

async fn asked(at: &Workplace, nonce: &str, command: &str, payload: Value) -> Result<Value, DeskError> {
    let (command, nonce) = (command.to_owned(), Some(nonce.to_owned()));
    at.handle(&Call { command, operator: Some("duty-lead".to_owned()), nonce, payload, ..Call::default() })
        .await
}

async fn standing(at: &Workplace) -> Value {
    asked(at, "", "key.state", json!({})).await.unwrap()["standing"].clone()
}

/// An act of the duty lead, who signed in.
async fn acted(at: &Workplace, token: &str, nonce: &str) -> Result<Value, DeskError> {
    let call = Call {
        command: "calls.next".to_owned(),
        token: Some(token.to_owned()),
        nonce: Some(nonce.to_owned()),
        payload: json!({ "day": "2020-03-12", "campaign": "reminder" }),
        ..Call::default()
    };
    at.handle(&call).await
}

both_engines! {
    async fn another_machine_asks_for_the_passphrase(ground: &Ground) {
        let here = Bench::real(ground).await;
        assert_eq!(standing(&here.workplace).await, "open");
        let there = elsewhere(ground).await;
        assert_eq!(standing(&there).await, "locked");
        let lead = &here.token("duty-lead");
        assert_eq!(acted(&there, lead, "a").await.unwrap_err().code(), "key_locked");
        let wrong = json!({ "passphrase": "示例 云岭 开标 小厅" });
        assert_eq!(asked(&there, "b", "key.unlock", wrong).await.unwrap_err().code(), "key_refused");
        assert_eq!(standing(&there).await, "locked");
        let right = json!({ "passphrase": format!(" {PASSPHRASE} ") });
        assert_eq!(asked(&there, "c", "key.unlock", right).await.unwrap()["standing"], "open");
        acted(&there, lead, "d").await.unwrap();
    }

    async fn the_machine_that_has_the_key_does_not_ask_again(ground: &Ground) {
        Bench::real(ground).await.workplace.close().await;
        let again = workplace(ground.folder.path().to_owned());
        again.open(&ground.address).await.unwrap();
        assert_eq!(standing(&again).await, "open");
    }

    async fn a_changed_passphrase_takes_the_place_of_the_old_one(ground: &Ground) {
        let here = Bench::real(ground).await;
        let weak = json!({ "old": PASSPHRASE, "new": "12345678" });
        assert_eq!(here.refused("duty-lead", "key.change_passphrase", weak).await, "passphrase_weak");
        let wrong = json!({ "old": "不是 这个 中心 口令", "new": "换过的 中心 口令 一" });
        assert_eq!(here.refused("duty-lead", "key.change_passphrase", wrong).await, "key_refused");
        let change = json!({ "old": PASSPHRASE, "new": "换过的 中心 口令 一" });
        here.ok("duty-lead", "key.change_passphrase", change).await;
        let there = elsewhere(ground).await;
        let old = json!({ "passphrase": PASSPHRASE });
        assert_eq!(asked(&there, "a", "key.unlock", old).await.unwrap_err().code(), "key_refused");
        let new = json!({ "passphrase": "换过的 中心 口令 一" });
        assert_eq!(asked(&there, "b", "key.unlock", new).await.unwrap()["standing"], "open");
    }

    async fn the_recovery_sheet_gives_a_new_passphrase(ground: &Ground) {
        let here = Bench::real(ground).await;
        let sheet = here.ok("", "key.recovery_sheet", json!({ "passphrase": PASSPHRASE, "save": false })).await;
        let texts: Vec<&str> = sheet["texts"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        let groups: Vec<String> = texts.iter().flat_map(|text| text.split_whitespace())
            .filter(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
            .map(str::to_owned).collect();
        assert_eq!(groups.len(), 6, "{texts:?}");
        let there = elsewhere(ground).await;
        let recovery = |code: String| json!({ "code": code, "passphrase": "恢复后 的 中心 口令" });
        let slip = recovery(groups.join("-").replacen(&groups[0][..1], "?", 1));
        assert_eq!(asked(&there, "a", "key.recover", slip).await.unwrap_err().code(), "recovery_code_mistyped");
        let typed = recovery(groups.join(" ").to_lowercase());
        assert_eq!(asked(&there, "b", "key.recover", typed).await.unwrap()["standing"], "open");
        let third = elsewhere(ground).await;
        let new = json!({ "passphrase": "恢复后 的 中心 口令" });
        assert_eq!(asked(&third, "c", "key.unlock", new).await.unwrap()["standing"], "open");
        let secrets: Vec<_> = groups.iter().map(|group| Dresses::of(group)).collect();
        let raw = ground.raw().await;
        for table in ["replies", "audit", "centre_keys"] {
            let rows = match ground.is_postgres() {
                true => raw.texts(&format!("SELECT t::text FROM {table} t")).await,
                false => Vec::new(),
            };
            assert_eq!(found(&secrets, rows.join("\n").as_bytes()), Vec::<&str>::new(), "{table}");
        }
        let file = std::fs::read(ground.folder.path().join("centre.db")).unwrap_or_default();
        assert_eq!(found(&secrets, &file), Vec::<&str>::new());
    }

    async fn a_sheet_loses_its_force_to_the_next_one(ground: &Ground) {
        let here = Bench::real(ground).await;
        let form = || json!({ "passphrase": PASSPHRASE, "save": true });
        let saved = here.ok("", "key.recovery_sheet", form()).await;
        assert!(saved["pages"].as_array().unwrap().is_empty(), "a saved sheet is not shown");
        assert!(saved["savedTo"].as_str().unwrap().ends_with(".pdf"));
        here.ok("", "key.recovery_sheet", form()).await;
        let raw = ground.raw().await;
        assert_eq!(raw.count("centre_keys WHERE purpose = 'recovery'").await, 2);
        assert_eq!(raw.count("centre_keys WHERE purpose = 'recovery' AND retired_at IS NULL").await, 1);
        assert!(raw.run("UPDATE centre_keys SET mark = ''").await.is_err());
        assert!(raw.run("UPDATE centre_keys SET retired_at = NULL").await.is_err());
        assert!(raw.run("DELETE FROM centre_keys").await.is_err());
    }

    async fn the_passphrase_itself_is_kept_nowhere(ground: &Ground) {
        let here = Bench::real(ground).await;
        here.workplace.close().await;
        let secret = [Dresses::of(PASSPHRASE)];
        let raw = ground.raw().await;
        if ground.is_postgres() {
            for table in ["replies", "audit", "centre_keys"] {
                let rows = raw.texts(&format!("SELECT t::text FROM {table} t")).await.join("\n");
                assert_eq!(found(&secret, rows.as_bytes()), Vec::<&str>::new(), "{table}");
            }
        } else {
            let file = std::fs::read(ground.folder.path().join("centre.db")).unwrap();
            assert_eq!(found(&secret, &file), Vec::<&str>::new());
        }
        assert_eq!(raw.count("centre_keys").await, 1);
    }

    async fn a_seal_moved_to_another_row_is_noticed(ground: &Ground) {
        let bench = crate::days::evening(ground).await;
        let raw = ground.raw().await;
        raw.run("UPDATE entry_checks SET person_name = (SELECT o.person_name FROM entry_checks o \
                 WHERE o.person_name IS NOT NULL AND o.id <> entry_checks.id ORDER BY o.id LIMIT 1) \
                 WHERE person_name IS NOT NULL").await.unwrap();
        let error = bench.call("gate1", "tags.list", json!({ "day": crate::days::DAY })).await.unwrap_err();
        assert_eq!(error.code(), "seal_broken");
    }
}
