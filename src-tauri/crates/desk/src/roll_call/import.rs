//! The import of units and their people.

use bidhall_rules::company::normalise_company_name;
use bidhall_rules::ids::{UnitId, UnitPersonId};
use bidhall_spreadsheets::{UnitEntry, read_unit_sheet};
use bidhall_store::roll_call::UnitRow;

use super::people::{UnitPerson, enter, unit_people};
use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::imports::{self, SheetFile, TablePreview, TableResult};

const FIELDS: [&str; 5] = ["unit", "name", "title", "phone", "answers"];

/// Units and people as they are recorded.
struct Staff {
    units: Vec<UnitRow>,
    people: Vec<UnitPerson>,
}

impl Staff {
    async fn load(act: &mut Reading) -> Result<Self, DeskError> {
        Ok(Self { units: act.tx.units().await?, people: unit_people(act).await? })
    }

    fn has(&self, entry: &UnitEntry) -> bool {
        let key = normalise_company_name(&entry.unit);
        let Some(unit) = self.units.iter().find(|row| row.name_key == key) else { return false };
        let phone = phone_of(entry);
        self.people.iter().any(|row| row.unit_id == unit.id && row.name == entry.name && row.phone == phone)
    }
}

fn phone_of(entry: &UnitEntry) -> String {
    entry.phone.as_ref().map(|phone| phone.as_str().to_owned()).unwrap_or_default()
}

/// `roll_call.import.preview`
///
/// # Errors
/// [`DeskError`] when the file is no such table; what is wrong with rows is in the reply.
pub async fn preview_import(act: &mut Reading, file: SheetFile) -> Result<TablePreview, DeskError> {
    let rows = imports::read(act, &file, &FIELDS, read_unit_sheet).await?;
    let staff = Staff::load(act).await?;
    Ok(imports::preview(rows, &FIELDS, |entry| staff.has(entry)))
}

/// `roll_call.import.commit`: enters what is new; the same file again enters nothing.
///
/// # Errors
/// [`DeskError`] when the file is no such table.
pub async fn commit_import(act: &mut Writing, file: SheetFile) -> Result<TableResult, DeskError> {
    let rows = imports::read(act, &file, &FIELDS, read_unit_sheet).await?;
    let mut result = TableResult { added: 0, unchanged: 0, left_out: 0 };
    let now = act.now;
    for row in rows {
        let Some(entry) = row.entry else {
            result.left_out += 1;
            continue;
        };
        let phone = phone_of(&entry);
        let unit = UnitRow {
            id: UnitId::new(now, &mut act.chance).uuid(),
            name_key: normalise_company_name(&entry.unit),
            name: entry.unit,
            added_at: now,
        };
        let unit = act.tx.unit_named(&unit).await?;
        let person = UnitPerson {
            id: UnitPersonId::new(now, &mut act.chance).uuid(),
            unit_id: unit.id,
            name: entry.name,
            title: entry.title,
            phone,
            answers: entry.answers,
            added_at: now,
            belongs: true,
        };
        if enter(act, &person).await? {
            result.added += 1;
        } else {
            result.unchanged += 1;
        }
    }
    act.concerns("units", &file.file_name);
    act.note("added", result.added);
    Ok(result)
}
