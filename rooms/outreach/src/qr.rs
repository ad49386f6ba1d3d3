//! QR codes that lead to a page of this installation.

use fast_qr::{
    ECL, QRBuilder,
    convert::{Builder as _, Shape, svg::SvgBuilder},
};

/// The whole `svg` element of a QR code with its quiet zone; empty when the text is too long for one.
pub fn svg(text: &str) -> String {
    let code = QRBuilder::new(text).ecl(ECL::M).build();
    code.map_or_else(|_| String::new(), |qr| SvgBuilder::default().shape(Shape::Square).to_str(&qr))
}
