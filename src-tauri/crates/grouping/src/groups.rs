//! Stage 1, the choices: groups of rooms that could hold a project.

use std::collections::BTreeSet;

use crate::fit::Question;
use crate::instance::{Instance, Mode, Project};
use crate::rotation::MOST_ROOMS;
use crate::rules;

/// Groups listed for one project and one number of rooms before the closest are kept.
const LISTED: usize = 6_000;
/// Closest groups kept for one number of rooms.
const KEPT: usize = 240;
/// Closest groups kept of those with a given room, so that no room is out of reach.
const KEPT_PER_ROOM: usize = 4;
/// Numbers of rooms tried beyond the fewest.
const MORE_ROOMS: usize = 2;

/// A set of rooms that could hold a project alone, as far as the rules without the timetable go.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group {
    /// Walking minutes of all pairs.
    pub spread: u64,
    /// Rooms by their place in the instance, lowest first.
    pub rooms: Vec<usize>,
}

/// Groups for a project, fewest rooms first, then least spread, then lowest rooms. Empty only if the project
/// does not fit into the empty building.
pub(crate) fn groups(instance: &Instance, project: &Project) -> Vec<Group> {
    let minutes = rules::shortest_duration(project);
    let question = Question { instance, project, without: &[], minutes, unlinked: 0 };
    let Some(fewest) = question.fewest_rooms() else { return Vec::new() };
    let usable = (0..instance.rooms.len()).filter(|&room| open_at_all(instance, project, room, minutes));
    let usable: Vec<usize> = usable.collect();
    let linked: Vec<usize> = usable
        .iter()
        .copied()
        .filter(|&room| {
            let stays_put = project.split_roles || project.copies > 1;
            instance.rooms[room].video && (stays_put || question.receives(&instance.rooms[room]))
        })
        .collect();
    let most = question.most_rooms().min(fewest + MORE_ROOMS).min(MOST_ROOMS.max(fewest));
    let mut all = Vec::new();
    for rooms in fewest..=most {
        let pool = if rooms == 1 { &usable } else { &linked };
        let listed = combinations(instance, pool, rooms).into_iter();
        let mut holding: BTreeSet<Group> = listed
            .filter(|group| holds(instance, project, group))
            .map(|rooms| Group { spread: rules::spread(instance, &rooms), rooms })
            .collect();
        // Where the list is cut short, one group that surely holds the project stays in it.
        let witness = question.offers().into_iter().filter(|offer| offer.rooms == rooms).map(|o| o.group());
        if let Some(rooms) = witness.into_iter().find(|group| holds(instance, project, group)) {
            holding.insert(Group { spread: rules::spread(instance, &rooms), rooms });
        }
        all.extend(closest(instance, holding));
    }
    all
}

fn open_at_all(instance: &Instance, project: &Project, room: usize, minutes: u64) -> bool {
    let room = &instance.rooms[room];
    let stays = room.windows.iter().any(|&[opens, closes]| {
        let start = project.earliest_start.max(opens);
        start <= project.latest_start && u64::from(start) + minutes <= u64::from(closes)
    });
    stays && rules::capacity(project, room) > 0
}

/// Seats, shelf and roles; links and opening hours are seen to elsewhere.
fn holds(instance: &Instance, project: &Project, group: &[usize]) -> bool {
    let rooms = || group.iter().map(|&room| &instance.rooms[room]);
    let places: Vec<u64> = rooms().map(|room| u64::from(rules::capacity(project, room))).collect();
    let (technical, economic) = (u64::from(project.technical), u64::from(project.economic));
    let shelf: u64 = rooms().map(|room| u64::from(room.shelf)).sum();
    let bids: u64 = rules::count(rules::bids(project));
    let total: u64 = places.iter().sum();
    if total < technical + economic || (project.mode == Mode::Paper && shelf < bids) {
        return false;
    }
    if !project.split_roles {
        return true;
    }
    let sides = 1..1_u32.checked_shl(rules::clock(rules::count(group.len()))).unwrap_or(1).saturating_sub(1);
    sides.into_iter().any(|mask| {
        let of_side: u64 =
            places.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, p)| p).sum();
        of_side >= technical && total - of_side >= economic
    })
}

/// Sets of `size` rooms. If there are too many, each room is combined with its nearest ones only.
fn combinations(instance: &Instance, pool: &[usize], size: usize) -> BTreeSet<Vec<usize>> {
    let per_room = LISTED / pool.len().max(1);
    let mut nearest = size.saturating_sub(1);
    while nearest + 1 < pool.len() && choose(nearest + 1, size - 1) <= per_room {
        nearest += 1;
    }
    let mut found = BTreeSet::new();
    for &anchor in pool {
        let mut others: Vec<usize> = pool.iter().copied().filter(|&room| room != anchor).collect();
        others.sort_by_key(|&room| (instance.walk(anchor, room), room));
        others.truncate(nearest);
        if nearest + 1 >= pool.len() {
            // Every set is then found from its lowest room.
            others.retain(|&room| room > anchor);
        }
        extend(&others, size - 1, &mut vec![anchor], &mut found);
    }
    found
}

fn extend(others: &[usize], more: usize, rooms: &mut Vec<usize>, found: &mut BTreeSet<Vec<usize>>) {
    if more == 0 {
        let mut sorted = rooms.clone();
        sorted.sort_unstable();
        found.insert(sorted);
        return;
    }
    for (index, &room) in others.iter().enumerate() {
        rooms.push(room);
        extend(&others[index + 1..], more - 1, rooms, found);
        rooms.pop();
    }
}

/// Ways of choosing `some` of `all`.
fn choose(all: usize, some: usize) -> usize {
    (0..some).fold(1_usize, |ways, step| ways.saturating_mul(all - step) / (step + 1))
}

fn closest(instance: &Instance, holding: BTreeSet<Group>) -> Vec<Group> {
    let mut with_room = vec![0; instance.rooms.len()];
    let mut kept = Vec::new();
    for group in holding {
        let wanted = group.rooms.iter().any(|&room| with_room[room] < KEPT_PER_ROOM);
        if kept.len() < KEPT || wanted {
            for &room in &group.rooms {
                with_room[room] += 1;
            }
            kept.push(group);
        }
    }
    kept
}
