//! The words for opening sessions, the people at them and the rooms they use.

use crate::words::words;

words! {
    /// How bids are handed in and read.
    pub enum SessionKind {
        /// Paper volumes (纸质标).
        Paper = "paper",
        /// Electronic files, decrypted after the deadline (电子标).
        Electronic = "electronic",
        /// Both.
        Mixed = "mixed",
    }
}

words! {
    /// Where a session stands.
    pub enum SessionState {
        /// Announced and not yet opened.
        Scheduled = "scheduled",
        /// Opened at the deadline.
        Opened = "opened",
        /// Fewer than three bidders, so not opened (实施条例 art. 44).
        Failed = "failed",
        /// Called off before its time.
        Cancelled = "cancelled",
    }
}

words! {
    /// In what capacity a person comes.
    pub enum AttendanceRole {
        /// Delegate of a bidder (投标人代表).
        Bidder = "bidder",
        /// Tenderer (招标人).
        Tenderer = "tenderer",
        /// Tender agency (代理机构).
        Agency = "agency",
        /// Evaluation expert (评标专家).
        Expert = "expert",
        /// Supervision department (监督部门).
        Supervision = "supervision",
        /// Staff of the centre.
        Staff = "staff",
    }
}

words! {
    /// What a room is for.
    pub enum RoomPurpose {
        /// Opening room (开标室).
        Opening = "opening",
        /// Overflow seats with a video link.
        Overflow = "overflow",
        /// Evaluation room (评标室).
        Evaluation = "evaluation",
        /// Held free for a room that fails.
        Spare = "spare",
        /// Clarification room (询标室), the only place where bidders meet the committee.
        Clarification = "clarification",
        /// Bid document room (资料室).
        BidDocument = "bid_document",
        /// Supervision room (监督室).
        Supervision = "supervision",
        /// Hall for people from key regions (重点地区专厅).
        KeyRegion = "key_region",
        /// Isolation room (隔离间).
        Isolation = "isolation",
    }
}
