//! The paper of the centre: data in, finished pages out.
//!
//! A [`Press`] is built once per process and turns each [`Paper`] into the bytes of a PDF and one SVG picture per
//! page. The same data on the same fonts give the same bytes, nothing is read but the fonts of the system, and a
//! character that no font can show stops the print instead of leaving a box on an official page.

mod agency_notice;
mod batch;
mod call_list;
mod call_record;
mod code128;
mod door_signs;
mod error;
mod fonts;
mod gate_register;
mod group_head;
mod group_proof;
mod hand_in_register;
mod hand_over_minute;
mod health_tag;
mod paper;
mod pattern;
mod press;
mod recovery_sheet;
mod refusal_letter;
mod room_timetables;
mod seat_cards;
mod session_head;
mod sheet;
mod sign_in_sheet;
mod trolley_slips;
mod wording;

#[cfg(test)]
mod tests;

pub use agency_notice::{AgencyNotice, NoticeSession};
pub use batch::{BatchError, BatchItem, Finished};
pub use call_list::{CallList, CallListEntry};
pub use call_record::{CallAttempt, CallRecord};
pub use door_signs::DoorSigns;
pub use error::PrintError;
pub use fonts::Typeface;
pub use gate_register::{GateRegister, GateRow};
pub use group_head::GroupHead;
pub use group_proof::{GroupProof, ProofCell, ProofRoom, ProofRow, ProofRule};
pub use hand_in_register::{HandInRegister, HandInRow};
pub use hand_over_minute::{HandOverMinute, HandOverNames};
pub use health_tag::HealthTag;
pub use paper::Paper;
pub use press::{Borrowed, Press, Printed, PrintedPdf};
pub use recovery_sheet::RecoverySheet;
pub use refusal_letter::{LetterReading, RefusalLetter, RefusedPerson};
pub use room_timetables::{RoomTimetable, RoomTimetables, TimetableDoing, TimetableEntry, TimetableReview};
pub use seat_cards::SeatCards;
pub use session_head::SessionHead;
pub use sign_in_sheet::{SignInKind, SignInRow, SignInSheet};
pub use trolley_slips::{TrolleySlip, TrolleySlips, TrolleyWay};
