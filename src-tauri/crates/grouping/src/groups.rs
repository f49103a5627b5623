//! Stage 1, the choices: groups of rooms that could hold a project, least spread first.

use std::collections::{BTreeSet, BinaryHeap};

use crate::instance::{Instance, Mode, Project};
use crate::pins::Wishes;
use crate::rules;

/// Groups looked at in one listing before it is cut short.
const LOOKED_AT: usize = 3_000_000;
/// Rooms tried in place of the last one of a group around a given room.
const TRIED_LAST: usize = 12;

/// A set of rooms that could hold a project alone, as far as the rules without the timetable go.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group {
    /// Walking minutes of all pairs.
    pub spread: u64,
    /// Rooms by their place in the instance, lowest first.
    pub rooms: Vec<usize>,
}

/// Groups of one size.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listing {
    /// Least spread first, then lowest rooms.
    pub groups: Vec<Group>,
    /// Groups with this spread or more may be missing; none if all are listed.
    pub cutoff: Option<u64>,
}

/// What one project asks of its rooms.
pub(crate) struct Search<'a> {
    pub instance: &'a Instance,
    pub project: &'a Project,
    pub wishes: &'a Wishes,
    /// Rooms that may be used, and whether groups of two or more may use them.
    usable: Vec<usize>,
    linked: Vec<usize>,
    places: Vec<u64>,
    experts: u64,
    shelf: u64,
}

impl<'a> Search<'a> {
    pub(crate) fn new(instance: &'a Instance, project: &'a Project, wishes: &'a Wishes) -> Self {
        let minutes = rules::shortest_duration(project);
        let usable: Vec<usize> = (0..instance.rooms.len())
            .filter(|&room| !wishes.avoid.contains(&room) && open_at_all(instance, project, room, minutes))
            .collect();
        let linked = usable.iter().copied().filter(|&room| {
            let it = &instance.rooms[room];
            let cap = usize::try_from(instance.rules.carry_max_bids.min(it.shelf)).unwrap_or(usize::MAX);
            let stays_put = project.split_roles || project.copies > 1 || project.mode == Mode::Electronic;
            it.video && (stays_put || cap >= rules::largest_packed(project))
        });
        let places = instance.rooms.iter().map(|room| u64::from(rules::capacity(project, room))).collect();
        let shelf = if project.mode == Mode::Paper { rules::count(rules::bids(project)) } else { 0 };
        let experts = u64::from(project.technical + project.economic);
        Self { instance, project, wishes, linked: linked.collect(), usable, places, experts, shelf }
    }

    fn pool(&self, size: usize) -> &[usize] {
        if size == 1 { &self.usable } else { &self.linked }
    }

    /// Whether a room may belong to a group of this size.
    pub(crate) fn serves(&self, room: usize, size: usize) -> bool {
        self.pool(size).contains(&room)
    }

    /// Most rooms a group may have.
    pub(crate) fn most_rooms(&self) -> usize {
        let most = usize::try_from(self.instance.rules.max_rooms_per_project).unwrap_or(usize::MAX);
        most.min(self.instance.rooms.len()).min(usize::try_from(self.experts).unwrap_or(usize::MAX))
    }

    /// Seats, shelf, roles and wishes; links and opening hours are seen to by the pools.
    pub(crate) fn holds(&self, group: &[usize]) -> bool {
        let total: u64 = group.iter().map(|&room| self.places[room]).sum();
        if group.is_empty() || total < self.experts || rules::count(group.len()) > self.experts {
            return false;
        }
        let shelf: u64 = group.iter().map(|&room| u64::from(self.instance.rooms[room].shelf)).sum();
        shelf >= self.shelf
            && self.wishes.rooms.iter().all(|room| group.contains(room))
            && (!self.project.split_roles || self.divides(group, total))
    }

    fn divides(&self, group: &[usize], total: u64) -> bool {
        let (technical, economic) = (u64::from(self.project.technical), u64::from(self.project.economic));
        let sides =
            1..1_u32.checked_shl(rules::clock(rules::count(group.len()))).unwrap_or(1).saturating_sub(1);
        sides.into_iter().any(|mask| {
            let side = group.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1);
            let (mut places, mut rooms) = (0, 0);
            for (_, &room) in side {
                places += self.places[room];
                rooms += 1;
            }
            let others = rules::count(group.len()) - rooms;
            places >= technical && total - places >= economic && rooms <= technical && others <= economic
        })
    }

    /// The `most` groups of this size with the least spread, none above `up_to`, and one around each room so
    /// that no room is out of reach.
    pub(crate) fn listing(&self, size: usize, most: usize, up_to: u64) -> Listing {
        let pool = self.pool(size);
        if size == 0 || pool.len() < size {
            return Listing::default();
        }
        let around: BTreeSet<Group> = pool.iter().filter_map(|&room| self.around(room, size)).collect();
        let mut walk =
            Walk { of: self, pool, most, limit: up_to, found: BinaryHeap::new(), looked_at: 0, cut: None };
        walk.extend(&mut Vec::with_capacity(size), 0, &vec![0; pool.len()], 0, size);
        let cutoff = match (walk.cut, up_to) {
            (Some(cut), _) => Some(cut),
            (None, u64::MAX) => None,
            (None, up_to) => Some(up_to + 1),
        };
        let mut groups: BTreeSet<Group> = walk.found.into_iter().collect();
        if cutoff.is_some() {
            groups.extend(around);
        }
        Listing { groups: groups.into_iter().collect(), cutoff }
    }

    /// A close group of this size with a given room.
    fn around(&self, room: usize, size: usize) -> Option<Group> {
        let mut others: Vec<usize> = self.pool(size).iter().copied().filter(|&other| other != room).collect();
        let wished = |other: usize| !self.wishes.rooms.contains(&other);
        others.sort_by_key(|&other| (wished(other), self.instance.walk(room, other), other));
        let fixed = size.saturating_sub(2).min(others.len());
        let mut tried = Vec::new();
        let lasts = if size == 1 { 1 } else { others.len().saturating_sub(fixed).min(TRIED_LAST) };
        for last in 0..lasts {
            let mut group = vec![room];
            group.extend(&others[..fixed]);
            if size > 1 {
                group.push(others[fixed + last]);
            }
            group.sort_unstable();
            if group.len() == size && self.holds(&group) {
                tried.push(Group { spread: rules::spread(self.instance, &group), rooms: group });
            }
        }
        tried.into_iter().min()
    }
}

fn open_at_all(instance: &Instance, project: &Project, room: usize, minutes: u64) -> bool {
    let room = &instance.rooms[room];
    let stays = room.windows.iter().any(|&[opens, closes]| {
        let start = project.earliest_start.max(opens);
        start <= project.latest_start && u64::from(start) + minutes <= u64::from(closes)
    });
    stays && rules::capacity(project, room) > 0
}

/// All groups in the order of their rooms, as far as their spread is not above the limit.
struct Walk<'a, 'b> {
    of: &'a Search<'b>,
    pool: &'a [usize],
    most: usize,
    limit: u64,
    found: BinaryHeap<Group>,
    looked_at: usize,
    cut: Option<u64>,
}

impl Walk<'_, '_> {
    /// `sums` are the walking minutes from each room of the pool to the rooms taken.
    fn extend(&mut self, rooms: &mut Vec<usize>, spread: u64, sums: &[u64], from: usize, more: usize) {
        if more == 0 {
            if self.of.holds(rooms) {
                self.keep(Group { spread, rooms: rooms.clone() });
            }
            return;
        }
        let least = sums[from..].iter().copied().min().unwrap_or(0);
        for place in from..=self.pool.len() - more {
            let joined = spread + sums[place];
            // Every room still to come is at least as far from the rooms taken as the nearest one.
            if joined + least * (rules::count(more) - 1) > self.limit {
                continue;
            }
            self.looked_at += 1;
            if self.looked_at > LOOKED_AT {
                self.cut = Some(0);
                return;
            }
            let room = self.pool[place];
            rooms.push(room);
            if more == 1 {
                self.extend(rooms, joined, &[], 0, 0);
            } else {
                let row = &self.of.instance.walk_minutes[room];
                let further: Vec<u64> =
                    sums.iter().zip(self.pool).map(|(sum, &other)| sum + u64::from(row[other])).collect();
                self.extend(rooms, joined, &further, place + 1, more - 1);
            }
            rooms.pop();
        }
    }

    fn keep(&mut self, group: Group) {
        self.found.push(group);
        if self.found.len() > self.most {
            if let Some(dropped) = self.found.pop() {
                self.cut = Some(self.cut.map_or(dropped.spread, |cut| cut.min(dropped.spread)));
            }
            self.limit = self.found.peek().map_or(self.limit, |last| last.spread.min(self.limit));
        }
    }
}
