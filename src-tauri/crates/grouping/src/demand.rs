//! What the projects ask for: groups of rooms with the minutes needed there, and the starts worth trying.

use std::collections::{BTreeMap, BTreeSet};

use crate::fit::Question;
use crate::groups::{Group, Listing, Search};
use crate::instance::{Instance, Project};
use crate::pins::Wishes;
use crate::rules;

/// Groups first listed for a project, over all its starts.
const LISTED: usize = 160;
/// Columns of all projects together beyond which fewer groups are listed.
const COLUMNS: usize = 30_000;
/// Starts worth trying for one project.
const STARTS: usize = 60;

/// A group with the minutes the project needs in it.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub group: Group,
    /// No timetable in this group is shorter.
    pub least: u64,
    /// Minutes of the timetable found, or the least while there is none; none if there is no room for any.
    pub minutes: Option<u64>,
    /// Whether a timetable has been made.
    pub arranged: bool,
}

/// The candidate of a demand and its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Choice {
    pub candidate: usize,
    pub start: u64,
}

/// What one project asks for.
pub(crate) struct Demand<'a> {
    pub instance: &'a Instance,
    pub project: &'a Project,
    pub search: Search<'a>,
    pub weight: u64,
    pub earliest: u64,
    pub latest: u64,
    /// The shortest conceivable minutes.
    pub shortest: u64,
    /// Fewest rooms that hold it in the empty building; none if nothing does.
    pub fewest: Option<usize>,
    /// In the order in which they were listed, so that their places stay.
    pub candidates: Vec<Candidate>,
    known: BTreeMap<Vec<usize>, usize>,
    /// By number of rooms: the spread from which groups may be missing.
    pub cutoffs: Vec<(usize, Option<u64>)>,
    /// Starts worth trying, and whether these are all.
    pub starts: Vec<u64>,
    pub all_starts: bool,
}

impl<'a> Demand<'a> {
    pub(crate) fn new(instance: &'a Instance, project: &'a Project, wishes: &'a Wishes) -> Self {
        let shortest = rules::shortest_duration(project);
        let search = Search::new(instance, project, wishes);
        let question = Question { instance, project, without: &[], minutes: shortest, unlinked: 0 };
        let mut fewest = question.fewest_rooms();
        if !wishes.rooms.is_empty() || !wishes.avoid.is_empty() {
            let from = fewest.unwrap_or(usize::MAX);
            let holds = |&size: &usize| !search.listing(size, 1, u64::MAX).groups.is_empty();
            fewest = (from..=search.most_rooms()).find(holds);
        }
        Self {
            instance,
            project,
            search,
            weight: u64::from(project.weight),
            earliest: u64::from(project.earliest_start),
            latest: u64::from(project.latest_start),
            shortest,
            fewest,
            candidates: Vec::new(),
            known: BTreeMap::new(),
            cutoffs: Vec::new(),
            starts: Vec::new(),
            all_starts: true,
        }
    }

    /// Groups of one size that may be listed so that all columns stay few.
    pub(crate) fn allowance(&self, demands: usize, wanted: usize) -> usize {
        let columns = COLUMNS / demands.max(1);
        wanted.min(columns / self.starts.len().max(1)).max(12)
    }

    /// Lists the groups of one size; those known already keep what is known of them.
    pub(crate) fn list(&mut self, size: usize, most: usize, up_to: u64) {
        let Listing { groups, cutoff } = self.search.listing(size, most, up_to);
        for group in groups {
            self.add(group);
        }
        self.cutoffs.retain(|(listed, _)| *listed != size);
        self.cutoffs.push((size, cutoff));
    }

    /// Lists the closest groups of the fewest rooms.
    pub(crate) fn list_first(&mut self, demands: usize) {
        if let Some(fewest) = self.fewest {
            self.list(fewest, self.allowance(demands, LISTED), u64::MAX);
        }
    }

    /// The place of a group among the candidates; it is added if it is new.
    pub(crate) fn add(&mut self, group: Group) -> usize {
        if let Some(&place) = self.known.get(&group.rooms) {
            return place;
        }
        let least = rules::least_minutes(self.instance, self.project, &group.rooms);
        let within = least <= u64::from(self.project.limit_minutes);
        let place = self.candidates.len();
        self.known.insert(group.rooms.clone(), place);
        self.candidates.push(Candidate { group, least, minutes: within.then_some(least), arranged: false });
        place
    }

    pub(crate) fn cutoff(&self, size: usize) -> Option<u64> {
        let listed = self.cutoffs.iter().find(|(listed, _)| *listed == size);
        listed.map_or(Some(0), |(_, cutoff)| *cutoff)
    }

    /// Least spread of a group of this size.
    pub(crate) fn least_spread(&self, size: usize) -> Option<u64> {
        let of_size = self.candidates.iter().filter(|candidate| candidate.group.rooms.len() == size);
        of_size.map(|candidate| candidate.group.spread).min()
    }

    /// No group of this size has less spread; none if there is no group.
    pub(crate) fn floor(&self, size: usize) -> Option<u64> {
        match (self.least_spread(size), self.cutoff(size)) {
            (Some(least), Some(cutoff)) => Some(least.min(cutoff)),
            (least, cutoff) => least.or(cutoff),
        }
    }

    /// Whether the rooms are open and the limit is kept.
    pub(crate) fn possible(&self, candidate: &Candidate, start: u64, minutes: u64) -> bool {
        let rooms = &self.instance.rooms;
        let open = |&room: &usize| rules::open_throughout(&rooms[room], start, start + minutes);
        minutes <= u64::from(self.project.limit_minutes) && candidate.group.rooms.iter().all(open)
    }

    fn durations(&self) -> BTreeSet<u64> {
        let known = self.candidates.iter().filter_map(|candidate| candidate.minutes);
        known.chain([self.shortest]).collect()
    }
}

/// Works out the starts of every demand: the earliest, an opening, or when other projects leave a room.
pub(crate) fn find_starts(demands: &mut [Demand<'_>]) {
    let Some(instance) = demands.first().map(|demand| demand.instance) else { return };
    let changeover = u64::from(instance.rules.changeover_minutes);
    let openings: BTreeSet<u64> = instance
        .rooms
        .iter()
        .flat_map(|room| room.windows.iter().map(|window| u64::from(window[0])))
        .collect();
    let durations: Vec<BTreeSet<u64>> = demands.iter().map(Demand::durations).collect();
    let mut starts: Vec<BTreeSet<u64>> = demands
        .iter()
        .map(|demand| {
            let range = demand.earliest + 1..=demand.latest.max(demand.earliest + 1);
            let mut starts = BTreeSet::from([demand.earliest]);
            if demand.latest > demand.earliest {
                starts.extend(openings.range(range));
            }
            starts
        })
        .collect();
    let mut whole = vec![true; demands.len()];
    let mut fresh: Vec<BTreeSet<u64>> = starts.clone();
    // Each round lets a project follow those of the round before.
    while fresh.iter().any(|fresh| !fresh.is_empty()) {
        let mut free: BTreeSet<u64> = BTreeSet::new();
        for (fresh, durations) in fresh.iter().zip(&durations) {
            free.extend(fresh.iter().flat_map(|start| durations.iter().map(move |d| start + d + changeover)));
        }
        for (demand, it) in demands.iter().enumerate() {
            let new = free.iter().copied().filter(|&at| it.earliest < at && at <= it.latest);
            let new: BTreeSet<u64> = new.filter(|at| !starts[demand].contains(at)).collect();
            let room = STARTS.saturating_sub(starts[demand].len());
            whole[demand] &= new.len() <= room;
            let new: BTreeSet<u64> = new.into_iter().take(room).collect();
            starts[demand].extend(&new);
            fresh[demand] = new;
        }
    }
    for ((demand, starts), whole) in demands.iter_mut().zip(starts).zip(whole) {
        demand.starts = starts.into_iter().collect();
        demand.all_starts = whole;
    }
}
