//! Taking a backup beside a running server.

use super::{
    cells,
    manifest::{FORMAT, MANIFEST, Manifest, PAPERS, Papers, SEAL, Summed, TableFile},
};
use kernel::{
    config::Config,
    time::{SystemClock, Timestamp},
};
use outside::{Files, FilesError, Outside};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{BufWriter, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};
use store::{Db, Engine, Snapshot, Table};
use vault::{Digest, Vault};

/// An instant as a manifest writes it.
pub fn instant(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |t| t.to_string())
}

/// The folder of sealed papers of a configuration.
pub fn papers_of(config: &Config) -> Result<Arc<dyn Files>, String> {
    Ok(Outside::from_config(config, Arc::new(SystemClock))?.files)
}

/// A folder that only this user may enter.
fn private(path: &Path) -> Result<(), String> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|e| format!("{} cannot be made: {e}", path.display()))
}

/// A file that is summed while it is written.
struct Output {
    file: BufWriter<File>,
    digest: Digest,
    bytes: u64,
    name: String,
}

impl Output {
    fn create(folder: &Path, name: &str) -> Result<Self, String> {
        let file = File::create(folder.join(name)).map_err(|e| format!("{name} cannot be written: {e}"))?;
        Ok(Self { file: BufWriter::new(file), digest: Digest::default(), bytes: 0, name: name.to_owned() })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes).map_err(|e| format!("{} cannot be written: {e}", self.name))
    }

    fn line(&mut self, text: &str) -> Result<(), String> {
        self.write(text.as_bytes())?;
        self.write(b"\n")
    }

    /// Brings it to the disk.
    fn end(self) -> Result<Summed, String> {
        let wrong = |error: String| format!("{} cannot be written: {error}", self.name);
        let file = self.file.into_inner().map_err(|e| wrong(e.to_string()))?;
        file.sync_all().map_err(|e| wrong(e.to_string()))?;
        Ok(Summed { file: self.name, bytes: self.bytes, sha256: self.digest.finish() })
    }
}

/// Papers copied so far: length and checksum by name.
type Copied = BTreeMap<String, (u64, String)>;

/// Copies papers that were not copied yet; one that left the folder meanwhile is passed over.
async fn copy_new(papers: &dyn Files, folder: &Path, copied: &mut Copied) -> Result<(), String> {
    for name in papers.list("").await.map_err(|e| e.to_string())? {
        if copied.contains_key(&name) {
            continue;
        }
        let bytes = match papers.get(&name).await {
            Ok(bytes) => bytes,
            Err(FilesError::NotFound) => continue,
            Err(error) => return Err(format!("the paper {name}: {error}")),
        };
        let place = format!("files/{name}");
        if let Some(parent) = folder.join(&place).parent() {
            private(parent)?;
        }
        let mut output = Output::create(folder, &place)?;
        output.write(&bytes)?;
        let summed = output.end()?;
        copied.insert(name, (summed.bytes, summed.sha256));
    }
    Ok(())
}

async fn dump(snapshot: &mut Snapshot, table: &Table, folder: &Path) -> Result<TableFile, String> {
    let mut output = Output::create(folder, &format!("tables/{}.jsonl", table.name))?;
    let written = snapshot.rows(table, &mut |row| output.line(&cells::line(row)?)).await;
    let rows = written.map_err(|e| format!("table {}: {e}", table.name))?;
    let columns = table.columns.iter().map(|(name, kind)| (name.clone(), kind.code().to_owned())).collect();
    Ok(TableFile { name: table.name.clone(), columns, rows, summed: output.end()? })
}

fn list(copied: &Copied, missing: Vec<String>, folder: &Path) -> Result<Papers, String> {
    let mut output = Output::create(folder, PAPERS)?;
    for (name, (bytes, sum)) in copied {
        output.line(&format!("{sum} {bytes} {name}"))?;
    }
    let total = copied.values().map(|(bytes, _)| bytes).sum();
    Ok(Papers { count: copied.len() as u64, total, missing, summed: output.end()? })
}

/// Papers that the snapshot names, that were not copied, and that the present still names.
async fn missing(db: &Db, snapshot: &mut Snapshot, copied: &Copied) -> Result<Vec<String>, String> {
    let named = documents::papers_in_use(snapshot).await.map_err(|e| e.to_string())?;
    let lacking: Vec<String> = named.into_iter().filter(|name| !copied.contains_key(name)).collect();
    if lacking.is_empty() {
        return Ok(lacking);
    }
    let now: BTreeSet<String> =
        documents::papers_in_use(&mut db.reader()).await.map_err(|e| e.to_string())?.into_iter().collect();
    Ok(lacking.into_iter().filter(|name| now.contains(name)).collect())
}

async fn write(db: &Db, vault: &Vault, config: &Config, folder: &Path) -> Result<Manifest, String> {
    private(&folder.join("tables"))?;
    private(&folder.join("files"))?;
    let papers = papers_of(config)?;
    let mut copied = Copied::new();
    // before and after the snapshot: a page is in the folder before its row is written, and may leave it soon afterwards
    copy_new(&*papers, folder, &mut copied).await?;
    let mut snapshot = db.snapshot().await.map_err(|e| format!("The database cannot be read: {e}"))?;
    copy_new(&*papers, folder, &mut copied).await?;
    let applied = snapshot.applied().await.map_err(|e| e.to_string())?;
    let mut tables = Vec::new();
    for table in snapshot.tables().await.map_err(|e| e.to_string())? {
        tables.push(dump(&mut snapshot, &table, folder).await?);
    }
    let missing = missing(db, &mut snapshot, &copied).await?;
    let (version, _) = db.version().await.map_err(|e| e.to_string())?;
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: instant(snapshot.taken_at()),
        engine: match db.engine() {
            Engine::Sqlite => format!("SQLite {version}"),
            Engine::Postgres => format!("PostgreSQL {version}"),
        },
        migrations: applied.into_iter().map(|a| (a.name, a.step, a.sum)).collect(),
        tables,
        files: list(&copied, missing, folder)?,
        keys: vault.fingerprints(),
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(|e| e.to_string())?;
    let mut output = Output::create(folder, SEAL)?;
    output.line(&vault.seal_of(text.as_bytes()))?;
    output.end()?;
    let mut output = Output::create(folder, MANIFEST)?;
    output.write(text.as_bytes())?;
    output.end()?;
    Ok(manifest)
}

/// The name under which a backup is written until it is whole.
fn unfinished(to: &Path) -> Result<PathBuf, String> {
    let name = to.file_name().ok_or_else(|| format!("{} is not the name of a folder", to.display()))?;
    Ok(to.with_file_name(format!(".{}.{}.unfinished", name.to_string_lossy(), std::process::id())))
}

/// Takes a backup into a folder that does not exist yet.
pub async fn take(db: &Db, vault: &Vault, config: &Config, to: &Path) -> Result<Manifest, String> {
    if to.exists() {
        return Err(format!("{} exists already; a backup is never written over another.", to.display()));
    }
    let folder = unfinished(to)?;
    private(&folder)?;
    let written = write(db, vault, config, &folder).await;
    let placed = written.and_then(|manifest| {
        fs::rename(&folder, to).map_err(|e| format!("{} cannot get its name: {e}", to.display()))?;
        let above = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        File::open(above).and_then(|f| f.sync_all()).map_err(|e| format!("{}: {e}", above.display()))?;
        Ok(manifest)
    });
    if placed.is_err() {
        let _ = fs::remove_dir_all(&folder);
    }
    placed.map_err(|error| format!("No backup was made. {error}"))
}
