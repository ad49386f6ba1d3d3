//! As much of JSON Schema as our description uses.

use serde_json::Value;

/// Follows references.
pub fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    match schema["$ref"].as_str().and_then(|r| document.pointer(r.trim_start_matches('#'))) {
        Some(there) => resolved(document, there),
        None => schema,
    }
}

/// The kinds a value may have.
pub fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        Value::String(one) => vec![one],
        _ if schema["properties"].is_object() => vec!["object"],
        _ => Vec::new(),
    }
}

fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// All properties a schema names, its parts included.
fn names(document: &Value, schema: &Value, out: &mut Vec<String>) {
    let schema = resolved(document, schema);
    out.extend(schema["properties"].as_object().into_iter().flat_map(|p| p.keys().cloned()));
    for part in schema["allOf"].as_array().into_iter().flatten() {
        names(document, part, out);
    }
}

/// What does not fit, with its place; properties that are not named do not fit.
pub fn fault(document: &Value, schema: &Value, value: &Value) -> Option<String> {
    let mut known = Vec::new();
    names(document, schema, &mut known);
    if let (Some(fields), false) = (value.as_object(), known.is_empty())
        && let Some(extra) = fields.keys().find(|k| !known.contains(k))
    {
        return Some(format!("{extra} is not described"));
    }
    inside(document, schema, value)
}

fn inside(document: &Value, schema: &Value, value: &Value) -> Option<String> {
    let schema = resolved(document, schema);
    let kinds = kinds(schema);
    if !kinds.is_empty() && !kinds.iter().any(|kind| fits(kind, value)) {
        return Some(format!("{value} is none of {kinds:?}"));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return Some(format!("{value} is none of {words:?}"));
    }
    if let Some(parts) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array())
        && !parts.iter().any(|part| fault(document, part, value).is_none())
    {
        return Some(format!("{value} fits none of its kinds"));
    }
    if let Some(wrong) = schema["allOf"].as_array().into_iter().flatten().find_map(|part| inside(document, part, value)) {
        return Some(wrong);
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.is_object() && value.get(name).is_none() {
            return Some(format!("{name} is missing"));
        }
    }
    if let (Some(fields), Some(rules)) = (value.as_object(), schema["properties"].as_object()) {
        let wrong = |(name, field): (&String, &Value)| {
            let rule = rules.get(name)?;
            let deeper = if kinds.contains(&"object") || rule["$ref"].is_string() { fault } else { inside };
            deeper(document, rule, field).map(|f| format!("{name}: {f}"))
        };
        if let Some(wrong) = fields.iter().find_map(wrong) {
            return Some(wrong);
        }
    }
    value
        .as_array()
        .into_iter()
        .flatten()
        .find_map(|item| if schema["items"].is_null() { None } else { fault(document, &schema["items"], item) })
}
