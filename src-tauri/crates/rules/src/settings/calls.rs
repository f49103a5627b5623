//! Settings of the reminder calls.

use chrono::{DateTime, Days, NaiveTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::script::{DEFAULT_SCRIPT, check_script};
use super::{SettingsFault, between};
use crate::calls::CallOutcome;
use crate::centre_time::CentreZone;

/// Whether and when a call is tried again after one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetryRule {
    /// Whether it is tried again at all; if not, the call is escalated at once.
    pub again: bool,
    /// How long to wait, 1 to 480 minutes.
    pub wait_minutes: u32,
    /// How many attempts may end in this outcome before the call is escalated, 1 to 10.
    pub at_most: u32,
}

/// The retry rule of each outcome other than reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetryRules {
    /// Nobody answered.
    pub no_answer: RetryRule,
    /// The line was busy.
    pub busy: RetryRule,
    /// The number belongs to somebody else.
    pub wrong_number: RetryRule,
    /// We were asked to call back; the wait counts when no time was agreed.
    pub call_back: RetryRule,
}

/// Settings of the reminder calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallSettings {
    /// What the caller says, with placeholders for [`fill_script`](super::fill_script).
    pub script: String,
    /// When a call is tried again.
    pub retry: RetryRules,
    /// By when, on the day before, every agency has passed the message on (centre time).
    pub call_by: NaiveTime,
}

impl CallSettings {
    /// Whether every value can be.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        check_script(&self.script)?;
        for (name, rule) in [
            ("noAnswer", &self.retry.no_answer),
            ("busy", &self.retry.busy),
            ("wrongNumber", &self.retry.wrong_number),
            ("callBack", &self.retry.call_back),
        ] {
            between(&format!("retry.{name}.waitMinutes"), rule.wait_minutes, 1, 480)?;
            between(&format!("retry.{name}.atMost"), rule.at_most, 1, 10)?;
        }
        Ok(())
    }

    /// The rule for an outcome; `None` when the agency was reached.
    #[must_use]
    pub const fn rule_for(&self, outcome: CallOutcome) -> Option<&RetryRule> {
        match outcome {
            CallOutcome::Reached => None,
            CallOutcome::NoAnswer => Some(&self.retry.no_answer),
            CallOutcome::Busy => Some(&self.retry.busy),
            CallOutcome::WrongNumber => Some(&self.retry.wrong_number),
            CallOutcome::CallBack => Some(&self.retry.call_back),
        }
    }

    /// The instant by which a call for openings on the day of `first_opening` must be
    /// confirmed.
    #[must_use]
    pub fn call_by_instant(&self, zone: CentreZone, first_opening: DateTime<Utc>) -> DateTime<Utc> {
        let day = zone.day_of(first_opening);
        zone.instant(day.checked_sub_days(Days::new(1)).unwrap_or(day), self.call_by)
    }
}

impl Default for CallSettings {
    fn default() -> Self {
        let rule = |again, wait_minutes, at_most| RetryRule { again, wait_minutes, at_most };
        Self {
            script: DEFAULT_SCRIPT.to_owned(),
            retry: RetryRules {
                no_answer: rule(true, 30, 3),
                busy: rule(true, 10, 5),
                wrong_number: rule(false, 30, 1),
                call_back: rule(true, 60, 3),
            },
            call_by: NaiveTime::from_hms_opt(17, 0, 0).unwrap_or(NaiveTime::MIN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    #[test]
    fn the_settings_that_are_delivered_are_accepted() {
        assert_eq!(CallSettings::default().check(), Ok(()));
    }

    #[test]
    fn the_fault_names_the_outcome_it_belongs_to() {
        let mut settings = CallSettings::default();
        settings.retry.busy.at_most = 0;
        assert_eq!(settings.check().unwrap_err().path, "retry.busy.atMost");
    }

    #[test]
    fn calls_are_due_the_day_before_by_the_calendar_of_the_centre() {
        let settings = CallSettings::default();
        let call_by = settings.call_by_instant(CentreZone::default(), at("2020-03-12T01:00:00Z"));
        assert_eq!(call_by, at("2020-03-11T09:00:00Z"));
    }

    #[test]
    fn the_hour_can_be_written_without_seconds() {
        let mut json = serde_json::to_value(CallSettings::default()).unwrap();
        json["callBy"] = "16:30".into();
        let settings: CallSettings = serde_json::from_value(json).unwrap();
        assert_eq!(settings.call_by, NaiveTime::from_hms_opt(16, 30, 0).unwrap());
    }
}
