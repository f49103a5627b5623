//! The rooms that panels of lost rooms go on in, and the renewed entry of a project.

use super::day::{Standing, standing};
use super::timing::Timetable;
use super::{Change, DayState, ReplanFault, day::lost_from};
use crate::instance::Instance;
use crate::plan::{Panel, Placed, Review};
use crate::rules;

/// A project's entry of the new plan.
pub(super) struct Renewed {
    pub placed: Placed,
    pub changes: Vec<Change>,
}

/// Renews one project; `others` are the entries of all other projects as they stand.
pub(super) fn renewed(
    instance: &Instance,
    placed: &Placed,
    others: &[&Placed],
    day: &DayState,
) -> Result<Renewed, ReplanFault> {
    let standing = standing(instance, placed, day)?;
    let waits = !standing.begun() && standing.start(others, &[]) > placed.start;
    if !standing.touched(day) && !waits {
        return Ok(Renewed { placed: placed.clone(), changes: Vec::new() });
    }
    let latest = (placed.start + standing.limit).saturating_sub(standing.project.discussion_minutes);
    let mut targets: Vec<Option<usize>> = vec![None; standing.seats.len()];
    let concerned =
        |seat: &usize| standing.seats[*seat].lost.is_some_and(|lost| lost < placed.discussion_end);
    for seat in (0..standing.seats.len()).filter(concerned) {
        let spare = best_spare(&standing, seat, &targets, others, day, latest);
        let room = &instance.rooms[standing.seats[seat].room];
        targets[seat] = Some(spare.ok_or_else(|| ReplanFault::NoSpareRoom {
            project: placed.project.clone(),
            room: room.id.clone(),
            experts: standing.seats[seat].experts,
        })?);
    }
    let start = standing.start(others, &targets);
    let latest = latest + (start - placed.start);
    let timetable = standing.timetable(start, &targets, latest);
    Ok(standing.renewed(start, &targets, &timetable))
}

/// The room in which the day of the project ends earliest, then the nearest, then the lowest.
fn best_spare(
    standing: &Standing<'_>,
    seat: usize,
    targets: &[Option<usize>],
    others: &[&Placed],
    day: &DayState,
    latest: u32,
) -> Option<usize> {
    let instance = standing.instance;
    let free = (0..instance.rooms.len()).filter(|&room| {
        !standing.seats.iter().any(|seat| seat.room == room)
            && !targets.contains(&Some(room))
            && lost_from(day, &instance.rooms[room].id).is_none()
            && standing.holds(seat, room, targets)
    });
    let tried = free.filter_map(|room| {
        let mut with = targets.to_vec();
        with[seat] = Some(room);
        let timetable = standing.timetable(standing.placed.start, &with, latest);
        let end = timetable.end + standing.project.discussion_minutes;
        let begin = standing.now.max(standing.placed.start);
        let open = rules::open_throughout(&instance.rooms[room], u64::from(begin), u64::from(end));
        let group = (0..standing.seats.len()).filter(|&other| other != seat);
        let group = group.map(|other| with[other].unwrap_or(standing.seats[other].room));
        let walking: u32 = group.map(|other| instance.walk_minutes[room][other]).sum();
        let alone = others.iter().all(|other| apart(instance, other, room, begin, end));
        (open && alone).then_some(((end, walking, room), room))
    });
    tried.min().map(|(_, room)| room)
}

/// Whether a stay in the room keeps the changeover to another project.
fn apart(instance: &Instance, other: &Placed, room: usize, begin: u32, end: u32) -> bool {
    let id = &instance.rooms[room].id;
    let uses = other.rooms.iter().any(|panel| panel.room == *id);
    let changeover = instance.rules.changeover_minutes;
    !uses || other.discussion_end + changeover <= begin || end + changeover <= other.start
}

impl<'a> Standing<'a> {
    /// Reviews done in rooms that panels have left before.
    pub(super) fn history(&self) -> impl Iterator<Item = &'a Review> + use<'a> {
        let placed = self.placed;
        placed.reviews.iter().filter(|review| placed.rooms.iter().all(|panel| panel.room != review.room))
    }

    /// Seats, link and shelves of a room in place of a seat's own.
    fn holds(&self, seat: usize, room: usize, targets: &[Option<usize>]) -> bool {
        let it = &self.instance.rooms[room];
        let group = |other: usize| {
            if other == seat { room } else { targets[other].unwrap_or(self.seats[other].room) }
        };
        let shelf: u64 =
            (0..self.seats.len()).map(|other| u64::from(self.instance.rooms[group(other)].shelf)).sum();
        let stream = self.seats[seat].stream;
        let sets_of = |stream| {
            let of_stream = self.seats.iter().filter(|seat| seat.stream == stream);
            let sets: std::collections::BTreeSet<u32> = of_stream.map(|seat| seat.set).collect();
            sets.len()
        };
        let sets = rules::streams(self.project).iter().map(|&stream| sets_of(stream)).max().unwrap_or(1);
        let panels = self.seats.iter().filter(|seat| seat.stream == stream).count();
        let travels = panels > sets_of(stream);
        let largest = self.batches.get(&stream).into_iter().flatten().map(Vec::len).max().unwrap_or(0);
        let bids = rules::bids(self.project) - self.dropped.len();
        rules::capacity(self.project, it) >= self.seats[seat].experts
            && (self.seats.len() == 1 || it.video)
            && (!self.paper()
                || (shelf >= rules::count(bids * sets)
                    && (!travels || rules::count(largest) <= u64::from(it.shelf))))
    }

    /// The planned start, or later where other projects hold the rooms longer than planned.
    fn start(&self, others: &[&Placed], targets: &[Option<usize>]) -> u32 {
        if self.begun() {
            return self.placed.start;
        }
        let changeover = self.instance.rules.changeover_minutes;
        let mine = |id: &str| {
            let room = |seat: usize| targets.get(seat).copied().flatten().unwrap_or(self.seats[seat].room);
            (0..self.seats.len()).any(|seat| self.instance.rooms[room(seat)].id == id)
        };
        let earlier = others.iter().filter(|other| other.start <= self.placed.start);
        let waits = earlier.filter(|other| other.rooms.iter().any(|panel| mine(&panel.room)));
        let free = waits.map(|other| other.discussion_end + changeover).max().unwrap_or(0);
        free.max(self.placed.start).min(self.project.latest_start.max(self.placed.start))
    }

    fn renewed(&self, start: u32, targets: &[Option<usize>], timetable: &Timetable) -> Renewed {
        let room_id = |room: usize| self.instance.rooms[room].id.clone();
        let paper = self.paper();
        let review = |seat: usize, batch: usize, room: usize, begin: u32, end: u32| Review {
            stream: Some(self.seats[seat].stream),
            set: paper.then_some(self.seats[seat].set),
            batch,
            room: room_id(room),
            begin,
            end,
        };
        let done = self.done.iter().map(|d| review(d.seat, d.batch, self.seats[d.seat].room, d.begin, d.end));
        let timed = timetable.timed.iter().map(|timed| {
            let open = &self.open[timed.open];
            review(open.seat, open.batch, timed.room, timed.begin, timed.end)
        });
        let mut reviews: Vec<Review> = self.history().cloned().chain(done).chain(timed).collect();
        reviews.sort_by(|a, b| (a.begin, &a.room, a.batch).cmp(&(b.begin, &b.room, b.batch)));
        let discussion_begin = timetable.end.max(start);
        let panel = |(panel, target): (&Panel, &Option<usize>)| Panel {
            room: target.map_or_else(|| panel.room.clone(), room_id),
            ..panel.clone()
        };
        let placed = Placed {
            project: self.placed.project.clone(),
            start,
            rooms: self.placed.rooms.iter().zip(targets).map(panel).collect(),
            batches: self.batches.clone(),
            reviews,
            discussion_begin,
            discussion_end: discussion_begin + self.project.discussion_minutes,
        };
        let changes = self.changes(&placed, targets, timetable);
        Renewed { placed, changes }
    }

    fn changes(&self, new: &Placed, targets: &[Option<usize>], timetable: &Timetable) -> Vec<Change> {
        let project = || new.project.clone();
        let id = |room: usize| self.instance.rooms[room].id.clone();
        let mut changes: Vec<Change> =
            self.dropped.iter().map(|&bid| Change::BidDropped { project: project(), bid }).collect();
        for (seat, target) in targets.iter().enumerate() {
            if let (Some(to), Some(at)) = (target, timetable.left_at[seat]) {
                let from = id(self.seats[seat].room);
                changes.push(Change::PanelMoved { project: project(), from, to: id(*to), at });
            }
        }
        for timed in &timetable.timed {
            let open = &self.open[timed.open];
            let (room, batch) = (id(timed.room), open.batch);
            if open.again {
                changes.push(Change::ReviewRepeated { project: project(), room: room.clone(), batch });
            }
            if timetable.reordered.contains(&timed.open) {
                changes.push(Change::ReviewReordered { project: project(), room: room.clone(), batch });
            }
            if open.planned != u32::MAX && open.planned != timed.begin {
                let (from, to) = (open.planned, timed.begin);
                changes.push(Change::ReviewMoved { project: project(), room, batch, from, to });
            }
        }
        let old = self.placed;
        if new.start > old.start {
            changes.push(Change::StartLater { project: project(), by: new.start - old.start });
        }
        if new.discussion_end > old.discussion_end {
            let by = new.discussion_end - old.discussion_end;
            changes.push(Change::FinishLater { project: project(), by });
        }
        if new.discussion_end < old.discussion_end {
            let by = old.discussion_end - new.discussion_end;
            changes.push(Change::FinishEarlier { project: project(), by });
        }
        changes.sort();
        changes
    }
}
