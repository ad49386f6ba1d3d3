//! Pages on which a person acts as the outside. Words stand inline, Indonesian first: this is a tool of the trial, not
//! part of the product.

mod bank;
mod passports;
mod people;
mod post;
mod tools;

use crate::{Part, World, read, wire::WireTime};
use askama::Template;
use axum::{
    Router,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{Html, IntoResponse as _, Redirect, Response},
    routing::{get, post},
};

/// Addresses and names of the parts.
const PARTS: [(&str, &str); 7] = [
    ("/", "Beranda"),
    ("/bank", "Bank"),
    ("/surat", "Surel"),
    ("/penduduk", "Penduduk"),
    ("/paspor", "Paspor"),
    ("/petugas", "Petugas"),
    ("/gangguan", "Gangguan"),
];

/// Routes for people.
pub fn router(world: World) -> Router {
    Router::new()
        .route("/", get(tools::home))
        .route("/world.css", get(sheet))
        .route("/bank", get(bank::desk))
        .route("/bank/bayar", post(bank::pay))
        .route("/bank/kembalikan", post(bank::reverse))
        .route("/bank/kabar", post(bank::notice))
        .route("/bank/bukti/{ntpn}", get(bank::receipt))
        .route("/surat", get(post::inbox))
        .route("/surat/{id}", get(post::mail))
        .route("/penduduk", get(people::list))
        .route("/penduduk/ubah", get(people::edit))
        .route("/penduduk/simpan", post(people::save))
        .route("/penduduk/cepat", post(people::quick))
        .route("/penduduk/hapus", post(people::remove))
        .route("/paspor", get(passports::list))
        .route("/paspor/ubah", get(passports::edit))
        .route("/paspor/simpan", post(passports::save))
        .route("/paspor/hapus", post(passports::remove))
        .route("/petugas", get(tools::officers))
        .route("/gangguan", get(tools::switches).post(tools::switch))
        .route("/gangguan/normal", post(tools::all_normal))
        .with_state(world)
}

/// What every page shows around its content.
struct Frame {
    parts: &'static [(&'static str, &'static str)],
    here: &'static str,
    faults: Vec<String>,
    product: String,
    now: String,
}

/// A labelled input of a form.
struct Field {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    value: String,
}

impl World {
    fn frame(&self, here: &'static str) -> Frame {
        let on = |part: Part| {
            let switch = self.switch(part);
            switch.is_on().then(|| format!("{}: {}", part.shown(), switch.shown()))
        };
        Frame {
            parts: &PARTS,
            here,
            faults: Part::ALL.into_iter().filter_map(on).collect(),
            product: read(&self.inner.product_url),
            now: WireTime(self.now()).shown(),
        }
    }

    fn problem(&self, status: StatusCode, heading: &str, text: &str, back: &str) -> Response {
        let page = Problem { frame: self.frame(""), heading: heading.into(), text: text.into(), back: back.into() };
        show(status, &page)
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem {
    frame: Frame,
    heading: String,
    text: String,
    back: String,
}

fn show(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => {
            let policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
            (status, [(CONTENT_SECURITY_POLICY, policy), (CACHE_CONTROL, "no-store")], Html(html)).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}

async fn sheet() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "max-age=60")], include_str!("pages/world.css")).into_response()
}

/// `820 261 005 000 123`.
fn in_threes(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(3).map(|three| three.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
