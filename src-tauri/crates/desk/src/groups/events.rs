//! What happened to a group on its day, read back as a log.

use std::collections::BTreeMap;

use bidhall_rules::groups::GroupEventKind;
use bidhall_store::Sealed;
use bidhall_store::groups::GroupEventRow;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::heads::detail;
use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::seals::fields;

/// The particulars of an event; which ones it has follows from its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) batch: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) panel: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) room: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remaining: Option<u32>,
    /// Numbers of bids, from 1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) bids: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) votes_for: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) votes_against: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) granted: Option<bool>,
    /// Whether a reading that a lost room cut off goes on elsewhere instead of beginning again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) goes_on: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) consents: Option<u32>,
    /// The version the event made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<i32>,
}

/// A batch in the hands of a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PanelReading {
    pub(super) panel: u32,
    pub(super) batch: usize,
    pub(super) room: String,
    pub(super) begun: DateTime<Utc>,
    pub(super) finished: Option<DateTime<Utc>>,
    /// Whether the room was lost meanwhile and the batch has to be read again.
    pub(super) void: bool,
}

/// The day of a group so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Log {
    pub(super) rows: Vec<(GroupEventKind, GroupEventRow, Detail)>,
    pub(super) started: Option<DateTime<Utc>>,
    pub(super) finished: Option<DateTime<Utc>>,
    /// When each seat signed in; a replaced member's seat signs in anew.
    pub(super) signed_in: BTreeMap<String, DateTime<Utc>>,
    /// How often the member on a seat was replaced.
    pub(super) replaced: BTreeMap<String, u32>,
    pub(super) readings: Vec<PanelReading>,
    pub(super) remaining: Option<u32>,
}

impl Log {
    fn take(&mut self, kind: GroupEventKind, row: GroupEventRow, detail: Detail) {
        let seat = detail.seat.clone().unwrap_or_default();
        let room = detail.room.clone().unwrap_or_default();
        match kind {
            GroupEventKind::Started => self.started = Some(row.at),
            GroupEventKind::Finished => self.finished = Some(row.at),
            GroupEventKind::SignedIn => drop(self.signed_in.insert(seat, row.at)),
            GroupEventKind::MemberReplaced => {
                self.signed_in.remove(&seat);
                *self.replaced.entry(seat).or_insert(0) += 1;
            }
            GroupEventKind::BatchBegun => self.readings.push(PanelReading {
                panel: detail.panel.unwrap_or_default(),
                batch: detail.batch.unwrap_or_default(),
                room,
                begun: row.at,
                finished: None,
                void: false,
            }),
            GroupEventKind::BatchFinished => {
                let of = (detail.panel, detail.batch);
                let open = self.readings.iter_mut().rev().find(|reading| {
                    !reading.void
                        && reading.finished.is_none()
                        && (Some(reading.panel), Some(reading.batch)) == of
                });
                if let Some(reading) = open {
                    reading.finished = Some(row.at);
                }
            }
            GroupEventKind::RoomLost | GroupEventKind::CameraLost => {
                let running = self
                    .readings
                    .iter_mut()
                    .filter(|one| one.room == room && one.finished.is_none() && !one.void);
                for reading in running {
                    // On screens reading goes on where it stopped; a paper batch is read again.
                    match detail.goes_on {
                        Some(true) => reading.finished = Some(row.at),
                        Some(false) | None => reading.void = true,
                    }
                }
            }
            GroupEventKind::BidsDropped => self.remaining = detail.remaining,
            GroupEventKind::LongRun | GroupEventKind::MoreTime => {}
        }
        self.rows.push((kind, row, detail));
    }

    /// The readings of a batch by a panel that count, in their order.
    pub(super) fn readings_of(&self, panel: u32, batch: usize) -> impl Iterator<Item = &PanelReading> {
        self.readings.iter().filter(move |one| !one.void && one.panel == panel && one.batch == batch)
    }

    /// What a panel reads now.
    pub(super) fn running(&self, panel: u32) -> Option<&PanelReading> {
        self.readings.iter().find(|one| !one.void && one.finished.is_none() && one.panel == panel)
    }

    /// How often a subject has had an event of a kind.
    fn turns(&self, kind: GroupEventKind, subject: &str) -> i32 {
        let had = self.rows.iter().filter(|(of, row, _)| *of == kind && row.subject == subject).count();
        i32::try_from(had).unwrap_or(i32::MAX)
    }
}

/// The log of a session's group.
pub(super) async fn log_of(act: &mut Reading, session: Uuid) -> Result<Log, DeskError> {
    let mut log = Log::default();
    for row in act.tx.group_events(session).await? {
        let detail = detail(act, &row)?;
        log.take(word(&row.kind)?, row, detail);
    }
    Ok(log)
}

/// The bids that are left to read, where fewer were told than registered.
pub(super) async fn remaining_bids(act: &mut Reading, session: Uuid) -> Result<Option<u32>, DeskError> {
    Ok(log_of(act, session).await?.remaining)
}

/// An event to be entered.
pub(super) struct Happening<'a> {
    pub(super) kind: GroupEventKind,
    pub(super) subject: &'a str,
    pub(super) room: Option<Uuid>,
    pub(super) detail: Detail,
    pub(super) reason: &'a str,
}

/// An event before anybody has said why.
pub(super) struct Occurrence {
    pub(super) kind: GroupEventKind,
    pub(super) subject: String,
    pub(super) room: Option<Uuid>,
    pub(super) detail: Detail,
}

impl Occurrence {
    /// The event with its reason.
    pub(super) fn by<'a>(&'a self, reason: &'a str) -> Happening<'a> {
        let Self { kind, subject, room, detail } = self;
        Happening { kind: *kind, subject, room: *room, detail: detail.clone(), reason }
    }
}

impl Log {
    /// The row of an event as the next turn of its subject.
    fn row(
        &self,
        act: &Reading,
        session: Uuid,
        happening: &Happening<'_>,
    ) -> Result<GroupEventRow, DeskError> {
        let Happening { kind, subject, room, reason, .. } = happening;
        Ok(GroupEventRow {
            session_id: session,
            seq: self.rows.last().map_or(0, |(_, row, _)| row.seq) + 1,
            kind: kind.as_str().to_owned(),
            subject: (*subject).to_owned(),
            turn: self.turns(*kind, subject) + 1,
            room_id: *room,
            // Put under seal when it is recorded.
            detail: Sealed::new(String::new()),
            reason: (*reason).to_owned(),
            at: act.now,
            operator_id: act.asker()?.id,
            operator_name: String::new(),
        })
    }

    /// The log as it would be after an event.
    pub(super) fn after(
        &self,
        act: &Reading,
        session: Uuid,
        happening: Happening<'_>,
    ) -> Result<Self, DeskError> {
        let row = self.row(act, session, &happening)?;
        let mut log = self.clone();
        log.take(happening.kind, row, happening.detail);
        Ok(log)
    }
}

/// Enters an event as the next turn of its subject.
///
/// # Errors
/// [`DeskError::DatabaseBusy`] when another desk was first.
pub(super) async fn enter(
    act: &mut Writing,
    session: Uuid,
    log: &Log,
    happening: Happening<'_>,
) -> Result<(), DeskError> {
    let mut row = log.row(act, session, &happening)?;
    let detail = serde_json::to_string(&happening.detail).map_err(|error| DeskError::internal(&error))?;
    row.detail = act.seal(fields::GROUP_DETAIL, format!("{session} {}", row.seq), &detail)?;
    act.note("event", row.kind.clone());
    act.note("subject", row.subject.clone());
    if act.tx.add_group_event(&row).await? { Ok(()) } else { Err(DeskError::DatabaseBusy {}) }
}
