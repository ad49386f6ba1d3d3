//! The outline of a picture file: its size by the header and where it ends, before any decoder
//! sees a byte of it.

use super::{MAX_PIXELS, Refusal};

/// What the outline tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outline {
    pub width: u32,
    pub height: u32,
    /// The length of the picture; what follows belongs to nobody and is cut off.
    pub end: usize,
}

impl Outline {
    fn within_bounds(self) -> Result<Self, Refusal> {
        if self.width == 0 || self.height == 0 {
            return Err(Refusal::Damaged);
        }
        if u64::from(self.width) * u64::from(self.height) > MAX_PIXELS {
            return Err(Refusal::TooManyPixels);
        }
        Ok(self)
    }
}

/// Reads the header of a PNG.
pub(super) fn png(bytes: &[u8]) -> Result<Outline, Refusal> {
    if bytes.get(12..16) != Some(b"IHDR") {
        return Err(Refusal::Damaged);
    }
    Outline {
        width: long(bytes, 16).ok_or(Refusal::Damaged)?,
        height: long(bytes, 20).ok_or(Refusal::Damaged)?,
        end: bytes.len(),
    }
    .within_bounds()
}

/// Walks the segments of a JPEG to its end mark. Decoders fill what a cut-off file lacks with
/// grey; an officer needs the whole page, so the walk asks for the end mark.
pub(super) fn jpeg(bytes: &[u8]) -> Result<Outline, Refusal> {
    let mut size = None;
    let mut at = 2;
    loop {
        let marker = next_marker(bytes, &mut at)?;
        match marker {
            // end of image
            0xD9 => {
                let (width, height) = size.ok_or(Refusal::Damaged)?;
                return Outline { width, height, end: at }.within_bounds();
            }
            // marks without a length
            0x01 | 0xD0..=0xD7 => {}
            _ => {
                let length = usize::from(short(bytes, at).ok_or(Refusal::Damaged)?);
                if length < 2 || at + length > bytes.len() {
                    return Err(Refusal::Damaged);
                }
                if is_frame_header(marker) && size.is_none() {
                    let height = short(bytes, at + 3).ok_or(Refusal::Damaged)?;
                    let width = short(bytes, at + 5).ok_or(Refusal::Damaged)?;
                    let found = (u32::from(width), u32::from(height));
                    let outline = Outline { width: found.0, height: found.1, end: 0 };
                    outline.within_bounds()?;
                    size = Some(found);
                }
                at += length;
                if marker == 0xDA {
                    at = end_of_scan(bytes, at);
                }
            }
        }
    }
}

/// Moves behind the next marker and returns its number.
fn next_marker(bytes: &[u8], at: &mut usize) -> Result<u8, Refusal> {
    if bytes.get(*at) != Some(&0xFF) {
        return Err(Refusal::Damaged);
    }
    while bytes.get(*at) == Some(&0xFF) {
        *at += 1;
    }
    let marker = *bytes.get(*at).ok_or(Refusal::Damaged)?;
    *at += 1;
    Ok(marker)
}

/// The place of the first real marker after entropy-coded data.
fn end_of_scan(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at + 1 < bytes.len() {
        if bytes[at] == 0xFF && !matches!(bytes[at + 1], 0x00 | 0xD0..=0xD7 | 0xFF) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

fn is_frame_header(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes(pair.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}
