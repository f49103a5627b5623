//! The planning problem of one session: the rooms on offer, the walks between them, the committee.

use bidhall_grouping::instance::{INSTANCE_SCHEMA, Mode, Project, Room, Rules};
use bidhall_grouping::{Instance, Plan};
use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::sessions::{RoomPurpose, SessionKind};
use bidhall_rules::settings::GroupingSettings;
use bidhall_store::groups::GroupRow;
use bidhall_store::rooms::RoomRow;
use bidhall_store::sessions::SessionRow;
use chrono::Timelike as _;

use crate::DeskError;
use crate::act::{stored, word};

/// Walking speed with a trolley, metres a minute; with it a floor of the demo day takes one minute
/// from door to door.
const METRES_PER_MINUTE: i32 = 30;
/// A flight of stairs, minutes.
const MINUTES_PER_FLOOR: i32 = 3;

/// A room on offer with its open times, minutes from midnight.
pub(super) struct Offered<'a> {
    room: &'a RoomRow,
    windows: Vec<[u32; 2]>,
}

/// The rooms on offer: for evaluation, recorded, among those named, and while no other group has
/// them.
pub(super) fn offered<'a>(
    rooms: &'a [RoomRow],
    named: &[String],
    others: &[GroupRow],
    settings: &GroupingSettings,
) -> Result<Vec<Offered<'a>>, DeskError> {
    let mut taken: Vec<(String, u32, u32)> = Vec::new();
    for group in others {
        let plan: Plan = stored(&group.plan)?;
        for placed in &plan.placed {
            for panel in &placed.rooms {
                taken.push((panel.room.clone(), placed.start, placed.discussion_end));
            }
        }
    }
    let mut offered = Vec::new();
    for room in rooms {
        let purpose: RoomPurpose = word(&room.purpose)?;
        let is_named = named.is_empty() || named.contains(&room.code);
        if purpose != RoomPurpose::Evaluation || !room.recording || !is_named {
            continue;
        }
        let mut windows = vec![[minute(room.opens_minute), minute(room.closes_minute)]];
        for (_, begin, end) in taken.iter().filter(|(code, ..)| *code == room.code) {
            let begin = begin.saturating_sub(settings.changeover_minutes);
            let end = end.saturating_add(settings.changeover_minutes);
            windows = windows.into_iter().flat_map(|window| without(window, begin, end)).collect();
        }
        if !windows.is_empty() {
            offered.push(Offered { room, windows });
        }
    }
    Ok(offered)
}

/// What is left of a window when the time from `begin` to `end` is taken out.
fn without([open, close]: [u32; 2], begin: u32, end: u32) -> Vec<[u32; 2]> {
    [[open, close.min(begin)], [open.max(end), close]]
        .into_iter()
        .filter(|[open, close]| open < close)
        .collect()
}

fn minute(minute: i32) -> u32 {
    u32::try_from(minute).unwrap_or_default()
}

/// The problem of one session with `bids` bids of equal length.
pub(super) fn instance(
    zone: CentreZone,
    session: &SessionRow,
    bids: u32,
    offered: &[Offered<'_>],
    settings: &GroupingSettings,
) -> Result<Instance, DeskError> {
    let committee = &settings.committee;
    let opening = zone.time_of(session.deadline);
    let start = opening.hour() * 60 + opening.minute() + settings.start_minutes_after_opening;
    let kind: SessionKind = word(&session.kind)?;
    let bids = usize::try_from(bids).unwrap_or(usize::MAX);
    let rooms = offered
        .iter()
        .map(|offer| Room {
            id: offer.room.code.clone(),
            zone: Some(offer.room.zone.clone()),
            floor: Some(offer.room.floor),
            x: Some(f64::from(offer.room.x)),
            y: Some(f64::from(offer.room.y)),
            seats: minute(offer.room.seats_spaced).min(settings.experts_per_room),
            shelf: minute(offer.room.shelf),
            video: offer.room.video,
            windows: offer.windows.clone(),
        })
        .collect();
    let walk_minutes =
        offered.iter().map(|from| offered.iter().map(|to| walk(from.room, to.room)).collect()).collect();
    Ok(Instance {
        schema: INSTANCE_SCHEMA.to_owned(),
        id: format!("{} {}", session.day, session.code),
        title: None,
        rules: Rules {
            disinfect_minutes: settings.disinfect_minutes,
            changeover_minutes: settings.changeover_minutes,
            carry_max_bids: settings.carry_max_bids,
            max_rooms_per_project: settings.max_rooms_per_project,
            overnight_threshold: settings.overnight_threshold,
            overnight_site_open: settings.overnight_site_open,
            spare_room: None,
        },
        rooms,
        walk_minutes,
        projects: vec![Project {
            id: session.code.clone(),
            mode: match kind {
                SessionKind::Paper | SessionKind::Mixed => Mode::Paper,
                SessionKind::Electronic => Mode::Electronic,
            },
            weight: 1,
            technical: committee.technical,
            economic: committee.economic + committee.tenderer_reps,
            split_roles: false,
            // Clerks sit in the document room; the seats are the committee's.
            staff_per_room: 0,
            // One set goes round, the others stay sealed.
            copies: 1,
            earliest_start: start,
            latest_start: start,
            limit_minutes: settings.limit_minutes,
            discussion_minutes: settings.discussion_minutes,
            minutes: Some(vec![settings.review_minutes_per_bid; bids]),
            technical_minutes: None,
            economic_minutes: None,
            batches: None,
        }],
    })
}

/// Minutes from one room to another: along the corridor from middle to middle, begun minutes in
/// full, one at least, and the stairs. Rounding up keeps the way over a third room from being
/// shorter.
fn walk(from: &RoomRow, to: &RoomRow) -> u32 {
    if from.id == to.id {
        return 0;
    }
    let middle = |room: &RoomRow| (2 * room.x + room.width, 2 * room.y + room.depth);
    let ((x1, y1), (x2, y2)) = (middle(from), middle(to));
    let half_metres = (x1 - x2).abs() + (y1 - y2).abs();
    let along = (half_metres + 2 * METRES_PER_MINUTE - 1) / (2 * METRES_PER_MINUTE);
    minute(along.max(1) + MINUTES_PER_FLOOR * (from.floor - to.floor).abs())
}
