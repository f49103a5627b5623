//! Invariants that the database itself holds, whatever the program does.

use bidhall_rules::company::company_name_key;
use bidhall_seal::CentreKey;
use serde_json::json;

use crate::bench::{Bench, Raw, rehearsal_key};
use crate::days::{
    BING, DING, JIA, doors, evening, first_four, first_three, open_check, session, step, through,
};

async fn fails(raw: &Raw, sql: &str) {
    if let Ok(rows) = raw.run(sql).await {
        panic!("{rows} rows: the database did not object to {sql}");
    }
}

async fn step_of(raw: &Raw, number: u32, prior: &str, prior_passed: &str) -> Result<u64, String> {
    raw.run(&format!(
        "INSERT INTO entry_steps (check_id, step_no, passed, outcome, at, operator_id, lane, gate_version, \
         prior_no, prior_passed) SELECT id, {number}, TRUE, 'passed', opened_at, holder_id, lane, gate_version, \
         {prior}, {prior_passed} FROM entry_checks WHERE state = 'open'"
    ))
    .await
}

/// Copies a tag under another id, code and check; only the company, the person, or both stay.
fn second_tag(raw: &Raw, key: &CentreKey, person: &str, company: &str) -> String {
    format!(
        "INSERT INTO tags (id, code, check_id, session_id, person_id, company_id, role, day, scope, state, state_at, \
         state_reason, lane, operator_id, issued_at) SELECT {}, 'ZZZZZZZZ', \
         (SELECT id FROM entry_checks WHERE state = 'open'), t.session_id, {person}, {company}, t.role, t.day, \
         t.scope, 'active', t.state_at, '', t.lane, t.operator_id, t.issued_at FROM tags t \
         JOIN persons p ON p.id = t.person_id WHERE p.document_key = '{}'",
        raw.new_id(),
        key.look_up("document", JIA.document),
    )
}

async fn attempt(raw: &Raw, outcome: &str, person: &str, relay: &str) -> Result<u64, String> {
    raw.run(&format!(
        "INSERT INTO call_attempts (id, call_id, at, operator_id, outcome, person, relay_confirmed, \
         script_version, sessions_digest) SELECT {}, call_id, at, operator_id, '{outcome}', {person}, {relay}, 1, '' \
         FROM call_attempts WHERE outcome = 'no_answer' LIMIT 1",
        raw.new_id(),
    ))
    .await
}

both_engines! {
    async fn a_step_without_the_one_before_it_is_refused(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        let raw = ground.raw().await;
        assert!(step_of(&raw, 2, "1", "TRUE").await.is_err(), "the second without the first");
        assert!(step_of(&raw, 2, "NULL", "NULL").await.is_err(), "the second as if it were the first");
        bench.ok("gate1", "gate.step",
            json!({ "checkId": check, "input": { "step": "mask", "replaced": false } })).await;
        bench.ok("gate1", "gate.step", json!({ "checkId": check, "input": { "step": "shoe" } })).await;
        assert!(step_of(&raw, 4, "3", "TRUE").await.is_err(), "the fourth without the third");
        assert!(step_of(&raw, 4, "2", "TRUE").await.is_err(), "the fourth after the second");
        assert!(step_of(&raw, 2, "1", "TRUE").await.is_err(), "the second once more");
        assert!(step_of(&raw, 7, "6", "TRUE").await.is_err(), "a seventh");
        assert_eq!(step_of(&raw, 3, "2", "TRUE").await, Ok(1), "the third is due");
    }

    async fn a_step_after_a_refusal_is_refused(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &check).await;
        let raw = ground.raw().await;
        raw.run("INSERT INTO entry_steps (check_id, step_no, passed, outcome, at, operator_id, lane, gate_version, \
                 prior_no, prior_passed) SELECT id, 4, FALSE, 'refused', opened_at, holder_id, lane, gate_version, 3, \
                 TRUE FROM entry_checks WHERE state = 'open'").await.unwrap();
        assert!(step_of(&raw, 5, "4", "TRUE").await.is_err(), "a refused step does not count as passed");
        assert!(step_of(&raw, 5, "4", "FALSE").await.is_err(), "nor can it be followed as refused");
    }

    async fn a_company_has_one_valid_bidder_tag_a_day(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        through(&bench, "gate1", "A", &first, &DING).await;
        let third = first_four(&bench, "gate1", "A", &first).await;
        step(&bench, "gate1", &third, BING.form()).await;
        let raw = ground.raw().await;
        let key = rehearsal_key(&raw).await;
        let document = key.look_up("document", DING.document);
        let other_person = format!("(SELECT id FROM persons WHERE document_key = '{document}')");
        raw.run(&format!("UPDATE tags SET state = 'void' WHERE person_id = {other_person}")).await.unwrap();
        let sql = second_tag(&raw, &key, &other_person, "t.company_id");
        fails(&raw, &sql).await;
        raw.run("UPDATE tags SET state = 'left'").await.unwrap();
        raw.run(&format!("UPDATE tags SET state = 'void' WHERE person_id = {other_person}")).await.unwrap();
        fails(&raw, &sql).await;
        raw.run("UPDATE tags SET state = 'void'").await.unwrap();
        assert_eq!(raw.run(&sql).await, Ok(1), "once the first is void, another may come");
    }

    async fn a_person_has_one_valid_tag_a_day(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        through(&bench, "gate1", "A", &first, &DING).await;
        let third = first_four(&bench, "gate1", "A", &first).await;
        step(&bench, "gate1", &third, BING.form()).await;
        let raw = ground.raw().await;
        let key = rehearsal_key(&raw).await;
        let hash = key.look_up("company name", &company_name_key("示例建工四有限公司").unwrap());
        let company = format!("(SELECT company_id FROM company_names WHERE name_key = '{hash}')");
        raw.run(&format!("UPDATE tags SET state = 'void' WHERE company_id = {company}")).await.unwrap();
        let sql = second_tag(&raw, &key, "t.person_id", &company);
        fails(&raw, &sql).await;
        raw.run("UPDATE tags SET state = 'void'").await.unwrap();
        assert_eq!(raw.run(&sql).await, Ok(1));
    }

    async fn nobody_has_a_tag_without_the_steps_before_it(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let raw = ground.raw().await;
        let key = rehearsal_key(&raw).await;
        raw.run("UPDATE tags SET state = 'void'").await.unwrap();
        open_check(&bench, "gate1", "A", &first).await;
        fails(&raw, &second_tag(&raw, &key, "t.person_id", "t.company_id")).await;
        fails(&raw, "UPDATE entry_checks SET state = 'admitted', closed_at = opened_at WHERE state = 'open'").await;
    }

    async fn a_company_name_has_one_valid_bidder_tag_a_day(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let third = first_four(&bench, "gate1", "A", &first).await;
        step(&bench, "gate1", &third, BING.form()).await;
        let raw = ground.raw().await;
        let other = |name_key: &str| format!(
            "INSERT INTO tags (id, code, check_id, session_id, person_id, company_id, role, day, scope, state, state_at, \
             state_reason, lane, operator_id, issued_at, name_key) SELECT {}, 'ZZZZZZZZ', k.id, k.session_id, k.person_id, \
             k.company_id, 'bidder', t.day, t.scope, 'active', t.state_at, '', t.lane, t.operator_id, t.issued_at, \
             {name_key} FROM tags t, entry_checks k WHERE k.state = 'open'", raw.new_id());
        fails(&raw, &other("t.name_key")).await;
        assert_eq!(raw.run(&other("'示例'")).await, Ok(1));
    }

    async fn no_step_follows_while_an_earlier_one_is_corrected(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &check).await;
        let payload = json!({ "checkId": check, "step": "mask", "reason": "误录" });
        bench.ok("gate1", "gate.correct", payload).await;
        let raw = ground.raw().await;
        assert!(step_of(&raw, 4, "3", "TRUE").await.is_err(), "the mask is being corrected");
        step(&bench, "gate1", &check, json!({ "step": "mask", "replaced": true })).await;
        assert_eq!(step_of(&raw, 4, "3", "TRUE").await, Ok(1));
    }

    async fn an_attempt_is_an_outcome_or_answers(ground: &Ground) {
        let _bench = doors(ground).await;
        let raw = ground.raw().await;
        assert!(attempt(&raw, "no_answer", "'示例赵'", "FALSE").await.is_err(), "both");
        assert!(attempt(&raw, "reached", "NULL", "FALSE").await.is_err(), "neither");
        assert!(attempt(&raw, "no_answer", "NULL", "TRUE").await.is_err(), "nobody was reached to confirm");
        assert_eq!(attempt(&raw, "busy", "NULL", "FALSE").await, Ok(1));
        assert_eq!(attempt(&raw, "reached", "'示例赵'", "TRUE").await, Ok(1));
    }

    async fn what_was_recorded_is_neither_altered_nor_removed(ground: &Ground) {
        let _bench = evening(ground).await;
        let raw = ground.raw().await;
        raw.run(&format!("INSERT INTO notices (id, call_id, at, operator_id, pages, script_version, gate_version, \
             content_hash) SELECT {}, call_id, at, operator_id, 2, 1, 1, '' FROM call_attempts LIMIT 1",
             raw.new_id())).await.unwrap();
        for (table, column) in [
            ("audit", "detail"), ("entry_steps", "outcome"), ("temperature_readings", "tenths"),
            ("symptom_answers", "fever"), ("call_attempts", "outcome"), ("notices", "pages"),
            ("refusals", "reason"), ("follow_ups", "note"), ("settings", "body"), ("replies", "reply"),
            ("room_groups", "plan"), ("sealed_counts", "registered"),
            ("room_bookings", "part"), ("room_booking_releases", "why"), ("room_events", "note"),
            ("group_events", "reason"),
        ] {
            let rows = raw.count(table).await;
            assert!(rows > 0, "nothing in {table} to alter");
            fails(&raw, &format!("UPDATE {table} SET {column} = {column}")).await;
            fails(&raw, &format!("DELETE FROM {table}")).await;
            assert_eq!(raw.count(table).await, rows);
        }
        for table in ["entry_checks", "tags", "sessions"] {
            assert!(raw.count(table).await > 0, "nothing in {table} to remove");
            fails(&raw, &format!("DELETE FROM {table}")).await;
        }
    }

    async fn an_emptied_table_is_refused_too(ground: &Ground) {
        let _bench = evening(ground).await;
        let raw = ground.raw().await;
        if ground.is_postgres() {
            for table in ["audit", "replies", "settings", "temperature_readings", "symptom_answers", "sealed_counts"] {
                fails(&raw, &format!("TRUNCATE {table}")).await;
            }
        } else {
            fails(&raw, "REPLACE INTO audit SELECT * FROM audit WHERE seq = 1").await;
        }
    }

    async fn a_deadline_does_not_move(ground: &Ground) {
        let _bench = doors(ground).await;
        let raw = ground.raw().await;
        fails(&raw, "UPDATE sessions SET deadline = entered_at").await;
        fails(&raw, "UPDATE sessions SET day = '2020-03-13'").await;
        assert_eq!(raw.run("UPDATE sessions SET remark = remark").await, Ok(4), "other fields do");
    }

    async fn a_place_of_a_lane_has_one_person(ground: &Ground) {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        open_check(&bench, "gate1", "A", &first).await;
        let raw = ground.raw().await;
        fails(&raw, &format!("INSERT INTO entry_checks (id, session_id, lane, place, state, holder_id, opened_at, \
            closed_note, gate_version) SELECT {}, session_id, lane, place, 'open', holder_id, opened_at, '', 1 \
            FROM entry_checks", raw.new_id())).await;
    }

    async fn the_call_ledger_has_no_place_for_a_bidder(ground: &Ground) {
        Bench::open(ground).await;
        let raw = ground.raw().await;
        let columns = if ground.is_postgres() {
            raw.texts("SELECT column_name::text FROM information_schema.columns \
                       WHERE table_name IN ('calls', 'call_attempts', 'notices')").await
        } else {
            raw.texts("SELECT c.name FROM sqlite_schema t, pragma_table_info(t.name) c \
                       WHERE t.name IN ('calls', 'call_attempts', 'notices')").await
        };
        assert!(columns.len() > 20);
        for word in ["bidder", "company", "count", "registered", "number"] {
            assert_eq!(columns.iter().find(|column| column.contains(word)), None);
        }
    }
}
