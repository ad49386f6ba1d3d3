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

/// What stands between the names of regulations in a column `legal_basis`, and the key that says it to the reader.
const JOINTS: [(&str, &str); 6] = [
    ("sebagaimana diubah dengan", "catalogue-basis-amended"),
    ("praktik kantor untuk paspor yang terbit di Indonesia sejak 2009", "catalogue-basis-practice"),
    ("pengumuman satu kantor (Palangka Raya), 9 Mei 2023", "catalogue-basis-notice"),
    ("pasal", "catalogue-basis-article"),
    ("huruf", "catalogue-basis-letter"),
    ("10 tahun", "catalogue-basis-ten-years"),
];

/// A legal basis for the reader: the names of regulations stay Indonesian, what joins them is said in her language.
pub fn basis_text(w: &Words, legal_basis: &str) -> String {
    JOINTS.iter().fold(legal_basis.to_owned(), |text, (joint, key)| text.replace(joint, &w.t(key)))
}
