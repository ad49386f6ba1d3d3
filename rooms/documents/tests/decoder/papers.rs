//! Papers made for the tests: pictures with notes of a camera, PDFs with what they may not have.

use std::io::Cursor;

use documents::decode::{DecodeError, Decoded, Decoder, Refusal};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// The decoder with the child built beside the tests.
pub fn decoder() -> Decoder {
    Decoder::new(env!("CARGO_BIN_EXE_documents-decode"), Vec::new())
}

/// Decodes a paper that must be accepted.
pub async fn accepted(bytes: Vec<u8>) -> Decoded {
    decoder().decode(bytes).await.expect("an accepted paper")
}

/// Decodes a paper that must be refused.
pub async fn refusal(bytes: Vec<u8>) -> Refusal {
    match decoder().decode(bytes).await {
        Err(DecodeError::Refused(refusal)) => refusal,
        other => panic!("not refused: {:?}", other.map(|decoded| decoded.kind)),
    }
}

/// A card-like picture: dark print on a light ground, the top left quarter red.
pub fn card(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if x < width / 2 && y < height / 2 {
            Rgb([200, 20, 20])
        } else if (x / 9 + y / 14) % 3 == 0 {
            Rgb([30, 30, 40])
        } else {
            Rgb([228, 226, 220])
        }
    })
}

/// A picture as JPEG.
pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(picture).unwrap();
    bytes
}

/// A picture as PNG.
pub fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Splices a camera's note (EXIF) with an orientation and a place (GPS latitude reference and
/// a secret maker's text) behind the start mark of a JPEG.
pub fn with_camera_note(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let mut tiff: Vec<u8> = b"MM\0\x2a\0\0\0\x08".to_vec();
    // first directory: maker, orientation, pointer to the place
    tiff.extend(3_u16.to_be_bytes());
    let maker = b"RAHASIA-KAMERA\0\0";
    let behind = 8 + 2 + 3 * 12 + 4;
    entry(&mut tiff, 0x010F, 2, 16, behind);
    entry(&mut tiff, 0x0112, 3, 1, u32::from(orientation) << 16);
    entry(&mut tiff, 0x8825, 4, 1, behind + 16);
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(maker);
    // the place: south, and a date that is easy to find
    tiff.extend(2_u16.to_be_bytes());
    entry(&mut tiff, 0x0001, 2, 2, u32::from_be_bytes(*b"S\0\0\0"));
    entry(&mut tiff, 0x001D, 2, 11, behind + 16 + 2 + 2 * 12 + 4);
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(b"2026:10:15\0");

    let mut note = b"Exif\0\0".to_vec();
    note.extend(tiff);
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend(u16::try_from(note.len() + 2).unwrap().to_be_bytes());
    bytes.extend(note);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn entry(tiff: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32) {
    tiff.extend(tag.to_be_bytes());
    tiff.extend(kind.to_be_bytes());
    tiff.extend(count.to_be_bytes());
    tiff.extend(value.to_be_bytes());
}

/// A PDF of so many pages with a line of print; `change` may add to its catalogue.
pub fn pdf(pages: usize, change: impl FnOnce(&mut Document, &mut Dictionary)) -> Vec<u8> {
    let mut bytes = Vec::new();
    document(pages, change).save_to(&mut bytes).unwrap();
    bytes
}

/// The same before it is written.
pub fn document(pages: usize, change: impl FnOnce(&mut Document, &mut Dictionary)) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
    });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let mut kids: Vec<Object> = Vec::new();
    for number in 1..=pages {
        let text = format!("KARTU KELUARGA halaman {number}");
        let content = Content {
            operations: vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 36.into()]),
                Operation::new("Td", vec![40.into(), 700.into()]),
                Operation::new("Tj", vec![Object::string_literal(text)]),
                Operation::new("ET", vec![]),
            ],
        };
        let stream = Stream::new(Dictionary::new(), content.encode().unwrap());
        let content = document.add_object(stream);
        kids.push(
            document
                .add_object(dictionary! {
                    "Type" => "Page", "Parent" => tree, "Contents" => content,
                })
                .into(),
        );
    }
    let count = i64::try_from(pages).unwrap();
    let node = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    document.objects.insert(tree, Object::Dictionary(node));
    let mut catalogue = dictionary! { "Type" => "Catalog", "Pages" => tree };
    change(&mut document, &mut catalogue);
    let root = document.add_object(catalogue);
    document.trailer.set("Root", root);
    document
}
