//! The rules a group keeps, each with its numbers. They are reckoned from the timetable alone, apart from the
//! planner that made it.

use std::collections::{BTreeMap, BTreeSet};

use bidhall_rules::settings::{CommitteeRule, CommitteeRuleSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::laid::Laid;
use crate::rooms::KnownRooms;

/// A rule of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GroupRule {
    /// Every member reads every bid: `bids`, `members`, `readings`, `done`.
    EveryMemberReadsEveryBid,
    /// Members enough, an odd number, experts enough: `members`, `least`, `experts`, `neededExperts`.
    Committee,
    /// Experts in a room: `most`, `allowed`.
    ExpertsPerRoom,
    /// Rooms of a group are linked by video, and all are recorded: `rooms`, `linked`, `recorded`.
    VideoAndRecording,
    /// The shelves hold every set in use: `shelf`, `needed`.
    Shelf,
    /// A batch is in one room at a time, and a room reads one batch: `conflicts`.
    OneRoomAtATime,
    /// The joint discussion ends in time: `end`, `limit`, minutes of the day.
    WithinLimit,
    /// All rooms lie in one isolated zone: `zones`.
    OneZone,
}

/// A number with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NamedNumber {
    /// What it counts.
    pub name: String,
    /// How many.
    pub value: i32,
}

/// A rule, whether it is kept, and by which numbers.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleCheck {
    /// The rule.
    pub rule: GroupRule,
    /// Whether it is kept.
    pub held: bool,
    /// Its numbers.
    pub numbers: Vec<NamedNumber>,
    /// Codes of rooms that break it.
    pub rooms: Vec<String>,
}

pub(super) fn number(name: &str, value: impl TryInto<i32>) -> NamedNumber {
    NamedNumber { name: name.to_owned(), value: value.try_into().unwrap_or(i32::MAX) }
}

/// Every rule in the order in which people look.
pub(super) fn checks(
    laid: &Laid<'_>,
    known: &KnownRooms,
    committee: &CommitteeRule,
    rules: Option<&CommitteeRuleSet>,
) -> Vec<RuleCheck> {
    let mut checks = vec![readings(laid)];
    checks.extend(rules.map(|rules| lawful(committee, rules)));
    checks.extend([per_room(laid), equipment(laid, known), shelf(laid), one_at_a_time(laid)]);
    let (end, limit) = (laid.end(), laid.limit());
    checks.push(check(GroupRule::WithinLimit, end <= limit, [number("end", end), number("limit", limit)]));
    checks.push(one_zone(laid, known));
    checks
}

fn check<const N: usize>(rule: GroupRule, held: bool, numbers: [NamedNumber; N]) -> RuleCheck {
    RuleCheck { rule, held, numbers: numbers.into(), rooms: Vec::new() }
}

fn readings(laid: &Laid<'_>) -> RuleCheck {
    let bids = laid.bid_count();
    let mut read: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for (batch, held) in laid.batches() {
        for review in laid.reviews_of(batch) {
            read.entry(laid.panel_in(&review.room)).or_default().extend(held);
        }
    }
    let planned: u32 = laid
        .panels()
        .map(|panel| {
            let bids = read.get(&panel).map_or(0, BTreeSet::len);
            laid.experts_of(panel) * u32::try_from(bids).unwrap_or(0)
        })
        .sum();
    let needed = bids * laid.members();
    let numbers = [
        number("bids", bids),
        number("members", laid.members()),
        number("readings", needed),
        number("planned", planned),
    ];
    check(GroupRule::EveryMemberReadsEveryBid, planned == needed, numbers)
}

fn lawful(committee: &CommitteeRule, rules: &CommitteeRuleSet) -> RuleCheck {
    let numbers = [
        number("members", committee.size()),
        number("least", rules.least),
        number("experts", committee.experts()),
        number("neededExperts", rules.experts_needed(committee.size())),
    ];
    check(GroupRule::Committee, committee.check(rules).is_ok(), numbers)
}

fn per_room(laid: &Laid<'_>) -> RuleCheck {
    let allowed = laid.facts.experts_per_room.unwrap_or(u32::MAX);
    let most = laid.panels().map(|panel| laid.experts_of(panel)).max().unwrap_or(0);
    let seats =
        |code: &str| laid.instance.rooms.iter().find(|room| room.id == code).map_or(0, |room| room.seats);
    let full = laid
        .placed
        .rooms
        .iter()
        .zip(laid.panels())
        .filter(|(panel, number)| laid.experts_of(*number) > seats(&panel.room).min(allowed));
    let rooms: Vec<String> = full.map(|(panel, _)| panel.room.clone()).collect();
    let numbers = [number("most", most), number("allowed", allowed)];
    RuleCheck { rooms: rooms.clone(), ..check(GroupRule::ExpertsPerRoom, rooms.is_empty(), numbers) }
}

fn equipment(laid: &Laid<'_>, known: &KnownRooms) -> RuleCheck {
    let rows: Vec<_> = laid.placed.rooms.iter().filter_map(|panel| known.coded(&panel.room).ok()).collect();
    let linked = rows.iter().filter(|room| room.video).count();
    let recorded = rows.iter().filter(|room| room.recording).count();
    let out = rows.iter().filter(|room| !room.recording || (rows.len() > 1 && !room.video));
    let rooms: Vec<String> = out.map(|room| room.code.clone()).collect();
    let numbers = [number("rooms", rows.len()), number("linked", linked), number("recorded", recorded)];
    RuleCheck { rooms: rooms.clone(), ..check(GroupRule::VideoAndRecording, rooms.is_empty(), numbers) }
}

fn shelf(laid: &Laid<'_>) -> RuleCheck {
    let in_group = |room: &&bidhall_grouping::instance::Room| {
        laid.placed.rooms.iter().any(|panel| panel.room == room.id)
    };
    let places: u32 = laid.instance.rooms.iter().filter(in_group).map(|room| room.shelf).sum();
    let sets: BTreeSet<u32> = laid.placed.rooms.iter().filter_map(|panel| panel.set).collect();
    let needed = laid.bid_count() * u32::try_from(sets.len()).unwrap_or(0);
    check(GroupRule::Shelf, places >= needed, [number("shelf", places), number("needed", needed)])
}

fn one_at_a_time(laid: &Laid<'_>) -> RuleCheck {
    let clash = |key: fn(&bidhall_grouping::plan::Review) -> (String, usize)| {
        let mut by_key: BTreeMap<(String, usize), Vec<(u32, u32)>> = BTreeMap::new();
        for review in &laid.placed.reviews {
            by_key.entry(key(review)).or_default().push((review.begin, review.end));
        }
        by_key
            .values_mut()
            .map(|spans| {
                spans.sort_unstable();
                spans.windows(2).filter(|pair| pair[1].0 < pair[0].1).count()
            })
            .sum::<usize>()
    };
    let in_room = clash(|review| (review.room.clone(), 0));
    let of_batch = if laid.is_paper() { clash(|review| (String::new(), review.batch)) } else { 0 };
    let conflicts = in_room + of_batch;
    check(GroupRule::OneRoomAtATime, conflicts == 0, [number("conflicts", conflicts)])
}

fn one_zone(laid: &Laid<'_>, known: &KnownRooms) -> RuleCheck {
    let rows = laid.placed.rooms.iter().filter_map(|panel| known.coded(&panel.room).ok());
    let zones: BTreeSet<&str> = rows.map(|room| room.zone.as_str()).collect();
    check(GroupRule::OneZone, zones.len() <= 1, [number("zones", zones.len())])
}
