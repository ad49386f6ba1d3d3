//! What the registers say, beside what was typed, and what the verifier is told to look at.

use crate::story::{self, NIK, World, whole};
use application::Flag;
use harness::Page;
use jiff::civil::date;
use kernel::nik::Sex;
use outside::{IssuedIn, PassportRecord, PopulationRecord};
use store::{Actor, StoreError};

const UNKNOWN: &str = "Data kependudukan tidak mengenal NIK ini.";
const DIFFERS: &str = "Data kependudukan berbeda dari yang ditulis pemohon.";
const KNOWN: &str = "Data paspor mengenal paspor lama";

fn somebody_else() -> PopulationRecord {
    PopulationRecord {
        nik: NIK.to_owned(),
        full_name: "YULIANA SARI".to_owned(),
        birth_place: "ENDE".to_owned(),
        birth_date: date(1998, 3, 1),
        sex: Sex::Male,
        civil_status: "married".to_owned(),
        address: "JL. MELATI 9".to_owned(),
        district_code: "530705".to_owned(),
        mother_name: Some("MARIA NONA".to_owned()),
        father_name: Some("YOSEF SARE".to_owned()),
        alive: true,
    }
}

fn old_book() -> PassportRecord {
    PassportRecord {
        number: "B1234567".to_owned(),
        full_name: "YULIANA N SARE".to_owned(),
        birth_date: date(1998, 3, 2),
        birth_place: "LARANTUKA".to_owned(),
        sex: Sex::Female,
        issue_date: date(2018, 6, 1),
        expiry_date: date(2023, 6, 1),
        issued_in: IssuedIn::Indonesia,
        office: "Kantor Imigrasi Maumere".to_owned(),
        state: "expired".to_owned(),
    }
}

/// The cells of a row of the table: typed, population, passport, NIK, result.
fn row(page: &Page, label: &str) -> Vec<String> {
    let text = page.text();
    let head = format!("<th scope=\"row\">{label}</th>");
    let row = text.split("<tr").find(|row| row.contains(&head)).unwrap_or_else(|| panic!("{label}: {text}"));
    let cells = row.split("<td").skip(1).take(5).map(|cell| {
        let cell = cell.split("</td>").next().unwrap().split_once('>').unwrap().1;
        let words = cell.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        words.collect::<String>().trim().to_owned()
    });
    cells.collect()
}

async fn case_page(world: &World) -> Page {
    let page = world.desk("verifier").get(&world.path().await).await;
    whole(&page);
    page
}

#[tokio::test]
async fn both_registers_stand_beside_what_was_typed_and_each_difference_is_marked() {
    let world = story::here().await;
    world.product.outside.population.add(somebody_else());
    world.product.outside.passports.add(NIK, old_book());
    world.check_in().await;
    world.registers_answer().await;
    let page = case_page(&world).await;
    for (label, cells) in [
        ("Nama lengkap", ["Yuliana Nona Sare", "YULIANA SARI", "YULIANA N SARE", "—", "Beda"]),
        ("Tanggal lahir", ["11 Maret 1998", "1 Maret 1998", "2 Maret 1998", "1 Maret 1998", "Beda"]),
        ("Tempat lahir", ["Maumere", "ENDE", "LARANTUKA", "—", "Beda"]),
        ("Jenis kelamin", ["Perempuan", "Laki-laki", "Perempuan", "Perempuan", "Beda"]),
        ("Status perkawinan", ["Belum menikah", "Menikah", "—", "—", "Beda"]),
        ("Alamat", ["Jl. Mawar 1", "JL. MELATI 9", "—", "—", "Beda"]),
        ("Nama ibu", ["Maria Bere", "MARIA NONA", "—", "—", "Beda"]),
        ("Nama ayah", ["—", "YOSEF SARE", "—", "—", "Beda"]),
    ] {
        assert_eq!(row(&page, label), cells, "{label}");
    }
    assert_eq!(row(&page, "NIK")[4], "Sama", "the number itself is the same");
    let held = row(&page, "Paspor lama");
    assert_eq!((held[2].as_str(), held[4].as_str()), ("B1234567", "Beda"), "{held:?}");
    assert!(page.says("9 perbedaan"), "{}", page.text());
}

#[tokio::test]
async fn a_number_that_both_registers_do_not_know_is_said_plainly() {
    let world = story::here().await;
    world.check_in().await;
    world.registers_answer().await;
    let page = case_page(&world).await;
    assert!(page.says(UNKNOWN) && !page.says(DIFFERS) && !page.says(KNOWN), "{}", page.text());
    let nik = row(&page, "NIK");
    assert_eq!((nik[1].as_str(), nik[4].as_str()), ("—", "Tidak dikenal"), "{nik:?}");
    assert_eq!(row(&page, "Nama ibu")[4], "Tanpa pembanding");
    let held = row(&page, "Paspor lama");
    assert_eq!((held[2].as_str(), held[4].as_str()), ("Tidak tercatat", "Sama"), "none was typed, and none is known");
    assert!(!page.says("tidak menjawab"), "both answered");
}

async fn flag(world: &World, flag: Flag) {
    let raised = world.house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let by = Actor::Account(world.account.clone());
            application::flag(tx, &world.id, flag, true, &by).await.expect("a draft");
            Ok(())
        })
    });
    raised.await.unwrap();
}

#[tokio::test]
async fn each_flag_is_a_sentence_above_the_table_for_whoever_verifies_and_a_mark_on_todays_list() {
    let world = story::drafted().await;
    flag(&world, Flag::NikMismatch).await;
    flag(&world, Flag::NikRegionUnknown).await;
    world.go_to_the_office().await;
    assert!(world.desk("verifier").get("/petugas/hari-ini").await.says("2 hal untuk dilihat"), "also before she arrives");
    world.product.outside.population.add(somebody_else());
    world.product.outside.passports.add(NIK, old_book());
    world.check_in().await;
    world.registers_answer().await;
    let page = case_page(&world).await;
    let above = page.text().split("class=\"list cmp\"").next().unwrap().to_owned();
    for sentence in ["Tanggal lahir atau jenis kelamin menurut NIK berbeda", "bukan kode wilayah yang dikenal", DIFFERS, KNOWN] {
        assert_eq!(above.matches(sentence).count(), 1, "{sentence}: {above}");
    }
    assert!(!above.contains(UNKNOWN), "{above}");
    let list = world.desk("front_desk").get("/petugas/hari-ini").await;
    whole(&list);
    assert!(list.says("4 hal untuk dilihat"), "{}", list.text());
    let page = world.desk("printer").get(&world.path().await).await;
    assert!(!page.says(DIFFERS) && !page.says(KNOWN), "who prints sees no data");
}

#[tokio::test]
async fn nothing_is_said_where_nothing_is_flagged() {
    let world = story::here().await;
    world.check_in().await;
    let list = world.desk("verifier").get("/petugas/hari-ini").await;
    assert!(!list.says("untuk dilihat"), "{}", list.text());
    let page = case_page(&world).await;
    assert!(!page.says(UNKNOWN) && !page.says(DIFFERS) && !page.says(KNOWN), "{}", page.text());
}

#[tokio::test]
async fn an_old_passport_is_no_longer_told_once_the_kind_is_corrected() {
    let world = story::here().await;
    world.product.outside.passports.add(NIK, old_book());
    world.check_in().await;
    world.registers_answer().await;
    assert!(case_page(&world).await.says(KNOWN));
    world.done("verifier", "ubah-jenis", &[("alasan", "register_knows_passport")]).await;
    assert!(!case_page(&world).await.says(KNOWN), "it is a replacement now");
    world.done("verifier", "ubah-jenis", &[("alasan", "no_old_passport")]).await;
    assert!(case_page(&world).await.says(KNOWN), "and now it is not");
}
