//! Pages whose status is decided send their head before the first question to the store ends: through the real server and a
//! real connection, while this test holds the store.

mod line;

use harness::{Browser, Product};
use kernel::contact::{Email, Phone};
use line::{Line, Packed};
use roof::listen;
use std::{net::SocketAddr, time::Instant};
use store::{Engine, Snapshot};

const SHEET: &str = "<link rel=\"stylesheet\" href=\"/aset/app.";
const PASSWORD: &str = "kuda payung sendok biru";

async fn product() -> Product {
    let builder = Product::builder().rooms(roof::rooms::all()).sessions(account::sessions).frames(notification::frames);
    builder.trial().open().await
}

/// A listener as the server has them; it ends with the test.
async fn listening(product: &Product) -> SocketAddr {
    let listener = listen::bind("127.0.0.1:0", false).await.expect("a free port");
    let at = listener.local_addr().expect("a bound address");
    let (keep, stop) = tokio::sync::watch::channel(false);
    std::mem::forget(keep);
    tokio::spawn(listen::serve(listener, product.router(), stop));
    at
}

/// Takes all connections of the store: whoever asks it waits until they are given back.
async fn held(product: &Product) -> Vec<Snapshot> {
    let most = match product.house.db.engine() {
        Engine::Sqlite => 6,
        Engine::Postgres => 20,
    };
    let mut all = Vec::new();
    for _ in 0..most {
        all.push(product.house.db.snapshot().await.expect("a connection"));
    }
    all
}

/// Somebody who is signed in and has chosen a language.
async fn citizen(product: &Product) -> Browser {
    let (email, phone) =
        (Email::parse("yuliana@contoh.id").expect("an address"), Phone::parse("081234567890").expect("a number"));
    let house = &product.house;
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        Box::pin(account::create_sample_account(house, tx, ("Yuliana Nona Sare", &email, &phone), PASSWORD))
    });
    made.await.expect("the database answers").expect("a new address");
    let mut browser = product.browser();
    let page = browser.submit("/masuk", &[("surel", "yuliana@contoh.id"), ("sandi", PASSWORD)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    browser.get("/?bahasa=id").await;
    browser
}

fn cookies(browser: &Browser) -> String {
    let names = [shell::cookies::CITIZEN, shell::cookies::LANG];
    names.iter().filter_map(|name| Some(format!("{name}={}", browser.cookie(name)?))).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn the_head_arrives_while_the_store_is_held_and_the_rest_after() {
    let product = product().await;
    let signed = cookies(&citizen(&product).await);
    let at = listening(&product).await;
    for (path, cookies, words) in [
        ("/", signed.as_str(), "Yuliana Nona Sare"),
        ("/bantuan", signed.as_str(), "Yuliana Nona Sare"),
        ("/kantor?q=maumere", "", "Maumere"),
        ("/penyuluhan", "", "</footer>"),
        ("/status", "", "</footer>"),
    ] {
        for packed in [Packed::Plain, Packed::Brotli] {
            // one look at the neighbours serves for a minute
            product.clock.advance(2 * kernel::time::MINUTE);
            let gate = held(&product).await;
            let asked = Instant::now();
            let mut line = Line::ask(at, path, cookies, packed).await;
            let first = line.until("</head>").await;
            let (took, bytes) = (asked.elapsed(), line.bytes());
            assert!(first.contains(SHEET), "{path}: {first}");
            assert!(!first.contains("<main"), "{path}: the store did not hold\n{first}");
            assert!(line.head().starts_with("http/1.1 200 ok"), "{path}: {}", line.head());
            assert_eq!(line.head().contains("content-encoding: br"), packed == Packed::Brotli, "{path}: {}", line.head());
            assert!(
                line.head().contains("cache-control: no-store") && !line.head().contains("content-length"),
                "{}",
                line.head()
            );
            drop(gate);
            let page = line.whole().await;
            assert!(page.starts_with(&first) && page.contains(words) && page.trim_end().ends_with("</html>"), "{path}: {page}");
            println!("{path} {packed:?}: {bytes} bytes after {took:?} with the store held; {} bytes in all", line.bytes());
        }
    }
}

#[tokio::test]
async fn a_page_that_fails_after_its_head_ends_with_the_apology_and_others_with_their_status() {
    let product = product().await;
    let signed = cookies(&citizen(&product).await);
    let at = listening(&product).await;
    let gate = held(&product).await;
    // its status depends on the session, its bytes on the language of the account
    let account_only = signed.split("; ").next().unwrap_or_default();
    let mut others = [
        Line::ask(at, "/permohonan", &signed, Packed::Plain).await,
        Line::ask(at, "/", account_only, Packed::Plain).await,
        Line::ask(at, "/masuk", &signed, Packed::Plain).await,
    ];
    let mut early =
        [Line::ask(at, "/", &signed, Packed::Plain).await, Line::ask(at, "/kantor?q=a%22b", "", Packed::Brotli).await];
    for line in &mut early {
        line.until("</head>").await;
    }
    assert!(others.iter().all(Line::is_silent), "a page went out before its status was known");
    let db = product.house.db.clone();
    let closing = tokio::spawn(async move { db.close().await });
    for (line, again) in early.iter_mut().zip(["/", "/kantor?q=a%22b"]) {
        let page = line.whole().await;
        assert!(line.head().starts_with("http/1.1 200 ok"), "{}", line.head());
        let way = format!("href=\"{}\">Coba lagi</a>", again.replace('"', "&#34;"));
        assert!(page.contains("Kami sedang bermasalah") && page.contains(&way), "{page}");
        assert_eq!((page.matches("<!doctype").count(), page.matches("</head>").count()), (1, 1), "{page}");
        assert!(page.trim_end().ends_with("</html>"), "{page}");
    }
    for line in &mut others {
        line.whole().await;
        assert!(line.head().starts_with("http/1.1 500 "), "{}", line.head());
    }
    drop(gate);
    closing.await.unwrap();
}

#[tokio::test]
async fn each_early_page_is_drawn_in_both_languages_for_everybody_and_stands_in_the_documents() {
    let product = product().await;
    let listed = include_str!("../../../docs/early.md");
    let mut readers = [product.browser(), citizen(&product).await];
    let mut count = 0;
    for page in roof::rooms::all().iter().flat_map(|room| &room.early) {
        for (at, reader) in readers.iter_mut().enumerate() {
            if page.nobody && at == 1 {
                continue;
            }
            for lang in ["id", "en"] {
                // in this build a first part that is not that of the whole page is a panic
                let answer = reader.get(&format!("{}?bahasa={lang}", page.path)).await;
                let text = answer.text();
                assert_eq!(answer.status, 200, "{}: {text}", page.path);
                assert!(text.trim_end().ends_with("</html>") && text.contains(&format!("<html lang=\"{lang}\">")), "{text}");
                assert_eq!(text.contains("Yuliana"), at == 1, "{}: {text}", page.path);
                assert!(!answer.headers.contains_key("content-length"), "{} came as a whole", page.path);
                assert_eq!(answer.headers["cache-control"], "no-store");
                assert_eq!(answer.headers["content-language"], lang);
                assert_eq!(reader.cookie(shell::cookies::LANG), Some(lang));
                let policy = answer.headers["content-security-policy"].to_str().unwrap();
                let nonce = text.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
                assert!(policy.contains(&format!("'nonce-{nonce}'")), "{policy}");
            }
        }
        assert!(listed.contains(&format!("| `{}` |", page.path)), "docs/early.md lacks {}", page.path);
        count += 1;
    }
    assert_eq!(listed.lines().filter(|line| line.starts_with("| `/")).count(), count);
}

#[tokio::test]
async fn what_an_address_decides_otherwise_is_drawn_first_and_keeps_its_status() {
    let product = product().await;
    let mut reader = product.browser();
    for (path, status) in [
        ("/perlu-apa?untuk=kucing", 422),
        ("/perlu-apa?lain=1", 400),
        ("/kantor?halaman=0", 400),
        ("/kantor?dari=tidak-ada", 400),
        ("/penyuluhan?bulan=2026-13", 400),
        ("/lacak?nomor=1", 400),
        ("/status?x=1", 400),
        ("/status?x=1&x=2", 400),
        ("/kantor/tidak-ada", 404),
    ] {
        assert_eq!(reader.get(path).await.status, status, "{path}");
    }
    let mut owner = citizen(&product).await;
    assert_eq!(owner.get("/masuk").await.status, 303);
    let sent = owner.send(http::Method::HEAD, "/", None, Vec::new()).await;
    assert!(sent.status == 200 && sent.bytes.is_empty());
    owner.always("if-none-match", "*");
    assert_eq!(owner.get("/biaya").await.status, 200, "a page is never kept by a browser");
}

#[tokio::test]
async fn static_files_keep_names_of_their_contents_through_the_whole_server() {
    let product = product().await;
    let at = listening(&product).await;
    let home = product.browser().get("/").await;
    let links = home.links("/aset/");
    assert!(links.len() >= 2, "{links:?}");
    for address in links {
        let mut line = Line::ask(at, &address, "", Packed::Brotli).await;
        line.whole().await;
        let head = line.head();
        assert!(head.starts_with("http/1.1 200 ok"), "{address}: {head}");
        assert!(head.contains("cache-control: public, max-age=31536000, immutable"), "{address}: {head}");
        assert_eq!(head.matches("content-encoding: br").count(), 1, "{address}: {head}");
        assert!(head.contains("vary: accept-encoding") && head.contains("etag: \""), "{address}: {head}");
        let name = address.rsplit('/').next().unwrap_or_default();
        let hash = name.split('.').nth(1).unwrap_or_default();
        assert!(hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{address}");
    }
}
