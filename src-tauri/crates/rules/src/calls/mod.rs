//! Reminder calls (电话提醒): one call covers all sessions of one agency on one day. The ledger
//! has no place for a bidder's name or number (招标投标法 art. 22).

mod attempt;
mod standing;

use crate::words::words;

pub use attempt::{Answers, AttemptError, AttemptInput, CheckedAttempt, Unreached, check_attempt};
pub use standing::{CallStanding, PastAttempt, call_state, sessions_digest};

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
    }
}
