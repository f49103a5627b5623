//! The centre, its time and its next opening.

use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::key_region::RegionList;
use bidhall_rules::settings::{
    CalendarSettings, CallSettings, GateSettings, GroupingSettings, KeepingSettings, RoundSettings,
    SecuritySettings, SettingsTopic,
};
use bidhall_store::Tx;
use bidhall_store::centre::CentreRow;
use bidhall_store::settings::SettingsRow;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::accounts::{self, Administrators};
use crate::act::Reading;
use crate::audit::DONE;
use crate::commands::CommandSpec;
use crate::database::Nothing;
use crate::rehearsal::{ClockView, clock_view};
use crate::{Call, DeskError, Workplace, keys};

/// Enters the centre.
#[derive(Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CentreForm {
    /// Full name, as it stands on notices; 2 to 60 characters. A centre from before there were accounts keeps
    /// the name it has.
    pub name: String,
    /// The three administrators.
    pub administrators: Administrators,
    /// The centre's passphrase, which opens its key: at least 12 characters, or 4 words.
    pub passphrase: String,
}

/// The next opening.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextOpening {
    /// The session.
    pub session_id: String,
    /// Its number.
    pub code: String,
    /// When.
    pub opens_at: DateTime<Utc>,
}

/// The centre and its time.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CentreView {
    /// Full name; empty until the centre was entered.
    pub name: String,
    /// IANA name of its zone.
    pub zone: String,
    /// Whether this is a rehearsal.
    pub rehearsal: bool,
    /// The present, scripted in a rehearsal.
    pub now: DateTime<Utc>,
    /// The present day in the centre's zone.
    pub day: NaiveDate,
    /// When something was last recorded.
    pub saved_at: Option<DateTime<Utc>>,
    /// By how many minutes the clock is behind the last record, when it was set back.
    pub clock_set_back_minutes: Option<u32>,
    /// The next opening.
    pub next_opening: Option<NextOpening>,
    /// The scripted clock, in a rehearsal.
    pub clock: Option<ClockView>,
}

/// `centre.view`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn view(act: &mut Reading, _: Nothing) -> Result<CentreView, DeskError> {
    view_of(&mut act.tx, act.now, act.zone, &act.centre, act.rehearsal).await
}

pub(crate) async fn view_of(
    tx: &mut Tx,
    now: DateTime<Utc>,
    zone: CentreZone,
    name: &str,
    rehearsal: bool,
) -> Result<CentreView, DeskError> {
    let saved_at = tx.audit_before(i64::MAX, 1).await?.first().map(|row| row.at);
    // The scripted clock of a rehearsal may be put back on purpose.
    let behind = saved_at.filter(|_| !rehearsal).map(|saved| (saved - now).num_minutes());
    let sessions = tx.sessions().await?;
    let next = sessions.into_iter().find(|row| row.state == "scheduled" && row.deadline > now);
    let clock = if rehearsal { clock_view(tx).await? } else { None };
    Ok(CentreView {
        name: name.to_owned(),
        zone: zone.name().to_owned(),
        rehearsal,
        now,
        day: zone.day_of(now),
        saved_at,
        clock_set_back_minutes: behind.filter(|minutes| *minutes >= 1).and_then(|m| u32::try_from(m).ok()),
        next_opening: next.map(|row| NextOpening {
            session_id: row.id.to_string(),
            code: row.code,
            opens_at: row.deadline,
        }),
        clock,
    })
}

/// `centre.found`: a centre and its three administrators. Neither request nor reply is kept, because the
/// request holds their passwords.
///
/// # Errors
/// [`DeskError::CentreFounded`] when it has administrators already; [`DeskError::AdministratorsAlike`],
/// [`DeskError::PasswordWeak`], [`DeskError::CodeTaken`]; [`DeskError::PassphraseWeak`].
pub async fn found(workplace: &Workplace, call: &Call, form: CentreForm) -> Result<CentreView, DeskError> {
    let desk = workplace.desk().await?;
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let name = form.name.trim().to_owned();
    if !(2..=60).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(DeskError::field("name", "2 to 60 characters"));
    }
    let administrators = accounts::ready(&desk, form.administrators).await?;
    let mut act = desk.secret(call, spec).await?;
    let zone = CentreZone::default().name().to_owned();
    let row = CentreRow { name, zone, rehearsal: false, founded_at: act.now };
    if !found_in(&mut act.tx, &row, "").await? {
        let centre = act.tx.centre().await?.ok_or(DeskError::CentreMissing {})?;
        if centre.rehearsal || act.tx.has_passwords().await? {
            return Err(DeskError::CentreFounded { name: centre.name });
        }
    }
    accounts::establish(&mut act, administrators).await?;
    if act.tx.centre_keys().await?.is_empty() {
        keys::found(&mut act, &form.passphrase).await?;
    }
    let centre = act.tx.centre().await?.ok_or(DeskError::CentreMissing {})?;
    act.concerns("centre", &centre.name);
    let (now, zone) = (act.now, act.zone);
    let view = view_of(&mut act.tx, now, zone, &centre.name, false).await?;
    desk.conclude(act, spec, DONE).await?;
    Ok(view)
}

/// Enters the centre with the settings that are delivered as version 1 of each topic.
pub(crate) async fn found_in(tx: &mut Tx, row: &CentreRow, operator: &str) -> Result<bool, DeskError> {
    if !tx.found_centre(row).await? {
        return Ok(false);
    }
    let bodies = [
        (SettingsTopic::Gate, serde_json::to_string(&GateSettings::default())),
        (SettingsTopic::Calls, serde_json::to_string(&CallSettings::default())),
        (SettingsTopic::Grouping, serde_json::to_string(&GroupingSettings::default())),
        (SettingsTopic::Regions, serde_json::to_string(&RegionList::default())),
        (SettingsTopic::Calendar, serde_json::to_string(&CalendarSettings::default())),
        (SettingsTopic::Keeping, serde_json::to_string(&KeepingSettings::default())),
        (SettingsTopic::Rounds, serde_json::to_string(&RoundSettings::default())),
        (SettingsTopic::Security, serde_json::to_string(&SecuritySettings::default())),
    ];
    for (topic, body) in bodies {
        let settings = SettingsRow {
            topic: topic.as_str().to_owned(),
            version: 1,
            body: body.map_err(|error| DeskError::internal(&error))?,
            reason: String::new(),
            operator: operator.to_owned(),
            at: row.founded_at,
        };
        tx.add_settings(&settings).await?;
    }
    Ok(true)
}
