use super::{account, world};
use crate::model::Flag;
use axum::http::StatusCode;
use catalogue::Field;
use kernel::ids::ApplicationId;
use kernel::time::Timestamp;

#[tokio::test]
async fn a_page_saves_and_goes_on_to_the_next_one() {
    let w = world().await;
    let mut b = w.browser(&w.account);
    let page = b.get(&w.path("/isi/name")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.input("versi-full_name").as_deref(), Some("0"));
    assert!(page.says("Bagian 1 dari 6, halaman 2 dari 6"), "{}", page.text());
    let page = b.post(&w.path("/isi/name"), &[("full_name", "Yuliana Nona Sare"), ("versi-full_name", "0")]).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, w.path("/isi/nik")));
    assert!(b.get(&w.path("/isi/name")).await.says("Yuliana Nona Sare"));
}

#[tokio::test]
async fn every_page_of_the_form_is_drawn_in_both_languages() {
    let w = world().await;
    w.identity().await;
    w.put(&[
        (Field::PassportHistory, "held"),
        (Field::OldCondition, "full"),
        (Field::DestinationCountry, "SG"),
        (Field::DestinationRelative, "yes"),
        (Field::DomicileSame, "no"),
        (Field::CivilStatus, "married"),
    ])
    .await;
    let mut b = w.browser(&w.account);
    for step in catalogue::current(&w.house).steps() {
        for lang in ["id", "en"] {
            let page = b.get(&w.path(&format!("/isi/{}?bahasa={lang}", step.code))).await;
            assert_eq!(page.status, StatusCode::OK, "{}", step.code);
            assert!(!page.says("⟦"), "{} lacks a word", step.code);
        }
    }
}

#[tokio::test]
async fn a_wrong_date_is_said_back_and_everything_typed_stays() {
    let w = world().await;
    let mut b = w.browser(&w.account);
    let form = [
        ("birth_date-d", "31"),
        ("birth_date-m", "2"),
        ("birth_date-y", "1998"),
        ("versi-birth_date", "0"),
        ("birth_place", "Maumere"),
        ("versi-birth_place", "0"),
    ];
    let page = b.post(&w.path("/isi/birth"), &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("31 Februari 1998"), "{}", page.text());
    assert!(page.says("#birth_date-d") && page.says("value=\"31\"") && page.says("value=\"Maumere\""));
    assert!(w.browser(&w.account).get(&w.path("/isi/birth")).await.says("value=\"31\""), "on another device too");
}

#[tokio::test]
async fn a_day_and_month_typed_into_one_box_stay_in_it() {
    let w = world().await;
    let mut b = w.browser(&w.account);
    let crowded = "Tulis tanggal, bulan, dan tahun masing-masing di kotaknya sendiri.";
    for (version, year, words) in [("0", "", crowded), ("1", "1998", "31 Februari 1998")] {
        let form = [("birth_date-d", "31/02"), ("birth_date-m", ""), ("birth_date-y", year), ("versi-birth_date", version)];
        let page = b.post(&w.path("/isi/birth"), &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text());
        let again = b.get(&w.path("/isi/birth")).await;
        for page in [page, again] {
            let boxes = ["d", "m", "y"].map(|part| page.input(&format!("birth_date-{part}")).unwrap());
            assert_eq!(boxes, ["31/02", "", year]);
            assert!(page.says(words), "{}", page.text());
        }
    }
}

#[tokio::test]
async fn markup_is_refused_and_shown_as_text() {
    let w = world().await;
    let mut b = w.browser(&w.account);
    let page = b.post(&w.path("/isi/name"), &[("full_name", "<script>x</script>"), ("versi-full_name", "0")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.says("<script>x"));
    let long = "x".repeat(100_000);
    let page = b.post(&w.path("/isi/name"), &[("full_name", &long), ("versi-full_name", "1")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn malformed_forms_get_a_4xx_never_a_5xx() {
    let w = world().await;
    let mut b = w.browser(&w.account);
    let forms: [&[(&str, &str)]; 5] = [
        &[("full_name", "A")],
        &[("full_name", "A"), ("versi-full_name", "-1")],
        &[("full_name", "A"), ("versi-full_name", "x")],
        &[("colour", "red")],
        &[("full_name", "A"), ("versi-full_name", "99999999999999999999")],
    ];
    for form in forms {
        assert_eq!(b.post(&w.path("/isi/name"), form).await.status, StatusCode::BAD_REQUEST, "{form:?}");
    }
    for path in ["/isi/nothing", "/isi/..%2f", "/isi/%00"] {
        assert_eq!(b.get(&w.path(path)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/isi/name?x=1", "/cocok?y=1"] {
        assert_eq!(b.get(&w.path(path)).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn a_foreign_application_answers_exactly_as_an_absent_one() {
    let w = world().await;
    let other = account(&w.house, "lain@contoh.id").await;
    let absent = ApplicationId::mint(Timestamp(7), &kernel::chance::SystemChance);
    let mut b = w.browser(&other);
    for rest in ["/isi/name", "/cocok", "/datang-langsung"] {
        let foreign = b.get(&w.path(rest)).await;
        let gone = b.get(&format!("/permohonan/{absent}{rest}")).await;
        assert_eq!((foreign.status, gone.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{rest}");
        // the address stands in the language link
        let plain = |page: &harness::Page, id: &ApplicationId| page.steady().replace(id.as_str(), "ID");
        assert_eq!(plain(&foreign, &w.id), plain(&gone, &absent), "{rest}");
    }
    let form = [("full_name", "X"), ("versi-full_name", "0")];
    assert_eq!(b.post(&w.path("/isi/name"), &form).await.status, StatusCode::NOT_FOUND);
    let form = [("field", "full_name"), ("value", "X"), ("versi", "0")];
    assert_eq!(b.post(&w.path("/simpan"), &form).await.status, StatusCode::NOT_FOUND);
    assert_eq!(w.answers().await.typed(Field::FullName), "");
}

#[tokio::test]
async fn two_tabs_see_both_values_and_one_is_chosen() {
    let w = world().await;
    let mut one = w.browser(&w.account);
    let mut two = w.browser(&w.account);
    one.post(&w.path("/isi/occupation"), &[("occupation", "guru"), ("versi-occupation", "0")]).await;
    let page = two.post(&w.path("/isi/occupation"), &[("occupation", "petani"), ("versi-occupation", "0")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.says("guru") && page.says("petani"));
    assert_eq!(w.answers().await.get(Field::Occupation), Some("guru"));
    let version = page.input("versi-occupation").unwrap();
    let mine = page.input("milik-occupation").unwrap();
    let keep = [("pilih-occupation", "mereka"), ("milik-occupation", &mine), ("versi-occupation", &version)];
    assert!(two.post(&w.path("/isi/occupation"), &keep).await.status.is_redirection());
    assert_eq!(w.answers().await.get(Field::Occupation), Some("guru"));
    let take = [("pilih-occupation", "milik"), ("milik-occupation", &mine), ("versi-occupation", &version)];
    assert!(two.post(&w.path("/isi/occupation"), &take).await.status.is_redirection());
    assert_eq!(w.answers().await.get(Field::Occupation), Some("petani"));
}

#[tokio::test]
async fn saving_while_typing_answers_a_version_or_both_values() {
    let w = world().await;
    let mut b = w.browser(&w.account);
    b.always("accept", "application/json");
    let page = b.post(&w.path("/simpan"), &[("field", "occupation"), ("value", "guru"), ("versi-occupation", "0")]).await;
    assert_eq!((page.status, page.json()["version"].as_i64()), (StatusCode::OK, Some(1)));
    assert_eq!(page.json()["versi-occupation"], 1);
    let page = b.post(&w.path("/simpan"), &[("field", "occupation"), ("value", "petani"), ("versi", "0")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!((page.json()["theirs"].as_str(), page.json()["yours"].as_str()), (Some("guru"), Some("petani")));
    let boxes = [
        ("field", "birth_date-m"),
        ("value", "2"),
        ("birth_date-d", "31"),
        ("birth_date-m", "2"),
        ("birth_date-y", ""),
        ("versi-birth_date", "0"),
    ];
    assert_eq!(b.post(&w.path("/simpan"), &boxes).await.status, StatusCode::OK, "half a date is kept");
    assert_eq!(w.answers().await.typed(Field::BirthDate), "31/2/");
    let page = b.post(&w.path("/simpan"), &[("field", "colour"), ("value", "red"), ("versi", "0")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_nik_that_says_another_birth_date_has_three_ways_out() {
    let w = world().await;
    w.identity().await;
    let mut b = w.browser(&w.account);
    let birth = [
        ("birth_date-d", "11"),
        ("birth_date-m", "3"),
        ("birth_date-y", "1998"),
        ("versi-birth_date", "1"),
        ("birth_place", "Maumere"),
        ("versi-birth_place", "1"),
    ];
    let page = b.submit(&w.path("/isi/birth"), &birth).await;
    assert!(page.says("11 Maret 1998") && page.says("1 Maret 1998") && page.says("530705"), "{}", page.text());
    let form = |choice| {
        [
            ("nik", "5307054103980003"),
            ("versi-nik", "1"),
            ("birth_date-d", "11"),
            ("birth_date-m", "3"),
            ("birth_date-y", "1998"),
            ("versi-birth_date", "2"),
            ("dari", "birth"),
            ("benar", choice),
        ]
    };
    for nothing in ["", "salah"] {
        let page = b.post(&w.path("/cocok"), &form(nothing)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{nothing}");
    }
    let page = b.post(&w.path("/cocok"), &form("ktp")).await;
    assert_eq!(page.location(), w.path("/isi/sex"));
    assert_eq!(w.application().await.flags, [Flag::NikMismatch]);
    assert!(b.get(&w.path("/cocok")).await.status.is_redirection(), "said once");
    b.post(
        &w.path("/isi/birth"),
        &[("birth_date-d", "12"), ("birth_date-m", "3"), ("birth_date-y", "1998"), ("versi-birth_date", "2")],
    )
    .await;
    let mut again = form("nik");
    (again[2].1, again[5].1) = ("12", "3");
    assert!(b.post(&w.path("/cocok"), &again).await.status.is_redirection());
    assert_eq!(w.answers().await.get(Field::BirthDate), Some("1998-03-01"));
    assert_eq!(crate::contradiction(&w.answers().await), None);
}

#[tokio::test]
async fn a_mistyped_nik_is_mended_in_place() {
    let w = world().await;
    w.identity().await;
    w.put(&[(Field::Nik, "5307051103980003")]).await;
    let mut b = w.browser(&w.account);
    assert!(b.get(&w.path("/cocok")).await.says("Perempuan"), "the sex differs too");
    let form = [("nik", "5307 0541 0398 0003"), ("versi-nik", "2"), ("dari", "nik"), ("benar", "salah")];
    assert_eq!(b.post(&w.path("/cocok"), &form).await.location(), w.path("/isi/birth"));
}

#[tokio::test]
async fn an_unknown_region_of_a_nik_warns_once_and_is_noted() {
    let w = world().await;
    let mut b = w.browser(&w.account);
    let page = b.submit(&w.path("/isi/nik"), &[("nik", "9999994103980003"), ("versi-nik", "0")]).await;
    assert!(page.says("daftar wilayah"), "{}", page.text());
    assert_eq!(w.application().await.flags, [Flag::NikRegionUnknown]);
    let page = b.post(&w.path("/isi/nik"), &[("nik", "9999994103980003"), ("versi-nik", "1")]).await;
    assert_eq!(page.location(), w.path("/isi/birth"));
}

#[tokio::test]
async fn a_lost_passport_leads_to_the_office_and_keeps_everything() {
    let w = world().await;
    w.identity().await;
    w.put(&[(Field::PassportHistory, "held")]).await;
    let mut b = w.browser(&w.account);
    let page = b.submit(&w.path("/isi/old-condition"), &[("old_condition", "lost"), ("versi-old_condition", "0")]).await;
    assert!(page.says("Paspor hilang") && page.says("kepolisian"), "{}", page.text());
    assert!(page.says("Satu dari: Akta kelahiran, Akta perkawinan atau buku nikah, Ijazah, Surat baptis"), "{}", page.text());
    assert_eq!(page.text().matches("Harus memuat nama").count(), 1, "the note they share is said once: {}", page.text());
    assert_eq!(w.answers().await.get(Field::FullName), Some("Yuliana Nona Sare"));
    assert_eq!(b.get(&w.path("/isi/old-condition")).await.status, StatusCode::OK, "the answer can be changed");
    let page = b.post(&w.path("/isi/old-condition"), &[("old_condition", "expired"), ("versi-old_condition", "1")]).await;
    assert_eq!(page.location(), w.path("/isi/old-number"));
    assert!(b.get(&w.path("/datang-langsung")).await.status.is_redirection());
}

#[tokio::test]
async fn a_child_is_led_to_the_office_unless_married() {
    let w = world().await;
    w.put(&[(Field::BirthDate, "2010-03-01")]).await;
    let mut b = w.browser(&w.account);
    let page = b.post(&w.path("/isi/civil-status"), &[("civil_status", "single"), ("versi-civil_status", "0")]).await;
    assert_eq!(page.location(), w.path("/datang-langsung"));
    assert!(b.get(&w.path("/datang-langsung")).await.says("Kartu keluarga"));
    let page = b.post(&w.path("/isi/civil-status"), &[("civil_status", "married"), ("versi-civil_status", "1")]).await;
    assert_ne!(page.location(), w.path("/datang-langsung"));
}

#[tokio::test]
async fn a_choice_of_many_words_is_a_list_to_open() {
    let w = world().await;
    w.put(&[(Field::RelativeRelation, "mother")]).await;
    let page = w.browser(&w.account).get(&w.path("/isi/relative")).await;
    assert!(page.says("<select class=\"in \" id=\"relative_relation\""), "{}", page.text());
    assert!(page.says("<option value=\"mother\" selected>Ibu</option>"), "{}", page.text());
    let page = w.browser(&w.account).get(&w.path("/isi/purpose")).await;
    assert!(page.says("type=\"radio\"") && !page.says("<select"), "seven are rows: {}", page.text());
}

#[tokio::test]
async fn regions_are_chosen_one_below_the_other_without_script() {
    let w = world().await;
    let mut b = w.browser(&w.account);
    let page = b.get(&w.path("/isi/ktp-address")).await;
    assert!(page.says("Nusa Tenggara Timur") && !page.says("id=\"ktp_regency\""));
    let address =
        [("ktp_address", "Jl. Ahmad Yani 3"), ("versi-ktp_address", "0"), ("ktp_province", "53"), ("versi-ktp_province", "0")];
    let page = b.submit(&w.path("/isi/ktp-address"), &address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("Kabupaten Sikka") && !page.says("role=\"alert\""), "the next list is shown, not complained about");
    let page =
        b.submit(&w.path("/isi/ktp-address"), &[("ktp_regency", "5307"), ("versi-ktp_regency", "0"), ("aksi", "wilayah")]).await;
    assert!(page.says("id=\"ktp_district\""));
    let page = b.post(&w.path("/isi/ktp-address"), &[("ktp_district", "530705"), ("versi-ktp_district", "0")]).await;
    assert_eq!(page.location(), w.path("/isi/domicile"));
}

#[tokio::test]
async fn a_page_that_is_not_asked_leads_back_to_the_list_and_a_review_comes_back_to_it() {
    let w = world().await;
    let mut b = w.browser(&w.account);
    assert_eq!(b.get(&w.path("/isi/spouse")).await.location(), w.path(""));
    assert!(b.get(&w.path("/isi/phone?kembali=tinjau")).await.input("kembali").is_some());
    let page = b.post(&w.path("/isi/phone"), &[("phone", "0812 3456 7890"), ("versi-phone", "0"), ("kembali", "tinjau")]).await;
    assert_eq!(page.location(), w.path("/tinjau"));
    assert!(b.get(&w.path("/isi/phone")).await.says("value=\"081234567890\""), "as people write it here");
}

#[tokio::test]
async fn a_cancelled_draft_can_be_edited_and_a_submitted_one_says_why_not() {
    let w = world().await;
    let by = store::Actor::Account(w.account.clone());
    w.house
        .db
        .transact::<_, crate::TransitionRefused, _>(|tx| {
            let (id, by) = (&w.id, &by);
            Box::pin(async move { crate::cancel(tx, id, by).await })
        })
        .await
        .unwrap();
    let mut b = w.browser(&w.account);
    assert_eq!(b.get(&w.path("/isi/name")).await.status, StatusCode::OK);
    super::states::apply(&w, crate::state::Verb::Submit, kernel::event::OfficeStep::Verified).await.unwrap();
    let page = b.get(&w.path("/isi/name")).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text());
    assert!(page.says("sudah dikirim"));
    let page = b.post(&w.path("/isi/name"), &[("full_name", "X"), ("versi-full_name", "0")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn nobody_signed_in_is_sent_to_the_sign_in_page() {
    let w = world().await;
    let page = w.product.browser().get(&w.path("/isi/name")).await;
    assert!(page.status.is_redirection() && page.location().starts_with("/masuk"));
}

#[tokio::test]
async fn a_year_of_two_digits_is_asked_for_in_full() {
    let w = world().await;
    let form = [("birth_date-d", "27"), ("birth_date-m", "03"), ("birth_date-y", "98"), ("versi-birth_date", "0")];
    let page = w.browser(&w.account).post(&w.path("/isi/birth"), &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("1998 atau 2098?") && page.says("value=\"98\""), "{}", page.text());
}
