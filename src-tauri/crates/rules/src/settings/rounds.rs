//! Settings of rounds.

use chrono::NaiveTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Expectation, SettingsFault, between, fault, text};

/// A disinfectant as it is used at the centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgentRule {
    /// Its name, 1 to 40 characters.
    pub name: String,
    /// Usual concentration, mg/L, 1 to 1,000,000.
    pub milligrams_per_litre: u32,
    /// How long it must stay on before it has worked, minutes, 0 to 240.
    pub contact_minutes: u32,
}

/// When rooms are disinfected and aired, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoundSettings {
    /// By when each daily round of the rooms is done, 2 to 6 times of day.
    pub times: Vec<NaiveTime>,
    /// How long before its time a daily round counts for it, 30 to 360 minutes.
    pub lead_minutes: u32,
    /// How long the round of one room takes, 1 to 120 minutes.
    pub work_minutes: u32,
    /// The disinfectants, 1 to 12; the first is offered.
    pub agents: Vec<AgentRule>,
    /// Whether a room waits for its round and the contact time before it is released.
    pub rooms_need_round: bool,
}

impl Default for RoundSettings {
    fn default() -> Self {
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
        let agent = |name: &str, milligrams_per_litre, contact_minutes| AgentRule {
            name: name.to_owned(),
            milligrams_per_litre,
            contact_minutes,
        };
        Self {
            times: vec![time(8, 30), time(16, 30)],
            lead_minutes: 120,
            work_minutes: 10,
            agents: vec![
                agent("84消毒液", 500, 30),
                agent("75%酒精", 595_000, 3),
                agent("二氧化氯", 500, 30),
            ],
            rooms_need_round: true,
        }
    }
}

impl RoundSettings {
    /// Whether every value is within its range.
    ///
    /// # Errors
    /// The first value that is not.
    pub fn check(&self) -> Result<(), SettingsFault> {
        times("times", &self.times)?;
        between("leadMinutes", self.lead_minutes, 30, 360)?;
        between("workMinutes", self.work_minutes, 1, 120)?;
        between("agents", self.agents.len(), 1, 12)?;
        for (index, agent) in self.agents.iter().enumerate() {
            text(&format!("agents.{index}.name"), &agent.name, 40)?;
            between(
                &format!("agents.{index}.milligramsPerLitre"),
                agent.milligrams_per_litre,
                1,
                MOST_MILLIGRAMS,
            )?;
            between(&format!("agents.{index}.contactMinutes"), agent.contact_minutes, 0, MOST_CONTACT)?;
            if self.agents.iter().take(index).any(|other| other.name.trim() == agent.name.trim()) {
                return Err(fault(&format!("agents.{index}.name"), Expectation::Once));
            }
        }
        Ok(())
    }
}

/// The highest concentration there is, mg/L.
pub const MOST_MILLIGRAMS: i32 = 1_000_000;
/// The longest contact time, minutes.
pub const MOST_CONTACT: i32 = 240;

/// At least two rounds a day are asked for (每日至少两次).
fn times(path: &str, times: &[NaiveTime]) -> Result<(), SettingsFault> {
    between(path, times.len(), 2, 6)?;
    for (index, pair) in times.windows(2).enumerate() {
        if let [before, after] = pair
            && after <= before
        {
            return Err(fault(&format!("{path}.{}", index + 1), Expectation::Later));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_delivered_is_within_its_ranges() {
        assert_eq!(RoundSettings::default().check(), Ok(()));
    }

    #[test]
    fn a_day_has_two_rounds_at_least_one_after_the_other() {
        let mut settings = RoundSettings::default();
        settings.times.pop();
        assert_eq!(settings.check().unwrap_err().path, "times");
        settings.times.push(settings.times[0]);
        assert_eq!(settings.check().unwrap_err().path, "times.1");
    }

    #[test]
    fn an_agent_stands_in_the_list_once() {
        let mut settings = RoundSettings::default();
        settings.agents.push(settings.agents[0].clone());
        assert_eq!(settings.check().unwrap_err().path, "agents.3.name");
    }
}
