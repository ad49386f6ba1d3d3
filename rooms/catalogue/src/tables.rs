//! A set of tables before it is read: those inside the program (a fresh installation and the trial need no file beside it),
//! or those of a folder.

use crate::table::RowFault;
use std::path::Path;

macro_rules! table {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../data/", $name, ".csv")))
    };
}

const ALL: [(&str, &str); 16] = [
    table!("categories"),
    table!("channels"),
    table!("countries"),
    table!("holidays"),
    table!("lanes"),
    table!("limits"),
    table!("office_offers"),
    table!("offices"),
    table!("passport_types"),
    table!("places"),
    table!("quota_plans"),
    table!("regions"),
    table!("rejection_reasons"),
    table!("requirements"),
    table!("steps"),
    table!("tariffs"),
];

/// Names of the tables, without `.csv`.
pub const TABLES: [&str; 16] = {
    let mut names = [""; 16];
    let mut at = 0;
    while at < ALL.len() {
        names[at] = ALL[at].0;
        at += 1;
    }
    names
};

/// Largest table that is read from a folder, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A set of tables: names without `.csv`, and texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tables {
    list: Vec<(String, String)>,
}

impl Tables {
    /// The tables this program was built with.
    pub fn embedded() -> Self {
        ALL.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    /// Every `.csv` file of a folder. Fails with every file that cannot be read.
    pub fn folder(path: &Path) -> Result<Self, Vec<RowFault>> {
        let fault = |file: &str, what: String| RowFault { file: file.to_owned(), line: 0, column: String::new(), what };
        let entries =
            std::fs::read_dir(path).map_err(|e| vec![fault(&path.display().to_string(), format!("cannot be read: {e}"))])?;
        let (mut list, mut faults) = (Vec::new(), Vec::new());
        for file in entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.extension().is_some_and(|x| x == "csv")) {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if std::fs::metadata(&file).is_ok_and(|m| m.len() > LARGEST) {
                faults.push(fault(&name, format!("is larger than {LARGEST} bytes")));
                continue;
            }
            match std::fs::read_to_string(&file) {
                Ok(text) => list.push((name.trim_end_matches(".csv").to_owned(), text)),
                Err(error) => faults.push(fault(&name, format!("cannot be read: {error}"))),
            }
        }
        if faults.is_empty() { Ok(list.into_iter().collect()) } else { Err(faults) }
    }

    /// Names and texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The text of a table.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.iter().find(|(n, _)| *n == name).map(|(_, text)| text)
    }
}

impl FromIterator<(String, String)> for Tables {
    /// In the order of the names.
    fn from_iter<I: IntoIterator<Item = (String, String)>>(tables: I) -> Self {
        let mut list: Vec<_> = tables.into_iter().collect();
        list.sort();
        Self { list }
    }
}
