//! The validity rules relative to what has been done: the past is as it is, the rest must keep them.

use std::collections::{BTreeMap, BTreeSet};

use super::day::lost_from;
use super::{DayState, Event};
use crate::instance::{Instance, Mode, Project, Stream};
use crate::plan::{Placed, Plan, Review};
use crate::rules;
use crate::validity::{Breach, Rule};

/// Rules the rest of the day breaks; `before` is the plan that was in force. A plan made from it breaks only
/// rules no timetable could keep: limits (V12), opening hours (V13) and the next project (V14).
pub fn check_replanned(instance: &Instance, before: &Plan, day: &DayState, plan: &Plan) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for placed in &plan.placed {
        let of = |id: &str| id == placed.project;
        let project = instance.projects.iter().find(|project| of(&project.id));
        let old = before.placed.iter().find(|old| of(&old.project));
        let (Some(project), Some(old)) = (project, old) else {
            breaches.push(Breach::of(Rule::V1).project(&placed.project));
            continue;
        };
        let rest = Rest { instance, project, old, placed, day };
        let mut found = Vec::new();
        rest.group(&mut found);
        rest.readings(&mut found);
        rest.times(&mut found);
        breaches.extend(found.into_iter().map(|breach| breach.project(&placed.project)));
    }
    stays(instance, before, plan, &mut breaches);
    breaches
}

/// The reviews of each batch, by stream, paper set and batch.
type Journeys<'a> = BTreeMap<(Option<Stream>, Option<u32>, usize), Vec<&'a Review>>;

struct Rest<'a> {
    instance: &'a Instance,
    project: &'a Project,
    old: &'a Placed,
    placed: &'a Placed,
    day: &'a DayState,
}

impl Rest<'_> {
    fn paper(&self) -> bool {
        self.project.mode == Mode::Paper
    }

    fn group(&self, breaches: &mut Vec<Breach>) {
        for (old, panel) in self.old.rooms.iter().zip(&self.placed.rooms) {
            let Some(room) = self.instance.rooms.iter().find(|room| room.id == panel.room) else {
                breaches.push(Breach::of(Rule::V3).room(&panel.room));
                continue;
            };
            let (seated, places) = (panel.technical + panel.economic, rules::capacity(self.project, room));
            let same = (old.technical, old.economic, old.set) == (panel.technical, panel.economic, panel.set);
            if !same || seated > places {
                let breach = Breach::of(Rule::V4).room(&room.id);
                breaches.push(breach.numbers(u64::from(seated), u64::from(places)));
            }
            if self.placed.rooms.len() > 1 && !room.video {
                breaches.push(Breach::of(Rule::V6).room(&room.id));
            }
            let begin = if old.room == panel.room { self.placed.start } else { self.day.now };
            let (begin, end) = (u64::from(begin), u64::from(self.placed.discussion_end));
            let lost = lost_from(self.day, &room.id).is_some_and(|lost| u64::from(lost) < end);
            if lost || !rules::open_throughout(room, begin.min(end), end) {
                let closes = room.windows.iter().map(|window| u64::from(window[1])).max().unwrap_or(0);
                breaches.push(Breach::of(Rule::V13).room(&room.id).numbers(end, closes));
            }
        }
        if self.old.rooms.len() != self.placed.rooms.len() {
            breaches.push(Breach::of(Rule::V4));
        }
        let distinct: BTreeSet<&str> = self.placed.rooms.iter().map(|panel| panel.room.as_str()).collect();
        if distinct.len() != self.placed.rooms.len() {
            breaches.push(Breach::of(Rule::V3));
        }
    }

    /// The reviews of a panel: in the room it sat in, in the one it sits in now, and in rooms left before.
    fn of_panel(&self, panel: usize) -> Vec<&Review> {
        let (old, new) = (&self.old.rooms[panel].room, &self.placed.rooms[panel].room);
        self.placed.reviews.iter().filter(|review| review.room == *old || review.room == *new).collect()
    }

    fn stream(&self, panel: usize) -> Stream {
        match (self.project.split_roles, self.placed.rooms[panel].technical) {
            (false, _) => Stream::All,
            (true, 0) => Stream::Economic,
            (true, _) => Stream::Technical,
        }
    }

    /// Every panel reads every batch that is left, a replaced member everything (V9), one at a time (V10).
    fn readings(&self, breaches: &mut Vec<Breach>) {
        let replaced = |room: &str| {
            self.day.events.iter().any(|event| match event {
                Event::MemberReplaced { project, room: of } => *project == self.project.id && of == room,
                Event::RoomLost { .. }
                | Event::BidsDropped { .. }
                | Event::TimeVoted { .. }
                | Event::ReviewLate { .. } => false,
            })
        };
        for (panel, old) in self.old.rooms.iter().enumerate().take(self.placed.rooms.len()) {
            let mut reviews = self.of_panel(panel);
            reviews.sort_by_key(|review| (review.begin, review.end));
            for pair in reviews.windows(2).filter(|pair| pair[1].begin < pair[0].end) {
                let (needed, found) = (u64::from(pair[0].end), u64::from(pair[1].begin));
                breaches.push(Breach::of(Rule::V10).room(&pair[1].room).numbers(needed, found));
            }
            let known: BTreeSet<usize> =
                self.old.reviews.iter().filter(|r| r.room == old.room).map(|r| r.batch).collect();
            let batches = self.placed.batches.get(&self.stream(panel)).into_iter().flatten().enumerate();
            for (batch, _) in batches.filter(|(_, bids)| !bids.is_empty()) {
                let times = reviews.iter().filter(|review| review.batch == batch);
                let begun_before = times.clone().any(|review| review.begin < self.day.now);
                let elsewhere = !known.contains(&batch);
                let again = replaced(&old.room) && (begun_before || elsewhere);
                let needed = usize::from(!elsewhere) + usize::from(again);
                if times.count() < needed {
                    breaches.push(Breach::of(Rule::V9).room(&old.room).batch(batch));
                }
            }
        }
        for review in self.placed.reviews.iter().filter(|review| review.end > self.day.now) {
            if lost_from(self.day, &review.room).is_some_and(|lost| lost < review.end) {
                breaches.push(Breach::of(Rule::V13).room(&review.room).batch(review.batch));
            }
        }
    }

    /// Carrying (V11) and the end (V12).
    fn times(&self, breaches: &mut Vec<Breach>) {
        let mut journeys: Journeys<'_> = BTreeMap::new();
        for review in self.placed.reviews.iter().filter(|_| self.paper()) {
            journeys.entry((review.stream, review.set, review.batch)).or_default().push(review);
        }
        let place = |id: &str| self.instance.rooms.iter().position(|room| room.id == id);
        for ((_, _, batch), mut stops) in journeys {
            stops.sort_by_key(|review| (review.begin, review.end));
            for pair in stops.windows(2).filter(|pair| pair[0].room != pair[1].room) {
                let (Some(from), Some(to)) = (place(&pair[0].room), place(&pair[1].room)) else { continue };
                let lag = self.instance.walk_minutes[from][to] + self.instance.rules.disinfect_minutes;
                if pair[1].begin >= self.day.now && pair[1].begin < pair[0].end + lag {
                    let breach = Breach::of(Rule::V11).room(&pair[1].room).batch(batch);
                    breaches.push(breach.numbers(u64::from(pair[0].end + lag), u64::from(pair[1].begin)));
                }
            }
        }
        let last = self.placed.reviews.iter().map(|review| review.end).max().unwrap_or(self.placed.start);
        let voted = self.day.events.iter().map(|event| match event {
            Event::TimeVoted { project, minutes } if *project == self.project.id => *minutes,
            Event::TimeVoted { .. }
            | Event::RoomLost { .. }
            | Event::MemberReplaced { .. }
            | Event::BidsDropped { .. }
            | Event::ReviewLate { .. } => 0,
        });
        let latest = self.placed.start + self.project.limit_minutes + voted.sum::<u32>();
        let end = self.placed.discussion_end;
        if self.placed.discussion_begin < last || end > latest {
            breaches.push(Breach::of(Rule::V12).numbers(u64::from(latest), u64::from(end)));
        }
    }
}

/// A room belongs to one project at a time; a lost room to nobody after its panel has left (V14).
fn stays(instance: &Instance, before: &Plan, plan: &Plan, breaches: &mut Vec<Breach>) {
    let mut stays: BTreeMap<&str, Vec<(u32, u32, &str)>> = BTreeMap::new();
    for placed in &plan.placed {
        let old = before.placed.iter().find(|old| old.project == placed.project);
        for (index, panel) in placed.rooms.iter().enumerate() {
            let same = old.and_then(|old| old.rooms.get(index)).is_none_or(|old| old.room == panel.room);
            let first = placed.reviews.iter().filter(|r| r.room == panel.room).map(|r| r.begin).min();
            let begin =
                if same { placed.start } else { first.unwrap_or(placed.discussion_begin).max(placed.start) };
            let stay = (begin, placed.discussion_end, placed.project.as_str());
            stays.entry(&panel.room).or_default().push(stay);
        }
    }
    for (room, mut list) in stays {
        list.sort_unstable();
        for pair in list.windows(2) {
            let free = pair[0].1 + instance.rules.changeover_minutes;
            if pair[1].0 < free {
                let breach = Breach::of(Rule::V14).project(pair[1].2).room(room);
                breaches.push(breach.numbers(u64::from(free), u64::from(pair[1].0)));
            }
        }
    }
}
