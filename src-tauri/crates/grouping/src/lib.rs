//! Plans a day of evaluation rooms grouped virtually: which rooms each project takes (stage 1), and how its
//! bids rotate between them (stage 2). Every expert reads every bid of their role, whatever the grouping.
//!
//! The planner is pure: the same instance always gives the same plan, in whatever order rooms and projects
//! are listed. It has no clock, no chance and no input beside the instance.

mod circuit;
mod fault;
mod fit;
mod groups;
pub mod instance;
mod packing;
pub mod plan;
mod planner;
mod reasons;
pub mod replan;
mod rooms;
mod rotation;
pub mod rules;
pub mod validity;

pub use instance::{Instance, InstanceFault};
pub use plan::Plan;
pub use replan::{DayState, Replanned, ReplanFault, replan};
pub use validity::{Breach, check_plan};

/// Plans the day. The plan has been checked against V1 to V15; what finds no place stands in `unplaced`, with
/// the reasons.
///
/// # Errors
/// The first [`InstanceFault`] of the input checks I1 to I9.
pub fn plan(instance: &Instance) -> Result<Plan, InstanceFault> {
    instance.check()?;
    let ordered = instance.in_id_order();
    let plan = planner::plan_in_order(&ordered);
    Ok(withdraw_breaches(&ordered, plan))
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
        plan.unplaced.push(plan::Unplaced { project, reasons: Vec::new() });
        plan.objective = validity::objective(instance, &plan);
    }
}
