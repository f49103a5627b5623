//! The stays already given out, by room.

use crate::instance::Instance;
use crate::rules;

/// The stays already given out, by room.
pub(crate) struct Occupancy<'a> {
    instance: &'a Instance,
    stays: Vec<Vec<(u64, u64)>>,
}

impl<'a> Occupancy<'a> {
    pub(crate) fn new(instance: &'a Instance) -> Self {
        Self { instance, stays: vec![Vec::new(); instance.rooms.len()] }
    }

    pub(crate) fn occupy(&mut self, rooms: &[usize], begin: u64, end: u64) {
        for &room in rooms {
            self.stays[room].push((begin, end));
        }
    }

    /// Whether the room is free for the whole stay, changeovers included.
    pub(crate) fn is_free(&self, room: usize, begin: u64, end: u64) -> bool {
        self.next_free(room, begin, end) == begin
    }

    /// `begin`, or the end of a changeover that a stay from `begin` to `end` has to wait for.
    fn next_free(&self, room: usize, begin: u64, end: u64) -> u64 {
        let changeover = u64::from(self.instance.rules.changeover_minutes);
        let in_the_way = self.stays[room]
            .iter()
            .filter(|&&(from, until)| begin < until + changeover && from < end + changeover)
            .map(|&(_, until)| until + changeover);
        in_the_way.max().unwrap_or(begin)
    }

    /// The earliest start between `earliest` and `latest` at which all rooms are open and free for the stay.
    pub(crate) fn earliest(&self, earliest: u64, latest: u64, rooms: &[usize], minutes: u64) -> Option<u64> {
        let mut start = earliest;
        loop {
            let mut later = start;
            for &room in rooms {
                if !rules::open_throughout(&self.instance.rooms[room], start, start + minutes) {
                    let windows = self.instance.rooms[room].windows.iter();
                    let openings = windows.map(|&[opens, _]| u64::from(opens)).filter(|&opens| opens > start);
                    later = later.max(openings.min()?);
                }
                later = later.max(self.next_free(room, start, start + minutes));
            }
            if later > latest {
                return None;
            }
            if later == start {
                return Some(start);
            }
            start = later;
        }
    }
}
