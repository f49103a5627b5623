//! Where a call stands, computed from its attempts.

use std::fmt::Write;

use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use super::{CallOutcome, CallState};
use crate::ids::SessionId;
use crate::settings::RetryRules;

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
    /// Whether the duty lead has to see to it.
    pub is_with_lead: bool,
}

/// What the standing of a call follows from.
#[derive(Debug, Clone, Copy)]
pub struct CallFacts<'a> {
    /// The attempts in the order they were made. Only those that announced the sessions as they are now
    /// count.
    pub attempts: &'a [PastAttempt],
    /// The [`sessions_digest`] of the sessions as they are now.
    pub digest: &'a str,
    /// When it is tried again.
    pub retry: &'a RetryRules,
    /// Whether the callee has a number that is not known to be wrong.
    pub has_number: bool,
    /// Whether the duty lead gave the call up with the sessions as they are now.
    pub is_given_up: bool,
    /// Whether what the call is for has come without it, as a unit that has reported everybody.
    pub is_settled: bool,
    /// Whether nothing is left to be said, because nobody was told of what has been called off since.
    pub is_lapsed: bool,
    /// The hour by which the relay should be confirmed.
    pub call_by: DateTime<Utc>,
    /// The hour at which a call that was tried and is not confirmed goes to the duty lead.
    pub escalate_at: DateTime<Utc>,
    /// The present.
    pub now: DateTime<Utc>,
}

/// Where a call stands. Final states (confirmed, given up, tried as often as the rules say) have no next
/// attempt: such a call never comes back by itself.
#[must_use]
pub fn call_state(facts: &CallFacts<'_>) -> CallStanding {
    let now = facts.now;
    let valid: Vec<&PastAttempt> =
        facts.attempts.iter().filter(|attempt| attempt.sessions_digest == facts.digest).collect();
    let is_confirmed = facts.is_settled || valid.iter().any(|attempt| attempt.relay_confirmed);
    let is_over = is_confirmed || facts.is_given_up || facts.is_lapsed;
    let is_overdue = now > facts.call_by && !is_over;
    let is_late = now > facts.escalate_at.min(facts.call_by) && !is_over;
    let standing = |state, next_at| CallStanding {
        state,
        next_at,
        is_overdue,
        is_with_lead: is_late || state == CallState::Escalated,
    };
    if is_confirmed {
        return standing(CallState::Confirmed, None);
    }
    if facts.is_lapsed {
        return standing(CallState::Lapsed, None);
    }
    if facts.is_given_up {
        return standing(CallState::GivenUp, None);
    }
    let Some(last) = valid.last() else {
        let state = if facts.attempts.is_empty() { CallState::Due } else { CallState::Void };
        return standing(state, Some(now));
    };
    let next_at = next_attempt(last, &valid, facts);
    let is_reached = valid.iter().any(|attempt| attempt.outcome == CallOutcome::Reached);
    let state = match next_at {
        None => CallState::Escalated,
        Some(_) if is_late => CallState::Escalated,
        Some(_) if is_reached => CallState::ReachedRelayPending,
        Some(_) => CallState::WaitingRetry,
    };
    standing(state, next_at)
}

fn next_attempt(last: &PastAttempt, valid: &[&PastAttempt], facts: &CallFacts<'_>) -> Option<DateTime<Utc>> {
    // A wrong number says nothing about the agency: with another number the call goes on at once.
    if last.outcome == CallOutcome::WrongNumber && facts.has_number {
        return Some(last.at);
    }
    let rule = facts.retry.of(last.outcome);
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

    fn facts<'a>(attempts: &'a [PastAttempt], retry: &'a RetryRules, now: &str) -> CallFacts<'a> {
        CallFacts {
            attempts,
            digest: "now",
            retry,
            has_number: false,
            is_given_up: false,
            is_settled: false,
            is_lapsed: false,
            call_by: at(CALL_BY),
            escalate_at: at(CALL_BY),
            now: at(now),
        }
    }

    fn standing(attempts: &[PastAttempt], now: &str) -> CallStanding {
        call_state(&facts(attempts, &RetryRules::default(), now))
    }

    fn expect(state: CallState, next_at: Option<&str>, is_overdue: bool) -> CallStanding {
        let is_with_lead = is_overdue || state == CallState::Escalated;
        CallStanding { state, next_at: next_at.map(at), is_overdue, is_with_lead }
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
        let again = Some("2020-03-11T07:00:00Z");
        assert_eq!(standing(&attempts, now), expect(CallState::ReachedRelayPending, again, false));
        assert_eq!(standing(&attempts, "2020-03-11T09:00:01Z"), expect(CallState::Escalated, again, true));
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
    fn an_agency_that_does_not_confirm_is_asked_again_and_then_goes_to_the_duty_lead() {
        let times = ["2020-03-11T01:00:00Z", "2020-03-11T02:00:00Z", "2020-03-11T03:00:00Z"];
        let attempts: Vec<_> = times.map(|time| attempt(time, CallOutcome::Reached)).into();
        let now = "2020-03-11T03:05:00Z";
        assert_eq!(standing(&attempts[..2], now).state, CallState::ReachedRelayPending);
        assert_eq!(standing(&attempts, now), expect(CallState::Escalated, None, false));
    }

    #[test]
    fn another_number_makes_the_call_go_on_after_a_wrong_one() {
        let attempts = [attempt("2020-03-11T06:00:00Z", CallOutcome::WrongNumber)];
        let retry = RetryRules::default();
        let facts = CallFacts { has_number: true, ..facts(&attempts, &retry, "2020-03-11T06:05:00Z") };
        let expected = expect(CallState::WaitingRetry, Some("2020-03-11T06:00:00Z"), false);
        assert_eq!(call_state(&facts), expected);
    }

    #[test]
    fn at_the_set_hour_a_call_goes_to_the_duty_lead_before_it_is_overdue() {
        let attempts = [attempt("2020-03-11T07:50:00Z", CallOutcome::NoAnswer)];
        let retry = RetryRules::default();
        let at_hour =
            |now| CallFacts { escalate_at: at("2020-03-11T08:00:00Z"), ..facts(&attempts, &retry, now) };
        assert_eq!(call_state(&at_hour("2020-03-11T08:00:00Z")).state, CallState::WaitingRetry);
        let late = call_state(&at_hour("2020-03-11T08:00:01Z"));
        assert_eq!((late.state, late.is_overdue, late.is_with_lead), (CallState::Escalated, false, true));
        assert_eq!(late.next_at, Some(at("2020-03-11T08:20:00Z")), "callers go on all the same");
    }

    #[test]
    fn a_call_that_was_given_up_never_comes_back_by_itself() {
        let attempts = [attempt("2020-03-11T06:00:00Z", CallOutcome::NoAnswer)];
        let retry = RetryRules::default();
        let given_up = CallFacts { is_given_up: true, ..facts(&attempts, &retry, "2020-03-11T10:00:00Z") };
        let expected =
            CallStanding { state: CallState::GivenUp, next_at: None, is_overdue: false, is_with_lead: false };
        assert_eq!(call_state(&given_up), expected);
        let confirmed =
            [PastAttempt { relay_confirmed: true, ..attempt("2020-03-11T07:00:00Z", CallOutcome::Reached) }];
        let later = CallFacts { attempts: &confirmed, ..given_up };
        assert_eq!(call_state(&later).state, CallState::Confirmed, "what the agency says counts more");
    }

    #[test]
    fn a_unit_that_has_reported_everybody_needs_no_call() {
        let retry = RetryRules::default();
        let settled = CallFacts { is_settled: true, ..facts(&[], &retry, "2020-03-11T10:00:00Z") };
        assert_eq!(call_state(&settled).state, CallState::Confirmed);
    }

    #[test]
    fn a_call_without_anything_to_say_is_neither_due_nor_overdue() {
        let attempts = [attempt("2020-03-11T06:00:00Z", CallOutcome::NoAnswer)];
        let retry = RetryRules::default();
        let lapsed = CallFacts { is_lapsed: true, ..facts(&attempts, &retry, "2020-03-11T10:00:00Z") };
        let standing = call_state(&lapsed);
        assert_eq!((standing.state, standing.next_at), (CallState::Lapsed, None));
        assert!(!standing.is_overdue && !standing.is_with_lead);
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
