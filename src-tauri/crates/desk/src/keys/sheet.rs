//! The recovery sheet. Its code is drawn, put on paper and forgotten: what is recorded is the key wrapped
//! by it, and that a sheet was made.

use bidhall_printouts::{Paper, RecoverySheet};
use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::sealing::KeyPurpose;
use bidhall_seal::{KeyCost, RecoveryCode, RootKey, WrappedKey};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{row, unwrapped_slowly};
use crate::audit::DONE;
use crate::calls::print_error;
use crate::{Call, CommandSpec, Desk, DeskError, Workplace};

/// Asks for a recovery sheet; the one in use loses its force.
#[derive(Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SheetForm {
    /// The centre's passphrase.
    pub passphrase: String,
    /// Whether it is saved as a file; otherwise it is shown once to be printed.
    pub save: bool,
}

/// A recovery sheet, told once.
#[derive(Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetView {
    /// Name of its file.
    pub file_name: String,
    /// Each page as SVG, when it is to be printed.
    pub pages: Vec<String>,
    /// What each page says, a piece of text a line, for a screen reader.
    pub texts: Vec<String>,
    /// Where it was saved; none when nobody chose a place, and then the sheet of before stays in force.
    pub saved_to: Option<String>,
}

/// `key.recovery_sheet`
///
/// # Errors
/// [`DeskError::KeyRefused`]; [`DeskError::KeyLocked`] when the centre has no key yet;
/// [`DeskError::SaveFailed`]; [`DeskError::FontMissing`].
pub async fn recovery_sheet(
    workplace: &Workplace,
    call: &Call,
    form: SheetForm,
) -> Result<SheetView, DeskError> {
    let desk = workplace.desk().await?;
    let root = root_of(&desk, form.passphrase.trim()).await?;
    let mut chance = ChaCha20Rng::from_seed(desk.seed()?);
    let code = RecoveryCode::draw(&mut chance);
    let paper = Paper::RecoverySheet(sheet(&desk, &root, &code).await?);
    let mark = root.keys().mark().to_owned();
    let file_name = format!("密钥恢复单-{mark}.pdf");
    let (press, host) = (workplace.press().await?, std::sync::Arc::clone(&workplace.host));
    let (name, save) = (file_name.clone(), form.save);
    let (pages, texts, saved) = tokio::task::spawn_blocking(move || {
        if !save {
            let printed = press.print(&paper).map_err(print_error)?;
            return Ok((printed.pages, printed.texts, None));
        }
        let printed = press.print_pdf(&paper).map_err(print_error)?;
        let saved = host
            .save(&name, &printed.pdf)
            .map_err(|error| DeskError::SaveFailed { path: error.to_string() })?;
        Ok::<_, DeskError>((Vec::new(), Vec::new(), saved))
    })
    .await
    .map_err(|error| DeskError::internal(&error))??;
    if !save || saved.is_some() {
        record(&desk, call, &root, &code, &mut chance).await?;
    }
    let saved_to = saved.map(|path| path.display().to_string());
    Ok(SheetView { file_name, pages, texts, saved_to })
}

async fn root_of(desk: &Desk, passphrase: &str) -> Result<RootKey, DeskError> {
    let rows = desk.store.read().await?.centre_keys().await?;
    if rows.is_empty() {
        return Err(DeskError::KeyLocked {});
    }
    let row = crate::seals::of(&rows, KeyPurpose::Passphrase).ok_or(DeskError::KeyRefused {})?;
    unwrapped_slowly(row, passphrase).await
}

async fn sheet(desk: &Desk, root: &RootKey, code: &RecoveryCode) -> Result<RecoverySheet, DeskError> {
    let mut tx = desk.store.read().await?;
    let now = desk.now(&mut tx).await?;
    let centre = tx.centre().await?.ok_or(DeskError::CentreMissing {})?;
    let zone = CentreZone::parse(&centre.zone).map_err(|error| DeskError::internal(&error))?;
    Ok(RecoverySheet {
        centre: centre.name,
        mark: root.keys().mark().to_owned(),
        groups: code.to_string().split('-').map(str::to_owned).collect(),
        made_at: zone.local(now),
        rehearsal: centre.rehearsal,
    })
}

/// The code was drawn, not thought of, so that it need not be slow to try.
async fn record(
    desk: &Desk,
    call: &Call,
    root: &RootKey,
    code: &RecoveryCode,
    chance: &mut ChaCha20Rng,
) -> Result<(), DeskError> {
    let wrapped = WrappedKey::wrap(root, code.as_passphrase(), KeyCost::DRAWN, chance)
        .map_err(|error| DeskError::internal(&error))?;
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let mut act = desk.secret(call, spec).await?;
    let operator = act.asker.as_ref().map(|asker| asker.code.clone()).unwrap_or_default();
    let row = row(root, KeyPurpose::Recovery, &wrapped, act.now, operator, chance)?;
    if !act.tx.put_centre_key(&row).await? {
        return Err(DeskError::DatabaseBusy {});
    }
    act.concerns("key", &row.mark);
    desk.conclude(act, spec, DONE).await
}
