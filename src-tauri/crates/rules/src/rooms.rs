//! How rooms are: held or released, broken or mended, and how far they lie apart.

use crate::words::words;

words! {
    /// What is told of a room.
    pub enum RoomStateKind {
        /// Not to be used until it is released: disinfection due, or people in it.
        Held = "held",
        /// May be used again (放行).
        Released = "released",
        /// The camera is out.
        CameraFault = "camera_fault",
        /// The camera works again.
        CameraMended = "camera_mended",
        /// The recorder is out.
        RecordingFault = "recording_fault",
        /// The recorder works again.
        RecordingMended = "recording_mended",
        /// The network is out.
        NetworkFault = "network_fault",
        /// The network works again.
        NetworkMended = "network_mended",
        /// There is no power.
        PowerFault = "power_fault",
        /// The power is back.
        PowerMended = "power_mended",
    }
}

impl RoomStateKind {
    /// What this puts right; nothing for what stands open itself.
    #[must_use]
    pub const fn puts_right(self) -> Option<Self> {
        match self {
            Self::Released => Some(Self::Held),
            Self::CameraMended => Some(Self::CameraFault),
            Self::RecordingMended => Some(Self::RecordingFault),
            Self::NetworkMended => Some(Self::NetworkFault),
            Self::PowerMended => Some(Self::PowerFault),
            Self::Held | Self::CameraFault | Self::RecordingFault | Self::NetworkFault | Self::PowerFault => {
                None
            }
        }
    }
}

/// Of what was told of a room in its order, the places of what stands open now.
#[must_use]
pub fn open_states(told: &[RoomStateKind]) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    for (place, kind) in told.iter().enumerate() {
        match kind.puts_right() {
            Some(fault) => open.retain(|earlier| told.get(*earlier) != Some(&fault)),
            None if open.iter().any(|earlier| told.get(*earlier) == Some(kind)) => {}
            None => open.push(place),
        }
    }
    open
}

/// Makes walking minutes consistent: no way is longer than the way over a third room. Measured minutes and
/// those by positions may contradict each other; people take the shorter way.
pub fn shorten_ways(minutes: &mut [Vec<u32>]) {
    let rooms = minutes.len();
    for over in 0..rooms {
        for from in 0..rooms {
            for to in 0..rooms {
                let way = |a: usize, b: usize| {
                    minutes.get(a).and_then(|row| row.get(b)).copied().unwrap_or(u32::MAX)
                };
                let detour = way(from, over).saturating_add(way(over, to));
                if detour < way(from, to)
                    && let Some(direct) = minutes.get_mut(from).and_then(|row| row.get_mut(to))
                {
                    *direct = detour;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RoomStateKind::{CameraFault, CameraMended, Held, PowerFault, Released};

    #[test]
    fn what_was_put_right_stands_open_no_more() {
        assert!(open_states(&[]).is_empty());
        assert_eq!(open_states(&[Held, CameraFault, Released]), [1]);
        assert_eq!(open_states(&[CameraFault, CameraMended, CameraFault, PowerFault]), [2, 3]);
        assert_eq!(open_states(&[Held, Held]), [0], "told twice, it is open since the first time");
        assert!(open_states(&[CameraMended, Released]).is_empty());
    }

    #[test]
    fn nobody_walks_further_than_over_a_third_room() {
        let mut minutes = vec![vec![0, 9, 1], vec![9, 0, 2], vec![1, 2, 0]];
        shorten_ways(&mut minutes);
        assert_eq!(minutes, [[0, 3, 1], [3, 0, 2], [1, 2, 0]]);
    }
}
