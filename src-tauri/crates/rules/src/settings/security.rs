//! How accounts are kept safe, and how long what happened is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{SettingsFault, between};

/// What a password must be and how long it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordRule {
    /// The least number of characters, 8 to 64.
    pub least_characters: u32,
    /// The least number of kinds of characters, 3 or 4 of four.
    pub least_kinds: u32,
    /// How many of the last passwords may not be set again, 1 to 24.
    pub remembered: u32,
    /// After how many days it must be changed, 1 to 180.
    pub days: u32,
    /// From how many days before that it is told, 0 to 30.
    pub warn_days: u32,
}

/// How a code is locked after wrong passwords.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LockoutRule {
    /// With which wrong password in a row the first lock begins, 3 to 10.
    pub failures: u32,
    /// The longest lock in minutes, 5 to 120.
    pub longest_minutes: u32,
}

/// The settings of accounts and of the audit log. Their bounds are those of level 2 of
/// GB/T 22239-2019 and of 网络安全法 art. 21.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecuritySettings {
    /// Passwords.
    pub password: PasswordRule,
    /// Locks.
    pub lockout: LockoutRule,
    /// After how many minutes without a key or a pointer the window locks, 1 to 30.
    pub idle_minutes: u32,
    /// After how many hours a sign-in ends, 1 to 24.
    pub sign_in_hours: u32,
    /// For how many days the audit log is kept at least, 180 or more (网络安全法 art. 21: six months).
    pub audit_days: u32,
}

impl SecuritySettings {
    /// Whether every value can be.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        between("password.leastCharacters", self.password.least_characters, 8, 64)?;
        between("password.leastKinds", self.password.least_kinds, 3, 4)?;
        between("password.remembered", self.password.remembered, 1, 24)?;
        between("password.days", self.password.days, 1, 180)?;
        between("password.warnDays", self.password.warn_days, 0, 30)?;
        between("lockout.failures", self.lockout.failures, 3, 10)?;
        between("lockout.longestMinutes", self.lockout.longest_minutes, 5, 120)?;
        between("idleMinutes", self.idle_minutes, 1, 30)?;
        between("signInHours", self.sign_in_hours, 1, 24)?;
        between("auditDays", self.audit_days, 180, 36_500)
    }
}

impl Default for SecuritySettings {
    fn default() -> Self {
        Self {
            password: PasswordRule {
                least_characters: 8,
                least_kinds: 3,
                remembered: 5,
                days: 90,
                warn_days: 7,
            },
            lockout: LockoutRule { failures: 5, longest_minutes: 30 },
            idle_minutes: 10,
            sign_in_hours: 12,
            audit_days: 180,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delivered_settings_are_accepted_and_none_can_be_weaker_than_the_standard() {
        assert_eq!(SecuritySettings::default().check(), Ok(()));
        let path = |change: fn(&mut SecuritySettings)| {
            let mut settings = SecuritySettings::default();
            change(&mut settings);
            settings.check().unwrap_err().path
        };
        assert_eq!(path(|settings| settings.password.least_characters = 7), "password.leastCharacters");
        assert_eq!(path(|settings| settings.password.least_kinds = 2), "password.leastKinds");
        assert_eq!(path(|settings| settings.password.remembered = 0), "password.remembered");
        assert_eq!(path(|settings| settings.password.days = 181), "password.days");
        assert_eq!(path(|settings| settings.password.warn_days = 31), "password.warnDays");
        assert_eq!(path(|settings| settings.lockout.failures = 11), "lockout.failures");
        assert_eq!(path(|settings| settings.lockout.longest_minutes = 4), "lockout.longestMinutes");
        assert_eq!(path(|settings| settings.idle_minutes = 31), "idleMinutes");
        assert_eq!(path(|settings| settings.sign_in_hours = 25), "signInHours");
        assert_eq!(path(|settings| settings.audit_days = 179), "auditDays");
    }
}
