//! How far apart two places are, said no finer than it is known (positions are good to about 10 km).

use crate::model::Position;

/// Kilometres between two points, rounded to 5 below 50 and to 10 from there; 0 means less than 10.
pub(crate) fn about_km(a: Position, b: Position) -> u32 {
    const EARTH_RADIUS_KM: f64 = 6371.0;
    let (lat_a, lat_b) = (a.latitude.to_radians(), b.latitude.to_radians());
    let half_lat = (lat_b - lat_a) / 2.0;
    let half_lon = (b.longitude - a.longitude).to_radians() / 2.0;
    let h = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
    let km = 2.0 * EARTH_RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin();
    let step = if km < 50.0 { 5.0 } else { 10.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and half the earth's girth")]
    let rounded = ((km / step).round() * step) as u32;
    if rounded < 10 { 0 } else { rounded }
}
