//! The two stages together: rooms are chosen by the shortest conceivable durations, arranged, and chosen again
//! where the real durations turn out longer.

use std::collections::BTreeMap;

use crate::demand::{Choice, Demand};
use crate::effort::Effort;
use crate::instance::{Instance, Project};
use crate::levels::{Levels, choose, choose_again, finish};
use crate::occupancy::Occupancy;
use crate::pins::Wishes;
use crate::plan::{Objective, PLAN_SCHEMA, Placed, Plan, Reason, Unplaced};
use crate::reasons::Case;
use crate::rotation::{Arrangement, arrange};
use crate::rules;
use crate::validity::objective;

/// Most times the rooms are chosen again.
const ROUNDS: usize = 24;
/// Steps as long as making a timetable takes.
const ARRANGING: usize = 400_000;
/// With fewer steps than this choosing again is not worth it.
const LEAST_EFFORT: u64 = 400_000;
/// Most care for a timetable; with it one takes about a second, and cannot be broken off meanwhile.
const MOST_CARE: usize = 16;
/// Groups tried for a project that the rounds left over, and for its reasons.
const LAST_TRIES: usize = 60;

/// A project and all that matters of a group, so that equal rooms are arranged once.
type Likeness = (usize, Vec<u64>);

pub(crate) struct Planner<'a> {
    instance: &'a Instance,
    demands: Vec<Demand<'a>>,
    known: BTreeMap<Likeness, Option<Arrangement>>,
    /// Work spent on timetables: packings tried are multiplied by it.
    care: usize,
}

/// What a whole choice comes to, with real durations.
#[derive(Clone)]
pub(crate) struct Day {
    pub cost: Objective,
    /// No plan is better, level by level as long as the levels before are equal.
    pub bound: Objective,
    choices: Vec<Option<Choice>>,
}

impl<'a> Planner<'a> {
    /// `wishes` stand in the order of the projects.
    pub(crate) fn new(instance: &'a Instance, wishes: &'a [Wishes]) -> Self {
        let here = |(project, _): &(&'a Project, &Wishes)| !rules::goes_overnight(&instance.rules, project);
        let demands = instance.projects.iter().zip(wishes).filter(here);
        let demands = demands.map(|(project, wishes)| Demand::new(instance, project, wishes)).collect();
        Self { instance, demands, known: BTreeMap::new(), care: 1 }
    }

    /// Forgets timetables that are not proven, and looks for better ones with more care.
    pub(crate) fn take_more_care(&mut self) {
        self.care = (self.care * 2).min(MOST_CARE);
        self.known.retain(|(demand, _), found| {
            found.as_ref().is_some_and(|found| found.minutes <= self.demands[*demand].shortest)
        });
        for demand in &mut self.demands {
            for candidate in &mut demand.candidates {
                let within = candidate.least <= u64::from(demand.project.limit_minutes);
                candidate.minutes = within.then_some(candidate.least);
                candidate.arranged = false;
            }
        }
    }

    fn project(&self, demand: usize) -> &'a Project {
        self.demands[demand].project
    }

    fn rooms(&self, demand: usize, candidate: usize) -> &[usize] {
        &self.demands[demand].candidates[candidate].group.rooms
    }

    /// What matters of a group for its timetable: places, shelves and walks, room by room.
    fn likeness(&self, demand: usize, candidate: usize) -> Likeness {
        let rooms = self.rooms(demand, candidate);
        let mut figures = Vec::with_capacity(rooms.len() * (rooms.len() + 3));
        let wishes = self.demands[demand].search.wishes;
        for (index, &room) in rooms.iter().enumerate() {
            let places = rules::capacity(self.project(demand), &self.instance.rooms[room]);
            figures.extend([u64::from(places), u64::from(self.instance.rooms[room].shelf)]);
            figures.extend(wishes.experts_in(room).map(|experts| u64::from(experts) + 1_000_000));
            figures.extend(rooms[..index].iter().map(|&other| self.instance.walk(room, other)));
        }
        (demand, figures)
    }

    fn arranged(&self, demand: usize, candidate: usize) -> Option<Arrangement> {
        let it = &self.demands[demand];
        let group = &it.candidates[candidate];
        arrange(self.instance, it.project, &group.group.rooms, it.search.wishes, group.least, self.care)
    }

    /// The real minutes of a candidate within the limit; all like candidates learn them too.
    fn learn(&mut self, demand: usize, candidate: usize) -> Option<u64> {
        if self.demands[demand].candidates[candidate].arranged {
            return self.demands[demand].candidates[candidate].minutes;
        }
        let likeness = self.likeness(demand, candidate);
        let limit = u64::from(self.project(demand).limit_minutes);
        if !self.known.contains_key(&likeness) {
            let found = self.arranged(demand, candidate);
            self.known.insert(likeness.clone(), found);
        }
        let found = self.known.get(&likeness).and_then(Option::as_ref);
        let minutes = found.map(|found| found.minutes).filter(|&minutes| minutes <= limit);
        let as_hoped = minutes == Some(self.demands[demand].candidates[candidate].least);
        for other in 0..self.demands[demand].candidates.len() {
            // Hopes that came true change nothing for others.
            if other == candidate || (!as_hoped && self.likeness(demand, other) == likeness) {
                let candidate = &mut self.demands[demand].candidates[other];
                (candidate.minutes, candidate.arranged) = (minutes, true);
            }
        }
        minutes
    }

    /// Chooses and arranges until nothing new is learnt; the best day seen is the answer.
    pub(crate) fn best_day(&mut self, effort: &mut Effort<'_>) -> Day {
        let mut levels = choose(&mut self.demands, None, effort);
        let bound = levels.bound;
        let mut best: Option<Day> = None;
        let mut arranged_before = self.known.len();
        for _ in 0..ROUNDS {
            let hoped = self.minutes(&levels);
            let real: Vec<Option<u64>> = (0..levels.chosen.len())
                .map(|demand| levels.chosen[demand].and_then(|choice| self.learn(demand, choice.candidate)))
                .collect();
            let arranged = self.known.len() - arranged_before;
            arranged_before = self.known.len();
            effort.spend(arranged * ARRANGING * self.care);
            let day = self.kept(&levels.chosen, bound);
            if best.as_ref().is_none_or(|best| day.cost < best.cost) {
                best = Some(day);
            }
            let settled = best.as_ref().is_some_and(|best| best.cost <= bound);
            if hoped == real || settled || effort.stopped() || effort.left() < LEAST_EFFORT {
                break;
            }
            levels = choose_again(&mut self.demands, &levels, effort);
        }
        let nothing = Day { cost: [0; 4], bound, choices: vec![None; self.demands.len()] };
        self.filled(best.unwrap_or(nothing))
    }

    fn minutes(&self, levels: &Levels) -> Vec<Option<u64>> {
        let of = |(demand, choice): (usize, &Option<Choice>)| {
            self.demands[demand].candidates[choice.as_ref()?.candidate].minutes
        };
        levels.chosen.iter().enumerate().map(of).collect()
    }

    /// The choices that hold with real durations, in the order of their starts; the others are given up.
    fn kept(&mut self, chosen: &[Option<Choice>], bound: Objective) -> Day {
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
        self.day(choices, bound)
    }

    /// Puts projects that are left over wherever they still fit.
    fn filled(&mut self, day: Day) -> Day {
        let mut occupancy = self.occupancy(&day.choices);
        let mut choices = day.choices;
        for (demand, choice) in choices.iter_mut().enumerate() {
            let tries = if choice.is_some() { 0 } else { self.demands[demand].candidates.len() };
            let mut learnt = 0;
            for candidate in 0..tries {
                let it = &self.demands[demand];
                let hoped = it.candidates[candidate].minutes;
                let rooms = self.rooms(demand, candidate);
                let free = hoped.and_then(|m| occupancy.earliest(it.earliest, it.latest, rooms, m));
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
        self.day(choices, day.bound)
    }

    fn try_in(&mut self, occupancy: &mut Occupancy<'_>, demand: usize, candidate: usize) -> Option<Choice> {
        let minutes = self.learn(demand, candidate)?;
        let rooms = self.rooms(demand, candidate);
        let it = &self.demands[demand];
        let start = occupancy.earliest(it.earliest, it.latest, rooms, minutes)?;
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

    fn day(&self, choices: Vec<Option<Choice>>, bound: Objective) -> Day {
        let mut cost = [0, 0, 0, finish(&self.demands, &choices)];
        for (demand, choice) in self.demands.iter().zip(&choices) {
            match *choice {
                None => cost[0] += demand.weight,
                Some(Choice { candidate, .. }) => {
                    let group = &demand.candidates[candidate].group;
                    cost[1] += rules::count(group.rooms.len());
                    cost[2] += group.spread;
                }
            }
        }
        Day { cost, bound, choices }
    }

    fn placed(&self, demand: usize, choice: Choice) -> Option<Placed> {
        let found = self.known.get(&self.likeness(demand, choice.candidate))?.as_ref()?;
        // Like groups share one arrangement up to the rooms' names.
        let rooms = self.rooms(demand, choice.candidate);
        Some(found.in_rooms(rooms).placed(self.instance, self.project(demand), choice.start))
    }

    /// The plan of a day; with reasons for what is unplaced if they are wanted.
    pub(crate) fn write(&mut self, day: &Day, with_reasons: bool) -> Plan {
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
                    let reasons = if with_reasons { self.reasons(demand, &occupancy) } else { Vec::new() };
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
            let (earliest, latest) = (self.demands[demand].earliest, self.demands[demand].latest);
            if within.is_some_and(|m| empty.earliest(earliest, latest, rooms, m).is_some()) {
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
