//! A database from before the centre had a key: names lie in it in the clear until the key is founded.

use bidhall_rules::key_region::RegionList;
use bidhall_rules::settings::{
    CalendarSettings, CallSettings, GateSettings, GroupingSettings, SecuritySettings,
};
use serde_json::json;
use sqlx::migrate::Migrator;

use super::{Dresses, found};
use crate::bench::{Bench, Ground, PASSPHRASE, Raw};
use crate::days::tests_folder;
use crate::signing;

const SECRETS: [&str; 12] = [
    "示例丙三",
    "990101199306071154",
    "13900000003",
    "示例建工三有限公司",
    "91990000MA0000003H",
    "示例镇三村",
    "示例联系人",
    "短报示例",
    "示例理由",
    "摸排示例二",
    "\"registered\":67",
    "答复示例",
];

/// The migrations from before the one that seals.
async fn older_schema(ground: &Ground, raw: &Raw) {
    let engine = if ground.is_postgres() { "postgres" } else { "sqlite" };
    let all = tests_folder().join("../src-tauri/crates/store/migrations").join(engine);
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(all).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.as_str() < "0008" {
            std::fs::copy(entry.path(), folder.path().join(name)).unwrap();
        }
    }
    let migrations = Migrator::new(folder.path()).await.unwrap();
    match raw {
        Raw::Sqlite(pool) => migrations.run(pool).await.unwrap(),
        Raw::Postgres(pool) => migrations.run(pool).await.unwrap(),
    }
}

/// One refused person with all that was written down of them.
async fn filled(ground: &Ground, rehearsal: bool) {
    let raw = ground.raw_created().await;
    older_schema(ground, &raw).await;
    let id = |number: u8| match ground.is_postgres() {
        true => format!("'01700000-0000-7000-8000-0000000000{number:02}'"),
        false => format!("x'01700000000070008000000000000{number:03}'"),
    };
    let at = "'2020-03-11T00:00:00+00:00'";
    let [operator, agency, contact, session, company, person, check] = [1, 2, 3, 4, 5, 6, 7].map(id);
    let [refusal, follow_up, exception, unit, staff, group] = [8, 9, 10, 11, 12, 13].map(id);
    let settings = [
        ("gate", serde_json::to_string(&GateSettings::default())),
        ("calls", serde_json::to_string(&CallSettings::default())),
        ("grouping", serde_json::to_string(&GroupingSettings::default())),
        ("regions", serde_json::to_string(&RegionList::default())),
        ("calendar", serde_json::to_string(&CalendarSettings::default())),
        ("security", serde_json::to_string(&SecuritySettings::default())),
    ];
    let mut rows = vec![
        format!("centre VALUES (1, '云岭区公共资源交易中心', 'Asia/Shanghai', {rehearsal}, {at})"),
        format!("operators (id, code, name, registered_at) VALUES ({operator}, 'gate1', '示例人', {at})"),
        format!("operator_roles VALUES ({operator}, 'gate')"),
        format!("agencies VALUES ({agency}, '示例甲招标代理', '示例甲招标代理')"),
        format!(
            "contacts (id, agency_id, name, phone) VALUES ({contact}, {agency}, '示例员', '010-12345678')"
        ),
        format!(
            "sessions (id, code, lot, project_name, tenderer, agency_id, contact_id, deadline, day, kind, originals, \
             duplicates, remark, state, state_reason, imported_from, entered_at) VALUES ({session}, 'YL-1', '', '示例路', \
             '', {agency}, {contact}, '2020-03-10T23:30:00+00:00', '2020-03-11', 'paper', 1, 4, '', 'scheduled', '', '', {at})"
        ),
        format!("sealed_counts VALUES ({session}, 67)"),
        format!(
            "companies VALUES ({company}, 'name:示例建工三有限公司', '示例建工三有限公司', '91990000MA0000003H')"
        ),
        format!("company_names VALUES ({company}, '示例建工三有限公司', {at})"),
        format!(
            "persons VALUES ({person}, 'resident_id', '990101199306071154', '示例丙三', '13900000003', '示例镇三村')"
        ),
        format!(
            "entry_checks (id, session_id, lane, place, state, holder_id, opened_at, closed_at, closed_note, \
             gate_version, role, person_id, person_name, company_id, company_name) VALUES ({check}, {session}, 'A', 1, \
             'refused', {operator}, {at}, {at}, '', 1, 'bidder', {person}, '示例丙三', {company}, '示例建工三有限公司')"
        ),
        format!("questionnaires VALUES ({check}, 1, '{{\"name\":\"示例丙三\"}}', {at}, {operator})"),
        format!(
            "refusals VALUES ({refusal}, {check}, 'head_limit', 5, {at}, {operator}, 1, NULL, '示例理由', NULL)"
        ),
        format!(
            "short_identities VALUES ({refusal}, 1, '短报示例', '示例建工三有限公司', '', '13900000003', {at}, {operator})"
        ),
        format!(
            "follow_ups VALUES ({follow_up}, {refusal}, 'document_hand_over', {at}, {operator}, '示例联系人', \
             '示例理由', 'intact')"
        ),
        format!("head_exceptions VALUES ({exception}, {refusal}, {person}, '示例理由', {operator}, {at})"),
        format!("units VALUES ({unit}, '示例处', '示例处', {at})"),
        format!("unit_people VALUES ({staff}, {unit}, '摸排示例二', '', '', TRUE, {at})"),
        format!(
            "roll_call_reports VALUES ({staff}, '2020-03-11', 1, 'on_duty', '示例理由', {at}, {operator})"
        ),
        format!(
            "room_groups (id, session_id, day, version, label, possible, basis, band, instance, plan, \
             grouping_version, operator_id, at) VALUES ({group}, {session}, '2020-03-11', 1, 'G1', FALSE, \
             'registered', 'from61_to90', '{{\"registered\":67}}', '{{}}', 1, {operator}, {at})"
        ),
        format!(
            "replies VALUES ('00112233445566778899aabbccddeeff', 'gate1', 'gate.step', 'h', '\"答复示例\"', {at})"
        ),
    ];
    for (topic, body) in settings {
        let body = body.unwrap().replace('\'', "''");
        rows.push(format!(
            "settings SELECT '{topic}', 1, '{body}', '', '', {at} \
             WHERE NOT EXISTS (SELECT 1 FROM settings WHERE topic = '{topic}')"
        ));
    }
    for row in rows {
        // PostgreSQL takes a text for a time only where it stands for itself.
        let row = match ground.is_postgres() && row.starts_with("settings ") {
            true => row.replace(&format!("'', '', {at}"), &format!("'', '', {at}::timestamptz")),
            false => row,
        };
        raw.run(&format!("INSERT INTO {row}")).await.unwrap_or_else(|error| panic!("{row}: {error}"));
    }
    assert!(!left(ground, &raw).await.is_empty(), "there is nothing to be sealed");
    raw.close().await;
}

/// Which secrets lie in the clear.
async fn left(ground: &Ground, raw: &Raw) -> Vec<&'static str> {
    let mut bytes = Vec::new();
    if ground.is_postgres() {
        let sql = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
        for table in raw.texts(sql).await {
            bytes.extend(raw.texts(&format!("SELECT t::text FROM {table} t")).await.join("\n").into_bytes());
        }
    } else {
        for tail in ["", "-wal"] {
            let file = ground.folder.path().join(format!("centre.db{tail}"));
            bytes.extend(std::fs::read(file).unwrap_or_default());
        }
    }
    let secrets = SECRETS.map(Dresses::of);
    SECRETS.into_iter().filter(|text| found(&secrets, &bytes).contains(text)).collect()
}

both_engines! {
    async fn records_of_before_are_sealed_when_the_key_is_founded(ground: &Ground) {
        filled(ground, false).await;
        let bench = Bench::open(ground).await;
        let state = bench.ok("", "key.state", json!({})).await;
        assert_eq!(state["standing"], "missing");
        let state = bench.ok("", "key.found", json!({ "passphrase": PASSPHRASE })).await;
        assert_eq!(state["standing"], "open");
        let twice = bench.refused("", "key.found", json!({ "passphrase": PASSPHRASE })).await;
        assert_eq!(twice, "key_founded");
        // Nobody had a password then either: the three administrators come next.
        assert_eq!(bench.refused("gate1", "gate.list", json!({})).await, "nobody_signed_on");
        signing::found(&bench.workplace).await;
        signing::sign_in(&bench.workplace, "security-admin").await;
        let raw = ground.raw().await;
        assert_eq!(left(ground, &raw).await, Vec::<&str>::new());
        assert!(raw.run("UPDATE refusals SET note = note").await.is_err(), "what is append-only stays so");
        assert!(raw.run("DELETE FROM questionnaires").await.is_err());
        assert_eq!(raw.count("clear_texts").await, 0);
    }

    async fn a_rehearsal_of_before_is_sealed_as_it_is_opened(ground: &Ground) {
        filled(ground, true).await;
        let raw = ground.raw().await;
        raw.run("INSERT INTO rehearsal_clock VALUES (1, '2020-03-11T00:00:00+00:00', '2020-03-11T00:00:00+00:00', \
                 FALSE, 1)").await.unwrap();
        raw.close().await;
        let bench = Bench::open(ground).await;
        as_before(&bench).await;
        let raw = ground.raw().await;
        assert_eq!(left(ground, &raw).await, Vec::<&str>::new());
        bench.workplace.close().await;
        let again = Bench::open(ground).await;
        as_before(&again).await;
    }
}

/// Everything is found and read as it was.
async fn as_before(bench: &Bench) {
    let check = "01700000-0000-7000-8000-000000000007";
    let centre = bench.ok("gate1", "centre.view", json!({})).await;
    // A server's clock stands at no day of ours.
    if centre["day"] == "2020-03-11" {
        for number in ["990101199306071154", "13900000003"] {
            let found = bench.ok("gate1", "gate.find", json!({ "text": number })).await;
            assert_eq!(found["found"][0]["card"]["id"], check, "{number}: {found}");
        }
    }
    let view = bench.ok("gate1", "gate.view", json!({ "checkId": check })).await;
    assert_eq!(view["person"]["name"], "示例丙三");
    assert_eq!(view["person"]["company"], "示例建工三有限公司");
    assert_eq!(view["refusal"]["note"], "示例理由");
    assert_eq!(view["refusal"]["shortIdentity"]["name"], "短报示例");
    assert_eq!(view["refusal"]["followUps"][0]["recipient"], "示例联系人");
    assert_eq!(view["refusal"]["exception"]["ground"], "示例理由");
}
