//! Which database is open.

use std::path::Path;

use bidhall_store::{Engine, SCHEMA, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::workplace::Opened;
use crate::{Call, DeskError, Workplace, rehearsal};

/// A request without fields.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct Nothing {}

/// The address of a database.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DatabaseAddress {
    /// `sqlite:FILE`, `postgres://USER:PASSWORD@HOST/NAME`, or empty for the PC's own database.
    pub url: String,
}

/// Where the demo day begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DemoStart {
    /// At 07:30 of the day, with yesterday's import and calls done.
    Doors,
    /// With rooms and people only; the schedule is still to be imported.
    Import,
}

/// Which demo day to open.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DemoDay {
    /// Where it begins.
    pub start: DemoStart,
    /// Begin afresh instead of going on where it was left.
    pub anew: bool,
}

/// The engine's name on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EngineName {
    /// One file on this PC.
    Sqlite,
    /// A server shared by several desks.
    Postgres,
}

/// How people come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// Nobody has entered the centre yet.
    Found,
    /// A centre from before there were accounts has no administrators.
    Administrators,
    /// With code and password.
    SignIn,
    /// A rehearsal: people choose who they are.
    Choose,
}

/// Which database is open and how it is.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DatabaseView {
    /// The engine, when one is open.
    pub engine: Option<EngineName>,
    /// File, or server and database, without user and password.
    pub location: String,
    /// Whether it is open.
    pub open: bool,
    /// Why it is not.
    pub failure: Option<DeskError>,
    /// Whether it is a rehearsal.
    pub rehearsal: bool,
    /// Name of the centre, once entered.
    pub centre_name: Option<String>,
    /// Its schema.
    pub schema: Option<u32>,
    /// How people come in, when one is open.
    pub entry: Option<Entry>,
}

/// The PC's own database.
pub fn own_address(data_folder: &Path) -> String {
    format!("sqlite:{}", data_folder.join("bidhall.db").display())
}

/// `database.current`
///
/// # Errors
/// None that the reply does not carry.
pub async fn current(workplace: &Workplace, _: &Call, _: Nothing) -> Result<DatabaseView, DeskError> {
    view(workplace).await
}

/// `database.open`
///
/// # Errors
/// What stands in the way of opening it; what was open before is closed then.
pub async fn open(
    workplace: &Workplace,
    _: &Call,
    request: DatabaseAddress,
) -> Result<DatabaseView, DeskError> {
    let address = match request.url.trim() {
        "" => own_address(&workplace.host.data_folder()),
        url => url.to_owned(),
    };
    workplace.open(&address).await?;
    remember(workplace, &address)?;
    view(workplace).await
}

/// `database.demo`
///
/// # Errors
/// What stands in the way of making it.
pub async fn demo(workplace: &Workplace, _: &Call, request: DemoDay) -> Result<DatabaseView, DeskError> {
    let name = match request.start {
        DemoStart::Doors => "demo-day.db",
        DemoStart::Import => "demo-day-import.db",
    };
    let file = workplace.host.data_folder().join(name);
    let address = format!("sqlite:{}", file.display());
    if request.anew {
        workplace.close().await;
        for tail in ["", "-wal", "-shm"] {
            let mut path = file.clone().into_os_string();
            path.push(tail);
            match std::fs::remove_file(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(_) => return Err(DeskError::SaveFailed { path: path.display().to_string() }),
            }
        }
    }
    workplace.open(&address).await?;
    rehearsal::prepare_demo_day(workplace, request.start).await?;
    remember(workplace, &address)?;
    view(workplace).await
}

pub(crate) fn remember(workplace: &Workplace, address: &str) -> Result<(), DeskError> {
    workplace.host.remember_database(address).map_err(|error| {
        tracing::warn!(%error, "the database address cannot be kept");
        DeskError::SaveFailed { path: error.to_string() }
    })
}

pub(crate) async fn view(workplace: &Workplace) -> Result<DatabaseView, DeskError> {
    let desk = match workplace.opened().await {
        Opened::Desk(desk) => desk,
        Opened::Nothing => return Ok(closed(String::new(), None)),
        Opened::Failed { shown, error } => return Ok(closed(shown, Some(error))),
    };
    let mut tx: Tx = match desk.store.read().await {
        Ok(tx) => tx,
        Err(error) => return Ok(closed(desk.store.location().to_owned(), Some(error.into()))),
    };
    let centre = tx.centre().await?;
    let entry = match &centre {
        None => Entry::Found,
        Some(centre) if centre.rehearsal => Entry::Choose,
        Some(_) if tx.has_passwords().await? => Entry::SignIn,
        Some(_) => Entry::Administrators,
    };
    Ok(DatabaseView {
        engine: Some(match desk.store.engine() {
            Engine::Sqlite => EngineName::Sqlite,
            Engine::Postgres => EngineName::Postgres,
        }),
        location: desk.store.location().to_owned(),
        open: true,
        failure: None,
        rehearsal: centre.as_ref().is_some_and(|row| row.rehearsal),
        centre_name: centre.map(|row| row.name),
        schema: u32::try_from(SCHEMA).ok(),
        entry: Some(entry),
    })
}

fn closed(location: String, failure: Option<DeskError>) -> DatabaseView {
    DatabaseView {
        engine: None,
        location,
        open: false,
        failure,
        rehearsal: false,
        centre_name: None,
        schema: None,
        entry: None,
    }
}
