//! One project in force: its panels, what has been done, and what is still to be read.

use std::collections::{BTreeMap, BTreeSet};

use super::{DayState, Event, ReplanFault, ReviewBegun};
use crate::instance::{Instance, Mode, Project, Stream};
use crate::plan::{Placed, Plan, Review};
use crate::rules;

/// A panel with its stream; `room` is where it sits at the beginning.
#[derive(Debug, Clone)]
pub(super) struct Seat {
    pub room: usize,
    pub stream: Stream,
    pub set: u32,
    pub experts: u32,
    /// First minute its room is lost.
    pub lost: Option<u32>,
}

/// A review that stays as it was done.
#[derive(Debug, Clone)]
pub(super) struct Done {
    pub seat: usize,
    pub batch: usize,
    pub begin: u32,
    pub end: u32,
}

/// A review still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    pub seat: usize,
    pub batch: usize,
    pub minutes: u32,
    /// Begin in the plan in force.
    pub planned: u32,
    /// Whether it has to be read once more because of what happened now.
    pub again: bool,
}

/// One project as it stands now.
pub(super) struct Standing<'a> {
    pub instance: &'a Instance,
    pub project: &'a Project,
    pub placed: &'a Placed,
    pub now: u32,
    pub seats: Vec<Seat>,
    pub done: Vec<Done>,
    pub open: Vec<Open>,
    pub batches: BTreeMap<Stream, Vec<Vec<usize>>>,
    pub dropped: BTreeSet<usize>,
    pub limit: u32,
}

/// The events of one project.
struct Happened<'a> {
    replaced: BTreeSet<&'a str>,
    dropped: BTreeSet<usize>,
    voted: u32,
    late: BTreeMap<(&'a str, usize), u32>,
}

impl<'a> Happened<'a> {
    fn to(project: &str, day: &'a DayState) -> Self {
        let mut found =
            Self { replaced: BTreeSet::new(), dropped: BTreeSet::new(), voted: 0, late: BTreeMap::new() };
        for event in &day.events {
            match event {
                Event::MemberReplaced { project: of, room } if of == project => {
                    found.replaced.insert(room);
                }
                Event::BidsDropped { project: of, bids } if of == project => found.dropped.extend(bids),
                Event::TimeVoted { project: of, minutes } if of == project => {
                    found.voted = found.voted.saturating_add(*minutes);
                }
                Event::ReviewLate { project: of, room, batch, end } if of == project => {
                    found.late.insert((room, *batch), *end);
                }
                Event::RoomLost { .. }
                | Event::MemberReplaced { .. }
                | Event::BidsDropped { .. }
                | Event::TimeVoted { .. }
                | Event::ReviewLate { .. } => {}
            }
        }
        found
    }
}

/// The first minute a room is lost.
pub(super) fn lost_from(day: &DayState, room: &str) -> Option<u32> {
    let lost = day.events.iter().filter_map(|event| match event {
        Event::RoomLost { room: lost, from } if lost == room => Some(*from),
        Event::RoomLost { .. }
        | Event::MemberReplaced { .. }
        | Event::BidsDropped { .. }
        | Event::TimeVoted { .. }
        | Event::ReviewLate { .. } => None,
    });
    lost.min()
}

fn stream_of(project: &Project, technical: u32) -> Stream {
    match (project.split_roles, technical) {
        (false, _) => Stream::All,
        (true, 0) => Stream::Economic,
        (true, _) => Stream::Technical,
    }
}

/// What of a project is done and what is open; none if the building does not know it.
pub(super) fn standing<'a>(
    instance: &'a Instance,
    placed: &'a Placed,
    day: &DayState,
) -> Result<Standing<'a>, ReplanFault> {
    let unknown = || ReplanFault::UnknownProject { project: placed.project.clone() };
    let project = instance.projects.iter().find(|p| p.id == placed.project).ok_or_else(unknown)?;
    let happened = Happened::to(&project.id, day);
    let mut seats = Vec::new();
    for panel in &placed.rooms {
        let room = instance.rooms.iter().position(|room| room.id == panel.room);
        seats.push(Seat {
            room: room.ok_or_else(|| ReplanFault::UnknownRoom { room: panel.room.clone() })?,
            stream: stream_of(project, panel.technical),
            set: panel.set.unwrap_or(1),
            experts: panel.technical + panel.economic,
            lost: lost_from(day, &panel.room),
        });
    }
    let mut batches = placed.batches.clone();
    for list in batches.values_mut().flatten() {
        list.retain(|bid| !happened.dropped.contains(bid));
    }
    if batches.values().any(|list| list.iter().all(Vec::is_empty)) {
        return Err(ReplanFault::NoBidsLeft { project: project.id.clone() });
    }
    let mut standing = Standing {
        instance,
        project,
        placed,
        now: day.now,
        seats,
        done: Vec::new(),
        open: Vec::new(),
        batches,
        dropped: happened.dropped.clone(),
        limit: project.limit_minutes.saturating_add(happened.voted),
    };
    standing.sort_out(day, &happened);
    Ok(standing)
}

impl Standing<'_> {
    pub(super) fn paper(&self) -> bool {
        self.project.mode == Mode::Paper
    }

    /// Whether anything happened that the plan in force does not know.
    pub(super) fn touched(&self, day: &DayState) -> bool {
        let id = self.project.id.as_str();
        let of_event = |event: &Event| match event {
            Event::RoomLost { .. } => self.seats.iter().any(|seat| seat.lost.is_some()),
            Event::MemberReplaced { project, .. }
            | Event::BidsDropped { project, .. }
            | Event::TimeVoted { project, .. }
            | Event::ReviewLate { project, .. } => project == id,
        };
        let as_planned = |review: &Review| {
            let of = |begun: &&ReviewBegun| {
                begun.project == id && begun.room == review.room && begun.batch == review.batch
            };
            match day.reviews.iter().filter(of).max_by_key(|begun| begun.begin) {
                None => review.begin >= self.now,
                Some(begun) => {
                    begun.begin == review.begin && begun.end.unwrap_or(review.end.max(self.now)) == review.end
                }
            }
        };
        let mut planned = self.placed.reviews.iter();
        day.events.iter().any(of_event) || !planned.all(|r| self.left_before(&r.room) || as_planned(r))
    }

    /// Whether a room of the plan's reviews is one that its panel has left.
    pub(super) fn left_before(&self, room: &str) -> bool {
        self.placed.rooms.iter().all(|panel| panel.room != room)
    }

    /// Whether any review has begun, or the start has passed.
    pub(super) fn begun(&self) -> bool {
        self.placed.start < self.now || !self.done.is_empty()
    }

    fn batch(&self, stream: Stream, batch: usize) -> &[usize] {
        self.batches.get(&stream).and_then(|list| list.get(batch)).map_or(&[], Vec::as_slice)
    }

    /// Minutes of a planned review without the bids dropped since; `readers` is 1 for a new member alone.
    fn minutes_left(&self, seat: usize, batch: usize, readers: u32, planned: &Review) -> u32 {
        let Seat { stream, .. } = self.seats[seat];
        let minutes = rules::minutes_of(self.project, stream);
        let whole = self.placed.batches.get(&stream).and_then(|list| list.get(batch));
        let needs = |bids: &[usize]| rules::panel_minutes(self.project.mode, minutes, bids, readers);
        let fewer = needs(whole.map_or(&[], Vec::as_slice)) - needs(self.batch(stream, batch));
        (planned.end - planned.begin).saturating_sub(rules::clock(fewer))
    }

    /// Minutes one reader needs for what is left of a batch.
    fn alone(&self, seat: usize, batch: usize) -> u32 {
        let Seat { stream, .. } = self.seats[seat];
        let minutes = rules::minutes_of(self.project, stream);
        rules::clock(rules::panel_minutes(self.project.mode, minutes, self.batch(stream, batch), 1))
    }

    /// Every stop of every seat and batch, told apart into done and open.
    fn sort_out(&mut self, day: &DayState, happened: &Happened<'_>) {
        for seat in 0..self.seats.len() {
            let Seat { stream, room, .. } = self.seats[seat];
            let id = self.instance.rooms[room].id.as_str();
            for batch in 0..self.batches.get(&stream).map_or(0, Vec::len) {
                let mine = |review: &&ReviewBegun| {
                    review.project == self.project.id && review.room == id && review.batch == batch
                };
                let mut begun: Vec<&ReviewBegun> = day.reviews.iter().filter(mine).collect();
                begun.sort_by_key(|review| review.begin);
                let planned = self.placed.reviews.iter().filter(|r| r.batch == batch && r.room == id);
                let mut planned: Vec<&Review> = planned.collect();
                planned.sort_by_key(|review| review.begin);
                // A batch without a review here was read in a room this panel has left before.
                let mut read = planned.is_empty();
                let late = happened.late.get(&(id, batch)).copied().unwrap_or(0);
                for (turn, review) in planned.into_iter().enumerate() {
                    read |= self.tell_apart(seat, turn, review, begun.get(turn).copied(), late);
                }
                if happened.replaced.contains(id) && read && !self.batch(stream, batch).is_empty() {
                    let minutes = self.again(seat, batch);
                    self.open.push(Open { seat, batch, minutes, planned: u32::MAX, again: true });
                }
            }
        }
        self.open.sort_by_key(|open| (open.planned, open.seat, open.batch));
    }

    /// Sorts one planned review; whether something of it has been read.
    fn tell_apart(
        &mut self,
        seat: usize,
        turn: usize,
        planned: &Review,
        begun: Option<&ReviewBegun>,
        late: u32,
    ) -> bool {
        let batch = planned.batch;
        let readers = if turn == 0 { self.seats[seat].experts } else { 1 };
        let minutes = self.minutes_left(seat, batch, readers, planned);
        let Some(review) = begun else {
            if minutes > 0 {
                self.open.push(Open { seat, batch, minutes, planned: planned.begin, again: false });
            }
            return false;
        };
        let begin = review.begin;
        let running = begin.saturating_add(minutes).max(late).max(self.now);
        let end = review.end.unwrap_or(running);
        let cut = self.seats[seat].lost.filter(|&lost| review.end.is_none() && lost < end);
        match cut {
            None => self.done.push(Done { seat, batch, begin, end }),
            // On screens reading goes on where it stopped; a paper batch is read again.
            Some(lost) if !self.paper() => {
                let stop = lost.max(begin);
                self.done.push(Done { seat, batch, begin, end: stop });
                self.open.push(Open { seat, batch, minutes: end - stop, planned: stop, again: false });
            }
            Some(_) => {
                self.open.push(Open { seat, batch, minutes, planned: begin, again: true });
                return false;
            }
        }
        true
    }

    /// Minutes a new member needs for a batch the panel has begun: on screens only what the others have
    /// read so far, for the rest is read together.
    fn again(&self, seat: usize, batch: usize) -> u32 {
        let whole = self.alone(seat, batch);
        let mine = self.done.iter().filter(|done| done.seat == seat && done.batch == batch);
        let begin = mine.map(|done| done.begin).min();
        if self.paper() { whole } else { begin.map_or(whole, |begin| whole.min(self.now - begin)) }
    }
}

/// Every name of the day exists, and real times are possible.
pub(super) fn check_names(instance: &Instance, plan: &Plan, day: &DayState) -> Result<(), ReplanFault> {
    let placed = |id: &str| {
        let found = plan.placed.iter().find(|placed| placed.project == id);
        found.ok_or_else(|| ReplanFault::UnknownProject { project: id.to_owned() })
    };
    for review in &day.reviews {
        let ReviewBegun { project, room, batch, begin, end } = review;
        let of = placed(project)?;
        if !of.reviews.iter().any(|planned| planned.room == *room && planned.batch == *batch) {
            let (project, room) = (project.clone(), room.clone());
            return Err(ReplanFault::UnknownReview { project, room, batch: *batch });
        }
        if *begin > day.now || end.is_some_and(|end| end < *begin || end > day.now) {
            let (project, room) = (project.clone(), room.clone());
            return Err(ReplanFault::ImpossibleTimes { project, room, batch: *batch });
        }
    }
    for event in &day.events {
        match event {
            Event::RoomLost { room, .. } => {
                if !instance.rooms.iter().any(|known| known.id == *room) {
                    return Err(ReplanFault::UnknownRoom { room: room.clone() });
                }
            }
            Event::MemberReplaced { project, room } => {
                if !placed(project)?.rooms.iter().any(|panel| panel.room == *room) {
                    return Err(ReplanFault::UnknownRoom { room: room.clone() });
                }
            }
            Event::BidsDropped { project, .. } | Event::TimeVoted { project, .. } => {
                placed(project)?;
            }
            Event::ReviewLate { project, room, batch, .. } => {
                placed(project)?;
                let running = |review: &&ReviewBegun| {
                    review.project == *project
                        && review.room == *room
                        && review.batch == *batch
                        && review.end.is_none()
                };
                if !day.reviews.iter().any(|review| running(&review)) {
                    let (project, room) = (project.clone(), room.clone());
                    return Err(ReplanFault::UnknownReview { project, room, batch: *batch });
                }
            }
        }
    }
    Ok(())
}
