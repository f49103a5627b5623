//! When a password must be changed.

use chrono::{DateTime, Duration, Utc};

use super::PasswordOrigin;
use crate::settings::PasswordRule;

/// For how many hours a one-time password opens the account.
const ONCE_HOURS: i64 = 24;

/// A password by its age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordAge {
    /// It may be used; nothing is told yet.
    Fresh,
    /// It may be used and is due in so many days, 1 or more.
    DueSoon {
        /// Days left, begun ones counted.
        days: u32,
    },
    /// The next thing is to change it.
    MustChange,
    /// A one-time password whose day is over: it opens nothing.
    Void,
}

impl PasswordAge {
    /// Of a password of this origin, set at `set_at`, at the moment `now`.
    #[must_use]
    pub fn of(
        rule: &PasswordRule,
        origin: PasswordOrigin,
        set_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        let given = |hours: i64| set_at + Duration::hours(hours);
        match origin {
            PasswordOrigin::Once if now >= given(ONCE_HOURS) => Self::Void,
            PasswordOrigin::Once | PasswordOrigin::First => Self::MustChange,
            PasswordOrigin::Own => {
                let left = set_at + Duration::days(i64::from(rule.days)) - now;
                if left <= Duration::zero() {
                    return Self::MustChange;
                }
                let whole = left.num_days();
                let begun = if Duration::days(whole) < left { whole + 1 } else { whole };
                match u32::try_from(begun) {
                    Ok(days) if days <= rule.warn_days => Self::DueSoon { days },
                    Ok(_) | Err(_) => Self::Fresh,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SecuritySettings;
    use crate::testing::at;

    #[test]
    fn a_password_of_ones_own_is_told_a_week_before_its_ninety_days_are_over() {
        let rule = SecuritySettings::default().password;
        let set = at("2020-01-01T00:00:00Z");
        for (now, age) in [
            ("2020-01-01T00:00:00Z", PasswordAge::Fresh),
            ("2020-03-23T23:59:59Z", PasswordAge::Fresh),
            ("2020-03-24T00:00:00Z", PasswordAge::DueSoon { days: 7 }),
            ("2020-03-30T23:59:59Z", PasswordAge::DueSoon { days: 1 }),
            ("2020-03-31T00:00:00Z", PasswordAge::MustChange),
            ("2021-01-01T00:00:00Z", PasswordAge::MustChange),
        ] {
            assert_eq!(PasswordAge::of(&rule, PasswordOrigin::Own, set, at(now)), age, "{now}");
        }
    }

    #[test]
    fn a_given_password_is_changed_first_and_a_one_time_password_lasts_a_day() {
        let rule = SecuritySettings::default().password;
        let set = at("2020-01-01T00:00:00Z");
        let age = |origin, now| PasswordAge::of(&rule, origin, set, at(now));
        assert_eq!(age(PasswordOrigin::First, "2020-06-01T00:00:00Z"), PasswordAge::MustChange);
        assert_eq!(age(PasswordOrigin::Once, "2020-01-01T23:59:59Z"), PasswordAge::MustChange);
        assert_eq!(age(PasswordOrigin::Once, "2020-01-02T00:00:00Z"), PasswordAge::Void);
    }
}
