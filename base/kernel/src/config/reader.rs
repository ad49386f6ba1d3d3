//! Takes setting after setting and remembers every fault.

use super::{
    Fault, Mail, Partner, Revenue, Secret,
    given::{Given, Value},
};
use crate::proxies::Proxies;
use std::path::{Path, PathBuf};

/// The tables that a configuration has.
const TABLES: [&str; 5] = ["biller", "population", "passports", "mail", "revenue"];

pub(super) struct Reader<'a> {
    given: Given,
    faults: Vec<Fault>,
    read_file: &'a dyn Fn(&Path) -> std::io::Result<String>,
}

impl<'a> Reader<'a> {
    pub fn new(given: Given, read_file: &'a dyn Fn(&Path) -> std::io::Result<String>) -> Self {
        let mut new = Self { given, faults: Vec::new(), read_file };
        for table in TABLES {
            match new.given.left.remove(table) {
                None | Some(Value::Table) => {}
                Some(other) => {
                    new.fault(table, format!("must be a table ([{table}] and its settings below), not {}", other.kind()));
                }
            }
        }
        new
    }

    pub fn fault(&mut self, key: &str, text: impl Into<String>) {
        self.faults.push(Fault { line: self.given.lines.get(key).copied(), key: key.to_owned(), text: text.into() });
    }

    /// All faults, once every setting was asked for: what is left is none of this program's.
    pub fn end(mut self) -> Vec<Fault> {
        let left: Vec<String> = self.given.left.keys().cloned().collect();
        for key in &left {
            // what stands below something unknown is not named again
            if !left.iter().any(|above| key.strip_prefix(above.as_str()).is_some_and(|rest| rest.starts_with('.'))) {
                self.fault(key, "is not a setting of this program; see docs/configuration.md");
            }
        }
        self.faults.sort_by_key(|fault| fault.line.unwrap_or(usize::MAX));
        self.faults
    }

    pub fn has(&self, key: &str) -> bool {
        self.given.lines.contains_key(key)
    }

    /// A setting as text; none where it is missing, or is something else, which is a fault.
    pub fn text(&mut self, key: &str) -> Option<String> {
        match self.given.left.remove(key)? {
            Value::Text(text) => Some(text),
            other => {
                self.fault(key, format!("must be text in quotes, not {}", other.kind()));
                // it is not missing as well
                Some(String::new())
            }
        }
    }

    pub fn needed(&mut self, key: &str, example: &str) -> String {
        let (faults, value) = (self.faults.len(), self.text(key));
        if self.faults.len() > faults {
            return String::new();
        }
        value.filter(|v| !v.trim().is_empty()).unwrap_or_else(|| {
            self.fault(key, format!("is missing; for example {key} = \"{example}\""));
            String::new()
        })
    }

    pub fn address(&mut self, key: &str, example: &str) -> String {
        let text = self.needed(key, example);
        if !text.is_empty() && text.parse::<std::net::SocketAddr>().is_err() {
            self.fault(key, format!("\"{text}\" is not an address with a port, such as {example}"));
        }
        text
    }

    pub fn url(&mut self, key: &str, example: &str) -> String {
        let text = self.needed(key, example).trim_end_matches('/').to_owned();
        let known = text.starts_with("https://") || text.starts_with("http://");
        if !text.is_empty() && !known {
            self.fault(key, format!("\"{text}\" is not an http or https address, such as {example}"));
        }
        if text.strip_prefix("http://").is_some_and(|rest| !is_local(rest)) {
            self.fault(key, "must be https: plain http is accepted for this machine only");
        }
        text
    }

    pub fn database(&mut self) -> String {
        let database = self.needed("database", "postgres://mpaspor@127.0.0.1/mpaspor");
        if !database.is_empty() && !["sqlite:", "postgres:", "postgresql:"].iter().any(|p| database.starts_with(p)) {
            self.fault("database", format!("\"{database}\" is neither sqlite:PATH nor postgres://..."));
        }
        database
    }

    pub fn proxies(&mut self, key: &str) -> Proxies {
        let texts = match self.given.left.remove(key) {
            None => Vec::new(),
            Some(Value::Texts(texts)) => texts,
            Some(other) => {
                self.fault(key, format!("must be a list of texts, such as [\"127.0.0.1\"], not {}", other.kind()));
                Vec::new()
            }
        };
        Proxies::parse(&texts).unwrap_or_else(|wrong| {
            self.fault(key, format!("\"{wrong}\" is neither an address nor a block such as 10.0.0.0/24"));
            Proxies::default()
        })
    }

    fn secret(&mut self, key: &str) -> Secret {
        let faults = self.faults.len();
        let file = self.text(key).map(PathBuf::from);
        if self.faults.len() > faults {
            return Secret(String::new());
        }
        let Some(file) = file else {
            self.fault(key, "is missing: the path of a file that holds the secret (at least 16 characters)");
            return Secret(String::new());
        };
        match (self.read_file)(&file) {
            Ok(text) if text.trim().len() >= 16 => Secret(text.trim().to_owned()),
            Ok(_) => {
                self.fault(key, format!("{} holds fewer than 16 characters", file.display()));
                Secret(String::new())
            }
            Err(error) => {
                self.fault(key, format!("{} cannot be read: {error}", file.display()));
                Secret(String::new())
            }
        }
    }

    pub fn partner(&mut self, key: &str) -> Partner {
        Partner {
            url: self.url(&format!("{key}.url"), "https://partner.example.id"),
            client: self.needed(&format!("{key}.client"), "mpaspor"),
            secret: self.secret(&format!("{key}.secret_file")),
        }
    }

    fn port(&mut self) -> u16 {
        match self.given.left.remove("mail.port") {
            None => 587,
            Some(Value::Int(port)) => u16::try_from(port).unwrap_or_else(|_| {
                self.fault("mail.port", format!("{port} is not a port (1 to 65535)"));
                0
            }),
            Some(other) => {
                self.fault("mail.port", format!("must be a number without quotes, such as 587, not {}", other.kind()));
                0
            }
        }
    }

    pub fn mail(&mut self) -> Mail {
        let faults = self.faults.len();
        let security = self.text("mail.security").unwrap_or_else(|| "starttls".to_owned());
        if self.faults.len() == faults && !matches!(security.as_str(), "starttls" | "tls" | "none") {
            self.fault("mail.security", format!("\"{security}\" is not one of starttls, tls, none"));
        }
        let host = self.needed("mail.host", "smtp.example.id");
        if security == "none" && !matches!(host.as_str(), "127.0.0.1" | "localhost" | "::1" | "") {
            self.fault("mail.security", "none is accepted for a mail server on this machine only");
        }
        let login = match (self.text("mail.user"), self.has("mail.password_file")) {
            (Some(user), true) => Some((user, self.secret("mail.password_file"))),
            (None, false) => None,
            _ => {
                self.given.left.remove("mail.password_file");
                self.fault("mail.user", "and mail.password_file go together: give both or neither");
                None
            }
        };
        let from = self.needed("mail.from", "M-Paspor <jangan-balas@paspor.example.id>");
        Mail { host, port: self.port(), security, from, login }
    }

    fn code(&mut self, name: &str, digits: usize) -> String {
        let key = format!("revenue.{name}");
        let value = self.needed(&key, &"0".repeat(digits));
        if !value.is_empty() && (value.len() != digits || !value.bytes().all(|b| b.is_ascii_digit())) {
            self.fault(&key, format!("\"{value}\" is not {digits} digits"));
        }
        value
    }

    pub fn revenue(&mut self) -> Revenue {
        if !self.has("revenue") {
            self.fault("revenue", "is missing: ministry, echelon, work_unit and account as the treasury gave them");
            return Revenue { ministry: String::new(), echelon: String::new(), work_unit: String::new(), account: String::new() };
        }
        Revenue {
            ministry: self.code("ministry", 3),
            echelon: self.code("echelon", 2),
            work_unit: self.code("work_unit", 6),
            account: self.code("account", 6),
        }
    }
}

/// Whether an address without its scheme names this machine: the host is all that stands before a port or a path.
fn is_local(rest: &str) -> bool {
    ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .filter_map(|host| rest.strip_prefix(host))
        .any(|after| after.is_empty() || after.starts_with([':', '/']) && !after.contains('@'))
}
