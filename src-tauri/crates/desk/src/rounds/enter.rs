//! Rounds are entered, made void, or told to have been missed.

use bidhall_rules::ids::RoundId;
use bidhall_rules::rounds::{CleaningMethod, RoundKind, RoundStanding};
use bidhall_rules::settings::{AgentRule, MOST_MILLIGRAMS, RoundSettings};
use bidhall_store::rounds::{RoundMissRow, RoundRow};
use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{RoundDay, RoundDayView, day};
use crate::DeskError;
use crate::act::Writing;
use crate::sessions::RoomDay;

/// The most rooms of one entry.
const MOST_ROOMS: usize = 200;
/// The longest airing, minutes.
const MOST_AIRING: i32 = 720;
/// How late a round may be entered, hours.
const LATEST_HOURS: i64 = 24;

/// A room that was done.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoundEntry {
    /// Code on the door.
    pub room: String,
    /// When the work was finished, within the last 24 hours.
    pub done_at: DateTime<Utc>,
}

/// Rooms that were done in one go, such as a floor.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoundForm {
    /// The rooms, 1 to 200, each once.
    pub rooms: Vec<RoundEntry>,
    /// How.
    pub method: CleaningMethod,
    /// One of the disinfectants of the settings, for a method that uses one; its contact time is theirs.
    pub agent: Option<String>,
    /// Its concentration, mg/L, 1 to 1,000,000; without it that of the settings.
    pub milligrams_per_litre: Option<i32>,
    /// How long the windows were open, minutes, 0 to 720; not 0 for airing alone.
    pub air_minutes: i32,
    /// A note of up to 100 characters.
    pub note: String,
}

/// Makes a record count no more.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VoidForm {
    /// The record.
    pub round_id: RoundId,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// Says why a round was not done.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MissForm {
    /// Code on the door.
    pub room: String,
    /// Which kind of round.
    pub kind: RoundKind,
    /// Which one: `at` of the task.
    pub at: DateTime<Utc>,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `rounds.enter`
///
/// # Errors
/// [`DeskError::RoomInUse`] for spraying or ultraviolet light while people are in the room by the calendar;
/// [`DeskError::NotFound`]; [`DeskError::WrongField`]; [`DeskError::TextNamesBidders`]. Either every room is
/// entered or none.
pub async fn enter(act: &mut Writing, form: RoundForm) -> Result<RoundDayView, DeskError> {
    let note = act.checked_text("note", &form.note, 0, 100).await?;
    let settings = act.round_settings().await?.body;
    let agent = check(act, &form, &settings)?;
    let (now, operator) = (act.now, act.asker()?.clone());
    let today = act.today();
    let rooms = RoomDay::load(act, today).await?;
    for entry in &form.rooms {
        let room = rooms.known.coded(&entry.room)?;
        let begun = entry.done_at - Duration::minutes(settings.work_minutes.into());
        let meets = |begins: DateTime<Utc>, ends: DateTime<Utc>| begins < entry.done_at && begun < ends;
        let people = rooms.blocks(room.id).iter().find(|block| meets(block.begins, block.ends));
        if let Some(block) = people.filter(|_| !form.method.bears_people()) {
            return Err(DeskError::RoomInUse { room: room.code.clone(), until: block.ends });
        }
        let row = RoundRow {
            id: RoundId::new(now, &mut act.chance).uuid(),
            room_id: room.id,
            method: form.method.as_str().to_owned(),
            agent: agent.map(|agent| agent.name.clone()),
            concentration: agent.map(|agent| concentration(&form, agent)),
            contact_minutes: agent
                .map_or(0, |agent| i32::try_from(agent.contact_minutes).unwrap_or(i32::MAX)),
            air_minutes: form.air_minutes,
            done_at: entry.done_at,
            note: note.clone(),
            at: now,
            operator_id: operator.id,
            operator_name: operator.name.clone(),
            void_reason: None,
        };
        act.tx.add_round(&row).await?;
    }
    act.concerns("rounds", today);
    act.note("method", form.method.as_str());
    act.note("rooms", form.rooms.iter().map(|entry| entry.room.as_str()).collect::<Vec<_>>());
    day(act, RoundDay { day: today }).await
}

/// The disinfectant as the settings have it, where the method uses one.
fn check<'a>(
    act: &Writing,
    form: &RoundForm,
    settings: &'a RoundSettings,
) -> Result<Option<&'a AgentRule>, DeskError> {
    if !(1..=MOST_ROOMS).contains(&form.rooms.len()) {
        return Err(DeskError::field("rooms", format!("1 to {MOST_ROOMS} rooms")));
    }
    let earliest = act.now - Duration::hours(LATEST_HOURS);
    for (index, entry) in form.rooms.iter().enumerate() {
        if !(earliest..=act.now).contains(&entry.done_at) {
            return Err(DeskError::field(&format!("rooms.{index}.doneAt"), "within the last 24 hours"));
        }
        if form.rooms.iter().take(index).any(|other| other.room == entry.room) {
            return Err(DeskError::field(&format!("rooms.{index}.room"), "each room once"));
        }
    }
    let least = i32::from(form.method == CleaningMethod::Air);
    if !(least..=MOST_AIRING).contains(&form.air_minutes) {
        return Err(DeskError::field("airMinutes", format!("{least} to {MOST_AIRING}")));
    }
    if !form.method.uses_agent() {
        return match (&form.agent, form.milligrams_per_litre) {
            (None, None) => Ok(None),
            _ => Err(DeskError::field("agent", "none for this method")),
        };
    }
    let named = form.agent.as_deref().unwrap_or_default().trim();
    let agent = settings.agents.iter().find(|agent| agent.name.trim() == named);
    let agent = agent.ok_or_else(|| DeskError::field("agent", "one of the disinfectants of the settings"))?;
    if !(1..=MOST_MILLIGRAMS).contains(&concentration(form, agent)) {
        return Err(DeskError::field("milligramsPerLitre", format!("1 to {MOST_MILLIGRAMS}")));
    }
    Ok(Some(agent))
}

fn concentration(form: &RoundForm, agent: &AgentRule) -> i32 {
    form.milligrams_per_litre.unwrap_or_else(|| i32::try_from(agent.milligrams_per_litre).unwrap_or(i32::MAX))
}

/// `rounds.void`: the record stays and counts no more.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::RoundVoid`]; [`DeskError::WrongField`]; [`DeskError::TextNamesBidders`].
pub async fn void(act: &mut Writing, form: VoidForm) -> Result<RoundDayView, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 100).await?;
    let id = form.round_id.uuid();
    let row = act.tx.round(id).await?.ok_or_else(|| DeskError::not_found("round", form.round_id))?;
    let (now, operator) = (act.now, act.asker()?.id);
    if row.void_reason.is_some() || !act.tx.void_round(id, &reason, now, operator).await? {
        return Err(DeskError::RoundVoid {});
    }
    act.concerns("round", form.round_id);
    act.note("reason", reason);
    let of = act.zone.day_of(row.done_at);
    day(act, RoundDay { day: of }).await
}

/// `rounds.miss`: a round that is overdue will not be done.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::RoundNotOverdue`]; [`DeskError::WrongField`];
/// [`DeskError::TextNamesBidders`].
pub async fn miss(act: &mut Writing, form: MissForm) -> Result<RoundDayView, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 100).await?;
    let of = RoundDay { day: act.zone.day_of(form.at) };
    let before = day(act, of).await?;
    let room = before.rooms.iter().find(|room| room.code == form.room);
    let room = room.ok_or_else(|| DeskError::not_found("room", &form.room))?;
    let is_it = |task: &&super::RoundTaskView| task.kind == form.kind && task.at == form.at;
    let overdue = room.tasks.iter().find(is_it).is_some_and(|task| task.standing == RoundStanding::Overdue);
    let row = RoundMissRow {
        room_id: room.id.uuid(),
        kind: form.kind.as_str().to_owned(),
        due_for: form.at,
        reason: reason.clone(),
        at: act.now,
        operator_id: act.asker()?.id,
        operator_name: String::new(),
    };
    if !overdue || !act.tx.add_round_miss(&row).await? {
        return Err(DeskError::RoundNotOverdue { room: form.room });
    }
    act.concerns("room", &form.room);
    act.note("round", form.kind.as_str());
    act.note("reason", reason);
    day(act, of).await
}
