//! Puts together what is shown of a group on its day.

use bidhall_rules::groups::SlipCode;
use bidhall_store::bookings::BookingRow;
use chrono::{DateTime, Datelike as _, Utc};

use super::Today;
use super::overrun::overruns;
use super::timing::{Block, Forecast, forecast};
use super::view::{
    BatchPlace, BlockState, DayBatch, DayBlock, DayPanel, DayRoom, DaySeat, DayState, GroupDayView,
    GroupEventView, PanelDoing,
};
use crate::DeskError;
use crate::act::Reading;
use crate::groups::body::{GroupBasis, GroupRoom, breaks, parts, temperature_rounds};
use crate::groups::books;
use crate::groups::checks::{NamedNumber, number};
use crate::groups::events::Detail;
use crate::groups::heads::{Version, view_of};
use crate::groups::laid::{Laid, batch_name};
use crate::groups::margin::margin;
use crate::groups::requests::GroupChoice;
use crate::groups::ways::document_room;

/// `groups.day`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::GroupMissing`] when nobody has planned the session's group.
pub async fn show_day(act: &mut Reading, choice: GroupChoice) -> Result<GroupDayView, DeskError> {
    let today = Today::load(act, choice.session_id).await?;
    let mut group = view_of(act, &today.row, &today.session, &today.known).await?;
    let bookings = books::of_day(act, today.session.day).await?;
    let versions = today
        .versions
        .iter()
        .map(|row| Ok(Version::read(act, row)?.head(row.id == today.row.id)))
        .collect::<Result<Vec<_>, DeskError>>()?;
    let now = act.now;
    let laid = today.version.laid();
    let laid = laid.as_ref();
    let forecast = laid.map(|laid| forecast(laid, &today.log, laid.clock.working(now)));
    let forecast = forecast.as_ref();
    let both = laid.zip(forecast);
    let estimate = today.version.basis == GroupBasis::BandUpperEnd;
    let end = both.map(|(laid, forecast)| laid.clock.time.ends(forecast.discussion.1));
    // A late day runs into breaks and rounds that the plan did not reach.
    if let Some((laid, end)) = laid.zip(end).filter(|(laid, end)| *end > laid.end()) {
        group.body.breaks = breaks(laid, end);
        group.body.temperature_rounds = temperature_rounds(laid, end);
    }
    Ok(GroupDayView {
        state: state(&today, forecast),
        now,
        started_at: today.log.started,
        finished_at: today.log.finished,
        predicted_discussion: both.map(|(laid, forecast)| laid.clock.begin(forecast.discussion.0)),
        predicted_end: both.map(|(laid, forecast)| laid.clock.end(forecast.discussion.1)),
        margin: laid.map(|laid| margin(laid, end, estimate)),
        rooms: rooms(&today, &group.body.rooms, &bookings, now)?,
        panels: both.map(|(laid, forecast)| panels(&today, laid, forecast)).unwrap_or_default(),
        batches: both
            .map(|(laid, forecast)| batches(&today, laid, forecast, now))
            .transpose()?
            .unwrap_or_default(),
        blocks: both.map(|(laid, forecast)| blocks(&today, laid, forecast, now)).unwrap_or_default(),
        versions,
        events: today
            .log
            .rows
            .iter()
            .map(|(kind, row, detail)| GroupEventView {
                seq: row.seq,
                kind: *kind,
                at: row.at,
                operator: row.operator_name.clone(),
                reason: row.reason.clone(),
                room: detail.room.clone(),
                batch: detail.batch.map(batch_name),
                seat: detail.seat.clone(),
                numbers: numbers(detail),
                granted: detail.granted,
                version: detail.version,
            })
            .collect(),
        bookings: books::shown(&bookings, &today.known),
        overruns: overruns(act, &today, &bookings, both).await?,
        group,
    })
}

fn numbers(detail: &Detail) -> Vec<NamedNumber> {
    [
        ("remaining", detail.remaining),
        ("minutes", detail.minutes),
        ("votesFor", detail.votes_for),
        ("votesAgainst", detail.votes_against),
        ("consents", detail.consents),
    ]
    .into_iter()
    .filter_map(|(name, value)| value.map(|value| number(name, value)))
    .collect()
}

fn state(today: &Today, forecast: Option<&Forecast<'_>>) -> DayState {
    let is_read =
        forecast.is_some_and(|forecast| forecast.blocks.iter().all(|block| block.finished.is_some()));
    if today.log.finished.is_some() {
        DayState::Finished
    } else if today.log.started.is_some() {
        if is_read { DayState::Discussion } else { DayState::Running }
    } else if today.log.signed_in.is_empty() {
        DayState::Planned
    } else {
        DayState::SigningIn
    }
}

fn rooms(
    today: &Today,
    group: &[GroupRoom],
    bookings: &[BookingRow],
    now: DateTime<Utc>,
) -> Result<Vec<DayRoom>, DeskError> {
    let mut rooms = Vec::new();
    for room in today.known.views()? {
        let used = group.iter().find(|used| used.room_id == room.id);
        let held = bookings.iter().find(|booking| {
            booking.room_id == room.id.uuid()
                && booking.session_id != today.session.id
                && booking.begins <= now
                && now < booking.ends
        });
        rooms.push(DayRoom {
            usage: used.map(|used| used.usage),
            panel: used.and_then(|used| used.panel),
            held_by: held.map(|booking| booking.code.clone()),
            room,
        });
    }
    Ok(rooms)
}

fn panels(today: &Today, laid: &Laid<'_>, forecast: &Forecast<'_>) -> Vec<DayPanel> {
    let log = &today.log;
    let seat = |token: String| DaySeat {
        signed_in_at: log.signed_in.get(&token).copied(),
        replaced: log.replaced.get(&token).copied().unwrap_or(0),
        token,
    };
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    laid.panels()
        .zip(&laid.placed.rooms)
        .map(|(panel, room)| {
            let mine: Vec<&Block<'_>> = forecast.blocks.iter().filter(|block| block.panel == panel).collect();
            let running = mine.iter().find(|block| block.begun.is_some() && block.finished.is_none());
            let doing = running.and_then(|block| {
                let (batch, until) = (batch_name(block.review.batch), laid.clock.end(block.end));
                block.begun.map(|since| PanelDoing { batch, since, until })
            });
            DayPanel {
                panel,
                room: room.room.clone(),
                seats: laid.seats_of(panel).into_iter().map(seat).collect(),
                doing,
                done: count(mine.iter().filter(|block| block.finished.is_some()).count()),
                total: count(mine.len()),
                next: mine
                    .iter()
                    .find(|block| block.begun.is_none())
                    .map(|block| batch_name(block.review.batch)),
            }
        })
        .collect()
}

fn batches(
    today: &Today,
    laid: &Laid<'_>,
    forecast: &Forecast<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<DayBatch>, DeskError> {
    let shelf = document_room(&today.known)?;
    let walk = |code: &str| {
        let rows = [today.known.coded(code).ok()?, shelf?];
        today.known.walk_minutes(&rows).first().and_then(|row| row.get(1)).copied()
    };
    let now = laid.clock.working(now);
    let batches = laid.batches().map(|(batch, bids)| {
        let mine: Vec<&Block<'_>> =
            forecast.blocks.iter().filter(|block| block.review.batch == batch).collect();
        let running = mine.iter().find(|block| block.begun.is_some() && block.finished.is_none());
        let last = mine.iter().rev().find(|block| block.finished.is_some());
        let next = mine.iter().find(|block| block.begun.is_none());
        let at = |place, block: Option<&&Block<'_>>, until: Option<u32>| {
            let room = block.map(|block| block.review.room.clone());
            (place, room, until.map(|until| laid.clock.end(until)))
        };
        let back = last.map(|block| {
            let clean = if next.is_some() { laid.instance.rules.disinfect_minutes } else { 0 };
            block.end + walk(&block.review.room).unwrap_or(0) + clean
        });
        let forth = next.map(|block| block.begin.saturating_sub(walk(&block.review.room).unwrap_or(0)));
        let started = today.log.started.is_some();
        let (place, room, until) = match (running, back, forth) {
            (Some(block), _, _) => at(BatchPlace::Room, Some(block), Some(block.end)),
            (None, Some(back), _) if laid.is_paper() && now < back => {
                at(BatchPlace::Coming, last, Some(back))
            }
            (None, _, Some(forth)) if started && now >= forth => {
                at(BatchPlace::Going, next, next.map(|block| block.begin))
            }
            (None, _, Some(forth)) => at(BatchPlace::Shelf, None, Some(forth)),
            (None, _, None) => at(BatchPlace::Done, None, None),
        };
        DayBatch {
            batch: batch_name(batch),
            bids: u32::try_from(bids.len()).unwrap_or(u32::MAX),
            place,
            room,
            until,
            next: next.map(|block| block.review.room.clone()),
        }
    });
    Ok(batches.collect())
}

fn blocks(today: &Today, laid: &Laid<'_>, forecast: &Forecast<'_>, now: DateTime<Utc>) -> Vec<DayBlock> {
    let now = laid.clock.working(now);
    let mut due: Vec<u32> = Vec::new();
    let mut shown = Vec::new();
    for block in &forecast.blocks {
        let state = match (block.begun, block.finished) {
            (_, Some(_)) => BlockState::Done,
            (Some(_), None) if now > block.review.end => BlockState::Late,
            (Some(_), None) => BlockState::Running,
            (None, None) if due.contains(&block.panel) => BlockState::Waiting,
            (None, None) => {
                due.push(block.panel);
                BlockState::Due
            }
        };
        shown.push(DayBlock {
            room: block.review.room.clone(),
            panel: block.panel,
            batch: batch_name(block.review.batch),
            slip: slip(today, block.review.batch, block.panel).to_string(),
            planned_begin: laid.clock.begin(block.review.begin),
            planned_end: laid.clock.end(block.review.end),
            begun_at: block.begun,
            finished_at: block.finished,
            predicted_begin: block.begun.unwrap_or_else(|| laid.clock.begin(block.begin)),
            predicted_end: block.finished.unwrap_or_else(|| laid.clock.end(block.end)),
            parts: parts(laid.clock, block.begin, block.end),
            state,
            repeated: block.repeated,
        });
    }
    shown
}

/// The code on the slip of a batch for a panel.
pub(super) fn slip(today: &Today, batch: usize, panel: u32) -> SlipCode {
    SlipCode {
        month: today.row.day.month(),
        day: today.row.day.day(),
        group: today.row.label.trim_start_matches('G').parse().unwrap_or(0),
        batch: u32::try_from(batch + 1).unwrap_or(0),
        panel,
    }
}
