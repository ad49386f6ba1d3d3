//! Sheets of A4 as PDF: headings, facts, lists, a QR code. The typeface is embedded, only the letters that are used.

use super::qr;
use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point, Rect},
    metadata::Metadata,
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    text::{Font, TextDirection},
};
use skrifa::{
    FontRef, MetadataProvider as _,
    instance::{LocationRef, Size},
};

const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 56.0;
const TEXT: f32 = 10.5;
/// Column of the values of facts.
const VALUE_AT: f32 = 150.0;
const QR_SIDE: f32 = 132.0;

/// A part of a sheet, from top to bottom.
pub(crate) enum Part {
    /// A heading of a section.
    Head(String),
    /// A paragraph.
    Text(String),
    /// Large, for a code or an amount.
    Big(String),
    /// A fact: name and value.
    Fact(String, String),
    /// A line of a list, with a box to tick.
    Item(String),
    /// A QR code of this text.
    Qr(String),
    /// Small print.
    Small(String),
}

/// A document to be drawn.
pub(crate) struct Sheet {
    pub title: String,
    pub lang: &'static str,
    pub parts: Vec<Part>,
}

struct Face {
    font: Font,
    metrics: FontRef<'static>,
}

impl Face {
    fn of(bytes: &'static [u8]) -> Option<Self> {
        Some(Self { font: Font::new(bytes.to_vec().into(), 0)?, metrics: FontRef::new(bytes).ok()? })
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        let metrics = self.metrics.glyph_metrics(Size::new(size), LocationRef::default());
        let map = self.metrics.charmap();
        text.chars().filter_map(|c| metrics.advance_width(map.map(c).unwrap_or_default())).sum()
    }

    /// Breaks a text into lines of a width; a word longer than a line is cut.
    fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            let line = lines.last_mut().map(std::mem::take).unwrap_or_default();
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            let last = lines.len() - 1;
            if self.width(&longer, size) <= width {
                lines[last] = longer;
                continue;
            }
            lines[last] = line;
            let mut rest = String::new();
            for c in word.chars() {
                rest.push(c);
                if self.width(&rest, size) > width {
                    rest.pop();
                    lines.push(std::mem::replace(&mut rest, c.to_string()));
                }
            }
            lines.push(rest);
        }
        lines.retain(|l| !l.is_empty());
        lines
    }
}

/// The pen on one page.
struct Pen<'a, 'p> {
    surface: Surface<'a>,
    plain: &'p Face,
    bold: &'p Face,
    y: f32,
    /// Down to here the right side belongs to a QR code.
    beside: f32,
}

impl Pen<'_, '_> {
    fn write(&mut self, face: &Face, size: f32, (x, width): (f32, f32), text: &str) {
        for line in face.lines(text, size, width) {
            self.y += size * 1.4;
            let at = Point::from_xy(x, self.y - size * 0.3);
            self.surface.draw_text(at, face.font.clone(), size, &line, false, TextDirection::LeftToRight);
        }
    }

    fn fill(&mut self, color: rgb::Color) {
        self.surface.set_fill(Some(Fill { paint: color.into(), ..Fill::default() }));
    }

    fn rect(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }

    fn part(&mut self, part: &Part) {
        let taken = if self.y < self.beside { QR_SIDE + 24.0 } else { 0.0 };
        let whole = WIDTH - 2.0 * MARGIN - taken;
        let (plain, bold, all) = (self.plain, self.bold, (MARGIN, whole));
        match part {
            Part::Head(text) => {
                self.y += 16.0;
                self.write(bold, 12.0, all, text);
                self.y += 3.0;
            }
            Part::Text(text) => self.write(plain, TEXT, all, text),
            Part::Big(text) => {
                self.write(bold, 20.0, all, text);
                self.y += 6.0;
            }
            Part::Small(text) => {
                self.y += 16.0;
                self.write(plain, 8.5, all, text);
            }
            Part::Fact(name, value) => {
                let top = self.y;
                self.write(plain, TEXT, (MARGIN, VALUE_AT - 10.0), name);
                let below = std::mem::replace(&mut self.y, top);
                self.write(bold, TEXT, (MARGIN + VALUE_AT, whole - VALUE_AT), value);
                self.y = self.y.max(below) + 4.0;
                self.rect(MARGIN, self.y, whole, 0.4);
                self.y += 2.0;
            }
            Part::Item(text) => {
                let top = self.y + 4.0;
                for (x, y, w, h) in [(0.0, 0.0, 9.0, 0.8), (0.0, 8.2, 9.0, 0.8), (0.0, 0.0, 0.8, 9.0), (8.2, 0.0, 0.8, 9.0)] {
                    self.rect(MARGIN + x, top + y, w, h);
                }
                self.write(plain, TEXT, (MARGIN + 18.0, whole - 18.0), text);
                self.y += 5.0;
            }
            Part::Qr(text) => self.qr(text),
        }
    }

    /// At the right edge under the title, beside what follows.
    fn qr(&mut self, text: &str) {
        let Some(code) = qr::runs(text) else { return };
        let module = QR_SIDE / f32::from(u16::try_from(code.side).unwrap_or(u16::MAX));
        let number = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
        let (left, top) = (WIDTH - MARGIN - QR_SIDE, self.y + 8.0);
        for (row, column, length) in code.runs {
            let (x, y) = (left + number(column) * module, top + number(row) * module);
            self.rect(x, y, number(length) * module, module);
        }
        self.y = top;
        self.beside = top + QR_SIDE + 8.0;
    }
}

/// Draws a sheet. The error is a sentence for the log.
pub(crate) fn draw(sheet: &Sheet) -> Result<Vec<u8>, String> {
    let plain = Face::of(dejavu::sans::regular()).ok_or("the plain typeface cannot be read")?;
    let bold = Face::of(dejavu::sans::bold()).ok_or("the bold typeface cannot be read")?;
    let settings = || PageSettings::from_wh(WIDTH, HEIGHT).ok_or("the page has no size");
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(sheet.title.clone()).language(sheet.lang.to_owned()));
    let mut parts = sheet.parts.iter().peekable();
    let mut first = true;
    while first || parts.peek().is_some() {
        let mut page = document.start_page_with(settings()?);
        let mut pen = Pen { surface: page.surface(), plain: &plain, bold: &bold, y: MARGIN - 8.0, beside: 0.0 };
        if first {
            pen.fill(rgb::Color::new(140, 42, 30));
            pen.rect(MARGIN, MARGIN - 20.0, WIDTH - 2.0 * MARGIN, 4.0);
            pen.fill(rgb::Color::new(22, 24, 43));
            pen.write(&bold, 11.0, (MARGIN, 200.0), "M-Paspor");
            pen.y += 6.0;
            pen.write(&bold, 17.0, (MARGIN, WIDTH - 2.0 * MARGIN), &sheet.title);
            pen.y += 4.0;
            first = false;
        } else {
            pen.fill(rgb::Color::new(22, 24, 43));
        }
        while let Some(part) = parts.next_if(|_| pen.y < HEIGHT - MARGIN - 40.0) {
            pen.part(part);
        }
        drop(pen);
        page.finish();
    }
    document.finish().map_err(|error| format!("the sheet cannot be written: {error:?}"))
}
