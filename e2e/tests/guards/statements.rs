//! Each statement can be prepared on both engines and names only tables of its own room.

use crate::{
    house,
    source::{self, Kind, Piece},
    sql,
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqlSafeStr as _, postgres::PgConnection, sqlite::SqliteConnection};
use std::{collections::BTreeMap, path::Path};
use store::Engine;

/// A statement and where it stands.
struct Statement {
    owner: String,
    place: String,
    text: String,
}

/// Asked of one engine only, and why.
const ONE_ENGINE: [(&str, &str); 2] =
    [("clock_timestamp", "the time of a PostgreSQL server"), ("sqlite_version", "the version of the embedded engine")];

fn product_pieces(path: &Path) -> Vec<Piece> {
    source::without_tests(&source::pieces(&house::text(path)))
}

/// Only built for tests: a file or a folder with that name.
fn is_test(path: &Path) -> bool {
    path.components().any(|part| matches!(part.as_os_str().to_string_lossy().as_ref(), "tests" | "tests.rs" | "examples"))
}

fn is_store(path: &Path) -> bool {
    let parts: Vec<String> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.windows(2).any(|pair| pair[0] == "src" && matches!(pair[1].as_str(), "store.rs" | "store"))
}

fn statements() -> Vec<Statement> {
    let mut homes: Vec<(String, std::path::PathBuf)> =
        house::rooms().into_iter().map(|room| (room.clone(), house::root().join("rooms").join(room).join("src"))).collect();
    homes.push(("store".to_owned(), house::root().join("base/store/src")));
    let mut found = Vec::new();
    for (owner, folder) in homes {
        for path in house::files(&folder, &[".rs"]).iter().filter(|path| !is_test(path)) {
            for three in product_pieces(path).windows(3) {
                let Kind::Text(text) = &three[2].kind else { continue };
                if three[0].word() == Some("sql") && three[1].is('(') {
                    let place = format!("{}:{}", house::short(path), three[0].line);
                    found.push(Statement { owner: owner.clone(), place, text: text.clone() });
                }
            }
        }
    }
    assert!(found.len() > 100, "the statements were not found: {}", found.len());
    found
}

/// Which room made which table, from the names of the migrations.
fn owners() -> BTreeMap<String, String> {
    let mut owners = BTreeMap::from([("migration".to_owned(), "store".to_owned())]);
    for (name, text) in store::migrations() {
        let room = name.split('_').nth(1).unwrap_or_default().to_owned();
        for rest in text.split("CREATE TABLE ").skip(1) {
            owners.insert(rest.split_whitespace().next().unwrap_or_default().to_owned(), room.clone());
        }
    }
    owners
}

#[test]
fn a_statement_names_only_tables_of_its_own_room() {
    let owners = owners();
    let mut faults = Vec::new();
    for Statement { owner, place, text } in statements() {
        for table in sql::tables(&text) {
            match owners.get(&table) {
                Some(room) if *room == owner => {}
                Some(room) => faults.push(format!("{place}: {table} belongs to {room}")),
                None if table.starts_with("pg_") || table.starts_with("sqlite_") => {}
                None => faults.push(format!("{place}: no migration makes {table}")),
            }
        }
        if let Some(word) = sql::unportable(&text) {
            faults.push(format!("{place}: {word} is not portable"));
        }
    }
    house::none("statements that reach into another room", &faults);
}

#[test]
fn statements_stand_in_store_files_only() {
    let mut faults = Vec::new();
    for folder in ["rooms", "base", "server/src", "world/src"] {
        for path in house::files(&house::root().join(folder), &[".rs"]) {
            let apart =
                path.starts_with(house::root().join("base/store")) || path.starts_with(house::root().join("base/harness"));
            if apart || is_test(&path) || is_store(&path) {
                continue;
            }
            for piece in product_pieces(&path) {
                if let Kind::Text(text) = &piece.kind
                    && sql::is_statement(text)
                {
                    faults.push(format!("{}:{}: {text}", house::short(&path), piece.line));
                }
            }
        }
    }
    house::none("statements outside store files", &faults);
}

fn for_engine(text: &str, engine: Engine) -> bool {
    let only = ONE_ENGINE.iter().find(|(word, _)| text.contains(word));
    only.is_none_or(|(word, _)| (*word == "sqlite_version") == (engine == Engine::Sqlite))
}

fn schema(engine: Engine) -> Vec<String> {
    store::migrations().iter().flat_map(|(_, text)| store::ddl_for(engine, text)).collect()
}

/// The runner's own table, which no file makes.
const MIGRATION: &str =
    "CREATE TABLE migration (name TEXT NOT NULL, step BIGINT NOT NULL, checksum TEXT NOT NULL, at BIGINT NOT NULL)";

#[tokio::test]
async fn every_statement_is_prepared_on_sqlite() {
    let mut conn = SqliteConnection::connect("sqlite::memory:").await.expect("a database in memory");
    for text in schema(Engine::Sqlite).into_iter().chain([MIGRATION.to_owned()]) {
        conn.execute(sqlx::raw_sql(AssertSqlSafe(text))).await.expect("the schema is made");
    }
    let mut faults = Vec::new();
    for Statement { place, text, .. } in statements().into_iter().filter(|s| for_engine(&s.text, Engine::Sqlite)) {
        if let Err(error) = conn.prepare(AssertSqlSafe(text).into_sql_str()).await {
            faults.push(format!("{place}: {error}"));
        }
    }
    house::none("statements that SQLite refuses", &faults);
}

#[tokio::test]
async fn every_statement_is_prepared_on_postgresql_when_a_server_is_given() {
    let Some(server) = std::env::var_os("MPASPOR_TEST_POSTGRES").filter(|url| !url.is_empty()) else {
        println!("no server given in MPASPOR_TEST_POSTGRES");
        return;
    };
    let mut conn = PgConnection::connect(&server.to_string_lossy()).await.expect("the server answers");
    // one transaction on a private schema: given up at the end, nothing remains
    let mut all = vec!["BEGIN".to_owned(), "CREATE SCHEMA guards".to_owned(), "SET LOCAL search_path = guards".to_owned()];
    all.extend(schema(Engine::Postgres));
    all.push(MIGRATION.to_owned());
    for text in all {
        conn.execute(sqlx::raw_sql(AssertSqlSafe(text))).await.expect("the schema is made");
    }
    let mut faults = Vec::new();
    for Statement { place, text, .. } in statements().into_iter().filter(|s| for_engine(&s.text, Engine::Postgres)) {
        conn.execute("SAVEPOINT one").await.expect("a savepoint");
        if let Err(error) = conn.prepare(AssertSqlSafe(text).into_sql_str()).await {
            faults.push(format!("{place}: {error}"));
        }
        conn.execute("ROLLBACK TO SAVEPOINT one").await.expect("back to the savepoint");
    }
    conn.execute("ROLLBACK").await.expect("nothing remains");
    house::none("statements that PostgreSQL refuses", &faults);
}
