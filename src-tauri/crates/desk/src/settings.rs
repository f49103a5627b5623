//! Versioned settings.

use bidhall_rules::key_region::RegionList;
use bidhall_rules::roles::Role;
use bidhall_rules::secrecy::guard_free_text;
use bidhall_rules::settings::{
    CalendarSettings, CallSettings, GateSettings, GroupingSettings, KeepingSettings, RoundSettings,
    SecuritySettings, SettingsFault, SettingsTopic,
};
use bidhall_store::settings::SettingsRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing, stored};
use crate::database::Nothing;

/// Puts a new version into force.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SettingsChange {
    /// Which settings.
    pub topic: SettingsTopic,
    /// The whole document.
    #[ts(type = "unknown")]
    pub body: Value,
    /// Why, with the number of the document it rests on; 2 to 200 characters.
    pub reason: String,
}

/// A version of a topic's settings.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// Which settings.
    pub topic: SettingsTopic,
    /// 1, 2, 3 …
    pub version: i32,
    /// Since when in force.
    pub since: DateTime<Utc>,
    /// Code of who changed it.
    pub operator: String,
    /// Why.
    pub reason: String,
    /// The document.
    #[ts(type = "unknown")]
    pub body: Value,
}

/// The settings in force.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct SettingsList {
    /// One for each topic.
    pub settings: Vec<SettingsView>,
}

/// `settings.view`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn view(act: &mut Reading, _: Nothing) -> Result<SettingsList, DeskError> {
    let mut settings = Vec::new();
    for topic in SettingsTopic::ALL {
        if let Some(row) = act.tx.latest_settings(topic.as_str()).await? {
            settings.push(view_of(*topic, row)?);
        }
    }
    Ok(SettingsList { settings })
}

/// `settings.change`
///
/// # Errors
/// [`DeskError::RoleNotAllowed`] for the topic; [`DeskError::WrongField`] or [`DeskError::WrongSetting`] with the place of what cannot be;
/// [`DeskError::DatabaseBusy`] when another desk changed the topic at the same moment.
pub async fn change(act: &mut Writing, change: SettingsChange) -> Result<SettingsView, DeskError> {
    may_change(act, change.topic)?;
    let reason = change.reason.trim().to_owned();
    if !(2..=200).contains(&reason.chars().count()) {
        return Err(DeskError::field("reason", "2 to 200 characters"));
    }
    guard_free_text(&reason, &[]).map_err(|_| DeskError::TextNamesBidders { field: "reason".to_owned() })?;
    let body = match change.topic {
        SettingsTopic::Gate => checked::<GateSettings>(&change.body, GateSettings::check)?,
        SettingsTopic::Calls => {
            let body = checked::<CallSettings>(&change.body, CallSettings::check)?;
            guard_scripts(act, &stored(&body)?).await?;
            body
        }
        SettingsTopic::Calendar => {
            let body = checked::<CalendarSettings>(&change.body, CalendarSettings::check)?;
            guard_days(act, &stored(&body)?).await?;
            body
        }
        SettingsTopic::Regions => checked::<RegionList>(&change.body, RegionList::check)?,
        SettingsTopic::Grouping => checked::<GroupingSettings>(&change.body, GroupingSettings::check)?,
        SettingsTopic::Keeping => checked::<KeepingSettings>(&change.body, KeepingSettings::check)?,
        SettingsTopic::Rounds => {
            let body = checked::<RoundSettings>(&change.body, RoundSettings::check)?;
            guard_agents(act, &stored(&body)?).await?;
            body
        }
        SettingsTopic::Security => checked::<SecuritySettings>(&change.body, SecuritySettings::check)?,
    };
    let row = put_into_force(act, change.topic, body, reason).await?;
    view_of(change.topic, row)
}

/// The security administrator alone keeps the settings of accounts, and no others.
fn may_change(act: &Writing, topic: SettingsTopic) -> Result<(), DeskError> {
    let needed = match topic {
        SettingsTopic::Security => vec![Role::SecurityAdmin],
        SettingsTopic::Gate
        | SettingsTopic::Calls
        | SettingsTopic::Grouping
        | SettingsTopic::Regions
        | SettingsTopic::Calendar
        | SettingsTopic::Keeping
        | SettingsTopic::Rounds => vec![Role::DutyLead, Role::SystemAdmin],
    };
    if act.asker()?.roles.iter().any(|role| needed.contains(role)) {
        return Ok(());
    }
    Err(DeskError::RoleNotAllowed { command: "settings.change".to_owned(), needed })
}

/// Adds a checked document as the next version of its topic.
pub(crate) async fn put_into_force(
    act: &mut Writing,
    topic: SettingsTopic,
    body: String,
    reason: String,
) -> Result<SettingsRow, DeskError> {
    let before = act.tx.latest_settings(topic.as_str()).await?.ok_or(DeskError::CentreMissing {})?;
    let row = SettingsRow {
        topic: topic.as_str().to_owned(),
        version: before.version + 1,
        body,
        reason,
        operator: act.asker()?.code.clone(),
        at: act.now,
    };
    if !act.tx.add_settings(&row).await? {
        return Err(DeskError::DatabaseBusy {});
    }
    act.concerns("settings", topic);
    act.note("version", row.version);
    act.note("reason", row.reason.clone());
    Ok(row)
}

/// What is read out to agencies names no bidder and no number of them.
async fn guard_scripts(act: &mut Writing, settings: &CallSettings) -> Result<(), DeskError> {
    for (field, text) in [
        ("body.script", &settings.script),
        ("body.cancelledScript", &settings.cancelled_script),
        ("body.morning.script", &settings.morning.script),
        ("body.rollCall.script", &settings.roll_call.script),
    ] {
        act.guard_text(field, text).await?;
    }
    Ok(())
}

async fn guard_agents(act: &mut Writing, settings: &RoundSettings) -> Result<(), DeskError> {
    for (index, agent) in settings.agents.iter().enumerate() {
        act.guard_text(&format!("body.agents.{index}.name"), &agent.name).await?;
    }
    Ok(())
}

async fn guard_days(act: &mut Writing, calendar: &CalendarSettings) -> Result<(), DeskError> {
    for (index, day) in calendar.days.iter().enumerate() {
        act.guard_text(&format!("body.days.{index}.name"), &day.name).await?;
    }
    Ok(())
}

fn checked<T>(body: &Value, check: fn(&T) -> Result<(), SettingsFault>) -> Result<String, DeskError>
where
    T: serde::de::DeserializeOwned + Serialize,
{
    let settings: T = serde_path_to_error::deserialize(body).map_err(|error| DeskError::WrongField {
        path: format!("body.{}", error.path()),
        problem: error.into_inner().to_string(),
    })?;
    check(&settings).map_err(DeskError::setting)?;
    serde_json::to_string(&settings).map_err(|error| DeskError::internal(&error))
}

fn view_of(topic: SettingsTopic, row: SettingsRow) -> Result<SettingsView, DeskError> {
    let body = match topic {
        // Documents from before have none of the later settings: those are shown as they count.
        SettingsTopic::Grouping => serde_json::to_value(stored::<GroupingSettings>(&row.body)?)
            .map_err(|error| DeskError::internal(&error))?,
        SettingsTopic::Gate
        | SettingsTopic::Calls
        | SettingsTopic::Regions
        | SettingsTopic::Calendar
        | SettingsTopic::Keeping
        | SettingsTopic::Rounds
        | SettingsTopic::Security => stored(&row.body)?,
    };
    Ok(SettingsView {
        topic,
        version: row.version,
        since: row.at,
        operator: row.operator,
        reason: row.reason,
        body,
    })
}
