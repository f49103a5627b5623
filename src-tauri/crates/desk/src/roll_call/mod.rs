//! The roll-call of units (单位摸排): where each person was on a day, unit by unit, and calls to the units that
//! have not reported.

mod import;
mod people;

use bidhall_rules::calls::CallCampaign;
use bidhall_rules::ids::{CallId, UnitId, UnitPersonId};
use bidhall_rules::roll_call::RollCallState;
use bidhall_store::calls::CallRow;
use bidhall_store::roll_call::UnitRow;
use chrono::{DateTime, Days, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::calls::{CallCard, CallDay, list as list_calls};

pub use import::{commit_import, preview_import};
use people::{Report, reports, sealed_report};
pub(crate) use people::{UnitPerson, unit_people};

/// How many days of a unit are shown beside the day.
const SHOWN_DAYS: u64 = 14;
/// The most people of one report.
const MOST_PEOPLE: usize = 500;

/// Which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RollCallDay {
    /// The day.
    pub day: NaiveDate,
}

/// Which unit, on which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitChoice {
    /// The unit.
    pub unit_id: UnitId,
    /// The day.
    pub day: NaiveDate,
}

/// Where a person is, as the unit says.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonReport {
    /// The person.
    pub person_id: UnitPersonId,
    /// Where.
    pub state: RollCallState,
    /// What else was said, at most 100 characters.
    #[serde(default)]
    pub note: String,
}

/// What a unit reports of a day.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitReport {
    /// The unit.
    pub unit_id: UnitId,
    /// The day, not one to come.
    pub day: NaiveDate,
    /// Its people, 1 to 500 of them.
    pub people: Vec<PersonReport>,
}

/// Says that a person left a unit or came back.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonMove {
    /// The person.
    pub person_id: UnitPersonId,
    /// Whether the person still belongs to the unit.
    pub belongs: bool,
}

/// A figure of the day with the people that make it up.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RollCallFigure {
    /// The word of a state, `not_reported`, or `people` for all.
    pub key: String,
    /// How many.
    pub count: u32,
    /// Who; their rows stand in the same reply.
    pub people: Vec<UnitPersonId>,
}

/// Where a person was.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitPersonView {
    /// Id.
    pub id: UnitPersonId,
    /// The unit.
    pub unit_id: UnitId,
    /// Name of the unit.
    pub unit_name: String,
    /// Name.
    pub name: String,
    /// Position.
    pub title: String,
    /// Number; may be empty.
    pub phone: String,
    /// Whether the person answers for the unit.
    pub answers: bool,
    /// Whether the person still belongs to the unit.
    pub belongs: bool,
    /// Where the person was; none when not reported.
    pub state: Option<RollCallState>,
    /// What else was said.
    pub note: String,
    /// When it was reported.
    pub at: Option<DateTime<Utc>>,
    /// Who took it down.
    pub operator: Option<String>,
}

/// How far a unit is.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitView {
    /// Id.
    pub id: UnitId,
    /// Name.
    pub name: String,
    /// People who belong to it.
    pub people: u32,
    /// How many of them are reported.
    pub reported: u32,
    /// The call to it, once the day's roll-call was begun.
    pub call: Option<CallCard>,
}

/// The roll-call of a day; every figure opens to people of this reply.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RollCallView {
    /// The day.
    pub day: NaiveDate,
    /// Whether calls were put onto the list.
    pub begun: bool,
    /// The figures.
    pub figures: Vec<RollCallFigure>,
    /// The units by name.
    pub units: Vec<UnitView>,
    /// Everybody, unit by unit.
    pub people: Vec<UnitPersonView>,
}

/// One report of a person.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    /// The person.
    pub person_id: UnitPersonId,
    /// Name.
    pub name: String,
    /// The day.
    pub day: NaiveDate,
    /// Where.
    pub state: RollCallState,
    /// What else was said.
    pub note: String,
    /// When it was reported.
    pub at: DateTime<Utc>,
    /// Who took it down.
    pub operator: String,
    /// Whether a later report of the same day took its place.
    pub replaced: bool,
}

/// A unit with its people and what it reported.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitDay {
    /// The unit.
    pub unit: UnitView,
    /// Its people, those who left last.
    pub people: Vec<UnitPersonView>,
    /// What it reported in the last 14 days up to the day, corrections included.
    pub reports: Vec<ReportView>,
}

/// What is recorded for a day.
struct Roll {
    units: Vec<UnitRow>,
    people: Vec<UnitPerson>,
    reports: Vec<Report>,
    calls: Vec<CallCard>,
}

impl Roll {
    async fn load(act: &mut Reading, day: NaiveDate) -> Result<Self, DeskError> {
        let rows = act.tx.reports_of_day(day).await?;
        Ok(Self {
            units: act.tx.units().await?,
            people: unit_people(act).await?,
            reports: reports(act, rows)?,
            calls: list_calls(act, CallDay { day, campaign: CallCampaign::RollCall }).await?.calls,
        })
    }

    fn person(&self, unit: &UnitRow, person: &UnitPerson) -> UnitPersonView {
        let last = self.reports.iter().rev().find(|row| row.person_id == person.id);
        UnitPersonView {
            id: UnitPersonId::from_uuid(person.id),
            unit_id: UnitId::from_uuid(unit.id),
            unit_name: unit.name.clone(),
            name: person.name.clone(),
            title: person.title.clone(),
            phone: person.phone.clone(),
            answers: person.answers,
            belongs: person.belongs,
            state: last.map(|row| row.state),
            note: last.map(|row| row.note.clone()).unwrap_or_default(),
            at: last.map(|row| row.at),
            operator: last.map(|row| row.operator_name.clone()),
        }
    }

    fn people_of(&self, unit: &UnitRow) -> Vec<UnitPersonView> {
        let of = self.people.iter().filter(|person| person.unit_id == unit.id);
        let mut people: Vec<_> = of.map(|person| self.person(unit, person)).collect();
        people.sort_by_key(|person| (!person.belongs, !person.answers));
        people
    }

    fn unit(&self, unit: &UnitRow, people: &[UnitPersonView]) -> UnitView {
        let count = |holds: &dyn Fn(&&UnitPersonView) -> bool| {
            u32::try_from(people.iter().filter(|person| person.belongs && holds(person)).count())
                .unwrap_or(u32::MAX)
        };
        UnitView {
            id: UnitId::from_uuid(unit.id),
            name: unit.name.clone(),
            people: count(&|_| true),
            reported: count(&|person| person.state.is_some()),
            call: self.calls.iter().find(|card| card.unit_id == Some(UnitId::from_uuid(unit.id))).cloned(),
        }
    }
}

/// `roll_call.day`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn day(act: &mut Reading, request: RollCallDay) -> Result<RollCallView, DeskError> {
    let roll = Roll::load(act, request.day).await?;
    let (mut units, mut people) = (Vec::new(), Vec::new());
    for unit in &roll.units {
        let of_unit = roll.people_of(unit);
        units.push(roll.unit(unit, &of_unit));
        people.extend(of_unit.into_iter().filter(|person| person.belongs));
    }
    let figure = |key: &str, holds: &dyn Fn(&UnitPersonView) -> bool| {
        let people: Vec<_> =
            people.iter().filter(|one| holds(one)).map(|one: &UnitPersonView| one.id).collect();
        RollCallFigure { key: key.to_owned(), count: u32::try_from(people.len()).unwrap_or(u32::MAX), people }
    };
    let mut figures = vec![figure("people", &|_| true)];
    for state in RollCallState::ALL {
        figures.push(figure(state.as_str(), &|person| person.state == Some(*state)));
    }
    figures.push(figure("not_reported", &|person| person.state.is_none()));
    Ok(RollCallView { day: request.day, begun: !roll.calls.is_empty(), figures, units, people })
}

/// `roll_call.unit`
///
/// # Errors
/// [`DeskError::NotFound`].
pub async fn unit(act: &mut Reading, request: UnitChoice) -> Result<UnitDay, DeskError> {
    let unit = find(act, request.unit_id).await?;
    let roll = Roll::load(act, request.day).await?;
    let people = roll.people_of(&unit);
    let from = request.day.checked_sub_days(Days::new(SHOWN_DAYS)).unwrap_or(request.day);
    let rows = act.tx.reports_of_unit(unit.id, from, request.day).await?;
    let rows = reports(act, rows)?;
    let reports = rows
        .iter()
        .map(|row| {
            let person = UnitPersonId::from_uuid(row.person_id);
            let later = |other: &Report| {
                other.person_id == row.person_id && other.day == row.day && other.seq > row.seq
            };
            ReportView {
                person_id: person,
                name: people
                    .iter()
                    .find(|one| one.id == person)
                    .map(|one| one.name.clone())
                    .unwrap_or_default(),
                day: row.day,
                state: row.state,
                note: row.note.clone(),
                at: row.at,
                operator: row.operator_name.clone(),
                replaced: rows.iter().any(later),
            }
        })
        .collect();
    Ok(UnitDay { unit: roll.unit(&unit, &people), people, reports })
}

/// `roll_call.open`: puts a call to every unit that has people onto the list of the day; beginning twice
/// adds only what is new.
///
/// # Errors
/// [`DeskError::WrongField`] for a day that is over.
pub async fn open(act: &mut Writing, request: RollCallDay) -> Result<RollCallView, DeskError> {
    if request.day < act.today() {
        return Err(DeskError::field("day", "today or a day to come"));
    }
    let people = unit_people(act).await?;
    for unit in act.tx.units().await? {
        let belongs = |person: &UnitPerson| person.unit_id == unit.id && person.belongs;
        if !people.iter().any(belongs) {
            continue;
        }
        let row = CallRow {
            id: CallId::new(act.base.now, &mut act.chance).uuid(),
            campaign: CallCampaign::RollCall.as_str().to_owned(),
            agency_id: None,
            unit_id: Some(unit.id),
            callee_id: unit.id,
            callee_name: unit.name,
            day: request.day,
            created_at: act.now,
        };
        act.tx.ensure_call(&row).await?;
    }
    act.concerns("roll-call", request.day);
    day(act, request).await
}

/// `roll_call.report`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`] for a day to come or a person of another unit;
/// [`DeskError::TextNamesBidders`].
pub async fn report(act: &mut Writing, form: UnitReport) -> Result<UnitDay, DeskError> {
    let unit = find(act, form.unit_id).await?;
    if form.day > act.today() {
        return Err(DeskError::field("day", "today or a day before"));
    }
    if !(1..=MOST_PEOPLE).contains(&form.people.len()) {
        return Err(DeskError::field("people", "1 to 500 people"));
    }
    for (index, person) in form.people.iter().enumerate() {
        let path = |field: &str| format!("people.{index}.{field}");
        let known = act.tx.unit_person(person.person_id.uuid()).await?.filter(|row| row.unit_id == unit.id);
        let known = known.ok_or_else(|| DeskError::field(&path("personId"), "a person of the unit"))?;
        let note = act.checked_text(&path("note"), &person.note, 0, 100).await?;
        let row = sealed_report(act, known.id, form.day, person.state, &note)?;
        if !act.tx.add_report(&row).await? {
            return Err(DeskError::DatabaseBusy {});
        }
    }
    act.tx.touch("calls");
    act.concerns("unit", form.unit_id);
    act.note("day", form.day.to_string());
    act.note("people", form.people.len());
    self::unit(act, UnitChoice { unit_id: form.unit_id, day: form.day }).await
}

/// `roll_call.person`
///
/// # Errors
/// [`DeskError::NotFound`].
pub async fn move_person(act: &mut Writing, form: PersonMove) -> Result<UnitDay, DeskError> {
    let person = act
        .tx
        .unit_person(form.person_id.uuid())
        .await?
        .ok_or_else(|| DeskError::not_found("person", form.person_id))?;
    if (person.mark.as_deref() != Some("left")) != form.belongs {
        let (at, operator) = (act.now, act.asker()?.id);
        let kind = if form.belongs { "returned" } else { "left" };
        if !act.tx.mark_unit_person(person.id, kind, at, operator).await? {
            return Err(DeskError::DatabaseBusy {});
        }
    }
    let unit_id = UnitId::from_uuid(person.unit_id);
    act.concerns("unit", unit_id);
    act.note("person", form.person_id.to_string());
    act.note("belongs", form.belongs);
    let day = act.today();
    unit(act, UnitChoice { unit_id, day }).await
}

async fn find(act: &mut Reading, id: UnitId) -> Result<UnitRow, DeskError> {
    act.tx.unit(id.uuid()).await?.ok_or_else(|| DeskError::not_found("unit", id))
}
