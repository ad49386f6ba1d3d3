//! The log and the numbers know nobody.

use crate::stage::{NIK, PASSWORD, stage};
use std::{
    io::Write,
    sync::{Arc, Mutex},
};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_knows_nobody() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().json().with_max_level(tracing::Level::DEBUG).with_writer(move || writer.clone()).init();
    let mut stage = stage().await;
    let mut newcomer = stage.product.browser();
    let form = [("nama", "Agnes Wea Bhoki"), ("surel", "agnes.bhoki@contoh.id"), ("telepon", "081339001256")];
    let form: Vec<(&str, &str)> = form.into_iter().chain([("sandi", PASSWORD), ("setuju", "ya")]).collect();
    assert_eq!(newcomer.post("/daftar", &form).await.status, 303);
    stage.product.settle().await;
    let code = stage.product.outside.mailer.code_for("agnes.bhoki@contoh.id");
    assert_eq!(newcomer.post("/daftar/kode", &[("kode", &code)]).await.status, 303);
    stage.product.browser().post("/masuk", &[("surel", "agnes.bhoki@contoh.id"), ("sandi", "salah-salah-salah")]).await;
    let save = format!("/permohonan/{}/simpan", stage.id);
    for (field, value) in [("full_name", "Yuliana Nona Sare"), ("nik", NIK), ("ktp_address", "Jalan Mawar Nomor Satu")] {
        let page = stage.mine.post(&save, &[("field", field), ("value", value), ("versi", "0")]).await;
        assert!(page.status.is_success(), "{field}: {} {}", page.status, page.text());
    }
    let paper = format!("/permohonan/{}/berkas/identity_card", stage.id);
    stage.mine.upload(&paper, "berkas", ("ktp yuliana sare.jpg", "image/jpeg", b"bukan gambar"), &[]).await;
    stage.mine.get(&format!("/permohonan/{}/periksa", stage.id)).await;
    stage.mine.get(&format!("/lacak?nomor={NIK}")).await;
    stage.officer.post("/petugas/masuk-antre", &[("kode", NIK)]).await;
    stage.product.later(kernel::time::DAY).await;
    let text = String::from_utf8_lossy(&log.0.lock().unwrap()).to_lowercase();
    assert!(text.contains("/permohonan/{id}/simpan"), "the log was heard");
    for secret in
        [NIK, "yuliana", "nona sare", "agnes", "bhoki", "contoh.id", "339001256", "mawar", PASSWORD, "salah-salah", code.as_str()]
    {
        let at = text.find(&secret.to_lowercase());
        assert!(
            at.is_none(),
            "{secret} stands in the log: {}",
            &text[at.unwrap_or(0).saturating_sub(200)..][..400.min(text.len())]
        );
    }
}

#[tokio::test]
async fn metrics_and_health_stand_on_a_port_of_their_own_and_know_nobody() {
    let watching = roof::watch::collect().unwrap();
    let mut stage = stage().await;
    stage.mine.get(&format!("/permohonan/{}", stage.id)).await;
    let watch = roof::watch::routes(stage.product.house.clone(), watching);
    let ask = async |path: &str| {
        let request = axum::http::Request::get(path).body(axum::body::Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(watch.clone(), request).await.unwrap();
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert_eq!(ask("/health").await, "ok\n");
    assert_eq!(ask("/ready").await, "ready\n");
    let numbers = ask("/metrics").await;
    assert!(numbers.contains("http_request_seconds") && numbers.contains("route=\"/permohonan/{id}\""), "{numbers}");
    for secret in [stage.id.as_str(), "yuliana", "contoh.id"] {
        assert!(!numbers.contains(secret), "{secret}: {numbers}");
    }
    for path in ["/metrics", "/health", "/ready"] {
        assert_eq!(stage.product.browser().get(path).await.status, 404, "{path} is not for citizens");
        assert_eq!(stage.product.papers().get(path).await.status, 404, "{path} is not for papers");
        assert_eq!(stage.product.partner().get(path).await.status, 404, "{path} is not for partners");
    }
}
