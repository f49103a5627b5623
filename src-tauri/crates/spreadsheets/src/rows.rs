use bidhall_rules::import_words::Copies;
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::secrecy::SealedCount;
use bidhall_rules::sessions::SessionKind;
use chrono::NaiveDateTime;

use crate::fault::{Fault, Severity};

/// What a file says about sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionSheet {
    /// The first sheet with sessions.
    pub sheet: String,
    /// Its title.
    pub title: Option<String>,
    /// The sessions of every sheet that has the header, in the order of the file.
    pub rows: Vec<SheetRow>,
    /// Each sheet that was read.
    pub taken: Vec<TakenSheet>,
    /// The visible sheets that have something on them and no header of sessions.
    pub passed_over: Vec<String>,
}

/// A sheet that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenSheet {
    /// Its name.
    pub sheet: String,
    /// What stands above its header.
    pub title: Option<String>,
    /// How many rows with sessions it has.
    pub rows: usize,
}

/// One row with a session.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// The sheet it stands in.
    pub sheet: String,
    /// The row, counted from 1 as the spreadsheet shows it.
    pub row: u32,
    /// What was understood.
    pub draft: SessionDraft,
    /// What is wrong or worth a look, from the left to the right.
    pub faults: Vec<Fault>,
}

/// What was understood of a row; nothing where a cell is empty or has an error.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SessionDraft {
    /// Project code.
    pub code: Option<String>,
    /// Project name.
    pub project_name: Option<String>,
    /// Lot.
    pub lot: Option<String>,
    /// Tenderer.
    pub tenderer: Option<String>,
    /// Tender agency.
    pub agency: Option<String>,
    /// The agency's contact.
    pub contact_name: Option<String>,
    /// The contact's telephone.
    pub contact_phone: Option<PhoneNumber>,
    /// Deadline and opening, by the centre's clock.
    pub deadline: Option<NaiveDateTime>,
    /// Codes of the opening rooms.
    pub opening_rooms: Vec<String>,
    /// Codes of the evaluation rooms.
    pub evaluation_rooms: Vec<String>,
    /// Expected length of the evaluation.
    pub evaluation_minutes: Option<u32>,
    /// Paper, electronic or both.
    pub kind: Option<SessionKind>,
    /// Volumes of a bid on paper.
    pub copies: Option<Copies>,
    /// Number of registrations, sealed until the opening.
    pub registered: Option<SealedCount>,
    /// Remark.
    pub remark: Option<String>,
}

/// A row that can be taken over as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionEntry {
    /// Project code.
    pub code: String,
    /// Project name.
    pub project_name: String,
    /// Lot.
    pub lot: Option<String>,
    /// Tenderer.
    pub tenderer: Option<String>,
    /// Tender agency.
    pub agency: String,
    /// The agency's contact.
    pub contact_name: String,
    /// The contact's telephone.
    pub contact_phone: PhoneNumber,
    /// Deadline and opening, by the centre's clock.
    pub deadline: NaiveDateTime,
    /// Codes of the opening rooms, at least one.
    pub opening_rooms: Vec<String>,
    /// Codes of the evaluation rooms.
    pub evaluation_rooms: Vec<String>,
    /// Expected length of the evaluation.
    pub evaluation_minutes: Option<u32>,
    /// Paper, electronic or both.
    pub kind: Option<SessionKind>,
    /// Volumes of a bid on paper.
    pub copies: Option<Copies>,
    /// Number of registrations, sealed until the opening.
    pub registered: Option<SealedCount>,
    /// Remark.
    pub remark: Option<String>,
}

impl SheetRow {
    /// The session, when everything required is there and nothing is wrong.
    #[must_use]
    pub fn accepted(&self) -> Option<SessionEntry> {
        if self.faults.iter().any(|fault| fault.severity == Severity::Error) {
            return None;
        }
        let draft = self.draft.clone();
        Some(SessionEntry {
            code: draft.code?,
            project_name: draft.project_name?,
            lot: draft.lot,
            tenderer: draft.tenderer,
            agency: draft.agency?,
            contact_name: draft.contact_name?,
            contact_phone: draft.contact_phone?,
            deadline: draft.deadline?,
            opening_rooms: Some(draft.opening_rooms).filter(|rooms| !rooms.is_empty())?,
            evaluation_rooms: draft.evaluation_rooms,
            evaluation_minutes: draft.evaluation_minutes,
            kind: draft.kind,
            copies: draft.copies,
            registered: draft.registered,
            remark: draft.remark,
        })
    }
}
