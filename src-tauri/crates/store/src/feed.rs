//! What changed, told to everyone who looks at it.

use tokio::sync::broadcast;

/// A part of the centre's records that a screen can show and so may have to reload.
pub type Topic = &'static str;

/// The stream of changed topics. SQLite fills it from this process after each commit; PostgreSQL
/// fills it from the server's notifications, so that every desk hears of every change.
#[derive(Debug, Clone)]
pub struct ChangeFeed {
    sender: broadcast::Sender<Vec<String>>,
}

impl Default for ChangeFeed {
    fn default() -> Self {
        Self { sender: broadcast::channel(256).0 }
    }
}

impl ChangeFeed {
    /// Tells the listeners; nobody listening is no fault.
    pub(crate) fn tell(&self, topics: Vec<String>) {
        if !topics.is_empty() {
            // The only error is that no one listens.
            let _ = self.sender.send(topics);
        }
    }

    /// A receiver of every change from now on. A receiver that lags gets an error once and should
    /// reload everything.
    pub fn listen(&self) -> broadcast::Receiver<Vec<String>> {
        self.sender.subscribe()
    }
}
