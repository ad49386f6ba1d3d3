//! Forms of a draft, what a script sends, and what no form sends.

use crate::{
    attack::{Attack, FORM, HOSTILE, answered},
    stage::stage,
};
use axum::http::Method;

#[tokio::test]
async fn every_form_answers_hostile_values_in_words_and_keeps_what_was_typed() {
    let mut stage = stage().await;
    let id = &stage.id;
    let mut attack = Attack::on(&stage.product);
    let steps: Vec<String> = catalogue::current(&stage.product.house).steps().iter().map(|s| s.code.clone()).collect();
    let mut pages: Vec<String> = steps.iter().map(|step| format!("/permohonan/{id}/isi/{step}")).collect();
    for rest in ["", "/periksa", "/paspor", "/kantor", "/tinjau", "/jadwal", "/batal", "/berkas", "/sengketa-nik", "/cocok"] {
        pages.push(format!("/permohonan/{id}{rest}"));
    }
    pages.push("/permohonan/baru".to_owned());
    for path in &pages {
        attack.page(&mut stage.mine, path).await;
    }
    attack.judge(1_000);
}

#[tokio::test]
async fn autosave_uploads_queries_and_partners_answer_hostile_values_in_words() {
    let mut stage = stage().await;
    let id = stage.id.clone();
    let save = format!("/permohonan/{id}/simpan");
    for (value, _) in HOSTILE {
        for field in ["full_name", "nik", "birth_date", "sex", "tidak_ada", value] {
            for version in ["0", value] {
                let fields = [("field", field), ("value", value), ("versi", version)];
                answered(&stage.mine.post(&save, &fields).await, &format!("autosave of {field:?} {value:?}"));
            }
        }
        let encoded: String = value.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02x}"));
        for page in ["/kantor", "/lacak", "/masuk", "/permohonan", "/petugas/hari-ini", "/petugas/keuangan", "/biaya", "/bantuan"]
        {
            for key in ["kembali", "cari", "bahasa", "status", "kasus", "nomor", "wilayah"] {
                let path = format!("{page}?{key}={encoded}");
                answered(&stage.officer.get(&path).await, &path);
                answered(&stage.mine.get(&path).await, &path);
            }
        }
    }
    let paper = format!("/permohonan/{id}/berkas/identity_card");
    for (name, kind, bytes) in
        [("a\u{202e}gpj.exe", "image/jpeg", &b"MZ"[..]), ("../../x", "text/html", b"<script>"), ("kosong", "image/png", b"")]
    {
        let page = stage.mine.upload(&paper, "berkas", (name, kind, bytes), &[]).await;
        answered(&page, name);
        assert!(page.status.is_client_error(), "{name}: {}", page.status);
    }
    for (kind, body) in
        [("multipart/form-data", &b""[..]), ("multipart/form-data; boundary=b", b"--b\r\n\r\n"), ("image/png", b"x")]
    {
        let page = stage.mine.send(Method::POST, &paper, Some(kind), body.to_vec()).await;
        answered(&page, kind);
        assert!(page.status.is_client_error(), "{kind}: {}", page.status);
    }
    for body in [&b"{"[..], b"", b"null", b"[1,2]", b"\xff\xfe", b"{\"billingCode\": {\"a\": 1e999}}"] {
        let page = stage.product.partner().send(Method::POST, "/bill/v1/notify", Some("application/json"), body.to_vec()).await;
        answered(&page, "a notice");
        assert!(page.status.is_client_error(), "{}", page.status);
    }
}

#[tokio::test]
async fn bad_cookies_headers_and_methods_are_refused_or_ignored() {
    let stage = stage().await;
    for value in ["%00", "", "a=b", "\"x\"", "../..", &"x".repeat(8_000)] {
        let mut browser = stage.product.browser();
        for name in
            ["__Host-mp", "__Host-mp-petugas", "__Host-mp-bahasa", "__Host-mp-alur", "__Host-mp-isian", "__Host-mp-perangkat"]
        {
            browser.set_cookie(name, value);
        }
        for path in ["/", "/permohonan", "/petugas", "/daftar/kode", "/lupa/kode"] {
            answered(&browser.get(path).await, &format!("{path} with the cookie {value:.20}"));
        }
    }
    for (name, value) in [
        ("accept", "application/json; q=\"\\"),
        ("accept-language", ";;;q=9"),
        ("x-forwarded-for", "<script>, 1.2.3.4"),
        ("content-type", ";;="),
        ("user-agent", "\"'<>%00"),
        ("if-none-match", "W/\"\\"),
        ("range", "bytes=9-1"),
    ] {
        let mut browser = stage.mine.clone();
        browser.always(name, value);
        for path in ["/", "/permohonan", "/akun/perangkat"] {
            answered(&browser.get(path).await, &format!("{path} with {name}: {value}"));
        }
    }
    let mut strange = stage.mine.clone();
    strange.always("sec-fetch-site", "cross-site");
    strange.always("origin", "https://jahat.example");
    let page = strange.post("/akun/perangkat", &[]).await;
    answered(&page, "from another site");
    assert_eq!(page.status, 403);
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::POST] {
        let page = stage.mine.clone().send(method.clone(), "/kantor", Some(FORM), Vec::new()).await;
        answered(&page, method.as_str());
        assert_eq!(page.status, 405, "{method}");
    }
}
