//! A person walking through pages. Each page that is come to is looked at: no rule of axe broken, nothing wider than the
//! screen, nothing reported by the browser.

use crate::{person::Person, scales::Weighed, stage::Stage, wait::until};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::{Arc, OnceLock, atomic::AtomicUsize},
};
use thirtyfour::WebDriver;

const PAGE_SECONDS: u64 = 20;

/// A browser and what it can be asked to do. Whatever does not go as said ends the test with the page's words.
pub struct Walk {
    driver: WebDriver,
    pub(crate) stage: Arc<Stage>,
    scripts: bool,
    pub(crate) looks: bool,
    seen: Vec<String>,
    pub(crate) pressed: AtomicUsize,
    pub(crate) weighed: Vec<Weighed>,
}

fn axe() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let place = concat!(env!("CARGO_MANIFEST_DIR"), "/node_modules/axe-core/axe.min.js");
        std::fs::read_to_string(place).unwrap_or_else(|_| panic!("axe-core is absent: run `npm ci` in e2e"))
    })
}

const RULES: &str = r"
const done = arguments[arguments.length - 1];
axe.run(document, {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  resultTypes: ['violations'],
}).then(found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
  `${rule.id} (${rule.impact}): ${rule.help}\n    ${node.target.join(' ')}\n    ${node.html.slice(0, 200)}\n    ${
    (node.failureSummary || '').replace(/\s+/g, ' ')}`))), error => done(['axe failed: ' + error]));";

const WIDER: &str = r"
const most = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= most) return [];
return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > most + 1
  && !e.closest('.days, .scroll, .tablebox, .vh')).slice(0, 5).map(e => e.outerHTML.slice(0, 160));";

const INPUTS: &str = r"
return [...document.querySelectorAll('main form input, main form select, main form textarea')]
  .filter(e => e.name && e.type !== 'hidden' && e.type !== 'file' && !e.disabled)
  .map(e => [e.name, e.tagName === 'SELECT' ? 'select' : e.tagName === 'TEXTAREA' ? 'text' : e.type])
  .filter((one, at, all) => all.findIndex(other => other[0] === one[0]) === at);";

const SET_TEXT: &str = r"
const [name, value] = arguments;
const one = [...document.getElementsByName(name)].find(e => e.type !== 'hidden');
if (!one) return false;
one.focus(); one.value = '';
return one.id || true;";

const CHOOSE: &str = r"
const [name, value] = arguments;
for (const one of document.getElementsByName(name)) {
  if (one.tagName === 'SELECT') {
    const row = [...one.options].find(o => o.value === value || o.text === value);
    if (!row) return 'rows: ' + [...one.options].slice(0, 40).map(o => o.value).join(' ');
    one.value = row.value; one.dispatchEvent(new Event('change', { bubbles: true })); return '';
  }
  if ((one.type === 'radio' || one.type === 'checkbox') && one.value === value) {
    if (!one.checked) (one.closest('label') || one).click();
    return one.checked ? '' : 'it does not take the choice';
  }
}
return 'nothing to choose';";

/// Finds what can be pressed by its words: exact first, then beginning, then containing. Hidden words count.
const PRESS: &str = r"
const [words, within] = arguments;
const plain = text => text.replace(/\s+/g, ' ').trim();
const all = [...document.querySelectorAll(within)].flatMap(box =>
  [...box.querySelectorAll('button, a[href], summary, input[type=submit]')])
  .filter(e => e.offsetParent !== null && !e.disabled);
const said = e => plain(e.textContent || e.value || '');
return all.find(e => said(e) === words) || all.find(e => said(e).startsWith(words)) || all.find(e => said(e).includes(words))
  || null;";

impl Walk {
    pub(crate) fn new(stage: Arc<Stage>, driver: WebDriver, scripts: bool) -> Self {
        Self { driver, stage, scripts, looks: true, seen: Vec::new(), pressed: AtomicUsize::new(0), weighed: Vec::new() }
    }

    async fn script(&self, text: &str, with: Vec<Value>) -> Value {
        let done = self.driver.execute(text, with).await;
        done.unwrap_or_else(|e| panic!("the browser refuses a script: {e}")).json().clone()
    }

    pub(crate) const fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Runs a script of the test's own in the page.
    pub async fn run(&self, text: &str) -> Value {
        self.script(text, Vec::new()).await
    }

    /// The address without the origin.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("a page has an address");
        let origin = url.origin().ascii_serialization();
        url.as_str().strip_prefix(&origin).unwrap_or_default().to_owned()
    }

    /// Everything that is written on the page.
    pub async fn text(&self) -> String {
        let found = self.script("return document.body ? document.body.innerText : ''", Vec::new()).await;
        found.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) async fn fail(&self, what: &str) -> ! {
        let shot = self.picture("FAILED").await;
        panic!(
            "{what}\n  on {}\n  picture: {shot}\n---\n{}\n--- product:\n{}",
            self.path().await,
            self.text().await,
            tail(&self.stage.trial.said())
        );
    }

    /// Opens a page of the product.
    pub async fn visit(&mut self, path: &str) {
        let address = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.stage.trial.at.product) };
        self.driver.goto(address.as_str()).await.unwrap_or_else(|e| panic!("{address} does not open: {e}"));
        self.look().await;
    }

    /// Opens a page of the simulated outside.
    pub async fn visit_world(&mut self, path: &str) {
        let address = format!("{}{path}", self.stage.trial.at.world);
        self.visit(&address).await;
    }

    /// Looks at the page with the rules of axe and at its width.
    pub async fn look(&mut self) {
        if !self.looks {
            return;
        }
        let path = self.path().await;
        // a page that waits for something may load itself again meanwhile
        let judged = until(PAGE_SECONDS, || async {
            self.driver.execute(axe(), Vec::new()).await.ok()?;
            self.driver.execute_async(RULES, Vec::new()).await.ok()
        });
        let broken = strings(judged.await.expect("axe answers").json());
        if !broken.is_empty() {
            self.fail(&format!("{} rules of accessibility broken:\n  {}", broken.len(), broken.join("\n  "))).await;
        }
        let wide = strings(&self.script(WIDER, Vec::new()).await);
        if !wide.is_empty() {
            self.fail(&format!("wider than the screen:\n  {}", wide.join("\n  "))).await;
        }
        let missing = self.unexplained_terms().await;
        if !missing.is_empty() {
            self.fail(&format!("official terms:\n  {}", missing.join("\n  "))).await;
        }
        self.weigh(&path).await;
        self.seen.push(path);
    }

    /// From now on pages are looked at, or passed by without a look and without a picture where other journeys look at them.
    pub const fn looks(&mut self, looks: bool) {
        self.looks = looks;
    }

    /// How many pages were looked at.
    pub fn looked_at(&self) -> usize {
        self.seen.len()
    }

    /// Nothing was reported by the browser: no script that failed, no address that a policy shut out.
    pub async fn quiet(&self) {
        let log = self.driver.browser_log().await.expect("the browser keeps a log");
        let loud: Vec<String> = log.iter().map(|l| format!("{l:?}")).filter(|l| !l.contains("status of 4")).collect();
        assert!(loud.is_empty() || !self.scripts, "the browser complains:\n{}", loud.join("\n"));
    }

    /// Writes into the input of a name.
    pub async fn fill(&self, name: &str, value: &str) {
        let there = self.script(SET_TEXT, vec![json!(name), json!(value)]).await;
        if there == json!(false) {
            self.fail(&format!("no input {name}")).await;
        }
        let typed = self.driver.active_element().await.expect("the input has the focus");
        if typed.send_keys(value).await.is_err() {
            self.fail(&format!("{name} cannot be typed into")).await;
        }
    }

    /// Chooses a row of a list, a radio or a box to tick.
    pub async fn choose(&self, name: &str, value: &str) {
        let said = self.script(CHOOSE, vec![json!(name), json!(value)]).await;
        if said != json!("") {
            self.fail(&format!("{name} = {value}: {}", said.as_str().unwrap_or_default())).await;
        }
    }

    /// Ticks all boxes whose name begins so; answers how many there are.
    pub async fn tick_all(&self, prefix: &str) -> u64 {
        let text =
            "const all = [...document.querySelectorAll('input[type=checkbox]')].filter(e => e.name.startsWith(arguments[0]));
            all.forEach(e => { if (!e.checked) (e.closest('label') || e).click(); });
            return all.filter(e => e.checked).length;";
        self.script(text, vec![json!(prefix)]).await.as_u64().unwrap_or_default()
    }

    /// Chooses the first radio of a name that can be chosen.
    pub async fn choose_first(&self, name: &str) {
        let text = "const one = [...document.getElementsByName(arguments[0])].find(e => e.type === 'radio' && !e.disabled);
            if (!one) return false; (one.closest('label') || one).click(); return one.checked;";
        if self.script(text, vec![json!(name)]).await != json!(true) {
            self.fail(&format!("nothing of {name} can be chosen")).await;
        }
    }

    /// Presses a button or a link by its words and waits for the page that comes.
    pub async fn press(&mut self, words: &str) {
        self.press_in("main, header, body", words).await;
    }

    /// The same within a part of the page.
    pub async fn press_in(&mut self, within: &str, words: &str) {
        let found = self.driver.execute(PRESS, vec![json!(words), json!(within)]).await.expect("the page can be searched");
        let Ok(button) = found.element() else { self.fail(&format!("nothing to press that says “{words}”")).await };
        self.mark().await;
        let _ = button.scroll_into_view().await;
        if let Err(e) = button.click().await {
            self.fail(&format!("“{words}” cannot be pressed: {e}")).await;
        }
        self.arrive(words).await;
    }

    /// Presses what changes this page and brings no other.
    pub async fn touch(&mut self, within: &str, words: &str) {
        let found = self.driver.execute(PRESS, vec![json!(words), json!(within)]).await.expect("the page can be searched");
        let Ok(button) = found.element() else { self.fail(&format!("nothing to press that says “{words}”")).await };
        if let Err(e) = button.click().await {
            self.fail(&format!("“{words}” cannot be pressed: {e}")).await;
        }
        self.look().await;
    }

    /// Unfolds what lies under these words; no page comes.
    pub async fn unfold(&mut self, words: &str) {
        let text = "const one = [...document.querySelectorAll('summary')].find(e => e.textContent.includes(arguments[0]));
            if (!one) return false; if (!one.parentElement.open) one.click(); return one.parentElement.open;";
        if self.script(text, vec![json!(words)]).await != json!(true) {
            self.fail(&format!("nothing unfolds that says “{words}”")).await;
        }
        self.look().await;
    }

    pub(crate) async fn mark(&self) {
        self.script("window.sebelumnya = true;", Vec::new()).await;
    }

    pub(crate) async fn arrive(&mut self, after: &str) {
        let text = "return !window.sebelumnya && document.readyState === 'complete'";
        let there = || async {
            let there = self.driver.execute(text, Vec::new()).await.ok()?;
            there.json().as_bool()?.then_some(())
        };
        if until(PAGE_SECONDS, there).await.is_none() {
            self.fail(&format!("no page comes after “{after}”")).await;
        }
        self.look().await;
    }

    /// The page says these words now, or after it was loaded anew for a while.
    pub async fn sees(&self, words: &str) {
        let said = || async { self.text().await.contains(words).then_some(()) };
        if until(3, said).await.is_none() {
            self.fail(&format!("the page does not say “{words}”")).await;
        }
    }

    /// Loads a page again until it says the words.
    pub async fn comes_to_say(&mut self, words: &str) {
        let there = || async {
            if self.text().await.contains(words) {
                return Some(());
            }
            let _ = self.driver.refresh().await;
            None
        };
        if until(30, there).await.is_none() {
            self.fail(&format!("the page never says “{words}”")).await;
        }
        self.look().await;
    }

    /// Loads a page again until it has an element that fits.
    pub async fn comes_to_have(&mut self, css: &str) {
        let text = "return document.querySelector(arguments[0]) !== null";
        let there = || async {
            if self.script(text, vec![json!(css)]).await == json!(true) {
                return Some(());
            }
            let _ = self.driver.refresh().await;
            None
        };
        if until(30, there).await.is_none() {
            self.fail(&format!("nothing on the page ever fits {css}")).await;
        }
        self.look().await;
    }

    /// True when the page says the words.
    pub async fn says(&self, words: &str) -> bool {
        self.text().await.contains(words)
    }

    /// The text of the first element that fits.
    pub async fn read(&self, css: &str) -> String {
        let text = "const one = document.querySelector(arguments[0]); return one ? (one.value ?? one.textContent) : null";
        match self.script(text, vec![json!(css)]).await.as_str() {
            Some(text) => text.trim().to_owned(),
            None => self.fail(&format!("nothing fits {css}")).await,
        }
    }

    /// An attribute of the first element that fits.
    pub async fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let text = "const one = document.querySelector(arguments[0]); return one ? one.getAttribute(arguments[1]) : null";
        self.script(text, vec![json!(css), json!(name)]).await.as_str().map(str::to_owned)
    }

    /// Hands over a file; the script of the page sends it at once.
    pub async fn hand_over(&mut self, file: &Path) {
        self.mark().await;
        let Ok(input) = self.driver.find(thirtyfour::By::Css("input[type=file]")).await else {
            self.fail("no place for a file").await
        };
        input.send_keys(file.to_string_lossy().as_ref()).await.expect("the file is taken");
    }

    /// Hands over a file and waits for the page with the answer.
    pub async fn send_file(&mut self, file: &Path) {
        self.hand_over(file).await;
        if self.scripts {
            self.arrive(&file.display().to_string()).await;
        } else {
            self.press_in("main form", "Kirim").await;
        }
    }

    /// What the page asks for: names and kinds.
    pub(crate) async fn inputs(&self) -> Vec<(String, String)> {
        serde_json::from_value(self.script(INPUTS, Vec::new()).await).expect("names and kinds")
    }

    /// Answers what the page asks.
    pub async fn answer(&self, person: &Person) {
        for (name, kind) in self.inputs().await {
            let Some(answer) = person.answer(&name) else { self.fail(&format!("no answer for {name}")).await };
            match kind.as_str() {
                "radio" | "checkbox" | "select" => self.choose(&name, answer).await,
                _ => self.fill(&name, answer).await,
            }
        }
    }

    /// Moves the trial's clock by the button in the bar.
    pub async fn clock(&mut self, words: &str) {
        self.script("document.querySelector('.trial details')?.setAttribute('open', '');", Vec::new()).await;
        self.press_in(".trial", words).await;
    }

    /// The stage this walk goes on.
    pub fn stage(&self) -> Arc<Stage> {
        Arc::clone(&self.stage)
    }

    /// Ends the browser.
    pub async fn end(self) {
        let _ = self.driver.quit().await;
    }
}

pub(crate) fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(25)..].join("\n")
}
