//! One day, event by event.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rand_core::RngCore;

use crate::day::Millis;
use crate::draw::{happens, triangle};
use crate::{Arrivals, GateDay, Group, StepKind};

/// How a person's way through the gate ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// In the opening room at this moment.
    Inside(Millis),
    /// Refused after a rest.
    Refused,
    /// Still in the line when the last lane closed.
    LeftOutside,
}

/// A person's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Played {
    /// Number of the group.
    pub group: usize,
    /// When they came.
    pub arrived: Millis,
    /// How long they stood in the line, both times together for who rested.
    pub waited: Millis,
    /// How it ended.
    pub fate: Fate,
}

/// What a day gives: its people in the order of their arrival, the spans in which somebody stood in the
/// line, and how long each step kept the lanes.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlayedDay {
    pub(crate) people: Vec<Played>,
    pub(crate) in_line: Vec<(Millis, Millis)>,
    pub(crate) at_step: Vec<Millis>,
    pub(crate) open: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    LaneOpens(usize),
    Arrives(usize),
    Leaves(usize, usize, Way),
}

/// Where a person goes from a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Inside,
    Aside(Millis),
    Out,
}

struct Person {
    group: usize,
    arrived: Millis,
    queued: Millis,
    waited: Millis,
    from_step: usize,
    rested: bool,
    fate: Fate,
}

struct Gate<'a, R> {
    day: &'a GateDay,
    chance: &'a mut R,
    people: Vec<Person>,
    events: BinaryHeap<Reverse<(Millis, u64, Event)>>,
    /// By deadline if the day says so, then by arrival.
    line: BinaryHeap<Reverse<(Millis, u64, usize)>>,
    free: BinaryHeap<Reverse<usize>>,
    told: u64,
    played: PlayedDay,
}

/// Plays a day once.
pub fn play(day: &GateDay, chance: &mut impl RngCore) -> Vec<Played> {
    play_day(day, chance).people
}

pub(crate) fn play_day(day: &GateDay, chance: &mut impl RngCore) -> PlayedDay {
    let people = arrivals(day, chance);
    let mut gate = Gate {
        day,
        chance,
        people,
        events: BinaryHeap::new(),
        line: BinaryHeap::new(),
        free: BinaryHeap::new(),
        told: 0,
        played: PlayedDay { at_step: vec![0; day.steps.len()], ..PlayedDay::default() },
    };
    for (lane, times) in day.lanes.iter().enumerate() {
        gate.at(times.from, Event::LaneOpens(lane));
        gate.played.open += times.until - times.from;
    }
    for person in 0..gate.people.len() {
        gate.at(gate.people[person].arrived, Event::Arrives(person));
    }
    gate.run();
    let Gate { people, mut played, .. } = gate;
    played.people = people
        .into_iter()
        .map(|person| Played {
            group: person.group,
            arrived: person.arrived,
            waited: person.waited,
            fate: person.fate,
        })
        .collect();
    played
}

/// Everybody, by arrival.
fn arrivals(day: &GateDay, chance: &mut impl RngCore) -> Vec<Person> {
    let mut people = Vec::new();
    for (number, group) in day.groups.iter().enumerate() {
        for arrived in moments(group, chance) {
            people.push(Person {
                group: number,
                arrived,
                queued: arrived,
                waited: 0,
                from_step: 0,
                rested: false,
                fate: Fate::LeftOutside,
            });
        }
    }
    people.sort_by_key(|person| (person.arrived, person.group));
    people
}

fn moments(group: &Group, chance: &mut impl RngCore) -> Vec<Millis> {
    let people = usize::try_from(group.people).unwrap_or_default();
    match &group.arrivals {
        Arrivals::Ahead { earliest, mostly, latest } => (0..people)
            .map(|_| (group.deadline - triangle(*latest, *mostly, *earliest, chance)).max(0))
            .collect(),
        Arrivals::At { moments } => moments.iter().copied().take(people).collect(),
        Arrivals::Gaps { from, gap } => {
            let mut moment = *from;
            (0..people)
                .map(|_| {
                    moment += gap.draw(chance);
                    moment
                })
                .collect()
        }
    }
}

impl<R: RngCore> Gate<'_, R> {
    fn at(&mut self, moment: Millis, event: Event) {
        self.told += 1;
        self.events.push(Reverse((moment, self.told, event)));
    }

    fn run(&mut self) {
        while let Some(Reverse((now, _, event))) = self.events.pop() {
            match event {
                Event::LaneOpens(lane) => self.free.push(Reverse(lane)),
                Event::Arrives(person) => self.stands_in_line(person, now),
                Event::Leaves(person, lane, way) => {
                    self.free.push(Reverse(lane));
                    self.goes(person, way, now);
                }
            }
            self.call_next(now);
        }
        // Whoever is still in the line when nothing more happens stays outside.
        while let Some(Reverse((_, _, person))) = self.line.pop() {
            let closing = self.day.lanes.iter().map(|lane| lane.until).max().unwrap_or_default();
            let queued = self.people[person].queued;
            self.waits(person, queued, closing.max(queued));
        }
    }

    fn stands_in_line(&mut self, person: usize, now: Millis) {
        self.people[person].queued = now;
        let first =
            if self.day.by_deadline { self.day.groups[self.people[person].group].deadline } else { 0 };
        self.told += 1;
        self.line.push(Reverse((first, self.told, person)));
    }

    fn goes(&mut self, person: usize, way: Way, now: Millis) {
        match way {
            Way::Inside => self.people[person].fate = Fate::Inside(now + self.day.walk),
            Way::Out => self.people[person].fate = Fate::Refused,
            Way::Aside(rest) => self.at(now + rest, Event::Arrives(person)),
        }
    }

    fn waits(&mut self, person: usize, from: Millis, until: Millis) {
        self.people[person].waited += until - from;
        if until > from {
            self.played.in_line.push((from, until));
        }
    }

    /// Gives free lanes to those in the line. A lane whose time is over takes nobody any more.
    fn call_next(&mut self, now: Millis) {
        while let Some(Reverse(lane)) = self.free.peek().copied() {
            if self.day.lanes[lane].until <= now {
                self.free.pop();
                continue;
            }
            let Some(Reverse((_, _, person))) = self.line.pop() else { return };
            self.free.pop();
            let queued = self.people[person].queued;
            self.waits(person, queued, now);
            let (time, way) = self.serve(person);
            self.at(now + time, Event::Leaves(person, lane, way));
        }
    }

    /// How long the person keeps the lane, and where they go then.
    fn serve(&mut self, person: usize) -> (Millis, Way) {
        let day = self.day;
        let (from, rested) = (self.people[person].from_step, self.people[person].rested);
        let mut time = 0;
        for (number, step) in day.steps.iter().enumerate().skip(from) {
            let mut here = step.time.draw(self.chance);
            if happens(step.more_often, self.chance) {
                here += step.more.draw(self.chance);
            }
            time += here;
            self.played.at_step[number] += here;
            if step.kind == StepKind::Temperature
                && let Some(rest) = &day.rest
            {
                if rested && happens(rest.refused, self.chance) {
                    return (time, Way::Out);
                }
                if !rested && happens(rest.often, self.chance) {
                    self.people[person].rested = true;
                    self.people[person].from_step = number;
                    return (time, Way::Aside(rest.time.draw(self.chance)));
                }
            }
        }
        (time, Way::Inside)
    }
}
