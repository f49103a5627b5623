//! A million past entries, written by the engine itself: a thousand a day, each with its six steps,
//! reading, answers, questionnaire, tag and way out.

use crate::BenchError;
use crate::ground::{Ground, Raw};

/// Entries a day.
const DAILY: i64 = 1000;
/// Entries written at a time.
const CHUNK: i64 = 50_000;
/// 08:00 of 12 March 2020 in the centre, in seconds since 1970.
const CHECKING: i64 = 1_583_971_200;
const COMPANIES: i64 = 50_000;
const ANSWERS: &str = r#"{"role":"bidder","documentKind":"resident_id","documentNumber":"990101198001010016","name":"示例往日","phone":"13800000000","company":"示例往日建设有限公司","creditCode":null,"residence":"示例镇","arrivedOn":null,"travelledBy":null,"stays":[],"familyWell":true,"pledged":true,"filledOnSite":false}"#;

/// What an engine writes differently.
struct Words {
    postgres: bool,
}

impl Words {
    /// An id that orders by time, like those Bidhall makes.
    fn id(&self, kind: i64, number: &str) -> String {
        let at = format!("(CAST({CHECKING} - 86400000 AS BIGINT) + {number}) * 1000");
        if self.postgres {
            format!(
                "(lpad(to_hex(({at})::bigint), 12, '0') || '7{kind:03x}8' || \
                 lpad(to_hex(({number})::bigint), 15, '0'))::uuid"
            )
        } else {
            format!("unhex(printf('%012x7{kind:03x}8%015x', {at}, {number}))")
        }
    }

    fn time(&self, seconds: &str) -> String {
        if self.postgres {
            format!("to_timestamp({seconds})")
        } else {
            format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', {seconds}, 'unixepoch')")
        }
    }

    fn day(&self, seconds: &str) -> String {
        if self.postgres {
            format!("(to_timestamp({seconds}) AT TIME ZONE 'UTC')::date")
        } else {
            format!("strftime('%Y-%m-%d', {seconds}, 'unixepoch')")
        }
    }

    fn padded(&self, number: &str, width: usize) -> String {
        if self.postgres {
            format!("lpad(({number})::text, {width}, '0')")
        } else {
            format!("printf('%0{width}d', {number})")
        }
    }

    fn truth(&self, value: bool) -> &'static str {
        match (self.postgres, value) {
            (true, true) => "true",
            (true, false) => "false",
            (false, true) => "1",
            (false, false) => "0",
        }
    }
}

/// Fills the database and leaves every rule of it as it was.
pub(crate) async fn fill(ground: &Ground, entries: i64) -> Result<(), BenchError> {
    let raw = ground.raw(1).await?;
    let words = Words { postgres: matches!(raw, Raw::Postgres(_)) };
    // The past is taken as it is: its rows need no rule to be checked again.
    let triggers = if words.postgres {
        raw.run("SET session_replication_role = replica").await?;
        Vec::new()
    } else {
        raw.run("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF;").await?;
        let named = "FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";
        let triggers = raw.texts(&format!("SELECT sql {named}")).await?;
        for name in raw.texts(&format!("SELECT name {named}")).await? {
            raw.run(&format!("DROP TRIGGER {name}")).await?;
        }
        triggers
    };
    for statement in once(&words, entries) {
        raw.run(&statement).await?;
    }
    let mut from = 0;
    while from < entries {
        let until = entries.min(from + CHUNK);
        for statement in chunk(&words, entries, from, until) {
            raw.run(&statement).await?;
        }
        from = until;
    }
    raw.run(&format!("UPDATE audit_head SET seq = seq + {entries}")).await?;
    for trigger in triggers {
        raw.run(&trigger).await?;
    }
    if words.postgres {
        raw.run("VACUUM ANALYZE").await?;
    }
    raw.close().await;
    Ok(())
}

/// `INSERT` of one row for each number from `from` to before `until`.
fn series(into: &str, from: i64, until: i64, select: &str) -> String {
    format!(
        "INSERT INTO {into} WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n \
         WHERE i < {until} - 1) SELECT {select} FROM n"
    )
}

/// The session of an entry's day.
fn session_of(words: &Words, number: &str) -> String {
    words.id(1, &format!("({number}) / {DAILY}"))
}

/// When an entry began, in seconds since 1970: twenty seconds after the one before it.
fn began(entries: i64, number: &str) -> String {
    let days = entries / DAILY + 1;
    format!("({CHECKING} - {days} * 86400 + (({number}) / {DAILY}) * 86400 + (({number}) % {DAILY}) * 20)")
}

fn once(words: &Words, entries: i64) -> Vec<String> {
    let id = |kind, number: &str| words.id(kind, number);
    let days = entries / DAILY + 1;
    let at = began(entries, &format!("i * {DAILY}"));
    vec![
        format!(
            "{} CROSS JOIN (SELECT agency_id, contact_id FROM sessions LIMIT 1) s",
            series(
                "sessions (id, code, lot, project_name, tenderer, agency_id, contact_id, deadline, day, kind, \
                 originals, duplicates, remark, state, state_reason, imported_from, entered_at)",
                0,
                days,
                &format!(
                    "{}, 'WR-' || {}, '', '示例往日项目', '示例招标人', s.agency_id, s.contact_id, {time}, {}, \
                     'works', 1, 4, '', 'scheduled', '', '', {time}",
                    id(1, "i"),
                    words.padded("i", 6),
                    words.day(&at),
                    time = words.time(&at),
                ),
            )
        ),
        series(
            "companies (id, company_key, name)",
            0,
            COMPANIES,
            &format!(
                "{}, 'name:示例往日' || {number} || '建设', '示例往日' || {number} || '建设有限公司'",
                id(2, "i"),
                number = words.padded("i", 6),
            ),
        ),
        series(
            "company_names (company_id, name_key, at)",
            0,
            COMPANIES,
            &format!(
                "{}, '示例往日' || {} || '建设', {}",
                id(2, "i"),
                words.padded("i", 6),
                words.time(&CHECKING.to_string()),
            ),
        ),
    ]
}

fn chunk(words: &Words, entries: i64, from: i64, until: i64) -> Vec<String> {
    let id = |kind, number: &str| words.id(kind, number);
    let company = id(2, &format!("i % {COMPANIES}"));
    let (check, person) = (id(3, "i"), id(4, "i"));
    let session = session_of(words, "i");
    let opened = began(entries, "i");
    let (at, closed) = (words.time(&opened), words.time(&format!("({opened} + 85)")));
    let day = words.day(&opened);
    let clerk = "(SELECT id FROM operators WHERE code = 'gate1')";
    let (yes, no) = (words.truth(true), words.truth(false));
    let serial = words.padded("i", 8);
    let mut statements = vec![
        series(
            "persons (id, document_kind, document_number, name, phone, residence)",
            from,
            until,
            &format!("{person}, 'passport', 'E' || {serial}, '示例往日', '138' || {serial}, '示例镇'"),
        ),
        series(
            "entry_checks (id, session_id, lane, place, state, holder_id, opened_at, closed_at, closed_note, \
             gate_version, role, person_id, person_name, company_id, company_name, key_region_stay, region_version)",
            from,
            until,
            &format!(
                "{check}, {session}, 'A', 1, 'admitted', {clerk}, {at}, {closed}, '', 1, 'bidder', {person}, \
                 '示例往日', {company}, '示例往日建设有限公司', {no}, 1"
            ),
        ),
        series(
            "temperature_readings (check_id, seq, tenths, verdict, device, at, operator_id, gate_version, round)",
            from,
            until,
            &format!("{check}, 1, 365, 'ok', 'T-02', {at}, {clerk}, 1, 1"),
        ),
        series(
            "symptom_answers (check_id, seq, fever, cough, fatigue, breathless, diarrhoea, contact, at, operator_id)",
            from,
            until,
            &format!("{check}, 1, {no}, {no}, {no}, {no}, {no}, {no}, {at}, {clerk}"),
        ),
        series(
            "questionnaires (check_id, seq, answers, at, operator_id)",
            from,
            until,
            &format!("{check}, 1, '{ANSWERS}', {at}, {clerk}"),
        ),
        series(
            "tags (id, code, check_id, session_id, person_id, company_id, role, day, scope, state, state_at, \
             state_reason, lane, operator_id, issued_at, name_key)",
            from,
            until,
            &format!(
                "{}, 'W' || {serial}, {check}, {session}, {person}, {company}, 'bidder', {day}, \
                 'past ' || {serial}, 'left', {closed}, '', 'A', {clerk}, {closed}, NULL",
                id(5, "i"),
            ),
        ),
        series(
            "tag_passages (tag_id, seq, kind, at, lane, operator_id)",
            from,
            until,
            &format!("{}, 1, 'closing', {closed}, 'A', {clerk}", id(5, "i")),
        ),
        series(
            "audit (seq, at, operator, command, subject, detail, previous, hash)",
            from,
            until,
            &format!(
                "(SELECT seq FROM audit_head) + i + 1, {at}, 'gate1', 'gate.step', 'check', '{{}}', \
                 'past ' || {serial}, 'past ' || {serial}"
            ),
        ),
        series(
            "replies (nonce, operator, command, request_hash, reply, at)",
            from,
            until,
            &format!("'past-' || {serial}, 'gate1', 'gate.step', '', '{{}}', {at}"),
        ),
    ];
    for step in 1..=6 {
        let prior = match step {
            1 => "NULL, NULL".to_owned(),
            _ => format!("{}, {yes}", step - 1),
        };
        statements.push(series(
            "entry_steps (check_id, step_no, passed, outcome, at, operator_id, lane, gate_version, prior_no, \
             prior_passed)",
            from,
            until,
            &format!("{check}, {step}, {yes}, 'passed', {at}, {clerk}, 'A', 1, {prior}"),
        ));
    }
    statements
}
