//! The roll-call of units (单位摸排): where each person of a unit was on a day.

use crate::words::words;

words! {
    /// Where a person was on a day, as the unit reports it.
    pub enum RollCallState {
        /// At work (在岗).
        OnDuty = "on_duty",
        /// At home (居家).
        AtHome = "at_home",
        /// In isolation (隔离).
        Isolated = "isolated",
        /// Away from the place (外地).
        Elsewhere = "elsewhere",
    }
}
