//! Photographs and scans: decoded, turned upright, scaled and encoded anew.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageError, RgbImage};

use super::outline::Outline;
use super::{Decoded, Kind, PICTURE_SIDE, Page, Refusal, outline, quality};

/// JPEG quality of what officers see: print stays legible, the file small.
const QUALITY: u8 = 85;
/// The most bytes of decoded pixels: 40 megapixels of eight-bit colour with transparency. Only
/// deep-colour giants lie above, and they would not fit the memory of the child.
const MAX_DECODED_BYTES: u64 = 170_000_000;

/// Decodes a JPEG.
pub(super) fn jpeg(bytes: &[u8]) -> Result<Decoded, Refusal> {
    let outline = outline::jpeg(bytes)?;
    let bytes = &bytes[..outline.end];
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(refused)?;
    finish(Kind::Jpeg, bytes, outline, decoder)
}

/// Decodes a PNG.
pub(super) fn png(bytes: &[u8]) -> Result<Decoded, Refusal> {
    let outline = outline::png(bytes)?;
    let decoder = PngDecoder::new(Cursor::new(bytes)).map_err(refused)?;
    finish(Kind::Png, bytes, outline, decoder)
}

fn finish(kind: Kind, bytes: &[u8], outline: Outline, decoder: impl ImageDecoder) -> Result<Decoded, Refusal> {
    // The decoder must agree with the header that was judged.
    if decoder.dimensions() != (outline.width, outline.height) {
        return Err(Refusal::Damaged);
    }
    if decoder.total_bytes() > MAX_DECODED_BYTES {
        return Err(Refusal::TooManyPixels);
    }
    let pixels = DynamicImage::from_decoder(decoder).map_err(refused)?;
    let scaled = scale_down(on_white(pixels), PICTURE_SIDE)?;
    let mut upright = DynamicImage::ImageRgb8(scaled);
    upright.apply_orientation(orientation(bytes));
    let upright = upright.into_rgb8();
    let hints = quality::hints(outline.width.min(outline.height), &upright)?;
    Ok(Decoded { kind, pages: vec![encode(&upright)?], hints })
}

/// Which way is up, by the camera's note; without a readable note the picture stays as it is.
fn orientation(bytes: &[u8]) -> Orientation {
    exif::Reader::new()
        .read_from_container(&mut Cursor::new(bytes))
        .ok()
        .and_then(|notes| notes.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?.value.get_uint(0))
        .and_then(|number| Orientation::from_exif(u8::try_from(number).ok()?))
        .unwrap_or(Orientation::NoTransforms)
}

/// Lays transparent pixels on white, as paper is.
fn on_white(pixels: DynamicImage) -> RgbImage {
    if !pixels.color().has_alpha() {
        return pixels.into_rgb8();
    }
    let with_alpha = pixels.into_rgba8();
    let (width, height) = with_alpha.dimensions();
    let mut opaque = RgbImage::new(width, height);
    for (to, from) in opaque.pixels_mut().zip(with_alpha.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|value| blend(value, alpha));
    }
    opaque
}

fn blend(value: u8, alpha: u8) -> u8 {
    let alpha = u16::from(alpha);
    let mixed = (u16::from(value) * alpha + 255 * (255 - alpha)) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

/// Scales so that the longer side has at most `longest` pixels; never enlarges.
fn scale_down(picture: RgbImage, longest: u32) -> Result<RgbImage, Refusal> {
    let (width, height) = picture.dimensions();
    let Some((to_width, to_height)) = fit(width, height, longest) else {
        return Ok(picture);
    };
    let pixels = resize(picture.as_raw(), (width, height), (to_width, to_height), PixelType::U8x3)?;
    RgbImage::from_raw(to_width, to_height, pixels).ok_or(Refusal::Damaged)
}

/// The size within `longest`, or none when it fits already.
pub(super) fn fit(width: u32, height: u32, longest: u32) -> Option<(u32, u32)> {
    let longer = width.max(height);
    if longer <= longest {
        return None;
    }
    let scaled = |side: u32| {
        let exact = u64::from(side) * u64::from(longest) / u64::from(longer);
        u32::try_from(exact).unwrap_or(longest).max(1)
    };
    Some((scaled(width), scaled(height)))
}

/// Scales raw pixels.
pub(super) fn resize(pixels: &[u8], from: (u32, u32), to: (u32, u32), pixel: PixelType) -> Result<Vec<u8>, Refusal> {
    let source = ImageRef::new(from.0, from.1, pixels, pixel).map_err(|_| Refusal::Damaged)?;
    let mut target = Image::new(to.0, to.1, pixel);
    Resizer::new().resize(&source, &mut target, &ResizeOptions::new()).map_err(|_| Refusal::Damaged)?;
    Ok(target.into_vec())
}

/// Encodes pixels as a page; the encoder writes no metadata.
pub(super) fn encode(picture: &RgbImage) -> Result<Page, Refusal> {
    let (width, height) = picture.dimensions();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .map_err(refused)?;
    Ok(Page { jpeg, width, height })
}

fn refused(error: ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::TooCostly,
        _ => Refusal::Damaged,
    }
}
