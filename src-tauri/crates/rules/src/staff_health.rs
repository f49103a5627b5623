//! The health of those who work in the centre: the staff once a day, experts again and again while they evaluate.

use chrono::{DateTime, Duration, Utc};

use crate::settings::GateSettings;
use crate::temperature::{Reading, Tenths};
use crate::words::words;

words! {
    /// How somebody says they are.
    pub enum HealthState {
        /// Well.
        Well = "well",
        /// Fever, cough, fatigue, short breath or the like.
        Unwell = "unwell",
        /// Not on duty that day, and so not measured.
        OffDuty = "off_duty",
    }
}

words! {
    /// Whose case it is.
    pub enum HealthSubject {
        /// One of the centre's staff.
        Staff = "staff",
        /// An expert, known by a seat alone.
        Expert = "expert",
    }
}

words! {
    /// Why a case was opened.
    pub enum HealthCause {
        /// The temperature is over the limit.
        OverTemperature = "over_temperature",
        /// They are unwell.
        Unwell = "unwell",
    }
}

words! {
    /// What was done in a case.
    pub enum HealthActKind {
        /// Taken off duty; the place is free (离岗).
        Freed = "freed",
        /// Somebody else has taken the place (替岗).
        Replaced = "replaced",
        /// Advised to see a doctor (建议就医).
        Advised = "advised",
        /// Reported (报告).
        Reported = "reported",
        /// The case is over (办结).
        Closed = "closed",
    }
}

words! {
    /// Where the state of an expert stands.
    pub enum HealthStanding {
        /// Taken, and not due again.
        Taken = "taken",
        /// Due within half an hour.
        Due = "due",
        /// Not taken in time.
        Missing = "missing",
    }
}

/// How long before its time the state may be taken for it, minutes.
const EARLY_MINUTES: i64 = 30;

/// Why a report opens a case, if it does. The limit is the gate's.
#[must_use]
pub fn cause_of(state: HealthState, reading: Option<Tenths>, gate: &GateSettings) -> Option<HealthCause> {
    match reading.map(|tenths| gate.temperature.judge(tenths)) {
        Some(Reading::OverLimit) => Some(HealthCause::OverTemperature),
        Some(Reading::WithinLimit | Reading::Implausible) | None => {
            (state == HealthState::Unwell).then_some(HealthCause::Unwell)
        }
    }
}

/// When the state of an expert is due, and where that stands: so many hours after it was last taken, or after
/// the evaluation started or the seat signed in.
#[must_use]
pub fn expert_due(
    since: DateTime<Utc>,
    last: Option<DateTime<Utc>>,
    hours: u32,
    now: DateTime<Utc>,
) -> (DateTime<Utc>, HealthStanding) {
    let due = last.map_or(since, |last| last.max(since)) + Duration::hours(hours.into());
    let standing = if now > due {
        HealthStanding::Missing
    } else if now >= due - Duration::minutes(EARLY_MINUTES) {
        HealthStanding::Due
    } else {
        HealthStanding::Taken
    };
    (due, standing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    #[test]
    fn a_fever_opens_a_case_and_so_does_who_is_unwell_without_one() {
        let gate = GateSettings::default();
        let cause = |state, tenths| cause_of(state, Some(Tenths(tenths)), &gate);
        assert_eq!(cause(HealthState::Well, 365), None);
        assert_eq!(cause(HealthState::Well, 380), Some(HealthCause::OverTemperature));
        assert_eq!(cause(HealthState::Unwell, 365), Some(HealthCause::Unwell));
        assert_eq!(cause_of(HealthState::OffDuty, None, &gate), None);
    }

    #[test]
    fn an_expert_is_due_every_three_hours_and_missing_after_that() {
        let started = at("2020-03-12T10:00:00+08:00");
        let stands = |last: Option<&str>, now: &str| {
            let clock = |text: &str| at(&format!("2020-03-12T{text}:00+08:00"));
            expert_due(started, last.map(clock), 3, clock(now)).1
        };
        assert_eq!(stands(None, "12:29"), HealthStanding::Taken);
        assert_eq!(stands(None, "12:30"), HealthStanding::Due);
        assert_eq!(stands(None, "13:00"), HealthStanding::Due);
        assert_eq!(stands(None, "13:01"), HealthStanding::Missing);
        assert_eq!(stands(Some("12:50"), "15:00"), HealthStanding::Taken);
        assert_eq!(
            stands(Some("09:50"), "12:29"),
            HealthStanding::Taken,
            "taken at the door counts from the start"
        );
    }
}
