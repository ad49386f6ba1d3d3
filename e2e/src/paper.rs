//! Papers as a phone photographs them: cards and sheets with lines of print, an uneven light and grain.

use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use std::io::Write;

/// A picture's bytes.
pub type Drawn = Vec<u8>;

/// Chance that is the same each time.
struct Grain(u64);

impl Grain {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

fn fill(picture: &mut RgbImage, (left, top): (u32, u32), (width, height): (u32, u32), colour: [u8; 3]) {
    for y in top..(top + height).min(picture.height()) {
        for x in left..(left + width).min(picture.width()) {
            picture.put_pixel(x, y, Rgb(colour));
        }
    }
}

/// Words of uneven length on a line, from left to right.
fn line(picture: &mut RgbImage, grain: &mut Grain, (left, top): (u32, u32), right: u32, tall: u32) {
    let mut x = left;
    while x + 20 < right {
        let letters = 3 + grain.next(8);
        for _ in 0..letters {
            let wide = 5 + u32::try_from(grain.next(9)).unwrap_or(0);
            let high = tall / 2 + u32::try_from(grain.next(u64::from(tall) / 2)).unwrap_or(0);
            if x + wide >= right {
                return;
            }
            fill(picture, (x, top + tall - high), (wide, high), [34, 36, 46]);
            x += wide + 4;
        }
        x += 18;
    }
}

fn photographed(mut picture: RgbImage, seed: u64) -> Drawn {
    let mut grain = Grain(seed);
    let (width, height) = picture.dimensions();
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let light = 230 + (x * 16 / width) + (y * 9 / height);
        let noise = u32::try_from(grain.next(18)).unwrap_or(0);
        for channel in &mut pixel.0 {
            let seen = (u32::from(*channel) * light / 255 + noise).saturating_sub(9).min(255);
            *channel = u8::try_from(seen).unwrap_or(255);
        }
    }
    let mut out = Vec::new();
    let written = JpegEncoder::new_with_quality(&mut out, 86).write_image(&picture, width, height, ExtendedColorType::Rgb8);
    written.expect("a picture in memory is written");
    out
}

/// An identity card on a table.
pub fn card(seed: u64) -> Drawn {
    let mut grain = Grain(seed);
    let mut picture = RgbImage::from_pixel(1680, 1120, Rgb([112, 88, 70]));
    fill(&mut picture, (90, 80), (1500, 950), [176, 205, 226]);
    line(&mut picture, &mut grain, (420, 110), 1250, 40);
    for row in 0..11 {
        line(&mut picture, &mut grain, (140, 220 + row * 70), 560, 30);
        line(&mut picture, &mut grain, (590, 220 + row * 70), 1130, 30);
    }
    fill(&mut picture, (1200, 240), (330, 440), [186, 60, 52]);
    fill(&mut picture, (1285, 310), (160, 190), [222, 178, 148]);
    fill(&mut picture, (1240, 500), (250, 180), [238, 238, 236]);
    photographed(picture, seed)
}

/// A written sheet.
pub fn sheet(seed: u64) -> Drawn {
    let mut grain = Grain(seed);
    let mut picture = RgbImage::from_pixel(1400, 1900, Rgb([92, 96, 88]));
    fill(&mut picture, (60, 60), (1280, 1780), [244, 242, 234]);
    line(&mut picture, &mut grain, (380, 130), 1040, 52);
    for row in 0..26 {
        line(&mut picture, &mut grain, (140, 260 + row * 56), 1260, 26);
    }
    fill(&mut picture, (880, 1700), (260, 110), [70, 84, 160]);
    photographed(picture, seed)
}

/// A PDF of one page that runs a script when it is opened.
pub fn script_pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
    ];
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let table = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(out, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    out
}
