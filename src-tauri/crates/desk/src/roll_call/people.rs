//! The people of units and what was reported of them, opened and sealed.

use bidhall_rules::roll_call::RollCallState;
use bidhall_rules::sealing::Opening;
use bidhall_store::Sealed;
use bidhall_store::roll_call::{ReportRow, UnitPersonRow};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::seals::{Field, Sought, fields};

/// A person of a unit.
#[derive(Debug, Clone)]
pub(crate) struct UnitPerson {
    pub(crate) id: Uuid,
    pub(crate) unit_id: Uuid,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) phone: String,
    pub(crate) answers: bool,
    pub(crate) added_at: DateTime<Utc>,
    pub(crate) belongs: bool,
}

/// What was reported of a person.
#[derive(Debug, Clone)]
pub(super) struct Report {
    pub(super) person_id: Uuid,
    pub(super) day: NaiveDate,
    pub(super) seq: i32,
    pub(super) state: RollCallState,
    pub(super) note: String,
    pub(super) at: DateTime<Utc>,
    pub(super) operator_name: String,
}

/// The people of every unit, by unit and name.
pub(crate) async fn unit_people(act: &mut Reading) -> Result<Vec<UnitPerson>, DeskError> {
    let rows = act.tx.unit_people().await?;
    let mut people = rows.iter().map(|row| opened(act, row)).collect::<Result<Vec<_>, _>>()?;
    people.sort_by(|a, b| (a.unit_id, &a.name, a.id).cmp(&(b.unit_id, &b.name, b.id)));
    Ok(people)
}

fn opened(act: &Reading, row: &UnitPersonRow) -> Result<UnitPerson, DeskError> {
    let open = |field: Field, seal: &Sealed| act.open(field, row.id, seal, Opening::RollCall);
    Ok(UnitPerson {
        name: open(fields::UNIT_PERSON_NAME, &row.name)?,
        title: open(fields::UNIT_PERSON_TITLE, &row.title)?,
        phone: open(fields::UNIT_PERSON_PHONE, &row.phone)?,
        id: row.id,
        unit_id: row.unit_id,
        answers: row.answers,
        added_at: row.added_at,
        belongs: row.mark.as_deref() != Some("left"),
    })
}

/// What a person is the same by.
fn key(act: &Reading, name: &str, phone: &str) -> Result<String, DeskError> {
    act.found_by(Sought::UnitPerson, &format!("{name}\n{phone}"))
}

/// Enters a person; `false` for one who is there already.
pub(super) async fn enter(act: &mut Writing, person: &UnitPerson) -> Result<bool, DeskError> {
    let row = UnitPersonRow {
        id: person.id,
        unit_id: person.unit_id,
        name: act.seal(fields::UNIT_PERSON_NAME, person.id, &person.name)?,
        title: act.seal(fields::UNIT_PERSON_TITLE, person.id, &person.title)?,
        phone: act.seal(fields::UNIT_PERSON_PHONE, person.id, &person.phone)?,
        answers: person.answers,
        added_at: person.added_at,
        mark: None,
    };
    let key = key(act, &person.name, &person.phone)?;
    Ok(act.tx.add_unit_person(&row, &key).await?)
}

/// Opens reports.
pub(super) fn reports(act: &Reading, rows: Vec<ReportRow>) -> Result<Vec<Report>, DeskError> {
    rows.into_iter()
        .map(|row| {
            let named = format!("{} {}", row.person_id, row.day);
            Ok(Report {
                state: word(&act.open(fields::ROLL_CALL_STATE, &named, &row.state, Opening::RollCall)?)?,
                note: act.open(fields::ROLL_CALL_NOTE, &named, &row.note, Opening::RollCall)?,
                person_id: row.person_id,
                day: row.day,
                seq: row.seq,
                at: row.at,
                operator_name: row.operator_name,
            })
        })
        .collect()
}

/// A report to be entered; its place in the history is the database's to give.
pub(super) fn sealed_report(
    act: &mut Writing,
    person: Uuid,
    day: NaiveDate,
    state: RollCallState,
    note: &str,
) -> Result<ReportRow, DeskError> {
    let named = format!("{person} {day}");
    Ok(ReportRow {
        person_id: person,
        day,
        seq: 0,
        state: act.seal(fields::ROLL_CALL_STATE, &named, state.as_str())?,
        note: act.seal(fields::ROLL_CALL_NOTE, &named, note)?,
        at: act.now,
        operator_id: act.asker()?.id,
        operator_name: String::new(),
    })
}
