//! The bare rotation of stage 2: given panel minutes, when does each panel take each job.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::circuit::{Circuit, end_of};

/// Most jobs, and most panels.
pub const MOST: usize = 200;
/// Most minutes of one turn or lag.
pub const MOST_MINUTES: u32 = 100_000;
/// Steps and small changes tried before the answer is given.
const TRIES: usize = 400_000;

/// A rotation to be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Matrix {
    /// Minutes by job and panel.
    pub minutes: Vec<Vec<u32>>,
    /// Minutes a job needs from one panel to another; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub lag: Option<Vec<Vec<u32>>>,
}

/// A rotation found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Rotation {
    /// Begin by job and panel.
    #[ts(type = "number[][]")]
    pub starts: Vec<Vec<u64>>,
    /// When the last turn ends.
    #[ts(type = "number")]
    pub makespan: u64,
    /// No rotation ends earlier.
    #[ts(type = "number")]
    pub lower_bound: u64,
    /// Whether none better exists.
    pub proven: bool,
}

/// Why a matrix cannot be solved.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum MatrixFault {
    /// No jobs, or no panels.
    #[error("minutes: no jobs or no panels")]
    Empty,
    /// A row has another length than the first.
    #[error("minutes: row {row} has {found} figures, row 0 has {needed}")]
    Ragged {
        /// The row.
        row: usize,
        /// Its length.
        found: usize,
        /// Length of the first row.
        needed: usize,
    },
    /// The lag is not panels x panels.
    #[error("lag: row {row} has {found} figures; it must be {panels} x {panels}")]
    LagNotSquare {
        /// First row that is missing or of another length.
        row: usize,
        /// Its length.
        found: usize,
        /// Panels.
        panels: usize,
    },
    /// A panel has a lag to itself.
    #[error("lag: panel {panel} to itself is not 0")]
    LagToItself {
        /// The panel.
        panel: usize,
    },
    /// More jobs or panels than are solved.
    #[error("{found} jobs or panels are more than {most}")]
    TooMany {
        /// How many.
        found: usize,
        /// Most.
        most: usize,
    },
    /// A figure beyond what is computed with.
    #[error("{found} minutes are more than {most}")]
    TooLong {
        /// The figure.
        found: u32,
        /// Most.
        most: u32,
    },
}

impl Matrix {
    fn check(&self) -> Result<(), MatrixFault> {
        let jobs = self.minutes.len();
        let panels = self.minutes.first().map_or(0, Vec::len);
        if jobs == 0 || panels == 0 {
            return Err(MatrixFault::Empty);
        }
        if let Some(row) = self.minutes.iter().position(|row| row.len() != panels) {
            return Err(MatrixFault::Ragged { row, found: self.minutes[row].len(), needed: panels });
        }
        let found = jobs.max(panels);
        if found > MOST {
            return Err(MatrixFault::TooMany { found, most: MOST });
        }
        if let Some(lag) = &self.lag {
            let row = lag.iter().position(|row| row.len() != panels);
            if row.is_some() || lag.len() != panels {
                let row = row.unwrap_or(lag.len().min(panels));
                let found = lag.get(row).map_or(0, Vec::len);
                return Err(MatrixFault::LagNotSquare { row, found, panels });
            }
            if let Some(panel) = (0..panels).find(|&panel| lag[panel][panel] != 0) {
                return Err(MatrixFault::LagToItself { panel });
            }
        }
        let figures = self.minutes.iter().chain(self.lag.iter().flatten()).flatten();
        match figures.copied().find(|&figure| figure > MOST_MINUTES) {
            Some(found) => Err(MatrixFault::TooLong { found, most: MOST_MINUTES }),
            None => Ok(()),
        }
    }
}

/// The shortest rotation found; `stop` is asked now and then whether to go on.
///
/// # Errors
/// [`MatrixFault`].
pub fn rotate(matrix: &Matrix, stop: &mut dyn FnMut() -> bool) -> Result<Rotation, MatrixFault> {
    matrix.check()?;
    let jobs = matrix.minutes.len();
    let panels = matrix.minutes[0].len();
    let minutes: Vec<Vec<u64>> =
        (0..panels).map(|panel| matrix.minutes.iter().map(|row| u64::from(row[panel])).collect()).collect();
    let lag = match &matrix.lag {
        Some(lag) => lag.iter().map(|row| row.iter().copied().map(u64::from).collect()).collect(),
        None => vec![vec![0; panels]; panels],
    };
    let circuit = Circuit { minutes, lag };
    let lower_bound = circuit.bound();
    let first = circuit.timetable(0);
    let turns = circuit.better(first, lower_bound, TRIES, stop);
    let mut starts = vec![vec![0; panels]; jobs];
    for turn in &turns {
        starts[turn.batch][turn.panel] = turn.begin;
    }
    let makespan = end_of(&turns);
    Ok(Rotation { starts, makespan, lower_bound, proven: makespan == lower_bound })
}
