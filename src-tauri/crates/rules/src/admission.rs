//! Whether the rules let a person in who has been identified by the questionnaire.

use crate::entry_check::RefusalReason;
use crate::sessions::AttendanceRole;

/// What is known about the person and those already inside, within the scope over which heads
/// count ([`HeadScope`](crate::settings::HeadScope)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdmissionFacts {
    /// Whether the person holds a tag of today that admits.
    pub person_has_tag: bool,
    /// How many people of the same unit, in the same capacity, are inside.
    pub heads: u32,
    /// How many may be inside; `None` where people are not counted by unit. See
    /// [`HeadLimits::of`](crate::settings::HeadLimits::of).
    pub limit: Option<u32>,
    /// Whether an approved exception lifts the limit for this check.
    pub excepted: bool,
    /// Whether a stay in a key region counts. See
    /// [`RegionList::stay_that_counts`](crate::key_region::RegionList::stay_that_counts).
    pub key_region: bool,
    /// Whether the people of the lane are led apart from the others.
    pub lane_is_isolated: bool,
}

/// Decides whether a person may be admitted, in this order; the first that fails is told:
/// 1. the person is not inside already;
/// 2. the unit has not as many people inside as it may (一公司一人 for bidders); an exception
///    lifts this rule and no other;
/// 3. nobody with a stay in a key region passes outside an isolated lane.
///
/// # Errors
/// [`RefusalReason::PersonAlreadyInside`]; [`RefusalReason::CompanyAlreadyInside`] of a bidder
/// and [`RefusalReason::HeadLimit`] of everybody else; [`RefusalReason::KeyRegionStay`].
pub fn admit(role: AttendanceRole, facts: &AdmissionFacts) -> Result<(), RefusalReason> {
    if facts.person_has_tag {
        return Err(RefusalReason::PersonAlreadyInside);
    }
    if !facts.excepted && facts.limit.is_some_and(|limit| facts.heads >= limit) {
        return Err(match role {
            AttendanceRole::Bidder => RefusalReason::CompanyAlreadyInside,
            AttendanceRole::Tenderer
            | AttendanceRole::Agency
            | AttendanceRole::Expert
            | AttendanceRole::Supervision
            | AttendanceRole::Staff => RefusalReason::HeadLimit,
        });
    }
    if facts.key_region && !facts.lane_is_isolated {
        return Err(RefusalReason::KeyRegionStay);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use AttendanceRole::{Agency, Bidder, Expert, Tenderer};

    use super::*;

    const CLEAR: AdmissionFacts = AdmissionFacts {
        person_has_tag: false,
        heads: 0,
        limit: Some(1),
        excepted: false,
        key_region: false,
        lane_is_isolated: false,
    };

    #[test]
    fn each_rule_refuses_for_its_own_reason_and_the_first_one_is_told() {
        let full = AdmissionFacts { heads: 1, ..CLEAR };
        let from_region = AdmissionFacts { key_region: true, ..CLEAR };
        for (role, facts, expected) in [
            (Bidder, CLEAR, Ok(())),
            (Bidder, full, Err(RefusalReason::CompanyAlreadyInside)),
            (Tenderer, full, Err(RefusalReason::HeadLimit)),
            (Agency, AdmissionFacts { heads: 2, limit: Some(3), ..CLEAR }, Ok(())),
            (Agency, AdmissionFacts { heads: 3, limit: Some(3), ..CLEAR }, Err(RefusalReason::HeadLimit)),
            (Expert, AdmissionFacts { heads: 9, limit: None, ..CLEAR }, Ok(())),
            (Bidder, AdmissionFacts { excepted: true, ..full }, Ok(())),
            (
                Bidder,
                AdmissionFacts { person_has_tag: true, key_region: true, ..full },
                Err(RefusalReason::PersonAlreadyInside),
            ),
            (
                Bidder,
                AdmissionFacts { person_has_tag: true, excepted: true, ..CLEAR },
                Err(RefusalReason::PersonAlreadyInside),
            ),
            (Bidder, AdmissionFacts { key_region: true, ..full }, Err(RefusalReason::CompanyAlreadyInside)),
            (Bidder, from_region, Err(RefusalReason::KeyRegionStay)),
            (Bidder, AdmissionFacts { excepted: true, ..from_region }, Err(RefusalReason::KeyRegionStay)),
            (Bidder, AdmissionFacts { lane_is_isolated: true, ..from_region }, Ok(())),
            (
                Bidder,
                AdmissionFacts { lane_is_isolated: true, ..full },
                Err(RefusalReason::CompanyAlreadyInside),
            ),
        ] {
            assert_eq!(admit(role, &facts), expected, "{role} {facts:?}");
        }
    }

    #[test]
    fn everybody_the_rules_refuse_is_refused_at_the_questionnaire() {
        use crate::entry_check::EntryStep;
        for reason in [
            RefusalReason::PersonAlreadyInside,
            RefusalReason::CompanyAlreadyInside,
            RefusalReason::HeadLimit,
            RefusalReason::KeyRegionStay,
        ] {
            assert!(reason.may_occur_at(EntryStep::Form), "{reason}");
        }
    }
}
