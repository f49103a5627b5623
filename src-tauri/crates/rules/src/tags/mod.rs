//! Health tags (健康标识): one tag, one day. A tag shows a random code with a check character,
//! no company name and no running number, which would give the number of bidders away.

mod code;
mod scan;

use crate::words::words;

pub use code::{CentreMark, TagCode, TagCodeError};
pub use scan::{ScanFacts, ScanPurpose, TagAnswer, redeem};

words! {
    /// Where a tag stands.
    pub enum TagState {
        /// Worn inside.
        Active = "active",
        /// Its wearer has left and may return today.
        Left = "left",
        /// Taken back; another tag may have replaced it.
        Void = "void",
        /// Reported lost.
        Lost = "lost",
    }
}

words! {
    /// The paper that tags are printed on.
    pub enum TagLayout {
        /// A roll 58 mm wide.
        Roll58 = "roll58",
        /// A roll 80 mm wide.
        Roll80 = "roll80",
        /// A sheet of A4.
        A4 = "a4",
    }
}

words! {
    /// A way out or in.
    pub enum Passage {
        /// Left by a scan.
        Leave = "leave",
        /// Returned by a scan.
        Return = "return",
        /// Booked out at the end of the day.
        Closing = "closing",
    }
}

words! {
    /// Where one printing of a tag stands.
    pub enum PrintState {
        /// Sent to the printer; whether paper came out is not known.
        Queued = "queued",
        /// The tag came out.
        Printed = "printed",
        /// Nothing usable came out.
        Failed = "failed",
    }
}
