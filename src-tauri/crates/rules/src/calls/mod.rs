//! Calls (电话提醒): one call of a campaign covers all sessions of one agency on one day, or one unit of the
//! roll-call. The ledger has no place for a bidder's name or number (招标投标法 art. 22).

mod attempt;
mod changes;
mod serving;
mod standing;

use crate::words::words;

pub use attempt::{Answers, AttemptError, AttemptInput, CheckedAttempt, Unreached, check_attempt};
pub use changes::{SessionChange, ToldSession, changes};
pub use serving::{RingWindow, Waiting, ring_window};
pub use standing::{CallFacts, CallStanding, PastAttempt, call_state, sessions_digest};

words! {
    /// Why an agency or a unit is rung.
    pub enum CallCampaign {
        /// The reminder before the day of the sessions.
        Reminder = "reminder",
        /// The confirmation in the morning of the sessions.
        Morning = "morning",
        /// The roll-call of units (单位摸排).
        RollCall = "roll_call",
    }
}

words! {
    /// What has become of a session since an agency was told of it.
    pub enum ChangeKind {
        /// The agency has not been told of it.
        Added = "added",
        /// It opens at another time.
        Moved = "moved",
        /// It opens elsewhere.
        OtherRooms = "other_rooms",
        /// It is called off.
        Cancelled = "cancelled",
    }
}

words! {
    /// How an attempt ended.
    pub enum CallOutcome {
        /// The agency was reached.
        Reached = "reached",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// The line was busy.
        Busy = "busy",
        /// The number belongs to somebody else.
        WrongNumber = "wrong_number",
        /// We were asked to call back.
        CallBack = "call_back",
    }
}

words! {
    /// How the agency gets the blank questionnaire.
    pub enum FormChannel {
        /// By e-mail.
        Email = "email",
        /// By WeChat.
        Wechat = "wechat",
        /// By fax.
        Fax = "fax",
        /// Fetched at the centre.
        PickedUp = "picked_up",
        /// Not at all; the agency has it already.
        NotNeeded = "not_needed",
    }
}

words! {
    /// Where a call stands.
    pub enum CallState {
        /// Not yet tried.
        Due = "due",
        /// Tried without reaching anybody; tried again later.
        WaitingRetry = "waiting_retry",
        /// Reached; the agency has not yet confirmed that it passed the message on.
        ReachedRelayPending = "reached_relay_pending",
        /// The agency has passed the message on (已转述).
        Confirmed = "confirmed",
        /// Tried as often as the rules say, or tried and not confirmed in time.
        Escalated = "escalated",
        /// A session has changed since: what was said no longer holds, and the call is due
        /// again.
        Void = "void",
        /// The duty lead has decided to let it be.
        GivenUp = "given_up",
        /// Its sessions were called off before anybody was told of them: nothing is left to be said.
        Lapsed = "lapsed",
    }
}
