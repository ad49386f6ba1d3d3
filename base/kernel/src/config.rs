//! The configuration of a production server. One file, read once; all faults are listed together, each naming
//! its key. Secrets come from files, never from the configuration itself, and there is no default secret.

use crate::proxies::Proxies;
use serde::Deserialize;
use std::path::PathBuf;

/// One fault of a configuration: the key and what is wrong, in a plain sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The key, such as `biller.url`.
    pub key: String,
    /// What is wrong and how to mend it.
    pub text: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.key, self.text)
    }
}

/// Everything `mpaspor serve` needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// True only for `mpaspor trial`: everything outside is simulated and pages say so.
    pub trial: bool,
    /// Where pages are served, such as `127.0.0.1:8080`.
    pub listen: String,
    /// The address citizens see, such as `https://paspor.example.id`, without a trailing slash.
    pub public_url: String,
    /// Where papers are shown: a second origin that reads no cookie.
    pub papers_listen: String,
    /// The address of that origin.
    pub papers_url: String,
    /// Where partners' notices arrive.
    pub partner_listen: String,
    /// Where metrics and health are served; keep it private.
    pub watch_listen: String,
    /// Where `mpaspor work` serves metrics and health of its own; keep it private. Without it a worker is watched by its log
    /// alone. Two workers on one machine need port 0, or a file each: the log line `working` names what was taken.
    pub work_watch_listen: Option<String>,
    /// Whose `X-Forwarded-For` is believed; the source of a try at a password is counted by it.
    pub trusted_proxies: Proxies,
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`.
    pub database: String,
    /// The folder of sealed papers.
    pub files: PathBuf,
    /// The folder of keys; `mpaspor migrate` makes them on a new installation.
    pub keys: PathBuf,
    /// The folder of reference tables that `mpaspor data load` publishes when it is given none (default: those inside the
    /// program).
    pub data: Option<PathBuf>,
    /// The program that decodes papers (default: this program).
    pub decoder: Option<PathBuf>,
    /// Treasury billing.
    pub biller: Partner,
    /// The population register.
    pub population: Partner,
    /// The passport register.
    pub passports: Partner,
    /// Mail.
    pub mail: Mail,
    /// The state's own codes in a billing: ministry, echelon and work unit.
    pub revenue: Revenue,
}

/// A partner that is reached over HTTP with a shared secret.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Base address without a trailing slash.
    pub url: String,
    /// Our name at the partner.
    pub client: String,
    /// The shared secret.
    pub secret: Secret,
}

/// The mail server.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Host name.
    pub host: String,
    /// Port (default: 587).
    pub port: u16,
    /// `starttls` (default), `tls`, or `none` for a mail server on this machine.
    pub security: String,
    /// The sender, such as `M-Paspor <jangan-balas@paspor.example.id>`.
    pub from: String,
    /// Name and password where the server asks for them; both or neither.
    pub login: Option<(String, Secret)>,
}

/// The codes under which the state books the revenue.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revenue {
    /// Ministry code, three digits.
    pub ministry: String,
    /// Echelon-1 code, two digits.
    pub echelon: String,
    /// Work unit code, six digits.
    pub work_unit: String,
    /// Revenue account, six digits.
    pub account: String,
}

/// A secret: printed nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret read from a file.
    pub const fn new(text: String) -> Self {
        Self(text)
    }
    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Raw {
    listen: Option<String>,
    public_url: Option<String>,
    papers_listen: Option<String>,
    papers_url: Option<String>,
    partner_listen: Option<String>,
    watch_listen: Option<String>,
    work_watch_listen: Option<String>,
    trusted_proxies: Vec<String>,
    database: Option<String>,
    files: Option<PathBuf>,
    keys: Option<PathBuf>,
    data: Option<PathBuf>,
    decoder: Option<PathBuf>,
    biller: RawPartner,
    population: RawPartner,
    passports: RawPartner,
    mail: RawMail,
    revenue: Option<toml::Table>,
    #[serde(flatten)]
    unknown: toml::Table,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawPartner {
    url: Option<String>,
    client: Option<String>,
    secret_file: Option<PathBuf>,
    #[serde(flatten)]
    unknown: toml::Table,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawMail {
    host: Option<String>,
    port: Option<u16>,
    security: Option<String>,
    from: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    #[serde(flatten)]
    unknown: toml::Table,
}

struct Reader<'a> {
    faults: Vec<Fault>,
    read_file: &'a dyn Fn(&std::path::Path) -> std::io::Result<String>,
}

impl Reader<'_> {
    fn fault(&mut self, key: &str, text: impl Into<String>) {
        self.faults.push(Fault { key: key.to_owned(), text: text.into() });
    }

    fn needed(&mut self, key: &str, value: Option<String>, example: &str) -> String {
        value.filter(|v| !v.trim().is_empty()).unwrap_or_else(|| {
            self.fault(key, format!("is missing; for example {key} = \"{example}\""));
            String::new()
        })
    }

    fn address(&mut self, key: &str, value: Option<String>, example: &str) -> String {
        let text = self.needed(key, value, example);
        if !text.is_empty() && text.parse::<std::net::SocketAddr>().is_err() {
            self.fault(key, format!("\"{text}\" is not an address with a port, such as {example}"));
        }
        text
    }

    fn url(&mut self, key: &str, value: Option<String>, example: &str) -> String {
        let text = self.needed(key, value, example).trim_end_matches('/').to_owned();
        let known = text.starts_with("https://") || text.starts_with("http://");
        if !text.is_empty() && !known {
            self.fault(key, format!("\"{text}\" is not an http or https address, such as {example}"));
        }
        if text.strip_prefix("http://").is_some_and(|rest| !is_local(rest)) {
            self.fault(key, "must be https: plain http is accepted for this machine only");
        }
        text
    }

    fn proxies(&mut self, texts: &[String]) -> Proxies {
        Proxies::parse(texts).unwrap_or_else(|wrong| {
            self.fault("trusted_proxies", format!("\"{wrong}\" is neither an address nor a block such as 10.0.0.0/24"));
            Proxies::default()
        })
    }

    fn secret(&mut self, key: &str, file: Option<PathBuf>) -> Secret {
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

    fn partner(&mut self, key: &str, raw: RawPartner) -> Partner {
        self.unknown(&format!("{key}."), &raw.unknown);
        Partner {
            url: self.url(&format!("{key}.url"), raw.url, "https://partner.example.id"),
            client: self.needed(&format!("{key}.client"), raw.client, "mpaspor"),
            secret: self.secret(&format!("{key}.secret_file"), raw.secret_file),
        }
    }

    fn unknown(&mut self, prefix: &str, table: &toml::Table) {
        for key in table.keys() {
            self.fault(&format!("{prefix}{key}"), "is not a setting of this program; see docs/configuration.md");
        }
    }

    fn mail(&mut self, raw: RawMail) -> Mail {
        self.unknown("mail.", &raw.unknown);
        let security = raw.security.unwrap_or_else(|| "starttls".to_owned());
        if !matches!(security.as_str(), "starttls" | "tls" | "none") {
            self.fault("mail.security", format!("\"{security}\" is not one of starttls, tls, none"));
        }
        let host = self.needed("mail.host", raw.host, "smtp.example.id");
        if security == "none" && !matches!(host.as_str(), "127.0.0.1" | "localhost" | "::1" | "") {
            self.fault("mail.security", "none is accepted for a mail server on this machine only");
        }
        let login = match (raw.user, raw.password_file) {
            (Some(user), file @ Some(_)) => Some((user, self.secret("mail.password_file", file))),
            (None, None) => None,
            _ => {
                self.fault("mail.user", "and mail.password_file go together: give both or neither");
                None
            }
        };
        let from = self.needed("mail.from", raw.from, "M-Paspor <jangan-balas@paspor.example.id>");
        Mail { host, port: raw.port.unwrap_or(587), security, from, login }
    }

    fn revenue(&mut self, raw: Option<toml::Table>) -> Revenue {
        let empty = Revenue { ministry: String::new(), echelon: String::new(), work_unit: String::new(), account: String::new() };
        let Some(table) = raw else {
            self.fault("revenue", "is missing: ministry, echelon, work_unit and account as the treasury gave them");
            return empty;
        };
        match table.try_into::<Revenue>() {
            Ok(revenue) => {
                let parts = [
                    ("ministry", &revenue.ministry, 3),
                    ("echelon", &revenue.echelon, 2),
                    ("work_unit", &revenue.work_unit, 6),
                    ("account", &revenue.account, 6),
                ];
                for (name, value, digits) in parts {
                    if value.len() != digits || !value.bytes().all(|b| b.is_ascii_digit()) {
                        self.faults
                            .push(Fault { key: format!("revenue.{name}"), text: format!("\"{value}\" is not {digits} digits") });
                    }
                }
                revenue
            }
            Err(error) => {
                self.fault("revenue", error.message().to_owned());
                empty
            }
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

impl Config {
    /// Reads a configuration file's text; `read_file` reads secrets. Returns every fault at once.
    pub fn parse(text: &str, read_file: &dyn Fn(&std::path::Path) -> std::io::Result<String>) -> Result<Self, Vec<Fault>> {
        let raw: Raw =
            toml::from_str(text).map_err(|error| vec![Fault { key: "file".to_owned(), text: error.message().to_owned() }])?;
        let mut r = Reader { faults: Vec::new(), read_file };
        r.unknown("", &raw.unknown);
        let database = r.needed("database", raw.database, "postgres://mpaspor@127.0.0.1/mpaspor");
        if !database.is_empty() && !["sqlite:", "postgres:", "postgresql:"].iter().any(|p| database.starts_with(p)) {
            r.fault("database", format!("\"{database}\" is neither sqlite:PATH nor postgres://..."));
        }
        let config = Self {
            trial: false,
            listen: r.address("listen", raw.listen, "127.0.0.1:8080"),
            public_url: r.url("public_url", raw.public_url, "https://paspor.example.id"),
            papers_listen: r.address("papers_listen", raw.papers_listen, "127.0.0.1:8081"),
            papers_url: r.url("papers_url", raw.papers_url, "https://berkas.example.id"),
            partner_listen: r.address("partner_listen", raw.partner_listen, "127.0.0.1:8082"),
            watch_listen: r.address("watch_listen", raw.watch_listen, "127.0.0.1:8083"),
            work_watch_listen: raw.work_watch_listen.map(|a| r.address("work_watch_listen", Some(a), "127.0.0.1:8084")),
            trusted_proxies: r.proxies(&raw.trusted_proxies),
            database,
            files: PathBuf::from(r.needed("files", raw.files.map(|p| p.display().to_string()), "/var/lib/mpaspor/files")),
            keys: PathBuf::from(r.needed("keys", raw.keys.map(|p| p.display().to_string()), "/var/lib/mpaspor/keys")),
            data: raw.data,
            decoder: raw.decoder,
            biller: r.partner("biller", raw.biller),
            population: r.partner("population", raw.population),
            passports: r.partner("passports", raw.passports),
            mail: r.mail(raw.mail),
            revenue: r.revenue(raw.revenue),
        };
        let host = |url: &str| url.split("://").nth(1).map(|rest| rest.split([':', '/']).next().unwrap_or("").to_owned());
        if !config.public_url.is_empty() && host(&config.public_url) == host(&config.papers_url) {
            r.fault("papers_url", "must have a host name of its own: cookies do not know ports");
        }
        if r.faults.is_empty() { Ok(config) } else { Err(r.faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    fn no_file(_: &std::path::Path) -> std::io::Result<String> {
        Err(std::io::Error::from(std::io::ErrorKind::NotFound))
    }

    #[test]
    fn all_faults_are_listed_at_once() {
        let text = "listen = \"here\"\ntrusted_proxies = [\"nginx\"]\ndatabase = \"mysql://x\"\ncolour = 3\n[biller]\nurl = \"http://bank.example\"\n";
        let faults = Config::parse(text, &no_file).unwrap_err();
        let keys: Vec<_> = faults.iter().map(|f| f.key.as_str()).collect();
        for key in [
            "listen",
            "trusted_proxies",
            "database",
            "colour",
            "biller.url",
            "biller.secret_file",
            "mail.host",
            "revenue",
            "public_url",
        ] {
            assert!(keys.contains(&key), "{key} not among {keys:?}");
        }
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert!(!format!("{:?}", super::Secret::new("rahasia-rahasia-rahasia".into())).contains("rahasia"));
    }
}
