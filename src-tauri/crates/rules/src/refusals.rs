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
        /// The rule explained to somebody who would not cooperate.
        Explained = "explained",
        /// The security staff called.
        SecurityCalled = "security_called",
        /// The police called.
        PoliceCalled = "police_called",
        /// The person has left the premises by themselves.
        LeftPremises = "left_premises",
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

words! {
    /// Why a check follows one that ended in a refusal.
    pub enum AfterRefusal {
        /// Another delegate comes in the refused one's place.
        Replacement = "replacement",
        /// The refused person comes again, by an exception that was approved.
        Exception = "exception",
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

/// Whether an approved exception may lift the refusal: only those that rest on a number of
/// people. A second delegate of one company may be needed (a project manager who must attend,
/// for instance); health, identity and the session are no matter of approval.
#[must_use]
pub const fn may_be_excepted(reason: RefusalReason) -> bool {
    matches!(reason, RefusalReason::CompanyAlreadyInside | RefusalReason::HeadLimit)
}

/// Whether another delegate may come in the refused one's place: always, except that a person
/// who is inside already needs no replacement.
#[must_use]
pub const fn allows_replacement(reason: RefusalReason) -> bool {
    !matches!(reason, RefusalReason::PersonAlreadyInside)
}

/// What is still to be done before the case can be closed. A fever case needs an identity,
/// the advice to see a doctor and one notification, to the unit or to the town; while neither
/// is notified, both are listed. Somebody who did not cooperate is owed an explanation, and
/// then security or the police are called or the person leaves; while none of the three has
/// happened, all are listed (北京市突发公共卫生事件应急条例: explain and dissuade first, then
/// the police). The offers bind nobody and are never owed.
#[must_use]
pub fn outstanding(reason: RefusalReason, done: &[FollowUpKind]) -> Vec<FollowUpKind> {
    let (each, any): (&[FollowUpKind], &[FollowUpKind]) = if is_fever_case(reason) {
        (
            &[FollowUpKind::ShortIdentity, FollowUpKind::AdvisedToSeeDoctor],
            &[FollowUpKind::NotifiedUnit, FollowUpKind::NotifiedTown],
        )
    } else if reason == RefusalReason::NotCooperating {
        (
            &[FollowUpKind::Explained],
            &[FollowUpKind::SecurityCalled, FollowUpKind::PoliceCalled, FollowUpKind::LeftPremises],
        )
    } else {
        (&[], &[])
    };
    let mut owed: Vec<FollowUpKind> = each.iter().copied().filter(|kind| !done.contains(kind)).collect();
    if !any.iter().any(|kind| done.contains(kind)) {
        owed.extend(any);
    }
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
        for reason in RefusalReason::ALL {
            let owes = is_fever_case(*reason) || *reason == RefusalReason::NotCooperating;
            assert_eq!(!outstanding(*reason, &[]).is_empty(), owes, "{reason}");
        }
    }

    #[test]
    fn who_does_not_cooperate_is_told_the_rule_and_then_leaves_or_is_led_away() {
        use FollowUpKind::{Explained, LeftPremises, PoliceCalled, SecurityCalled};
        let owed = |done: &[FollowUpKind]| outstanding(RefusalReason::NotCooperating, done);
        assert_eq!(owed(&[]), [Explained, SecurityCalled, PoliceCalled, LeftPremises]);
        assert_eq!(owed(&[Explained]), [SecurityCalled, PoliceCalled, LeftPremises]);
        assert_eq!(owed(&[PoliceCalled]), [Explained], "calling the police does not replace explaining");
        for end in [SecurityCalled, PoliceCalled, LeftPremises] {
            assert_eq!(owed(&[Explained, end]), []);
        }
    }

    #[test]
    fn only_a_number_of_people_can_be_excepted() {
        for reason in RefusalReason::ALL {
            let is_number = matches!(reason, RefusalReason::CompanyAlreadyInside | RefusalReason::HeadLimit);
            assert_eq!(may_be_excepted(*reason), is_number, "{reason}");
        }
    }

    #[test]
    fn everybody_but_the_person_who_is_inside_can_be_replaced() {
        for reason in RefusalReason::ALL {
            assert_eq!(
                allows_replacement(*reason),
                *reason != RefusalReason::PersonAlreadyInside,
                "{reason}"
            );
        }
    }
}
