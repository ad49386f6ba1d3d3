//! What a backup holds, so that it can be judged before anything is touched.

use crate::keys;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufReader, Read as _},
    path::Path,
};
use store::{Applied, ColumnKind, Table};
use vault::Digest;

/// The form this program writes and reads.
pub const FORMAT: u32 = 1;
/// The manifest.
pub const MANIFEST: &str = "manifest.json";
/// The seal on the manifest, made with the installation's keys.
pub const SEAL: &str = "manifest.seal";
/// One line for each paper: checksum, length, name.
pub const PAPERS: &str = "papers.txt";

/// The whole of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the backup.
    pub format: u32,
    /// Version of the program that made it.
    pub program: String,
    /// When the database was as it stands here (RFC 3339, UTC).
    pub taken_at: String,
    /// Engine and version it was read from.
    pub engine: String,
    /// Applied statements of migrations: name, number, checksum.
    pub migrations: Vec<(String, i64, String)>,
    /// The tables.
    pub tables: Vec<TableFile>,
    /// The sealed papers.
    pub files: Papers,
    /// Fingerprints of the keys by name.
    pub keys: BTreeMap<String, String>,
}

/// A table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TableFile {
    /// Its name.
    pub name: String,
    /// Name and kind of each column.
    pub columns: Vec<(String, String)>,
    /// How many rows.
    pub rows: u64,
    /// Where they stand.
    #[serde(flatten)]
    pub summed: Summed,
}

/// The sealed papers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Papers {
    /// How many.
    pub count: u64,
    /// Their length together.
    pub total: u64,
    /// Papers the database names and the folder does not have.
    pub missing: Vec<String>,
    /// Their list.
    #[serde(flatten)]
    pub summed: Summed,
}

/// A file of the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summed {
    /// Path within the backup.
    pub file: String,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: String,
}

impl Summed {
    /// Reads the file and tells whether it is still what was written.
    pub fn verify(&self, folder: &Path) -> Result<(), String> {
        let place = folder.join(&self.file);
        let unreadable = |error: std::io::Error| format!("This backup is broken: {} cannot be read ({error}).", self.file);
        let mut source = BufReader::new(File::open(&place).map_err(unreadable)?);
        let (mut digest, mut length, mut buffer) = (Digest::default(), 0_u64, vec![0_u8; 64 * 1024]);
        loop {
            let read = source.read(&mut buffer).map_err(unreadable)?;
            if read == 0 {
                break;
            }
            digest.update(&buffer[..read]);
            length += read as u64;
        }
        if length != self.bytes {
            return Err(format!("This backup is broken: {} has {length} bytes instead of {}.", self.file, self.bytes));
        }
        if digest.finish() != self.sha256 {
            return Err(format!("This backup was altered: {} does not have its checksum.", self.file));
        }
        Ok(())
    }
}

impl TableFile {
    /// The table it belongs to.
    pub fn table(&self) -> Option<Table> {
        let column = |(name, kind): &(String, String)| Some((name.clone(), ColumnKind::parse(kind)?));
        Some(Table { name: self.name.clone(), columns: self.columns.iter().map(column).collect::<Option<_>>()? })
    }
}

impl Manifest {
    /// Reads and judges the manifest of a backup: form, keys, seal.
    pub fn read(folder: &Path, keys: &Path) -> Result<Self, String> {
        let read = |name: &str| {
            std::fs::read(folder.join(name))
                .map_err(|error| format!("{} is not a whole backup: {name} cannot be read ({error}).", folder.display()))
        };
        let (text, seal) = (read(MANIFEST)?, read(SEAL)?);
        let manifest: Self = serde_json::from_slice(&text)
            .map_err(|error| format!("This backup is broken: {MANIFEST} cannot be read ({error})."))?;
        if manifest.format != FORMAT {
            return Err(format!("This backup has form {}; this program reads form {FORMAT}.", manifest.format));
        }
        let vault = keys::of_backup(keys, &manifest.keys)?;
        vault.has(&manifest.keys).map_err(|found| keys::strange("backup", &found, keys))?;
        if !vault::same(vault.seal_of(&text).as_bytes(), seal.trim_ascii()) {
            return Err(format!("This backup was altered: {MANIFEST} does not have its seal."));
        }
        Ok(manifest)
    }

    /// The applied statements.
    pub fn applied(&self) -> Vec<Applied> {
        let one = |(name, step, sum): &(String, i64, String)| Applied { name: name.clone(), step: *step, sum: sum.clone() };
        self.migrations.iter().map(one).collect()
    }

    /// The keys it needs, by name.
    pub fn key_names(&self) -> String {
        keys::listed(&self.keys)
    }

    /// What it holds, in a sentence.
    pub fn summary(&self) -> String {
        let rows: u64 = self.tables.iter().map(|table| table.rows).sum();
        format!(
            "The installation as of {}: {} tables with {rows} rows ({}), {} sealed papers ({} bytes).",
            self.taken_at,
            self.tables.len(),
            self.engine,
            self.files.count,
            self.files.total
        )
    }
}
