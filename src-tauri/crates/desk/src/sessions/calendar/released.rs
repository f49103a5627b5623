//! Which rooms are released: their rounds against the people the calendar has in them.

use std::collections::BTreeMap;

use bidhall_rules::room_calendar::{RoomUse, RoomUsePart};
use bidhall_rules::rounds::{Cleaning, RoomBlock, RoomRelease, blocks, release, waits_until};
use chrono::NaiveDate;
use uuid::Uuid;

use super::venue::{Extent, Venue};
use crate::DeskError;
use crate::act::Reading;
use crate::rooms::KnownRooms;
use crate::rounds::cleaning_of;

/// The rooms of a day, when people are in them, and on the present day whether they are released.
pub(crate) struct RoomDay {
    pub(crate) known: KnownRooms,
    blocks: BTreeMap<Uuid, Vec<RoomBlock>>,
    releases: BTreeMap<Uuid, RoomRelease>,
}

impl RoomDay {
    pub(crate) async fn load(act: &mut Reading, day: NaiveDate) -> Result<Self, DeskError> {
        let venue = Venue::load(act, Extent { from: day, until: day, without: &[] }).await?;
        let blocks = venue.known.rows.iter().map(|row| (row.id, venue.blocks(row.id))).collect();
        Ok(Self { known: venue.known, blocks, releases: venue.releases })
    }

    /// When people are in a room, in order; those of the days before and after as well.
    pub(crate) fn blocks(&self, room: Uuid) -> &[RoomBlock] {
        self.blocks.get(&room).map_or(&[], Vec::as_slice)
    }

    /// How a room stands; nothing on other days than the present one, or where rooms need no round.
    pub(crate) fn release(&self, room: Uuid) -> Option<RoomRelease> {
        self.releases.get(&room).copied()
    }
}

impl Venue {
    fn blocks(&self, room: Uuid) -> Vec<RoomBlock> {
        let own = self.entries.iter().zip(&self.uses).filter(|(_, usage)| usage.room.uuid() == room);
        let uses: Vec<(RoomUsePart, RoomUse)> =
            own.map(|(entry, usage)| (entry.part, usage.clone())).collect();
        blocks(&uses)
    }

    /// Takes in the rounds of the present day: a room whose round or contact time is outstanding is not counted
    /// on before it can be released.
    pub(super) async fn take_rounds(&mut self, act: &mut Reading) -> Result<(), DeskError> {
        let settings = act.round_settings().await?.body;
        if !settings.rooms_need_round {
            return Ok(());
        }
        let (begin, end) = act.zone.day_bounds(act.today());
        let mut work: BTreeMap<Uuid, Vec<Cleaning>> = BTreeMap::new();
        for row in act.tx.rounds_between(begin, end).await?.iter().filter(|row| row.void_reason.is_none()) {
            work.entry(row.room_id).or_default().push(cleaning_of(row)?);
        }
        for row in &self.known.rows {
            let done = work.get(&row.id).map_or(&[][..], Vec::as_slice);
            self.releases.insert(row.id, release(&self.blocks(row.id), done, &settings, begin, act.now));
        }
        for times in &mut self.times {
            let waits = self.releases.get(&times.room.uuid()).and_then(waits_until);
            times.held_until = times.held_until.max(waits);
        }
        Ok(())
    }
}
