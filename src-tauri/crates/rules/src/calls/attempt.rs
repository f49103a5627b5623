//! What a caller enters after an attempt.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CallOutcome, FormChannel};

/// Why nobody was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unreached {
    /// Any outcome but [`CallOutcome::Reached`].
    pub outcome: CallOutcome,
    /// When we were asked to call back.
    pub call_back_at: Option<DateTime<Utc>>,
}

/// What was said. The free texts are to be checked with
/// [`guard_free_text`](crate::secrecy::guard_free_text).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answers {
    /// The person who was reached, 1 to 40 characters.
    pub person: String,
    /// Their position, at most 40 characters.
    pub title: String,
    /// How the blank questionnaire goes to the agency.
    pub form_channel: FormChannel,
    /// Whether it has been sent.
    pub form_sent: bool,
    /// Whether the agency has confirmed that it passed the message on.
    pub relay_confirmed: bool,
    /// What the agency asked, at most 500 characters.
    pub questions: String,
}

/// What a caller enters: an outcome or answers, never both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttemptInput {
    /// When nobody was reached.
    pub unreached: Option<Unreached>,
    /// When the agency was reached.
    pub answers: Option<Answers>,
}

/// An attempt that has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckedAttempt {
    /// Nobody was reached.
    Unreached(Unreached),
    /// The agency was reached.
    Reached(Answers),
}

impl CheckedAttempt {
    /// The outcome, as it is stored.
    #[must_use]
    pub const fn outcome(&self) -> CallOutcome {
        match self {
            Self::Unreached(unreached) => unreached.outcome,
            Self::Reached(_) => CallOutcome::Reached,
        }
    }
}

/// Why an attempt cannot be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AttemptError {
    /// An outcome and answers.
    #[error("an outcome and answers exclude each other")]
    Both,
    /// Neither an outcome nor answers.
    #[error("an outcome or answers are needed")]
    Neither,
    /// Reached, but without answers.
    #[error("reached, but no answers are given")]
    ReachedWithoutAnswers,
    /// Asked to call back at a time that is not later than now.
    #[error("the time to call back has passed")]
    CallBackInThePast,
    /// A time to call back with another outcome.
    #[error("only a call back has a time")]
    TimeWithoutCallBack,
    /// Nobody is named as reached.
    #[error("the person who was reached is missing")]
    PersonMissing,
    /// A text is too long.
    #[error("a text has more than {most} characters")]
    TooLong {
        /// The most characters.
        most: u32,
    },
}

/// Checks what a caller has entered.
///
/// # Errors
/// [`AttemptError`] says what contradicts what.
pub fn check_attempt(input: &AttemptInput, now: DateTime<Utc>) -> Result<CheckedAttempt, AttemptError> {
    match (&input.unreached, &input.answers) {
        (Some(_), Some(_)) => Err(AttemptError::Both),
        (None, None) => Err(AttemptError::Neither),
        (Some(unreached), None) => check_unreached(unreached, now),
        (None, Some(answers)) => check_answers(answers),
    }
}

fn check_unreached(unreached: &Unreached, now: DateTime<Utc>) -> Result<CheckedAttempt, AttemptError> {
    match (unreached.outcome, unreached.call_back_at) {
        (CallOutcome::Reached, _) => Err(AttemptError::ReachedWithoutAnswers),
        (CallOutcome::CallBack, Some(time)) if time <= now => Err(AttemptError::CallBackInThePast),
        (CallOutcome::NoAnswer | CallOutcome::Busy | CallOutcome::WrongNumber, Some(_)) => {
            Err(AttemptError::TimeWithoutCallBack)
        }
        (CallOutcome::CallBack, _)
        | (CallOutcome::NoAnswer | CallOutcome::Busy | CallOutcome::WrongNumber, None) => {
            Ok(CheckedAttempt::Unreached(*unreached))
        }
    }
}

fn check_answers(answers: &Answers) -> Result<CheckedAttempt, AttemptError> {
    if answers.person.trim().is_empty() {
        return Err(AttemptError::PersonMissing);
    }
    for (text, most) in [(&answers.person, 40), (&answers.title, 40), (&answers.questions, 500)] {
        if text.chars().nth(most as usize).is_some() {
            return Err(AttemptError::TooLong { most });
        }
    }
    Ok(CheckedAttempt::Reached(answers.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    fn answers() -> Answers {
        Answers {
            person: "示例甲".to_owned(),
            title: "项目负责人".to_owned(),
            form_channel: FormChannel::Email,
            form_sent: true,
            relay_confirmed: false,
            questions: String::new(),
        }
    }

    fn check(unreached: Option<Unreached>, answers: Option<Answers>) -> Result<CallOutcome, AttemptError> {
        let input = AttemptInput { unreached, answers };
        check_attempt(&input, at("2020-03-11T06:00:00Z")).map(|attempt| attempt.outcome())
    }

    fn unreached(outcome: CallOutcome, call_back_at: Option<&str>) -> Result<CallOutcome, AttemptError> {
        check(Some(Unreached { outcome, call_back_at: call_back_at.map(at) }), None)
    }

    #[test]
    fn an_attempt_has_an_outcome_or_answers_and_never_both() {
        let busy = Unreached { outcome: CallOutcome::Busy, call_back_at: None };
        assert_eq!(check(Some(busy), None), Ok(CallOutcome::Busy));
        assert_eq!(check(None, Some(answers())), Ok(CallOutcome::Reached));
        assert_eq!(check(Some(busy), Some(answers())), Err(AttemptError::Both));
        assert_eq!(check(None, None), Err(AttemptError::Neither));
    }

    #[test]
    fn reached_means_that_there_are_answers() {
        assert_eq!(unreached(CallOutcome::Reached, None), Err(AttemptError::ReachedWithoutAnswers));
    }

    #[test]
    fn only_a_call_back_has_a_time_and_it_lies_ahead() {
        assert_eq!(unreached(CallOutcome::CallBack, Some("2020-03-11T07:00:00Z")), Ok(CallOutcome::CallBack));
        assert_eq!(unreached(CallOutcome::CallBack, None), Ok(CallOutcome::CallBack));
        assert_eq!(
            unreached(CallOutcome::CallBack, Some("2020-03-11T06:00:00Z")),
            Err(AttemptError::CallBackInThePast)
        );
        assert_eq!(
            unreached(CallOutcome::NoAnswer, Some("2020-03-11T07:00:00Z")),
            Err(AttemptError::TimeWithoutCallBack)
        );
    }

    #[test]
    fn somebody_must_have_been_reached() {
        let nobody = Answers { person: "　".to_owned(), ..answers() };
        assert_eq!(check(None, Some(nobody)), Err(AttemptError::PersonMissing));
        let long = Answers { questions: "问".repeat(501), ..answers() };
        assert_eq!(check(None, Some(long)), Err(AttemptError::TooLong { most: 500 }));
        let fits = Answers { questions: "问".repeat(500), ..answers() };
        assert_eq!(check(None, Some(fits)), Ok(CallOutcome::Reached));
    }
}
