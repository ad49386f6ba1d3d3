//! PDFs through the child: drawn pages, and what a paper may not carry.

use crate::papers::{accepted, card, document, jpeg, pdf, refusal};
use documents::decode::{Kind, Refusal};
use image::imageops::FilterType;
use lopdf::{Dictionary, Document, Object, SaveOptions, Stream, dictionary};

fn script() -> Dictionary {
    dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") }
}

#[tokio::test]
async fn a_page_with_print_is_drawn_dark_on_white() {
    let decoded = accepted(pdf(1, |_, _| ())).await;
    assert_eq!(decoded.kind, Kind::Pdf);
    assert_eq!(decoded.hints, []);
    let page = &decoded.pages[0];
    assert_eq!(page.height, 1600);
    assert!((1129..=1131).contains(&page.width));
    let drawn = image::load_from_memory(&page.jpeg).unwrap().into_luma8();
    assert!(drawn.get_pixel(5, 5).0[0] > 250);
    let dark = drawn.pixels().filter(|pixel| pixel.0[0] < 100).count();
    assert!(dark > 1000, "the print is missing: {dark} dark pixels");
}

#[tokio::test]
async fn twenty_pages_are_drawn_in_order_and_one_more_is_refused() {
    let decoded = accepted(pdf(20, |_, _| ())).await;
    assert_eq!(decoded.pages.len(), 20);
    assert_ne!(decoded.pages[0], decoded.pages[19]);
    assert_eq!(refusal(pdf(21, |_, _| ())).await, Refusal::PdfTooManyPages);
}

/// Pages that are one picture each.
fn pictured(pages: usize, dictionary: &Dictionary, picture: &[u8]) -> Vec<u8> {
    pdf(pages, |document, _| {
        let is_sheet = |object: &Object| object.type_name().is_ok_and(|name| name == b"Page");
        let objects = document.objects.iter();
        let sheets: Vec<_> = objects.filter(|(_, object)| is_sheet(object)).map(|(id, _)| *id).collect();
        for sheet in sheets {
            let image = document.add_object(Stream::new(dictionary.clone(), picture.to_vec()));
            let show = Stream::new(Dictionary::new(), b"q 595 0 0 842 0 0 cm /I Do Q".to_vec());
            let show = document.add_object(show);
            let page = document.get_dictionary_mut(sheet).unwrap();
            page.set("Resources", dictionary! { "XObject" => dictionary! { "I" => image } });
            page.set("Contents", show);
        }
    })
}

fn image(width: i64, height: i64, filter: &str) -> Dictionary {
    dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
        "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => filter,
    }
}

#[tokio::test]
async fn twenty_sheets_scanned_at_300_dots_per_inch_are_drawn_in_time() {
    let sheet = image::imageops::resize(&card(310, 439), 2480, 3508, FilterType::Nearest);
    let decoded = accepted(pictured(20, &image(2480, 3508, "DCTDecode"), &jpeg(&sheet))).await;
    assert_eq!(decoded.pages.len(), 20);
    let drawn = image::load_from_memory(&decoded.pages[19].jpeg).unwrap().into_rgb8();
    let [red, green, _] = drawn.get_pixel(200, 200).0;
    assert!(red > 150 && green < 90, "the photograph is missing");
}

#[tokio::test]
async fn a_picture_that_unfolds_beyond_the_memory_is_refused_as_too_costly() {
    // Two bytes each say "a hundred and twenty-eight times black".
    let folded: Vec<u8> = [129, 0].repeat(4_700_000);
    let bomb = pictured(1, &image(14_000, 14_000, "RunLengthDecode"), &folded);
    assert_eq!(refusal(bomb).await, Refusal::TooCostly);
}

#[tokio::test]
async fn a_pdf_without_pages_or_broken_is_refused() {
    assert_eq!(refusal(pdf(0, |_, _| ())).await, Refusal::PdfNoPages);
    assert_eq!(refusal(b"%PDF-1.7\nrusak".to_vec()).await, Refusal::Damaged);
}

#[tokio::test]
async fn a_script_is_refused_wherever_it_hides() {
    let opening = pdf(1, |_, catalogue| catalogue.set("OpenAction", script()));
    assert_eq!(refusal(opening).await, Refusal::PdfScript);
    let named = pdf(1, |_, catalogue| {
        let tree = dictionary! { "Names" => vec![Object::string_literal("a"), script().into()] };
        catalogue.set("Names", dictionary! { "JavaScript" => tree });
    });
    assert_eq!(refusal(named).await, Refusal::PdfScript);
    let closing = pdf(1, |document, catalogue| {
        let action = document.add_object(script());
        catalogue.set("AA", dictionary! { "WC" => action });
    });
    assert_eq!(refusal(closing).await, Refusal::PdfScript);
    let form = pdf(1, |document, catalogue| {
        let xml = document.add_object(Stream::new(Dictionary::new(), b"<xdp/>".to_vec()));
        catalogue.set("AcroForm", dictionary! { "XFA" => xml });
    });
    assert_eq!(refusal(form).await, Refusal::PdfScript);
}

#[tokio::test]
async fn a_script_with_a_disguised_name_is_refused() {
    let plain = pdf(1, |_, catalogue| catalogue.set("OpenAction", script()));
    let text = plain.iter().map(|byte| char::from(*byte)).collect::<String>();
    // The same length, so that the table of places stays right.
    let disguised = text.replace("/JS(app.alert(1))", "/#4aS(alert(1)) ");
    assert_ne!(text, disguised);
    let disguised = disguised.replace("/JavaScript", "/J#61vaScrpt");
    let bytes = disguised.chars().map(|letter| letter as u8).collect();
    assert_eq!(refusal(bytes).await, Refusal::PdfScript);
}

#[tokio::test]
async fn a_script_inside_a_packed_stream_of_objects_is_refused() {
    let mut document = document(1, |document, catalogue| {
        let action = document.add_object(script());
        catalogue.set("OpenAction", action);
    });
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(6).build();
    document.save_with_options(&mut bytes, options).unwrap();
    assert!(!bytes.windows(10).any(|window| window == b"JavaScript"), "the script is not packed");
    assert_eq!(refusal(bytes).await, Refusal::PdfScript);
}

#[tokio::test]
async fn a_packed_pdf_without_fault_is_drawn() {
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(6).build();
    document(2, |_, _| ()).save_with_options(&mut bytes, options).unwrap();
    assert_eq!(accepted(bytes).await.pages.len(), 2);
}

#[tokio::test]
async fn a_pdf_that_starts_programs_is_refused() {
    let bytes = pdf(1, |_, catalogue| {
        let action = dictionary! { "S" => "Launch", "F" => Object::string_literal("a.exe") };
        catalogue.set("OpenAction", action);
    });
    assert_eq!(refusal(bytes).await, Refusal::PdfLaunch);
}

#[tokio::test]
async fn a_pdf_that_carries_files_is_refused() {
    fn attach(document: &mut Document) -> Dictionary {
        let stream = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"isi".to_vec());
        let file = document.add_object(stream);
        dictionary! { "Type" => "Filespec", "EF" => dictionary! { "F" => file } }
    }
    let named = pdf(1, |document, catalogue| {
        let file = attach(document);
        let tree = dictionary! { "Names" => vec![Object::string_literal("a"), file.into()] };
        catalogue.set("Names", dictionary! { "EmbeddedFiles" => tree });
    });
    assert_eq!(refusal(named).await, Refusal::PdfEmbeddedFile);
    let unlisted = pdf(1, |document, _| {
        let file = attach(document);
        document.add_object(file);
    });
    assert_eq!(refusal(unlisted).await, Refusal::PdfEmbeddedFile);
    let note = pdf(1, |document, _| {
        document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "FileAttachment" });
    });
    assert_eq!(refusal(note).await, Refusal::PdfEmbeddedFile);
}

#[tokio::test]
async fn an_encrypted_pdf_is_refused() {
    let bytes = pdf(1, |document, _| {
        let lock = document.add_object(dictionary! {
            "Filter" => "Standard", "V" => 1, "R" => 2, "P" => -4,
            "O" => Object::string_literal(vec![7; 32]), "U" => Object::string_literal(vec![9; 32]),
        });
        document.trailer.set("Encrypt", lock);
        let id = Object::string_literal(vec![1; 16]);
        document.trailer.set("ID", vec![id.clone(), id]);
    });
    assert_eq!(refusal(bytes).await, Refusal::PdfPassword);
}

#[tokio::test]
async fn a_link_and_an_opening_view_are_no_fault() {
    let bytes = pdf(1, |document, catalogue| {
        let link = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://a.test") };
        document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Link", "A" => link });
        catalogue.set("PageLayout", "SinglePage");
    });
    assert_eq!(accepted(bytes).await.pages.len(), 1);
}

#[tokio::test]
async fn a_page_of_any_claimed_size_is_drawn_within_bounds() {
    for (width, height) in [(100_000, 80_000), (10, 8)] {
        let bytes = pdf(1, |document, _| {
            for object in document.objects.values_mut() {
                if let Ok(node) = object.as_dict_mut()
                    && node.has(b"MediaBox")
                {
                    let corners = vec![0.into(), 0.into(), width.into(), height.into()];
                    node.set("MediaBox", corners);
                }
            }
        });
        let page = accepted(bytes).await.pages.remove(0);
        assert_eq!(page.width.max(page.height), 1600);
    }
}
