//! Plans the rest of a running day again with the least change.

use bidhall_grouping::Plan;
use bidhall_grouping::instance::Instance;
use bidhall_grouping::replan::{Change, DayState, Event, ReplanFault, Replanned, ReviewBegun};
use bidhall_rules::sessions::RoomPurpose;
use bidhall_store::rooms::RoomRow;

use super::Today;
use crate::DeskError;
use crate::act::{Reading, word};
use crate::groups::books;
use crate::groups::changes;
use crate::groups::draft::Draft;
use crate::groups::events::Occurrence;
use crate::groups::facts::{Facts, GroupChange, LeftRoom};
use crate::groups::laid::{Laid, batch_name};
use crate::groups::offer::{Demand, Offered};
use crate::groups::problem::room_of;
use crate::rooms::KnownRooms;

/// The window of a room that takes nobody in: no evaluation lies in the first minute of the day.
const CLOSED: [u32; 2] = [0, 1];

/// Renews the version in force after an event.
///
/// # Errors
/// [`DeskError::ReplanImpossible`] and [`DeskError::NoRoomInstead`] when no room can take a panel.
pub(super) async fn renew(
    act: &mut Reading,
    today: &Today,
    happening: &Occurrence,
    event: Event,
) -> Result<Draft, DeskError> {
    let laid = today.version.laid();
    let laid = laid.ok_or_else(|| DeskError::GroupNotPossible { code: today.session.code.clone() })?;
    let bookings = books::of_day(act, today.session.day).await?;
    let demand = Demand {
        session: today.session.id,
        clock: laid.clock,
        bookings: &bookings,
        changeover_minutes: laid.instance.rules.changeover_minutes,
        span: (act.now, laid.clock.instant(laid.limit())),
    };
    let log = today.log.after(act, today.session.id, happening.by(""))?;
    let now = laid.clock.working(act.now);
    let state = DayState { now, reviews: begun(&laid, &log), events: vec![event.clone()] };
    // The room kept free comes first; other free rooms only where it cannot help.
    let mut failed = None;
    for purposes in [&[RoomPurpose::Spare][..], &[RoomPurpose::Spare, RoomPurpose::Evaluation][..]] {
        let instance = with_rooms(&laid, &demand, &today.known, purposes)?;
        match act.thinking.replan(&instance, &today.version.plan, &state)? {
            Ok(replanned) => return renewed(today, &laid, &today.known, instance, replanned, &event),
            Err(fault) => failed = Some(fault),
        }
    }
    Err(impossible(failed))
}

fn impossible(fault: Option<ReplanFault>) -> DeskError {
    match fault {
        Some(ReplanFault::NoSpareRoom { room, experts, .. }) => DeskError::NoRoomInstead { room, experts },
        Some(fault) => DeskError::ReplanImpossible { problem: fault.to_string() },
        None => DeskError::ReplanImpossible { problem: String::new() },
    }
}

/// The reviews of the plan that have begun, with their real times.
fn begun(laid: &Laid<'_>, log: &crate::groups::events::Log) -> Vec<ReviewBegun> {
    let mut begun = Vec::new();
    for reading in log.readings.iter().filter(|reading| !reading.void) {
        let planned = laid.placed.reviews.iter().find(|review| {
            review.batch == reading.batch
                && laid.panel_in(&review.room) == reading.panel
                && review.room == reading.room
        });
        if planned.is_none() {
            continue;
        }
        begun.push(ReviewBegun {
            project: laid.placed.project.clone(),
            room: reading.room.clone(),
            batch: reading.batch,
            begin: laid.clock.working(reading.begun),
            end: reading.finished.map(|finished| laid.clock.working(finished)),
        });
    }
    begun
}

/// The problem with the rooms of the group, those it has left, and free rooms of these purposes.
fn with_rooms(
    laid: &Laid<'_>,
    demand: &Demand<'_>,
    known: &KnownRooms,
    purposes: &[RoomPurpose],
) -> Result<Instance, DeskError> {
    let mut codes: Vec<&str> = laid.placed.rooms.iter().map(|panel| panel.room.as_str()).collect();
    codes.extend(laid.facts.left_rooms.iter().map(|left| left.room.as_str()));
    let mut offered: Vec<Offered<'_>> = Vec::new();
    for room in &known.rows {
        let free = demand.instead(known, room)?;
        if codes.contains(&room.code.as_str()) {
            // A room that was left and is still broken stays in the problem, but takes nobody in.
            let sits = laid.placed.rooms.iter().any(|panel| panel.room == room.code);
            let is_open = sits || free.is_some();
            let windows = if is_open { demand.windows(room)? } else { vec![CLOSED] };
            offered.push(Offered { room, windows });
        } else if purposes.contains(&word::<RoomPurpose>(&room.purpose)?)
            && let Some(free) = free
        {
            offered.push(free);
        }
    }
    let rows: Vec<&RoomRow> = offered.iter().map(|offer| offer.room).collect();
    let experts = laid.facts.experts_per_room.unwrap_or(u32::MAX);
    Ok(Instance {
        rooms: offered.iter().map(|offer| room_of(offer, laid.clock, experts)).collect(),
        walk_minutes: known.walk_minutes(&rows),
        ..laid.instance.clone()
    })
}

/// The new version: limit and rooms left as the event made them, differences as people see them.
fn renewed(
    today: &Today,
    laid: &Laid<'_>,
    known: &KnownRooms,
    mut instance: Instance,
    replanned: Replanned,
    event: &Event,
) -> Result<Draft, DeskError> {
    let mut facts = laid.facts.clone();
    if let Event::TimeVoted { minutes, .. } = event {
        if let Some(project) = instance.projects.first_mut() {
            project.limit_minutes += minutes;
        }
        let end = laid.clock.time.working(laid.limit()) + minutes;
        facts.limit_minutes = Some(laid.clock.time.ends(end) - laid.start());
    }
    facts.left_out = Vec::new();
    facts.breaches = replanned.breaches.iter().map(|breach| format!("{:?}", breach.rule)).collect();
    facts.breaches.sort_unstable();
    facts.breaches.dedup();
    facts.changes = replanned.changes.iter().filter_map(|change| told(laid, change)).collect();
    for change in &replanned.changes {
        if let Change::PanelMoved { from, .. } = change {
            let panel = laid.panel_in(from);
            facts.left_rooms.retain(|left| left.room != *from);
            facts.left_rooms.push(LeftRoom { room: from.clone(), panel });
        }
    }
    let plan: Plan = replanned.plan;
    let used =
        |code: &String| plan.placed.iter().flat_map(|placed| &placed.rooms).any(|panel| panel.room == *code);
    let lost = |code: &String| matches!(event, Event::RoomLost { room, .. } if room == code);
    facts.spare = facts.spare.filter(|code| !used(code) && !lost(code));
    let after = Laid::of(&instance, &plan, &facts, laid.clock);
    let ends = changes(Some(laid), after.as_ref());
    let new_changes = ends.into_iter().filter(|change| matches!(change, GroupChange::EndMoved { .. }));
    let mut all: Vec<GroupChange> = facts.changes.clone();
    all.extend(new_changes);
    if let Some(after) = &after {
        let sentences = crate::groups::explain::sentences(after, &plan, &facts, known)?;
        facts = Facts {
            changes: all,
            explanation: crate::groups::explain::GroupExplanation { sentences, ..Default::default() },
            ..facts
        };
    }
    Ok(Draft {
        basis: today.version.basis,
        band: word(&today.row.band)?,
        instance,
        plan,
        facts,
        settings_version: today.row.grouping_version,
    })
}

/// A difference as people see it; the end is told once for the whole.
fn told(laid: &Laid<'_>, change: &Change) -> Option<GroupChange> {
    let time = laid.clock;
    Some(match change {
        Change::PanelMoved { from, to, at, .. } => GroupChange::PanelMoved {
            panel: laid.panel_in(from),
            from: from.clone(),
            to: to.clone(),
            at: time.end(*at),
        },
        Change::ReviewRepeated { room, batch, .. } => {
            GroupChange::ReviewRepeated { room: room.clone(), batch: batch_name(*batch) }
        }
        Change::ReviewReordered { room, batch, .. } => {
            GroupChange::ReviewReordered { room: room.clone(), batch: batch_name(*batch) }
        }
        Change::ReviewMoved { room, batch, from, to, .. } => GroupChange::ReviewMoved {
            room: room.clone(),
            batch: batch_name(*batch),
            from: time.begin(*from),
            to: time.begin(*to),
        },
        Change::BidDropped { bid, .. } => {
            GroupChange::BidDropped { bid: u32::try_from(bid + 1).unwrap_or(u32::MAX) }
        }
        Change::StartLater { .. } | Change::FinishLater { .. } | Change::FinishEarlier { .. } => return None,
    })
}
