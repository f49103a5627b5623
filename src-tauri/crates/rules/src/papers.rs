//! The papers a centre prints, beside the health tag, which has a life of its own.

use crate::roles::Role;
use crate::words::words;

words! {
    /// A kind of paper.
    pub enum PaperKind {
        /// The notice to an agency with the blank questionnaire (通知); of a call.
        AgencyNotice = "agency_notice",
        /// The record of the calls to one agency (电话提醒记录单); of a call.
        CallRecord = "call_record",
        /// The calls of a day to be filled in by hand; of a day.
        CallList = "call_list",
        /// Signs for the doors of the opening rooms (门牌); of a session.
        DoorSigns = "door_signs",
        /// Cards for the seats (席卡); of a session.
        SeatCards = "seat_cards",
        /// Where the agency signs (代理机构签到表); of a session.
        AgencySignIn = "agency_sign_in",
        /// Where bidders sign (投标人签到表); of a session.
        BidderSignIn = "bidder_sign_in",
        /// Where bids are registered (投标文件递交登记表); of a session.
        HandInRegister = "hand_in_register",
        /// Who was checked at the gate (进场登记表); of a day.
        GateRegister = "gate_register",
        /// The letter to the unit of a refused person; of a refusal.
        RefusalLetterUnit = "refusal_letter_unit",
        /// The letter to the town of a refused person; of a refusal.
        RefusalLetterTown = "refusal_letter_town",
        /// The minute of documents handed over at the gate (投标文件门口交接记录); of a refusal.
        HandOverMinute = "hand_over_minute",
        /// That every member of a virtual group reads every bid (虚拟化组合核对单); of a session, after its opening.
        GroupProof = "group_proof",
        /// The slips of the trolleys of a group (周转车单); of a session, after its opening.
        TrolleySlips = "trolley_slips",
        /// The day of each room of a group (评标室时间表); of a session, after its opening.
        RoomTimetables = "room_timetables",
    }
}

words! {
    /// How a paper leaves the desk.
    pub enum PaperWay {
        /// By a printer.
        Print = "print",
        /// As a file.
        Save = "save",
        /// As one file of many.
        Batch = "batch",
    }
}

words! {
    /// Why a paper cannot be printed now.
    pub enum PaperObstacle {
        /// The rooms are still to be announced.
        NoRoom = "no_room",
        /// The session was called off.
        SessionCancelled = "session_cancelled",
        /// The agency has no sessions left that day.
        NoSession = "no_session",
        /// The session has not opened: the paper tells the number of bids.
        NotOpened = "not_opened",
        /// Since the opening no rooms were planned by the registered number.
        NoGroup = "no_group",
        /// The bids are read on screens.
        NothingCarried = "nothing_carried",
    }
}

impl PaperKind {
    /// Who may see and print it.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::AgencyNotice | Self::CallRecord | Self::CallList => &[Role::Caller, Role::DutyLead],
            Self::DoorSigns
            | Self::SeatCards
            | Self::AgencySignIn
            | Self::BidderSignIn
            | Self::HandInRegister => &[Role::Gate, Role::Scheduler, Role::DutyLead],
            Self::GroupProof | Self::TrolleySlips | Self::RoomTimetables => {
                &[Role::Scheduler, Role::DutyLead]
            }
            Self::GateRegister | Self::RefusalLetterUnit | Self::RefusalLetterTown | Self::HandOverMinute => {
                &[Role::Gate, Role::DutyLead]
            }
        }
    }
}
