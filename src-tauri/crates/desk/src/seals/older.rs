//! Records from before the centre had a key are brought under seal: every row in its place, in one
//! transaction, and afterwards the file is rid of what the texts left behind.

use std::collections::BTreeMap;

use bidhall_seal::{CentreKey, Place};
use bidhall_store::clear::ClearRow;
use bidhall_store::{Sealed, Tx};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use super::fields::{COMPANY_KNOWN_AS, FIELDS, Field};
use super::{Sought, sealed};
use crate::{Desk, DeskError, keys};

/// A column that holds the keyed hash of what stood in the clear in others, with a line end between
/// them.
struct Hashed {
    table: &'static str,
    column: &'static str,
    of: &'static [&'static str],
    sought: Sought,
}

const HASHED: &[Hashed] = &[
    Hashed { table: "companies", column: "company_key", of: &["company_key"], sought: Sought::Company },
    Hashed { table: "company_names", column: "name_key", of: &["name_key"], sought: Sought::CompanyName },
    Hashed { table: "persons", column: "document_key", of: &["document_number"], sought: Sought::Document },
    Hashed { table: "persons", column: "phone_key", of: &["phone"], sought: Sought::Phone },
    Hashed { table: "tags", column: "name_key", of: &["name_key"], sought: Sought::CompanyName },
    Hashed { table: "unit_people", column: "person_key", of: &["name", "phone"], sought: Sought::UnitPerson },
    Hashed { table: "replies", column: "request_hash", of: &["request_hash"], sought: Sought::Request },
];

/// Seals every row of every table that has sealed fields.
pub(crate) async fn seal_everything(
    tx: &mut Tx,
    key: &CentreKey,
    chance: &mut ChaCha20Rng,
) -> Result<(), DeskError> {
    for table in tables() {
        let guards = tx.lift_guards(table).await?;
        let work = Work::of(table);
        for page in tx.places_of(table).await? {
            for row in tx.clear_rows(table, &work.read, &page).await? {
                if let Some(row) = work.under_seal(row, key, chance)? {
                    tx.put_row(table, &work.written, row).await?;
                }
            }
        }
        tx.restore_guards(guards).await?;
    }
    Ok(())
}

/// The tables that have sealed fields.
pub(crate) fn tables() -> Vec<&'static str> {
    let mut tables: Vec<&str> = FIELDS.iter().map(|field| field.table).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

/// Opens a database whose records are older than its key: a rehearsal is sealed at once, and what a
/// sealing that was cut off left behind is swept.
pub(crate) async fn bring_under_seal(desk: &Desk) -> Result<(), DeskError> {
    let mut tx = desk.store.read().await?;
    if !tx.has_clear_texts().await? {
        return Ok(());
    }
    let Some(centre) = tx.centre().await? else { return Ok(()) };
    let has_key = !tx.centre_keys().await?.is_empty();
    drop(tx);
    if !has_key && !centre.rehearsal {
        // The centre's passphrase is asked for first.
        return Ok(());
    }
    if !has_key {
        let mut tx = desk.store.write().await?;
        let now = desk.now(&mut tx).await?;
        let root = keys::found_rehearsal(&mut tx, now, desk.seed()?).await?;
        seal_everything(&mut tx, &root.keys(), &mut ChaCha20Rng::from_seed(desk.seed()?)).await?;
        tx.commit().await?;
        desk.keys.put(&root);
    }
    sweep(desk).await
}

/// Rids the file of what the sealed texts left behind, where there were any.
pub(crate) async fn sweep(desk: &Desk) -> Result<(), DeskError> {
    if !desk.store.read().await?.has_clear_texts().await? {
        return Ok(());
    }
    desk.store.sweep(&tables()).await?;
    let mut tx = desk.store.write().await?;
    tx.clear_texts_are_swept().await?;
    Ok(tx.commit().await?)
}

/// What is read from and written to a table.
struct Work {
    read: Vec<&'static str>,
    written: Vec<&'static str>,
    fields: Vec<Field>,
    hashed: Vec<&'static Hashed>,
}

impl Work {
    fn of(table: &'static str) -> Self {
        let fields: Vec<Field> = FIELDS.iter().copied().filter(|field| field.table == table).collect();
        let hashed: Vec<_> = HASHED.iter().filter(|hashed| hashed.table == table).collect();
        let written: Vec<_> = fields
            .iter()
            .map(|field| field.column)
            .chain(hashed.iter().map(|hashed| hashed.column))
            .collect();
        let mut read: Vec<_> = fields.iter().flat_map(|field| field.row).copied().collect();
        read.extend(hashed.iter().flat_map(|hashed| hashed.of));
        read.extend(&written);
        read.sort_unstable();
        read.dedup();
        Self { read, written, fields, hashed }
    }

    /// The row as it is written; none for one that is sealed already.
    fn under_seal(
        &self,
        row: ClearRow,
        key: &CentreKey,
        chance: &mut ChaCha20Rng,
    ) -> Result<Option<ClearRow>, DeskError> {
        let clear: BTreeMap<&str, Option<String>> = self.read.iter().copied().zip(row.texts).collect();
        let text = |column: &str| clear.get(column).cloned().flatten();
        let is_sealed = |field: &Field| text(field.column).is_some_and(|text| Place::holds_seal(&text));
        if self.fields.iter().any(is_sealed) {
            return Ok(None);
        }
        let mut hashes = BTreeMap::new();
        for hashed in &self.hashed {
            let of: Option<Vec<String>> = hashed.of.iter().map(|column| text(column)).collect();
            let hash = of.map(|of| key.look_up(hashed.sought.purpose(), &of.join("\n")));
            hashes.insert(hashed.column, hash);
        }
        let mut written = Vec::new();
        for field in &self.fields {
            // The name a company is known under stood in its key alone.
            let source = if *field == COMPANY_KNOWN_AS { "name_key" } else { field.column };
            let named = field.row.iter().map(|column| match hashes.get(column) {
                Some(hash) => hash.clone().unwrap_or_default(),
                None => text(column).unwrap_or_default(),
            });
            let named = named.collect::<Vec<_>>().join(" ");
            let seal = text(source).map(|text| sealed(key, *field, &named, &text, chance)).transpose()?;
            written.push(seal.as_ref().map(Sealed::as_str).map(str::to_owned));
        }
        written.extend(self.hashed.iter().map(|hashed| hashes.get(hashed.column).cloned().flatten()));
        Ok(Some(ClearRow { place: row.place, texts: written }))
    }
}
