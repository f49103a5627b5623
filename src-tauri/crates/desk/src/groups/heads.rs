//! Versions of a group: the view of each, which one is in force, and how two differ.

use std::collections::BTreeSet;

use bidhall_grouping::{Instance, Plan};
use bidhall_rules::groups::{GroupCause, GroupEventKind};
use bidhall_rules::ids::{GroupId, SessionId};
use bidhall_rules::sealing::Opening;
use bidhall_store::groups::{GroupEventRow, GroupRow};
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::body::{GroupBasis, LongRunView, Material, PlanBody};
use super::clock::DayClock;
use super::events::Detail;
use super::facts::{Facts, GroupChange};
use super::laid::{Laid, batch_name};
use super::margin::{GroupMargin, margin};
use crate::DeskError;
use crate::act::{Reading, word};
use crate::rooms::KnownRooms;
use crate::seals::fields;

/// One version of the group of a session.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// Id.
    pub id: GroupId,
    /// The session.
    pub session_id: SessionId,
    /// Number of the project.
    pub session_code: String,
    /// Project name.
    pub project_name: String,
    /// G1, G2 …
    pub label: String,
    /// 1, 2, 3 …
    pub version: i32,
    /// When.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// What made it.
    pub cause: GroupCause,
    /// Why, where an event made it.
    pub reason: String,
    /// Whether the opening has been moved since, so that its times hold no more.
    pub stale: bool,
    /// What it says.
    #[serde(flatten)]
    pub body: PlanBody,
}

/// A version at a glance.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionHead {
    /// Id; none for a plan that is only tried.
    pub id: Option<GroupId>,
    /// 1, 2, 3 …
    pub version: i32,
    /// When it was made; none for a plan that is only tried.
    pub made_at: Option<DateTime<Utc>>,
    /// By whom; none for a plan that is only tried.
    pub operator: Option<String>,
    /// What made it.
    pub cause: GroupCause,
    /// Why, where an event made it.
    pub reason: String,
    /// Whether rooms were found.
    pub possible: bool,
    /// Whether it rests on the upper end of the size band.
    pub estimate: bool,
    /// Whether it is in force.
    pub in_force: bool,
    /// Codes of the rooms of its panels.
    pub rooms: Vec<String>,
    /// When the review begins.
    pub begin: Option<DateTime<Utc>>,
    /// When the joint discussion ends.
    pub end: Option<DateTime<Utc>>,
    /// How much time there is.
    pub margin: Option<GroupMargin>,
}

/// How one version differs from another.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupComparison {
    /// The one.
    pub a: VersionHead,
    /// The other.
    pub b: VersionHead,
    /// Rooms only the other uses.
    pub rooms_added: Vec<String>,
    /// Rooms only the one uses.
    pub rooms_removed: Vec<String>,
    /// By how many minutes the other ends later; none when one of them has no rooms.
    pub end_minutes: Option<i32>,
    /// By how many tenths of a minute a bid the other has more; none when one of them has no rooms.
    pub margin_tenths: Option<i32>,
    /// What differs.
    pub changes: Vec<GroupChange>,
}

/// A version with everything read out of its documents.
pub(super) struct Version {
    pub(super) row: Option<GroupRow>,
    pub(super) number: i32,
    pub(super) basis: GroupBasis,
    pub(super) cause: GroupCause,
    pub(super) instance: Instance,
    pub(super) plan: Plan,
    pub(super) facts: Facts,
    pub(super) clock: DayClock,
}

impl Version {
    pub(super) fn read(act: &Reading, row: &GroupRow) -> Result<Self, DeskError> {
        let (instance, plan, facts) = documents(act, row)?;
        Ok(Self {
            number: row.version,
            basis: GroupBasis::read(&row.basis),
            cause: word(&row.cause)?,
            instance,
            plan,
            clock: DayClock::new(act.zone, row.day, facts.pauses()),
            facts,
            row: Some(row.clone()),
        })
    }

    pub(super) fn laid(&self) -> Option<Laid<'_>> {
        Laid::of(&self.instance, &self.plan, &self.facts, &self.clock)
    }

    pub(super) fn head(&self, in_force: bool) -> VersionHead {
        let laid = self.laid();
        let laid = laid.as_ref();
        let estimate = self.basis == GroupBasis::BandUpperEnd;
        let row = self.row.as_ref();
        VersionHead {
            id: row.map(|row| GroupId::from_uuid(row.id)),
            version: self.number,
            made_at: row.map(|row| row.at),
            operator: row.map(|row| row.operator_name.clone()),
            cause: self.cause,
            reason: row.map(|row| row.reason.clone()).unwrap_or_default(),
            possible: laid.is_some(),
            estimate,
            in_force,
            rooms: laid.map(rooms_of).unwrap_or_default(),
            begin: laid.map(|laid| self.clock.instant(laid.start())),
            end: laid.map(|laid| self.clock.instant(laid.end())),
            margin: laid.map(|laid| margin(laid, None, estimate)),
        }
    }
}

/// The documents of a version.
fn documents(act: &Reading, row: &GroupRow) -> Result<(Instance, Plan, Facts), DeskError> {
    Ok((
        act.open_stored(fields::GROUP_INSTANCE, row.id, &row.instance, Opening::Grouping)?,
        act.open_stored(fields::GROUP_PLAN, row.id, &row.plan, Opening::Grouping)?,
        facts_of(act, row)?,
    ))
}

/// What else a version rests on.
pub(super) fn facts_of(act: &Reading, row: &GroupRow) -> Result<Facts, DeskError> {
    act.open_stored(fields::GROUP_FACTS, row.id, &row.facts, Opening::Grouping)
}

/// The particulars of an event.
pub(super) fn detail(act: &Reading, event: &GroupEventRow) -> Result<Detail, DeskError> {
    let row = format!("{} {}", event.session_id, event.seq);
    act.open_stored(fields::GROUP_DETAIL, row, &event.detail, Opening::Grouping)
}

fn rooms_of(laid: &Laid<'_>) -> Vec<String> {
    laid.placed.rooms.iter().map(|panel| panel.room.clone()).collect()
}

/// The version in force: the last one; once the evaluation has started, the last one with rooms.
pub(super) fn in_force(rows: &[GroupRow], started: bool) -> Option<&GroupRow> {
    rows.iter().rev().find(|row| row.possible || !started)
}

/// What was recorded of a long run.
pub(super) fn long_run(act: &Reading, events: &[GroupEventRow]) -> Result<Option<LongRunView>, DeskError> {
    let Some(event) = events.iter().rev().find(|event| event.kind == GroupEventKind::LongRun.as_str()) else {
        return Ok(None);
    };
    let detail = detail(act, event)?;
    Ok(Some(LongRunView {
        at: event.at,
        operator: event.operator_name.clone(),
        reason: event.reason.clone(),
        consents: detail.consents.unwrap_or_default(),
    }))
}

/// A version as it is shown.
pub(super) async fn view_of(
    act: &mut Reading,
    row: &GroupRow,
    session: &SessionRow,
    known: &KnownRooms,
) -> Result<GroupView, DeskError> {
    let (instance, plan, facts) = documents(act, row)?;
    let settings = act.grouping_settings().await?.body;
    let rule_set = facts.rule_set.unwrap_or(bidhall_rules::settings::ProjectKind::Tender);
    let events = act.tx.group_events(row.session_id).await?;
    let material = Material {
        zone: act.zone,
        day: row.day,
        basis: GroupBasis::read(&row.basis),
        band: word(&row.band)?,
        instance: &instance,
        plan: &plan,
        facts: &facts,
        rules: settings.rules_for(rule_set).cloned(),
        settings_version: row.grouping_version,
        long_run: long_run(act, &events)?,
    };
    Ok(GroupView {
        id: GroupId::from_uuid(row.id),
        session_id: SessionId::from_uuid(row.session_id),
        session_code: session.code.clone(),
        project_name: session.project_name.clone(),
        label: row.label.clone(),
        version: row.version,
        made_at: row.at,
        operator: row.operator_name.clone(),
        cause: word(&row.cause)?,
        reason: row.reason.clone(),
        stale: facts.deadline.is_some_and(|deadline| deadline != session.deadline),
        body: material.body(known)?,
    })
}

/// How `b` differs from `a`.
pub(super) fn compare(a: &Version, b: &Version, in_force: Option<i32>) -> GroupComparison {
    let (one, other) = (a.laid(), b.laid());
    let rooms = |laid: &Option<Laid<'_>>| -> BTreeSet<String> {
        laid.as_ref().map(rooms_of).unwrap_or_default().into_iter().collect()
    };
    let (before, after) = (rooms(&one), rooms(&other));
    let head = |version: &Version| version.head(version.row.is_some() && in_force == Some(version.number));
    let (a, b) = (head(a), head(b));
    let signed = |number: u32| i64::from(number);
    let margins = a.margin.as_ref().zip(b.margin.as_ref());
    let tenths = margins.map(|(a, b)| signed(b.per_bid_tenths) - signed(a.per_bid_tenths));
    let ends = one.as_ref().zip(other.as_ref()).map(|(a, b)| signed(b.end()) - signed(a.end()));
    let small = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
    GroupComparison {
        rooms_added: after.difference(&before).cloned().collect(),
        rooms_removed: before.difference(&after).cloned().collect(),
        end_minutes: ends.map(small),
        margin_tenths: tenths.map(small),
        changes: changes(one.as_ref(), other.as_ref()),
        a,
        b,
    }
}

/// What differs between two timetables.
pub(super) fn changes(before: Option<&Laid<'_>>, after: Option<&Laid<'_>>) -> Vec<GroupChange> {
    let rooms = |laid: Option<&Laid<'_>>| laid.map(rooms_of).unwrap_or_default();
    let (old, new) = (rooms(before), rooms(after));
    let added = new.iter().filter(|room| !old.contains(room)).cloned();
    let removed = old.iter().filter(|room| !new.contains(room)).cloned();
    let mut changes: Vec<GroupChange> = added
        .map(|room| GroupChange::RoomAdded { room })
        .chain(removed.map(|room| GroupChange::RoomRemoved { room }))
        .collect();
    let (Some(before), Some(after)) = (before, after) else { return changes };
    // Batches that hold other bids are other batches: their times cannot be compared.
    let held =
        |laid: &Laid<'_>| laid.batches().map(|(batch, bids)| (batch, bids.clone())).collect::<Vec<_>>();
    if held(before) == held(after) {
        for review in &after.placed.reviews {
            let same = |other: &&bidhall_grouping::plan::Review| {
                other.room == review.room && other.batch == review.batch
            };
            let earlier =
                before.placed.reviews.iter().find(same).map(|other| before.clock.begin(other.begin));
            let begin = after.clock.begin(review.begin);
            if let Some(from) = earlier.filter(|from| *from != begin) {
                let batch = batch_name(review.batch);
                changes.push(GroupChange::ReviewMoved { room: review.room.clone(), batch, from, to: begin });
            }
        }
    }
    let gone = before.bids().difference(&after.bids()).copied().collect::<Vec<_>>();
    // Before they lie on the table the bids of a plan have no numbers of their own.
    if held(before).len() == held(after).len() {
        let number = |bid: usize| u32::try_from(bid + 1).unwrap_or(u32::MAX);
        changes.extend(gone.into_iter().map(|bid| GroupChange::BidDropped { bid: number(bid) }));
    }
    let minutes = i64::from(after.end()) - i64::from(before.end());
    if minutes != 0 {
        changes.push(GroupChange::EndMoved { minutes: i32::try_from(minutes).unwrap_or(i32::MAX) });
    }
    changes
}
