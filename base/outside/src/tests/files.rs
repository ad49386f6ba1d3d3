use crate::{Files as _, FilesError, files::Folder};

#[tokio::test]
async fn a_file_is_kept_replaced_listed_and_deleted() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::open(&place.path().join("papers")).unwrap();
    assert_eq!(folder.list("").await, Ok(vec![]));
    folder.put("ab/0192f3a0-1", b"one".to_vec()).await.unwrap();
    folder.put("ab/0192f3a0-1", b"two".to_vec()).await.unwrap();
    folder.put("abc/0192f3a0-2", vec![]).await.unwrap();
    assert_eq!(folder.get("ab/0192f3a0-1").await, Ok(b"two".to_vec()));
    assert_eq!(folder.get("abc/0192f3a0-2").await, Ok(vec![]));
    assert_eq!(folder.list("").await, Ok(vec!["ab/0192f3a0-1".to_owned(), "abc/0192f3a0-2".to_owned()]));
    assert_eq!(folder.list("ab").await, Ok(vec!["ab/0192f3a0-1".to_owned()]));
    assert_eq!(folder.list("nothing-here").await, Ok(vec![]));
    folder.delete("ab/0192f3a0-1").await.unwrap();
    folder.delete("ab/0192f3a0-1").await.unwrap();
    assert_eq!(folder.get("ab/0192f3a0-1").await, Err(FilesError::NotFound));
    let again = Folder::open(&place.path().join("papers")).unwrap();
    assert_eq!(again.list("").await, Ok(vec!["abc/0192f3a0-2".to_owned()]), "opened again");
}

#[tokio::test]
async fn a_name_that_we_did_not_generate_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::open(&place.path().join("papers")).unwrap();
    std::fs::write(place.path().join("secret"), "x").unwrap();
    let long = "a".repeat(201);
    for name in
        ["", "..", "../secret", "a/../../secret", "/etc", "a//b", "a/", "A", "a.jpg", "a b", "a\\b", "a%2e", "ä", "a\0", &long]
    {
        assert_eq!(folder.put(name, vec![1]).await, Err(FilesError::Name), "{name}");
        assert_eq!(folder.get(name).await, Err(FilesError::Name), "{name}");
        assert_eq!(folder.delete(name).await, Err(FilesError::Name), "{name}");
        assert!(name.is_empty() || folder.list(name).await == Err(FilesError::Name), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_new_folder_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    Folder::open(&place.path().join("papers")).unwrap();
    let mode = std::fs::metadata(place.path().join("papers")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
}
