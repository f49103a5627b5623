//! The ways of the trolleys: from the shelf of the document room to the rooms and back.

use bidhall_rules::sessions::RoomPurpose;
use bidhall_store::rooms::RoomRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::laid::{Laid, batch_name};
use crate::DeskError;
use crate::act::word;
use crate::rooms::KnownRooms;

/// A batch on its way.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupCarry {
    /// The batch.
    pub batch: String,
    /// Code of the room it leaves.
    pub from: String,
    /// Code of the room it comes to.
    pub to: String,
    /// When it leaves.
    pub leaves: DateTime<Utc>,
    /// When it arrives.
    pub arrives: DateTime<Utc>,
    /// When it is disinfected and may be read.
    pub ready: DateTime<Utc>,
}

/// The room in which bid documents stay.
pub(super) fn document_room(known: &KnownRooms) -> Result<Option<&RoomRow>, DeskError> {
    for room in &known.rows {
        if word::<RoomPurpose>(&room.purpose)? == RoomPurpose::BidDocument {
            return Ok(Some(room));
        }
    }
    Ok(None)
}

/// Every way of every batch by its begin. Between two rooms a batch that has time enough waits on the shelf.
pub(super) fn carries(laid: &Laid<'_>, known: &KnownRooms) -> Result<Vec<GroupCarry>, DeskError> {
    if !laid.is_paper() {
        return Ok(Vec::new());
    }
    let shelf = document_room(known)?;
    let disinfect = laid.instance.rules.disinfect_minutes;
    let mut legs: Vec<(u32, GroupCarry)> = Vec::new();
    let mut leg = |batch: usize, from: &str, to: &str, leaves: u32, walk: u32, clean: u32| {
        let time = laid.clock;
        legs.push((
            leaves,
            GroupCarry {
                batch: batch_name(batch),
                from: from.to_owned(),
                to: to.to_owned(),
                leaves: time.end(leaves),
                arrives: time.end(leaves + walk),
                ready: time.end(leaves + walk + clean),
            },
        ));
    };
    for (batch, _) in laid.batches() {
        let reviews = laid.reviews_of(batch);
        let walk = |from: &str| {
            let rows = [known.coded(from).ok()?, shelf?];
            known.walk_minutes(&rows).first().and_then(|row| row.get(1)).copied()
        };
        let code = shelf.map(|room| room.code.as_str());
        if let (Some(first), Some(code)) = (reviews.first(), code)
            && let Some(minutes) = walk(&first.room)
        {
            leg(batch, code, &first.room, first.begin.saturating_sub(minutes), minutes, 0);
        }
        for pair in reviews.windows(2) {
            let [before, after] = pair else { continue };
            if before.room == after.room {
                continue;
            }
            let direct = laid.walk(&before.room, &after.room).unwrap_or(0);
            let over = walk(&before.room).zip(walk(&after.room)).zip(code);
            match over {
                Some(((back, forth), code)) if before.end + back + disinfect + forth < after.begin => {
                    leg(batch, &before.room, code, before.end, back, disinfect);
                    leg(batch, code, &after.room, after.begin - forth, forth, 0);
                }
                Some(_) | None => leg(batch, &before.room, &after.room, before.end, direct, disinfect),
            }
        }
        if let (Some(last), Some(code)) = (reviews.last(), code)
            && let Some(minutes) = walk(&last.room)
        {
            leg(batch, &last.room, code, last.end, minutes, 0);
        }
    }
    legs.sort_by_key(|(leaves, carry)| (*leaves, carry.batch.clone()));
    Ok(legs.into_iter().map(|(_, carry)| carry).collect())
}
