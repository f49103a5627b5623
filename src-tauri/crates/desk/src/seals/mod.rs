//! What is sealed, and how a use case seals, opens and finds it.
//!
//! The store keeps seals and knows no key. A use case seals what it writes in its place, and opens what
//! it read for a reason; the reasons of an act stand in its audit row. What must be unique or found in
//! the database stands there as a keyed hash.

pub(crate) mod fields;
mod older;
mod slot;

use std::fmt::Display;
use std::sync::atomic::{AtomicU32, Ordering};

use bidhall_rules::sealing::Opening;
use bidhall_seal::{CentreKey, Place, SealError};
use bidhall_store::Sealed;
use rand_core::RngCore;
use serde::de::DeserializeOwned;

use crate::DeskError;
use crate::act::{Reading, Writing, stored};

pub(crate) use fields::{Field, Sought};
pub(crate) use older::{bring_under_seal, seal_everything, sweep};
pub(crate) use slot::{KeySlot, REHEARSAL, of};

impl Reading {
    /// The centre's key.
    ///
    /// # Errors
    /// [`DeskError::KeyLocked`].
    pub(crate) fn key(&self) -> Result<&CentreKey, DeskError> {
        self.key.as_deref().ok_or(DeskError::KeyLocked {})
    }

    /// Opens what was sealed in this field of this row, for a reason.
    ///
    /// # Errors
    /// [`DeskError::KeyLocked`]; [`DeskError::SealBroken`] for what was altered or sealed elsewhere.
    pub(crate) fn open(
        &self,
        field: Field,
        row: impl Display,
        seal: &Sealed,
        why: Opening,
    ) -> Result<String, DeskError> {
        let text = opened(self.key()?, field, row, seal)?;
        self.opened.note(why);
        Ok(text)
    }

    /// [`Reading::open`] for a field that may be empty.
    pub(crate) fn open_some(
        &self,
        field: Field,
        row: impl Display,
        seal: Option<&Sealed>,
        why: Opening,
    ) -> Result<Option<String>, DeskError> {
        seal.map(|seal| self.open(field, row, seal, why)).transpose()
    }

    /// [`Reading::open`] for a document.
    pub(crate) fn open_stored<T: DeserializeOwned>(
        &self,
        field: Field,
        row: impl Display,
        seal: &Sealed,
        why: Opening,
    ) -> Result<T, DeskError> {
        stored(&self.open(field, row, seal, why)?)
    }

    /// What a text is found by in the database.
    ///
    /// # Errors
    /// [`DeskError::KeyLocked`].
    pub(crate) fn found_by(&self, sought: Sought, text: &str) -> Result<String, DeskError> {
        Ok(self.key()?.look_up(sought.purpose(), text))
    }
}

impl Writing {
    /// Seals a text for this field of this row.
    ///
    /// # Errors
    /// [`DeskError::KeyLocked`].
    pub(crate) fn seal(&mut self, field: Field, row: impl Display, text: &str) -> Result<Sealed, DeskError> {
        sealed(self.base.key()?, field, row, text, &mut self.sealing)
    }

    /// [`Writing::seal`] for a field that may be empty.
    pub(crate) fn seal_some(
        &mut self,
        field: Field,
        row: impl Display,
        text: Option<&str>,
    ) -> Result<Option<Sealed>, DeskError> {
        text.map(|text| self.seal(field, row, text)).transpose()
    }
}

/// Why an act opened seals, as one bit for each reason.
#[derive(Debug, Default)]
pub(crate) struct OpenedFor(AtomicU32);

impl OpenedFor {
    fn note(&self, why: Opening) {
        self.0.fetch_or(bit(why), Ordering::Relaxed);
    }

    /// The reasons, each once.
    pub(crate) fn reasons(&self) -> impl Iterator<Item = Opening> {
        let noted = self.0.load(Ordering::Relaxed);
        Opening::ALL.iter().copied().filter(move |why| noted & bit(*why) != 0)
    }
}

/// There are fewer reasons than bits.
fn bit(why: Opening) -> u32 {
    1 << (why as u32)
}

/// Opens a seal outside an act.
pub(crate) fn opened(
    key: &CentreKey,
    field: Field,
    row: impl Display,
    seal: &Sealed,
) -> Result<String, DeskError> {
    if seal.as_str().is_empty() {
        return Ok(String::new());
    }
    let row = row.to_string();
    key.open(&field.place(&row), seal.as_str()).map_err(|error| match error {
        SealError::NotASeal
        | SealError::Broken
        | SealError::WrongPassphrase
        | SealError::Mistyped
        | SealError::Cost
        | SealError::File(_) => {
            tracing::error!(table = field.table, column = field.column, row, %error, "a seal does not open");
            DeskError::SealBroken { table: field.table.to_owned() }
        }
    })
}

/// Seals a text outside an act.
pub(crate) fn sealed(
    key: &CentreKey,
    field: Field,
    row: impl Display,
    text: &str,
    chance: &mut impl RngCore,
) -> Result<Sealed, DeskError> {
    if text.is_empty() {
        return Ok(Sealed::default());
    }
    let row = row.to_string();
    let seal = key.seal(&field.place(&row), text, chance).map_err(|error| DeskError::internal(&error))?;
    Ok(Sealed::new(seal))
}

impl Field {
    fn place<'a>(&self, row: &'a str) -> Place<'a>
    where
        Self: 'a,
    {
        Place { table: self.table, column: self.column, row }
    }
}
