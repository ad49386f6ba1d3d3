//! What the roof mounts, and how others reach the catalogue in memory.

use crate::keeper::Keeper;
use crate::snapshot::Catalogue;
use ::store::StoreError;
use kernel::time::SECOND;
use shell::{House, Room, Tick};
use std::sync::Arc;

/// This room: no page of its own, one tick by which each process follows publications.
pub fn room() -> Room {
    let follow = Tick {
        name: "catalogue.follow",
        every: SECOND,
        run: |house| Box::pin(async move { refresh(&house).await.map(usize::from).map_err(|error| error.to_string()) }),
    };
    Room {
        node_ticks: vec![follow],
        start: Some(|house| house.keep(Keeper::new())),
        api: crate::api::endpoints(),
        ..Room::new("catalogue")
    }
}

fn keeper(house: &House) -> Arc<Keeper> {
    house.try_kept::<Keeper>().unwrap_or_else(|| {
        // asked before the room was started: begin as at a start
        house.keep(Keeper::new());
        house.kept::<Keeper>()
    })
}

/// The catalogue in force, from memory. Keep it for the length of one request, so that one page is of one version. Until the
/// first publication (version 0) the tables this program was built with hold.
pub fn current(house: &House) -> Arc<Catalogue> {
    keeper(house).current()
}

/// Reads the catalogue again now, when its version changed; says whether it did. The roof calls it at the start, and whoever
/// has published calls it after the commit.
pub async fn refresh(house: &House) -> Result<bool, StoreError> {
    keeper(house).refresh(&house.db).await
}
