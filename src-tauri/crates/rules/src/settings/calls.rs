//! Settings of the reminder calls.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::calendar::CalendarSettings;
use super::script::{CANCELLED_SCRIPT, DEFAULT_SCRIPT, MORNING_SCRIPT, ROLL_CALL_SCRIPT, check_script};
use super::{SettingsFault, between};
use crate::calls::{CallCampaign, CallOutcome};
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

/// The retry rule of each outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetryRules {
    /// Nobody answered.
    pub no_answer: RetryRule,
    /// The line was busy.
    pub busy: RetryRule,
    /// The number belongs to somebody else, and no other number is known.
    pub wrong_number: RetryRule,
    /// We were asked to call back; the wait counts when no time was agreed.
    pub call_back: RetryRule,
    /// Reached, but the relay is not confirmed.
    #[serde(default = "relay_rule")]
    pub reached: RetryRule,
}

const fn rule(again: bool, wait_minutes: u32, at_most: u32) -> RetryRule {
    RetryRule { again, wait_minutes, at_most }
}

const fn relay_rule() -> RetryRule {
    rule(true, 60, 3)
}

impl RetryRules {
    /// The rule for an outcome.
    #[must_use]
    pub const fn of(&self, outcome: CallOutcome) -> &RetryRule {
        match outcome {
            CallOutcome::Reached => &self.reached,
            CallOutcome::NoAnswer => &self.no_answer,
            CallOutcome::Busy => &self.busy,
            CallOutcome::WrongNumber => &self.wrong_number,
            CallOutcome::CallBack => &self.call_back,
        }
    }

    fn check(&self, path: &str) -> Result<(), SettingsFault> {
        for (name, rule) in [
            ("noAnswer", &self.no_answer),
            ("busy", &self.busy),
            ("wrongNumber", &self.wrong_number),
            ("callBack", &self.call_back),
            ("reached", &self.reached),
        ] {
            between(&format!("{path}.{name}.waitMinutes"), rule.wait_minutes, 1, 480)?;
            between(&format!("{path}.{name}.atMost"), rule.at_most, 1, 10)?;
        }
        Ok(())
    }
}

impl Default for RetryRules {
    fn default() -> Self {
        Self {
            no_answer: rule(true, 30, 3),
            busy: rule(true, 10, 5),
            wrong_number: rule(false, 30, 1),
            call_back: rule(true, 60, 3),
            reached: relay_rule(),
        }
    }
}

/// Settings of the confirmation on the morning of the sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MorningSettings {
    /// What the caller says.
    pub script: String,
    /// How many minutes before the gate opens every agency is confirmed, 0 to 240.
    pub minutes_before_gate: u32,
    /// The hour from which agencies may be rung (centre time).
    pub earliest: NaiveTime,
    /// When a call is tried again.
    pub retry: RetryRules,
}

impl Default for MorningSettings {
    fn default() -> Self {
        Self {
            script: MORNING_SCRIPT.to_owned(),
            minutes_before_gate: 10,
            earliest: hour(7, 0),
            retry: RetryRules {
                no_answer: rule(true, 10, 3),
                busy: rule(true, 5, 5),
                wrong_number: rule(false, 10, 1),
                call_back: rule(true, 10, 3),
                reached: rule(true, 15, 2),
            },
        }
    }
}

/// Settings of the calls to units in the roll-call (单位摸排).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RollCallSettings {
    /// What the caller says.
    pub script: String,
    /// By when, on the day itself, every unit has reported (centre time).
    pub call_by: NaiveTime,
    /// When a unit is rung again.
    pub retry: RetryRules,
}

impl Default for RollCallSettings {
    fn default() -> Self {
        Self { script: ROLL_CALL_SCRIPT.to_owned(), call_by: hour(10, 0), retry: RetryRules::default() }
    }
}

fn hour(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
}

/// Settings of the calls. Fields of later versions have defaults, so that documents of earlier ones
/// still read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallSettings {
    /// What the caller says, with placeholders for [`fill_script`](super::fill_script).
    pub script: String,
    /// What the caller says when every session the agency was told of has been called off or moved to
    /// another day.
    #[serde(default = "cancelled_script")]
    pub cancelled_script: String,
    /// When a call is tried again.
    pub retry: RetryRules,
    /// By when, on the last working day before, every agency has passed the message on (centre time).
    pub call_by: NaiveTime,
    /// When, on that day, a call that was tried and is not confirmed goes to the duty lead; at `call_by`
    /// when no hour is set.
    #[serde(default)]
    pub escalate_at: Option<NaiveTime>,
    /// How long a call that was served stays with its caller, 1 to 120 minutes.
    #[serde(default = "claim_minutes")]
    pub claim_minutes: u32,
    /// The confirmation on the morning itself.
    #[serde(default)]
    pub morning: MorningSettings,
    /// The calls to units.
    #[serde(default)]
    pub roll_call: RollCallSettings,
}

fn cancelled_script() -> String {
    CANCELLED_SCRIPT.to_owned()
}

const fn claim_minutes() -> u32 {
    15
}

impl CallSettings {
    /// Whether every value can be.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        const OF_SESSIONS: [&str; 2] = ["sessions", "date"];
        check_script("script", &self.script, &OF_SESSIONS)?;
        check_script("cancelledScript", &self.cancelled_script, &OF_SESSIONS)?;
        check_script("morning.script", &self.morning.script, &OF_SESSIONS)?;
        check_script("rollCall.script", &self.roll_call.script, &["date"])?;
        self.retry.check("retry")?;
        self.morning.retry.check("morning.retry")?;
        self.roll_call.retry.check("rollCall.retry")?;
        between("claimMinutes", self.claim_minutes, 1, 120)?;
        between("morning.minutesBeforeGate", self.morning.minutes_before_gate, 0, 240)
    }

    /// When a call of the campaign is tried again.
    #[must_use]
    pub const fn retry_of(&self, campaign: CallCampaign) -> &RetryRules {
        match campaign {
            CallCampaign::Reminder => &self.retry,
            CallCampaign::Morning => &self.morning.retry,
            CallCampaign::RollCall => &self.roll_call.retry,
        }
    }

    /// What the caller of a campaign says.
    #[must_use]
    pub const fn script_of(&self, campaign: CallCampaign) -> &String {
        match campaign {
            CallCampaign::Reminder => &self.script,
            CallCampaign::Morning => &self.morning.script,
            CallCampaign::RollCall => &self.roll_call.script,
        }
    }

    /// The instant by which a call of the campaign must be confirmed, and the one at which it goes to the
    /// duty lead. Reminders count by the last working day before the day of the openings, confirmations
    /// by when the gate opens for `first_opening`.
    #[must_use]
    pub fn due_instants(
        &self,
        campaign: CallCampaign,
        day: NaiveDate,
        first_opening: DateTime<Utc>,
        gate_opens_minutes_before: u32,
        (zone, calendar): (CentreZone, &CalendarSettings),
    ) -> (DateTime<Utc>, DateTime<Utc>) {
        match campaign {
            CallCampaign::Reminder => {
                let before = calendar.last_working_day_before(day);
                let due = zone.instant(before, self.call_by);
                (due, self.escalate_at.map_or(due, |time| zone.instant(before, time)))
            }
            CallCampaign::Morning => {
                let ahead =
                    i64::from(gate_opens_minutes_before) + i64::from(self.morning.minutes_before_gate);
                let due = first_opening - Duration::minutes(ahead);
                (due, due)
            }
            CallCampaign::RollCall => {
                let due = zone.instant(day, self.roll_call.call_by);
                (due, due)
            }
        }
    }
}

impl Default for CallSettings {
    fn default() -> Self {
        Self {
            script: DEFAULT_SCRIPT.to_owned(),
            cancelled_script: cancelled_script(),
            retry: RetryRules::default(),
            call_by: hour(17, 0),
            escalate_at: None,
            claim_minutes: claim_minutes(),
            morning: MorningSettings::default(),
            roll_call: RollCallSettings::default(),
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

    fn due(campaign: CallCampaign, day: &str, opening: &str) -> (DateTime<Utc>, DateTime<Utc>) {
        let settings = CallSettings { escalate_at: Some(hour(16, 30)), ..CallSettings::default() };
        let calendar = CalendarSettings::default();
        let centre = (CentreZone::default(), &calendar);
        settings.due_instants(campaign, day.parse().unwrap(), at(opening), 60, centre)
    }

    #[test]
    fn reminders_are_due_on_the_last_working_day_before() {
        let thursday = due(CallCampaign::Reminder, "2020-03-12", "2020-03-12T01:00:00Z");
        assert_eq!(thursday, (at("2020-03-11T09:00:00Z"), at("2020-03-11T08:30:00Z")));
        let monday = due(CallCampaign::Reminder, "2020-03-16", "2020-03-16T01:00:00Z");
        assert_eq!(monday.0, at("2020-03-13T09:00:00Z"), "on Friday and not on Sunday");
    }

    #[test]
    fn confirmations_are_due_before_the_gate_opens() {
        let (due, escalated) = due(CallCampaign::Morning, "2020-03-12", "2020-03-12T01:00:00Z");
        assert_eq!((due, escalated), (at("2020-03-11T23:50:00Z"), at("2020-03-11T23:50:00Z")));
    }

    #[test]
    fn a_document_of_the_first_version_still_reads() {
        let json = serde_json::json!({
            "script": "{sessions}{date}",
            "retry": {
                "noAnswer": { "again": true, "waitMinutes": 30, "atMost": 3 },
                "busy": { "again": true, "waitMinutes": 10, "atMost": 5 },
                "wrongNumber": { "again": false, "waitMinutes": 30, "atMost": 1 },
                "callBack": { "again": true, "waitMinutes": 60, "atMost": 3 },
            },
            "callBy": "17:00:00",
        });
        let settings: CallSettings = serde_json::from_value(json).unwrap();
        assert_eq!(settings.check(), Ok(()));
        assert_eq!(settings.claim_minutes, 15);
    }

    #[test]
    fn the_hour_can_be_written_without_seconds() {
        let mut json = serde_json::to_value(CallSettings::default()).unwrap();
        json["callBy"] = "16:30".into();
        let settings: CallSettings = serde_json::from_value(json).unwrap();
        assert_eq!(settings.call_by, NaiveTime::from_hms_opt(16, 30, 0).unwrap());
    }
}
