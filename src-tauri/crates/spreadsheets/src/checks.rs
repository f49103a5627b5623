//! What is only seen when rows are compared.

use std::collections::BTreeMap;

use bidhall_rules::import_words::{half_width, room_key};
use chrono::NaiveDateTime;

use crate::column::SheetColumn;
use crate::deadline::written;
use crate::fault::FaultKind;
use crate::read::Line;

/// Sessions in one opening room closer than this are worth a look.
const ROOM_INTERVAL_MINUTES: i64 = 60;

/// Adds the faults that lie between rows.
pub(crate) fn compare(lines: &mut [Line<'_>]) {
    duplicates(lines);
    intervals(lines);
}

fn duplicates(lines: &mut [Line<'_>]) {
    let mut first = BTreeMap::new();
    for line in lines {
        let draft = &line.row.draft;
        let Some(code) = draft.code.clone() else { continue };
        // A lot is spelled as freely as a room: 1标段 is 一标段.
        let lot = draft.lot.as_deref().map(room_key);
        let place = (line.row.sheet.clone(), line.row.row);
        match first.get(&(half_width(&code).to_uppercase(), lot.clone())) {
            None => {
                first.insert((half_width(&code).to_uppercase(), lot), place);
            }
            Some((first_sheet, first_row)) => line.fault(
                SheetColumn::Code,
                &code,
                FaultKind::DuplicateCode { first_sheet: String::clone(first_sheet), first_row: *first_row },
            ),
        }
    }
}

fn intervals(lines: &mut [Line<'_>]) {
    let mut by_room: BTreeMap<String, Vec<(NaiveDateTime, usize)>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        for (room, deadline) in
            line.row.draft.opening_rooms.iter().zip(std::iter::repeat(line.row.draft.deadline))
        {
            by_room.entry(room.clone()).or_default().extend(deadline.map(|deadline| (deadline, index)));
        }
    }
    for (room, mut sessions) in by_room {
        sessions.sort_unstable();
        // The first of the sessions before this one that begin at the same moment.
        let mut before: Option<(NaiveDateTime, usize)> = None;
        for (deadline, index) in sessions {
            let Some((earlier, other)) = before else {
                before = Some((deadline, index));
                continue;
            };
            let minutes = deadline.signed_duration_since(earlier).num_minutes();
            if earlier != deadline {
                before = Some((deadline, index));
            }
            let (Some(other), Some(line)) = (lines.get(other), lines.get(index)) else { continue };
            if minutes >= ROOM_INTERVAL_MINUTES {
                continue;
            }
            let kind = FaultKind::RoomInterval {
                room: room.clone(),
                other_sheet: other.row.sheet.clone(),
                other_row: other.row.row,
                minutes: u32::try_from(minutes).unwrap_or_default(),
            };
            let fault = line.site.fault(SheetColumn::Deadline, &written(deadline), kind);
            if let Some(line) = lines.get_mut(index) {
                line.row.faults.extend(fault);
            }
        }
    }
}
