//! What an applicant sees: account, questions, papers, bill, money, visit.

use super::{all, nothing_is_left_out, open::belongs_to_somebody, under};
use crate::citizen::{self as does, PASSWORD};
use e2e::{Screen, Walk, digits, first, flores, journey};

const PAPERS: [&str; 3] = ["identity_card", "family_card", "birth_certificate"];

#[test]
fn every_page_of_an_applicant_stands_in_both_languages_at_every_width() {
    journey("matrix-own", |stage| async move {
        let person = first();
        let mut walk = stage.walk(Screen::Phone).await;
        does::sign_up(&mut walk, &person).await;
        all(&mut walk, &[("mine-empty", "/permohonan".to_owned()), ("begin", "/permohonan/baru".to_owned())]).await;
        let home = does::begin(&mut walk).await;
        all(&mut walk, &under(&home, &[("tasks-empty", ""), ("papers-empty", "/berkas"), ("check-locked", "/periksa")])).await;
        wrong_answers(&mut walk, &home).await;
        walk.looks(false);
        does::answer_all(&mut walk, &home, &person, false).await;
        walk.looks(true);
        for step in walk.steps(&home).await {
            let name = format!("q-{}", step.rsplit('/').next().unwrap_or_default());
            walk.in_every_way(&name, &step).await;
        }
        for (seed, code) in (1..).zip(PAPERS) {
            does::paper(&mut walk, &home, code, seed).await;
        }
        does::compare(&mut walk, &home).await;
        does::choose(&mut walk, &home).await;
        let ready = [
            ("tasks-done", ""),
            ("papers", "/berkas"),
            ("paper", "/berkas/identity_card"),
            ("check", "/periksa"),
            ("passport", "/paspor"),
            ("office", "/kantor?q=Maumere"),
            ("review", "/tinjau"),
            ("dispute", "/sengketa-nik"),
        ];
        all(&mut walk, &under(&home, &ready)).await;
        let code = bill(&mut walk, &home).await;
        expired(&mut walk, &home, &code).await;
        account(&mut walk, &person).await;
        nothing_is_left_out(&stage, |page| belongs_to_somebody(page) && !page.starts_with("/petugas"));
        walk.quiet().await;
        walk.end().await;
    });
}

/// Answers that contradict each other, papers that cannot be used, cases that only an office takes.
async fn wrong_answers(walk: &mut Walk, home: &str) {
    let page = |rest: &str| format!("{home}{rest}");
    walk.visit(&page("/isi/name")).await;
    walk.fill("full_name", "Drs. Yuliana Nona").await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.as_it_stands("q-name-wrong").await;
    walk.visit(&page("/isi/applying-for")).await;
    walk.choose("applying_for", "child").await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.in_every_way("lead-out", &page("/datang-langsung")).await;
    walk.visit(&page("/isi/applying-for")).await;
    walk.choose("applying_for", "self").await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.visit(&page("/isi/nik")).await;
    walk.fill("nik", first().nik).await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.visit(&page("/isi/birth")).await;
    for (part, value) in [("d", "31"), ("m", "2"), ("y", "1998")] {
        walk.fill(&format!("birth_date-{part}"), value).await;
    }
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.as_it_stands("q-birth-wrong").await;
    for (part, value) in [("d", "11"), ("m", "3"), ("y", "1998")] {
        walk.fill(&format!("birth_date-{part}"), value).await;
    }
    walk.fill("birth_place", "MAUMERE").await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.in_every_way("differs", &page("/cocok")).await;
    walk.visit(&page("/isi/birth")).await;
    walk.fill("birth_date-d", "1").await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.visit(home).await;
    let bad = walk.stage().trial.file("kartu-keluarga.pdf", &e2e::script_pdf());
    walk.visit(&page("/berkas/family_card")).await;
    walk.send_file(&bad).await;
    walk.as_it_stands("paper-refused").await;
}

/// From the choice of the hour to the paid visit.
async fn bill(walk: &mut Walk, home: &str) -> String {
    walk.visit(&format!("{home}/tinjau")).await;
    walk.choose("pernyataan", "ya").await;
    walk.press_in("main form", "Lanjut: pilih hari dan jam").await;
    walk.in_every_way("session", &format!("{home}/jadwal")).await;
    // opened by its address, the page asks again for what the summary had asked
    walk.choose("pernyataan", "ya").await;
    walk.choose_first("slot").await;
    walk.press_in("main .bar", "Kirim permohonan").await;
    let code = does::bill(walk).await;
    let waiting = [("bill", "/bayar"), ("waiting", ""), ("cancel", "/batal")];
    all(walk, &under(home, &waiting)).await;
    does::pay(walk, &code).await;
    does::paid(walk, home).await;
    let paid = [
        ("paid", "/lunas"),
        ("timeline", ""),
        ("letter", "/surat"),
        ("receipt", "/kuitansi"),
        ("move", "/ubah-jadwal"),
        ("give-back", "/kembalikan"),
    ];
    all(walk, &under(home, &paid)).await;
    for name in ["surat", "kuitansi"] {
        walk.visit(&format!("{home}/{name}")).await;
        walk.on_paper_and_in_forced_colours(name).await;
    }
    let own = ["/permohonan", "/kabar", "/akun", "/akun/perangkat", "/data-pribadi/jejak"];
    for path in own {
        walk.in_every_way(&format!("own{}", path.replace('/', "-")), path).await;
    }
    walk.visit("/kabar").await;
    let first = "return document.querySelector('main a[href^=\"/kabar/\"]').pathname;";
    let message = walk.run(first).await.as_str().expect("a message").to_owned();
    walk.in_every_way("message", &message).await;
    code
}

/// The same NIK once more, a bill that nobody pays in time, and money that comes after the day is over.
async fn expired(walk: &mut Walk, taken: &str, _code: &str) {
    let person = flores();
    walk.looks(false);
    walk.visit("/permohonan/baru").await;
    walk.press_in("main form", "Mulai").await;
    let home = walk.path().await;
    assert_ne!(home, taken, "an application of its own");
    does::answer_all(walk, &home, &person, false).await;
    for (seed, code) in (21..).zip(PAPERS) {
        does::paper(walk, &home, code, seed).await;
    }
    does::compare(walk, &home).await;
    does::choose(walk, &home).await;
    let code = does::submit(walk, &home).await;
    walk.looks(true);
    walk.visit(&format!("{home}/bayar")).await;
    walk.clock("Ke batas bayar").await;
    walk.visit(&format!("{home}/bayar")).await;
    walk.comes_to_say("Waktu membayar sudah habis").await;
    all(walk, &under(&home, &[("expired", "/bayar"), ("tasks-expired", "")])).await;
    // nothing is free on the days on which late money finds an equal seat
    let full = "UPDATE slot SET capacity = taken WHERE day <= date('now', '+14 days')";
    sqlx::query(full).execute(&mut does::database(&walk.stage()).await).await.expect("the calendar is full");
    walk.visit_world(&format!("/bank?kode={code}")).await;
    walk.unfold("Uji gangguan").await;
    walk.press_in("main details", "Bayar setelah batas waktu").await;
    walk.visit(&home).await;
    walk.comes_to_have("a[href$='/pilih-tanggal']").await;
    all(walk, &under(&home, &[("late", ""), ("choose-day", "/pilih-tanggal")])).await;
}

/// The account: contact, password, second factor, and signing in with it.
async fn account(walk: &mut Walk, person: &e2e::Person) {
    let pages =
        [("email", "/akun/surel"), ("phone", "/akun/telepon"), ("password", "/akun/sandi"), ("factor", "/akun/verifikasi")];
    all(walk, &pages.map(|(name, path)| (name, path.to_owned()))).await;
    contact(walk, person).await;
    walk.visit("/akun/verifikasi").await;
    walk.press_in("main", "Pasang autentikator").await;
    walk.as_it_stands("factor-begun").await;
    let secret = walk.read("#kunci").await;
    walk.fill("kode", &digits(&secret)).await;
    walk.press_in("main form", "Aktifkan").await;
    // recovery codes are shown once: in English those are seen that take their place
    walk.in_its_language("factor-codes", "id").await;
    let recovery = walk.read("main ul code").await;
    walk.in_every_way("factor-on", "/akun/verifikasi").await;
    walk.visit("/akun/verifikasi?bahasa=en").await;
    walk.fill("sandi", PASSWORD).await;
    walk.fill("kode", &recovery).await;
    walk.press_in("main form", "Make new recovery codes").await;
    walk.in_its_language("factor-codes", "en").await;
    walk.visit("/akun?bahasa=id").await;
    walk.visit("/akun").await;
    walk.press_in("main", "Keluar").await;
    walk.visit("/masuk").await;
    walk.fill("surel", person.email).await;
    walk.fill("sandi", PASSWORD).await;
    walk.press_in("main form", "Masuk").await;
    walk.in_every_way("sign-in-code", "/masuk/kode").await;
    walk.visit("/lupa").await;
    walk.fill("surel", person.email).await;
    walk.press_in("main form", "Kirim").await;
    walk.in_every_way("forgot-code", "/lupa/kode").await;
    let mut other = walk.stage().walk(Screen::Phone).await;
    other.visit("/daftar").await;
    for (name, text) in [("nama", "Maria Goreti Nona"), ("surel", "maria.goreti@contoh.id"), ("telepon", "0813 3900 1257")] {
        other.fill(name, text).await;
    }
    other.fill("sandi", PASSWORD).await;
    other.choose("setuju", "ya").await;
    other.press_in("main form", "Buat akun").await;
    other.in_every_way("sign-up-code", "/daftar/kode").await;
    other.end().await;
}

/// Another address and another number, up to their codes.
async fn contact(walk: &mut Walk, person: &e2e::Person) {
    walk.visit("/akun/surel").await;
    walk.fill("surel", &format!("baru.{}", person.email)).await;
    walk.press_in("main form", "Kirim").await;
    walk.in_every_way("email-code", "/akun/surel/kode").await;
    walk.visit("/akun/telepon").await;
    walk.fill("telepon", "0812 3800 4411").await;
    walk.press_in("main form", "Kirim").await;
    walk.in_every_way("phone-code", "/akun/telepon/kode").await;
}
