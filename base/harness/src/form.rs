//! Forms as a browser reads them: where they go, what they hold, what can be chosen.

use crate::Page;

/// What can be set in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not seen by people.
    Hidden,
    /// Typed.
    Text,
    /// One of several, shown side by side.
    Radio,
    /// Ticked or not.
    Box,
    /// One of a list.
    List,
    /// A file; sent with [`crate::Browser::upload`].
    File,
    /// Sent when it is the button that was pressed.
    Button,
}

#[derive(Debug, Clone)]
struct Control {
    name: String,
    kind: Kind,
    value: String,
    /// Sent as it stands: chosen, ticked or typed.
    on: bool,
    off_limits: bool,
    /// What stands on a button.
    words: String,
}

/// A form of a page.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// True when it is sent as a query.
    pub asks: bool,
    controls: Vec<Control>,
}

/// A tag with its attributes and the text up to the next tag.
struct Tag<'h> {
    name: &'h str,
    inside: &'h str,
    after: &'h str,
}

impl<'h> Tag<'h> {
    fn read(piece: &'h str) -> Option<Self> {
        let mut quoted = false;
        let end = piece.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == '>' && !quoted
        });
        let (inside, after) = piece.split_at(end?.0);
        let name = inside.split([' ', '\n']).next()?;
        Some(Self { name, inside: &inside[name.len()..], after: &after[1..] })
    }

    /// The value of an attribute; `Some("")` for one without a value.
    fn get(&self, wanted: &str) -> Option<String> {
        let mut rest = self.inside.trim_start();
        while !rest.is_empty() {
            let name = &rest[..rest.find(['=', ' ', '\n']).unwrap_or(rest.len())];
            rest = rest[name.len()..].trim_start();
            let mut value = "";
            if let Some(quoted) = rest.strip_prefix("=\"") {
                (value, rest) = quoted.split_once('"')?;
            } else if let Some(bare) = rest.strip_prefix('=') {
                value = bare.split([' ', '\n']).next()?;
                rest = &bare[value.len()..];
            }
            if name == wanted {
                return Some(plain(value));
            }
            rest = rest.trim_start();
        }
        None
    }

    fn has(&self, attribute: &str) -> bool {
        self.get(attribute).is_some()
    }

    fn control(&self, kind: Kind, value: String, on: bool) -> Option<Control> {
        let name = self.get("name").or_else(|| (kind == Kind::Button).then(String::new))?;
        Some(Control { name, kind, value, on, off_limits: self.has("disabled"), words: String::new() })
    }
}

fn plain(text: &str) -> String {
    let codes =
        [("&#39;", "'"), ("&#34;", "\""), ("&quot;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&"), ("&amp;", "&")];
    codes.iter().fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

fn input(tag: &Tag) -> Option<Control> {
    let value = tag.get("value");
    match tag.get("type").as_deref() {
        Some("hidden") => tag.control(Kind::Hidden, value.unwrap_or_default(), true),
        Some("radio") => tag.control(Kind::Radio, value.unwrap_or_else(|| "on".to_owned()), tag.has("checked")),
        Some("checkbox") => tag.control(Kind::Box, value.unwrap_or_else(|| "on".to_owned()), tag.has("checked")),
        Some("file") => tag.control(Kind::File, String::new(), false),
        _ => tag.control(Kind::Text, value.unwrap_or_default(), true),
    }
}

impl Form {
    fn read(html: &str) -> Option<Self> {
        let mut pieces = html.split('<').filter_map(Tag::read);
        let head = pieces.next()?;
        let action = head.get("action").unwrap_or_default();
        let asks = head.get("method").is_none_or(|method| method.eq_ignore_ascii_case("get"));
        let mut form = Self { action, asks, controls: Vec::new() };
        let (mut list, mut in_button) = (None, false);
        for tag in pieces {
            match tag.name {
                "input" => form.controls.extend(input(&tag)),
                "textarea" => form.controls.extend(tag.control(Kind::Text, plain(tag.after.trim_start_matches('\n')), true)),
                "select" => list = tag.get("name"),
                "option" => form.row(list.as_deref().unwrap_or_default(), &tag),
                "button" => {
                    in_button = true;
                    form.controls.extend(tag.control(Kind::Button, tag.get("value").unwrap_or_default(), false));
                }
                "/button" => in_button = false,
                "/form" => break,
                _ => {}
            }
            if let Some(button) = form.controls.last_mut().filter(|_| in_button) {
                button.words.push_str(&plain(tag.after));
            }
        }
        form.settle_lists();
        Some(form)
    }

    fn row(&mut self, list: &str, tag: &Tag) {
        let value = tag.get("value").unwrap_or_else(|| plain(tag.after.trim()));
        let (on, off_limits) = (tag.has("selected"), tag.has("disabled"));
        self.controls.push(Control { name: list.to_owned(), kind: Kind::List, value, on, off_limits, words: String::new() });
    }

    /// A list in which nothing is chosen stands on its first row.
    fn settle_lists(&mut self) {
        for (name, kind) in self.names() {
            let rows = || self.controls.iter().enumerate().filter(|(_, c)| c.name == name);
            if kind == Kind::List && !rows().any(|(_, c)| c.on) {
                let first = rows().find(|(_, c)| !c.off_limits).map(|(at, _)| at);
                if let Some(at) = first {
                    self.controls[at].on = true;
                }
            }
        }
    }

    /// Names and kinds of what can be set, in the order of the page, each name once.
    pub fn names(&self) -> Vec<(String, Kind)> {
        let mut names: Vec<(String, Kind)> = Vec::new();
        for control in &self.controls {
            if !control.name.is_empty() && !names.iter().any(|(name, _)| *name == control.name) {
                names.push((control.name.clone(), control.kind));
            }
        }
        names
    }

    /// The form with this button pressed, if it has one that says so.
    fn pressed(mut self, words: &str) -> Option<Self> {
        let button = self.controls.iter_mut().find(|c| c.kind == Kind::Button && c.words.contains(words))?;
        button.on = !button.name.is_empty();
        Some(self)
    }

    /// Sets what has this name: types a text, chooses a row or a radio, ticks a box.
    ///
    /// # Panics
    /// Nothing has this name, or it does not offer this value.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let kind = self.controls.iter().find(|c| c.name == name).map(|c| c.kind);
        let kind = kind.unwrap_or_else(|| panic!("the form {} has no {name}, but {:?}", self.action, self.names()));
        if matches!(kind, Kind::Text | Kind::Hidden) {
            for control in self.controls.iter_mut().filter(|c| c.name == name) {
                value.clone_into(&mut control.value);
            }
            return self;
        }
        let offered = self.controls.iter().any(|c| c.name == name && c.value == value && !c.off_limits);
        assert!(offered, "{name} of the form {} does not offer {value}: {:?}", self.action, self.controls);
        for control in self.controls.iter_mut().filter(|c| c.name == name) {
            let this = control.value == value;
            control.on = this || (control.on && control.kind == Kind::Box);
        }
        self
    }

    /// Chooses the first that can be chosen.
    #[must_use]
    pub fn with_first(self, name: &str) -> Self {
        let first = self.controls.iter().find(|c| c.name == name && !c.off_limits && !c.value.is_empty());
        let value = first.unwrap_or_else(|| panic!("nothing of {name} can be chosen in {}", self.action)).value.clone();
        self.with(name, &value)
    }

    /// Ticks all boxes whose name begins so; answers how many.
    pub fn tick_all(&mut self, prefix: &str) -> usize {
        let boxes = self.controls.iter_mut().filter(|c| c.kind == Kind::Box && c.name.starts_with(prefix));
        boxes.map(|c| c.on = true).count()
    }

    /// What is sent.
    pub fn fields(&self) -> Vec<(&str, &str)> {
        let sent = self.controls.iter().filter(|c| c.on && !c.off_limits && c.kind != Kind::File);
        sent.map(|c| (c.name.as_str(), c.value.as_str())).collect()
    }
}

impl Page {
    /// All forms, in order.
    pub fn forms(&self) -> Vec<Form> {
        let html = self.text();
        let starts = html.match_indices("<form").map(|(at, _)| at);
        let forms = starts.filter_map(|at| Form::read(&html[at..]));
        // a form that names no place goes to where its page came from
        let placed = |form: Form| if form.action.is_empty() { Form { action: self.path.clone(), ..form } } else { form };
        forms.map(placed).collect()
    }

    /// The first form with a button that says these words, which is pressed when it is sent.
    ///
    /// # Panics
    /// There is none.
    pub fn form(&self, words: &str) -> Form {
        let found = self.forms().into_iter().find_map(|form| form.pressed(words));
        found.unwrap_or_else(|| panic!("no form says “{words}” ({}):\n{}", self.status, self.text()))
    }
}
