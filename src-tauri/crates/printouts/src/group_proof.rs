//! The proof sheet of a virtual group (虚拟化组合核对单): which rooms, which rules, and who reads which bid when and
//! where. Members are seat tokens; no names exist.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{GroupHead, PrintError};

/// Bids side by side in one table of the matrix, at the most.
const BIDS_ACROSS: usize = 20;

/// The proof of one version of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupProof {
    /// Which group.
    pub group: GroupHead,
    /// Its rooms, the panels first.
    pub rooms: Vec<ProofRoom>,
    /// When the review begins, in centre time like all times here.
    pub begin: NaiveDateTime,
    /// When the joint discussion begins.
    pub discussion_begin: NaiveDateTime,
    /// When it ends.
    pub end: NaiveDateTime,
    /// When it must have ended.
    pub limit: NaiveDateTime,
    /// The rules, in the order in which people look.
    pub rules: Vec<ProofRule>,
    /// The numbers of the bids that are read, from 1.
    pub bids: Vec<u32>,
    /// A row for each member.
    pub rows: Vec<ProofRow>,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// A room of a [`GroupProof`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofRoom {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it does: `第1小组`, `澄清室`.
    pub usage: String,
    /// The seat tokens of those who sit there: `专1`.
    pub seats: Vec<String>,
}

/// A rule of a [`GroupProof`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofRule {
    /// What it asks for.
    pub name: String,
    /// The numbers it was checked with.
    pub numbers: String,
    /// Whether it is kept.
    pub held: bool,
}

/// What one member reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofRow {
    /// The seat token.
    pub seat: String,
    /// By bid, in the order of the bids; a gap is a bid that nobody has planned for the member.
    pub cells: Vec<Option<ProofCell>>,
}

/// Where and when a member reads a bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofCell {
    /// The batch, `K3`.
    pub batch: String,
    /// Code of the room.
    pub room: String,
    /// When the batch begins there.
    pub begin: NaiveDateTime,
}

/// The sheet as its template reads it.
#[derive(Serialize)]
struct Wording<'a> {
    group: &'a GroupHead,
    rooms: &'a [ProofRoom],
    begin: String,
    discussion: String,
    limit: String,
    rules: &'a [ProofRule],
    bids: usize,
    members: usize,
    readings: usize,
    planned: usize,
    blocks: Vec<BlockWording<'a>>,
    rehearsal: bool,
}

/// A table of the matrix with the bids that stand side by side in it.
#[derive(Serialize)]
struct BlockWording<'a> {
    bids: &'a [u32],
    rows: Vec<RowWording<'a>>,
}

#[derive(Serialize)]
struct RowWording<'a> {
    seat: &'a str,
    cells: Vec<Option<[String; 3]>>,
}

impl Content for GroupProof {
    fn template(&self) -> &'static str {
        "/group_proof.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        if self.bids.is_empty() || self.rows.is_empty() {
            return Err(PrintError::NoSession);
        }
        let time = |at| self.group.time(at);
        json(&Wording {
            group: &self.group,
            rooms: &self.rooms,
            begin: time(self.begin),
            discussion: self.group.span(self.discussion_begin, self.end),
            limit: time(self.limit),
            rules: &self.rules,
            bids: self.bids.len(),
            members: self.rows.len(),
            readings: self.bids.len() * self.rows.len(),
            planned: self.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_some()).count(),
            blocks: self.blocks(),
            rehearsal: self.rehearsal,
        })
    }
}

impl GroupProof {
    /// Tables as wide as each other, so that 67 bids are 17, 17, 17 and 16 and not 20, 20, 20 and 7.
    fn blocks(&self) -> Vec<BlockWording<'_>> {
        let tables = self.bids.len().div_ceil(BIDS_ACROSS).max(1);
        let across = self.bids.len().div_ceil(tables).max(1);
        let block = |(number, bids): (usize, _)| BlockWording {
            bids,
            rows: self.rows.iter().map(|row| self.row(row, number * across, across)).collect(),
        };
        self.bids.chunks(across).enumerate().map(block).collect()
    }

    fn row<'a>(&self, row: &'a ProofRow, from: usize, across: usize) -> RowWording<'a> {
        let cell = |cell: &ProofCell| [cell.batch.clone(), cell.room.clone(), self.group.time(cell.begin)];
        let cells = row.cells.iter().skip(from).take(across);
        RowWording { seat: &row.seat, cells: cells.map(|found| found.as_ref().map(cell)).collect() }
    }
}
