//! Rounds (消毒通风): what is due in which room, what was done, and whether the room is released.

mod enter;

use bidhall_rules::ids::{RoomId, RoundId};
use bidhall_rules::rounds::{
    Cleaning, CleaningMethod, Miss, RoomRelease, RoundKind, RoundStanding, RoundTask, room_tasks, settle,
};
use bidhall_rules::sessions::RoomPurpose;
use bidhall_rules::settings::{AgentRule, RoundSettings};
use bidhall_store::rounds::{RoundMissRow, RoundRow};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::DeskError;
use crate::act::{Reading, word};
use crate::sessions::RoomDay;

pub use enter::{MissForm, RoundEntry, RoundForm, VoidForm, enter, miss, void};

/// Which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoundDay {
    /// The day.
    pub day: NaiveDate,
}

/// A round that is asked for.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoundTaskView {
    /// Why.
    pub kind: RoundKind,
    /// What names it among those of its room: the time of a daily round, the begin of the use it goes before, the
    /// end of the use it comes after.
    pub at: DateTime<Utc>,
    /// From when on work done counts for it.
    pub opens: DateTime<Utc>,
    /// By when it should be done.
    pub due: DateTime<Utc>,
    /// Numbers of the projects it is for.
    pub codes: Vec<String>,
    /// Where it stands.
    pub standing: RoundStanding,
    /// What was done for it.
    pub round_id: Option<RoundId>,
    /// Why it was not done.
    pub reason: Option<String>,
    /// Who said so.
    pub operator: Option<String>,
}

/// A round as it was done.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoundView {
    /// Id.
    pub id: RoundId,
    /// How.
    pub method: CleaningMethod,
    /// With what; none for ultraviolet light and open windows.
    pub agent: Option<String>,
    /// Its concentration, mg/L.
    pub milligrams_per_litre: Option<i32>,
    /// How long it must stay on, minutes.
    pub contact_minutes: i32,
    /// How long the windows were open, minutes.
    pub air_minutes: i32,
    /// When the work was finished.
    pub done_at: DateTime<Utc>,
    /// A note; may be empty.
    pub note: String,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// Why it counts no more.
    pub void_reason: Option<String>,
}

/// A room with its rounds of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoomRounds {
    /// The room.
    pub id: RoomId,
    /// Code on the door.
    pub code: String,
    /// Name.
    pub name: String,
    /// Floor number.
    pub floor: i32,
    /// What it is for.
    pub purpose: RoomPurpose,
    /// Whether people may come in now; none on other days than the present one, or where rooms need no round.
    pub release: Option<RoomRelease>,
    /// What is asked for, by time.
    pub tasks: Vec<RoundTaskView>,
    /// What was done, by time.
    pub rounds: Vec<RoundView>,
}

/// The rounds of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoundDayView {
    /// The day.
    pub day: NaiveDate,
    /// The rooms by floor and code.
    pub rooms: Vec<RoomRounds>,
    /// The disinfectants; the first is offered.
    pub agents: Vec<AgentRule>,
    /// Rounds that should be done now and are not late.
    pub due: u32,
    /// Rounds that are late and nobody said why.
    pub overdue: u32,
    /// Rounds that were done, late ones too.
    pub done: u32,
    /// Rounds that were not done, for a reason.
    pub missed: u32,
}

/// `rounds.day`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn day(act: &mut Reading, request: RoundDay) -> Result<RoundDayView, DeskError> {
    let rooms = RoomDay::load(act, request.day).await?;
    let settings = act.round_settings().await?.body;
    let (from, until) = act.zone.day_bounds(request.day);
    let done = act.tx.rounds_between(from, until).await?;
    let missed = act.tx.round_misses_between(from, until).await?;
    let mut views = Vec::new();
    for row in &rooms.known.rows {
        let own: Vec<&RoundRow> = done.iter().filter(|round| round.room_id == row.id).collect();
        let (rounds, misses) = (own.as_slice(), missed.as_slice());
        views.push(RoomRounds {
            id: RoomId::from_uuid(row.id),
            code: row.code.clone(),
            name: row.name.clone(),
            floor: row.floor,
            purpose: word(&row.purpose)?,
            release: rooms.release(row.id),
            tasks: Asked { act, rooms: &rooms, settings: &settings, rounds, misses }
                .of(row.id, request.day)?,
            rounds: rounds.iter().map(|round| view_of(round)).collect::<Result<_, _>>()?,
        });
    }
    views.sort_by(|a, b| (a.floor, &a.code).cmp(&(b.floor, &b.code)));
    let count = |standings: &[RoundStanding]| {
        let tasks = views.iter().flat_map(|room| &room.tasks);
        u32::try_from(tasks.filter(|task| standings.contains(&task.standing)).count()).unwrap_or(u32::MAX)
    };
    Ok(RoundDayView {
        day: request.day,
        due: count(&[RoundStanding::Due]),
        overdue: count(&[RoundStanding::Overdue]),
        done: count(&[RoundStanding::Done, RoundStanding::Late]),
        missed: count(&[RoundStanding::Missed]),
        agents: settings.agents,
        rooms: views,
    })
}

/// What is asked for in a room, and what there is of it.
struct Asked<'a> {
    act: &'a Reading,
    rooms: &'a RoomDay,
    settings: &'a RoundSettings,
    /// Those of the room.
    rounds: &'a [&'a RoundRow],
    misses: &'a [RoundMissRow],
}

impl Asked<'_> {
    fn of(&self, room: Uuid, day: NaiveDate) -> Result<Vec<RoundTaskView>, DeskError> {
        let told: Vec<&RoundMissRow> = self.misses.iter().filter(|miss| miss.room_id == room).collect();
        let misses = told.iter().map(|row| miss_of(row)).collect::<Result<Vec<_>, _>>()?;
        let counted: Vec<&RoundRow> =
            self.rounds.iter().copied().filter(|round| round.void_reason.is_none()).collect();
        let work = counted.iter().map(|row| cleaning_of(row)).collect::<Result<Vec<_>, _>>()?;
        let tasks = room_tasks(day, self.rooms.blocks(room), self.settings, self.act.zone);
        let view = |task: RoundTask| {
            let settled = settle(&task, &work, &misses, self.act.now);
            let by = settled.by.and_then(|place| counted.get(place));
            let why = misses
                .iter()
                .position(|miss| *miss == Miss { kind: task.kind, at: task.at })
                .and_then(|place| told.get(place))
                .filter(|_| settled.standing == RoundStanding::Missed);
            RoundTaskView {
                kind: task.kind,
                at: task.at,
                opens: task.opens,
                due: task.due,
                codes: task.codes,
                standing: settled.standing,
                round_id: by.map(|row| RoundId::from_uuid(row.id)),
                reason: why.map(|row| row.reason.clone()),
                operator: why.map(|row| row.operator_name.clone()),
            }
        };
        Ok(tasks.into_iter().map(view).collect())
    }
}

fn miss_of(row: &RoundMissRow) -> Result<Miss, DeskError> {
    Ok(Miss { kind: word(&row.kind)?, at: row.due_for })
}

/// A round as the rules see it.
pub(crate) fn cleaning_of(row: &RoundRow) -> Result<Cleaning, DeskError> {
    let method: CleaningMethod = word(&row.method)?;
    Ok(Cleaning {
        done_at: row.done_at,
        contact_minutes: u32::try_from(row.contact_minutes).unwrap_or_default(),
        disinfects: method.disinfects(),
    })
}

fn view_of(row: &RoundRow) -> Result<RoundView, DeskError> {
    Ok(RoundView {
        id: RoundId::from_uuid(row.id),
        method: word(&row.method)?,
        agent: row.agent.clone(),
        milligrams_per_litre: row.concentration,
        contact_minutes: row.contact_minutes,
        air_minutes: row.air_minutes,
        done_at: row.done_at,
        note: row.note.clone(),
        at: row.at,
        operator: row.operator_name.clone(),
        void_reason: row.void_reason.clone(),
    })
}
