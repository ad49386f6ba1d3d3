//! What anybody may open.

use super::{all, nothing_is_left_out};
use e2e::{Screen, journey};

const PAGES: [(&str, &str); 29] = [
    ("home", "/"),
    ("needs", "/perlu-apa"),
    ("needs-answered", "/perlu-apa?untuk=dewasa&paspor=belum&jenis=electronic_10"),
    ("fees", "/biaya"),
    ("offices", "/kantor"),
    ("offices-found", "/kantor?q=Maumere"),
    ("offices-none", "/kantor?q=tidak+ada+di+mana+pun"),
    ("calendar", "/kantor/kanim-maumere"),
    ("calendar-next", "/kantor/kanim-labuan-bajo"),
    ("guide", "/bantuan"),
    ("status", "/status"),
    ("track", "/lacak"),
    ("days", "/penyuluhan"),
    ("leaflet", "/selebaran"),
    ("practice", "/latihan"),
    ("persons", "/latihan/orang"),
    ("privacy", "/data-pribadi"),
    ("sign-up", "/daftar"),
    ("sign-in", "/masuk"),
    ("forgot", "/lupa"),
    ("api", "/api"),
    ("api-problem", "/masalah/bad-input"),
    ("look", "/gaya"),
    ("sample", "/gaya/home"),
    ("sample-officer", "/gaya/officer"),
    ("sample-letter", "/gaya/letter"),
    ("sample-screen", "/gaya/screen"),
    ("absent", "/tidak-ada"),
    ("absent-application", "/permohonan/tidak-ada"),
];

/// Pages of those who are known, which have journeys of their own.
pub fn belongs_to_somebody(page: &str) -> bool {
    ["/permohonan", "/akun", "/kabar", "/petugas", "/data-pribadi/jejak", "/masuk/kode", "/lupa/kode", "/daftar/kode"]
        .iter()
        .any(|start| page.starts_with(start))
}

#[test]
fn every_open_page_stands_in_both_languages_at_every_width() {
    journey("matrix-open", |stage| async move {
        let mut walk = stage.walk(Screen::Phone).await;
        all(&mut walk, &PAGES.map(|(name, path)| (name, path.to_owned()))).await;
        for (name, path) in [("calendar", "/kantor/kanim-maumere"), ("look", "/gaya")] {
            walk.visit(path).await;
            walk.on_paper_and_in_forced_colours(name).await;
        }
        errors(&mut walk).await;
        days(&mut walk).await;
        nothing_is_left_out(&stage, |page| !belongs_to_somebody(page));
        walk.end().await;
    });
}

/// Forms that come back with what is wrong.
async fn errors(walk: &mut e2e::Walk) {
    walk.visit("/daftar").await;
    walk.fill("nama", "dr. Yuliana").await;
    walk.fill("surel", "bukan alamat").await;
    walk.press_in("main form", "Buat akun").await;
    walk.as_it_stands("sign-up-wrong").await;
    walk.visit("/masuk").await;
    walk.fill("surel", "tidak.ada@contoh.id").await;
    walk.fill("sandi", "salah salah salah").await;
    walk.press_in("main form", "Masuk").await;
    walk.as_it_stands("sign-in-wrong").await;
    walk.visit("/lacak").await;
    walk.fill("nomor", "1234").await;
    walk.press_in("main form", "Lihat").await;
    walk.as_it_stands("track-wrong").await;
}

/// An information day: its page, its papers, and a place on its list.
async fn days(walk: &mut e2e::Walk) {
    let found = "return [...document.querySelectorAll('main .agenda .card:not(.off) a')].map(a => a.pathname)[0];";
    walk.visit("/penyuluhan").await;
    let day = walk.run(found).await.as_str().expect("an information day").to_owned();
    let pages = [("day", ""), ("poster", "/poster"), ("day-leaflet", "/selebaran"), ("register", "/daftar")];
    all(walk, &super::under(&day, &pages)).await;
    walk.visit(&format!("{day}/poster")).await;
    walk.on_paper_and_in_forced_colours("poster").await;
    walk.visit(&format!("{day}/daftar")).await;
    walk.press_in("main form", "Daftar").await;
    walk.as_it_stands("register-wrong").await;
    walk.fill("nama", "Theresia Nona Bunga").await;
    walk.fill("surel", "theresia.bunga@contoh.id").await;
    walk.choose("setuju", "ya").await;
    walk.press_in("main form", "Daftar").await;
    let own = walk.path().await;
    walk.in_every_way("registered", &own).await;
}
