//! What time does to sign-ins, locks and passwords. On SQLite, where the desk's clock is the centre's.

use std::sync::Arc;

use bidhall_desk::{FolderHost, SystemEntropy, Workplace};
use serde_json::json;

use super::code;
use crate::bench::{Bench, Ground, StandingClock, runtime, time};
use crate::signing::{OWN, ask, sign_in, try_sign_in};

/// The same records, at a desk whose clock stands at another time and whose tokens are its own.
async fn later(ground: &Ground, clock: &str) -> Workplace {
    let folder = ground.folder.path().join("later");
    let (host, clock) = (FolderHost::new(folder.clone(), folder), StandingClock(time(clock)));
    let workplace = Workplace::new(Arc::new(host), Arc::new(clock), Arc::new(SystemEntropy));
    workplace.open(&ground.address).await.unwrap();
    workplace
}

#[test]
fn a_lock_ends_by_itself_and_the_next_one_is_longer() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = Bench::real(&ground).await;
        for _ in 0..5 {
            try_sign_in(&bench.workplace, "gate", "Falsch-1-Wort").await.unwrap_err();
        }
        let soon = later(&ground, "2020-03-11T00:00:59Z").await;
        assert_eq!(code(try_sign_in(&soon, "gate", OWN).await), "code_locked");
        let then = later(&ground, "2020-03-11T00:01:00Z").await;
        let told =
            serde_json::to_value(try_sign_in(&then, "gate", "Falsch-1-Wort").await.unwrap_err()).unwrap();
        assert_eq!(told["detail"]["minutes"], 2);
        let after = later(&ground, "2020-03-11T00:03:00Z").await;
        assert_eq!(try_sign_in(&after, "gate", OWN).await.unwrap()["failures"], 6);
    });
}

#[test]
fn a_sign_in_that_nobody_uses_is_locked_and_after_its_hours_ended() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = Bench::real(&ground).await;
        let token = bench.token("gate");
        for (clock, answer) in [
            ("2020-03-11T00:12:00Z", None),
            ("2020-03-11T00:24:00Z", None),
            ("2020-03-11T00:36:01Z", Some("sign_in_locked")),
            ("2020-03-11T12:00:00Z", Some("sign_in_ended")),
        ] {
            let then = later(&ground, clock).await;
            let told = ask(&then, Some(&token), "gate.overview", json!({})).await;
            assert_eq!(told.err().map(|error| error.code()).as_deref(), answer, "{clock}");
        }
        let then = later(&ground, "2020-03-11T12:00:00Z").await;
        assert_eq!(
            try_sign_in(&then, "gate", OWN).await.unwrap()["endedAt"],
            json!(null),
            "it had ended by itself"
        );
    });
}

#[test]
fn a_password_is_told_a_week_before_it_is_due_and_then_must_be_changed() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        Bench::real(&ground).await;
        for (clock, days, must_change) in [
            ("2020-06-01T00:00:00Z", json!(null), false),
            ("2020-06-02T00:00:00Z", json!(7), false),
            ("2020-06-09T00:00:00Z", json!(null), true),
        ] {
            let then = later(&ground, clock).await;
            let me = try_sign_in(&then, "gate", OWN).await.unwrap()["me"].clone();
            assert_eq!((&me["passwordDays"], &me["mustChange"]), (&days, &json!(must_change)), "{clock}");
        }
    });
}

#[test]
fn a_one_time_password_is_void_after_a_day() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let bench = Bench::real(&ground).await;
        let request = json!({ "code": "gate", "reason": "示例文件" });
        bench.ok("security-admin", "accounts.request_reset", request).await;
        let once = bench.ok("system-admin", "accounts.approve_reset", json!({ "code": "gate" })).await;
        let then = later(&ground, "2020-03-12T00:00:00Z").await;
        assert_eq!(
            code(try_sign_in(&then, "gate", once["password"].as_str().unwrap()).await),
            "password_void"
        );
        let before = later(&ground, "2020-03-11T23:59:59Z").await;
        assert!(try_sign_in(&before, "gate", once["password"].as_str().unwrap()).await.is_ok());
        assert!(!sign_in(&before, "caller").await.is_empty());
    });
}
