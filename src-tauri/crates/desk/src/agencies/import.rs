//! The import of a directory of agencies.

use bidhall_rules::company::normalise_company_name;
use bidhall_rules::ids::{AgencyId, ContactId};
use bidhall_spreadsheets::{AgencyEntry, read_agency_sheet};
use bidhall_store::agencies::{AgencyRow, ContactRow};

use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::imports::{self, SheetFile, TablePreview, TableResult};

const FIELDS: [&str; 4] = ["agency", "name", "title", "phone"];

/// Agencies and contacts as they are recorded.
struct Directory {
    agencies: Vec<AgencyRow>,
    contacts: Vec<ContactRow>,
}

impl Directory {
    async fn load(act: &mut Reading) -> Result<Self, DeskError> {
        Ok(Self { agencies: act.tx.agencies().await?, contacts: act.tx.contacts().await? })
    }

    fn has(&self, entry: &AgencyEntry) -> bool {
        let key = normalise_company_name(&entry.agency);
        let Some(agency) = self.agencies.iter().find(|row| row.name_key == key) else { return false };
        self.contacts.iter().any(|row| {
            row.agency_id == agency.id && row.name == entry.name && row.phone == entry.phone.as_str()
        })
    }
}

/// `agencies.import.preview`
///
/// # Errors
/// [`DeskError`] when the file is no such table; what is wrong with rows is in the reply.
pub async fn preview_import(act: &mut Reading, file: SheetFile) -> Result<TablePreview, DeskError> {
    let rows = imports::read(act, &file, &FIELDS, read_agency_sheet).await?;
    let directory = Directory::load(act).await?;
    Ok(imports::preview(rows, &FIELDS, |entry| directory.has(entry)))
}

/// `agencies.import.commit`: enters what is new; the same file again enters nothing.
///
/// # Errors
/// [`DeskError`] when the file is no such table.
pub async fn commit_import(act: &mut Writing, file: SheetFile) -> Result<TableResult, DeskError> {
    let rows = imports::read(act, &file, &FIELDS, read_agency_sheet).await?;
    let directory = Directory::load(act).await?;
    let mut result = TableResult { added: 0, unchanged: 0, left_out: 0 };
    let now = act.now;
    for row in rows {
        let Some(entry) = row.entry else {
            result.left_out += 1;
            continue;
        };
        if directory.has(&entry) {
            result.unchanged += 1;
            continue;
        }
        let agency = AgencyRow {
            id: AgencyId::new(now, &mut act.chance).uuid(),
            name_key: normalise_company_name(&entry.agency),
            name: entry.agency,
        };
        let agency = act.tx.agency_named(&agency).await?;
        let contact = ContactRow {
            id: ContactId::new(now, &mut act.chance).uuid(),
            agency_id: agency.id,
            name: entry.name,
            phone: entry.phone.as_str().to_owned(),
            title: entry.title,
        };
        act.tx.contact_named(&contact).await?;
        result.added += 1;
    }
    act.concerns("agencies", &file.file_name);
    act.note("added", result.added);
    Ok(result)
}
