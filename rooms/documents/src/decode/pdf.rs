//! PDF papers: searched for what a paper has no need of, then drawn page by page.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page as Sheet;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::RgbImage;
use lopdf::{Dictionary, Document, LoadOptions, Object};

use super::{Decoded, Kind, MAX_PAGES, PAGE_SIDE, Page, Refusal, picture};

/// The most bytes one packed stream may unfold to while the file is searched.
const MAX_UNPACKED: usize = 64 * 1024 * 1024;
/// Nested values deeper than this are not a paper.
const MAX_DEPTH: usize = 64;
/// A drawn page is at least this wide and high; a narrower strip is not a paper.
const MIN_SIDE: f32 = 16.0;

/// Inspects and draws a PDF.
pub(super) fn pdf(bytes: Vec<u8>) -> Result<Decoded, Refusal> {
    inspect(&bytes)?;
    let pages = draw(bytes)?;
    Ok(Decoded { kind: Kind::Pdf, pages, hints: Vec::new() })
}

fn inspect(bytes: &[u8]) -> Result<(), Refusal> {
    let options = LoadOptions::with_max_decompressed_size(MAX_UNPACKED);
    let Ok(document) = Document::load_mem_with_options(bytes, options) else {
        return Err(if names_encryption(bytes) { Refusal::PdfPassword } else { Refusal::Damaged });
    };
    if document.is_encrypted() || document.was_encrypted() || names_encryption_in_trailer(&document) {
        return Err(Refusal::PdfPassword);
    }
    search_dictionary(&document.trailer, 0)?;
    for object in document.objects.values() {
        search(object, 0)?;
    }
    match document.page_iter().take(MAX_PAGES + 1).count() {
        0 => Err(Refusal::PdfNoPages),
        count if count > MAX_PAGES => Err(Refusal::PdfTooManyPages),
        _ => Ok(()),
    }
}

fn names_encryption_in_trailer(document: &Document) -> bool {
    document.trailer.has(b"Encrypt")
}

fn names_encryption(bytes: &[u8]) -> bool {
    bytes.windows(8).any(|window| window == b"/Encrypt")
}

/// Searches one value; references need no following, since every object is searched.
fn search(object: &Object, depth: usize) -> Result<(), Refusal> {
    if depth > MAX_DEPTH {
        return Err(Refusal::Damaged);
    }
    match object {
        Object::Array(values) => values.iter().try_for_each(|value| search(value, depth + 1)),
        Object::Dictionary(dictionary) => search_dictionary(dictionary, depth),
        Object::Stream(stream) => search_dictionary(&stream.dict, depth),
        _ => Ok(()),
    }
}

fn search_dictionary(dictionary: &Dictionary, depth: usize) -> Result<(), Refusal> {
    for (key, value) in dictionary {
        if let Some(refusal) = forbidden_key(key).or_else(|| forbidden_value(key, value)) {
            return Err(refusal);
        }
        search(value, depth + 1)?;
    }
    Ok(())
}

fn forbidden_key(key: &[u8]) -> Option<Refusal> {
    match key {
        // XFA forms carry their scripts inside their own XML.
        b"JS" | b"JavaScript" | b"XFA" => Some(Refusal::PdfScript),
        b"EmbeddedFiles" | b"EF" | b"RichMediaContent" => Some(Refusal::PdfEmbeddedFile),
        _ => None,
    }
}

fn forbidden_value(key: &[u8], value: &Object) -> Option<Refusal> {
    let Object::Name(name) = value else {
        return None;
    };
    match (key, name.as_slice()) {
        (b"S", b"JavaScript") => Some(Refusal::PdfScript),
        (b"S", b"Launch") => Some(Refusal::PdfLaunch),
        (b"S", b"GoToE" | b"ImportData") => Some(Refusal::PdfEmbeddedFile),
        (b"Subtype", b"FileAttachment") | (b"Type", b"EmbeddedFile") => Some(Refusal::PdfEmbeddedFile),
        _ => None,
    }
}

fn draw(bytes: Vec<u8>) -> Result<Vec<Page>, Refusal> {
    let document = Pdf::new(bytes).map_err(|_| Refusal::Damaged)?;
    let sheets = document.pages();
    // Two readers may count differently; both must agree that the paper is within bounds.
    if sheets.is_empty() {
        return Err(Refusal::PdfNoPages);
    }
    if sheets.len() > MAX_PAGES {
        return Err(Refusal::PdfTooManyPages);
    }
    let cache = RenderCache::new();
    let settings = InterpreterSettings::default();
    sheets.iter().map(|sheet| draw_sheet(sheet, &cache, &settings)).collect()
}

fn draw_sheet<'a>(sheet: &'a Sheet<'a>, cache: &RenderCache<'a>, settings: &InterpreterSettings) -> Result<Page, Refusal> {
    let (width, height) = sheet.render_dimensions();
    let scale = scale_of(width, height).ok_or(Refusal::Damaged)?;
    let target = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(sheet, cache, settings, &RenderSettings::default(), &target);
    // The background is opaque, so the premultiplied colours are the colours.
    let pixels = drawn.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
    let (columns, rows) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let picture = RgbImage::from_raw(columns, rows, pixels).ok_or(Refusal::Damaged)?;
    picture::encode(&picture)
}

/// The factor that brings the longer side to [`PAGE_SIDE`], so the raster is bounded whatever
/// size the page claims.
fn scale_of(width: f32, height: f32) -> Option<f32> {
    let side = f32::from(u16::try_from(PAGE_SIDE).ok()?);
    let scale = side / width.max(height);
    let drawable = scale.is_finite() && scale > 0.0 && width.min(height) * scale >= MIN_SIDE;
    drawable.then_some(scale)
}
