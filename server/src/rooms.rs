//! All rooms, in the order an applicant walks through them.

use shell::Room;

/// Every room of the house.
pub fn all() -> Vec<Room> {
    vec![
        catalogue::room(),
        account::room(),
        application::room(),
        documents::room(),
        schedule::room(),
        payment::room(),
        counter::room(),
        journey::room(),
        outreach::room(),
        administration::room(),
        notification::room(),
        privacy::room(),
    ]
}
