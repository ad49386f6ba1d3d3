//! The room as the roof sees it: three reconcilers and no pages.

use crate::{calendar, nightly};
use kernel::time::{MINUTE, SECOND};
use shell::{Room, Tick};

/// The room.
pub fn room() -> Room {
    let mut room = Room::new("schedule");
    room.ticks = vec![
        Tick {
            name: "schedule.roll",
            every: MINUTE,
            run: |house| {
                Box::pin(async move {
                    calendar::roll(&house.db, &catalogue::current(&house)).await.map_err(|error| error.to_string())
                })
            },
        },
        Tick {
            name: "schedule.day_before",
            every: 20 * SECOND,
            run: |house| Box::pin(async move { nightly::all_told(&house.db).await.map_err(|error| error.to_string()) }),
        },
        Tick {
            name: "schedule.missed",
            every: 20 * SECOND,
            run: |house| Box::pin(async move { nightly::all_missed(&house.db).await.map_err(|error| error.to_string()) }),
        },
    ];
    room
}
