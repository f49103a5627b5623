//! Which draft belongs to which kind.

use bidhall_printouts::SignInKind;
use bidhall_rules::papers::PaperKind;

use super::{Draft, PaperChoice, Subject, calls, gate, groups, refusals, sessions};
use crate::DeskError;
use crate::act::Reading;

/// The paper as it stands now.
pub(super) async fn draft(act: &mut Reading, choice: &PaperChoice) -> Result<Draft, DeskError> {
    let blank = choice.blank;
    match choice.subject()? {
        Subject::Call(id) if choice.kind == PaperKind::AgencyNotice => calls::notice(act, id).await,
        Subject::Call(id) => calls::record(act, id).await,
        Subject::Session(id) => match choice.kind {
            PaperKind::DoorSigns => sessions::door_signs(act, id).await,
            PaperKind::SeatCards => sessions::seat_cards(act, id).await,
            PaperKind::AgencySignIn => sessions::sign_in(act, id, SignInKind::Agency, blank).await,
            PaperKind::BidderSignIn => sessions::sign_in(act, id, SignInKind::Bidder, blank).await,
            PaperKind::GroupProof => groups::proof(act, id).await,
            PaperKind::TrolleySlips => groups::slips(act, id).await,
            PaperKind::RoomTimetables => groups::timetables(act, id).await,
            PaperKind::HandInRegister
            | PaperKind::AgencyNotice
            | PaperKind::CallRecord
            | PaperKind::CallList
            | PaperKind::GateRegister
            | PaperKind::RefusalLetterUnit
            | PaperKind::RefusalLetterTown
            | PaperKind::HandOverMinute => sessions::hand_in(act, id).await,
        },
        Subject::Refusal(id) if choice.kind == PaperKind::HandOverMinute => {
            refusals::minute(act, id, blank).await
        }
        Subject::Refusal(id) => {
            refusals::letter(act, id, choice.kind == PaperKind::RefusalLetterUnit, blank).await
        }
        Subject::Day(day) if choice.kind == PaperKind::CallList => calls::list(act, day).await,
        Subject::Day(day) => gate::register(act, day, blank).await,
    }
}
