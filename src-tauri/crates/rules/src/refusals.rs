//! Refusing a person, and what is owed to that person afterwards. Refusing a person never
//! refuses a bid: only bids that are late, unsealed or not prequalified are refused, and the
//! tenderer does that (招标投标法实施条例 art. 36).

use chrono::{DateTime, Duration, Utc};

use crate::entry_check::RefusalReason;
use crate::words::words;

words! {
    /// What follows a refusal.
    pub enum FollowUpKind {
        /// Name, unit, town and telephone, taken at the gate when the questionnaire was not
        /// reached: without them nobody can be notified.
        ShortIdentity = "short_identity",
        /// The bid documents handed over to the agency at the gate.
        DocumentHandOver = "document_hand_over",
        /// The work unit notified (所在单位).
        NotifiedUnit = "notified_unit",
        /// The town or street of residence notified (镇街).
        NotifiedTown = "notified_town",
        /// Another delegate of the same company admitted in this one's place.
        ReplacementDelegate = "replacement_delegate",
        /// Advised to see a doctor.
        AdvisedToSeeDoctor = "advised_to_see_doctor",
    }
}

words! {
    /// The seal of the documents that were handed over.
    pub enum SealState {
        /// Intact.
        Intact = "intact",
        /// Broken.
        Broken = "broken",
        /// Never sealed.
        NotSealed = "not_sealed",
    }
}

/// What every refused person is offered, whatever the reason: the way of the bid stays open.
#[must_use]
pub const fn offers() -> [FollowUpKind; 2] {
    [FollowUpKind::DocumentHandOver, FollowUpKind::ReplacementDelegate]
}

/// Whether the refusal is a health matter that must be reported.
#[must_use]
pub const fn is_fever_case(reason: RefusalReason) -> bool {
    match reason {
        RefusalReason::OverTemperature | RefusalReason::Symptoms => true,
        RefusalReason::CompanyAlreadyInside
        | RefusalReason::PersonAlreadyInside
        | RefusalReason::HeadLimit
        | RefusalReason::FormRefused
        | RefusalReason::NotCooperating
        | RefusalReason::KeyRegionStay
        | RefusalReason::NotRegisteredToday => false,
    }
}

/// When the follow-ups of a fever case must be done: two hours after the refusal
/// (突发公共卫生事件应急条例 art. 20). Other refusals have no deadline.
#[must_use]
pub fn due_at(reason: RefusalReason, refused_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    is_fever_case(reason).then(|| refused_at + Duration::hours(2))
}

/// What is still to be done before the case can be closed. A fever case needs an identity,
/// the advice to see a doctor and one notification, to the unit or to the town; while neither
/// is notified, both are listed. The offers bind nobody and are never owed.
#[must_use]
pub fn outstanding(reason: RefusalReason, done: &[FollowUpKind]) -> Vec<FollowUpKind> {
    if !is_fever_case(reason) {
        return Vec::new();
    }
    let is_notified =
        [FollowUpKind::NotifiedUnit, FollowUpKind::NotifiedTown].iter().any(|kind| done.contains(kind));
    let mut owed = vec![FollowUpKind::ShortIdentity, FollowUpKind::AdvisedToSeeDoctor];
    if !is_notified {
        owed.extend([FollowUpKind::NotifiedUnit, FollowUpKind::NotifiedTown]);
    }
    owed.retain(|kind| !done.contains(kind));
    owed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    #[test]
    fn refusing_a_person_leaves_the_bid_its_way() {
        assert_eq!(offers(), [FollowUpKind::DocumentHandOver, FollowUpKind::ReplacementDelegate]);
    }

    #[test]
    fn a_fever_case_is_due_two_hours_after_the_refusal() {
        let refused = at("2020-03-12T00:36:00Z");
        assert_eq!(due_at(RefusalReason::OverTemperature, refused), Some(at("2020-03-12T02:36:00Z")));
        assert_eq!(due_at(RefusalReason::Symptoms, refused), Some(at("2020-03-12T02:36:00Z")));
        assert_eq!(due_at(RefusalReason::CompanyAlreadyInside, refused), None);
    }

    #[test]
    fn a_fever_case_is_closed_when_the_unit_or_the_town_knows() {
        use FollowUpKind::{AdvisedToSeeDoctor, NotifiedTown, NotifiedUnit, ShortIdentity};
        let owed = |done: &[FollowUpKind]| outstanding(RefusalReason::OverTemperature, done);
        assert_eq!(owed(&[]), [ShortIdentity, AdvisedToSeeDoctor, NotifiedUnit, NotifiedTown]);
        assert_eq!(owed(&[ShortIdentity, AdvisedToSeeDoctor]), [NotifiedUnit, NotifiedTown]);
        assert_eq!(owed(&[ShortIdentity, AdvisedToSeeDoctor, NotifiedTown]), []);
        assert_eq!(owed(&[NotifiedUnit]), [ShortIdentity, AdvisedToSeeDoctor]);
    }

    #[test]
    fn a_refusal_by_rule_owes_no_report() {
        assert_eq!(outstanding(RefusalReason::CompanyAlreadyInside, &[]), []);
    }
}
