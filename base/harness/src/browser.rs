//! A browser without a screen: keeps cookies, follows nothing by itself, reads pages. It talks to a router within the test,
//! or over the network to a product that runs beside it.

use crate::Form;
use axum::{Router, body::Body};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::{collections::BTreeMap, time::Duration};
use tower::ServiceExt as _;

/// An answer.
#[derive(Debug, Clone)]
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as bytes.
    pub bytes: Vec<u8>,
    /// What was asked for: address without the origin.
    pub path: String,
}

impl Page {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// True when the text stands on the page (as HTML: `&#39;` for an apostrophe and so on).
    pub fn says(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or(serde_json::Value::Null)
    }

    /// The body without what is drawn anew for each answer: the nonce of the content policy and the key of the forms.
    pub fn steady(&self) -> String {
        ["nonce=\"", "name=\"kunci\" value=\""].iter().fold(self.text(), |text, mark| {
            let mut parts = text.split(mark);
            let first = parts.next().unwrap_or_default().to_owned();
            parts.fold(first, |done, rest| format!("{done}{mark}\"{}", rest.split_once('"').map_or("", |(_, rest)| rest)))
        })
    }

    /// The value of a (hidden) input by its name: of the page itself, else of what stands around every page.
    pub fn input(&self, name: &str) -> Option<String> {
        let html = self.text();
        let main = html.find("<main").map(|at| &html[at..]);
        main.and_then(|main| input(main, name)).or_else(|| input(&html, name))
    }

    /// All addresses of links that begin with a prefix, in order.
    pub fn links(&self, prefix: &str) -> Vec<String> {
        let html = self.text();
        html.split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|l| l.starts_with(prefix))
            .map(|l| l.replace("&amp;", "&"))
            .collect()
    }
}

/// Where requests go.
#[derive(Clone)]
enum Line {
    /// Into a router of this process.
    Here(Router),
    /// To these addresses, one after the other, as a balancer that remembers nobody would send them.
    There { client: reqwest::Client, nodes: Vec<String>, sent: usize },
}

/// Longest time an answer over the network may take: a paper is decoded in it, by a program built for development.
const PATIENCE: Duration = Duration::from_mins(1);

/// A browser with a cookie jar.
#[derive(Clone)]
pub struct Browser {
    line: Line,
    cookies: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) const fn new(router: Router) -> Self {
        Self { line: Line::Here(router), cookies: BTreeMap::new(), headers: BTreeMap::new() }
    }

    /// A browser of a running product; with several addresses, each request goes to the next of them.
    pub fn of(nodes: &[&str]) -> Self {
        let client = reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        let client = client.expect("a client without a certificate store of its own");
        let nodes = nodes.iter().map(|node| (*node).to_owned()).collect();
        Self { line: Line::There { client, nodes, sent: 0 }, cookies: BTreeMap::new(), headers: BTreeMap::new() }
    }

    /// The same browser, whose requests go to these addresses from now on, one after the other.
    #[must_use]
    pub fn over(mut self, addresses: &[&str]) -> Self {
        if let Line::There { nodes, .. } = &mut self.line {
            *nodes = addresses.iter().map(|node| (*node).to_owned()).collect();
        }
        self
    }

    /// Sends this header with every request.
    pub fn always(&mut self, name: &str, value: &str) {
        self.headers.insert(name.to_owned(), value.to_owned());
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie into the jar (or a forged one).
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Sends any request.
    pub async fn send(&mut self, method: Method, path: &str, content: Option<&str>, body: Vec<u8>) -> Page {
        let mut request = Request::builder().method(method);
        if let Some(content) = content {
            request = request.header(header::CONTENT_TYPE, content);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !self.cookies.is_empty() {
            let jar: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request = request.header(header::COOKIE, jar.join("; "));
        }
        let page = self.line.carry(path, request, body).await;
        for value in page.headers.get_all(header::SET_COOKIE) {
            self.keep(value.to_str().unwrap_or_default());
        }
        page
    }

    fn keep(&mut self, cookie: &str) {
        let Some((pair, attributes)) = cookie.split_once(';') else { return };
        let Some((name, value)) = pair.split_once('=') else { return };
        if attributes.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None, Vec::new()).await
    }

    /// Opens a page and follows redirects within the product, at most ten.
    pub async fn open(&mut self, path: &str) -> Page {
        let mut page = self.get(path).await;
        for _ in 0..10 {
            if !page.status.is_redirection() {
                break;
            }
            let next = page.location();
            page = self.get(&next).await;
        }
        page
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), encoded(fields).into_bytes()).await
    }

    /// Sends a form and follows the redirect.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.post(path, fields).await;
        if page.status.is_redirection() { self.open(&page.location()).await } else { page }
    }

    /// Sends a form as it stands and follows the redirect.
    pub async fn press(&mut self, form: &Form) -> Page {
        let fields = form.fields();
        if !form.asks {
            return self.submit(&form.action, &fields).await;
        }
        self.open(&format!("{}?{}", form.action, encoded(&fields))).await
    }

    /// Uploads one file under a field's name, with further fields.
    pub async fn upload(&mut self, path: &str, field: &str, file: (&str, &str, &[u8]), fields: &[(&str, &str)]) -> Page {
        let (content, body) = multipart(field, file, fields);
        self.send(Method::POST, path, Some(&content), body).await
    }
}

impl Line {
    async fn carry(&mut self, path: &str, request: http::request::Builder, body: Vec<u8>) -> Page {
        match self {
            Self::Here(router) => {
                let request = request.uri(path).header(header::HOST, "localhost:8080").body(Body::from(body)).expect("a request");
                let response = router.clone().oneshot(request).await.expect("a router always answers");
                let (parts, body) = response.into_parts();
                let bytes = body.collect().await.expect("a whole body").to_bytes().to_vec();
                Page { status: parts.status, headers: parts.headers, bytes, path: path.to_owned() }
            }
            Self::There { client, nodes, sent } => {
                let node = &nodes[*sent % nodes.len()];
                *sent += 1;
                let address = if path.starts_with("http") { path.to_owned() } else { format!("{node}{path}") };
                let request = request.uri(&address).body(body).expect("a request");
                let request = reqwest::Request::try_from(request).expect("an address of the network");
                let response = client.execute(request).await.unwrap_or_else(|e| panic!("{address} does not answer: {e}"));
                let (status, headers) = (response.status(), response.headers().clone());
                let bytes = response.bytes().await.unwrap_or_else(|e| panic!("{address} breaks off: {e}")).to_vec();
                Page { status, headers, bytes, path: path.to_owned() }
            }
        }
    }
}

fn input(html: &str, name: &str) -> Option<String> {
    let at = html.find(&format!("name=\"{name}\""))?;
    let start = html[..at].rfind('<')?;
    let tag = &html[start..start + html[start..].find('>')?];
    let value = tag.split("value=\"").nth(1)?;
    Some(value.split('"').next()?.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\""))
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let encode = |t: &str| utf8_percent_encode(t, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
    pairs.join("&")
}

/// A multipart body: content type and bytes. `file` is (name, type, bytes).
pub fn multipart(field: &str, file: (&str, &str, &[u8]), fields: &[(&str, &str)]) -> (String, Vec<u8>) {
    let edge = "----batas-uji-7f3a";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--{edge}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let (name, kind, bytes) = file;
    body.extend(
        format!(
            "--{edge}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: {kind}\r\n\r\n"
        )
        .bytes(),
    );
    body.extend_from_slice(bytes);
    body.extend(format!("\r\n--{edge}--\r\n").bytes());
    (format!("multipart/form-data; boundary={edge}"), body)
}
