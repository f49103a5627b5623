//! Committees, and the rules for them by kind of project.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Expectation, SettingsFault, between, fault, text};
use crate::words::words;

words! {
    /// The kind of a project, by whose rules its committee is formed.
    pub enum ProjectKind {
        /// A tender that the law requires (依法必须招标, 招标投标法 art. 37).
        Tender = "tender",
        /// A government procurement by open tender (政府采购, 财政部令第87号 art. 47).
        GovernmentProcurement = "government_procurement",
        /// The same, of a large budget, difficult technology or wide concern.
        GovernmentProcurementLarge = "government_procurement_large",
    }
}

/// The rules for the committee of one kind of project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeRuleSet {
    /// The kind.
    pub kind: ProjectKind,
    /// The fewest members, 5 to 15.
    pub least: u32,
    /// Whether the number of members is odd.
    pub odd: bool,
    /// The experts are at least this many …
    pub expert_numerator: u32,
    /// … of so many members; 1 to 10.
    pub expert_denominator: u32,
    /// What it rests on, 1 to 60 characters.
    pub basis: String,
}

impl CommitteeRuleSet {
    pub(super) fn check(&self, path: &str) -> Result<(), SettingsFault> {
        between(&format!("{path}.least"), self.least, 5, 15)?;
        between(&format!("{path}.expertDenominator"), self.expert_denominator, 1, 10)?;
        let most = i32::try_from(self.expert_denominator).unwrap_or(1);
        between(&format!("{path}.expertNumerator"), self.expert_numerator, 1, most)?;
        text(&format!("{path}.basis"), &self.basis, 60)
    }

    /// The fewest experts of a committee of so many members.
    #[must_use]
    pub fn experts_needed(&self, members: u32) -> u32 {
        members.saturating_mul(self.expert_numerator).div_ceil(self.expert_denominator.max(1))
    }
}

/// The rule sets that are delivered.
pub(super) fn usual_rule_sets() -> Vec<CommitteeRuleSet> {
    [
        (ProjectKind::Tender, 5, "招标投标法第三十七条"),
        (ProjectKind::GovernmentProcurement, 5, "财政部令第87号第四十七条"),
        (ProjectKind::GovernmentProcurementLarge, 7, "财政部令第87号第四十七条"),
    ]
    .map(|(kind, least, basis)| CommitteeRuleSet {
        kind,
        least,
        odd: true,
        expert_numerator: 2,
        expert_denominator: 3,
        basis: basis.to_owned(),
    })
    .into()
}

/// The committee that a plan is made for unless the tender documents say otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeRule {
    /// Technical experts, 0 to 15.
    pub technical: u32,
    /// Economic experts, 0 to 15.
    pub economic: u32,
    /// Representatives of the tenderer, 0 to 5.
    pub tenderer_reps: u32,
}

impl CommitteeRule {
    /// The number of members.
    #[must_use]
    pub const fn size(&self) -> u32 {
        self.technical.saturating_add(self.economic).saturating_add(self.tenderer_reps)
    }

    /// The number of experts, the tenderer's representatives left out.
    #[must_use]
    pub const fn experts(&self) -> u32 {
        self.technical.saturating_add(self.economic)
    }

    /// Whether the committee is lawful by a rule set: members enough, an odd number of them, and experts
    /// enough.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self, rules: &CommitteeRuleSet) -> Result<(), SettingsFault> {
        between("committee.technical", self.technical, 0, 15)?;
        between("committee.economic", self.economic, 0, 15)?;
        between("committee.tendererReps", self.tenderer_reps, 0, 5)?;
        between("committee", self.size(), i32::try_from(rules.least).unwrap_or(5), 35)?;
        if rules.odd && self.size().is_multiple_of(2) {
            return Err(fault("committee", Expectation::Odd));
        }
        if self.experts() < rules.experts_needed(self.size()) {
            let (numerator, denominator) = (rules.expert_numerator, rules.expert_denominator);
            return Err(fault("committee.tendererReps", Expectation::ExpertShare { numerator, denominator }));
        }
        Ok(())
    }
}

impl Default for CommitteeRule {
    fn default() -> Self {
        Self { technical: 4, economic: 1, tenderer_reps: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn committee(kind: ProjectKind, technical: u32, economic: u32, reps: u32) -> Result<(), Expectation> {
        let rules = usual_rule_sets().into_iter().find(|rules| rules.kind == kind).unwrap();
        CommitteeRule { technical, economic, tenderer_reps: reps }
            .check(&rules)
            .map_err(|fault| fault.expected)
    }

    #[test]
    fn a_committee_has_five_members_or_more_and_an_odd_number() {
        let tender = |technical, economic| committee(ProjectKind::Tender, technical, economic, 0);
        assert_eq!(tender(2, 1), Err(Expectation::Between { lowest: 5, highest: 35 }));
        assert_eq!(tender(4, 2), Err(Expectation::Odd));
        assert_eq!(tender(5, 2), Ok(()));
    }

    #[test]
    fn a_large_procurement_has_seven() {
        let large = |technical| committee(ProjectKind::GovernmentProcurementLarge, technical, 1, 0);
        assert_eq!(large(4), Err(Expectation::Between { lowest: 7, highest: 35 }));
        assert_eq!(large(6), Ok(()));
        assert_eq!(committee(ProjectKind::GovernmentProcurement, 4, 1, 0), Ok(()));
    }

    #[test]
    fn two_thirds_of_a_committee_are_experts() {
        let tender = |technical, economic, reps| committee(ProjectKind::Tender, technical, economic, reps);
        let share = Expectation::ExpertShare { numerator: 2, denominator: 3 };
        assert_eq!(tender(3, 1, 1), Ok(()));
        assert_eq!(tender(2, 1, 2), Err(share));
        assert_eq!(tender(4, 2, 3), Ok(()));
    }
}
