//! Better plans, looked for in the background: one at a time, shown while it goes on, cancelled at a word, and
//! taken only when a person says so.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bidhall_grouping::answer::Progress;
use bidhall_grouping::plan::Objective;
use bidhall_grouping::{Instance, Pins, improve_with};
use bidhall_rules::ids::{GroupId, SessionId};
use bidhall_rules::working_time::WorkingTime;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::Semaphore;
use ts_rs::TS;

use super::explain::{LevelStatus, proof};
use super::thinking::Thought;

/// Where the search for a better plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImprovementState {
    /// Another plan is being improved; this one comes after it.
    Waiting,
    /// It goes on.
    Working,
    /// Everything is proven, or all rounds are done.
    Over,
    /// Somebody stopped it, or a newer version made it needless.
    Cancelled,
}

/// The search for a better plan than a version of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImprovementView {
    /// The version.
    pub group_id: GroupId,
    /// Its session.
    pub session_id: SessionId,
    /// Where it stands.
    pub state: ImprovementState,
    /// The round it is in, from 1; each takes four times as long as the one before.
    pub round: u32,
    /// At most so many rounds.
    pub rounds: u32,
    /// The best so far, level by level, with what no plan undercuts.
    pub levels: Vec<LevelStatus>,
    /// Whether that is better than the version.
    pub better: bool,
}

/// What is improved.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) group_id: GroupId,
    pub(super) session_id: SessionId,
    pub(super) instance: Instance,
    pub(super) pins: Pins,
    /// What the version reaches.
    pub(super) objective: Objective,
    pub(super) levels: Vec<LevelStatus>,
    pub(super) time: WorkingTime,
}

#[derive(Debug)]
struct Search {
    view: ImprovementView,
    task: Arc<Task>,
    found: Option<Thought>,
    stop: Arc<AtomicBool>,
}

/// The searches of the records that are open; of each session the last.
#[derive(Debug, Clone)]
pub(crate) struct ImprovementBook {
    searches: Arc<Mutex<Vec<Search>>>,
    /// One at a time, so that the desk keeps a core for itself.
    turn: Arc<Semaphore>,
}

impl Default for ImprovementBook {
    fn default() -> Self {
        Self { searches: Arc::default(), turn: Arc::new(Semaphore::new(1)) }
    }
}

impl ImprovementBook {
    fn with<T>(&self, look: impl FnOnce(&mut Vec<Search>) -> T) -> T {
        look(&mut self.searches.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, group: GroupId, change: impl FnOnce(&mut Search)) {
        self.with(|searches| {
            if let Some(search) = searches.iter_mut().find(|search| search.view.group_id == group) {
                change(search);
            }
        });
    }

    pub(super) fn view(&self, group: GroupId) -> Option<ImprovementView> {
        self.with(|searches| {
            let search = searches.iter().find(|search| search.view.group_id == group);
            search.map(|search| search.view.clone())
        })
    }

    /// The better plan found for a version, with its problem.
    pub(super) fn found(&self, group: GroupId) -> Option<(Arc<Task>, Thought)> {
        self.with(|searches| {
            let search = searches.iter().find(|search| search.view.group_id == group)?;
            Some((Arc::clone(&search.task), search.found.clone()?))
        })
    }

    pub(super) fn stop(&self, group: GroupId) {
        self.change(group, |search| {
            search.stop.store(true, Ordering::Relaxed);
            if search.view.state != ImprovementState::Over {
                search.view.state = ImprovementState::Cancelled;
            }
        });
    }

    /// Stops every search and forgets it.
    pub(crate) fn stop_all(&self) {
        let stopped = self.with(std::mem::take);
        stopped.iter().for_each(|search| search.stop.store(true, Ordering::Relaxed));
    }

    /// Begins a search, in place of that for an older version of the session.
    pub(super) fn begin(&self, task: Task) {
        let stop = Arc::new(AtomicBool::new(false));
        let view = ImprovementView {
            group_id: task.group_id,
            session_id: task.session_id,
            state: ImprovementState::Waiting,
            round: 0,
            rounds: 0,
            levels: task.levels.clone(),
            better: false,
        };
        let task = Arc::new(task);
        let search = Search { view, task: Arc::clone(&task), found: None, stop: Arc::clone(&stop) };
        self.with(|searches| {
            searches.retain(|other| {
                let is_older = other.view.session_id == task.session_id;
                if is_older {
                    other.stop.store(true, Ordering::Relaxed);
                }
                !is_older
            });
            searches.push(search);
        });
        let book = self.clone();
        tokio::spawn(async move {
            let Ok(turn) = Arc::clone(&book.turn).acquire_owned().await else { return };
            // The thread keeps the turn: it goes on until the planner looks up.
            tokio::task::spawn_blocking(move || {
                book.search(&task, &stop);
                drop(turn);
            });
        });
    }

    fn search(&self, task: &Task, stop: &AtomicBool) {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let group = task.group_id;
        self.change(group, |search| search.view.state = ImprovementState::Working);
        let result = improve_with(&task.instance, &task.pins, &mut |progress| {
            match progress {
                Progress::Better(answer) => {
                    let better = answer.plan.objective < task.objective;
                    let found = better.then(|| Thought::of(&task.instance, answer.clone()));
                    let levels = proof(answer, &task.time);
                    self.change(group, |search| {
                        search.view.levels = levels;
                        search.view.better = better;
                        search.found = found;
                    });
                }
                Progress::Round(round, rounds) => self.change(group, |search| {
                    (search.view.round, search.view.rounds) = (round, rounds);
                }),
                Progress::Working => {}
            }
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Err(fault) = result {
            tracing::error!(%fault, "a plan that was made before cannot be improved");
        }
        self.change(group, |search| {
            if search.view.state == ImprovementState::Working {
                search.view.state = ImprovementState::Over;
            }
        });
    }
}
