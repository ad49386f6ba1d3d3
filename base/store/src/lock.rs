//! One server per SQLite file: a lock on a file beside it. The system frees it when its holder ends, however it ends; the
//! number in the file is for people.

use std::{
    fs::{self, File, TryLockError},
    io::Write as _,
    path::Path,
};

/// Held while a server runs.
#[derive(Debug)]
pub struct FileLock {
    // the lock lives as long as the file is open
    file: File,
}

impl FileLock {
    /// Takes the lock beside a database file. The error is a sentence that names the holder.
    pub fn take(database: &Path) -> Result<Self, String> {
        let path = database.with_extension("lock");
        let fault = |error: std::io::Error| format!("{} cannot be written: {error}", path.display());
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(fault)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(&path).unwrap_or_default();
                let holder = match holder.trim() {
                    "" => "another process".to_owned(),
                    number => format!("process {number}"),
                };
                return Err(format!("{holder} already serves this database file"));
            }
            Err(TryLockError::Error(error)) => return Err(fault(error)),
        }
        file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())).map_err(fault)?;
        Ok(Self { file })
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // the file stays: removing it would let a third take another one while the second holds this
        let _ = self.file.set_len(0);
    }
}
