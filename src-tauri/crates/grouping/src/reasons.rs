//! Why a project found no place: tested alone in the empty building, leaving out one family of rules at a
//! time, then the smallest set of families.

use crate::fit::Question;
use crate::instance::{Instance, Project};
use crate::plan::{Family, Part, Reason, Shortage};
use crate::rules::{self, count};

/// One project to be explained.
pub(crate) struct Case<'a> {
    pub instance: &'a Instance,
    pub project: &'a Project,
    /// Minutes from the start to the end of the discussion.
    pub minutes: u64,
}

impl Case<'_> {
    /// The reasons the project does not fit into the empty building; none if it does.
    pub(crate) fn alone(&self) -> Vec<Reason> {
        if self.fits_without(&[]) {
            return Vec::new();
        }
        let (streams, rooms) = (rules::streams(self.project).len(), self.instance.rooms.len());
        if rooms < streams {
            // No family of rules is to blame where the building has fewer rooms than streams.
            return vec![Reason::RoomCount(Shortage { needed: count(streams), available: count(rooms) })];
        }
        let single: Vec<Reason> = Family::ALL
            .into_iter()
            .filter(|&family| self.fits_without(&[family]))
            .map(|family| family.reason(self.shortage(family, &[])))
            .collect();
        if !single.is_empty() {
            return single;
        }
        let Some(set) = self.smallest_set() else { return vec![Reason::Combined { parts: Vec::new() }] };
        let part = |&family: &Family| {
            let others: Vec<Family> = set.iter().copied().filter(|&other| other != family).collect();
            Part { family, shortage: self.shortage(family, &others) }
        };
        vec![Reason::Combined { parts: set.iter().map(part).collect() }]
    }

    /// Rooms needed alone, and usable rooms that `free` leaves at the best start.
    pub(crate) fn rooms_taken(&self, free: impl Fn(usize, u64) -> bool) -> Reason {
        let question = self.question(&[], 0);
        let needed = question.fewest_rooms().unwrap_or(1);
        let serves = |room: usize| {
            let room = &self.instance.rooms[room];
            needed == 1 || (room.video && question.receives(room))
        };
        let (earliest, latest) = (self.project.earliest_start, self.project.latest_start);
        let left_at = |start: u32| {
            let start = u64::from(start);
            let usable = question.usable_at(start);
            usable.into_iter().filter(|&room| serves(room) && free(room, start)).count()
        };
        let available = (earliest..=latest).step_by(5).map(left_at).max().unwrap_or(0);
        Reason::RoomsTaken(Shortage { needed: count(needed), available: count(available) })
    }

    fn question<'a>(&'a self, without: &'a [Family], unlinked: usize) -> Question<'a> {
        let Self { instance, project, minutes } = *self;
        Question { instance, project, without, minutes, unlinked }
    }

    fn fits_without(&self, without: &[Family]) -> bool {
        self.question(without, 0).fewest_rooms().is_some()
    }

    /// The smallest set of families whose removal lets the project fit; the first one in the order of
    /// [`Family::ALL`].
    fn smallest_set(&self) -> Option<Vec<Family>> {
        let mut sets: Vec<Vec<Family>> = (1_u32..1 << Family::ALL.len())
            .map(|mask| (0..Family::ALL.len()).filter(|bit| mask >> bit & 1 == 1).collect::<Vec<usize>>())
            .map(|places| places.into_iter().map(|place| Family::ALL[place]).collect())
            .collect();
        sets.sort_by(|a: &Vec<Family>, b| (a.len(), a).cmp(&(b.len(), b)));
        sets.into_iter().find(|set| set.len() > 1 && self.fits_without(set))
    }

    /// What is needed and what there is of one family while `without` is left out as well.
    fn shortage(&self, family: Family, without: &[Family]) -> Shortage {
        let question = self.question(without, 0);
        let experts = question.experts();
        let shelf = question.shelf_needed();
        match family {
            Family::TimeLimit => {
                Shortage { needed: self.minutes, available: u64::from(self.project.limit_minutes) }
            }
            Family::RoomHours => Shortage { needed: self.minutes, available: self.longest_stay(without) },
            Family::Seats => Shortage {
                needed: count(experts),
                available: {
                    let offers = question.offers();
                    let stored = offers.iter().filter(|offer| offer.shelves(shelf));
                    stored.map(|offer| count(offer.seated)).max().unwrap_or(0)
                },
            },
            Family::Shelf => {
                let offers = question.offers();
                let seating = offers.iter().filter(|offer| offer.seated == experts);
                let closest = seating.min_by_key(|offer| offer.shelf_needed(shelf).abs_diff(offer.shelf));
                let numbers = closest.map_or((shelf, 0), |o| (o.shelf_needed(shelf), o.shelf));
                Shortage { needed: numbers.0, available: numbers.1 }
            }
            Family::Video => {
                let unlinked = self.question(without, question.most_rooms()).offers();
                let holds = unlinked.iter().filter(|offer| offer.seated == experts && offer.shelves(shelf));
                let group = holds.min_by_key(|offer| (offer.unlinked, offer.rooms));
                let (rooms, unlinked) = group.map_or((0, 0), |offer| (offer.rooms, offer.unlinked));
                Shortage { needed: count(rooms), available: count(rooms - unlinked) }
            }
            Family::RoomCount => {
                let more: Vec<Family> = without.iter().copied().chain([Family::RoomCount]).collect();
                let needed = self.question(&more, 0).fewest_rooms().unwrap_or(0);
                let available = u64::from(self.instance.rules.max_rooms_per_project);
                Shortage { needed: count(needed), available }
            }
        }
    }

    /// The longest stay for which some group of rooms would be open.
    fn longest_stay(&self, without: &[Family]) -> u64 {
        let open_for = |minutes: u64| {
            let without: Vec<Family> = without.iter().copied().chain([Family::TimeLimit]).collect();
            Case { minutes, ..*self }.fits_without(&without)
        };
        let (mut open, mut shut) = (0, self.minutes);
        while open + 1 < shut {
            let middle = open.midpoint(shut);
            if open_for(middle) {
                open = middle;
            } else {
                shut = middle;
            }
        }
        open
    }
}
