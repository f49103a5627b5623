//! Rounds of readings at step 4. A round is one measuring until a rest ends: more than one
//! thermometer may take part in it, and one verdict comes out of it.

use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::decide::refuse;
use super::{EntryCheck, EntryStep, RefusalReason, StepDecision, StepError};
use crate::import_words::squeezed;
use crate::temperature::{Reading, TemperatureRule, Tenths};
use crate::words::words;

/// A plausible reading that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TakenReading {
    /// The temperature in tenths of a degree Celsius.
    pub tenths: Tenths,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// The thermometer by its mark or name; empty when it has none.
    pub device: String,
    /// The round it belongs to, from 1. The first reading opens round 1; the first reading at
    /// or after the end of a rest opens the next.
    pub round: u32,
}

impl TakenReading {
    /// Whether another thermometer took the other reading. Width, case and white space in the
    /// marks do not count, and a thermometer without a mark is never known to be another one.
    #[must_use]
    pub fn is_by_another_device(&self, other: &Self) -> bool {
        let (mine, theirs) = (squeezed(&self.device), squeezed(&other.device));
        !mine.is_empty() && !theirs.is_empty() && mine != theirs
    }
}

words! {
    /// What comes out of a round of readings.
    pub enum RoundVerdict {
        /// The person may go on to the six questions.
        WithinLimit = "within_limit",
        /// Too warm: rest and measure again, or be refused.
        OverLimit = "over_limit",
        /// Two thermometers disagree: a third reading is asked.
        Disagree = "disagree",
    }
}

impl TemperatureRule {
    /// The verdict of the readings of one round, in any order:
    /// - one reading, or several of which no two thermometers disagree: the highest counts;
    /// - two readings by two thermometers that differ by more than the allowed difference:
    ///   [`RoundVerdict::Disagree`];
    /// - three or more with such a difference among them: the median decides, of an even
    ///   number the higher of the two in the middle.
    ///
    /// Without readings nothing is decided, so nobody goes on: [`RoundVerdict::Disagree`].
    #[must_use]
    pub fn verdict_of(&self, readings: &[&TakenReading]) -> RoundVerdict {
        let mut ordered: Vec<Tenths> = readings.iter().map(|taken| taken.tenths).collect();
        ordered.sort_unstable();
        let decisive = match (ordered.len(), self.devices_disagree(readings)) {
            (2, true) => None,
            (count, true) => ordered.get(count / 2),
            (_, false) => ordered.last(),
        };
        match decisive {
            None => RoundVerdict::Disagree,
            Some(tenths) if self.is_over(*tenths) => RoundVerdict::OverLimit,
            Some(_) => RoundVerdict::WithinLimit,
        }
    }

    fn devices_disagree(&self, readings: &[&TakenReading]) -> bool {
        let allowed = u32::try_from(self.device_difference_tenths).unwrap_or(0);
        readings.iter().enumerate().any(|(index, one)| {
            readings.iter().skip(index + 1).any(|other| {
                one.is_by_another_device(other) && one.tenths.0.abs_diff(other.tenths.0) > allowed
            })
        })
    }
}

impl EntryCheck {
    /// The round of the latest reading; 0 before the first.
    #[must_use]
    pub fn current_round(&self) -> u32 {
        self.readings.last().map_or(0, |taken| taken.round)
    }

    /// The verdict of the current round; `None` before the first reading.
    #[must_use]
    pub fn current_verdict(&self, rule: &TemperatureRule) -> Option<RoundVerdict> {
        let readings = self.readings_of(self.current_round());
        (!readings.is_empty()).then(|| rule.verdict_of(&readings))
    }

    /// The round that a reading taken now belongs to.
    pub(super) fn round_at(&self, now: DateTime<Utc>) -> u32 {
        let rest_is_over = self.resting_until.is_some_and(|until| now >= until);
        self.current_round().saturating_add(u32::from(rest_is_over)).max(1)
    }

    /// How many rounds before this one were over the limit.
    pub(super) fn rounds_over_before(&self, round: u32, rule: &TemperatureRule) -> u32 {
        let is_over = |earlier: &u32| rule.verdict_of(&self.readings_of(*earlier)) == RoundVerdict::OverLimit;
        let mut rounds: Vec<u32> =
            self.readings.iter().map(|taken| taken.round).filter(|earlier| *earlier < round).collect();
        rounds.dedup();
        u32::try_from(rounds.iter().filter(|earlier| is_over(earlier)).count()).unwrap_or(u32::MAX)
    }

    fn readings_of(&self, round: u32) -> Vec<&TakenReading> {
        self.readings.iter().filter(|taken| taken.round == round).collect()
    }

    /// Decides a reading that was just taken and carries the round it belongs to.
    pub(super) fn decide_reading(
        &self,
        reading: TakenReading,
        rule: &TemperatureRule,
    ) -> Result<StepDecision, StepError> {
        let mut round = self.readings_of(reading.round);
        let running = self.resting_until.filter(|until| reading.at < *until);
        if let Some(until) = running
            && !round.iter().all(|taken| taken.is_by_another_device(&reading))
        {
            return Err(StepError::Resting { until });
        }
        if rule.judge(reading.tenths) == Reading::Implausible {
            return Err(StepError::Implausible {
                tenths: reading.tenths,
                lowest: rule.lowest_plausible_tenths,
                highest: rule.highest_plausible_tenths,
            });
        }
        round.push(&reading);
        let verdict = rule.verdict_of(&round);
        Ok(match (verdict, running) {
            (RoundVerdict::WithinLimit, _) => StepDecision::ReadingKept { reading },
            (RoundVerdict::Disagree, _) => StepDecision::ThirdReading { reading },
            (RoundVerdict::OverLimit, Some(until)) => StepDecision::Rest { reading, until },
            (RoundVerdict::OverLimit, None)
                if self.rounds_over_before(reading.round, rule) < rule.retests =>
            {
                let until = reading.at + Duration::minutes(rule.rest_minutes.into());
                StepDecision::Rest { reading, until }
            }
            (RoundVerdict::OverLimit, None) => {
                refuse(EntryStep::TempSymptom, RefusalReason::OverTemperature, Some(reading))
            }
        })
    }
}

#[cfg(test)]
mod tests;
