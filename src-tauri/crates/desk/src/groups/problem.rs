//! The planning problem of one session: the rooms on offer, the walks between them, the committee.

use bidhall_grouping::Instance;
use bidhall_grouping::instance::{INSTANCE_SCHEMA, Mode, Project, Room, Rules, SpareRoom};
use bidhall_rules::sessions::SessionKind;
use bidhall_rules::settings::{CommitteeRule, GroupingSettings};
use bidhall_store::rooms::RoomRow;
use bidhall_store::sessions::SessionRow;

use super::clock::DayClock;
use super::offer::Offered;
use crate::DeskError;
use crate::act::word;
use crate::rooms::KnownRooms;

/// What one more room would be like: three experts, shelves for a batch each way, a minute away.
const ONE_MORE_SHELF: u32 = 48;
const ONE_MORE_WALK: u32 = 2;

fn whole(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// A room as the planner sees it: windows in working minutes, seats as many as experts may share it.
pub(super) fn room_of(offer: &Offered<'_>, clock: &DayClock, experts_per_room: u32) -> Room {
    let RoomRow { code, zone, floor, x, y, seats_spaced, shelf, video, .. } = offer.room;
    let windows = offer.windows.iter().map(|window| window.map(|minute| clock.time.working(minute)));
    Room {
        id: code.clone(),
        zone: Some(zone.clone()),
        floor: Some(*floor),
        x: Some(f64::from(*x)),
        y: Some(f64::from(*y)),
        seats: whole(*seats_spaced).min(experts_per_room),
        shelf: whole(*shelf),
        video: *video,
        windows: windows.filter(|[opens, closes]| opens < closes).collect(),
    }
}

/// What is asked of the planner beside the rooms.
pub(super) struct Task<'a> {
    pub(super) session: &'a SessionRow,
    pub(super) bids: u32,
    pub(super) committee: &'a CommitteeRule,
    /// Start in minutes of the clock.
    pub(super) start: u32,
    pub(super) settings: &'a GroupingSettings,
}

/// The problem of one session with bids of equal length.
pub(super) fn instance(
    task: &Task<'_>,
    clock: &DayClock,
    known: &KnownRooms,
    offered: &[Offered<'_>],
) -> Result<Instance, DeskError> {
    let Task { session, bids, committee, start, settings } = *task;
    let kind: SessionKind = word(&session.kind)?;
    let bids = usize::try_from(bids).unwrap_or(usize::MAX);
    let begin = clock.time.working(start);
    let limit = clock.time.working(start + settings.limit_minutes) - begin;
    let rows: Vec<&RoomRow> = offered.iter().map(|offer| offer.room).collect();
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
            overnight_site_open: settings.overnight_open_on(session.day),
            spare_room: Some(SpareRoom {
                seats: settings.experts_per_room,
                shelf: ONE_MORE_SHELF,
                walk_minutes: ONE_MORE_WALK,
            }),
        },
        rooms: offered.iter().map(|offer| room_of(offer, clock, settings.experts_per_room)).collect(),
        walk_minutes: known.walk_minutes(&rows),
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
            earliest_start: begin,
            latest_start: begin,
            limit_minutes: limit,
            discussion_minutes: settings.discussion_minutes,
            minutes: Some(vec![settings.review_minutes_per_bid; bids]),
            technical_minutes: None,
            economic_minutes: None,
            batches: None,
        }],
    })
}
