//! The delay that grows with each wrong password in a row.

use chrono::{DateTime, Duration, Utc};

use crate::settings::LockoutRule;

/// For how many minutes a code is locked after this many wrong passwords in a row: not at all below the
/// limit, then 1, 2, 4 and so on to the longest.
#[must_use]
pub fn lock_minutes(rule: &LockoutRule, failures: u32) -> Option<u32> {
    let beyond = failures.checked_sub(rule.failures)?;
    let doubled = 1_u32.checked_shl(beyond).filter(|minutes| *minutes > 0).unwrap_or(u32::MAX);
    Some(doubled.min(rule.longest_minutes))
}

/// Until when a code is locked after the last wrong password, if it is.
#[must_use]
pub fn locked_until(rule: &LockoutRule, failures: u32, last: DateTime<Utc>) -> Option<DateTime<Utc>> {
    lock_minutes(rule, failures).map(|minutes| last + Duration::minutes(i64::from(minutes)))
}

/// How many wrong passwords are left before the first lock.
#[must_use]
pub fn tries_left(rule: &LockoutRule, failures: u32) -> u32 {
    rule.failures.saturating_sub(failures)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::at;

    fn rule() -> LockoutRule {
        LockoutRule { failures: 5, longest_minutes: 30 }
    }

    #[test]
    fn the_delay_begins_with_the_fifth_wrong_password_and_doubles_to_half_an_hour() {
        for (failures, minutes) in [
            (0, None),
            (4, None),
            (5, Some(1)),
            (6, Some(2)),
            (7, Some(4)),
            (8, Some(8)),
            (9, Some(16)),
            (10, Some(30)),
            (11, Some(30)),
            (36, Some(30)),
            (37, Some(30)),
            (u32::MAX, Some(30)),
        ] {
            assert_eq!(lock_minutes(&rule(), failures), minutes, "{failures}");
        }
    }

    #[test]
    fn the_lock_counts_from_the_last_wrong_password() {
        let last = at("2020-03-12T00:00:00Z");
        assert_eq!(locked_until(&rule(), 4, last), None);
        assert_eq!(locked_until(&rule(), 7, last), Some(at("2020-03-12T00:04:00Z")));
        assert_eq!((tries_left(&rule(), 3), tries_left(&rule(), 9)), (2, 0));
    }

    proptest! {
        #[test]
        fn one_more_wrong_password_never_shortens_the_delay(
            failures in 0_u32..100, limit in 3_u32..=10, longest in 5_u32..=120,
        ) {
            let rule = LockoutRule { failures: limit, longest_minutes: longest };
            let (now, next) = (lock_minutes(&rule, failures), lock_minutes(&rule, failures + 1));
            prop_assert!(now <= next);
            prop_assert!(next.is_none_or(|minutes| (1..=longest).contains(&minutes)));
            prop_assert_eq!(now.is_none(), tries_left(&rule, failures) > 0);
        }
    }
}
