//! Simple signs that a picture will be hard to read. They warn and never refuse.

use fast_image_resize::PixelType;
use image::RgbImage;

use super::picture::{fit, resize};
use super::{Hint, Refusal};

/// Below this shorter side, small print on a card cannot be read.
const SMALL_SIDE: u32 = 600;
/// All pictures are measured at this longer side, so that one threshold serves all cameras.
const MEASURED_SIDE: u32 = 1000;
/// The lightest hundredth of a readable picture is lighter than this (0 to 255).
const DARK_LIGHTS: u8 = 110;
/// The darkest two hundredths of a readable picture are darker than this (0 to 255).
const BRIGHT_SHADOWS: u8 = 170;
/// Sharp print gives a variance of several hundred; a shaken hand gives less than this.
const BLUR_VARIANCE: f64 = 40.0;

/// The hints for an upright picture whose original shorter side was `shorter` pixels.
pub(super) fn hints(shorter: u32, picture: &RgbImage) -> Result<Vec<Hint>, Refusal> {
    let (width, height) = picture.dimensions();
    let mut light = luma(picture);
    let (mut columns, mut rows) = (width, height);
    if let Some(size) = fit(width, height, MEASURED_SIDE) {
        light = resize(&light, (width, height), size, PixelType::U8)?;
        (columns, rows) = size;
    }
    let mut hints = Vec::new();
    if shorter < SMALL_SIDE {
        hints.push(Hint::TooSmall);
    }
    let counts = histogram(&light);
    if percentile(&counts, light.len(), 99) < DARK_LIGHTS {
        hints.push(Hint::TooDark);
    }
    if percentile(&counts, light.len(), 2) > BRIGHT_SHADOWS && mean(&light) > 200.0 {
        hints.push(Hint::TooBright);
    }
    if laplacian_variance(&light, columns, rows) < BLUR_VARIANCE {
        hints.push(Hint::Blurred);
    }
    Ok(hints)
}

fn luma(picture: &RgbImage) -> Vec<u8> {
    picture
        .pixels()
        .map(|pixel| {
            let [red, green, blue] = pixel.0.map(u32::from);
            u8::try_from((red * 299 + green * 587 + blue * 114) / 1000).unwrap_or(u8::MAX)
        })
        .collect()
}

fn histogram(light: &[u8]) -> [usize; 256] {
    let mut counts = [0; 256];
    for value in light {
        counts[usize::from(*value)] += 1;
    }
    counts
}

/// The value below or at which `percent` of the pixels lie.
fn percentile(counts: &[usize; 256], total: usize, percent: usize) -> u8 {
    let wanted = total * percent / 100;
    let mut seen = 0;
    for (value, count) in (0..=u8::MAX).zip(counts) {
        seen += count;
        if seen > wanted {
            return value;
        }
    }
    u8::MAX
}

fn mean(light: &[u8]) -> f64 {
    let sum: f64 = light.iter().map(|value| f64::from(*value)).sum();
    sum / count(light.len())
}

/// How much the second differences vary: edges make it large.
fn laplacian_variance(light: &[u8], columns: u32, rows: u32) -> f64 {
    let columns = columns as usize;
    let rows = rows as usize;
    if columns < 3 || rows < 3 {
        return 0.0;
    }
    let at = |x: usize, y: usize| f64::from(light[y * columns + x]);
    let (mut sum, mut squares) = (0.0, 0.0);
    for y in 1..rows - 1 {
        for x in 1..columns - 1 {
            let around = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1);
            let difference = 4.0 * at(x, y) - around;
            sum += difference;
            squares += difference * difference;
        }
    }
    let cells = count((columns - 2) * (rows - 2));
    squares / cells - (sum / cells).powi(2)
}

/// A count as a divisor; measured pictures have at most a million pixels.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX)).max(1.0)
}
