//! One server per SQLite file: a lock file beside it holds the process id.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

/// Held while a server runs; removed when dropped.
#[derive(Debug)]
pub struct FileLock {
    path: PathBuf,
}

impl FileLock {
    /// Takes the lock beside a database file. The error is the process id of the living holder.
    pub fn take(database: &Path) -> Result<Self, String> {
        let path = database.with_extension("lock");
        for _ in 0..2 {
            match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    write!(file, "{}", std::process::id()).map_err(|e| e.to_string())?;
                    return Ok(Self { path });
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                    let holder = fs::read_to_string(&path).unwrap_or_default().trim().to_owned();
                    if !holder.is_empty() && alive(&holder) {
                        return Err(format!("process {holder} already serves this database file"));
                    }
                    // left behind by a killed process
                    fs::remove_file(&path).map_err(|e| e.to_string())?;
                }
                Err(error) => return Err(format!("{} cannot be written: {error}", path.display())),
            }
        }
        Err("the lock file changed hands while it was taken".to_owned())
    }
}

fn alive(pid: &str) -> bool {
    pid != std::process::id().to_string() && Path::new("/proc").join(pid).exists()
}

impl Drop for FileLock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
