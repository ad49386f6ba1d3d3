//! What a statement says about tables, read word by word.

/// Tables that a statement reads or writes, in the order of their naming; names it gives itself (`WITH x AS`) left out.
pub fn tables(statement: &str) -> Vec<String> {
    let words = words(statement);
    let upper: Vec<String> = words.iter().map(|word| word.to_uppercase()).collect();
    let is = |at: usize, word: &str| upper.get(at).is_some_and(|found| found == word);
    let own: Vec<&String> = (0..words.len())
        .filter(|at| {
            (is(at + 1, "AS") && is(at + 2, "("))
                && (*at > 0 && (is(at - 1, "WITH") || is(at - 1, ",") || is(at - 1, "RECURSIVE")))
        })
        .map(|at| &words[at])
        .collect();
    let mut found = Vec::new();
    for at in 0..words.len() {
        let names = match upper[at].as_str() {
            "FROM" => !(is(at + 2, "(") || at > 0 && is(at - 1, "DISTINCT")),
            "JOIN" | "INTO" => true,
            "UPDATE" => !(at > 0 && (is(at - 1, "DO") || is(at - 1, "FOR"))),
            _ => false,
        };
        let mut next = at + 1;
        while names && words.get(next).is_some_and(|word| is_name(word)) {
            found.push(words[next].clone());
            next += 1;
            if is(next, "AS") {
                next += 1;
            }
            if words.get(next).is_some_and(|word| is_name(word)) && !KEYWORDS.contains(&upper[next].as_str()) {
                next += 1;
            }
            if !(upper[at] == "FROM" && is(next, ",")) {
                break;
            }
            next += 1;
        }
    }
    found.retain(|name| !own.contains(&name));
    found
}

const KEYWORDS: [&str; 18] = [
    "WHERE",
    "SET",
    "ON",
    "JOIN",
    "LEFT",
    "INNER",
    "CROSS",
    "GROUP",
    "ORDER",
    "LIMIT",
    "UNION",
    "VALUES",
    "RETURNING",
    "HAVING",
    "SELECT",
    "EXCEPT",
    "USING",
    "INTERSECT",
];

/// Words that one of the two engines does not know or reads otherwise.
pub fn unportable(statement: &str) -> Option<String> {
    const FORBIDDEN: [&str; 10] =
        ["NOW", "ILIKE", "SKIP", "ARRAY", "INTERVAL", "CURRENT_TIMESTAMP", "DATETIME", "STRFTIME", "AUTOINCREMENT", "SERIAL"];
    let words = words(statement);
    for (at, word) in words.iter().enumerate() {
        let upper = word.to_uppercase();
        // `AS now` is a column's name; a call is meant
        let call = upper != "NOW" || words.get(at + 1).is_some_and(|next| next == "(");
        if call && FORBIDDEN.contains(&upper.as_str()) {
            return Some(upper);
        }
    }
    None
}

/// Whether a text literal is a statement: begins like one and goes on like one.
pub fn is_statement(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.first().copied() {
        Some("SELECT") => words.len() > 1,
        Some("INSERT") => words.get(1) == Some(&"INTO"),
        Some("DELETE") => words.get(1) == Some(&"FROM"),
        Some("UPDATE") => words.contains(&"SET"),
        Some("WITH") => words.contains(&"AS"),
        _ => false,
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn words(statement: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = statement;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphanumeric() || first == '_' || first == '$' {
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len())
        } else if first == '\'' {
            rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
        } else {
            first.len_utf8()
        };
        if !first.is_whitespace() {
            found.push(rest[..length].to_owned());
        }
        rest = &rest[length..];
    }
    found
}

#[test]
fn tables_are_found_wherever_a_statement_names_them() {
    assert_eq!(
        tables("SELECT a FROM one o JOIN two AS t ON t.x = o.x WHERE b IN (SELECT c FROM three)"),
        ["one", "two", "three"]
    );
    assert_eq!(tables("WITH x AS (SELECT 1 FROM one), y AS (SELECT 2 FROM x) SELECT * FROM x, y, two"), ["one", "two"]);
    assert_eq!(tables("INSERT INTO one (a) VALUES ('FROM two') ON CONFLICT (a) DO UPDATE SET a = 1"), ["one"]);
    assert_eq!(tables("UPDATE one SET a = 1 WHERE b IS DISTINCT FROM c"), ["one"]);
    assert_eq!(tables("SELECT EXTRACT(EPOCH FROM clock_timestamp())"), Vec::<String>::new());
    assert_eq!(unportable("SELECT now()").as_deref(), Some("NOW"));
    assert_eq!(unportable("SELECT a AS now FROM one"), None);
}
