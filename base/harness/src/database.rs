//! A private database for each test, copied from a template that is built once per set of seeds.

use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "the test runner tells the engine by a variable; the product never reads one")]
fn postgres() -> Option<String> {
    std::env::var("MPASPOR_TEST_POSTGRES").ok().filter(|u| !u.is_empty())
}

/// Keys that are the same in all processes of a run, so that seeded rows open.
pub fn test_vault() -> vault::Vault {
    let folder = std::env::temp_dir().join(format!("mpaspor-test-keys-{}", user()));
    if !vault::Vault::exists(&folder) {
        let own = folder.with_extension(format!("{}", std::process::id()));
        let _ = vault::Vault::create(&own);
        // the first one wins; the others throw theirs away
        if std::fs::rename(&own, &folder).is_err() {
            let _ = std::fs::remove_dir_all(&own);
        }
    }
    vault::Vault::open(&folder).expect("the keys of this run")
}

fn user() -> String {
    std::fs::metadata("/proc/self").map_or_else(|_| "u".to_owned(), |m| std::os::unix::fs::MetadataExt::uid(&m).to_string())
}

fn own_exe_stamp() -> String {
    // a rebuilt test binary may seed other rows
    let stamp = std::env::current_exe().and_then(std::fs::metadata).and_then(|m| m.modified()).ok();
    format!("{stamp:?}")
}

/// The template of a set of seeds.
pub struct Template {
    name: String,
    server: Option<String>,
}

/// A template that is being built.
pub struct Building {
    name: String,
    own: String,
    server: Option<String>,
}

fn sqlite_path(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("{name}.db"))
}

fn with_database(server: &str, name: &str) -> String {
    let (head, query) = server.split_once('?').map_or((server, String::new()), |(h, q)| (h, format!("?{q}")));
    let base = head.rsplit_once('/').map_or(head, |(base, _)| base);
    format!("{base}/{name}{query}")
}

async fn admin(server: &str, text: String) -> Result<(), sqlx::Error> {
    use sqlx::{Connection as _, Executor as _};
    let mut conn = sqlx::PgConnection::connect(server).await?;
    conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(text))).await?;
    conn.close().await
}

impl Template {
    pub fn for_seeds(seeds: &[&str]) -> Self {
        let ddl: Vec<String> = store::migrations().into_iter().map(|(name, text)| format!("{name}{text}")).collect();
        let text = format!("{}|{}|{}|{}", user(), seeds.join(","), own_exe_stamp(), ddl.join("|"));
        let name = format!("mpaspor_t_{}", &hex::encode(vault::sha256(text.as_bytes()))[..16]);
        Self { name, server: postgres() }
    }

    pub async fn exists(&self) -> bool {
        match &self.server {
            None => sqlite_path(&self.name).exists(),
            Some(server) => {
                use sqlx::Connection as _;
                let url = with_database(server, &self.name);
                match sqlx::PgConnection::connect(&url).await {
                    Ok(conn) => conn.close().await.is_ok(),
                    Err(_) => false,
                }
            }
        }
    }

    pub async fn begin(&self) -> Building {
        let own = format!("{}_{}", self.name, std::process::id());
        if let Some(server) = &self.server {
            let text = format!("CREATE DATABASE {own} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
            admin(server, text).await.expect("the test server makes a database");
        }
        Building { name: self.name.clone(), own, server: self.server.clone() }
    }

    /// A fresh copy; its address.
    pub async fn copy(&self, folder: &Path) -> String {
        match &self.server {
            None => {
                let path = folder.join("test.db");
                std::fs::copy(sqlite_path(&self.name), &path).expect("the template can be copied");
                format!("sqlite:{}", path.display())
            }
            Some(server) => {
                let own = format!("t_{}", hex::encode(vault::secret_bytes::<8>()));
                let text = format!("CREATE DATABASE {own} TEMPLATE {}", self.name);
                let mut tries = 0;
                // a template that another test is copying or has just left is busy for a moment
                while let Err(error) = admin(server, text.clone()).await {
                    tries += 1;
                    assert!(tries < 200, "the template cannot be copied: {error}");
                    tokio::time::sleep(std::time::Duration::from_millis(25)).await;
                }
                with_database(server, &own)
            }
        }
    }
}

impl Building {
    pub fn url(&self) -> String {
        match &self.server {
            None => format!("sqlite:{}", sqlite_path(&self.own).display()),
            Some(server) => with_database(server, &self.own),
        }
    }

    /// Gives the template its name in one step, so that nobody copies a half-built one.
    pub async fn finish(self) {
        match &self.server {
            None => {
                let own = sqlite_path(&self.own);
                std::fs::rename(&own, sqlite_path(&self.name)).expect("the template gets its name");
                for ending in ["db-wal", "db-shm"] {
                    let _ = std::fs::remove_file(own.with_extension(ending));
                }
            }
            Some(server) => {
                let renamed = admin(server, format!("ALTER DATABASE {} RENAME TO {}", self.own, self.name)).await;
                if renamed.is_err() {
                    let _ = admin(server, format!("DROP DATABASE {}", self.own)).await;
                }
            }
        }
    }
}
