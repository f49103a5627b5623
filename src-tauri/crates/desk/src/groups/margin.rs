//! How much time there is for each bid, and to the limit.

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::laid::Laid;

/// A member who has less than this for each bid is warned of, unless the settings say otherwise.
const RED_TENTHS: u32 = 50;

/// What a part of the time to the limit goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum TimeUse {
    /// Reading.
    Review,
    /// Waiting for batches that are carried and disinfected.
    Carry,
    /// Breaks.
    Break,
    /// The joint discussion.
    Discussion,
    /// What is left.
    Left,
}

/// A part of the time to the limit.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimePart {
    /// What it goes into.
    pub part: TimeUse,
    /// Minutes; below zero for what is left when the day ends too late.
    pub minutes: i32,
}

/// How much time there is.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupMargin {
    /// Tenths of a minute each member has for a bid when the whole time to the limit is used.
    pub per_bid_tenths: u32,
    /// Tenths of a minute each member is given for a bid.
    pub planned_tenths: u32,
    /// Minutes from the end of the joint discussion to the limit; below zero when it ends too late.
    pub to_limit_minutes: i32,
    /// Whether a member has less for a bid than the red line.
    pub red: bool,
    /// The red line, tenths of a minute for a bid.
    pub red_tenths: u32,
    /// Where the time from the start to the limit goes.
    pub parts: Vec<TimePart>,
    /// Whether it rests on the upper end of the size band.
    pub estimate: bool,
}

fn whole(minutes: u32) -> i32 {
    i32::try_from(minutes).unwrap_or(i32::MAX)
}

/// The margin of a timetable that ends as planned, or at another minute of the clock.
pub(super) fn margin(laid: &Laid<'_>, ends: Option<u32>, estimate: bool) -> GroupMargin {
    let end = ends.unwrap_or_else(|| laid.end());
    let (start, limit) = (laid.start(), laid.limit());
    let review = laid.reading_minutes().into_values().max().unwrap_or(0);
    let discussion = laid.placed.discussion_end - laid.placed.discussion_begin;
    let rested = |until: u32| {
        (until - start.min(until))
            - (laid.clock.time.working(until) - laid.clock.time.working(start).min(until))
    };
    let resting = rested(end);
    // The rest of the working time is spent waiting for batches.
    let carry = end.saturating_sub(start).saturating_sub(resting + review + discussion);
    let left = whole(limit) - whole(end);
    let bids = laid.bid_count().max(1);
    let free = limit.saturating_sub(start).saturating_sub(rested(limit) + carry + discussion);
    let per_bid_tenths = free * 10 / bids;
    let red_tenths = laid.facts.red_tenths.unwrap_or(RED_TENTHS);
    let parts = [
        (TimeUse::Review, whole(review)),
        (TimeUse::Carry, whole(carry)),
        (TimeUse::Break, whole(resting)),
        (TimeUse::Discussion, whole(discussion)),
        (TimeUse::Left, left),
    ];
    GroupMargin {
        per_bid_tenths,
        planned_tenths: review * 10 / bids,
        to_limit_minutes: left,
        red: per_bid_tenths < red_tenths,
        red_tenths,
        parts: parts.map(|(part, minutes)| TimePart { part, minutes }).into(),
        estimate,
    }
}
