//! Settings of what is kept and for how long: backups, and the timers of each class of records.

use chrono::NaiveTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Expectation, SettingsFault, between, fault};

/// Logs are kept for six months at least (网络安全法 art. 21).
const SECURITY_DAYS: u32 = 180;
/// Records of a purchase are kept for fifteen years at least (政府采购法 art. 42).
const TRANSACTION_YEARS: u32 = 15;

/// When backups are made, where they go and how many stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupSettings {
    /// The folder; empty for `backups` among the program's own data. Up to 200 characters.
    pub folder: String,
    /// A second folder on another disk; empty for none. Up to 200 characters.
    pub second_folder: String,
    /// Time of day, in the centre's zone, from which the day's backup is due.
    pub at: NaiveTime,
    /// Whether one is made when the program is closed.
    pub at_close: bool,
    /// Of how many days the last backup stays, 3 to 90.
    pub daily: u32,
    /// Of how many months the last backup stays, 0 to 60.
    pub monthly: u32,
}

/// How long each class of records is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeepingSettings {
    /// Backups.
    pub backup: BackupSettings,
    /// Health and identity of those who entered: questionnaires, readings, answers, names and document
    /// numbers; 7 to 180 days. No statute gives a number; the shortest time that serves is asked for
    /// (个人信息保护法 art. 19).
    pub health_days: u32,
    /// Sessions, rooms, calls, hand-overs: 15 years or more (政府采购法 art. 42).
    pub transaction_years: u32,
    /// The audit log: 180 days or more (网络安全法 art. 21). This program removes none of it.
    pub security_days: u32,
}

impl Default for KeepingSettings {
    fn default() -> Self {
        Self {
            backup: BackupSettings {
                folder: String::new(),
                second_folder: String::new(),
                at: NaiveTime::from_hms_opt(21, 0, 0).unwrap_or_default(),
                at_close: true,
                daily: 14,
                monthly: 12,
            },
            health_days: 30,
            transaction_years: TRANSACTION_YEARS,
            security_days: SECURITY_DAYS,
        }
    }
}

impl KeepingSettings {
    /// Whether every value is within its range.
    ///
    /// # Errors
    /// The first value that is not.
    pub fn check(&self) -> Result<(), SettingsFault> {
        for (path, folder) in
            [("backup.folder", &self.backup.folder), ("backup.secondFolder", &self.backup.second_folder)]
        {
            if folder.chars().count() > 200 || folder.chars().any(char::is_control) {
                return Err(fault(path, Expectation::Text { most: 200 }));
            }
        }
        if !self.backup.folder.is_empty() && self.backup.folder.trim() == self.backup.second_folder.trim() {
            return Err(fault("backup.secondFolder", Expectation::Once));
        }
        between("backup.daily", self.backup.daily, 3, 90)?;
        between("backup.monthly", self.backup.monthly, 0, 60)?;
        between("healthDays", self.health_days, 7, 180)?;
        between("transactionYears", self.transaction_years, 15, 100)?;
        between("securityDays", self.security_days, 180, 36_500)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_delivered_is_within_its_ranges() {
        assert_eq!(KeepingSettings::default().check(), Ok(()));
    }

    #[test]
    fn the_times_that_the_law_gives_cannot_be_shortened() {
        let mut settings = KeepingSettings { security_days: 179, ..KeepingSettings::default() };
        assert_eq!(settings.check().unwrap_err().path, "securityDays");
        settings = KeepingSettings { transaction_years: 14, ..KeepingSettings::default() };
        assert_eq!(settings.check().unwrap_err().path, "transactionYears");
        settings = KeepingSettings { health_days: 181, ..KeepingSettings::default() };
        assert_eq!(settings.check().unwrap_err().path, "healthDays", "nor health data be hoarded");
    }

    #[test]
    fn the_second_folder_is_another_one() {
        let mut settings = KeepingSettings::default();
        settings.backup.folder = "D:\\备份".to_owned();
        settings.backup.second_folder = "D:\\备份 ".to_owned();
        assert_eq!(settings.check().unwrap_err().path, "backup.secondFolder");
    }
}
