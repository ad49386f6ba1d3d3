//! Pictures through the child: what is accepted and what comes back.

use crate::papers::{accepted, card, jpeg, png, refusal, with_camera_note};
use documents::decode::{Hint, Kind, MAX_BYTES, Refusal};
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage, Rgba, RgbaImage};

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn reread(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory(jpeg).expect("a readable page").into_rgb8()
}

fn is_red(pixel: Rgb<u8>) -> bool {
    pixel.0[0] > 150 && pixel.0[1] < 90 && pixel.0[2] < 90
}

#[tokio::test]
async fn a_sharp_photograph_comes_back_as_one_page_without_hints() {
    let decoded = accepted(jpeg(&card(1200, 800))).await;
    assert_eq!(decoded.kind, Kind::Jpeg);
    assert_eq!(decoded.pages.len(), 1);
    assert_eq!((decoded.pages[0].width, decoded.pages[0].height), (1200, 800));
    assert_eq!(decoded.hints, []);
    assert_eq!(reread(&decoded.pages[0].jpeg).dimensions(), (1200, 800));
}

#[tokio::test]
async fn a_photograph_is_turned_upright_and_loses_the_note_of_its_camera() {
    // The camera lay on its side: number 6 asks for a quarter turn clockwise.
    let noted = with_camera_note(&jpeg(&card(1000, 700)), 6);
    assert!(contains(&noted, b"RAHASIA-KAMERA") && contains(&noted, b"2026:10:15"));
    let page = accepted(noted).await.pages.remove(0);
    assert_eq!((page.width, page.height), (700, 1000));
    for trace in [b"Exif".as_slice(), b"RAHASIA", b"2026:10:15", b"GPS"] {
        assert!(!contains(&page.jpeg, trace));
    }
    // What was top left is now top right.
    let upright = reread(&page.jpeg);
    assert!(is_red(*upright.get_pixel(600, 100)));
    assert!(!is_red(*upright.get_pixel(100, 100)) && !is_red(*upright.get_pixel(600, 900)));
}

#[tokio::test]
async fn an_upside_down_photograph_is_turned_by_half() {
    let page = accepted(with_camera_note(&jpeg(&card(1000, 700)), 3)).await.pages.remove(0);
    assert_eq!((page.width, page.height), (1000, 700));
    assert!(is_red(*reread(&page.jpeg).get_pixel(900, 600)));
}

#[tokio::test]
async fn an_unreadable_note_of_the_camera_leaves_the_photograph_as_it_is() {
    let page = accepted(with_camera_note(&jpeg(&card(1000, 700)), 77)).await.pages.remove(0);
    assert_eq!((page.width, page.height), (1000, 700));
}

#[tokio::test]
async fn a_png_becomes_a_jpeg_and_what_is_transparent_becomes_white() {
    let clear = RgbaImage::from_pixel(800, 700, Rgba([0, 0, 0, 0]));
    let decoded = accepted(png(&DynamicImage::ImageRgba8(clear))).await;
    assert_eq!(decoded.kind, Kind::Png);
    assert!(decoded.pages[0].jpeg.starts_with(&[0xFF, 0xD8, 0xFF]));
    assert!(reread(&decoded.pages[0].jpeg).pixels().all(|pixel| pixel.0.iter().all(|v| *v > 250)));
}

#[tokio::test]
async fn grey_and_deep_colour_pictures_are_read() {
    let grey = GrayImage::from_fn(700, 700, |x, _| Luma([if x % 20 < 10 { 20 } else { 230 }]));
    assert_eq!(accepted(png(&DynamicImage::ImageLuma8(grey))).await.pages.len(), 1);
    let deep = DynamicImage::ImageRgb8(card(700, 700)).into_rgb16();
    assert_eq!(accepted(png(&DynamicImage::ImageRgb16(deep))).await.pages.len(), 1);
}

#[tokio::test]
async fn a_large_photograph_is_scaled_to_2400_pixels() {
    let page = accepted(jpeg(&card(3200, 2400))).await.pages.remove(0);
    assert_eq!((page.width, page.height), (2400, 1800));
}

/// As large as allowed and small as a file.
fn giant() -> RgbImage {
    RgbImage::from_fn(8000, 5000, |x, _| if x < 4000 { Rgb([200, 20, 20]) } else { Rgb([240; 3]) })
}

#[tokio::test]
async fn a_photograph_of_40_megapixels_fits_the_child() {
    let page = accepted(jpeg(&giant())).await.pages.remove(0);
    assert_eq!((page.width, page.height), (2400, 1500));
}

#[tokio::test]
async fn a_transparent_picture_of_40_megapixels_fits_the_child() {
    let clear = DynamicImage::ImageRgb8(giant()).into_rgba8();
    let page = accepted(png(&DynamicImage::ImageRgba8(clear))).await.pages.remove(0);
    assert_eq!((page.width, page.height), (2400, 1500));
}

#[tokio::test]
async fn a_picture_that_claims_too_many_pixels_is_refused_by_its_header() {
    let mut bomb = png(&DynamicImage::ImageRgb8(card(20, 20)));
    bomb[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&50_000_u32.to_be_bytes());
    assert_eq!(refusal(bomb).await, Refusal::TooManyPixels);

    let mut bomb = jpeg(&card(20, 20));
    let frame = bomb.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert_eq!(refusal(bomb).await, Refusal::TooManyPixels);
}

#[tokio::test]
async fn a_picture_cut_short_is_refused() {
    let whole = jpeg(&card(900, 700));
    assert_eq!(refusal(whole[..whole.len() / 2].to_vec()).await, Refusal::Damaged);
    assert_eq!(refusal(whole[..whole.len() - 2].to_vec()).await, Refusal::Damaged);
    let whole = png(&DynamicImage::ImageRgb8(card(900, 700)));
    assert_eq!(refusal(whole[..whole.len() / 2].to_vec()).await, Refusal::Damaged);
}

#[tokio::test]
async fn what_follows_a_photograph_does_not_come_back() {
    let mut twofold = jpeg(&card(900, 700));
    twofold.extend(crate::papers::pdf(1, |_, _| ()));
    let decoded = accepted(twofold).await;
    assert_eq!(decoded.kind, Kind::Jpeg);
    assert!(!contains(&decoded.pages[0].jpeg, b"%PDF"));
    assert!(decoded.pages[0].jpeg.ends_with(&[0xFF, 0xD9]));
}

#[tokio::test]
async fn the_kind_is_judged_by_content_and_every_refusal_says_what_it_saw() {
    for (bytes, expected) in [
        (b"".as_slice(), Refusal::Empty),
        (b"Ini hanya teks bernama foto.jpg", Refusal::UnknownKind),
        (b"BMW tidak sama dengan BMP", Refusal::UnknownKind),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Refusal::HeicNotSupported),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Refusal::OtherImage("video")),
        (b"\0\0\0\x1cftypavif\0\0\0\0", Refusal::OtherImage("AVIF")),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Refusal::OtherImage("WebP")),
        (b"GIF89a\x01\0\x01\0", Refusal::OtherImage("GIF")),
        (b"II*\0\x08\0\0\0", Refusal::OtherImage("TIFF")),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", Refusal::OtherImage("BMP")),
        (b"\xFF\xD8\xFF", Refusal::Damaged),
        (b"\x89PNG\r\n\x1a\n", Refusal::Damaged),
    ] {
        assert_eq!(refusal(bytes.to_vec()).await, expected, "{bytes:?}");
    }
    assert_eq!(refusal(vec![0xFF; MAX_BYTES + 1]).await, Refusal::TooLarge);
}

#[tokio::test]
async fn weak_pictures_are_accepted_with_a_hint() {
    let small = accepted(jpeg(&card(700, 400))).await;
    assert_eq!(small.hints, [Hint::TooSmall]);

    let dim = |pixel: &Rgb<u8>| Rgb(pixel.0.map(|value| value / 4));
    let card = card(1000, 800);
    let dark = RgbImage::from_fn(1000, 800, |x, y| dim(card.get_pixel(x, y)));
    assert!(accepted(jpeg(&dark)).await.hints.contains(&Hint::TooDark));

    let wash = |pixel: &Rgb<u8>| Rgb(pixel.0.map(|value| 225 + value / 10));
    let bright = RgbImage::from_fn(1000, 800, |x, y| wash(card.get_pixel(x, y)));
    assert!(accepted(jpeg(&bright)).await.hints.contains(&Hint::TooBright));

    let shaken = image::imageops::blur(&card, 8.0);
    assert_eq!(accepted(jpeg(&shaken)).await.hints, [Hint::Blurred]);
}
