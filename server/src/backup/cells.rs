//! One row as one line of JSON: numbers, texts, `null`, and bytes as `{"b": base64}`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};
use store::{ColumnKind, Value};

/// Writes a row.
pub fn line(row: Vec<Value>) -> Result<String, String> {
    let cell = |value: Value| match value {
        Value::Int(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Bytes(bytes) => bytes.map_or(Json::Null, |b| json!({ "b": STANDARD.encode(b) })),
    };
    let row: Vec<Json> = row.into_iter().map(cell).collect();
    serde_json::to_string(&row).map_err(|e| e.to_string())
}

fn value(kind: ColumnKind, cell: Json) -> Option<Value> {
    match (kind, cell) {
        (kind, Json::Null) => Some(kind.null()),
        (ColumnKind::Int, Json::Number(number)) => number.as_i64().map(|n| Value::Int(Some(n))),
        (ColumnKind::Text, Json::String(text)) => Some(Value::Text(Some(text))),
        (ColumnKind::Bytes, Json::Object(bytes)) => {
            STANDARD.decode(bytes.get("b")?.as_str()?).ok().map(|b| Value::Bytes(Some(b)))
        }
        _ => None,
    }
}

/// Reads a row of these columns.
pub fn row(columns: &[(String, ColumnKind)], line: &str) -> Option<Vec<Value>> {
    let cells: Vec<Json> = serde_json::from_str(line).ok()?;
    if cells.len() != columns.len() {
        return None;
    }
    columns.iter().zip(cells).map(|((_, kind), cell)| value(*kind, cell)).collect()
}

#[cfg(test)]
mod tests {
    use super::{line, row};
    use store::{ColumnKind, Value};

    #[test]
    fn a_row_comes_back_as_it_went() {
        let columns = [("n", ColumnKind::Int), ("t", ColumnKind::Text), ("b", ColumnKind::Bytes)].map(|(n, k)| (n.to_owned(), k));
        for cells in [
            vec![
                Value::Int(Some(i64::MIN)),
                Value::Text(Some("Ni Nyoman \"O'Brien\"\n\u{202e}".to_owned())),
                Value::Bytes(Some(vec![0, 255])),
            ],
            vec![Value::Int(None), Value::Text(None), Value::Bytes(None)],
            vec![Value::Int(Some(0)), Value::Text(Some(String::new())), Value::Bytes(Some(Vec::new()))],
        ] {
            let line = line(cells.clone()).expect("a line");
            assert!(!line.contains('\n'), "one row is one line");
            assert_eq!(row(&columns, &line), Some(cells));
        }
        assert_eq!(row(&columns, "[1,\"a\"]"), None, "a row that is too short");
        assert_eq!(row(&columns, "[\"1\",\"a\",null]"), None, "a text where a number belongs");
    }
}
