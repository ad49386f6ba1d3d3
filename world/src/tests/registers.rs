use super::*;
use kernel::{nik::Nik, time::Zone};

#[test]
fn samples_have_well_formed_numbers_and_all_but_one_fit_their_birth_date_and_sex() {
    let today = morning().day_in(Zone::Wib);
    let people = sample_people();
    assert_eq!(people.len(), 13);
    for person in &people {
        let nik = Nik::parse(person.nik.reveal()).unwrap();
        assert_eq!(nik.sex(), person.sex, "{}", person.full_name);
        assert_eq!(nik.district(), person.district_code);
        assert_eq!(nik.birth_date(today) == Some(person.birth_date), nik.reveal() != DIFFERING_NIK, "{}", person.full_name);
    }
    assert!(Nik::parse(UNKNOWN_NIK).is_ok() && people.iter().all(|person| person.nik.reveal() != UNKNOWN_NIK));
    assert_eq!(sample_passports().len(), 3);
}

#[tokio::test]
async fn the_population_register_answers_signed_and_says_when_it_knows_nobody() {
    let stage = Stage::new().await;
    let ask = async |nik: &str| stage.call("POST", "/population/v1/lookup", &json!({ "nik": nik }).to_string()).await;
    let found = ask(FIRST_NIK).await;
    assert!(found.genuine);
    let record = &found.json()["record"];
    assert_eq!((record["fullName"].as_str(), record["birthDate"].as_str()), (Some("YULIANA NONA LERO"), Some("1998-03-01")));
    assert_eq!((record["sex"].as_str(), record["civilStatus"].as_str()), (Some("female"), Some("single")));
    assert_eq!((record["districtCode"].as_str(), record["alive"].as_bool()), (Some("530705"), Some(true)));
    assert_eq!(ask(UNKNOWN_NIK).await.json(), json!({ "found": false }));

    let (_, page) = stage.page("/penduduk").await;
    assert!(page.contains("Tambah orang dengan NIK ini"));
    assert_eq!(stage.press("/penduduk/cepat", &format!("nik={UNKNOWN_NIK}")).await, (303, "/penduduk".to_owned()));
    assert_eq!(ask(UNKNOWN_NIK).await.json()["record"]["fullName"], UNKNOWN_NAME);
    assert!(!stage.page("/penduduk").await.1.contains("Tambah orang dengan NIK ini"));
}

#[tokio::test]
async fn a_register_refuses_a_wrong_key_and_can_be_switched_off() {
    let stage = Stage::new().await;
    let body = json!({ "nik": FIRST_NIK }).to_string();
    let forged = stage.call_with("POST", "/population/v1/lookup", &body, &message_id(morning()), 0, Some(BILLING)).await;
    assert_eq!((forged.status, forged.json()["code"].as_str().unwrap()), (401, "REG-401"));
    stage.world.set_switch(Part::Population, Switch::ServerError);
    assert_eq!(stage.call("POST", "/population/v1/lookup", &body).await.status, 500);
    assert_eq!(stage.call("POST", "/passports/v1/lookup", &body).await.status, 200);
}

#[tokio::test]
async fn the_passport_register_lists_a_persons_passports() {
    let stage = Stage::new().await;
    let ask = async |nik: &str| stage.call("POST", "/passports/v1/lookup", &json!({ "nik": nik }).to_string()).await.json();
    let held = ask("5308056309820002").await;
    let passport = &held["passports"][0];
    assert_eq!((passport["issuedIn"].as_str(), passport["state"].as_str()), (Some("abroad"), Some("expired")));
    assert_eq!(passport["expiryDate"], "2023-04-20");
    assert_eq!(ask(FIRST_NIK).await, json!({ "passports": [] }));

    let form = format!(
        "number=x7654321&nik={FIRST_NIK}&issue_date=2024-01-02&expiry_date=2034-01-02&office=Kantor&issued_in=indonesia&state=lost"
    );
    assert_eq!(stage.press("/paspor/simpan", &form).await, (303, "/paspor".to_owned()));
    let added = ask(FIRST_NIK).await;
    assert_eq!(
        (added["passports"][0]["number"].as_str(), added["passports"][0]["state"].as_str()),
        (Some("X7654321"), Some("lost"))
    );
    stage.press("/paspor/hapus", "number=X7654321").await;
    assert_eq!(ask(FIRST_NIK).await, json!({ "passports": [] }));
    let (status, page) = stage.press("/paspor/simpan", &form.replace("x7654321", "12")).await;
    assert_eq!(status, 422);
    assert!(page.contains("satu atau dua huruf") && page.contains(FIRST_NIK));
}

#[tokio::test]
async fn a_person_is_changed_and_taken_out_on_the_page() {
    let stage = Stage::new().await;
    let form = format!(
        "nik={FIRST_NIK}&full_name=yuliana+baru&birth_place=ende&birth_date=1998-03-02&address=a&district_code=530705&mother_name=m&father_name=f&sex=female&status=married&dead=ya"
    );
    assert_eq!(stage.press("/penduduk/simpan", &form).await.0, 303);
    let changed = stage.world.people().into_iter().find(|person| person.nik.reveal() == FIRST_NIK).unwrap();
    assert_eq!((changed.full_name.as_str(), changed.alive, changed.civil_status), ("YULIANA BARU", false, CivilStatus::Married));
    let (status, page) = stage.press("/penduduk/simpan", &form.replace("1998-03-02", "")).await;
    assert_eq!(status, 422);
    assert!(page.contains("Tanggal lahir ditulis") && page.contains("yuliana baru"));
    stage.press("/penduduk/hapus", &format!("nik={FIRST_NIK}")).await;
    assert_eq!(stage.world.people().len(), 12);
}
