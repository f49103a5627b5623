//! The words of the script, filled with the facts of a call.

use std::sync::Arc;

use bidhall_rules::calls::{CallCampaign, ToldSession};
use bidhall_rules::centre_time::{long_date, spoken_time};
use bidhall_rules::settings::{CallSettings, GateSettings, ScriptFacts, SettingsTopic, fill_script};
use bidhall_store::calls::CallRow;
use chrono::{DateTime, Duration, Utc};

use super::book::CallBook;
use super::dossier::Dossier;
use super::find;
use super::requests::ScriptChoice;
use super::shown::ScriptView;
use crate::DeskError;
use crate::act::{Reading, stored, word};

/// A session with its number, as the script speaks of it.
struct Spoken {
    code: String,
    opening: DateTime<Utc>,
}

/// The script in force with the sessions as they stand; with what the agency was told when all of it is
/// off.
pub(super) fn present(act: &Reading, book: &CallBook, dossier: &Dossier) -> Result<Vec<String>, DeskError> {
    let sessions = spoken(book, dossier, &book.told_now(&dossier.call));
    let called_off = spoken(book, dossier, &dossier.last_told());
    filled(act, &dossier.call, (&book.calls.body, &book.gate.body), &sessions, &called_off)
}

fn spoken(book: &CallBook, dossier: &Dossier, told: &[ToldSession]) -> Vec<Spoken> {
    let now = book.sessions_of(&dossier.call);
    let code = |one: &ToldSession| {
        let id = one.session.uuid();
        let of_day = now.iter().find(|row| row.id == id).map(|row| row.code.clone());
        of_day.or_else(|| dossier.told.iter().find(|row| row.session_id == id).map(|row| row.code.clone()))
    };
    told.iter().map(|one| Spoken { code: code(one).unwrap_or_default(), opening: one.opening }).collect()
}

fn filled(
    act: &Reading,
    call: &CallRow,
    (settings, gate): (&CallSettings, &GateSettings),
    sessions: &[Spoken],
    called_off: &[Spoken],
) -> Result<Vec<String>, DeskError> {
    let campaign: CallCampaign = word(&call.campaign)?;
    let is_off = campaign != CallCampaign::RollCall && sessions.is_empty();
    let (template, sessions) = if is_off {
        (&settings.cancelled_script, called_off)
    } else {
        (settings.script_of(campaign), sessions)
    };
    let time = |at: DateTime<Utc>| spoken_time(act.zone.time_of(at));
    let before = |one: &Spoken, minutes: u32| time(one.opening - Duration::minutes(minutes.into()));
    let said: Vec<String> =
        sessions.iter().map(|one| format!("{}（{}）", one.code, time(one.opening))).collect();
    let each = |minutes: u32| match sessions {
        [only] => before(only, minutes),
        several => several
            .iter()
            .map(|one| format!("{}场次{}", one.code, before(one, minutes)))
            .collect::<Vec<_>>()
            .join("，"),
    };
    let facts = ScriptFacts {
        centre: act.centre.clone(),
        agency: call.callee_name.clone(),
        sessions: said.join("、"),
        date: long_date(call.day),
        gate_opens: each(gate.gate_opens_minutes_before),
        arrive_before: each(gate.arrive_minutes_before),
        threshold: gate.temperature.spoken_limit(),
    };
    // The settings were checked when they came into force, so nobody meets this.
    let text = fill_script(template, &facts).map_err(|error| DeskError::internal(&error))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// `calls.script`
///
/// # Errors
/// [`DeskError::NotFound`] for a call, an attempt of it or a version that does not exist.
pub async fn script(act: &mut Reading, request: ScriptChoice) -> Result<ScriptView, DeskError> {
    let call = find(act, request.call_id).await?;
    let book = CallBook::load(act, call.day, word(&call.campaign)?).await?;
    let dossier = Dossier::load(act, &book, call).await?;
    let (version, gate_version, sessions) = match request.attempt_id {
        Some(id) => {
            let attempt = dossier
                .attempts
                .iter()
                .find(|row| row.id == id.uuid())
                .ok_or_else(|| DeskError::not_found("attempt", id))?;
            let told = dossier.told_in(attempt.id);
            (attempt.script_version, attempt.gate_version, spoken(&book, &dossier, &told))
        }
        None => {
            let now = book.told_now(&dossier.call);
            (request.version.unwrap_or(book.calls.version), None, spoken(&book, &dossier, &now))
        }
    };
    let topic = SettingsTopic::Calls.as_str();
    let row = act.tx.settings_version(topic, version).await?;
    let row = row.ok_or_else(|| DeskError::not_found("settings", version))?;
    let settings: CallSettings = stored(&row.body)?;
    let gate = match gate_version {
        Some(version) => act.gate_settings_of(version).await?,
        None => Arc::clone(&book.gate.body),
    };
    let called_off = spoken(&book, &dossier, &dossier.last_told());
    let lines = filled(act, &dossier.call, (&settings, &gate), &sessions, &called_off)?;
    Ok(ScriptView { version, since: row.at, lines })
}
