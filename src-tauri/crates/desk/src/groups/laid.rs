//! A timetable as it lies on the day: panels, batches and ways by the clock.

use std::collections::{BTreeMap, BTreeSet};

use bidhall_grouping::Instance;
use bidhall_grouping::instance::{Mode, Project};
use bidhall_grouping::plan::{Placed, Review};

use super::clock::DayClock;
use super::facts::Facts;

/// The timetable of one version.
pub(super) struct Laid<'a> {
    pub(super) instance: &'a Instance,
    pub(super) project: &'a Project,
    pub(super) placed: &'a Placed,
    pub(super) facts: &'a Facts,
    pub(super) clock: &'a DayClock,
}

/// The name of a batch, K1, K2 …
pub(super) fn batch_name(batch: usize) -> String {
    format!("K{}", batch + 1)
}

impl<'a> Laid<'a> {
    /// The timetable of a plan, if it has one.
    pub(super) fn of(
        instance: &'a Instance,
        plan: &'a bidhall_grouping::Plan,
        facts: &'a Facts,
        clock: &'a DayClock,
    ) -> Option<Self> {
        let placed = plan.placed.first()?;
        let project = instance.projects.iter().find(|project| project.id == placed.project)?;
        Some(Self { instance, project, placed, facts, clock })
    }

    pub(super) fn is_paper(&self) -> bool {
        self.project.mode == Mode::Paper
    }

    /// The panel that sits in a room or has left it, from 1.
    pub(super) fn panel_in(&self, room: &str) -> u32 {
        let place = self.placed.rooms.iter().position(|panel| panel.room == room);
        match place.and_then(|place| u32::try_from(place + 1).ok()) {
            Some(panel) => panel,
            None => self.facts.left_rooms.iter().find(|left| left.room == room).map_or(0, |left| left.panel),
        }
    }

    /// The experts of a panel, from 1.
    pub(super) fn experts_of(&self, panel: u32) -> u32 {
        let place = usize::try_from(panel).unwrap_or(0).checked_sub(1);
        place
            .and_then(|place| self.placed.rooms.get(place))
            .map_or(0, |panel| panel.technical + panel.economic)
    }

    /// The seat tokens of a panel, 专1, 专2 …, counted through the panels.
    pub(super) fn seats_of(&self, panel: u32) -> Vec<String> {
        let before: u32 = (1..panel).map(|earlier| self.experts_of(earlier)).sum();
        (1..=self.experts_of(panel)).map(|seat| format!("专{}", before + seat)).collect()
    }

    /// Every panel, from 1.
    pub(super) fn panels(&self) -> impl Iterator<Item = u32> + use<> {
        1..=u32::try_from(self.placed.rooms.len()).unwrap_or(0)
    }

    /// Every seat token with its panel.
    pub(super) fn seats(&self) -> Vec<(String, u32)> {
        self.panels()
            .flat_map(|panel| self.seats_of(panel).into_iter().map(move |seat| (seat, panel)))
            .collect()
    }

    /// Members of the committee.
    pub(super) fn members(&self) -> u32 {
        self.project.technical + self.project.economic
    }

    /// The bids that are read, counted from 0.
    pub(super) fn bids(&self) -> BTreeSet<usize> {
        self.placed.batches.values().flatten().flatten().copied().collect()
    }

    pub(super) fn bid_count(&self) -> u32 {
        u32::try_from(self.bids().len()).unwrap_or(u32::MAX)
    }

    /// The batches in their order with the bids in each.
    pub(super) fn batches(&self) -> impl Iterator<Item = (usize, &'a Vec<usize>)> + use<'a> {
        self.placed.batches.values().flatten().enumerate().filter(|(_, bids)| !bids.is_empty())
    }

    /// The reviews of a batch by their begin.
    pub(super) fn reviews_of(&self, batch: usize) -> Vec<&'a Review> {
        let mut reviews: Vec<&Review> =
            self.placed.reviews.iter().filter(|review| review.batch == batch).collect();
        reviews.sort_by_key(|review| (review.begin, review.end));
        reviews
    }

    /// Minutes each panel reads.
    pub(super) fn reading_minutes(&self) -> BTreeMap<u32, u32> {
        let mut minutes = BTreeMap::new();
        for review in &self.placed.reviews {
            *minutes.entry(self.panel_in(&review.room)).or_insert(0) += review.end - review.begin;
        }
        minutes
    }

    /// Walking minutes between two rooms; none if the problem does not know both.
    pub(super) fn walk(&self, from: &str, to: &str) -> Option<u32> {
        let place = |code: &str| self.instance.rooms.iter().position(|room| room.id == code);
        self.instance.walk_minutes.get(place(from)?)?.get(place(to)?).copied()
    }

    /// Minutes of the clock from the start to the limit.
    pub(super) fn limit_minutes(&self) -> u32 {
        self.facts.limit_minutes.unwrap_or(self.project.limit_minutes)
    }

    /// The minute of the clock at which the evaluation starts.
    pub(super) fn start(&self) -> u32 {
        self.clock.time.begins(self.placed.start)
    }

    /// The minute of the clock at which the joint discussion ends.
    pub(super) fn end(&self) -> u32 {
        self.clock.time.ends(self.placed.discussion_end)
    }

    /// The minute of the clock at which it must have ended.
    pub(super) fn limit(&self) -> u32 {
        self.start() + self.limit_minutes()
    }
}
