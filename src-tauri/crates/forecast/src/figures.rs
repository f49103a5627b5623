//! What many days say together.

use serde::{Deserialize, Serialize};

use crate::day::{MIDNIGHT, Millis};
use crate::play::{Fate, PlayedDay};
use crate::{GateDay, StepKind};

const MINUTE: Millis = 60_000;
const MINUTES: usize = 24 * 60;

/// Waiting times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitFigures {
    /// The mean, in milliseconds.
    pub mean: Millis,
    /// Half waited no longer than this.
    pub median: Millis,
    /// Nine of ten.
    pub p90: Millis,
    /// Nineteen of twenty.
    pub p95: Millis,
    /// Ninety-nine of a hundred.
    pub p99: Millis,
    /// The longest of all.
    pub longest: Millis,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupForecast {
    /// What it is called.
    pub code: String,
    /// Its deadline.
    pub deadline: Millis,
    /// Waiting times of its people.
    pub wait: WaitFigures,
    /// Days of a thousand on which at least one of its people who came before the deadline was not in
    /// the room by it (those refused not counted).
    pub days_missed: u16,
    /// People of a thousand who were not.
    pub people_missed: u16,
    /// Until when somebody may come and still be in the room by the deadline, on nineteen of twenty days;
    /// none when even the first to come are not.
    pub last_safe_arrival: Option<Millis>,
}

/// A minute of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinuteFigures {
    /// Minutes from midnight.
    pub minute: u16,
    /// People in the line: the mean, in hundredths of a person.
    pub mean: u32,
    /// On nineteen of twenty days no more than these.
    pub p95: u32,
}

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFigures {
    /// Which.
    pub kind: StepKind,
    /// Of a thousand parts of the time that lanes were busy, how many went to it.
    pub share: u16,
}

/// What the day will be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// Days that were played.
    pub days: u32,
    /// The seed they were drawn from.
    pub seed: u64,
    /// Waiting times of all.
    pub wait: WaitFigures,
    /// The sessions, in the order of the day.
    pub groups: Vec<GroupForecast>,
    /// The line, minute by minute, from the first minute with anybody in it to the last.
    pub line: Vec<MinuteFigures>,
    /// The steps, in their order.
    pub steps: Vec<StepFigures>,
    /// The step that keeps the lanes longest.
    pub bottleneck: Option<StepKind>,
    /// Of a thousand parts of the time the lanes were open, how many they were busy.
    pub busy: u16,
}

/// The sum of days; the order in which they are added does not matter.
#[derive(Debug)]
pub(crate) struct Tally {
    groups: Vec<GroupTally>,
    /// How often so many stood in the line at the beginning of a minute.
    line: Vec<Vec<u32>>,
    at_step: Vec<Millis>,
    open: Millis,
    /// How long the way from arrival into the room took, by minute of arrival.
    ways: Vec<Vec<Millis>>,
}

#[derive(Debug, Default)]
struct GroupTally {
    waits: Vec<Millis>,
    missed: u64,
    in_time: u64,
    days_missed: u32,
}

impl Tally {
    pub(crate) fn new(day: &GateDay) -> Self {
        Self {
            groups: day.groups.iter().map(|_| GroupTally::default()).collect(),
            line: vec![Vec::new(); MINUTES],
            at_step: vec![0; day.steps.len()],
            open: 0,
            ways: vec![Vec::new(); MINUTES],
        }
    }

    pub(crate) fn add(&mut self, day: &GateDay, played: &PlayedDay) {
        let mut missed = vec![false; day.groups.len()];
        for person in &played.people {
            let tally = &mut self.groups[person.group];
            tally.waits.push(person.waited);
            let deadline = day.groups[person.group].deadline;
            let inside = match person.fate {
                Fate::Inside(at) => Some(at),
                Fate::LeftOutside => None,
                Fate::Refused => continue,
            };
            let way = inside.map_or(MIDNIGHT, |at| at - person.arrived);
            self.ways[minute_of(person.arrived)].push(way);
            if person.arrived > deadline {
                continue;
            }
            if inside.is_some_and(|at| at <= deadline) {
                tally.in_time += 1;
            } else {
                tally.missed += 1;
                missed[person.group] = true;
            }
        }
        for (tally, missed) in self.groups.iter_mut().zip(missed) {
            tally.days_missed += u32::from(missed);
        }
        let mut standing = vec![0_i32; MINUTES + 1];
        for (from, until) in &played.in_line {
            standing[minute_after(*from)] += 1;
            standing[minute_after(*until)] -= 1;
        }
        let mut now = 0;
        for (minute, change) in standing.into_iter().take(MINUTES).enumerate() {
            now += change;
            let people = usize::try_from(now).unwrap_or_default();
            let seen = &mut self.line[minute];
            if people >= seen.len() {
                seen.resize(people + 1, 0);
            }
            seen[people] += 1;
        }
        for (sum, time) in self.at_step.iter_mut().zip(&played.at_step) {
            *sum += time;
        }
        self.open += played.open;
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.groups.iter_mut().zip(other.groups) {
            mine.waits.extend(theirs.waits);
            mine.missed += theirs.missed;
            mine.in_time += theirs.in_time;
            mine.days_missed += theirs.days_missed;
        }
        for (mine, theirs) in self.line.iter_mut().zip(other.line) {
            if theirs.len() > mine.len() {
                mine.resize(theirs.len(), 0);
            }
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine += theirs;
            }
        }
        for (mine, theirs) in self.at_step.iter_mut().zip(other.at_step) {
            *mine += theirs;
        }
        self.open += other.open;
        for (mine, theirs) in self.ways.iter_mut().zip(other.ways) {
            mine.extend(theirs);
        }
    }
}

impl Forecast {
    pub(crate) fn of(day: &GateDay, days: u32, seed: u64, mut tally: Tally) -> Self {
        let mut all: Vec<Millis> =
            tally.groups.iter().flat_map(|group| group.waits.iter().copied()).collect();
        let slowest: Vec<Option<Millis>> =
            tally.ways.iter_mut().map(|ways| share_of(ways, 95, 100)).collect();
        let groups = day
            .groups
            .iter()
            .zip(&mut tally.groups)
            .map(|(group, tally)| GroupForecast {
                code: group.code.clone(),
                deadline: group.deadline,
                wait: waits(&mut tally.waits),
                days_missed: thousandths(tally.days_missed.into(), days.into()),
                people_missed: thousandths(tally.missed, tally.missed + tally.in_time),
                last_safe_arrival: last_safe(group.deadline, &slowest),
            })
            .collect();
        let busy: Millis = tally.at_step.iter().sum();
        let part = |time: Millis, whole: Millis| {
            thousandths(u64::try_from(time).unwrap_or_default(), u64::try_from(whole).unwrap_or_default())
        };
        let steps: Vec<StepFigures> = day
            .steps
            .iter()
            .zip(&tally.at_step)
            .map(|(step, time)| StepFigures { kind: step.kind, share: part(*time, busy) })
            .collect();
        let longest =
            tally.at_step.iter().enumerate().max_by_key(|(number, time)| (**time, usize::MAX - number));
        let bottleneck = longest.filter(|(_, time)| **time > 0).map(|(number, _)| day.steps[number].kind);
        Self {
            days,
            seed,
            wait: waits(&mut all),
            groups,
            line: line(&tally.line, days),
            steps,
            bottleneck,
            busy: part(busy, tally.open),
        }
    }
}

fn waits(times: &mut [Millis]) -> WaitFigures {
    let count = Millis::try_from(times.len()).unwrap_or(Millis::MAX).max(1);
    let mean = times.iter().sum::<Millis>() / count;
    times.sort_unstable();
    let at = |parts, whole| sorted_share(times, parts, whole).unwrap_or_default();
    WaitFigures {
        mean,
        median: at(50, 100),
        p90: at(90, 100),
        p95: at(95, 100),
        p99: at(99, 100),
        longest: times.last().copied().unwrap_or_default(),
    }
}

fn share_of(times: &mut [Millis], parts: usize, whole: usize) -> Option<Millis> {
    times.sort_unstable();
    sorted_share(times, parts, whole)
}

/// The least value that `parts` of `whole` do not exceed.
fn sorted_share(times: &[Millis], parts: usize, whole: usize) -> Option<Millis> {
    let place = (times.len() * parts).div_ceil(whole).checked_sub(1)?;
    times.get(place).copied()
}

fn thousandths(part: u64, whole: u64) -> u16 {
    u16::try_from((part * 1000).checked_div(whole).unwrap_or_default()).unwrap_or(1000).min(1000)
}

/// The last minute up to which everybody who comes is in the room by the deadline on nineteen of twenty
/// days. Minutes in which nobody came say nothing.
fn last_safe(deadline: Millis, slowest: &[Option<Millis>]) -> Option<Millis> {
    let mut safe = None;
    for (minute, way) in slowest.iter().enumerate() {
        let Some(way) = way else { continue };
        let begins = Millis::try_from(minute).unwrap_or_default() * MINUTE;
        // Who comes within the minute comes at its end at the latest.
        if begins + MINUTE + way > deadline {
            break;
        }
        safe = Some(begins + MINUTE);
    }
    safe
}

fn line(seen: &[Vec<u32>], days: u32) -> Vec<MinuteFigures> {
    let figures = seen.iter().enumerate().map(|(minute, often)| {
        let people: u64 = often.iter().zip(0_u64..).map(|(times, people)| u64::from(*times) * people).sum();
        let mean = people * 100 / u64::from(days.max(1));
        let enough = (u64::from(days) * 95).div_ceil(100);
        let mut sum = 0;
        let p95 = often.iter().position(|times| {
            sum += u64::from(*times);
            sum >= enough
        });
        MinuteFigures {
            minute: u16::try_from(minute).unwrap_or(u16::MAX),
            mean: u32::try_from(mean).unwrap_or(u32::MAX),
            p95: p95.and_then(|people| u32::try_from(people).ok()).unwrap_or_default(),
        }
    });
    let figures: Vec<MinuteFigures> = figures.collect();
    let busy = |figure: &MinuteFigures| figure.mean > 0 || figure.p95 > 0;
    let Some(first) = figures.iter().position(busy) else { return Vec::new() };
    let last = figures.iter().rposition(busy).unwrap_or(first);
    figures[first..=last].to_vec()
}

fn minute_of(moment: Millis) -> usize {
    usize::try_from(moment / MINUTE).unwrap_or_default().min(MINUTES - 1)
}

/// The first minute that begins at or after a moment.
fn minute_after(moment: Millis) -> usize {
    let begun = (moment + MINUTE - 1) / MINUTE;
    usize::try_from(begun).unwrap_or_default().min(MINUTES)
}
