//! Answers: the first one at once, better ones in the background, each with what is proven of it.

use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::effort::Effort;
use crate::instance::{Instance, InstanceFault};
use crate::pins::Wishes;
use crate::plan::{Objective, Plan, Unplaced};
use crate::planner::Planner;
use crate::validity::{check_plan, objective};

/// Steps of the first answer; they take less than two seconds on a small machine.
const FIRST_ANSWER: u64 = 36_000_000;
/// Rounds of the work in the background; each has four times the steps of the one before.
const BACKGROUND_ROUNDS: u32 = 6;

/// How sure one level of the objective is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No plan is better in this level while it is as good in the levels before.
    Proven,
    /// The best found; a plan as good as the bound may exist.
    BestKnown,
}

/// A plan with what is proven of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Answer {
    /// The plan.
    #[serde(flatten)]
    pub plan: Plan,
    /// By level of the objective.
    pub status: [Status; 4],
    /// By level of the objective, what no plan undercuts.
    #[ts(type = "[number, number, number, number]")]
    pub bound: Objective,
}

impl Answer {
    pub(crate) fn new(plan: Plan, bound: Objective) -> Self {
        let found = plan.objective;
        // Behind a level that is not proven nothing is: a plan better in that level may be worse in these.
        let firm = (0..4).position(|level| bound[level] < found[level]).unwrap_or(4);
        let status =
            std::array::from_fn(|level| if level < firm { Status::Proven } else { Status::BestKnown });
        let bound = std::array::from_fn(|level| bound[level].min(found[level]));
        Self { plan, status, bound }
    }

    /// Whether nothing is left to improve.
    pub fn is_proven(&self) -> bool {
        self.status == [Status::Proven; 4]
    }
}

/// One step of the work in the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress<'a> {
    /// A better plan, or more proven of the same one.
    Better(&'a Answer),
    /// A round begins: which one, of how many at the most.
    Round(u32, u32),
    /// A sign of life.
    Working,
}

/// The first answer, with or without the reasons of what is unplaced.
///
/// # Errors
/// The first [`InstanceFault`] of the input checks I1 to I9.
pub fn first(instance: &Instance, with_reasons: bool) -> Result<Answer, InstanceFault> {
    instance.check()?;
    let ordered = instance.in_id_order();
    let wishes = vec![Wishes::none(); ordered.projects.len()];
    Ok(first_in_order(&ordered, &wishes, with_reasons))
}

/// The first answer for rooms and projects in the order of their ids.
pub(crate) fn first_in_order(ordered: &Instance, wishes: &[Wishes], with_reasons: bool) -> Answer {
    let mut planner = Planner::new(ordered, wishes);
    let mut never = || false;
    let day = planner.best_day(&mut Effort::new(FIRST_ANSWER, &mut never));
    let plan = planner.write(&day, with_reasons);
    Answer::new(withdraw_breaches(ordered, plan), day.bound)
}

/// Improves the first answer until everything is proven, the work is done or the caller breaks off. The caller
/// is told of every better answer and, in between, asked whether to go on.
///
/// # Errors
/// The first [`InstanceFault`] of the input checks I1 to I9.
pub fn improve(
    instance: &Instance,
    tell: &mut dyn FnMut(Progress<'_>) -> ControlFlow<()>,
) -> Result<Answer, InstanceFault> {
    instance.check()?;
    let ordered = instance.in_id_order();
    let wishes = vec![Wishes::none(); ordered.projects.len()];
    Ok(improve_in_order(&ordered, &wishes, tell))
}

/// Improves the first answer for rooms and projects in the order of their ids.
pub(crate) fn improve_in_order(
    ordered: &Instance,
    wishes: &[Wishes],
    tell: &mut dyn FnMut(Progress<'_>) -> ControlFlow<()>,
) -> Answer {
    let mut planner = Planner::new(ordered, wishes);
    let mut never = || false;
    let day = planner.best_day(&mut Effort::new(FIRST_ANSWER, &mut never));
    let mut best = Answer::new(withdraw_breaches(ordered, planner.write(&day, true)), day.bound);
    let mut broken_off = tell(Progress::Better(&best)).is_break();
    for round in 1..=BACKGROUND_ROUNDS {
        if broken_off || best.is_proven() || tell(Progress::Round(round, BACKGROUND_ROUNDS)).is_break() {
            break;
        }
        planner.take_more_care();
        let mut stop = || tell(Progress::Working).is_break();
        let mut effort = Effort::new(FIRST_ANSWER << (2 * round), &mut stop);
        let day = planner.best_day(&mut effort);
        broken_off = effort.stopped();
        let plan = withdraw_breaches(ordered, planner.write(&day, true));
        // Every round bounds the same plans, so the best bound of all holds while the levels before are equal.
        let bound = if day.bound > best.bound { day.bound } else { best.bound };
        let better = plan.objective < best.plan.objective;
        let answer = Answer::new(if better { plan } else { best.plan.clone() }, bound);
        if answer != best {
            best = answer;
            broken_off |= tell(Progress::Better(&best)).is_break();
        }
    }
    best
}

/// A project whose entry breaks a rule is withdrawn: an unplaced project can be planned by hand, an invalid
/// plan would be carried out.
fn withdraw_breaches(instance: &Instance, mut plan: Plan) -> Plan {
    loop {
        let breaches = check_plan(instance, &plan);
        debug_assert!(breaches.is_empty(), "the planner broke a rule: {breaches:?}");
        let concerned = |id: &str| breaches.iter().any(|breach| breach.project.as_deref() == Some(id));
        let Some(place) = plan.placed.iter().position(|placed| concerned(&placed.project)) else {
            return plan;
        };
        let project = plan.placed.remove(place).project;
        plan.unplaced.push(Unplaced { project, reasons: Vec::new() });
        plan.objective = objective(instance, &plan);
    }
}
