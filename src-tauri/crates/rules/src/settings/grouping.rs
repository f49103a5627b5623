//! Settings of the virtual grouping of evaluation rooms.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Expectation, SettingsFault, between, fault};

/// The committee that a plan is made for unless the tender documents say otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeRule {
    /// Technical experts, 0 to 15.
    pub technical: u32,
    /// Economic experts, 0 to 15.
    pub economic: u32,
    /// Representatives of the tenderer, at most a third of the committee.
    pub tenderer_reps: u32,
}

impl CommitteeRule {
    /// The number of members.
    #[must_use]
    pub const fn size(&self) -> u32 {
        self.technical.saturating_add(self.economic).saturating_add(self.tenderer_reps)
    }

    /// Whether the committee is lawful: five members or more, an odd number, and at least
    /// two thirds experts (招标投标法 art. 37).
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        between("committee.technical", self.technical, 0, 15)?;
        between("committee.economic", self.economic, 0, 15)?;
        between("committee.tendererReps", self.tenderer_reps, 0, 5)?;
        between("committee", self.size(), 5, 35)?;
        if self.size().is_multiple_of(2) {
            return Err(fault("committee", Expectation::Odd));
        }
        if (self.technical + self.economic) * 3 < self.size() * 2 {
            return Err(fault("committee.tendererReps", Expectation::TwoThirds));
        }
        Ok(())
    }
}

impl Default for CommitteeRule {
    fn default() -> Self {
        Self { technical: 4, economic: 1, tenderer_reps: 0 }
    }
}

/// Settings of the virtual grouping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupingSettings {
    /// A project with more registrations than this goes to the overnight site while it is
    /// open, 1 to 300.
    pub overnight_threshold: u32,
    /// Whether the overnight evaluation site is open.
    pub overnight_site_open: bool,
    /// The committee that a plan is made for.
    pub committee: CommitteeRule,
    /// The most experts in one room, 1 to 9.
    pub experts_per_room: u32,
    /// Time for one member to review one bid, 1 to 60 minutes.
    pub review_minutes_per_bid: u32,
    /// Time for the joint discussion, 0 to 240 minutes.
    pub discussion_minutes: u32,
    /// Time from the start to the end of the discussion, 60 to 1440 minutes.
    pub limit_minutes: u32,
    /// Disinfection of a batch that goes from room to room, 0 to 60 minutes.
    pub disinfect_minutes: u32,
    /// Disinfection and airing of a room between two projects (一标一消毒), 0 to 240 minutes.
    pub changeover_minutes: u32,
    /// The most bids carried at once, 1 to 50.
    pub carry_max_bids: u32,
    /// The most rooms of one project, 1 to 20.
    pub max_rooms_per_project: u32,
    /// How long after the opening the evaluation starts, 0 to 240 minutes.
    pub start_minutes_after_opening: u32,
}

impl GroupingSettings {
    /// Whether every value can be.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        between("overnightThreshold", self.overnight_threshold, 1, 300)?;
        self.committee.check()?;
        between("expertsPerRoom", self.experts_per_room, 1, 9)?;
        between("reviewMinutesPerBid", self.review_minutes_per_bid, 1, 60)?;
        between("discussionMinutes", self.discussion_minutes, 0, 240)?;
        between("limitMinutes", self.limit_minutes, 60, 1440)?;
        between("disinfectMinutes", self.disinfect_minutes, 0, 60)?;
        between("changeoverMinutes", self.changeover_minutes, 0, 240)?;
        between("carryMaxBids", self.carry_max_bids, 1, 50)?;
        between("maxRoomsPerProject", self.max_rooms_per_project, 1, 20)?;
        between("startMinutesAfterOpening", self.start_minutes_after_opening, 0, 240)
    }
}

impl Default for GroupingSettings {
    fn default() -> Self {
        Self {
            overnight_threshold: 30,
            overnight_site_open: false,
            committee: CommitteeRule::default(),
            experts_per_room: 3,
            review_minutes_per_bid: 6,
            discussion_minutes: 60,
            limit_minutes: 720,
            disinfect_minutes: 5,
            changeover_minutes: 30,
            carry_max_bids: 12,
            max_rooms_per_project: 8,
            start_minutes_after_opening: 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn committee(technical: u32, economic: u32, tenderer_reps: u32) -> Result<(), Expectation> {
        CommitteeRule { technical, economic, tenderer_reps }.check().map_err(|fault| fault.expected)
    }

    #[test]
    fn the_settings_that_are_delivered_are_accepted() {
        assert_eq!(GroupingSettings::default().check(), Ok(()));
        assert_eq!(GroupingSettings::default().committee.size(), 5);
    }

    #[test]
    fn a_committee_has_five_members_or_more_and_an_odd_number() {
        assert_eq!(committee(2, 1, 0), Err(Expectation::Between { lowest: 5, highest: 35 }));
        assert_eq!(committee(4, 2, 0), Err(Expectation::Odd));
        assert_eq!(committee(5, 2, 0), Ok(()));
    }

    #[test]
    fn two_thirds_of_a_committee_are_experts() {
        assert_eq!(committee(3, 1, 1), Ok(()));
        assert_eq!(committee(2, 1, 2), Err(Expectation::TwoThirds));
        assert_eq!(committee(4, 2, 3), Ok(()));
    }

    #[test]
    fn the_fault_names_the_setting() {
        let settings = GroupingSettings { carry_max_bids: 0, ..GroupingSettings::default() };
        assert_eq!(settings.check().unwrap_err().path, "carryMaxBids");
    }
}
