use super::*;

#[tokio::test]
async fn every_page_opens_and_says_that_nothing_is_real() {
    let stage = Stage::new().await;
    stage.world.set_product_url("http://localhost:8080".to_owned());
    for path in ["/", "/bank", "/surat", "/penduduk", "/penduduk/ubah", "/paspor", "/paspor/ubah", "/petugas", "/gangguan"] {
        let (status, page) = stage.page(path).await;
        assert_eq!(status, 200, "{path}");
        assert!(page.contains("SIMULASI") && page.contains("http://localhost:8080"), "{path}");
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
    }
    assert_eq!(stage.page("/surat/77").await.0, 404);
    assert_eq!(stage.page("/bank/bukti/0000000000000000").await.0, 404);
}

#[tokio::test]
async fn officers_codes_are_those_an_authenticator_shows() {
    let stage = Stage::new().await;
    let secret = b"12345678901234567890".to_vec();
    let officer = SampleOfficer {
        office: "Kantor Imigrasi Maumere".to_owned(),
        name: "Lusia Contoh".to_owned(),
        email: "lusia@contoh.id".to_owned(),
        password: "percobaan saja".to_owned(),
        role: "Verifikasi".to_owned(),
        totp_secret: secret.clone(),
    };
    stage.world.set_officers(vec![officer]);
    let second = kernel::time::SystemClock.now().0.unsigned_abs() / 1_000;
    let (_, page) = stage.page("/petugas").await;
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    // the page shows this code and the next one, so a step in between does no harm
    assert!(page.contains(&totp.generate(second + 30).to_string()));
    assert!(page.contains("lusia@contoh.id") && page.contains("percobaan saja"));
}

#[tokio::test]
async fn a_switch_is_turned_on_the_page_and_shown_on_every_other() {
    let stage = Stage::new().await;
    let (status, _) = stage.press("/gangguan", "bagian=mail&saklar=delay&detik=9").await;
    assert_eq!((status, stage.world.switch(Part::Mail)), (303, Switch::Delay(9)));
    assert!(stage.page("/bank").await.1.contains("Surel: Menjawab setelah 9 detik"));
    assert_eq!(stage.press("/gangguan", "bagian=mail&saklar=double").await.0, 422);
    stage.press("/gangguan/normal", "").await;
    assert_eq!(stage.world.switch(Part::Mail), Switch::Normal);
}
