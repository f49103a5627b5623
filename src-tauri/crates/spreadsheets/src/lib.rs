//! Reads the 开标场次安排表 as a centre keeps it: merged titles, headers of one or two rows, dates as texts,
//! full-width digits, several sheets. Every row comes with what was understood and what is wrong with it.
//!
//! The number of registrations is sealed by law (招标投标法 art. 22). It leaves this crate only inside a
//! [`SealedCount`](bidhall_rules::secrecy::SealedCount): no fault, error or `Debug` text repeats what its
//! column says.

mod biff;
mod checks;
mod column;
mod compound;
mod container;
mod deadline;
mod delimited;
mod directories;
mod error;
mod fault;
mod fields;
mod header;
mod read;
mod room_table;
mod row;
mod rows;
mod table;
#[cfg(test)]
mod tests;
mod title;
mod workbook;

use chrono::NaiveDate;

pub use crate::column::SheetColumn;
pub use crate::directories::{
    AgencyEntry, DirectoryRow, ToldBy, UnitEntry, read_agency_sheet, read_calendar_sheet, read_unit_sheet,
};
pub use crate::error::{SizeMeasure, SpreadsheetError};
pub use crate::fault::{Fault, FaultKind, Severity};
pub use crate::read::read_session_sheet;
pub use crate::room_table::{RoomEntry, read_room_sheet};
pub use crate::rows::{SessionDraft, SessionEntry, SessionSheet, SheetRow, TakenSheet};
pub use crate::table::{TableColumn, TableError, TableFault, TableFaultKind, TableRow, read_table};

/// The largest file that is read.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;
/// The last row that is read.
pub const MAX_ROWS: u32 = 20_000;
/// The last column that is read.
const MAX_COLUMNS: u32 = 256;
/// How much a file may grow when it is unpacked.
const MAX_UNPACKED_BYTES: u64 = 100 * 1024 * 1024;

/// A room of the centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRoom {
    /// Its code.
    pub code: String,
    /// Its name, as on the door.
    pub name: String,
}

/// What must be known of the centre to understand its sheet.
#[derive(Clone, Copy)]
pub struct SheetContext<'a> {
    /// The rooms sessions may name.
    pub rooms: &'a [KnownRoom],
    /// Whether the centre works on a day.
    pub is_working_day: &'a dyn Fn(NaiveDate) -> bool,
}
