//! Bill, receipt, letter: who sees them, and what they say.

use super::*;

async fn booked() -> World {
    let w = payable().await;
    w.pay_and_notify(w.house.now()).await;
    w
}

fn text_of(pdf: &[u8]) -> String {
    assert!(pdf.starts_with(b"%PDF"));
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap()
}

#[tokio::test]
async fn the_bill_says_code_amount_hour_and_ways_to_pay() {
    let w = payable().await;
    let page = w.mine().get(&w.path("/bayar")).await;
    let code = w.code().await;
    // 08.00 WIB and two hours, in the office's zone
    assert!(page.says("Bayar sebelum 11.00 WITA"), "{}", page.text());
    assert!(page.says(&format!("<span>{}</span>", &code[..3])) && page.says("Rp650.000"));
    assert!(page.says("Penerimaan Negara") && page.says("Bank Negara Indonesia"));
    assert!(page.says(&format!("http://127.0.0.1:1/bank?kode={code}")));
    assert!(page.says("Terlambat membayar?"));
    assert!(page.says(&w.path("/batal")) && page.says("Kursi dilepas untuk orang lain"), "{}", page.text());
    let english = w.mine().get(&w.path("/bayar?bahasa=en")).await;
    assert!(english.says("Pay before 11:00 WITA"));
}

#[tokio::test]
async fn the_qr_of_a_letter_reads_back_to_its_booking() {
    let w = booked().await;
    let seat = w.seat().await.unwrap();
    let token = crate::letter_token(&w.house, &seat);
    let code = crate::draw::qr::runs(&token).unwrap();
    let (scale, quiet) = (4, 4);
    let side = (code.side + 2 * quiet) * scale;
    let dark = |x: usize, y: usize| {
        let (column, row) = ((x / scale).wrapping_sub(quiet), (y / scale).wrapping_sub(quiet));
        code.runs.iter().any(|(r, from, length)| *r == row && (*from..from + length).contains(&column))
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| if dark(x, y) { 0 } else { 255 });
    let (_, read) = image.detect_grids().remove(0).decode().unwrap();
    assert_eq!(read, token);
    let letter = w.house.vault.read_letter(&read).unwrap();
    assert_eq!((letter.booking, letter.office.as_str()), (seat.id.to_string(), "kanim-maumere"));
    assert!(!read.contains(NIK));
}

#[tokio::test]
async fn the_letter_says_office_day_session_and_nobody_s_full_nik() {
    let w = booked().await;
    let page = w.mine().get(&w.path("/lunas")).await;
    assert!(page.says("paling lambat pukul") && page.says("Sesi Anda"), "{}", page.text());
    let page = w.mine().get(&w.path("/surat")).await;
    assert!(page.says("Surat pengantar ke kantor imigrasi") && page.says("Yuliana Nona Sare") && page.says("WITA"));
    assert!(page.says("5307••••••••0003") && !page.says(NIK));
    let pdf = w.mine().get(&w.path("/surat.pdf")).await;
    assert_eq!(pdf.headers["content-type"], "application/pdf");
    let text = text_of(&pdf.bytes);
    assert!(text.contains("Yuliana") && !text.contains(NIK), "{text}");
}

#[tokio::test]
async fn the_receipt_carries_the_numbers_of_the_payment() {
    let w = booked().await;
    let page = w.mine().get(&w.path("/kuitansi")).await;
    let receipt = w.bill().await.receipt.unwrap();
    for text in ["NTPN000000000001", "000000000001", "Rp650.000", "PP 45/2024", receipt.as_str()] {
        assert!(page.says(text), "{text}");
    }
    assert!(!page.says(NIK));
    let text = text_of(&w.mine().get(&w.path("/kuitansi.pdf")).await.bytes);
    assert!(text.contains("NTPN000000000001") && !text.contains(NIK), "{text}");
}

#[tokio::test]
async fn the_bill_as_pdf_exists_while_it_can_be_paid() {
    let w = payable().await;
    let pdf = w.mine().get(&w.path("/tagihan.pdf")).await;
    assert!(text_of(&pdf.bytes).contains("Rp650.000"));
    assert_eq!(w.mine().get(&w.path("/surat.pdf")).await.status, 404);
    assert_eq!(w.mine().get(&w.path("/kuitansi")).await.status, 404);
    w.expire().await;
    assert_eq!(w.mine().get(&w.path("/tagihan.pdf")).await.status, 404);
}

#[tokio::test]
async fn what_is_somebody_else_s_is_absent() {
    let w = booked().await;
    let other = account(&w.house, "orang.lain@contoh.id").await;
    let mut browser = w.browser(&other);
    let absent = ApplicationId::mint(w.house.now(), &SystemChance);
    for rest in ["/bayar", "/lunas", "/kuitansi", "/kuitansi.pdf", "/surat", "/surat.pdf", "/tagihan.pdf"] {
        let foreign = browser.get(&w.path(rest)).await;
        let nothing = browser.get(&format!("/permohonan/{absent}{rest}")).await;
        assert_eq!((foreign.status.as_u16(), nothing.status.as_u16()), (404, 404), "{rest}");
        assert_eq!(browser.get(&format!("/permohonan/bukan-nomor{rest}")).await.status, 404);
    }
    assert_eq!(browser.post(&w.path("/bayar/periksa"), &[]).await.status, 404);
    assert_eq!(w.product.browser().get(&w.path("/bayar")).await.status, 303);
}
