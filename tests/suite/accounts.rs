//! Accounts of a real centre: who comes in, who stays out, and what ends a sign-in.

mod administration;
mod times;

use serde_json::{Value, json};

use crate::bench::{Bench, Ground, PASSPHRASE};
use crate::signing::{FIRST, OWN, administrators, ask, created, sign_in, try_sign_in};

/// The code of the error of an answer.
fn code(answer: Result<Value, bidhall_desk::DeskError>) -> String {
    answer.unwrap_err().code()
}

both_engines! {
    async fn a_centre_is_founded_with_three_administrators_who_are_three_people(ground: &Ground) {
        let bench = Bench::open(ground).await;
        let found = async |change: fn(&mut Value)| {
            let mut form = json!({
                "name": "示例区公共资源交易中心", "administrators": administrators(), "passphrase": PASSPHRASE
            });
            change(&mut form["administrators"]);
            ask(&bench.workplace, None, "centre.found", form).await
        };
        let alike = "administrators_alike";
        assert_eq!(code(found(|three| three["audit"]["code"] = json!("system-admin")).await), alike);
        assert_eq!(code(found(|three| three["audit"]["name"] = json!("示例系统")).await), alike);
        assert_eq!(code(found(|three| three["audit"]["password"] = json!("Regen-1s-Wolke")).await), alike);
        assert_eq!(code(found(|three| three["system"]["password"] = json!("Admin-2020")).await), "password_weak");
        assert_eq!(code(found(|three| three["system"]["password"] = json!("")).await), "password_weak");
        let raw = ground.raw().await;
        assert_eq!((raw.count("centre").await, raw.count("operators").await), (0, 0), "nothing was founded");
        found(|_| ()).await.unwrap();
        assert_eq!(code(found(|_| ()).await), "centre_founded");
        let roles = raw.texts("SELECT o.code || ' ' || r.role FROM operators o \
                               JOIN operator_roles r ON r.operator_id = o.id ORDER BY o.code").await;
        assert_eq!(roles, ["auditor auditor", "security-admin security_admin", "system-admin system_admin"]);
    }

    async fn nobody_is_told_who_works_there_before_signing_in(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let list = ask(&bench.workplace, None, "operators.list", json!({})).await.unwrap();
        assert_eq!(list["operators"], json!([]));
        let list = bench.ok("gate", "operators.list", json!({})).await;
        assert_eq!(list["operators"].as_array().unwrap().len(), 9);
        let view = bench.ok("", "database.current", json!({})).await;
        assert_eq!(view["entry"], "sign_in");
        let register = json!({ "code": "gate9", "name": "示例人", "roles": ["gate"] });
        assert_eq!(bench.refused("", "operators.register", register).await, "rehearsal_only");
    }

    async fn a_code_alone_opens_nothing_in_a_real_centre(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let asked = async |operator: Option<&str>, token: Option<String>| {
            let call = bidhall_desk::Call {
                command: "gate.list".to_owned(), operator: operator.map(str::to_owned), token,
                payload: json!({}), ..bidhall_desk::Call::default()
            };
            bench.workplace.handle(&call).await
        };
        assert_eq!(code(asked(Some("gate"), None).await), "nobody_signed_on");
        assert_eq!(code(asked(Some("gate"), Some("made-up".to_owned())).await), "nobody_signed_on");
        assert_eq!(code(asked(Some("gate"), Some(bench.token("duty-lead"))).await), "sign_in_of_another");
        assert!(asked(Some("gate"), Some(bench.token("gate"))).await.is_ok());
        assert!(asked(None, Some(bench.token("gate"))).await.is_ok(), "the token tells who it is");
    }

    async fn a_wrong_code_and_a_wrong_password_get_the_same_answers(ground: &Ground) {
        let bench = Bench::real(ground).await;
        for left in [4, 3, 2, 1] {
            for who in ["gate", "nobody"] {
                let error = try_sign_in(&bench.workplace, who, "Falsch-1-Wort").await.unwrap_err();
                let told = serde_json::to_value(&error).unwrap();
                assert_eq!(told, json!({ "code": "sign_in_wrong", "detail": { "left": left } }), "{who}");
            }
        }
        for who in ["gate", "nobody"] {
            let error = try_sign_in(&bench.workplace, who, "Falsch-1-Wort").await.unwrap_err();
            let told = serde_json::to_value(&error).unwrap();
            assert_eq!((&told["code"], &told["detail"]["minutes"]), (&json!("code_locked"), &json!(1)), "{who}");
        }
        assert_eq!(code(try_sign_in(&bench.workplace, "gate", OWN).await), "code_locked", "even the right one");
        let lift = json!({ "code": "gate", "reason": "本人来电核实" });
        bench.ok("security-admin", "accounts.lift_lock", lift.clone()).await;
        assert_eq!(bench.refused("security-admin", "accounts.lift_lock", lift).await, "account_unchanged");
        assert!(try_sign_in(&bench.workplace, "gate", OWN).await.is_ok());
    }

    async fn a_given_password_is_changed_before_anything_else(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let place = &bench.workplace;
        created(place, &bench.token("security-admin"), "gate9", &[bidhall_rules::roles::Role::Gate]).await;
        let reply = try_sign_in(place, "gate9", FIRST).await.unwrap();
        assert_eq!(reply["me"]["mustChange"], true);
        let token = reply["token"].as_str().unwrap();
        assert_eq!(code(ask(place, Some(token), "gate.list", json!({})).await), "password_change_due");
        let change = async |old: &str, new: &str| {
            ask(place, Some(token), "accounts.change_password", json!({ "old": old, "new": new })).await
        };
        let fault = async |old: &str, new: &str| {
            let told = serde_json::to_value(change(old, new).await.unwrap_err()).unwrap();
            told["detail"]["fault"]["kind"].as_str().unwrap_or(told["code"].as_str().unwrap()).to_owned()
        };
        assert_eq!(fault(FIRST, "kurz-1A").await, "too_short");
        assert_eq!(fault(FIRST, "Wort-gate9-Wort").await, "contains_code");
        assert_eq!(fault(FIRST, FIRST).await, "used_before");
        assert_eq!(fault("Falsch-1-Wort", OWN).await, "sign_in_wrong");
        assert_eq!(change(FIRST, OWN).await.unwrap()["mustChange"], false);
        assert!(ask(place, Some(token), "gate.list", json!({})).await.is_ok());
        assert_eq!(fault(OWN, FIRST).await, "used_before");
    }

    async fn one_person_sits_at_one_desk(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let first = bench.token("gate");
        let form = json!({ "code": "gate", "password": OWN, "desk": "入口B" });
        let reply = ask(&bench.workplace, None, "accounts.sign_in", form).await.unwrap();
        assert_eq!(reply["endedAt"], "岗位一");
        assert_eq!(reply["earlier"]["desk"], "岗位一");
        let error = ask(&bench.workplace, Some(&first), "gate.list", json!({})).await.unwrap_err();
        let told = serde_json::to_value(&error).unwrap();
        assert_eq!(told, json!({ "code": "sign_in_ended", "detail": { "why": "elsewhere" } }));
        assert!(ask(&bench.workplace, reply["token"].as_str(), "gate.list", json!({})).await.is_ok());
        assert_eq!(ground.raw().await.count("sign_ins WHERE ended_at IS NULL").await, 9);
    }

    async fn a_desk_that_was_left_is_locked_until_its_person_is_back(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let token = bench.token("gate");
        bench.ok("gate", "accounts.lock", json!({})).await;
        assert_eq!(bench.refused("gate", "gate.list", json!({})).await, "sign_in_locked");
        assert_eq!(bench.ok("gate", "accounts.me", json!({})).await["code"], "gate");
        let unlock = async |password: &str| {
            ask(&bench.workplace, Some(&token), "accounts.unlock", json!({ "password": password })).await
        };
        assert_eq!(code(unlock("Falsch-1-Wort").await), "sign_in_wrong");
        assert_eq!(unlock(OWN).await.unwrap()["code"], "gate");
        assert!(bench.call("gate", "gate.list", json!({})).await.is_ok());
        bench.ok("gate", "accounts.sign_out", json!({})).await;
        assert_eq!(bench.refused("gate", "gate.list", json!({})).await, "sign_in_ended");
    }

    async fn wrong_passwords_since_the_last_sign_in_are_told(ground: &Ground) {
        let bench = Bench::real(ground).await;
        for _ in 0..3 {
            try_sign_in(&bench.workplace, "gate", "Falsch-1-Wort").await.unwrap_err();
        }
        let reply = try_sign_in(&bench.workplace, "gate", OWN).await.unwrap();
        assert_eq!((&reply["failures"], reply["earlier"]["at"].is_string()), (&json!(3), true));
        assert_eq!(try_sign_in(&bench.workplace, "gate", OWN).await.unwrap()["failures"], 0);
    }

    async fn neither_a_password_nor_a_token_is_in_the_database(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let token = sign_in(&bench.workplace, "gate").await;
        let raw = ground.raw().await;
        let mut texts = raw.texts("SELECT hash FROM passwords").await;
        assert!(texts.iter().all(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")), "{texts:?}");
        for sql in ["SELECT token_hash || desk FROM sign_ins", "SELECT request_hash || reply FROM replies",
            "SELECT subject || detail || command FROM audit"] {
            texts.extend(raw.texts(sql).await);
        }
        for secret in [token.as_str(), OWN, FIRST, "Regen-1s-Wolke"] {
            assert_eq!(texts.iter().find(|text| text.contains(secret)), None, "{secret}");
        }
        let unlike: std::collections::BTreeSet<_> = raw.texts("SELECT hash FROM passwords").await.into_iter().collect();
        assert_eq!(unlike.len(), 15, "each has a salt of its own");
    }

    async fn a_kept_answer_is_given_to_the_person_it_was_given_to(ground: &Ground) {
        let bench = Bench::real(ground).await;
        let form = json!({ "from": "201", "to": "202", "minutes": 3 });
        let first = bench.repeat("duty-lead", "once", "rooms.walk", form.clone()).await;
        let error = bench.repeat("scheduler", "once", "rooms.walk", form.clone()).await.unwrap_err();
        assert_ne!(error.code(), "role_not_allowed");
        assert_eq!(first.is_ok(), error.code() == "nonce_reused");
        let call = bidhall_desk::Call {
            command: "rooms.walk".to_owned(), operator: Some("duty-lead".to_owned()), nonce: Some("once".to_owned()),
            payload: form, ..bidhall_desk::Call::default()
        };
        assert_eq!(code(bench.workplace.handle(&call).await), "nobody_signed_on", "nor to who only knows the nonce");
    }

    async fn a_rehearsal_has_no_accounts(ground: &Ground) {
        let bench = Bench::rehearsal(ground, "2020-03-11T08:00:00+08:00").await;
        let register = json!({ "code": "guard", "name": "示例人", "roles": ["security_admin"] });
        bench.ok("", "operators.register", register).await;
        assert_eq!(bench.refused("guard", "accounts.list", json!({})).await, "real_centre_only");
        assert_eq!(code(try_sign_in(&bench.workplace, "guard", OWN).await), "real_centre_only");
        assert_eq!(bench.refused("guard", "accounts.me", json!({})).await, "real_centre_only");
        assert_eq!(bench.ok("guard", "database.current", json!({})).await["entry"], "choose");
    }
}

#[test]
fn the_command_line_signs_in_with_the_password_of_the_environment_and_out_again() {
    let ground = Ground::sqlite();
    crate::bench::runtime().block_on(async { Bench::real(&ground).await.workplace.close().await });
    let asked = |code: &str, password: &str, arguments: &[&str]| {
        let arguments = [&["--db", ground.address.as_str(), "--as", code], arguments].concat();
        let output =
            crate::programs::run_with(&arguments, ground.folder.path(), &[("BIDHALL_PASSWORD", password)]);
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    // The clock of the test centre stood in 2020, so what was set then is due now.
    let (done, told) = asked("auditor", "Falsch-1-Wort", &["call", "audit.verify"]);
    assert!(!done && told.contains("sign_in_wrong"), "{told}");
    let (done, told) =
        asked("auditor", "Regen-3s-Wolke", &["call", "audit.list", r#"{"before":null,"limit":1}"#]);
    assert!(!done && told.contains("password_change_due"), "{told}");
    let change = r#"{"old":"Regen-3s-Wolke","new":"Regen-5s-Sonne"}"#;
    let (done, told) = asked("auditor", "Regen-3s-Wolke", &["call", "accounts.change_password", change]);
    assert!(done, "{told}");
    let file = ground.folder.path().join("log.jsonl");
    let (done, told) = asked("auditor", "Regen-5s-Sonne", &["audit", "--out", file.to_str().unwrap()]);
    assert!(done, "{told}");
    let verify = |file: &std::path::Path| {
        crate::programs::run(&["verify", file.to_str().unwrap()], ground.folder.path())
    };
    assert!(verify(&file).status.success());
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("\"command\":\"centre.found\"", "\"command\":\"centre.view\""))
        .unwrap();
    let output = verify(&file);
    assert!(!output.status.success());
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("\"brokenAt\":1") && told.contains("altered"), "{told}");
    crate::bench::runtime().block_on(async {
        let open = "sign_ins WHERE ended_at IS NULL AND desk = '命令行'";
        assert_eq!(ground.raw().await.count(open).await, 0, "it signed out each time");
    });
}
