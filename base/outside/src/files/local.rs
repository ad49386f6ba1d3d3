//! A folder on this machine's disk.

use super::{Files, FilesError};
use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use object_store::{Error, ObjectStore, ObjectStoreExt as _, PutPayload, local::LocalFileSystem, path::Path};

/// Longest name of a file.
const LONGEST: usize = 200;

/// A folder. Files are written beside their place, brought to the disk, then moved there.
pub struct Folder(LocalFileSystem);

impl Folder {
    /// Opens the folder; makes one that only this user may enter if there is none.
    pub fn open(path: &std::path::Path) -> Result<Self, String> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let wrong = |error: String| format!("files: {} cannot be used: {error}", path.display());
        builder.create(path).map_err(|error| wrong(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(path).map_err(|error| wrong(error.to_string()))?;
        Ok(Self(store.with_fsync(true)))
    }
}

/// Names are generated, so a name that is not of the form is a bug or an attack; nothing is cleaned up.
fn is_name(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    name.len() <= LONGEST && name.split('/').all(part)
}

fn place(name: &str) -> Result<Path, FilesError> {
    if !is_name(name) {
        return Err(FilesError::Name);
    }
    Path::parse(name).map_err(|_| FilesError::Name)
}

fn fault(error: Error) -> FilesError {
    match error {
        Error::NotFound { .. } => FilesError::NotFound,
        other => FilesError::Storage(other.to_string()),
    }
}

#[async_trait]
impl Files for Folder {
    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), FilesError> {
        self.0.put(&place(name)?, PutPayload::from(bytes)).await.map(|_| ()).map_err(fault)
    }

    async fn get(&self, name: &str) -> Result<Vec<u8>, FilesError> {
        let found = self.0.get(&place(name)?).await.map_err(fault)?;
        Ok(found.bytes().await.map_err(fault)?.to_vec())
    }

    async fn delete(&self, name: &str) -> Result<(), FilesError> {
        match self.0.delete(&place(name)?).await.map_err(fault) {
            Err(FilesError::NotFound) => Ok(()),
            other => other,
        }
    }

    async fn list(&self, prefix: &str) -> Result<Vec<String>, FilesError> {
        let below = if prefix.is_empty() { None } else { Some(place(prefix)?) };
        let found: Vec<_> = self.0.list(below.as_ref()).try_collect().await.map_err(fault)?;
        let mut names: Vec<_> = found.into_iter().map(|file| file.location.to_string()).filter(|name| is_name(name)).collect();
        names.sort_unstable();
        Ok(names)
    }
}
