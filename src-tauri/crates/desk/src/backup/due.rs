//! Backups that come by themselves: once a day from the time that is set, and when the program closes.

use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::settings::KeepingSettings;
use chrono::{DateTime, Duration, Utc};

use super::{BackupCause, make};
use crate::act::stored;
use crate::{Call, Desk, DeskError, Workplace};

/// After an attempt that failed the next one waits.
const AGAIN: Duration = Duration::minutes(30);
/// A backup made so shortly ago is not made once more because the program closes.
const FRESH: Duration = Duration::minutes(10);

/// Makes the day's backup if its time has come. To be called every minute or so; most calls do nothing.
///
/// # Errors
/// As `backup.now`; the attempt is on record, and the next one waits half an hour.
pub async fn take_due(workplace: &Workplace) -> Result<bool, DeskError> {
    let Ok(desk) = workplace.desk().await else { return Ok(false) };
    if !is_due(&desk).await? {
        return Ok(false);
    }
    make::take(workplace, &desk, BackupCause::Daily, &Call::default()).await.map(|_| true)
}

/// Makes a backup because the program closes, unless the settings say otherwise.
///
/// # Errors
/// As `backup.now`.
pub async fn take_at_close(workplace: &Workplace) -> Result<bool, DeskError> {
    let Ok(desk) = workplace.desk().await else { return Ok(false) };
    let Some(Times { now, settings, good, .. }) = times(&desk).await? else { return Ok(false) };
    if !settings.backup.at_close || good.is_some_and(|good| now - good < FRESH) {
        return Ok(false);
    }
    make::take(workplace, &desk, BackupCause::Close, &Call::default()).await.map(|_| true)
}

struct Times {
    now: DateTime<Utc>,
    /// When today's backup becomes due.
    due: DateTime<Utc>,
    settings: KeepingSettings,
    good: Option<DateTime<Utc>>,
    tried: Option<DateTime<Utc>>,
}

/// None where there is nothing to back up: no centre, or a rehearsal, which is played again.
async fn times(desk: &Desk) -> Result<Option<Times>, DeskError> {
    let mut tx = desk.store.read().await?;
    let Some(centre) = tx.centre().await?.filter(|centre| !centre.rehearsal) else { return Ok(None) };
    let zone = CentreZone::parse(&centre.zone).map_err(|error| DeskError::internal(&error))?;
    let row = tx.latest_settings("keeping").await?.ok_or(DeskError::CentreMissing {})?;
    let settings: KeepingSettings = stored(&row.body)?;
    let now = desk.now(&mut tx).await?;
    Ok(Some(Times {
        now,
        due: zone.instant(zone.day_of(now), settings.backup.at),
        settings,
        good: tx.last_good_backup().await?.map(|row| row.at),
        tried: tx.last_backups(1).await?.first().map(|row| row.at),
    }))
}

/// Whether a backup is due: none since the last time of day that is set, be it yesterday's because the
/// program was not running.
async fn is_due(desk: &Desk) -> Result<bool, DeskError> {
    let Some(times) = times(desk).await? else { return Ok(false) };
    let last_due = if times.now >= times.due { times.due } else { times.due - Duration::days(1) };
    let missing = times.good.is_none_or(|good| good < last_due);
    Ok(missing && times.tried.is_none_or(|tried| times.now - tried >= AGAIN))
}
