//! Holds the catalogue in memory and follows publications.

use crate::snapshot::Catalogue;
use crate::store::{LoadError, read_catalogue, version};
use ::store::{Db, StoreError};
use std::sync::{Arc, PoisonError, RwLock};

/// The catalogue of this process. Until the first [`Keeper::refresh`] it holds the tables this program was built with.
#[derive(Debug)]
pub(crate) struct Keeper {
    current: RwLock<Arc<Catalogue>>,
}

impl Keeper {
    pub(crate) fn new() -> Self {
        Self { current: RwLock::new(Catalogue::embedded()) }
    }

    pub(crate) fn current(&self) -> Arc<Catalogue> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks for the version and reads the tables when it changed; says whether it did. A publication that this binary
    /// cannot read is reported and the old one stays: an older node goes on beside a newer one.
    pub(crate) async fn refresh(&self, db: &Db) -> Result<bool, StoreError> {
        let mut reader = db.reader();
        if version(&mut reader).await? == self.current().version() {
            return Ok(false);
        }
        match read_catalogue(&mut reader).await {
            Ok(fresh) => {
                let number = fresh.version();
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
                tracing::info!(version = number, "catalogue refreshed");
                Ok(true)
            }
            Err(LoadError::Store(error)) => Err(error),
            // only a publication can be overtaken; look again at the next turn
            Err(LoadError::Overtaken) => Ok(false),
            Err(LoadError::Faults(faults)) => {
                for fault in faults.iter().take(20) {
                    tracing::error!(%fault, "the published catalogue does not fit this binary; the former one stays");
                }
                Ok(false)
            }
        }
    }
}
