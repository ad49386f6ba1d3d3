//! The folder of sealed papers. Bytes only; what they are and who may see them is the business of `documents`.

mod local;

pub(crate) use local::Folder;

use async_trait::async_trait;

/// A store of named, sealed files.
#[async_trait]
pub trait Files: Send + Sync {
    /// Writes a file whole or not at all; replaces one of the same name.
    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), FilesError>;
    /// Reads a file.
    async fn get(&self, name: &str) -> Result<Vec<u8>, FilesError>;
    /// Deletes a file; one that is already gone is no error.
    async fn delete(&self, name: &str) -> Result<(), FilesError>;
    /// Names below a folder, sorted; an empty prefix lists everything.
    async fn list(&self, prefix: &str) -> Result<Vec<String>, FilesError>;
}

/// Why a file could not be handled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilesError {
    /// Not a generated name: `a-z`, `0-9`, `-` and single `/` between parts, at most 200 characters.
    #[error("not a name of a file here")]
    Name,
    /// No such file.
    #[error("no such file")]
    NotFound,
    /// The folder cannot be used at the moment.
    #[error("the folder of papers: {0}")]
    Storage(String),
}
