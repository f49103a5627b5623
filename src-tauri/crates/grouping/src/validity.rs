//! The validity rules V1 to V15, written once. Every plan is checked here before it is returned.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::instance::{Instance, Project};
use crate::plan::{Objective, Placed, Plan};
use crate::rules;

mod timetable;

/// The validity rules by their codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
pub enum Rule {
    /// Each project is exactly once in placed, unplaced or overnight.
    V1,
    /// The start lies within its range.
    V2,
    /// Rooms exist, differ, and are not too many.
    V3,
    /// Every room has an expert and enough seats; the committee is seated whole.
    V4,
    /// With split roles each room holds one role and both streams have a room.
    V5,
    /// Groups have a video link in every room.
    V6,
    /// Paper sets exist and the shelves hold those in use.
    V7,
    /// Batches are a partition of the bids, kept as packed, and can be carried.
    V8,
    /// Every room reviews every batch of its stream exactly once, for the panel minutes.
    V9,
    /// A room reviews one batch at a time.
    V10,
    /// Walking and disinfection lie between two reviews of a paper batch.
    V11,
    /// The discussion follows all reviews and ends within the limit.
    V12,
    /// Every room is open from start to end.
    V13,
    /// A room belongs to one project at a time, with changeover between.
    V14,
    /// The stated objective is the computed one.
    V15,
}

/// One breach of a rule, with its place and the numbers that show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Breach {
    /// The rule.
    pub rule: Rule,
    /// The project concerned; none where the whole plan is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub project: Option<String>,
    /// The room concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub room: Option<String>,
    /// The batch concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub batch: Option<usize>,
    /// What the rule asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub needed: Option<u64>,
    /// What the plan has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub found: Option<u64>,
}

impl Breach {
    pub(crate) fn of(rule: Rule) -> Self {
        Self { rule, project: None, room: None, batch: None, needed: None, found: None }
    }

    pub(crate) fn project(self, project: &str) -> Self {
        Self { project: Some(project.to_owned()), ..self }
    }

    pub(crate) fn room(self, room: &str) -> Self {
        Self { room: Some(room.to_owned()), ..self }
    }

    pub(crate) fn batch(self, batch: usize) -> Self {
        Self { batch: Some(batch), ..self }
    }

    pub(crate) fn numbers(self, needed: u64, found: u64) -> Self {
        Self { needed: Some(needed), found: Some(found), ..self }
    }
}

/// Every breach of V1 to V15. A plan is valid when the list is empty. The instance must have passed
/// [`Instance::check`].
pub fn check_plan(instance: &Instance, plan: &Plan) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for placed in &plan.placed {
        if let Some(project) = instance.projects.iter().find(|project| project.id == placed.project) {
            let found = timetable::check_placed(instance, project, placed);
            breaches.extend(found.into_iter().map(|breach| breach.project(&placed.project)));
        }
    }
    changeovers(instance, plan, &mut breaches);
    lists(instance, plan, &mut breaches);
    let computed = objective(instance, plan);
    for (&needed, &found) in computed.iter().zip(&plan.objective).filter(|(a, b)| a != b) {
        breaches.push(Breach::of(Rule::V15).numbers(needed, found));
    }
    breaches
}

/// The objective of a plan, computed from its lists.
pub fn objective(instance: &Instance, plan: &Plan) -> Objective {
    let weight = |id: &str| instance.projects.iter().find(|project| project.id == id).map(|p| p.weight);
    let unplaced = plan.unplaced.iter().filter_map(|entry| weight(&entry.project)).map(u64::from).sum();
    let (mut rooms, mut spread, mut finish) = (0, 0, 0);
    for placed in plan.placed.iter().filter(|placed| weight(&placed.project).is_some()) {
        if let Some(group) = places(instance, placed) {
            rooms += rules::count(group.len());
            spread += rules::spread(instance, &group);
            finish += u64::from(placed.discussion_end);
        }
    }
    [unplaced, rooms, spread, finish]
}

/// The rooms of a group by their place in the instance; none if one of them does not exist.
fn places(instance: &Instance, placed: &Placed) -> Option<Vec<usize>> {
    let place = |id: &str| instance.rooms.iter().position(|room| room.id == id);
    placed.rooms.iter().map(|panel| place(&panel.room)).collect()
}

fn lists(instance: &Instance, plan: &Plan, breaches: &mut Vec<Breach>) {
    let placed = plan.placed.iter().map(|entry| entry.project.as_str());
    let unplaced = plan.unplaced.iter().map(|entry| entry.project.as_str());
    let overnight: BTreeSet<&str> = plan.overnight.iter().map(String::as_str).collect();
    let mut times: BTreeMap<&str, u64> = BTreeMap::new();
    for id in placed.chain(unplaced).chain(plan.overnight.iter().map(String::as_str)) {
        *times.entry(id).or_default() += 1;
    }
    let known: BTreeSet<&str> = instance.projects.iter().map(|project| project.id.as_str()).collect();
    for id in times.keys().filter(|id| !known.contains(*id)) {
        breaches.push(Breach::of(Rule::V1).project(id).numbers(0, 1));
    }
    for Project { id, .. } in &instance.projects {
        let found = times.get(id.as_str()).copied().unwrap_or(0);
        if found != 1 {
            breaches.push(Breach::of(Rule::V1).project(id).numbers(1, found));
        }
    }
    for project in &instance.projects {
        let (goes, listed) =
            (rules::goes_overnight(&instance.rules, project), overnight.contains(project.id.as_str()));
        if goes != listed {
            breaches
                .push(Breach::of(Rule::V1).project(&project.id).numbers(u64::from(goes), u64::from(listed)));
        }
    }
}

fn changeovers(instance: &Instance, plan: &Plan, breaches: &mut Vec<Breach>) {
    let mut stays: BTreeMap<&str, Vec<(u32, u32, &str)>> = BTreeMap::new();
    for placed in &plan.placed {
        for panel in &placed.rooms {
            let stay = (placed.start, placed.discussion_end, placed.project.as_str());
            stays.entry(&panel.room).or_default().push(stay);
        }
    }
    for (room, mut list) in stays {
        list.sort_unstable();
        for pair in list.windows(2) {
            let (earlier, later) = (pair[0], pair[1]);
            let free = u64::from(earlier.1) + u64::from(instance.rules.changeover_minutes);
            if u64::from(later.0) < free {
                let breach = Breach::of(Rule::V14).project(later.2).room(room);
                breaches.push(breach.numbers(free, u64::from(later.0)));
            }
        }
    }
}
