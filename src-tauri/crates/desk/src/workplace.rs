//! The workplace of one process: which records are open, and what surrounds them.

use std::sync::Arc;

use bidhall_printouts::Press;
use bidhall_store::{Location, Store};
use tokio::sync::{OnceCell, RwLock, mpsc};

use crate::audit::Views;
use crate::groups::ImprovementBook;
use crate::papers::BatchBook;
use crate::seals::{KeySlot, bring_under_seal};
use crate::unchanging::Unchanging;
use crate::{Clock, DeskError, Entropy, Host, KeyShelf, NoShelf};

/// Open records with their surroundings.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The records.
    pub store: Store,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub entropy: Arc<dyn Entropy>,
    /// The address the records were opened by.
    pub address: String,
    /// Better plans that are being looked for.
    pub(crate) improvements: ImprovementBook,
    /// What was looked at lately.
    pub(crate) views: Views,
    /// The centre's key, once it is open.
    pub(crate) keys: KeySlot,
    /// What was read and opened already and cannot change.
    pub(crate) unchanging: Unchanging,
}

/// What the workplace has open.
#[derive(Debug, Clone)]
pub(crate) enum Opened {
    /// Nothing was asked for yet.
    Nothing,
    /// Records.
    Desk(Desk),
    /// It was asked for and could not be had.
    Failed {
        /// Where, without a password.
        shown: String,
        /// Why.
        error: DeskError,
    },
}

/// One process's way to the records. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Workplace {
    pub(crate) host: Arc<dyn Host>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    shelf: Arc<dyn KeyShelf>,
    opened: RwLock<Opened>,
    press: OnceCell<Arc<Press>>,
    pub(crate) batches: BatchBook,
    switched: tokio::sync::watch::Sender<u32>,
}

impl Workplace {
    /// A workplace with nothing open.
    pub fn new(host: Arc<dyn Host>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            host,
            clock,
            entropy,
            shelf: Arc::new(NoShelf),
            opened: RwLock::new(Opened::Nothing),
            press: OnceCell::new(),
            batches: BatchBook::default(),
            switched: tokio::sync::watch::Sender::new(0),
        }
    }

    /// The same, with a place where the centre's key lies between two starts.
    #[must_use]
    pub fn with_shelf(self, shelf: Arc<dyn KeyShelf>) -> Self {
        Self { shelf, ..self }
    }

    /// Opens the records at an address in place of those that were open.
    ///
    /// # Errors
    /// [`DeskError`] with what stands in the way. The failure is kept for `database.current`.
    pub async fn open(&self, address: &str) -> Result<Desk, DeskError> {
        let mut opened = self.opened.write().await;
        if let Opened::Desk(desk) = std::mem::replace(&mut *opened, Opened::Nothing) {
            desk.improvements.stop_all();
            desk.store.close().await;
        }
        let result = self.open_store(address).await;
        *opened = match &result {
            Ok(desk) => Opened::Desk(desk.clone()),
            Err(error) => {
                let shown = Location::parse(address).map(|location| location.shown()).unwrap_or_default();
                Opened::Failed { shown, error: error.clone() }
            }
        };
        self.switched.send_modify(|times| *times = times.wrapping_add(1));
        result
    }

    async fn open_store(&self, address: &str) -> Result<Desk, DeskError> {
        let store = Store::open(&Location::parse(address)?).await?;
        let desk = Desk {
            store,
            clock: Arc::clone(&self.clock),
            entropy: Arc::clone(&self.entropy),
            address: address.to_owned(),
            improvements: ImprovementBook::default(),
            views: Views::default(),
            keys: KeySlot::new(Arc::clone(&self.shelf)),
            unchanging: Unchanging::default(),
        };
        bring_under_seal(&desk).await?;
        if let Err(error) = desk.catch_up().await {
            // The records can be worked with; the next opening tries again.
            tracing::error!(?error, "bookings of an older schema could not be made");
        }
        Ok(desk)
    }

    /// The open records.
    ///
    /// # Errors
    /// Why there are none.
    pub async fn desk(&self) -> Result<Desk, DeskError> {
        match &*self.opened.read().await {
            Opened::Desk(desk) => Ok(desk.clone()),
            Opened::Failed { error, .. } => Err(error.clone()),
            Opened::Nothing => Err(DeskError::DatabaseClosed { location: String::new() }),
        }
    }

    /// What is open, for `database.current`.
    pub(crate) async fn opened(&self) -> Opened {
        self.opened.read().await.clone()
    }

    /// Tells what changes in whichever records are open, until nobody listens. `*` means that
    /// everything may have: other records were opened, or this listener fell behind.
    pub async fn follow_changes(&self, listener: mpsc::Sender<Vec<String>>) {
        let mut switched = self.switched.subscribe();
        loop {
            let Ok(desk) = self.desk().await else {
                if switched.changed().await.is_err() {
                    return;
                }
                continue;
            };
            let mut feed = desk.store.feed().listen();
            drop(desk);
            loop {
                let topics = tokio::select! {
                    _ = switched.changed() => vec!["*".to_owned()],
                    heard = feed.recv() => heard.unwrap_or_else(|_| vec!["*".to_owned()]),
                };
                let moved = topics.iter().any(|topic| topic == "*");
                if listener.send(topics).await.is_err() {
                    return;
                }
                if moved {
                    break;
                }
            }
        }
    }

    /// The press, set up on first use because looking through the fonts takes a moment.
    pub(crate) async fn press(&self) -> Result<Arc<Press>, DeskError> {
        let press = self
            .press
            .get_or_try_init(|| async {
                let press = tokio::task::spawn_blocking(Press::new)
                    .await
                    .map_err(|error| DeskError::internal(&error))?
                    .map_err(crate::calls::print_error)?;
                for face in press.typefaces().iter().filter(|face| face.substituted) {
                    tracing::warn!(wanted = face.wanted, used = face.used, "another typeface stands in");
                }
                Ok::<_, DeskError>(Arc::new(press))
            })
            .await?;
        Ok(Arc::clone(press))
    }

    /// Closes what is open; nothing acknowledged is lost without it.
    pub async fn close(&self) {
        if let Opened::Desk(desk) = std::mem::replace(&mut *self.opened.write().await, Opened::Nothing) {
            desk.improvements.stop_all();
            desk.store.close().await;
        }
    }
}
