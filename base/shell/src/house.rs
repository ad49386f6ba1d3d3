//! What every room needs, handed to each handler as axum state.

use crate::{FrameSource, Sessions};
use kernel::{config::Config, time::Timestamp};
use outside::Outside;
use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, RwLock},
};
use store::{Db, Reader};
use vault::Vault;

/// What is only there in trial mode.
#[derive(Debug, Clone)]
pub struct TrialInfo {
    /// Where the simulated outside has its pages.
    pub world_url: String,
}

/// What the roof puts into a house.
pub struct HouseParts {
    /// The database.
    pub db: Db,
    /// Our keys.
    pub vault: Vault,
    /// The partners.
    pub outside: Outside,
    /// The configuration.
    pub config: Arc<Config>,
    /// Trial mode, if it is on.
    pub trial: Option<TrialInfo>,
    /// Who is signed in (account's door).
    pub sessions: Box<dyn Sessions>,
    /// What each page's frame tells (notification's door).
    pub frames: Box<dyn FrameSource>,
}

/// The floor under all rooms. Shared as `Arc<House>`.
pub struct House {
    /// The database.
    pub db: Db,
    /// Our keys.
    pub vault: Vault,
    /// The partners.
    pub outside: Outside,
    /// The configuration.
    pub config: Arc<Config>,
    /// Trial mode, if it is on.
    pub trial: Option<TrialInfo>,
    pub(crate) sessions: Box<dyn Sessions>,
    pub(crate) frames: Box<dyn FrameSource>,
    pub(crate) once: crate::once::Memory,
    kept: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl House {
    /// Puts a house together.
    pub fn new(parts: HouseParts) -> Arc<Self> {
        Arc::new(Self {
            db: parts.db,
            vault: parts.vault,
            outside: parts.outside,
            config: parts.config,
            trial: parts.trial,
            sessions: parts.sessions,
            frames: parts.frames,
            once: crate::once::Memory::default(),
            kept: RwLock::default(),
        })
    }

    /// Reads what is committed.
    pub fn reader(&self) -> Reader {
        self.db.reader()
    }

    /// Domain time; a deadline is judged by `tx.now()`.
    pub fn now(&self) -> Timestamp {
        self.db.now()
    }

    /// Time that the trial's clock does not move.
    pub fn real_now(&self) -> Timestamp {
        self.db.time().real_now()
    }

    /// Keeps a room's own state (a cache, a pool, a batch), one per type. Keeping another replaces it.
    pub fn keep<T: Send + Sync + 'static>(&self, value: T) {
        let mut kept = self.kept.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.insert(TypeId::of::<T>(), Arc::new(value));
    }

    /// What was kept, if it was.
    pub fn try_kept<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let kept = self.kept.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.get(&TypeId::of::<T>()).cloned().and_then(|v| v.downcast::<T>().ok())
    }

    /// What a room kept in its `start`. A room that was not started is a fault of the roof.
    pub fn kept<T: Send + Sync + 'static>(&self) -> Arc<T> {
        self.try_kept::<T>().unwrap_or_else(|| panic!("no {} was kept: is its room started?", std::any::type_name::<T>()))
    }
}
