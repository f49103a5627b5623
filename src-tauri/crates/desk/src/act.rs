//! What a use case gets: the transaction it works in, the present, and who asks.

use std::sync::Arc;

use bidhall_rules::audit::AuditEvent;
use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::key_region::RegionList;
use bidhall_rules::roles::Role;
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::guard_free_text;
use bidhall_rules::settings::{
    CalendarSettings, CallSettings, GateSettings, GroupingSettings, KeepingSettings, RoundSettings,
    SecuritySettings, SettingsTopic,
};
use bidhall_seal::{CentreKey, RootKey};
use bidhall_store::Tx;
use bidhall_store::persons::CompanyRow;
use bidhall_store::threshold::GateVersions;
use chrono::{DateTime, NaiveDate, Utc};
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

use crate::DeskError;
use crate::callers::SignIn;
use crate::groups::Thinking;
use crate::seals::{OpenedFor, fields};
use crate::unchanging::Unchanging;

/// The person who asks.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Id.
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Roles.
    pub roles: Vec<Role>,
}

/// A use case that only reads.
#[derive(Debug)]
pub struct Reading {
    /// The transaction: one consistent state.
    pub tx: Tx,
    /// The present, scripted in a rehearsal.
    pub now: DateTime<Utc>,
    /// The centre's zone.
    pub zone: CentreZone,
    /// Name of the centre.
    pub centre: String,
    /// Whether this is a rehearsal.
    pub rehearsal: bool,
    /// Who asks, where the command needs someone.
    pub asker: Option<Asker>,
    /// What the planner has thought out for this request.
    pub(crate) thinking: Thinking,
    /// The sign-in they came with; none in a rehearsal.
    pub sign_in: Option<SignIn>,
    /// The centre's key, where it is open.
    pub(crate) key: Option<Arc<CentreKey>>,
    /// Why seals were opened so far.
    pub(crate) opened: OpenedFor,
    /// What was read and opened already and cannot change.
    pub(crate) unchanging: Unchanging,
    /// What was in force when this act began.
    pub(crate) versions: GateVersions,
}

/// A use case that changes something.
#[derive(Debug)]
pub struct Writing {
    /// Everything a reading use case has.
    pub base: Reading,
    /// Randomness of this act.
    pub chance: ChaCha20Rng,
    /// Randomness of what this act seals, apart from the rest: what is sealed in it moves no id.
    pub(crate) sealing: ChaCha20Rng,
    /// The root of the centre's key, where this act came to know it.
    pub(crate) root: Option<RootKey>,
    /// What the audit row will say.
    pub trail: Trail,
}

/// What the audit row says was done, without names of bidders or numbers of them.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    /// What it was done to, such as `check 0196…`.
    pub subject: String,
    /// What changed.
    pub detail: serde_json::Map<String, serde_json::Value>,
    /// What kind of act it is, where that is not the command's own.
    pub event: Option<AuditEvent>,
}

/// Settings in force and their version.
#[derive(Debug, Clone)]
pub struct InForce<T> {
    /// The version.
    pub version: i32,
    /// The settings.
    pub body: T,
}

impl Reading {
    /// The centre's present day.
    pub fn today(&self) -> NaiveDate {
        self.zone.day_of(self.now)
    }

    /// Who asks.
    ///
    /// # Errors
    /// [`DeskError::NobodySignedOn`].
    pub fn asker(&self) -> Result<&Asker, DeskError> {
        self.asker.as_ref().ok_or_else(|| DeskError::NobodySignedOn { command: String::new() })
    }

    /// Refuses a text that names a company known from open sessions, or a number of bidders.
    ///
    /// # Errors
    /// [`DeskError::TextNamesBidders`] with the field, never with what was found.
    pub async fn guard_text(&mut self, field: &str, text: &str) -> Result<(), DeskError> {
        if text.is_empty() {
            return Ok(());
        }
        let now = self.now;
        let rows = self.tx.companies_known(now).await?;
        let open = |row: CompanyRow| self.open(fields::COMPANY_NAME, row.id, &row.name, Opening::TextGuard);
        let names = rows.into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
        guard_free_text(text, &names).map_err(|_| DeskError::TextNamesBidders { field: field.to_owned() })
    }

    /// A text as it is kept: without white space at its ends, of `least` to `most` characters, without
    /// control characters, and without a bidder's name or a number of bidders.
    ///
    /// # Errors
    /// [`DeskError::WrongField`] or [`DeskError::TextNamesBidders`] with the field.
    pub async fn checked_text(
        &mut self,
        field: &str,
        text: &str,
        least: usize,
        most: usize,
    ) -> Result<String, DeskError> {
        let text = text.trim();
        if !(least..=most).contains(&text.chars().count()) {
            return Err(DeskError::field(field, format!("{least} to {most} characters")));
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(DeskError::field(field, "no control characters"));
        }
        self.guard_text(field, text).await?;
        Ok(text.to_owned())
    }

    /// The settings of the gate in force.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn gate_settings(&mut self) -> Result<InForce<Arc<GateSettings>>, DeskError> {
        let version = self.versions.gate.ok_or(DeskError::CentreMissing {})?;
        Ok(InForce { version, body: self.gate_settings_of(version).await? })
    }

    /// The settings of the calls in force.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn call_settings(&mut self) -> Result<InForce<CallSettings>, DeskError> {
        self.settings(SettingsTopic::Calls).await
    }

    /// The settings of the grouping in force.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn grouping_settings(&mut self) -> Result<InForce<GroupingSettings>, DeskError> {
        self.settings(SettingsTopic::Grouping).await
    }

    /// The calendar in force.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn calendar(&mut self) -> Result<InForce<CalendarSettings>, DeskError> {
        self.settings(SettingsTopic::Calendar).await
    }

    /// How long records are kept, and how they are backed up.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn keeping_settings(&mut self) -> Result<InForce<KeepingSettings>, DeskError> {
        self.settings(SettingsTopic::Keeping).await
    }

    /// When rooms are disinfected and aired, and with what.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn round_settings(&mut self) -> Result<InForce<RoundSettings>, DeskError> {
        self.settings(SettingsTopic::Rounds).await
    }

    /// The settings of accounts in force.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn security_settings(&mut self) -> Result<InForce<SecuritySettings>, DeskError> {
        self.settings(SettingsTopic::Security).await
    }

    /// The list of key regions in force.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn region_list(&mut self) -> Result<InForce<Arc<RegionList>>, DeskError> {
        let version = self.versions.regions.ok_or(DeskError::CentreMissing {})?;
        self.region_list_of(version).await
    }

    /// The list of key regions as it was in a version.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn region_list_of(&mut self, version: i32) -> Result<InForce<Arc<RegionList>>, DeskError> {
        if let Some(body) = self.unchanging.regions(version) {
            return Ok(InForce { version, body });
        }
        let body = Arc::new(self.settings_of(SettingsTopic::Regions, version).await?);
        self.unchanging.keep_regions(version, &body);
        Ok(InForce { version, body })
    }

    async fn settings_of<T: serde::de::DeserializeOwned>(
        &mut self,
        topic: SettingsTopic,
        version: i32,
    ) -> Result<T, DeskError> {
        let row = self.tx.settings_version(topic.as_str(), version).await?;
        stored(&row.ok_or(DeskError::CentreMissing {})?.body)
    }

    async fn settings<T: serde::de::DeserializeOwned>(
        &mut self,
        topic: SettingsTopic,
    ) -> Result<InForce<T>, DeskError> {
        let row = self.tx.latest_settings(topic.as_str()).await?.ok_or(DeskError::CentreMissing {})?;
        stored(&row.body).map(|body| InForce { version: row.version, body })
    }

    /// The settings of the gate as they were in a version.
    ///
    /// # Errors
    /// [`DeskError`] when the database is lost.
    pub async fn gate_settings_of(&mut self, version: i32) -> Result<Arc<GateSettings>, DeskError> {
        if let Some(known) = self.unchanging.gate(version) {
            return Ok(known);
        }
        let settings = Arc::new(self.settings_of(SettingsTopic::Gate, version).await?);
        self.unchanging.keep_gate(version, &settings);
        Ok(settings)
    }
}

impl Writing {
    /// Says in the audit row what this is done to.
    pub fn concerns(&mut self, kind: &str, id: impl std::fmt::Display) {
        self.trail.subject = format!("{kind} {id}");
    }

    /// Adds to what the audit row says. Never a bidder's name or a number of bidders.
    pub fn note(&mut self, what: &str, value: impl Into<serde_json::Value>) {
        self.trail.detail.insert(what.to_owned(), value.into());
    }
}

impl std::ops::Deref for Writing {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.base
    }
}

impl std::ops::DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut Reading {
        &mut self.base
    }
}

/// A word or document read back from the database; one that does not parse was not written by this
/// program.
pub(crate) fn stored<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DeskError> {
    serde_json::from_str(text).map_err(|error| DeskError::internal(&error))
}

/// A closed word read back from the database.
pub(crate) fn word<T: std::str::FromStr<Err = bidhall_rules::words::UnknownWord>>(
    text: &str,
) -> Result<T, DeskError> {
    text.parse().map_err(|error: T::Err| DeskError::internal(&error))
}
