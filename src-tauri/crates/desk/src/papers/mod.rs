//! The papers of the centre: which there are, as pages, as files, out of the printer, many at once.
//!
//! Nothing printed before an opening shows a bidder or a number of them: names are drawn in the one
//! place that asks whether the session has opened, and everything else is a form with as many empty
//! rows for every session.

mod batch;
mod calls;
mod drafts;
mod gate;
mod group_words;
mod groups;
mod list;
mod prints;
mod refusals;
mod saving;
mod sessions;

use bidhall_printouts::Paper;
use bidhall_rules::ids::{CallId, RefusalId, SessionId};
use bidhall_rules::papers::PaperKind;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::act::Reading;
use crate::{Call, CommandSpec, DeskError, Workplace};

pub(crate) use batch::BatchBook;
pub use batch::{BatchDay, BatchFailure, BatchView, PaperBatch, batch, cancel_batch, start_batch};
pub use list::{PaperDay, PaperList, PaperView, list};
pub use prints::{PaperEnd, PaperForm, PaperPrintView, begin_print, end_print};
pub use saving::{BorrowedView, PaperPages, TypefaceList, TypefaceView, pages, save, typefaces};

/// Which paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaperChoice {
    /// The kind.
    pub kind: PaperKind,
    /// The id of the call, session or refusal it is about, or the day, as the kind asks.
    pub subject: String,
    /// An empty form, although it could be filled.
    #[serde(default)]
    pub blank: bool,
}

/// What a paper is about.
#[derive(Debug, Clone, Copy)]
enum Subject {
    Call(CallId),
    Session(SessionId),
    Refusal(RefusalId),
    Day(NaiveDate),
}

impl PaperChoice {
    fn subject(&self) -> Result<Subject, DeskError> {
        let id = |_| DeskError::field("subject", "an id");
        Ok(match self.kind {
            PaperKind::AgencyNotice | PaperKind::CallRecord => {
                Subject::Call(self.subject.parse().map_err(id)?)
            }
            PaperKind::DoorSigns
            | PaperKind::SeatCards
            | PaperKind::AgencySignIn
            | PaperKind::BidderSignIn
            | PaperKind::HandInRegister
            | PaperKind::GroupProof
            | PaperKind::TrolleySlips
            | PaperKind::RoomTimetables => Subject::Session(self.subject.parse().map_err(id)?),
            PaperKind::RefusalLetterUnit | PaperKind::RefusalLetterTown | PaperKind::HandOverMinute => {
                Subject::Refusal(self.subject.parse().map_err(id)?)
            }
            PaperKind::CallList | PaperKind::GateRegister => {
                Subject::Day(self.subject.parse().map_err(|_| DeskError::field("subject", "a day"))?)
            }
        })
    }

    /// The subject as it is stored: one text for one thing, however it was typed.
    fn key(&self) -> Result<String, DeskError> {
        Ok(match self.subject()? {
            Subject::Call(id) => id.to_string(),
            Subject::Session(id) => id.to_string(),
            Subject::Refusal(id) => id.to_string(),
            Subject::Day(day) => day.to_string(),
        })
    }
}

/// A paper before it is set in type.
struct Draft {
    paper: Paper,
    file_name: String,
    /// Of a notice, what its record says besides.
    notice: Option<NoticeRecord>,
}

/// What the record of a notice says.
#[derive(Debug, Clone, Copy)]
struct NoticeRecord {
    call: uuid::Uuid,
    script_version: i32,
    gate_version: i32,
}

/// Refuses a kind that none of the asker's roles may print.
fn allowed(act: &Reading, command: &str, kind: PaperKind) -> Result<(), DeskError> {
    let asker = act.asker()?;
    if kind.roles().iter().any(|role| asker.roles.contains(role)) {
        return Ok(());
    }
    Err(DeskError::RoleNotAllowed { command: command.to_owned(), needed: kind.roles().to_vec() })
}

/// The paper as it stands now, for somebody who may print it.
async fn drafted(workplace: &Workplace, call: &Call, choice: &PaperChoice) -> Result<Draft, DeskError> {
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let mut act = workplace.desk().await?.reading(call, spec).await?;
    allowed(&act, &call.command, choice.kind)?;
    drafts::draft(&mut act, choice).await
}
