//! The smallest relaxation that places all projects, each alone, with the shortest conceivable durations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::fit::Question;
use crate::instance::{Instance, Mode, PackedBatches, Project, Room};
use crate::rules;

/// Most minutes added to limits, opening hours or starts.
const MOST_MINUTES: u32 = 720;
/// Most rooms added.
const MOST_ROOMS: u32 = 10;
/// Most rooms that get a video link.
const MOST_LINKS: usize = 4;
/// Rooms without a link among which every choice is tried.
const LINKS_TRIED: usize = 14;
/// A room that is open all day is open until then.
const ALL_DAY: u32 = 4_000;

/// What would help; what cannot help is null.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Relaxations {
    /// Minutes by which every limit is longer.
    pub limit_plus_minutes: Option<u32>,
    /// Minutes by which every room closes later.
    pub hours_plus_minutes: Option<u32>,
    /// Minutes by which every project may start later.
    pub later_start_minutes: Option<u32>,
    /// More rooms like the spare room.
    pub extra_rooms: Option<u32>,
    /// Rooms that get a video link.
    pub extra_video: Option<u32>,
    /// Bids read on a second day.
    pub move_bids: Option<MovedBids>,
    /// Projects that fit if they alone turn electronic.
    pub electronic: Vec<String>,
    /// Limits and opening hours together, where neither helps alone.
    pub limit_and_hours: Option<LimitAndHours>,
    /// Checks that could not be decided; all are.
    pub undecided_checks: u32,
}

/// Bids of one project read on a second day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MovedBids {
    /// Project id.
    pub project: String,
    /// How many of its thickest bids.
    pub bids: usize,
}

/// Longer limits and longer hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LimitAndHours {
    /// Minutes by which every limit is longer.
    pub limit_plus_minutes: u32,
    /// Minutes by which every room closes later.
    pub hours_plus_minutes: u32,
}

fn fits(instance: &Instance, project: &Project) -> bool {
    let minutes = rules::shortest_duration(project);
    Question { instance, project, without: &[], minutes, unlinked: 0 }.fewest_rooms().is_some()
}

/// The relaxations of a day.
pub(crate) fn relaxations(instance: &Instance) -> Relaxations {
    let here = |project: &&Project| !rules::goes_overnight(&instance.rules, project);
    let outside: Vec<&Project> =
        instance.projects.iter().filter(here).filter(|project| !fits(instance, project)).collect();
    if outside.is_empty() {
        return Relaxations::default();
    }
    let all_fit = |instance: &Instance, change: &dyn Fn(&mut Project)| {
        outside.iter().all(|project| {
            let mut project = (*project).clone();
            change(&mut project);
            fits(instance, &project)
        })
    };
    let limit = |more: u32| move |project: &mut Project| project.limit_minutes += more;
    let limit_plus_minutes = smallest(MOST_MINUTES, |more| all_fit(instance, &limit(more)));
    let hours_plus_minutes = smallest(MOST_MINUTES, |more| all_fit(&open_longer(instance, more), &|_| ()));
    let later_start_minutes =
        smallest(MOST_MINUTES, |more| all_fit(instance, &|project| project.latest_start += more));
    let extra_rooms = instance
        .rules
        .spare_room
        .as_ref()
        .and_then(|_| smallest(MOST_ROOMS, |more| all_fit(&with_spare_rooms(instance, more), &|_| ())));
    let electronic = outside.iter().filter(|project| project.mode == Mode::Paper).filter(|project| {
        let turned = Project { mode: Mode::Electronic, batches: None, ..(**project).clone() };
        fits(instance, &turned)
    });
    let limit_and_hours = if limit_plus_minutes.is_none() && hours_plus_minutes.is_none() {
        let longest = open_longer(instance, MOST_MINUTES);
        let limits = smallest(MOST_MINUTES, |more| all_fit(&longest, &limit(more)));
        limits.and_then(|limit_plus_minutes| {
            let open = |more| all_fit(&open_longer(instance, more), &limit(limit_plus_minutes));
            let hours_plus_minutes = smallest(MOST_MINUTES, open)?;
            Some(LimitAndHours { limit_plus_minutes, hours_plus_minutes })
        })
    } else {
        None
    };
    Relaxations {
        limit_plus_minutes,
        hours_plus_minutes,
        later_start_minutes,
        extra_rooms,
        extra_video: links(instance, &|instance| all_fit(instance, &|_| ())),
        move_bids: match outside.as_slice() {
            [project] => moved_bids(instance, project),
            _ => None,
        },
        electronic: electronic.map(|project| project.id.clone()).collect(),
        limit_and_hours,
        undecided_checks: 0,
    }
}

/// The smallest number from 1 to `most` that helps, where more never helps less.
fn smallest(most: u32, helps: impl Fn(u32) -> bool) -> Option<u32> {
    if !helps(most) {
        return None;
    }
    let (mut not, mut enough) = (0, most);
    while not + 1 < enough {
        let middle = not.midpoint(enough);
        if helps(middle) {
            enough = middle;
        } else {
            not = middle;
        }
    }
    Some(enough)
}

fn open_longer(instance: &Instance, more: u32) -> Instance {
    let mut longer = instance.clone();
    for room in &mut longer.rooms {
        if let Some(last) = room.windows.iter_mut().max_by_key(|window| window[1]) {
            last[1] += more;
        }
    }
    longer
}

fn with_spare_rooms(instance: &Instance, more: u32) -> Instance {
    let mut larger = instance.clone();
    let Some(spare) = &instance.rules.spare_room else { return larger };
    for number in 0..more {
        larger.walk_minutes.iter_mut().for_each(|row| row.push(spare.walk_minutes));
        let mut row = vec![spare.walk_minutes; larger.rooms.len()];
        row.push(0);
        larger.walk_minutes.push(row);
        larger.rooms.push(Room {
            // Never shown; only that it differs matters.
            id: format!("\u{10FFFF}{number}"),
            zone: None,
            floor: None,
            x: None,
            y: None,
            seats: spare.seats,
            shelf: spare.shelf,
            video: true,
            windows: vec![[0, ALL_DAY]],
        });
    }
    larger
}

fn links(instance: &Instance, helps: &dyn Fn(&Instance) -> bool) -> Option<u32> {
    let without: Vec<usize> = (0..instance.rooms.len()).filter(|&room| !instance.rooms[room].video).collect();
    let mut all = instance.clone();
    without.iter().for_each(|&room| all.rooms[room].video = true);
    if without.is_empty() || !helps(&all) {
        return None;
    }
    // Large rooms first, where there are too many to try every choice.
    let mut tried = without;
    tried.sort_by_key(|&room| (u32::MAX - instance.rooms[room].seats, room));
    tried.truncate(LINKS_TRIED);
    (1..=MOST_LINKS.min(tried.len())).find_map(|number| {
        let sets =
            (0_u32..1 << tried.len()).filter(|set| rules::count(number) == u64::from(set.count_ones()));
        let mut sets = sets.filter(|set| {
            let mut linked = instance.clone();
            let chosen = tried.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1);
            chosen.for_each(|(_, &room)| linked.rooms[room].video = true);
            helps(&linked)
        });
        sets.next().map(|_| rules::clock(rules::count(number)))
    })
}

fn moved_bids(instance: &Instance, project: &Project) -> Option<MovedBids> {
    let bids = rules::bids(project);
    let thickness = |bid: usize| -> u32 {
        rules::streams(project).iter().map(|&stream| rules::minutes_of(project, stream)[bid]).sum()
    };
    let mut order: Vec<usize> = (0..bids).collect();
    order.sort_by_key(|&bid| (std::cmp::Reverse(thickness(bid)), bid));
    let fewer = |moved: usize| fits(instance, &without(project, &order[..moved]));
    (1..bids).find(|&moved| fewer(moved)).map(|bids| MovedBids { project: project.id.clone(), bids })
}

fn without(project: &Project, moved: &[usize]) -> Project {
    let left: Vec<usize> = (0..rules::bids(project)).filter(|bid| !moved.contains(bid)).collect();
    let kept = |list: &Option<Vec<u32>>| {
        list.as_ref().map(|list| left.iter().map(|&bid| list[bid]).collect::<Vec<u32>>())
    };
    let packed = |list: &Vec<Vec<usize>>| {
        let renumbered = |batch: &Vec<usize>| -> Vec<usize> {
            batch.iter().filter_map(|bid| left.iter().position(|kept| kept == bid)).collect()
        };
        list.iter().map(renumbered).filter(|batch| !batch.is_empty()).collect::<Vec<_>>()
    };
    let batches = project.batches.as_ref().map(|batches| match batches {
        PackedBatches::All(list) => PackedBatches::All(packed(list)),
        PackedBatches::ByRole { technical, economic } => {
            PackedBatches::ByRole { technical: packed(technical), economic: packed(economic) }
        }
    });
    Project {
        minutes: kept(&project.minutes),
        technical_minutes: kept(&project.technical_minutes),
        economic_minutes: kept(&project.economic_minutes),
        batches,
        ..project.clone()
    }
}
