//! What is free: the next times in the same rooms, and other rooms at the same time.

use chrono::{DateTime, Days, Duration, NaiveTime, Utc};

use super::{Floor, RoomUse};
use crate::ids::RoomId;

/// Openings begin on a quarter of an hour.
const STEP_MINUTES: u32 = 15;
/// Two suggested times are at least an hour apart, so that they differ in more than a step.
const APART_MINUTES: i64 = 60;
/// How many days ahead is looked. No holiday is as long.
const FURTHEST: u64 = 21;

/// The next times from `from` on at which all these uses, which go together, could begin in their rooms: within
/// the working hours, on a quarter of an hour, in conflict with nothing. `uses` begin at one moment, and the floor
/// no longer has them. At most `most`.
#[must_use]
pub fn next_times(
    uses: &[RoomUse],
    floor: &Floor<'_>,
    from: DateTime<Utc>,
    most: usize,
) -> Vec<DateTime<Utc>> {
    let Some(begins) = uses.first().map(|one| one.begins) else { return Vec::new() };
    let first = floor.zone.day_of(from);
    let steps = (0..24 * 60 / STEP_MINUTES).filter_map(|step| {
        let minute = step * STEP_MINUTES;
        NaiveTime::from_hms_opt(minute / 60, minute % 60, 0)
    });
    let moments = (0..=FURTHEST)
        .filter_map(|days| first.checked_add_days(Days::new(days)))
        .filter(|day| floor.calendar.is_working_day(*day))
        .flat_map(|day| steps.clone().map(move |time| floor.zone.instant(day, time)))
        .filter(|moment| from <= *moment);
    let mut found: Vec<DateTime<Utc>> = Vec::new();
    for moment in moments {
        if found.len() == most {
            break;
        }
        let is_near = found.last().is_some_and(|last| moment < *last + Duration::minutes(APART_MINUTES));
        if !is_near && uses.iter().all(|one| fits(&one.shifted(moment - begins), floor)) {
            found.push(moment);
        }
    }
    found
}

/// Those of `rooms`, in their order, that a use could have instead of its own at the same time.
#[must_use]
pub fn free_rooms(wanted: &RoomUse, rooms: &[RoomId], floor: &Floor<'_>) -> Vec<RoomId> {
    let is_free = |room: &RoomId| *room != wanted.room && floor.faults(&wanted.in_room(*room)).is_empty();
    rooms.iter().copied().filter(is_free).collect()
}

fn fits(wanted: &RoomUse, floor: &Floor<'_>) -> bool {
    floor.in_working_hours(wanted) && floor.faults(wanted).is_empty()
}
