//! Rehearsals (全流程演示): the whole app on a database of its own, with a scripted clock.

mod demo;
mod script;

use bidhall_store::Tx;
use bidhall_store::centre::CentreRow;
use bidhall_store::rehearsal::{ClockRow, EventRow};
use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::act::Reading;
use crate::centre::{CentreView, found_in, view_of};
use crate::database::Nothing;
use crate::seals::fields;
use crate::{Call, Desk, DeskError, Workplace, keys, seals};

pub use demo::prepare_demo_day;
pub use script::{Attachments, ScriptLine, read_script};

/// Runs, pauses or speeds up the clock.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClockChange {
    /// Whether it runs.
    pub running: bool,
    /// Scripted seconds per real second, 1 to 600.
    pub speed: u32,
}

/// The scripted clock.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    /// Whether it runs.
    pub running: bool,
    /// Scripted seconds per real second while it runs.
    pub speed: u32,
    /// When the next event is.
    pub next_event_at: Option<DateTime<Utc>>,
    /// What it is: a command of the script, or `opening` of a session.
    pub next_event: Option<String>,
    /// Events of the script that are still to come.
    #[ts(type = "number")]
    pub events_left: i64,
}

/// What a step did.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RehearsalStep {
    /// The centre after it.
    pub centre: CentreView,
    /// The command that was played, if the next event was one of the script.
    pub played: Option<String>,
    /// The error it ended with.
    pub failure: Option<DeskError>,
}

/// An event of the script.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// Its place in the script.
    #[ts(type = "number")]
    pub seq: i64,
    /// When it happens.
    pub at: DateTime<Utc>,
    /// Code of the acting person.
    pub operator: String,
    /// The command.
    pub command: String,
    /// When it was played.
    pub played_at: Option<DateTime<Utc>>,
    /// Code of the error it ended with.
    pub failure: Option<String>,
}

/// The events of a rehearsal.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct EventList {
    /// In the order of the script.
    pub events: Vec<EventView>,
}

/// What the scripted clock shows when the real one shows `real`.
pub(crate) fn scripted_now(clock: &ClockRow, real: DateTime<Utc>) -> DateTime<Utc> {
    let passed = (real - clock.anchored_at).max(Duration::zero());
    if clock.running { clock.scripted_at + passed * clock.speed } else { clock.scripted_at }
}

/// `rehearsal.events`
///
/// # Errors
/// [`DeskError::RehearsalOnly`] elsewhere.
pub async fn events(act: &mut Reading, _: Nothing) -> Result<EventList, DeskError> {
    if !act.rehearsal {
        return Err(DeskError::RehearsalOnly { command: "rehearsal.events".to_owned() });
    }
    let events = act.tx.rehearsal_events().await?;
    let events = events
        .into_iter()
        .map(|row| EventView {
            seq: row.seq,
            at: row.at,
            operator: row.operator,
            command: row.command,
            played_at: row.played_at,
            failure: row.failure,
        })
        .collect();
    Ok(EventList { events })
}

/// `rehearsal.clock`
///
/// # Errors
/// [`DeskError::RehearsalOnly`] elsewhere.
pub async fn set_clock(
    workplace: &Workplace,
    _: &Call,
    change: ClockChange,
) -> Result<CentreView, DeskError> {
    if !(1..=600).contains(&change.speed) {
        return Err(DeskError::field("speed", "1 to 600"));
    }
    let desk = rehearsal_desk(workplace, "rehearsal.clock").await?;
    let mut tx = desk.store.write().await?;
    let now = desk.now(&mut tx).await?;
    let speed = i32::try_from(change.speed).unwrap_or(1);
    let clock = ClockRow { scripted_at: now, anchored_at: desk.clock.now(), running: change.running, speed };
    tx.set_rehearsal_clock(&clock).await?;
    tx.commit().await?;
    present(&desk).await
}

/// `rehearsal.step`: the clock goes to the next event and pauses; an event of the script is played.
///
/// # Errors
/// [`DeskError::RehearsalOnly`] elsewhere.
pub async fn step(workplace: &Workplace, _: &Call, _: Nothing) -> Result<RehearsalStep, DeskError> {
    let desk = rehearsal_desk(workplace, "rehearsal.step").await?;
    let mut tx = desk.store.write().await?;
    let now = desk.now(&mut tx).await?;
    let event = tx.next_rehearsal_event().await?;
    let at = match &event {
        Some(event) => Some(event.at.max(now)),
        None => next_opening(&mut tx, now).await?,
    };
    if let Some(at) = at {
        pause_at(&mut tx, at, desk.clock.now()).await?;
    }
    tx.commit().await?;
    let mut view = RehearsalStep { centre: present(&desk).await?, played: None, failure: None };
    if let Some(event) = event {
        view.played = Some(event.command.clone());
        view.failure = play(workplace, &desk, &event).await?.err();
        view.centre = present(&desk).await?;
    }
    Ok(view)
}

/// Plays the events of the script whose time has come; the window asks for this while the clock
/// runs.
///
/// # Errors
/// [`DeskError`] when the database is lost; an event's own error is kept with the event.
pub async fn play_due(workplace: &Workplace) -> Result<u32, DeskError> {
    let Ok(desk) = workplace.desk().await else { return Ok(0) };
    let mut played = 0;
    loop {
        let mut tx = desk.store.read().await?;
        let running = tx.rehearsal_clock().await?.is_some_and(|clock| clock.running);
        let now = desk.now(&mut tx).await?;
        let due = tx.next_rehearsal_event().await?.filter(|event| running && event.at <= now);
        drop(tx);
        let Some(event) = due else { return Ok(played) };
        // What the event itself ends with is kept in its row.
        let _ = play(workplace, &desk, &event).await?;
        played += 1;
    }
}

/// Plays one event and notes how it ended. The nonce makes a second play of it harmless.
async fn play(
    workplace: &Workplace,
    desk: &Desk,
    event: &EventRow,
) -> Result<Result<(), DeskError>, DeskError> {
    let key = desk.key().await?;
    let payload = seals::opened(&key, fields::SCRIPTED, event.seq, &event.payload)?;
    let answer = match script::resolve(desk, &payload).await {
        Ok(payload) => {
            let call = Call {
                command: event.command.clone(),
                operator: Some(event.operator.clone()),
                nonce: Some(event.nonce.clone()),
                payload,
                ..Call::default()
            };
            Box::pin(workplace.handle(&call)).await.map(drop)
        }
        Err(error) => Err(error),
    };
    let mut tx = desk.store.write().await?;
    let now = desk.now(&mut tx).await?;
    let failure = answer.as_ref().err().map(DeskError::code);
    tx.rehearsal_event_played(event.seq, now, failure.as_deref()).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Makes the open database a rehearsal whose clock stands at `at`; on one that is a rehearsal
/// already nothing changes.
///
/// # Errors
/// [`DeskError::CentreFounded`] when it holds real records.
pub async fn begin(desk: &Desk, name: &str, at: DateTime<Utc>) -> Result<(), DeskError> {
    let mut tx = desk.store.write().await?;
    if let Some(centre) = tx.centre().await? {
        return if centre.rehearsal { Ok(()) } else { Err(DeskError::CentreFounded { name: centre.name }) };
    }
    let zone = bidhall_rules::centre_time::CentreZone::default().name().to_owned();
    let centre = CentreRow { name: name.to_owned(), zone, rehearsal: true, founded_at: at };
    found_in(&mut tx, &centre, "").await?;
    let root = keys::found_rehearsal(&mut tx, at, desk.seed()?).await?;
    pause_at(&mut tx, at, desk.clock.now()).await?;
    tx.commit().await?;
    desk.keys.put(&root);
    Ok(())
}

/// Plays one line of a script at its time and answers as the command does. Time never goes back.
///
/// # Errors
/// The command's own [`DeskError`].
pub async fn play_line(workplace: &Workplace, line: &ScriptLine) -> Result<serde_json::Value, DeskError> {
    let desk = rehearsal_desk(workplace, "rehearse").await?;
    let mut tx = desk.store.write().await?;
    let now = desk.now(&mut tx).await?;
    pause_at(&mut tx, line.at.max(now), desk.clock.now()).await?;
    tx.commit().await?;
    let payload = script::resolve(&desk, &line.payload.to_string()).await?;
    let call = Call {
        command: line.command.clone(),
        operator: line.operator.clone(),
        nonce: Some(line.nonce.clone()),
        payload,
        ..Call::default()
    };
    // A command may itself play lines, so the recursion needs a box.
    Box::pin(workplace.handle(&call)).await
}

async fn rehearsal_desk(workplace: &Workplace, command: &str) -> Result<Desk, DeskError> {
    let desk = workplace.desk().await?;
    let rehearsal = desk.store.read().await?.centre().await?.is_some_and(|centre| centre.rehearsal);
    if rehearsal { Ok(desk) } else { Err(DeskError::RehearsalOnly { command: command.to_owned() }) }
}

async fn pause_at(tx: &mut Tx, at: DateTime<Utc>, real: DateTime<Utc>) -> Result<(), DeskError> {
    let speed = tx.rehearsal_clock().await?.map_or(1, |clock| clock.speed);
    let clock = ClockRow { scripted_at: at, anchored_at: real, running: false, speed };
    Ok(tx.set_rehearsal_clock(&clock).await?)
}

async fn next_opening(tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, DeskError> {
    let sessions = tx.sessions().await?;
    Ok(sessions.iter().filter(|row| row.state == "scheduled").map(|row| row.deadline).find(|at| *at > now))
}

async fn present(desk: &Desk) -> Result<CentreView, DeskError> {
    let mut tx = desk.store.read().await?;
    let now = desk.now(&mut tx).await?;
    let centre = tx.centre().await?.ok_or(DeskError::CentreMissing {})?;
    let zone = bidhall_rules::centre_time::CentreZone::parse(&centre.zone)
        .map_err(|error| DeskError::internal(&error))?;
    view_of(&mut tx, now, zone, &centre.name, centre.rehearsal).await
}

pub(crate) async fn clock_view(tx: &mut Tx) -> Result<Option<ClockView>, DeskError> {
    let Some(clock) = tx.rehearsal_clock().await? else { return Ok(None) };
    let event = tx.next_rehearsal_event().await?;
    let events_left = tx.rehearsal_events_left().await?;
    let (next_event_at, next_event) = match event {
        Some(event) => (Some(event.at), Some(event.command)),
        None => match next_opening(tx, clock.scripted_at).await? {
            Some(at) => (Some(at), Some("opening".to_owned())),
            None => (None, None),
        },
    };
    Ok(Some(ClockView {
        running: clock.running,
        speed: u32::try_from(clock.speed).unwrap_or(1),
        next_event_at,
        next_event,
        events_left,
    }))
}
