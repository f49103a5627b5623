//! How the rows of a schedule compare with what is recorded.

use std::collections::BTreeMap;

use bidhall_rules::company::normalise_company_name;
use bidhall_rules::sessions::SessionKind;
use bidhall_spreadsheets::{SessionEntry, SheetRow};
use bidhall_store::sessions::SessionRow;
use chrono::NaiveDateTime;

use super::{RoomBook, RowStanding};
use crate::DeskError;
use crate::act::Reading;

/// What is recorded already, by number and lot.
pub(super) struct Recorded {
    sessions: BTreeMap<(String, String), SessionRow>,
    rooms: RoomBook,
}

impl Recorded {
    pub(super) async fn load(act: &mut Reading) -> Result<Self, DeskError> {
        let rows = act.tx.sessions().await?;
        let sessions = rows.into_iter().map(|row| ((row.code.clone(), row.lot.clone()), row)).collect();
        Ok(Self { sessions, rooms: RoomBook::load(act).await? })
    }

    pub(super) fn compare(&self, act: &Reading, row: &SheetRow) -> (RowStanding, Vec<String>) {
        let Some(entry) = row.accepted() else { return (RowStanding::Faulty, Vec::new()) };
        let key = (entry.code.clone(), entry.lot.clone().unwrap_or_default());
        let Some(known) = self.sessions.get(&key) else { return (RowStanding::New, Vec::new()) };
        let differs = self.differences(act, known, &entry);
        let standing = if differs.is_empty() { RowStanding::Unchanged } else { RowStanding::Differs };
        (standing, differs)
    }

    /// Compares bands and not numbers: trying one number after the other until a file counts as
    /// unchanged would open the seal.
    fn differences(&self, act: &Reading, known: &SessionRow, entry: &SessionEntry) -> Vec<String> {
        let deadline = |local: NaiveDateTime| act.zone.instant(local.date(), local.time());
        let agency_differs =
            normalise_company_name(&known.agency_name) != normalise_company_name(&entry.agency);
        let codes = |part| self.rooms.of(known.id, part).map(|room| room.code.clone()).collect::<Vec<_>>();
        let minutes = known.evaluation_minutes.and_then(|minutes| u32::try_from(minutes).ok());
        let checks = [
            ("projectName", known.project_name != entry.project_name),
            ("tenderer", known.tenderer != entry.tenderer.clone().unwrap_or_default()),
            ("agency", agency_differs),
            ("contactName", known.contact_name != entry.contact_name),
            ("contactPhone", known.contact_phone != entry.contact_phone.as_str()),
            ("deadline", known.deadline != deadline(entry.deadline)),
            ("openingRooms", codes("opening") != entry.opening_rooms),
            ("evaluationRooms", codes("evaluation") != entry.evaluation_rooms),
            ("evaluationMinutes", minutes != entry.evaluation_minutes),
            ("kind", known.kind != entry.kind.unwrap_or(SessionKind::Paper).as_str()),
            ("band", known.band.as_deref() != entry.registered.map(|count| count.band().as_str())),
            ("remark", known.remark != entry.remark.clone().unwrap_or_default()),
        ];
        checks.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field.to_owned()).collect()
    }
}
