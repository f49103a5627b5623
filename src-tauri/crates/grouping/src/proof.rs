//! The proof that a plan is lawful: every member reads every bid of their role, and the committee is odd, has
//! at least five members and two thirds experts (招标投标法, article 37).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::instance::{Instance, Project, Stream};
use crate::plan::Plan;
use crate::rules;

/// Who reads which bid when and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReadingMatrix {
    /// Project id.
    pub project: String,
    /// Bids of the project.
    pub bids: usize,
    /// One row for each member.
    pub rows: Vec<MatrixRow>,
    /// Whether every member reads every bid of their role.
    pub complete: bool,
}

/// One member, who has no name before signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MatrixRow {
    /// Room and seat, such as `201-1`.
    pub seat: String,
    /// Whether the member is a technical or an economic expert.
    pub role: Stream,
    /// By bid, in the order of the bids; a gap means that the member does not read it.
    pub cells: Vec<Option<MatrixCell>>,
}

/// When and where a member reads a bid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MatrixCell {
    /// Room id.
    pub room: String,
    /// The batch the bid lies in.
    pub batch: usize,
    /// Begin of the batch.
    pub begin: u32,
    /// End of the batch.
    pub end: u32,
}

/// The composition of a committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Composition {
    /// Members, the owner's representatives among them.
    pub members: u32,
    /// Five or more.
    pub at_least_five: bool,
    /// An odd number.
    pub odd: bool,
    /// Two thirds or more are experts and not the owner's representatives.
    pub two_thirds_experts: bool,
}

/// The matrix of a placed project; none if the plan or the instance does not have it.
pub fn reading_matrix(instance: &Instance, plan: &Plan, project: &str) -> Option<ReadingMatrix> {
    let placed = plan.placed.iter().find(|placed| placed.project == project)?;
    let project = instance.projects.iter().find(|known| known.id == project)?;
    let bids = rules::bids(project);
    let mut rows = Vec::new();
    for panel in &placed.rooms {
        let stream = match (project.split_roles, panel.technical) {
            (false, _) => Stream::All,
            (true, 0) => Stream::Economic,
            (true, _) => Stream::Technical,
        };
        let batches = placed.batches.get(&stream).map(Vec::as_slice).unwrap_or_default();
        let mut cells = vec![None; bids];
        // The last reading counts where a batch is read again.
        let mut reviews: Vec<_> = placed.reviews.iter().filter(|review| review.room == panel.room).collect();
        reviews.sort_by_key(|review| review.begin);
        for review in reviews {
            for &bid in batches.get(review.batch).into_iter().flatten().filter(|&&bid| bid < bids) {
                let (room, batch) = (review.room.clone(), review.batch);
                cells[bid] = Some(MatrixCell { room, batch, begin: review.begin, end: review.end });
            }
        }
        let roles = (0..panel.technical).map(|_| Stream::Technical);
        let roles = roles.chain((0..panel.economic).map(|_| Stream::Economic));
        for (seat, role) in roles.enumerate() {
            rows.push(MatrixRow { seat: format!("{}-{}", panel.room, seat + 1), role, cells: cells.clone() });
        }
    }
    let members = usize::try_from(project.technical + project.economic).unwrap_or(usize::MAX);
    let complete = rows.len() == members && rows.iter().all(|row| row.cells.iter().all(Option::is_some));
    Some(ReadingMatrix { project: project.id.clone(), bids, rows, complete })
}

/// The composition of a project's committee, of whom `representatives` are the owner's.
pub fn composition(project: &Project, representatives: u32) -> Composition {
    let members = project.technical + project.economic;
    let experts = members.saturating_sub(representatives);
    Composition {
        members,
        at_least_five: members >= 5,
        odd: !members.is_multiple_of(2),
        two_thirds_experts: experts * 3 >= members * 2,
    }
}
