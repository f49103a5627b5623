//! The rounds of a day: at their times, before people come and after they left.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use super::{Cleaning, RoundKind, RoundStanding};
use crate::centre_time::CentreZone;
use crate::room_calendar::{RoomUse, RoomUsePart};
use crate::settings::RoundSettings;

/// People in a room without a round in between: one use, or several that meet or belong to one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomBlock {
    /// From.
    pub begins: DateTime<Utc>,
    /// To.
    pub ends: DateTime<Utc>,
    /// When the room should be disinfected again.
    pub clean_until: DateTime<Utc>,
    /// Numbers of the projects.
    pub codes: Vec<String>,
}

/// A round that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundTask {
    /// Why.
    pub kind: RoundKind,
    /// What names it among those of its room: the time of a daily round, the begin of the use it goes before, the
    /// end of the use it comes after.
    pub at: DateTime<Utc>,
    /// From when on work done counts for it.
    pub opens: DateTime<Utc>,
    /// By when it should be done.
    pub due: DateTime<Utc>,
    /// From when on work done counts no more.
    pub closes: DateTime<Utc>,
    /// Numbers of the projects it is for.
    pub codes: Vec<String>,
}

/// A round of which somebody said why it was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Miss {
    /// Which kind.
    pub kind: RoundKind,
    /// Which one.
    pub at: DateTime<Utc>,
}

/// Where a task stands, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Where.
    pub standing: RoundStanding,
    /// The place of the work among those given, if some was done.
    pub by: Option<usize>,
}

/// The uses of one room as people are in it: nobody is in a room kept spare, and between two uses by one project
/// nothing is disinfected.
#[must_use]
pub fn blocks(uses: &[(RoomUsePart, RoomUse)]) -> Vec<RoomBlock> {
    let mut with_people: Vec<&RoomUse> =
        uses.iter().filter(|(part, _)| *part != RoomUsePart::Spare).map(|(_, usage)| usage).collect();
    with_people.sort_by_key(|usage| (usage.begins, usage.ends));
    let mut blocks: Vec<RoomBlock> = Vec::new();
    for usage in with_people {
        match blocks.last_mut() {
            Some(last)
                if usage.begins < last.ends
                    || last.codes.last().is_some_and(|code| *code == usage.project) =>
            {
                last.ends = last.ends.max(usage.ends);
                last.clean_until = last.clean_until.max(usage.clean_until);
                if !last.codes.contains(&usage.project) {
                    last.codes.push(usage.project.clone());
                }
            }
            Some(_) | None => blocks.push(RoomBlock {
                begins: usage.begins,
                ends: usage.ends,
                clean_until: usage.clean_until,
                codes: vec![usage.project.clone()],
            }),
        }
    }
    blocks
}

/// The rounds of a day at their times.
fn timed_tasks(day: NaiveDate, times: &[NaiveTime], lead_minutes: u32, zone: CentreZone) -> Vec<RoundTask> {
    let lead = Duration::minutes(lead_minutes.into());
    let (begin, end) = zone.day_bounds(day);
    let due: Vec<DateTime<Utc>> = times.iter().map(|time| zone.instant(day, *time)).collect();
    let opens = |place: usize| {
        let before = place.checked_sub(1).and_then(|before| due.get(before)).copied().unwrap_or(begin);
        due.get(place).map_or(end, |due| (*due - lead).max(before))
    };
    let task = |(place, due): (usize, &DateTime<Utc>)| RoundTask {
        kind: RoundKind::Timed,
        at: *due,
        opens: opens(place),
        due: *due,
        closes: opens(place + 1),
        codes: Vec::new(),
    };
    due.iter().enumerate().map(task).collect()
}

/// The rounds of a room on a day: at their times, and before and after each block of uses that begins on it.
#[must_use]
pub fn room_tasks(
    day: NaiveDate,
    blocks: &[RoomBlock],
    settings: &RoundSettings,
    zone: CentreZone,
) -> Vec<RoundTask> {
    let (begin, end) = zone.day_bounds(day);
    let contact = settings.agents.first().map_or(0, |agent| agent.contact_minutes);
    let mut tasks = timed_tasks(day, &settings.times, settings.lead_minutes, zone);
    for (place, block) in blocks.iter().enumerate() {
        if !(begin..end).contains(&block.begins) {
            continue;
        }
        let before = place.checked_sub(1).and_then(|before| blocks.get(before));
        let after = blocks.get(place + 1).map_or(end, |next| next.begins.min(end));
        let opens = before.map_or(begin, |before| before.ends.max(begin));
        tasks.push(RoundTask {
            kind: RoundKind::Before,
            at: block.begins,
            opens,
            due: (block.begins - Duration::minutes(contact.into())).max(opens),
            closes: block.begins,
            codes: block.codes.clone(),
        });
        tasks.push(RoundTask {
            kind: RoundKind::After,
            at: block.ends,
            opens: block.ends,
            due: block.clean_until,
            closes: after.max(block.ends),
            codes: block.codes.clone(),
        });
    }
    tasks.sort_by_key(|task| (task.due, task.kind));
    tasks
}

/// Where a task stands. Work that airs alone counts for the daily rounds and not for those of a session; one
/// piece of work may count for several tasks.
#[must_use]
pub fn settle(task: &RoundTask, work: &[Cleaning], missed: &[Miss], now: DateTime<Utc>) -> Settled {
    let counts = |work: &Cleaning| {
        (task.opens..task.closes).contains(&work.done_at)
            && (work.disinfects || task.kind == RoundKind::Timed)
    };
    let first = work.iter().enumerate().filter(|(_, work)| counts(work)).min_by_key(|(_, work)| work.done_at);
    if let Some((place, work)) = first {
        let in_time = match task.kind {
            RoundKind::Before => work.acts_until() <= task.at,
            RoundKind::Timed | RoundKind::After => work.done_at <= task.due,
        };
        let standing = if in_time { RoundStanding::Done } else { RoundStanding::Late };
        return Settled { standing, by: Some(place) };
    }
    let standing = if missed.contains(&Miss { kind: task.kind, at: task.at }) {
        RoundStanding::Missed
    } else if now < task.opens {
        RoundStanding::Waiting
    } else if now <= task.due {
        RoundStanding::Due
    } else {
        RoundStanding::Overdue
    };
    Settled { standing, by: None }
}
