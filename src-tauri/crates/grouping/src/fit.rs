//! Whether a project fits into the empty building, exactly, with some families of rules left out.
//!
//! Rooms are added one after the other; what is kept is the most shelf places for each number of rooms,
//! seated experts and rooms without a video link.

use crate::instance::{Instance, Mode, Project, Room};
use crate::plan::Family;
use crate::rules;

/// A question about one project in the empty building.
pub(crate) struct Question<'a> {
    pub instance: &'a Instance,
    pub project: &'a Project,
    /// Families of rules left out.
    pub without: &'a [Family],
    /// Minutes from the start to the end of the discussion.
    pub minutes: u64,
    /// Most rooms of a group that may lack a video link.
    pub unlinked: usize,
}

/// What some group of rooms offers.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub rooms: usize,
    /// Experts seated, none beyond those of the committee.
    pub seated: usize,
    pub shelf: u64,
    pub unlinked: usize,
    /// Paper sets without which batches would have to be carried to a room that cannot receive them.
    sets: usize,
}

impl Offer {
    fn nobody() -> Self {
        Self { rooms: 0, seated: 0, shelf: 0, unlinked: 0, sets: 1 }
    }

    /// Whether the shelves hold `places` for each paper set.
    pub(crate) fn shelves(&self, places: u64) -> bool {
        self.shelf >= self.shelf_needed(places)
    }

    /// Shelf places the group needs if one paper set needs `places`.
    pub(crate) fn shelf_needed(&self, places: u64) -> u64 {
        places * rules::count(self.sets)
    }
}

impl Question<'_> {
    /// The fewest rooms of a group that holds the project.
    pub(crate) fn fewest_rooms(&self) -> Option<usize> {
        let (experts, shelf) = (self.experts(), self.shelf_needed());
        let holds = |offer: &Offer| offer.seated == experts && offer.shelves(shelf) && offer.unlinked == 0;
        self.offers().iter().filter(|offer| holds(offer)).map(|offer| offer.rooms).min()
    }

    /// Experts of the committee.
    pub(crate) fn experts(&self) -> usize {
        let (technical, economic) = self.roles();
        technical + economic
    }

    /// Shelf places the project needs at least.
    pub(crate) fn shelf_needed(&self) -> u64 {
        match self.project.mode {
            Mode::Electronic => 0,
            Mode::Paper if self.leaves_out(Family::Shelf) => 0,
            Mode::Paper => rules::count(rules::bids(self.project)),
        }
    }

    /// Most rooms of a group.
    pub(crate) fn most_rooms(&self) -> usize {
        let rooms = self.instance.rooms.len().min(self.experts());
        let most = usize::try_from(self.instance.rules.max_rooms_per_project).unwrap_or(usize::MAX);
        if self.leaves_out(Family::RoomCount) { rooms } else { rooms.min(most) }
    }

    /// Times at which a start is worth trying: the earliest, and every opening of a room within the range.
    fn starts(&self) -> Vec<u64> {
        let (earliest, latest) = (self.project.earliest_start, self.project.latest_start);
        let openings =
            self.instance.rooms.iter().flat_map(|room| room.windows.iter().map(|[opens, _]| *opens));
        let mut starts: Vec<u32> = openings.filter(|opens| (earliest..=latest).contains(opens)).collect();
        starts.push(earliest);
        starts.sort_unstable();
        starts.dedup();
        if self.leaves_out(Family::RoomHours) {
            starts.truncate(1);
        }
        starts.into_iter().map(u64::from).collect()
    }

    /// Everything that groups of rooms offer, at any start.
    pub(crate) fn offers(&self) -> Vec<Offer> {
        let too_long = self.minutes > u64::from(self.project.limit_minutes);
        if (too_long && !self.leaves_out(Family::TimeLimit)) || self.most_rooms() == 0 {
            return Vec::new();
        }
        self.starts().into_iter().flat_map(|start| self.offers_at(start)).collect()
    }

    /// Rooms that are open for the whole stay and seat an expert.
    pub(crate) fn usable_at(&self, start: u64) -> Vec<usize> {
        let usable = |room: &Room| {
            let open = self.leaves_out(Family::RoomHours)
                || rules::open_throughout(room, start, start + self.minutes);
            open && self.places(room) > 0
        };
        (0..self.instance.rooms.len()).filter(|&room| usable(&self.instance.rooms[room])).collect()
    }

    /// Whether batches can be carried to the room, or none are carried at all.
    pub(crate) fn receives(&self, room: &Room) -> bool {
        let shelf = if self.leaves_out(Family::Shelf) { u32::MAX } else { room.shelf };
        let cap = usize::try_from(self.instance.rules.carry_max_bids.min(shelf)).unwrap_or(usize::MAX);
        self.project.mode == Mode::Electronic || cap >= rules::largest_packed(self.project)
    }

    fn leaves_out(&self, family: Family) -> bool {
        self.without.contains(&family)
    }

    fn roles(&self) -> (usize, usize) {
        let count = |experts: u32| usize::try_from(experts).unwrap_or(0);
        let (technical, economic) = (count(self.project.technical), count(self.project.economic));
        if self.project.split_roles { (technical, economic) } else { (technical + economic, 0) }
    }

    fn places(&self, room: &Room) -> usize {
        if self.leaves_out(Family::Seats) {
            return self.experts();
        }
        let places = usize::try_from(rules::capacity(self.project, room)).unwrap_or(usize::MAX);
        places.min(self.experts())
    }

    fn offers_at(&self, start: u64) -> Vec<Offer> {
        let usable = self.usable_at(start);
        let (technical, economic) = self.roles();
        let alone = usable.iter().map(|&room| self.join(&Offer::nobody(), room, technical));
        let mut offers: Vec<Offer> = alone.map(|offer| Offer { unlinked: 0, ..offer }).collect();
        let (travel, stay): (Vec<usize>, Vec<usize>) =
            usable.iter().partition(|&&room| self.receives(&self.instance.rooms[room]));
        let most = self.most_rooms();
        self.groups_from(&Offer::nobody(), &travel, (technical, economic), most, &mut offers);
        if economic > 0 {
            self.lone_readers(&travel, &stay, &mut offers);
        } else if !stay.is_empty() {
            let copies = usize::try_from(self.project.copies).unwrap_or(usize::MAX);
            let mut own_sets = Vec::new();
            self.groups_from(&Offer::nobody(), &usable, (technical, 0), most.min(copies), &mut own_sets);
            offers.extend(own_sets.into_iter().map(|offer| Offer { sets: offer.rooms, ..offer }));
        }
        offers
    }

    /// A room to which nothing can be carried may still hold one role alone, when roles are split.
    fn lone_readers(&self, travel: &[usize], stay: &[usize], offers: &mut Vec<Offer>) {
        let (technical, economic) = self.roles();
        for &room in stay {
            for (role, other) in [((technical, 0), (0, economic)), ((0, economic), (technical, 0))] {
                let (readers, others) = (role.0 + role.1, other.0 + other.1);
                let lone = self.join(&Offer::nobody(), room, readers);
                if lone.seated < readers || lone.unlinked > self.unlinked {
                    continue;
                }
                self.groups_from(&lone, travel, other, self.most_rooms().min(others + 1), offers);
                let pairs = stay.iter().filter(|&&second| second != room && self.most_rooms() > 1);
                let pairs = pairs.map(|&second| self.join(&lone, second, others));
                offers.extend(pairs.filter(|pair| pair.unlinked <= self.unlinked));
            }
        }
    }

    /// The offer with one more room, which seats up to `experts`.
    fn join(&self, offer: &Offer, room: usize, experts: usize) -> Offer {
        let it = &self.instance.rooms[room];
        Offer {
            rooms: offer.rooms + 1,
            seated: offer.seated + self.places(it).min(experts),
            shelf: offer.shelf + u64::from(it.shelf),
            unlinked: offer.unlinked + usize::from(!it.video && !self.leaves_out(Family::Video)),
            sets: 1,
        }
    }

    /// Groups of two or more rooms that begin with `first` and seat both roles in the rooms of `pool`.
    fn groups_from(
        &self,
        first: &Offer,
        pool: &[usize],
        (technical, economic): (usize, usize),
        most: usize,
        offers: &mut Vec<Offer>,
    ) {
        let unlinked = if self.leaves_out(Family::Video) { 0 } else { self.unlinked };
        let grid = Grid { most, unlinked, technical, economic };
        let mut cells: Vec<Option<Offer>> = vec![None; grid.cells()];
        if first.rooms > most || first.unlinked > unlinked {
            return;
        }
        cells[grid.cell(first.rooms, first.unlinked, 0, 0)] = Some(first.clone());
        for &room in pool {
            grid.add(&mut cells, room, self);
        }
        offers.extend(cells.into_iter().flatten().filter(|offer| offer.rooms > 1));
    }
}

/// The states of the search: rooms, rooms without link, seated technical and economic experts.
struct Grid {
    most: usize,
    unlinked: usize,
    technical: usize,
    economic: usize,
}

impl Grid {
    fn cells(&self) -> usize {
        (self.most + 1) * self.layer()
    }

    fn layer(&self) -> usize {
        (self.unlinked + 1) * (self.technical + 1) * (self.economic + 1)
    }

    fn cell(&self, rooms: usize, unlinked: usize, technical: usize, economic: usize) -> usize {
        ((rooms * (self.unlinked + 1) + unlinked) * (self.technical + 1) + technical) * (self.economic + 1)
            + economic
    }

    /// Lets one more room join every group found so far, on either side of the committee.
    fn add(&self, cells: &mut [Option<Offer>], room: usize, question: &Question<'_>) {
        for from in (0..self.most * self.layer()).rev() {
            let Some(offer) = cells[from].clone() else { continue };
            let economic = from % (self.economic + 1);
            let technical = from / (self.economic + 1) % (self.technical + 1);
            for of_economic in [false, true] {
                let empty = if of_economic { self.economic - economic } else { self.technical - technical };
                let joined = question.join(&offer, room, empty);
                if joined.unlinked > self.unlinked {
                    continue;
                }
                let more = joined.seated - offer.seated;
                let to = if of_economic {
                    self.cell(joined.rooms, joined.unlinked, technical, economic + more)
                } else {
                    self.cell(joined.rooms, joined.unlinked, technical + more, economic)
                };
                if cells[to].as_ref().is_none_or(|known| known.shelf < joined.shelf) {
                    cells[to] = Some(joined);
                }
            }
        }
    }
}
