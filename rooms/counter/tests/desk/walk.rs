//! A case from check-in to a collected passport, and who may not.

use crate::story::{self, whole};
use application::ApplicationState;
use counter::CaseWord;
use kernel::role::Role;

const INTERVIEW: [(&str, &str); 2] = [("catatan", "consistent"), ("biometrik", "MME-2026-00017")];

#[tokio::test]
async fn a_case_walks_from_check_in_to_a_collected_passport() {
    let world = story::here().await;
    world.check_in().await;
    world.verify().await;
    world.done("interviewer", "wawancara", &INTERVIEW).await;
    let page = world.desk("adjudicator").get(&world.path().await).await;
    whole(&page);
    assert!(page.says("MME-2026-00017"), "{}", page.text());
    world.done("adjudicator", "setujui", &[]).await;
    let list = world.desk("printer").get("/petugas/cetak").await;
    whole(&list);
    assert!(list.says("A-001"), "{}", list.text());
    let page = world.act("printer", "cetak", &[("nomor-buku", "12")]).await;
    assert_eq!(page.status, 422);
    assert!(page.says("1 atau 2 huruf"), "{}", page.text());
    world.done("printer", "cetak", &[("nomor-buku", "xb 1234567")]).await;
    world.done("printer", "siap", &[]).await;
    assert_eq!(world.state().await, ApplicationState::Ready);
    assert!(world.desk("hand_over").get("/petugas/serah").await.says("A-001"));
    world.done("hand_over", "serah", &[("pengambil", "family"), ("nama", "Yosef Sare")]).await;
    assert_eq!((world.word().await, world.state().await), (CaseWord::Collected, ApplicationState::Collected));
    assert_eq!(world.case().await.booklet.as_deref(), Some("XB1234567"));
    let mut reader = world.house.reader();
    let history = application::history(&mut reader, &world.id).await.unwrap();
    let words: Vec<&str> = history.iter().map(|row| row.what.as_str()).collect();
    let office = ["checked_in", "verified", "interviewed", "approved", "printed", "ready", "collected"];
    assert!(words.ends_with(&office), "{words:?}");
    let audit = store::audit_of(&mut reader, &world.id).await.unwrap();
    for action in
        ["counter.check_in", "counter.verify", "counter.interview", "counter.approve", "counter.print", "counter.hand_over"]
    {
        let row = audit.iter().find(|row| row.action == action).unwrap_or_else(|| panic!("{action}"));
        assert_eq!(row.actor_kind, "officer");
    }
    assert!(audit.iter().all(|row| !row.detail.contains("Yosef")), "no name in the trail");
    let page = world.desk("verifier").get(&world.path().await).await;
    whole(&page);
    assert!(page.says("Sudah diambil") && page.says("Keluarga"), "{}", page.text());
}

#[tokio::test]
async fn papers_stand_beside_the_data_and_a_difference_is_marked() {
    let world = story::here().await;
    world.check_in().await;
    let page = world.desk("verifier").get(&world.path().await).await;
    whole(&page);
    assert!(page.says("src=\"http://127.0.0.1:8081/lihat/"), "{}", page.text());
    assert!(page.says("class=\"diff\"") && page.says("1 Maret 1998") && page.says("11 Maret 1998"), "{}", page.text());
    assert!(page.says("Alok") || page.says("Sikka"), "the region of the NIK");
    let picture = page.text().split("src=\"http://127.0.0.1:8081").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(world.product.papers().get(&picture).await.status, 200);
    let page = world.desk("printer").get(&world.path().await).await;
    whole(&page);
    assert!(!page.says("/lihat/") && !page.says("Maret 1998"), "who prints sees neither papers nor data");
}

#[tokio::test]
async fn nothing_goes_on_before_each_field_is_confirmed() {
    let world = story::here().await;
    world.check_in().await;
    let boxes = world.boxes().await;
    assert!(boxes.len() > 5, "{boxes:?}");
    let mut some: Vec<(&str, &str)> = boxes.iter().skip(1).map(|name| (name.as_str(), "ya")).collect();
    some.push(("lanjut", "ya"));
    let page = world.act("verifier", "cocok", &some).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Belum dicocokkan: Nama") && page.says(&format!("href=\"#{}\"", boxes[0])), "{}", page.text());
    assert_eq!(world.word().await, CaseWord::CheckedIn);
    // what was seen so far can be kept and is ticked when the page is opened again
    some.pop();
    world.done("verifier", "cocok", &some).await;
    let page = world.desk("verifier").get(&world.path().await).await;
    assert_eq!(page.text().matches(" checked").count(), boxes.len() - 1, "{}", page.text());
    assert_eq!(world.act("interviewer", "wawancara", &INTERVIEW).await.status, 409);
    world.verify().await;
}

#[tokio::test]
async fn a_refusal_has_a_coded_reason() {
    let world = story::here().await;
    world.check_in().await;
    world.verify().await;
    world.done("interviewer", "wawancara", &INTERVIEW).await;
    let page = world.desk("adjudicator").get(&world.path().await).await;
    let next = "Perbaiki data atau surat, lalu ajukan permohonan baru.";
    assert!(page.says("value=\"false_data\"") && page.says(next), "what the refused will read: {}", page.text());
    assert_eq!(page.text().matches("type=\"radio\" ").count(), 7, "{}", page.text());
    assert!(page.says("Pemohon membaca: “Permohonan Anda disetujui."), "{}", page.text());
    for wrong in ["", "because"] {
        assert_eq!(world.act("adjudicator", "tolak", &[("alasan", wrong)]).await.status, 422, "{wrong}");
    }
    world.done("adjudicator", "tolak", &[("alasan", "false_data")]).await;
    assert_eq!(world.word().await, CaseWord::Rejected);
    assert_eq!(world.state().await, ApplicationState::Rejected { reason: "false_data".to_owned() });
    let page = world.desk("adjudicator").get(&world.path().await).await;
    whole(&page);
    assert!(page.says("Data atau surat yang Anda berikan tidak benar"), "{}", page.text());
}

#[tokio::test]
async fn a_stale_page_is_refused_and_says_what_changed() {
    let world = story::here().await;
    world.check_in().await;
    world.verify().await;
    let path = world.path().await;
    let mut desk = world.desk("interviewer");
    let old = desk.get(&path).await.input("versi").unwrap();
    world.done("interviewer", "wawancara", &INTERVIEW).await;
    world.done("adjudicator", "setujui", &[]).await;
    let form = [("versi", old.as_str()), ("catatan", "doubtful"), ("biometrik", "LAIN-1")];
    let page = desk.post(&format!("{path}/wawancara"), &form).await;
    assert_eq!(page.status, 409);
    assert!(page.says("berubah sejak Anda membukanya") && page.says("<li>Wawancara dan biometrik selesai"), "{}", page.text());
    let since = page.text().split("Sejak itu:").nth(1).unwrap().split("</div>").next().unwrap().to_owned();
    assert!(since.contains("<li>Disetujui") && !since.contains("antrean"), "each step since, and none before: {since}");
    assert_eq!(world.case().await.interview.as_deref(), Some("consistent"));
}

#[tokio::test]
async fn a_booklet_is_used_once() {
    let world = story::here().await;
    world.check_in().await;
    world.verify().await;
    world.done("interviewer", "wawancara", &INTERVIEW).await;
    world.done("adjudicator", "setujui", &[]).await;
    world.done("printer", "cetak", &[("nomor-buku", "X123456")]).await;
    assert_eq!(world.act("printer", "cetak", &[("nomor-buku", "X123456")]).await.status, 409, "printed is printed");
}

#[tokio::test]
async fn another_office_has_no_such_case_and_another_role_may_not() {
    let world = story::here().await;
    world.check_in().await;
    let path = world.path().await;
    let all = "front_desk,verifier,interviewer,adjudicator,printer,hand_over";
    let mut foreign = world.desk_at(all, "kanim-denpasar");
    assert_eq!(foreign.get(&path).await.status, 404);
    assert_eq!(foreign.post(&format!("{path}/setujui"), &[("versi", "1")]).await.status, 404);
    assert!(!foreign.get("/petugas/hari-ini").await.says("Yuliana"));
    let refused = world.desk("finance").get(&path).await;
    assert_eq!(refused.status, 403);
    let back = refused.says("href=\"/petugas\">Kembali ke pekerjaan Anda</a>");
    assert!(back && refused.says("Peran Anda tidak mencakup pekerjaan ini."), "{}", refused.text());
    assert_eq!(world.desk("finance").get("/petugas").await.location(), "/petugas/keuangan");
    let mut front = world.desk("front_desk");
    for act in ["cocok", "setujui", "siap", "berkas-lengkap"] {
        assert_eq!(front.post(&format!("{path}/{act}"), &[("versi", "1")]).await.status, 403, "{act}");
    }
    assert_eq!(world.desk("verifier").get("/petugas/cetak").await.status, 403);
    assert_eq!(world.desk(all).post(&format!("{path}/lain"), &[("versi", "1")]).await.status, 404);
    assert_eq!(world.desk(all).get("/petugas/kasus/bukan-id").await.status, 404);
    assert_eq!(world.product.browser().get(&path).await.status, 303);
}

#[tokio::test]
async fn each_officer_is_led_to_the_pages_her_roles_open_and_to_no_other() {
    let world = story::here().await;
    let pages = ["hari-ini", "masuk-antre", "cetak", "serah", "keuangan"].map(|page| format!("/petugas/{page}"));
    for role in Role::ALL.map(Role::code) {
        let mut desk = world.desk(role);
        let home = desk.get("/petugas").await;
        if home.status == 403 {
            continue;
        }
        let links = if home.location() == "/petugas/admin" { Vec::new() } else { desk.open("/petugas").await.links("/petugas/") };
        for page in &pages {
            let answer = desk.get(page).await;
            let open = answer.status == 200;
            assert_eq!(open, links.contains(page), "{role} and {page}: {} {links:?}", answer.status);
            let text = answer.text();
            let link = format!("href=\"{page}\"");
            let mut here = text.split(&link).skip(1).filter_map(|rest| rest.split('>').next());
            assert!(!open || here.any(|link| link.contains("aria-current=\"page\"")), "{role} on {page}");
        }
    }
}

#[tokio::test]
async fn a_register_that_has_not_answered_does_not_say_the_same() {
    let world = story::here().await;
    world.check_in().await;
    let page = world.desk("verifier").get(&world.path().await).await;
    whole(&page);
    let text = page.text();
    let row =
        |label: &str| text.split("<tr").find(|row| row.contains(&format!("<th scope=\"row\">{label}</th>"))).map(str::to_owned);
    let mother = row("Nama ibu").unwrap_or_else(|| panic!("{text}"));
    assert!(mother.contains("Belum dijawab") && !mother.contains("Sama"), "{mother}");
    let sex = row("Jenis kelamin").unwrap_or_else(|| panic!("{text}"));
    assert!(sex.contains("Sama"), "the NIK says the sex: {sex}");
    let birth = row("Tanggal lahir").unwrap();
    assert!(birth.contains("Beda"), "{birth}");
}

#[tokio::test]
async fn papers_stand_in_the_order_of_the_requirements() {
    let world = story::paid().await;
    for (code, shade) in [("family_card", 20), ("birth_certificate", 30)] {
        world.citizen().paper(code, shade).await;
    }
    world.product.clock.set(world.slot.starts_at);
    world.check_in().await;
    let page = world.desk("verifier").get(&world.path().await).await;
    let tabs: Vec<String> = page.links(&format!("{}?berkas=", world.path().await));
    let codes: Vec<&str> = tabs.iter().filter_map(|tab| tab.split("berkas=").nth(1)).collect();
    assert_eq!(codes, ["identity_card", "family_card", "birth_certificate"]);
}

#[tokio::test]
async fn after_a_step_the_page_says_what_was_done_and_where_to_go_on() {
    let world = story::here().await;
    world.check_in().await;
    let boxes = world.boxes().await;
    let mut form: Vec<(&str, &str)> = boxes.iter().map(|name| (name.as_str(), "ya")).collect();
    form.push(("lanjut", "ya"));
    let address = world.act("verifier", "cocok", &form).await.location();
    let page = world.desk("verifier").get(&address).await;
    whole(&page);
    assert!(page.says("Tersimpan: Dokumen dan data selesai diperiksa"), "{}", page.text());
    assert!(page.says("Tahap sekarang: Wawancara.") && page.says("Tidak ada yang menunggu Anda."), "{}", page.text());
    assert!(!world.desk("verifier").get(&world.path().await).await.says("Tersimpan:"), "said once");
    world.done("interviewer", "wawancara", &INTERVIEW).await;
    assert!(!world.desk("verifier").get(&address).await.says("Tersimpan:"), "it is not the last step any more");
    world.done("adjudicator", "setujui", &[]).await;
    world.done("printer", "cetak", &[("nomor-buku", "X123456")]).await;
    world.done("printer", "siap", &[]).await;
    let page = world.desk("verifier,hand_over").get(&world.path().await).await;
    assert!(!page.says("data-key=\"N\""), "there is something to do here");
    world.product.later(kernel::time::DAY).await;
    let today = world.desk("adjudicator").get("/petugas/hari-ini").await;
    assert!(today.says("Muat ulang") && !today.says("Berikutnya:"), "{}", today.text());
}

#[tokio::test]
async fn the_number_is_whole_only_while_it_is_held_against_the_card() {
    let world = story::here().await;
    world.check_in().await;
    assert!(world.desk("verifier").get(&world.path().await).await.says(story::NIK));
    world.verify().await;
    let page = world.desk("interviewer").get(&world.path().await).await;
    assert!(!page.says(story::NIK) && page.says("<td>5307••••••••0003</td>"), "{}", page.text());
    let page = world.desk("printer,hand_over").get(&world.path().await).await;
    assert!(page.says("5307••••••••0003") && !page.says(story::NIK), "beside the name: {}", page.text());
}

#[tokio::test]
async fn who_waits_for_an_applicant_is_not_counted_as_waiting() {
    let world = story::here().await;
    world.check_in().await;
    let waiting = |page: harness::Page| {
        let text = page.text().split("Menunggu sekarang</dt><dd><b>").nth(1).unwrap().to_owned();
        text.split('<').next().unwrap().to_owned()
    };
    assert_eq!(waiting(world.desk("verifier").get("/petugas/hari-ini").await), "1");
    assert_eq!(waiting(world.desk("front_desk").get("/petugas/hari-ini").await), "1", "whoever lets people in sees all");
    assert_eq!(waiting(world.desk("interviewer").get("/petugas/hari-ini").await), "0", "it waits for a verifier");
    world.done("verifier", "minta-berkas", &[("berkas-birth_certificate", "ya")]).await;
    assert_eq!(waiting(world.desk("verifier").get("/petugas/hari-ini").await), "0", "it is the applicant's turn");
}
