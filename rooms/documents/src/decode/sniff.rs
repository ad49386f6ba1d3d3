//! What a file is, by its first bytes.

use super::{Kind, MAX_BYTES, Refusal};

/// Readers accept a PDF header that starts within this many bytes.
const PDF_HEADER_WITHIN: usize = 1024;

/// Judges a file by its first bytes and its size; reads no further.
pub fn sniff(bytes: &[u8]) -> Result<Kind, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Ok(Kind::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Kind::Png);
    }
    if let Some(refusal) = other_format(bytes) {
        return Err(refusal);
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    Err(Refusal::UnknownKind)
}

fn other_format(bytes: &[u8]) -> Option<Refusal> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(match bytes.get(8..12) {
            Some(b"avif" | b"avis") => Refusal::OtherImage("AVIF"),
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => Refusal::HeicNotSupported,
            _ => Refusal::OtherImage("video"),
        });
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Refusal::OtherImage("WebP"));
    }
    let table: [(&[u8], &'static str); 10] = [
        (b"GIF87a", "GIF"),
        (b"GIF89a", "GIF"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"BM", "BMP"),
        (b"\xFF\x0A", "JPEG XL"),
        (b"\0\0\0\x0CJXL ", "JPEG XL"),
        (b"\0\0\0\x0CjP  ", "JPEG 2000"),
        (b"\xFF\x4F\xFF\x51", "JPEG 2000"),
        (b"\x1A\x45\xDF\xA3", "video"),
    ];
    let (magic, name) = table.into_iter().find(|(magic, _)| bytes.starts_with(magic))?;
    // Two letters are a weak sign: a text may begin with "BM". The size field must agree.
    if magic == b"BM" && !bitmap_size_agrees(bytes) {
        return None;
    }
    Some(Refusal::OtherImage(name))
}

fn bitmap_size_agrees(bytes: &[u8]) -> bool {
    bytes.get(6..10) == Some(&[0, 0, 0, 0])
}
