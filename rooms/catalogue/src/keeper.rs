//! Holds the catalogue in memory and follows publications.

use crate::snapshot::Catalogue;
use crate::store::{LoadError, catalogue, version};
use ::store::{Db, StoreError};
use std::sync::{Arc, RwLock};

/// The catalogue in memory. Cheap to clone; every holder sees the same one.
#[derive(Clone)]
pub struct Keeper {
    db: Db,
    current: Arc<RwLock<Arc<Catalogue>>>,
}

impl Keeper {
    /// Reads what is in force. Fails where the tables in the database do not fit this binary.
    pub async fn open(db: Db) -> Result<Self, LoadError> {
        let current = catalogue(&mut db.reader()).await?;
        Ok(Self { db, current: Arc::new(RwLock::new(Arc::new(current))) })
    }

    /// The catalogue now. Keep it for the length of one request, so that one page is of one version.
    pub fn current(&self) -> Arc<Catalogue> {
        self.current.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Asks for the version and reads the tables when it changed; says whether it did. A publication that this binary
    /// cannot read is reported and the old one stays: an older node goes on beside a newer one.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let mut reader = self.db.reader();
        if version(&mut reader).await? == self.current().version() {
            return Ok(false);
        }
        match catalogue(&mut reader).await {
            Ok(fresh) => {
                let number = fresh.version();
                *self.current.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(fresh);
                tracing::info!(version = number, "catalogue refreshed");
                Ok(true)
            }
            Err(LoadError::Store(error)) => Err(error),
            Err(LoadError::Faults(faults)) => {
                for fault in faults.iter().take(20) {
                    tracing::error!(%fault, "the published catalogue does not fit this binary");
                }
                Ok(false)
            }
        }
    }
}
