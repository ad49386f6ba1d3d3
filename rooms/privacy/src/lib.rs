//! privacy

/// This room.
pub fn room() -> shell::Room {
    shell::Room::new("privacy")
}
