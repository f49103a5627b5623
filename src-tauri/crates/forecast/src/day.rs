//! The day that is forecast.

use serde::{Deserialize, Serialize};

use crate::Spread;

/// Milliseconds: of a moment from midnight, or of a length of time.
pub type Millis = i64;

/// A day is no longer than this; what ends after it is not of the day.
pub(crate) const MIDNIGHT: Millis = 24 * 3_600_000;

/// The most people of one day that are played.
pub const MOST_PEOPLE: u32 = 5_000;

/// One of the six steps (or, in a test of the arithmetic, a step that stands for all).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// 佩戴口罩
    Mask,
    /// 脚踩84
    Shoe,
    /// 手喷酒精
    Hand,
    /// 测温问体
    Temperature,
    /// 递表核实
    Form,
    /// 废罩密封
    MaskDisposal,
}

/// How long a step takes, and how often it takes longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which.
    pub kind: StepKind,
    /// How long it takes.
    pub time: Spread,
    /// Of a thousand people, for how many something more is to be done: a mask replaced, a form written.
    pub more_often: u16,
    /// How long that takes besides.
    pub more: Spread,
}

/// The rest before a second reading: the person stands aside and another one comes to the lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// Of a thousand people, how many.
    pub often: u16,
    /// How long.
    pub time: Spread,
    /// Of a thousand who rested, how many are refused after it.
    pub refused: u16,
}

/// A lane and when it is at work. Who has begun there is finished there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// From when.
    pub from: Millis,
    /// Until when it takes people.
    pub until: Millis,
}

/// When the people of a session come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Arrivals {
    /// Each at a moment drawn before the deadline: between `earliest` and `latest` ahead of it, most at
    /// `mostly` ahead (a triangle).
    Ahead {
        /// The first come this long before the deadline.
        earliest: Millis,
        /// Most come about this long before it.
        mostly: Millis,
        /// The last come this long before it; negative for those who come too late.
        latest: Millis,
    },
    /// At these moments.
    At {
        /// One a person.
        moments: Vec<Millis>,
    },
    /// One after another with drawn gaps, from a moment on.
    Gaps {
        /// The moment.
        from: Millis,
        /// The gaps.
        gap: Spread,
    },
}

/// The people of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What the session is called.
    pub code: String,
    /// When they must be in the opening room.
    pub deadline: Millis,
    /// How many.
    pub people: u32,
    /// When they come.
    pub arrivals: Arrivals,
}

/// A day at the gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateDay {
    /// The lanes; all take from one line.
    pub lanes: Vec<Lane>,
    /// The steps in their order.
    pub steps: Vec<Step>,
    /// The rest after the temperature step.
    pub rest: Option<Rest>,
    /// The sessions.
    pub groups: Vec<Group>,
    /// From the gate to the opening room.
    pub walk: Millis,
    /// Whether those with the earlier deadline are taken first; else who came first.
    pub by_deadline: bool,
}

/// A day that cannot be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// There is no lane, or one that closes before it opens.
    #[error("a day needs a lane that opens before it closes")]
    Lanes,
    /// There is no step.
    #[error("a day needs a step")]
    Steps,
    /// A length of time is negative or longer than a day, or a share is more than all.
    #[error("a time or a share is out of range")]
    Range,
    /// More people than are played.
    #[error("more than {MOST_PEOPLE} people in a day")]
    People,
}

impl GateDay {
    /// # Errors
    /// [`DayFault`] with the first thing that cannot be.
    pub fn check(&self) -> Result<(), DayFault> {
        let of_a_day = |time: Millis| (0..=MIDNIGHT).contains(&time);
        let lane_holds = |lane: &Lane| of_a_day(lane.from) && of_a_day(lane.until) && lane.from < lane.until;
        if self.lanes.is_empty() || !self.lanes.iter().all(lane_holds) {
            return Err(DayFault::Lanes);
        }
        if self.steps.is_empty() {
            return Err(DayFault::Steps);
        }
        let steps_hold =
            self.steps.iter().all(|step| step.time.holds() && step.more.holds() && step.more_often <= 1000);
        let rest_holds = self
            .rest
            .as_ref()
            .is_none_or(|rest| rest.time.holds() && rest.often <= 1000 && rest.refused <= 1000);
        let groups_hold = self.groups.iter().all(|group| of_a_day(group.deadline) && group.arrivals.hold());
        if !steps_hold || !rest_holds || !groups_hold || !of_a_day(self.walk) {
            return Err(DayFault::Range);
        }
        let people = self.groups.iter().try_fold(0_u32, |sum, group| sum.checked_add(group.people));
        match people {
            Some(people) if people <= MOST_PEOPLE => Ok(()),
            _ => Err(DayFault::People),
        }
    }
}

impl Arrivals {
    fn hold(&self) -> bool {
        match self {
            Self::Ahead { earliest, mostly, latest } => {
                (-MIDNIGHT..=MIDNIGHT).contains(latest)
                    && latest <= mostly
                    && mostly <= earliest
                    && *earliest <= MIDNIGHT
            }
            Self::At { moments } => moments.iter().all(|moment| (0..=MIDNIGHT).contains(moment)),
            Self::Gaps { from, gap } => (0..=MIDNIGHT).contains(from) && gap.holds(),
        }
    }
}
