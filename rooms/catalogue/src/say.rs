//! Sentences about catalogue facts that several rooms show.

use crate::model::Offer;
use shell::words::Words;

/// `sekitar 120 km`, for a distance of [`crate::Catalogue::distance_km`].
pub fn distance_text(w: &Words, km: u32) -> String {
    if km == 0 { w.t("catalogue-near") } else { w.with("catalogue-about-km", &[("km", &km.to_string())]) }
}

/// Where distances come from; the licence asks for it wherever one is shown.
pub fn distance_source(w: &Words) -> String {
    w.t("catalogue-distance-source")
}

/// Why a type cannot be chosen at an office; none when it can.
pub fn offer_text(w: &Words, offer: Offer) -> Option<String> {
    match offer {
        Offer::Yes => None,
        Offer::No { reason_key } => Some(w.t(reason_key)),
        Offer::Unknown => Some(w.t("catalogue-ask-office")),
    }
}
