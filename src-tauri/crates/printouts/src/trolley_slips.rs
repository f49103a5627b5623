//! The slips of the trolleys (周转车单): one for each batch in each room that reads it, signed when it is handed over.

use bidhall_rules::groups::SlipCode;
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::paper::{Content, json};
use crate::pattern::Pattern;
use crate::{GroupHead, PrintError, wording};

/// The slips of one version of a group, several to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrolleySlips {
    /// Which group.
    pub group: GroupHead,
    /// The slips in the order in which the trolleys leave.
    pub slips: Vec<TrolleySlip>,
    /// Whether they come from a rehearsal and must say so.
    pub rehearsal: bool,
}

/// One slip of [`TrolleySlips`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrolleySlip {
    /// The code, shown as `0312G1K2P1-T` and put into the bars without the dash.
    pub code: SlipCode,
    /// The batch, `K2`.
    pub batch: String,
    /// The numbers of its bids, from 1.
    pub bids: Vec<u32>,
    /// Code of the room that reads it.
    pub room: String,
    /// When it is read there, in centre time like all times here.
    pub begin: NaiveDateTime,
    /// Until when.
    pub end: NaiveDateTime,
    /// The way there; none when it is there already.
    pub bring: Option<TrolleyWay>,
    /// The way back to the document room, unless the batch goes straight on to the next room.
    pub back: Option<TrolleyWay>,
}

/// A way of a trolley.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrolleyWay {
    /// Code of the room it leaves.
    pub from: String,
    /// Code of the room it comes to.
    pub to: String,
    /// When it leaves, in centre time.
    pub leaves: NaiveDateTime,
    /// When it arrives.
    pub arrives: NaiveDateTime,
    /// When it is disinfected; the same as it arrives where that is not asked for.
    pub ready: NaiveDateTime,
}

/// The slips as their template reads them.
#[derive(Serialize)]
struct Wording<'a> {
    group: &'a GroupHead,
    slips: Vec<SlipWording<'a>>,
    rehearsal: bool,
}

#[derive(Serialize)]
struct SlipWording<'a> {
    code: String,
    bars: Pattern,
    batch: &'a str,
    count: usize,
    bids: String,
    room: &'a str,
    reading: String,
    bring: Option<WayWording<'a>>,
    back: Option<WayWording<'a>>,
}

/// A way as a template reads it.
#[derive(Serialize)]
pub(crate) struct WayWording<'a> {
    from: &'a str,
    to: &'a str,
    leaves: String,
    arrives: String,
    ready: Option<String>,
}

impl TrolleyWay {
    pub(crate) fn wording(&self, group: &GroupHead) -> WayWording<'_> {
        WayWording {
            from: &self.from,
            to: &self.to,
            leaves: group.time(self.leaves),
            arrives: group.time(self.arrives),
            ready: (self.ready != self.arrives).then(|| group.time(self.ready)),
        }
    }
}

impl Content for TrolleySlips {
    fn template(&self) -> &'static str {
        "/trolley_slips.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        if self.slips.is_empty() {
            return Err(PrintError::NoSession);
        }
        let slips = self.slips.iter().map(|slip| slip.wording(&self.group));
        json(&Wording {
            group: &self.group,
            slips: slips.collect::<Result<_, PrintError>>()?,
            rehearsal: self.rehearsal,
        })
    }
}

impl TrolleySlip {
    fn wording(&self, group: &GroupHead) -> Result<SlipWording<'_>, PrintError> {
        let code = self.code.to_string();
        Ok(SlipWording {
            bars: Pattern::code128(&code.replace('-', ""))?,
            code,
            batch: &self.batch,
            count: self.bids.len(),
            bids: wording::numbers(&self.bids),
            room: &self.room,
            reading: group.span(self.begin, self.end),
            bring: self.bring.as_ref().map(|way| way.wording(group)),
            back: self.back.as_ref().map(|way| way.wording(group)),
        })
    }
}
