//! The configuration of a production server. One file, read once; all faults are listed together, each naming
//! its key. Secrets come from files, never from the configuration itself, and there is no default secret.

mod given;
mod reader;

use crate::proxies::Proxies;
use reader::Reader;
use std::path::PathBuf;

/// One fault of a configuration: where it stands, the key and what is wrong, in a plain sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, from 1; none where something is missing.
    pub line: Option<usize>,
    /// The key, such as `biller.url`.
    pub key: String,
    /// What is wrong and how to mend it.
    pub text: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
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
#[derive(Debug, Clone)]
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

impl Config {
    /// Reads a configuration file's text; `read_file` reads secrets. Returns every fault at once, in the order of the file;
    /// what is missing comes last.
    pub fn parse(text: &str, read_file: &dyn Fn(&std::path::Path) -> std::io::Result<String>) -> Result<Self, Vec<Fault>> {
        let given = given::Given::parse(text).map_err(|fault| vec![fault])?;
        let mut r = Reader::new(given, read_file);
        let config = Self {
            trial: false,
            database: r.database(),
            listen: r.address("listen", "127.0.0.1:8080"),
            public_url: r.url("public_url", "https://paspor.example.id"),
            papers_listen: r.address("papers_listen", "127.0.0.1:8081"),
            papers_url: r.url("papers_url", "https://berkas.example.id"),
            partner_listen: r.address("partner_listen", "127.0.0.1:8082"),
            watch_listen: r.address("watch_listen", "127.0.0.1:8083"),
            work_watch_listen: r.has("work_watch_listen").then(|| r.address("work_watch_listen", "127.0.0.1:8084")),
            trusted_proxies: r.proxies("trusted_proxies"),
            files: PathBuf::from(r.needed("files", "/var/lib/mpaspor/files")),
            keys: PathBuf::from(r.needed("keys", "/var/lib/mpaspor/keys")),
            data: r.text("data").map(PathBuf::from),
            decoder: r.text("decoder").map(PathBuf::from),
            biller: r.partner("biller"),
            population: r.partner("population"),
            passports: r.partner("passports"),
            mail: r.mail(),
            revenue: r.revenue(),
        };
        let host = |url: &str| url.split("://").nth(1).map(|rest| rest.split([':', '/']).next().unwrap_or("").to_owned());
        if !config.public_url.is_empty() && host(&config.public_url) == host(&config.papers_url) {
            r.fault("papers_url", "must have a host name of its own: cookies do not know ports");
        }
        let faults = r.end();
        if faults.is_empty() { Ok(config) } else { Err(faults) }
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
