//! The papers there are, each with its template and what the template reads.

use serde::Serialize;

use crate::{
    AgencyNotice, CallList, CallRecord, DoorSigns, GateRegister, GroupProof, HandInRegister, HandOverMinute,
    HealthTag, PrintError, RecoverySheet, RefusalLetter, RoomTimetables, SeatCards, SignInSheet,
    TrolleySlips,
};

/// A paper the centre prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paper {
    /// The notice to an agency with the blank health questionnaire.
    AgencyNotice(AgencyNotice),
    /// The calls to one agency, as they were recorded.
    CallRecord(CallRecord),
    /// The calls of a day, to be filled in by hand.
    CallList(CallList),
    /// Signs for the doors of opening rooms.
    DoorSigns(DoorSigns),
    /// Cards for seats.
    SeatCards(SeatCards),
    /// Where those who come sign.
    SignInSheet(SignInSheet),
    /// Where bids are registered as they are handed in.
    HandInRegister(HandInRegister),
    /// Who was checked at the gate.
    GateRegister(GateRegister),
    /// The letter that tells a unit or a town of a refused person.
    RefusalLetter(RefusalLetter),
    /// The minute of documents handed over at the gate.
    HandOverMinute(HandOverMinute),
    /// That every member of a virtual group reads every bid.
    GroupProof(GroupProof),
    /// The slips that go with the trolleys of a virtual group.
    TrolleySlips(TrolleySlips),
    /// The day of each room of a virtual group.
    RoomTimetables(RoomTimetables),
    /// The code that opens the centre's key when its passphrase is lost.
    RecoverySheet(RecoverySheet),
    /// The tag that an admitted person wears.
    HealthTag(HealthTag),
}

/// What a template needs to become pages.
pub(crate) trait Content {
    /// The path of the template.
    fn template(&self) -> &'static str;
    /// The data as the template reads them.
    fn to_json(&self) -> Result<Vec<u8>, PrintError>;
}

impl Paper {
    pub(crate) fn content(&self) -> &dyn Content {
        match self {
            Self::AgencyNotice(paper) => paper,
            Self::CallRecord(paper) => paper,
            Self::CallList(paper) => paper,
            Self::DoorSigns(paper) => paper,
            Self::SeatCards(paper) => paper,
            Self::SignInSheet(paper) => paper,
            Self::HandInRegister(paper) => paper,
            Self::GateRegister(paper) => paper,
            Self::RefusalLetter(paper) => paper,
            Self::HandOverMinute(paper) => paper,
            Self::GroupProof(paper) => paper,
            Self::TrolleySlips(paper) => paper,
            Self::RoomTimetables(paper) => paper,
            Self::RecoverySheet(paper) => paper,
            Self::HealthTag(paper) => paper,
        }
    }
}

/// Finished texts as a template reads them.
pub(crate) fn json(wording: &impl Serialize) -> Result<Vec<u8>, PrintError> {
    serde_json::to_vec(wording).map_err(|error| PrintError::internal(&error))
}
