//! What never changes once it is written, so that it need not be read or opened again.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bidhall_rules::company::KnownName;
use bidhall_rules::key_region::RegionList;
use bidhall_rules::settings::GateSettings;

/// What one open database was found to hold. Everything in it can be read again, so a panic with the lock
/// costs nothing.
#[derive(Clone, Default)]
pub(crate) struct Unchanging(Arc<Mutex<Found>>);

#[derive(Default)]
struct Found {
    /// By version: a version of settings is never written again.
    gate: HashMap<i32, Arc<GateSettings>>,
    regions: HashMap<i32, Arc<RegionList>>,
    /// By the keyed hash of the name, which only this name has.
    names: HashMap<String, Arc<KnownName>>,
}

impl Unchanging {
    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The settings of the gate in a version.
    pub(crate) fn gate(&self, version: i32) -> Option<Arc<GateSettings>> {
        self.found().gate.get(&version).cloned()
    }

    /// Keeps the settings of a version.
    pub(crate) fn keep_gate(&self, version: i32, settings: &Arc<GateSettings>) {
        self.found().gate.insert(version, Arc::clone(settings));
    }

    /// The list of key regions in a version.
    pub(crate) fn regions(&self, version: i32) -> Option<Arc<RegionList>> {
        self.found().regions.get(&version).cloned()
    }

    /// Keeps the list of a version.
    pub(crate) fn keep_regions(&self, version: i32, list: &Arc<RegionList>) {
        self.found().regions.insert(version, Arc::clone(list));
    }

    /// The company name with this keyed hash.
    pub(crate) fn name(&self, key: &str) -> Option<Arc<KnownName>> {
        self.found().names.get(key).cloned()
    }

    /// Keeps a company name.
    pub(crate) fn keep_name(&self, key: &str, name: &Arc<KnownName>) {
        self.found().names.insert(key.to_owned(), Arc::clone(name));
    }
}

impl fmt::Debug for Unchanging {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Unchanging(..)")
    }
}
