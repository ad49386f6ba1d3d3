//! Every form with every hostile value in each of its fields.

use crate::forms::{Field, Form, Kind, crawl, forms, plain, unarmed};
use axum::http::Method;
use harness::{Browser, Page, Product};
use kernel::time::{HOUR, MINUTE};

pub const FORM: &str = "application/x-www-form-urlencoded";
/// Markup that ends an attribute; no page may draw it as such.
const MARKUP: &str = "\"'><b id=selipan>";

/// What no field wants. The second says whether a person could have typed it, so that it must be kept.
pub const HOSTILE: [(&str, bool); 18] = [
    ("\0", false),
    ("a\0b", false),
    ("\u{202e}مرحبا\u{200f}", false),
    ("31/02", true),
    ("31-02-1998", true),
    ("53O7O541O398OOO3", true),
    ("I307054103980003", true),
    ("5307 0541 0398", true),
    ("+1 (415) 555-2671", true),
    ("<script>alert(1)</script>", true),
    (MARKUP, true),
    ("' OR 1=1 --", true),
    ("x\r\nSet-Cookie: a=b", false),
    ("٣٣٣", true),
    ("🙂🙂🙂", true),
    ("-1", true),
    ("99999999999999999999", true),
    ("\u{7}\u{1b}[31m", false),
];
/// What is sent in fields that nobody types.
const FORGED: [&str; 6] = ["\0", "\u{202e}مرحبا", MARKUP, "-1", "99999999999999999999", "bukan-salah-satunya"];

/// Never our fault, never a page without words, never somebody's markup.
pub fn answered(page: &Page, what: &str) {
    let status = page.status.as_u16();
    let text = page.text();
    assert!(status < 500, "{what}: {status} {text}");
    assert!(!text.contains("⟦"), "{what}: a word is missing in {text}");
    assert!(
        page.headers.get_all("set-cookie").iter().all(|c| !c.as_bytes().starts_with(b"a=")),
        "{what}: a cookie was slipped in"
    );
    let html = page.headers.get("content-type").is_some_and(|kind| kind.to_str().unwrap_or_default().starts_with("text/html"));
    if html {
        let markup = ["<b id=selipan", "<script>alert(1)"].iter().find(|markup| text.contains(**markup));
        assert!(markup.is_none(), "{what}: {markup:?} is drawn as markup in {text}");
        let unarmed = unarmed(&text);
        assert!(unarmed.is_empty(), "{what}: forms without one key and one version: {unarmed:?}");
    }
    if (400..500).contains(&status) {
        let said = if html {
            says_why(&text, status)
        } else {
            !page.json()["title"].is_null() || page.json()["message"].is_string() || page.json()["conflict"] == true
        };
        assert!(said, "{what}: {status} says nothing: {text}");
    }
}

/// A refusal has a heading, and a page that draws its form again says what is wrong with it.
fn says_why(html: &str, status: u16) -> bool {
    let again = html.contains("role=\"alert\"") || html.contains("class=\"err") || html.contains("class=\"note");
    let main = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default();
    // somebody was faster: the whole page is about that
    main.contains("<h1") && (again || status == 409 || !main.contains("method=\"post\""))
}

/// A form with something in it, as fields.
fn filled<'a>(form: &'a Form, at: usize, value: &'a str, chosen: bool) -> Vec<(&'a str, &'a str)> {
    let send = |(other, field): (usize, &'a Field)| -> Option<(&'a str, &'a str)> {
        if other == at {
            return Some((&field.name, value));
        }
        match field.kind {
            Kind::Chosen if field.value.is_empty() && chosen => Some((&field.name, &field.offered)),
            Kind::Chosen | Kind::Ticked | Kind::Button if field.value.is_empty() => None,
            // a tick counts whatever it says: what it would do is kept from being done by an older page
            Kind::Hidden if field.name == "versi" && form.fields[at].kind == Kind::Ticked => Some((&field.name, "0")),
            _ => Some((&field.name, &field.value)),
        }
    };
    form.fields.iter().enumerate().filter_map(send).collect()
}

/// A visitor who sends what nobody asked for, and what came of it.
pub struct Attack<'p> {
    product: &'p Product,
    /// How long somebody waits who was told that it is too often; none where time changes what is looked at.
    pub patient: bool,
    pub sent: usize,
    /// Typed texts that came to nothing.
    pub lost: Vec<String>,
}

impl<'p> Attack<'p> {
    pub const fn on(product: &'p Product) -> Self {
        Self { product, patient: false, sent: 0, lost: Vec::new() }
    }

    /// All forms from some pages on; answers their addresses.
    pub async fn all(&mut self, browser: &mut Browser, from: &[&str], within: &[&str]) -> Vec<String> {
        let mut found = crawl(browser, from, within).await;
        // what ends a thing comes last
        found.sort_by_key(|(_, form)| ["/batal", "/kembalikan"].iter().any(|end| form.action.ends_with(end)));
        for (path, form) in &found {
            self.form(browser, path, form.clone()).await;
        }
        found.into_iter().map(|(_, form)| form.action).collect()
    }

    /// All forms of one page.
    pub async fn page(&mut self, browser: &mut Browser, path: &str) {
        let page = browser.open(path).await;
        answered(&page, path);
        for form in forms(&page) {
            self.form(browser, &page.path, form).await;
        }
    }

    /// One form, each field in turn. After a value that was taken, the page is opened again for the form's new state.
    pub async fn form(&mut self, browser: &mut Browser, path: &str, mut form: Form) {
        self.crooked(browser, &form).await;
        self.aged(browser, &form).await;
        for (at, value, typable, chosen) in plan(&form) {
            let field = form.fields[at].clone();
            let what = format!("{} with {:.30?} in {}", form.action, value, field.name);
            let answer = self.send(browser, &form, &filled(&form, at, &value, chosen)).await;
            answered(&answer, &what);
            let typable = typable && field.kind == Kind::Typed && value.chars().count() <= field.most;
            if typable && answer.status.is_client_error() {
                self.kept(&answer, &field.name, &value, &what);
            }
            let again = forms(&answer).into_iter().find(|f| f.action == form.action && f.fields.len() == form.fields.len());
            if let Some(drawn) = again {
                form.renew(&drawn);
            }
            if answer.status.is_redirection() && !form.asks {
                let page = browser.open(path).await;
                answered(&page, path);
                let again = forms(&page).into_iter().find(|f| f.action == form.action && f.fields.len() == form.fields.len());
                // what was sent is allowed, and the form's turn is over
                let Some(again) = again else { return };
                form = again;
            }
        }
    }

    /// The form as it stood on an older page: what was typed into it stays.
    async fn aged(&mut self, browser: &mut Browser, form: &Form) {
        let changes = form.fields.iter().any(|f| f.name == "versi" && f.kind == Kind::Hidden && f.value != "0");
        // each answer of a draft has a version of its own beside the draft's
        let answers = form.fields.iter().any(|f| f.name.starts_with("versi-"));
        if !form.has(Kind::Typed) || !changes || answers {
            return;
        }
        let fill = |field: &Field| match field.kind {
            Kind::Hidden if field.name == "versi" => "0".to_owned(),
            Kind::Typed => "7".to_owned(),
            Kind::Chosen if field.value.is_empty() => field.offered.clone(),
            _ => field.value.clone(),
        };
        let values: Vec<(&str, String)> = form.fields.iter().map(|field| (field.name.as_str(), fill(field))).collect();
        let fields: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = self.send(browser, form, &fields).await;
        let what = format!("{} of an older page", form.action);
        answered(&answer, &what);
        assert!(answer.status.is_client_error(), "{what}: {}", answer.status);
        for field in form.fields.iter().filter(|field| field.kind == Kind::Typed) {
            self.kept(&answer, &field.name, "7", &what);
        }
    }

    fn kept(&mut self, answer: &Page, field: &str, value: &str, what: &str) {
        let drawn = forms(answer).into_iter().flat_map(|f| f.fields).find(|f| f.name == field);
        let main = answer.text().split("<main").nth(1).map(plain).unwrap_or_default();
        // a text of several lines stands between tags
        let between = value.chars().count() > 1 && main.contains(value) || main.contains(&format!(">\n{value}<"));
        // a number is drawn without its spaces, a date in its three boxes
        let bare = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let values: String = forms(answer).into_iter().flat_map(|f| f.fields).map(|f| f.value).collect();
        let spread = bare(value).len() > 3 && bare(&values).contains(&bare(value));
        if drawn.is_none_or(|f| f.value != value) && !between && !spread {
            self.lost.push(format!("{what}: {}", answer.status));
        }
    }

    async fn send(&mut self, browser: &mut Browser, form: &Form, fields: &[(&str, &str)]) -> Page {
        self.sent += 1;
        if form.asks {
            let encode = |text: &str| text.bytes().fold(String::new(), |done, byte| format!("{done}%{byte:02x}"));
            // an address that is longer is no address
            let fields = fields.iter().map(|(name, value)| (name, value.get(..5_000).unwrap_or(value)));
            let pairs: Vec<String> = fields.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
            return browser.get(&format!("{}?{}", form.action, pairs.join("&"))).await;
        }
        let answer = browser.post(&form.action, fields).await;
        if answer.status == 429 && self.patient {
            self.product.clock.advance(HOUR + MINUTE);
            return browser.post(&form.action, fields).await;
        }
        answer
    }

    /// Bodies that no browser makes of this form.
    async fn crooked(&mut self, browser: &mut Browser, form: &Form) {
        if form.asks {
            return;
        }
        let name = form.fields.first().map_or("x", |f| f.name.as_str());
        let many = (0..300).fold(String::new(), |done, n| format!("{done}n{n}=1&"));
        let huge = format!("{name}={}", "9".repeat(300_000));
        let bodies: [(&str, Vec<u8>, Option<u16>); 10] = [
            (FORM, format!("{name}=1&{name}=2").into_bytes(), Some(400)),
            (FORM, b"tidak-ada-isian-ini=1".to_vec(), Some(400)),
            (FORM, format!("{name}=%ff%fe").into_bytes(), Some(400)),
            (FORM, format!("{name}=%").into_bytes(), None),
            (FORM, b"\xff\xfe\x00\x01".to_vec(), Some(400)),
            (FORM, many.into_bytes(), Some(400)),
            (FORM, huge.into_bytes(), Some(413)),
            ("application/json", b"{\"a\": ".to_vec(), Some(415)),
            ("text/plain", b"halo".to_vec(), Some(415)),
            ("multipart/form-data; boundary=x", b"--x\r\nbroken".to_vec(), Some(415)),
        ];
        self.sent += bodies.len();
        for (kind, body, wanted) in bodies {
            let what = format!("{} as {kind}: {}", form.action, String::from_utf8_lossy(&body[..body.len().min(40)]));
            let answer = browser.send(Method::POST, &form.action, Some(kind), body).await;
            answered(&answer, &what);
            if let Some(wanted) = wanted {
                let status = answer.status.as_u16();
                // a form that is not this visitor's turn may say so first
                assert!(status == wanted || [303, 404, 409].contains(&status), "{what}: {status} {}", answer.text());
            }
        }
    }

    /// Nothing typed was lost, and enough was tried.
    pub fn judge(&self, least: usize) {
        assert!(self.lost.is_empty(), "{} typed texts are lost:\n{}", self.lost.len(), self.lost.join("\n"));
        assert!(self.sent >= least, "{} requests are too few: forms were not found", self.sent);
    }
}

/// Which field gets which value: first what nobody types, then what is typed on a form that is not yet complete, and at
/// last on one that lacks nothing.
fn plan(form: &Form) -> Vec<(usize, String, bool, bool)> {
    let (mut forged, mut typed, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for (at, field) in form.fields.iter().enumerate() {
        match field.kind {
            Kind::Typed => {
                typed.extend(HOSTILE.iter().map(|(value, typable)| (at, (*value).to_owned(), *typable, false)));
                typed.push((at, "9".repeat(100_000), false, false));
                if form.has(Kind::Chosen) {
                    last.extend([MARKUP, "🙂🙂🙂"].map(|value| (at, value.to_owned(), true, true)));
                }
            }
            Kind::Secret => {
                let long = "9".repeat(100_000);
                let values = ["\0", "\u{202e}مرحبا", MARKUP, "12345O", "-1", long.as_str()];
                typed.extend(values.map(|value| (at, value.to_owned(), false, false)));
            }
            Kind::Ticked => forged.extend([MARKUP, "\0"].map(|value| (at, value.to_owned(), false, false))),
            Kind::Hidden | Kind::Chosen | Kind::Button => {
                forged.extend(FORGED.map(|value| (at, value.to_owned(), false, false)));
                forged.push((at, "9".repeat(100_000), false, false));
            }
        }
    }
    forged.into_iter().chain(typed).chain(last).collect()
}
