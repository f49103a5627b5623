//! Plans a day of evaluation rooms grouped virtually: which rooms each project takes (stage 1), and how its
//! bids rotate between them (stage 2). Every expert reads every bid of their role, whatever the grouping.
//!
//! The planner is pure: the same instance always gives the same plan, in whatever order rooms and projects
//! are listed. It has no clock, no chance and no input beside the instance.

pub mod answer;
mod circuit;
mod columns;
mod demand;
mod effort;
pub mod explain;
mod fault;
mod fit;
mod groups;
pub mod instance;
mod kernel;
mod levels;
pub mod margin;
mod occupancy;
mod packing;
mod pinned;
pub mod pins;
pub mod plan;
mod planner;
pub mod proof;
mod reasons;
pub mod relaxations;
pub mod replan;
pub mod rotate;
mod rotation;
pub mod rules;
mod series;
mod types;
pub mod validity;

pub use answer::{Answer, Progress, Status, improve};
pub use explain::{Explained, explained};
pub use instance::{Instance, InstanceFault};
pub use margin::{Margin, margins};
pub use pinned::{improve_with, plan_with};
pub use pins::{PinFault, Pins};
pub use plan::Plan;
pub use proof::reading_matrix;
pub use replan::{DayState, ReplanFault, Replanned, replan};
pub use rotate::{Matrix, MatrixFault, Rotation, rotate};
pub use validity::{Breach, check_plan};

/// Plans the day. The plan has been checked against V1 to V15; what finds no place stands in `unplaced`, with
/// the reasons.
///
/// # Errors
/// The first [`InstanceFault`] of the input checks I1 to I9.
pub fn plan(instance: &Instance) -> Result<Plan, InstanceFault> {
    answer::first(instance, true).map(|answer| answer.plan)
}
