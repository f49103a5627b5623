//! When what is left of a day will be read: what was done stands with its real times, and what is late pushes
//! the rest.

use std::collections::BTreeMap;

use bidhall_grouping::plan::Review;

use crate::groups::events::Log;
use crate::groups::laid::Laid;

/// A reading as it was planned and as it will be; working minutes.
#[derive(Debug, Clone)]
pub(super) struct Block<'a> {
    pub(super) review: &'a Review,
    pub(super) panel: u32,
    /// Whether the panel reads the batch again.
    pub(super) repeated: bool,
    pub(super) begun: Option<chrono::DateTime<chrono::Utc>>,
    pub(super) finished: Option<chrono::DateTime<chrono::Utc>>,
    pub(super) begin: u32,
    pub(super) end: u32,
}

/// The rest of a day.
pub(super) struct Forecast<'a> {
    /// By planned begin.
    pub(super) blocks: Vec<Block<'a>>,
    /// When the joint discussion will begin and end, working minutes.
    pub(super) discussion: (u32, u32),
}

/// Where a panel is, and a batch with its room: free from which minute.
#[derive(Default)]
struct Free {
    panels: BTreeMap<u32, u32>,
    batches: BTreeMap<usize, (u32, String)>,
}

/// Forecasts the day at a working minute.
pub(super) fn forecast<'a>(laid: &Laid<'a>, log: &Log, now: u32) -> Forecast<'a> {
    let mut reviews: Vec<&Review> = laid.placed.reviews.iter().collect();
    reviews.sort_by_key(|review| (review.begin, review.end, review.batch));
    let mut seen: BTreeMap<(u32, usize), usize> = BTreeMap::new();
    let mut free = Free::default();
    let mut blocks = Vec::new();
    for review in reviews {
        let panel = laid.panel_in(&review.room);
        let turn = seen.entry((panel, review.batch)).or_insert(0);
        let reading = log.readings_of(panel, review.batch).nth(*turn);
        let repeated = *turn > 0;
        *turn += 1;
        let minutes = review.end - review.begin;
        let begun = reading.map(|reading| laid.clock.working(reading.begun));
        let begin = begun.unwrap_or_else(|| {
            let ready = free.panels.get(&panel).copied().unwrap_or(0);
            let carried = if laid.is_paper() { free.arrives(laid, review) } else { 0 };
            let waits = if log.started.is_some() { now } else { 0 };
            review.begin.max(ready).max(carried).max(waits)
        });
        let finished = reading.and_then(|reading| reading.finished);
        let end = match (finished, begun) {
            (Some(finished), _) => laid.clock.working(finished),
            // Who has not told the end reads on.
            (None, Some(begun)) => (begun + minutes).max(now),
            (None, None) => begin + minutes,
        };
        let ready = free.panels.entry(panel).or_insert(0);
        *ready = end.max(*ready);
        free.batches.insert(review.batch, (end, review.room.clone()));
        blocks.push(Block {
            review,
            panel,
            repeated,
            begun: reading.map(|reading| reading.begun),
            finished,
            begin,
            end,
        });
    }
    let last = blocks.iter().map(|block| block.end).max().unwrap_or(0);
    let minutes = laid.placed.discussion_end - laid.placed.discussion_begin;
    let begin = last.max(laid.placed.discussion_begin);
    Forecast { blocks, discussion: (begin, begin + minutes) }
}

impl Free {
    /// When a batch will have come into a room and be disinfected.
    fn arrives(&self, laid: &Laid<'_>, review: &Review) -> u32 {
        let Some((end, room)) = self.batches.get(&review.batch) else { return 0 };
        if *room == review.room {
            return *end;
        }
        end + laid.walk(room, &review.room).unwrap_or(0) + laid.instance.rules.disinfect_minutes
    }
}
