//! The two stages together: rooms are chosen by the shortest conceivable durations, arranged, and chosen again
//! where the real durations turn out longer.

use std::collections::BTreeMap;

use crate::groups::groups;
use crate::instance::{Instance, Project};
use crate::plan::{Objective, PLAN_SCHEMA, Placed, Plan, Reason, Unplaced};
use crate::reasons::Case;
use crate::rooms::{Candidate, Choice, Demand, Occupancy, choose_rooms, sum};
use crate::rotation::{Arrangement, arrange};
use crate::rules;
use crate::validity::objective;

/// Most times the rooms are chosen again.
const ROUNDS: usize = 24;
/// Groups tried for a project that the rounds left over, and for its reasons.
const LAST_TRIES: usize = 60;

struct Planner<'a> {
    instance: &'a Instance,
    demands: Vec<Demand>,
    /// Arrangements by project and by all that matters of the group, so that equal rooms are arranged once.
    known: BTreeMap<(usize, Vec<u64>), Option<Arrangement>>,
}

/// What a whole choice comes to, with real durations.
struct Day {
    cost: Objective,
    choices: Vec<Option<Choice>>,
}

/// The plan of an instance whose rooms and projects stand in the order of their ids.
pub(crate) fn plan_in_order(instance: &Instance) -> Plan {
    let mut planner = Planner::new(instance);
    let day = planner.best_day();
    planner.write(&day)
}

impl<'a> Planner<'a> {
    fn new(instance: &'a Instance) -> Self {
        let demand = |(index, project): (usize, &Project)| {
            let shortest = rules::shortest_duration(project);
            let candidate = |group| Candidate { group, minutes: Some(shortest) };
            Demand {
                project: index,
                weight: u64::from(project.weight),
                earliest: u64::from(project.earliest_start),
                latest: u64::from(project.latest_start),
                shortest,
                candidates: groups(instance, project).into_iter().map(candidate).collect(),
            }
        };
        let here = |(_, project): &(usize, &Project)| !rules::goes_overnight(&instance.rules, project);
        let demands = instance.projects.iter().enumerate().filter(here).map(demand).collect();
        Self { instance, demands, known: BTreeMap::new() }
    }

    fn project(&self, demand: usize) -> &'a Project {
        &self.instance.projects[self.demands[demand].project]
    }

    fn rooms(&self, demand: usize, candidate: usize) -> &[usize] {
        &self.demands[demand].candidates[candidate].group.rooms
    }

    /// What matters of a group for its timetable: places, shelves and walks, room by room.
    fn likeness(&self, demand: usize, candidate: usize) -> (usize, Vec<u64>) {
        let rooms = self.rooms(demand, candidate);
        let mut figures = Vec::new();
        for (index, &room) in rooms.iter().enumerate() {
            let places = rules::capacity(self.project(demand), &self.instance.rooms[room]);
            figures.extend([u64::from(places), u64::from(self.instance.rooms[room].shelf)]);
            figures.extend(rooms[..index].iter().map(|&other| self.instance.walk(room, other)));
        }
        (demand, figures)
    }

    /// The real minutes of a candidate within the limit; all like candidates learn them too.
    fn learn(&mut self, demand: usize, candidate: usize) -> Option<u64> {
        let likeness = self.likeness(demand, candidate);
        let project = self.project(demand);
        let limit = u64::from(project.limit_minutes);
        let within = |found: &Option<Arrangement>| {
            found.as_ref().map(|found| found.minutes).filter(|&minutes| minutes <= limit)
        };
        if let Some(found) = self.known.get(&likeness) {
            return within(found);
        }
        let found = arrange(self.instance, project, self.rooms(demand, candidate));
        let minutes = within(&found);
        for other in 0..self.demands[demand].candidates.len() {
            if self.likeness(demand, other) == likeness {
                self.demands[demand].candidates[other].minutes = minutes;
            }
        }
        self.known.insert(likeness, found);
        minutes
    }

    /// Chooses and arranges until nothing new is learnt; the best day seen is the answer.
    fn best_day(&mut self) -> Day {
        let mut best: Option<Day> = None;
        for _ in 0..ROUNDS {
            let chosen = choose_rooms(self.instance, &self.demands);
            let hoped: Vec<Option<u64>> = chosen
                .iter()
                .enumerate()
                .map(|(demand, choice)| self.demands[demand].candidates[choice.as_ref()?.candidate].minutes)
                .collect();
            let real: Vec<Option<u64>> = chosen
                .iter()
                .enumerate()
                .map(|(demand, choice)| self.learn(demand, choice.as_ref()?.candidate))
                .collect();
            let day = self.kept(&chosen);
            if best.as_ref().is_none_or(|best| day.cost < best.cost) {
                best = Some(day);
            }
            if hoped == real {
                break;
            }
        }
        let nothing = Day { cost: [0; 4], choices: vec![None; self.demands.len()] };
        self.filled(best.unwrap_or(nothing))
    }

    /// The choices that hold with real durations, in the order of their starts; the others are given up.
    fn kept(&mut self, chosen: &[Option<Choice>]) -> Day {
        let mut order: Vec<(u64, usize, usize)> = chosen
            .iter()
            .enumerate()
            .filter_map(|(demand, choice)| choice.map(|choice| (choice.start, demand, choice.candidate)))
            .collect();
        order.sort_unstable();
        let mut occupancy = Occupancy::new(self.instance);
        let mut choices = vec![None; self.demands.len()];
        for (_, demand, candidate) in order {
            choices[demand] = self.try_in(&mut occupancy, demand, candidate);
        }
        self.day(choices)
    }

    /// Puts projects that are left over wherever they still fit.
    fn filled(&mut self, day: Day) -> Day {
        let mut occupancy = self.occupancy(&day.choices);
        let mut choices = day.choices;
        for (demand, choice) in choices.iter_mut().enumerate() {
            let tries = if choice.is_some() { 0 } else { self.demands[demand].candidates.len() };
            let mut learnt = 0;
            for candidate in 0..tries {
                let hoped = self.demands[demand].candidates[candidate].minutes;
                let rooms = self.rooms(demand, candidate);
                let free = hoped.and_then(|m| occupancy.earliest(&self.demands[demand], rooms, m));
                if free.is_none() {
                    continue;
                }
                *choice = self.try_in(&mut occupancy, demand, candidate);
                learnt += 1;
                if choice.is_some() || learnt == LAST_TRIES {
                    break;
                }
            }
        }
        self.day(choices)
    }

    fn try_in(&mut self, occupancy: &mut Occupancy<'_>, demand: usize, candidate: usize) -> Option<Choice> {
        let minutes = self.learn(demand, candidate)?;
        let rooms = self.rooms(demand, candidate);
        let start = occupancy.earliest(&self.demands[demand], rooms, minutes)?;
        occupancy.occupy(rooms, start, start + minutes);
        Some(Choice { candidate, start })
    }

    fn occupancy(&self, choices: &[Option<Choice>]) -> Occupancy<'a> {
        let mut occupancy = Occupancy::new(self.instance);
        for (demand, choice) in choices.iter().enumerate() {
            if let Some(Choice { candidate, start }) = *choice {
                let minutes = self.demands[demand].candidates[candidate].minutes.unwrap_or(0);
                occupancy.occupy(self.rooms(demand, candidate), start, start + minutes);
            }
        }
        occupancy
    }

    fn day(&self, choices: Vec<Option<Choice>>) -> Day {
        let mut cost = [0; 4];
        for (demand, choice) in self.demands.iter().zip(&choices) {
            let added = match *choice {
                None => [demand.weight, 0, 0, 0],
                Some(Choice { candidate, start }) => {
                    let Candidate { group, minutes } = &demand.candidates[candidate];
                    let end = start + minutes.unwrap_or(0);
                    [0, rules::count(group.rooms.len()), group.spread, end]
                }
            };
            cost = sum(cost, added);
        }
        Day { cost, choices }
    }

    fn placed(&self, demand: usize, choice: Choice) -> Option<Placed> {
        let found = self.known.get(&self.likeness(demand, choice.candidate))?;
        // Like groups share one arrangement up to the rooms' names, so it is worked out for these rooms.
        let rooms = self.rooms(demand, choice.candidate);
        let arrangement = arrange(self.instance, self.project(demand), rooms)
            .filter(|own| found.as_ref().is_some_and(|known| known.minutes == own.minutes))?;
        Some(arrangement.placed(self.instance, self.project(demand), choice.start))
    }

    fn write(&mut self, day: &Day) -> Plan {
        let occupancy = self.occupancy(&day.choices);
        let mut plan = Plan {
            schema: PLAN_SCHEMA.to_owned(),
            instance: self.instance.id.clone(),
            placed: Vec::new(),
            unplaced: Vec::new(),
            overnight: Vec::new(),
            overnight_notice: Vec::new(),
            objective: [0; 4],
        };
        for (demand, choice) in day.choices.iter().enumerate() {
            match choice.and_then(|choice| self.placed(demand, choice)) {
                Some(placed) => plan.placed.push(placed),
                None => {
                    let reasons = self.reasons(demand, &occupancy);
                    plan.unplaced.push(Unplaced { project: self.project(demand).id.clone(), reasons });
                }
            }
        }
        for project in &self.instance.projects {
            if rules::goes_overnight(&self.instance.rules, project) {
                plan.overnight.push(project.id.clone());
            } else if rules::over_threshold(&self.instance.rules, project) {
                plan.overnight_notice.push(project.id.clone());
            }
        }
        plan.objective = objective(self.instance, &plan);
        plan
    }

    fn reasons(&mut self, demand: usize, occupancy: &Occupancy<'_>) -> Vec<Reason> {
        let (instance, project) = (self.instance, self.project(demand));
        let case = Case { instance, project, minutes: self.demands[demand].shortest };
        let reasons = case.alone();
        if !reasons.is_empty() {
            return reasons;
        }
        // The shortest conceivable duration fits; the timetables found may still be too long.
        let empty = Occupancy::new(instance);
        let mut real = Vec::new();
        for candidate in 0..self.demands[demand].candidates.len().min(LAST_TRIES) {
            let within = self.learn(demand, candidate);
            let rooms = self.rooms(demand, candidate);
            if within.is_some_and(|m| empty.earliest(&self.demands[demand], rooms, m).is_some()) {
                real.clear();
                break;
            }
            let known = self.known.get(&self.likeness(demand, candidate)).and_then(Option::as_ref);
            real.extend(known.map(|known| known.minutes));
        }
        real.sort_unstable();
        let too_long = real.into_iter().map(|minutes| Case { minutes, ..case }.alone());
        too_long.into_iter().find(|reasons| !reasons.is_empty()).unwrap_or_else(|| {
            vec![case.rooms_taken(|room, start| occupancy.is_free(room, start, start + case.minutes))]
        })
    }
}
