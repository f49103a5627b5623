//! Signing in, starting, batches begun and finished, and the end.

use bidhall_rules::groups::{GroupEventKind, SlipCode};
use bidhall_rules::ids::SessionId;
use chrono::Duration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::overrun::keep_rooms;
use super::shown::{show_day, slip};
use super::{GroupDayView, Today};
use crate::DeskError;
use crate::act::Writing;
use crate::groups::books;
use crate::groups::events::{Detail, Happening, enter};
use crate::groups::laid::batch_name;
use crate::groups::requests::GroupChoice;

/// A seat signs in. Only the fact is kept, never a name.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInForm {
    /// The session.
    pub session_id: SessionId,
    /// The seat's token, 专1, 专2 …
    pub seat: String,
}

/// What a run longer than usual rests on.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LongRunForm {
    /// The session.
    pub session_id: SessionId,
    /// Why it is so long, 2 to 200 characters.
    pub reason: String,
    /// Members that consent; all of them are needed.
    pub consents: u32,
    /// Whether the members know the breaks.
    pub breaks_told: bool,
}

/// What becomes of a batch in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BatchStep {
    /// The panel begins to read it.
    Begun,
    /// Every member of the panel has read it.
    Finished,
}

/// A batch is begun or finished in a room, named by its slip or by room and batch.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProgressForm {
    /// The session.
    pub session_id: SessionId,
    /// What becomes of it.
    pub what: BatchStep,
    /// The code on the slip, typed or scanned.
    #[serde(default)]
    #[ts(optional)]
    pub slip: Option<String>,
    /// Code of the room.
    #[serde(default)]
    #[ts(optional)]
    pub room: Option<String>,
    /// The batch, K1, K2 …
    #[serde(default)]
    #[ts(optional)]
    pub batch: Option<String>,
}

/// `groups.sign_in`
///
/// # Errors
/// Those of [`Today::acting`]; [`DeskError::NotFound`] for a seat the group does not have;
/// [`DeskError::SeatSignedIn`].
pub async fn sign_in(act: &mut Writing, form: SignInForm) -> Result<GroupDayView, DeskError> {
    let today = Today::acting(act, form.session_id).await?;
    let seat = form.seat.trim();
    let seats = today.version.laid().map(|laid| laid.seats()).unwrap_or_default();
    if !seats.iter().any(|(token, _)| token == seat) {
        return Err(DeskError::not_found("seat", seat));
    }
    if today.log.signed_in.contains_key(seat) {
        return Err(DeskError::SeatSignedIn { seat: seat.to_owned() });
    }
    let detail = Detail { seat: Some(seat.to_owned()), ..Detail::default() };
    let happening =
        Happening { kind: GroupEventKind::SignedIn, subject: seat, room: None, detail, reason: "" };
    enter(act, today.session.id, &today.log, happening).await?;
    shown(act, form.session_id).await
}

/// `groups.long_run`
///
/// # Errors
/// Those of [`Today::acting`]; [`DeskError::VoteCount`] unless every member consents;
/// [`DeskError::WrongField`] unless the members know the breaks; [`DeskError::TextNamesBidders`].
pub async fn record_long_run(act: &mut Writing, form: LongRunForm) -> Result<GroupDayView, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let today = Today::acting(act, form.session_id).await?;
    let members = today.version.laid().map_or(0, |laid| laid.members());
    if form.consents != members {
        return Err(DeskError::VoteCount { members });
    }
    if !form.breaks_told {
        return Err(DeskError::field("breaksTold", "the members know the breaks"));
    }
    let detail = Detail { consents: Some(form.consents), ..Detail::default() };
    let kind = GroupEventKind::LongRun;
    let happening = Happening { kind, subject: "group", room: None, detail, reason: &reason };
    enter(act, today.session.id, &today.log, happening).await?;
    shown(act, form.session_id).await
}

/// `groups.start`
///
/// # Errors
/// Those of [`Today::acting`]; [`DeskError::GroupRunning`]; [`DeskError::SeatsMissing`] until every seat has
/// signed in; [`DeskError::LongRunMissing`].
pub async fn start(act: &mut Writing, choice: GroupChoice) -> Result<GroupDayView, DeskError> {
    let today = Today::acting(act, choice.session_id).await?;
    let code = today.session.code.clone();
    if today.log.started.is_some() {
        return Err(DeskError::GroupRunning { code });
    }
    if let Some(laid) = today.version.laid() {
        let seats = laid.seats().into_iter().map(|(token, _)| token);
        let missing: Vec<String> = seats.filter(|token| !today.log.signed_in.contains_key(token)).collect();
        if !missing.is_empty() {
            return Err(DeskError::SeatsMissing { seats: missing });
        }
        let minutes = laid.end() - laid.start();
        let longest = today.version.facts.long_run_minutes.unwrap_or(u32::MAX);
        let is_recorded = today.log.rows.iter().any(|(kind, _, _)| *kind == GroupEventKind::LongRun);
        if minutes > longest && !is_recorded {
            return Err(DeskError::LongRunMissing { code, minutes });
        }
    }
    let kind = GroupEventKind::Started;
    let detail = Detail { version: Some(today.row.version), ..Detail::default() };
    let happening = Happening { kind, subject: "group", room: None, detail, reason: "" };
    enter(act, today.session.id, &today.log, happening).await?;
    shown(act, choice.session_id).await
}

/// `groups.progress`
///
/// # Errors
/// Those of [`Today::acting`]; [`DeskError::GroupNotStarted`]; [`DeskError::SlipCode`];
/// [`DeskError::NotFound`] for a batch the panel does not read; [`DeskError::PanelBusy`] and
/// [`DeskError::BatchElsewhere`] when panel or batch are not free; [`DeskError::BatchBegun`],
/// [`DeskError::BatchNotBegun`].
pub async fn progress(act: &mut Writing, form: ProgressForm) -> Result<GroupDayView, DeskError> {
    let today = Today::acting(act, form.session_id).await?;
    today.running()?;
    let (panel, batch) = reading_of(&today, &form)?;
    let Some(laid) = today.version.laid() else {
        return Err(DeskError::GroupNotPossible { code: today.session.code.clone() });
    };
    let place = usize::try_from(panel).unwrap_or(0).saturating_sub(1);
    let sits = laid.placed.rooms.get(place).ok_or_else(|| DeskError::not_found("panel", panel))?;
    let room = today.known.coded(&sits.room)?;
    let (name, code) = (batch_name(batch), room.code.clone());
    let running = today.log.running(panel);
    let kind = match form.what {
        BatchStep::Begun => {
            if let Some(running) = running {
                if running.batch == batch {
                    return Err(DeskError::BatchBegun { batch: name, room: code });
                }
                return Err(DeskError::PanelBusy { room: code, batch: batch_name(running.batch) });
            }
            let holds = |other: u32| today.log.running(other).filter(|running| running.batch == batch);
            if laid.is_paper()
                && let Some(other) = laid.panels().filter_map(holds).next()
            {
                return Err(DeskError::BatchElsewhere { batch: name, room: other.room.clone() });
            }
            let read = today.log.readings_of(panel, batch).count();
            let planned =
                laid.reviews_of(batch).iter().filter(|one| laid.panel_in(&one.room) == panel).count();
            if planned == 0 {
                return Err(DeskError::not_found("batch", name));
            }
            if read >= planned {
                return Err(DeskError::BatchBegun { batch: name, room: code });
            }
            GroupEventKind::BatchBegun
        }
        BatchStep::Finished => {
            if running.is_none_or(|running| running.batch != batch) {
                return Err(DeskError::BatchNotBegun { batch: name, room: code });
            }
            GroupEventKind::BatchFinished
        }
    };
    let subject = format!("{name}@{panel}");
    let detail = Detail { batch: Some(batch), panel: Some(panel), room: Some(code), ..Detail::default() };
    let happening = Happening { kind, subject: &subject, room: Some(room.id), detail, reason: "" };
    enter(act, today.session.id, &today.log, happening).await?;
    shown(act, form.session_id).await
}

/// The panel and the batch a form names.
fn reading_of(today: &Today, form: &ProgressForm) -> Result<(u32, usize), DeskError> {
    let Some(laid) = today.version.laid() else {
        return Err(DeskError::GroupNotPossible { code: today.session.code.clone() });
    };
    match (&form.slip, &form.room, &form.batch) {
        (Some(text), None, None) => {
            let wrong = || DeskError::SlipCode { code: text.clone() };
            let code = SlipCode::parse(text).ok_or_else(wrong)?;
            let batch = usize::try_from(code.batch).unwrap_or(0).checked_sub(1).ok_or_else(wrong)?;
            // A slip of another day, group or panel is no slip of this one.
            if slip(today, batch, code.panel) != code || laid.panels().all(|panel| panel != code.panel) {
                return Err(wrong());
            }
            Ok((code.panel, batch))
        }
        (None, Some(room), Some(batch)) => {
            let found = laid.batches().find(|(number, _)| batch_name(*number) == batch.trim());
            let (batch, _) = found.ok_or_else(|| DeskError::not_found("batch", batch))?;
            let sits = laid.placed.rooms.iter().position(|panel| panel.room == room.trim());
            let panel = sits.ok_or_else(|| DeskError::not_found("room", room))?;
            Ok((u32::try_from(panel + 1).unwrap_or(0), batch))
        }
        (Some(_) | None, Some(_) | None, Some(_) | None) => {
            Err(DeskError::field("slip", "a slip, or a room and a batch"))
        }
    }
}

/// `groups.finish`: the rooms stay booked for the disinfection after it and are free then.
///
/// # Errors
/// Those of [`Today::acting`]; [`DeskError::GroupNotStarted`]; [`DeskError::ReadingsLeft`] until every panel has
/// read every batch.
pub async fn finish(act: &mut Writing, choice: GroupChoice) -> Result<GroupDayView, DeskError> {
    let today = Today::acting(act, choice.session_id).await?;
    today.running()?;
    if let Some(laid) = today.version.laid() {
        let now = laid.clock.working(act.now);
        let forecast = super::timing::forecast(&laid, &today.log, now);
        let left = forecast.blocks.iter().find(|block| block.finished.is_none());
        if let Some(block) = left {
            let (batch, room) = (batch_name(block.review.batch), block.review.room.clone());
            return Err(DeskError::ReadingsLeft { batch, room });
        }
    }
    let kind = GroupEventKind::Finished;
    let happening = Happening { kind, subject: "group", room: None, detail: Detail::default(), reason: "" };
    enter(act, today.session.id, &today.log, happening).await?;
    let changeover = Duration::minutes(today.version.instance.rules.changeover_minutes.into());
    let until = act.now + changeover;
    books::lengthen(act, today.session.id, until, until).await?;
    books::shorten(act, today.session.id, until).await?;
    shown(act, choice.session_id).await
}

/// The day as it is after an act. Its rooms stay booked for as long as the forecast says.
pub(super) async fn shown(act: &mut Writing, session_id: SessionId) -> Result<GroupDayView, DeskError> {
    keep_rooms(act, session_id).await?;
    show_day(act, GroupChoice { session_id }).await
}
