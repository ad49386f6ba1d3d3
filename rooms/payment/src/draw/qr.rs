//! The signed QR of a letter ("surat pengantar"): no personal data, only which booking, office and day.

use fast_qr::{ECL, QRBuilder, QRCode};
use schedule::Booking;
use shell::House;
use std::fmt::Write as _;
use vault::Letter;

/// The text of a letter's QR, signed by this installation. What it says is true only together with the booking's row.
pub fn letter_token(house: &House, booking: &Booking) -> String {
    house.vault.sign_letter(&Letter {
        booking: booking.id.to_string(),
        office: booking.slot.office.to_string(),
        day: booking.slot.day.to_string(),
    })
}

/// The dark runs of a QR code: row, first column, length; and how many modules a side has.
pub(crate) struct Runs {
    pub side: usize,
    pub runs: Vec<(usize, usize, usize)>,
}

/// Lays a text out as a QR code. None when it is too long for one.
pub(crate) fn runs(text: &str) -> Option<Runs> {
    let code: QRCode = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let side = code.size;
    let mut runs = Vec::new();
    for row in 0..side {
        let mut column = 0;
        while column < side {
            let from = column;
            while column < side && code[row][column].value() {
                column += 1;
            }
            if column > from {
                runs.push((row, from, column - from));
            }
            column += 1;
        }
    }
    Some(Runs { side, runs })
}

/// The whole `svg` element for a page, with the quiet zone of four modules around it.
pub(crate) fn svg(text: &str) -> String {
    let Some(Runs { side, runs }) = runs(text) else { return String::new() };
    let mut path = String::new();
    for (row, column, length) in runs {
        let _ = write!(path, "M{column} {row}.5h{length}");
    }
    let whole = side + 8;
    format!(
        "<svg viewBox=\"-4 -4 {whole} {whole}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\">\
         <path stroke=\"#000\" d=\"{path}\"/></svg>"
    )
}
