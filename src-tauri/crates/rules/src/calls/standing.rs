//! Where a call stands, computed from its attempts.

use std::fmt::Write;

use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use super::{CallOutcome, CallState};
use crate::ids::SessionId;
use crate::settings::CallSettings;

/// An attempt as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastAttempt {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// How it ended.
    pub outcome: CallOutcome,
    /// When we were asked to call back.
    pub call_back_at: Option<DateTime<Utc>>,
    /// Whether the agency has confirmed since that it passed the message on.
    pub relay_confirmed: bool,
    /// The [`sessions_digest`] of what was announced in this attempt.
    pub sessions_digest: String,
}

/// Where a call stands and what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallStanding {
    /// Where it stands.
    pub state: CallState,
    /// From when on it may be tried again; `None` when another attempt is not the answer.
    pub next_at: Option<DateTime<Utc>>,
    /// Whether the hour is over by which it should have been confirmed.
    pub is_overdue: bool,
}

/// Where a call stands. Only attempts that announced the sessions as they are now count
/// (`digest`); `call_by` is the hour by which the relay should be confirmed
/// ([`CallSettings::call_by_instant`]). Attempts are in the order they were made.
#[must_use]
pub fn call_state(
    attempts: &[PastAttempt],
    settings: &CallSettings,
    digest: &str,
    call_by: DateTime<Utc>,
    now: DateTime<Utc>,
) -> CallStanding {
    let valid: Vec<&PastAttempt> =
        attempts.iter().filter(|attempt| attempt.sessions_digest == digest).collect();
    let is_confirmed = valid.iter().any(|attempt| attempt.relay_confirmed);
    let is_overdue = now > call_by && !is_confirmed;
    let standing = |state, next_at| CallStanding { state, next_at, is_overdue };
    let Some(last) = valid.last() else {
        let state = if attempts.is_empty() { CallState::Due } else { CallState::Void };
        return standing(state, Some(now));
    };
    if is_confirmed {
        return standing(CallState::Confirmed, None);
    }
    if valid.iter().any(|attempt| attempt.outcome == CallOutcome::Reached) {
        let state = if is_overdue { CallState::Escalated } else { CallState::ReachedRelayPending };
        return standing(state, None);
    }
    match next_attempt(last, &valid, settings) {
        None => standing(CallState::Escalated, None),
        Some(next_at) if is_overdue => standing(CallState::Escalated, Some(next_at)),
        Some(next_at) => standing(CallState::WaitingRetry, Some(next_at)),
    }
}

fn next_attempt(
    last: &PastAttempt,
    valid: &[&PastAttempt],
    settings: &CallSettings,
) -> Option<DateTime<Utc>> {
    let rule = settings.rule_for(last.outcome)?;
    let so_far = valid.iter().filter(|attempt| attempt.outcome == last.outcome).count();
    if !rule.again || so_far >= usize::try_from(rule.at_most).unwrap_or(usize::MAX) {
        return None;
    }
    let waited = last.at + Duration::minutes(rule.wait_minutes.into());
    Some(last.call_back_at.unwrap_or(waited))
}

/// A short text that changes whenever a session, its time or its place changes: what was
/// announced before is then void. The order of the sessions does not matter.
#[must_use]
pub fn sessions_digest(sessions: &[(SessionId, DateTime<Utc>, String)]) -> String {
    let mut sorted: Vec<_> = sessions.iter().collect();
    sorted.sort();
    let mut hash = Sha256::new();
    for (session, opening, place) in sorted {
        hash.update(session.uuid().as_bytes());
        hash.update(opening.timestamp_millis().to_be_bytes());
        // The length keeps two neighbouring texts from flowing into each other.
        hash.update(u64::try_from(place.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(place.as_bytes());
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, at};

    const CALL_BY: &str = "2020-03-11T09:00:00Z";

    fn attempt(time: &str, outcome: CallOutcome) -> PastAttempt {
        PastAttempt {
            at: at(time),
            outcome,
            call_back_at: None,
            relay_confirmed: false,
            sessions_digest: "now".to_owned(),
        }
    }

    fn standing(attempts: &[PastAttempt], now: &str) -> CallStanding {
        call_state(attempts, &CallSettings::default(), "now", at(CALL_BY), at(now))
    }

    fn expect(state: CallState, next_at: Option<&str>, is_overdue: bool) -> CallStanding {
        CallStanding { state, next_at: next_at.map(at), is_overdue }
    }

    #[test]
    fn a_call_nobody_has_tried_is_due_now() {
        let now = "2020-03-11T06:00:00Z";
        assert_eq!(standing(&[], now), expect(CallState::Due, Some(now), false));
        let late = "2020-03-11T09:00:01Z";
        assert_eq!(standing(&[], late), expect(CallState::Due, Some(late), true));
    }

    #[test]
    fn each_outcome_has_its_own_wait() {
        for (outcome, next) in [
            (CallOutcome::NoAnswer, "2020-03-11T06:30:00Z"),
            (CallOutcome::Busy, "2020-03-11T06:10:00Z"),
            (CallOutcome::CallBack, "2020-03-11T07:00:00Z"),
        ] {
            let attempts = [attempt("2020-03-11T06:00:00Z", outcome)];
            let expected = expect(CallState::WaitingRetry, Some(next), false);
            assert_eq!(standing(&attempts, "2020-03-11T06:05:00Z"), expected);
        }
    }

    #[test]
    fn we_call_back_when_we_were_asked_to() {
        let asked = Some(at("2020-03-11T07:45:00Z"));
        let attempts =
            [PastAttempt { call_back_at: asked, ..attempt("2020-03-11T06:00:00Z", CallOutcome::CallBack) }];
        assert_eq!(standing(&attempts, "2020-03-11T06:05:00Z").next_at, asked);
    }

    #[test]
    fn three_times_no_answer_is_escalated() {
        let mut attempts = vec![
            attempt("2020-03-11T06:00:00Z", CallOutcome::NoAnswer),
            attempt("2020-03-11T06:20:00Z", CallOutcome::Busy),
            attempt("2020-03-11T06:40:00Z", CallOutcome::NoAnswer),
        ];
        let now = "2020-03-11T07:20:00Z";
        let expected = expect(CallState::WaitingRetry, Some("2020-03-11T07:10:00Z"), false);
        assert_eq!(standing(&attempts, now), expected);
        attempts.push(attempt("2020-03-11T07:15:00Z", CallOutcome::NoAnswer));
        assert_eq!(standing(&attempts, now), expect(CallState::Escalated, None, false));
    }

    #[test]
    fn a_wrong_number_is_not_called_again() {
        let attempts = [attempt("2020-03-11T06:00:00Z", CallOutcome::WrongNumber)];
        assert_eq!(standing(&attempts, "2020-03-11T06:05:00Z").state, CallState::Escalated);
    }

    #[test]
    fn reached_is_not_confirmed_until_the_agency_has_passed_it_on() {
        let mut attempts = [attempt("2020-03-11T06:00:00Z", CallOutcome::Reached)];
        let now = "2020-03-11T06:05:00Z";
        assert_eq!(standing(&attempts, now), expect(CallState::ReachedRelayPending, None, false));
        assert_eq!(standing(&attempts, "2020-03-11T09:00:01Z"), expect(CallState::Escalated, None, true));
        attempts[0].relay_confirmed = true;
        assert_eq!(standing(&attempts, "2020-03-11T09:00:01Z"), expect(CallState::Confirmed, None, false));
    }

    #[test]
    fn a_call_that_is_still_retried_after_the_hour_is_escalated_too() {
        let attempts = [attempt("2020-03-11T08:50:00Z", CallOutcome::NoAnswer)];
        let expected = expect(CallState::Escalated, Some("2020-03-11T09:20:00Z"), true);
        assert_eq!(standing(&attempts, "2020-03-11T09:01:00Z"), expected);
    }

    #[test]
    fn a_session_that_moves_makes_its_call_void_and_due_again() {
        let mut attempts = vec![PastAttempt {
            relay_confirmed: true,
            sessions_digest: "before".to_owned(),
            ..attempt("2020-03-11T06:00:00Z", CallOutcome::Reached)
        }];
        let now = "2020-03-11T07:00:00Z";
        assert_eq!(standing(&attempts, now), expect(CallState::Void, Some(now), false));
        attempts.push(attempt("2020-03-11T07:00:00Z", CallOutcome::NoAnswer));
        assert_eq!(standing(&attempts, now).state, CallState::WaitingRetry);
    }

    #[test]
    fn the_digest_follows_the_sessions_their_times_and_places_but_not_their_order() {
        let mut chance = Counting::default();
        let opening = at("2020-03-12T01:30:00Z");
        let first = (SessionId::new(opening, &mut chance), opening, "开标二室".to_owned());
        let second =
            (SessionId::new(opening, &mut chance), at("2020-03-12T06:00:00Z"), "开标二室".to_owned());
        let both = sessions_digest(&[first.clone(), second.clone()]);
        assert_eq!(both.len(), 64);
        assert_eq!(sessions_digest(&[second.clone(), first.clone()]), both);

        let moved = (second.0, second.1, "开标一室".to_owned());
        let postponed = (second.0, at("2020-03-12T06:30:00Z"), second.2);
        for changed in [vec![first.clone()], vec![first.clone(), moved], vec![first, postponed]] {
            assert_ne!(sessions_digest(&changed), both);
        }
    }
}
