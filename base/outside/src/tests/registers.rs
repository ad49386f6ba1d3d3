use super::*;
use crate::{
    IssuedIn, PartnerError, PassportRegister as _, PopulationRegister as _,
    registers::{PassportClient, PopulationClient},
};
use kernel::nik::{Nik, Sex};
use serde_json::{Value, json};

const NIK: &str = "5307054103980003";

fn nik() -> Nik {
    Nik::parse(NIK).unwrap()
}

fn person() -> Value {
    json!({
        "nik": NIK, "fullName": "MARIA GORETI NONA", "birthPlace": "MAUMERE", "birthDate": "1998-03-01", "sex": "female",
        "civilStatus": "single", "address": "JL. CONTOH 1", "districtCode": "530705", "motherName": "ROSA", "fatherName": "",
        "alive": true
    })
}

fn passport() -> Value {
    json!({
        "number": "X1234567", "fullName": "MARIA GORETI NONA", "birthDate": "1998-03-01", "birthPlace": "MAUMERE",
        "sex": "female", "issueDate": "2020-02-03", "expiryDate": "2025-02-03", "issuedIn": "abroad", "office": "KBRI Dili",
        "state": "expired"
    })
}

async fn population(reply: Reply) -> (Arc<Played>, PopulationClient) {
    let (played, partner) = play("x-", &[reply]).await;
    let client = PopulationClient::new(&partner, http(), clock()).unwrap();
    (played, client)
}

async fn passports(reply: Reply) -> PassportClient {
    let (_, partner) = play("x-", &[reply]).await;
    PassportClient::new(&partner, http(), clock()).unwrap()
}

#[tokio::test]
async fn a_person_is_looked_up_by_a_signed_post_that_keeps_the_number_out_of_the_address() {
    let (played, register) = population(Reply::Good(200, json!({"found": true, "record": person()}).to_string())).await;
    let record = register.look_up(&nik()).await.unwrap().unwrap();
    assert_eq!((record.full_name.as_str(), record.sex, record.alive), ("MARIA GORETI NONA", Sex::Female, true));
    assert_eq!((record.mother_name.as_deref(), record.father_name), (Some("ROSA"), None));
    assert_eq!(record.birth_date, jiff::civil::date(1998, 3, 1));
    let seen = &played.seen()[0];
    assert_eq!((seen.path.as_str(), seen.body.as_str()), ("/population/v1/lookup", r#"{"nik":"5307054103980003"}"#));
    let header = |name: &str| seen.headers[name].to_str().unwrap();
    let target = "POST /population/v1/lookup";
    let signed =
        Signed { client: CLIENT, id: header("x-id"), timestamp: header("x-timestamp"), target, body: seen.body.as_bytes() };
    assert!(signed.verify(SECRET, header("x-signature")));
}

#[tokio::test]
async fn a_number_nobody_has_is_no_error() {
    let (_, register) = population(Reply::Good(200, json!({"found": false}).to_string())).await;
    assert_eq!(register.look_up(&nik()).await, Ok(None));
}

#[tokio::test]
async fn a_register_that_answers_nonsense_leaves_the_result_unknown() {
    let changed = |field: &str, value: Value| {
        let mut record = person();
        record[field] = value;
        Reply::Good(200, json!({"found": true, "record": record}).to_string())
    };
    let table = [
        ("another person", changed("nik", json!("5307054103980004"))),
        ("no name", changed("fullName", json!(" "))),
        ("no date", changed("birthDate", json!("1998-02-30"))),
        ("another sex", changed("sex", json!("F"))),
        ("another status", changed("civilStatus", json!("happy"))),
        ("found nothing", Reply::Good(200, json!({"found": true}).to_string())),
        ("forged", Reply::Forged(200, json!({"found": false}).to_string())),
        ("out of order", Reply::Good(503, String::new())),
        ("silence", Reply::Silence),
    ];
    for (what, reply) in table {
        let (_, register) = population(reply).await;
        let result = register.look_up(&nik()).await;
        assert!(matches!(result, Err(PartnerError::Unknown(_))), "{what}: {result:?}");
    }
}

#[tokio::test]
async fn passports_are_read_and_a_first_applicant_has_none() {
    let found = passports(Reply::Good(200, json!({"passports": [passport()]}).to_string())).await;
    let list = found.look_up(&nik()).await.unwrap();
    assert_eq!((list.len(), list[0].number.as_str(), list[0].issued_in), (1, "X1234567", IssuedIn::Abroad));
    let none = passports(Reply::Good(200, json!({"passports": []}).to_string())).await;
    assert_eq!(none.look_up(&nik()).await, Ok(vec![]));
}

#[tokio::test]
async fn a_damaged_passport_spoils_the_whole_answer() {
    for (field, value) in [
        ("number", json!("X 1")),
        ("expiryDate", json!("2019-01-01")),
        ("issuedIn", json!("moon")),
        ("state", json!("fine")),
        ("office", json!(null)),
    ] {
        let mut damaged = passport();
        damaged[field] = value;
        let register = passports(Reply::Good(200, json!({"passports": [passport(), damaged]}).to_string())).await;
        assert!(matches!(register.look_up(&nik()).await, Err(PartnerError::Unknown(_))), "{field}");
    }
}

#[tokio::test]
async fn records_print_nothing_of_a_person() {
    let register = passports(Reply::Good(200, json!({"passports": [passport()]}).to_string())).await;
    assert_eq!(format!("{:?}", register.look_up(&nik()).await), "Ok([PassportRecord(hidden)])");
}
