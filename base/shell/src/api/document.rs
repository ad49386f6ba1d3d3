//! The OpenAPI 3.1 description, made of the same table as the router.

use super::{BASE, Endpoint, Gives, Holds, Param, Policy, READS, Shape, TOKENS, Takes, UPLOADS, Verb, WRITES, once};
use crate::words::Words;
use kernel::problem::ProblemCode;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The largest JSON document, as the description says it.
const DOCUMENT_BYTES: usize = super::read::JSON_BYTES_MAX;

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Puts a shape and its parts among the components; answers how to point at it.
fn named(shape: Shape, schemas: &mut BTreeMap<String, Value>) -> Value {
    let mut parts = vec![((shape.name)().into_owned(), (shape.own)())];
    (shape.parts)(&mut parts);
    for (name, schema) in parts {
        let drawn = serde_json::to_value(&schema).unwrap_or(Value::Null);
        let kept = schemas.entry(name.clone()).or_insert_with(|| drawn.clone());
        debug_assert_eq!(*kept, drawn, "two shapes are called {name}");
    }
    reference(&(shape.name)())
}

fn holds(param: &Param) -> Value {
    match param.holds {
        Holds::Text => json!({ "type": "string", "maxLength": 200 }),
        Holds::Day => json!({ "type": "string", "format": "date" }),
        Holds::Month => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" }),
        Holds::Number => json!({ "type": "integer", "minimum": 1 }),
        Holds::OneOf(words) => json!({ "type": "string", "enum": words }),
    }
}

/// The names between braces of a path.
pub(super) fn places(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

fn parameters(w: Words, endpoint: &Endpoint) -> Vec<Value> {
    let text = |name: &str| w.t(&format!("api-param-{}", name.replace('_', "-")));
    let one = |name: &str, place: &str, needed: bool, schema: Value| json!({ "name": name, "in": place, "required": needed, "description": text(name), "schema": schema });
    let mut all: Vec<Value> = places(endpoint.path)
        .into_iter()
        .map(|name| one(name, "path", true, json!({ "type": "string", "minLength": 1, "maxLength": 100 })))
        .collect();
    all.extend(endpoint.params.iter().map(|param| one(param.name, "query", param.needed, holds(param))));
    if endpoint.keyed {
        let schema = json!({ "type": "string", "pattern": "^\"?[A-Za-z0-9_.:-]{8,64}\"?$" });
        all.push(json!({ "name": "Idempotency-Key", "in": "header", "required": true,
            "description": w.t("api-param-idempotency-key"), "schema": schema }));
    }
    if endpoint.tagged() {
        all.push(json!({ "name": "If-None-Match", "in": "header", "required": false,
            "description": w.t("api-param-if-none-match"), "schema": { "type": "string" } }));
    }
    all
}

fn body(endpoint: &Endpoint, schemas: &mut BTreeMap<String, Value>) -> Option<Value> {
    let content = match endpoint.takes {
        Takes::Nothing => return None,
        Takes::Json(shape) => json!({ "application/json": { "schema": named(shape, schemas) } }),
        Takes::File => {
            let form = json!({ "type": "object", "required": ["berkas"],
                "properties": { "berkas": { "type": "string", "contentMediaType": "application/octet-stream" } } });
            json!({ "multipart/form-data": { "schema": form }, "image/jpeg": {}, "image/png": {}, "application/pdf": {} })
        }
    };
    Some(json!({ "required": true, "content": content }))
}

fn counted() -> Value {
    json!({ "RateLimit": { "$ref": "#/components/headers/RateLimit" },
        "RateLimit-Policy": { "$ref": "#/components/headers/RateLimit-Policy" } })
}

fn good(w: Words, endpoint: &Endpoint, schemas: &mut BTreeMap<String, Value>) -> Value {
    let content = match endpoint.gives {
        Gives::Nothing => None,
        Gives::Json(shape) => Some(json!({ "application/json": { "schema": named(shape, schemas) } })),
        Gives::Slice(shape) => {
            let schema = json!({ "type": "object", "required": ["items", "next"], "properties": {
                "items": { "type": "array", "items": named(shape, schemas) },
                "next": { "type": ["string", "null"], "description": w.t("api-slice-next") } } });
            Some(json!({ "application/json": { "schema": schema } }))
        }
        Gives::Pdf => Some(json!({ "application/pdf": {} })),
        Gives::Document => Some(json!({ "application/json": { "schema": { "type": "object" } } })),
    };
    let mut headers = counted();
    if endpoint.tagged() {
        headers["ETag"] = json!({ "schema": { "type": "string" } });
    }
    let mut answer = json!({ "description": w.t("api-answer-good"), "headers": headers });
    if let Some(content) = content {
        answer["content"] = content;
    }
    answer
}

/// Problems of one status: their slugs are a closed list.
fn problem(w: Words, codes: &[ProblemCode]) -> Value {
    let titles: Vec<String> = codes.iter().map(|c| w.t(&format!("problem-{}-title", c.slug()))).collect();
    let slugs: Vec<&str> = codes.iter().map(|c| c.slug()).collect();
    let schema = json!({ "allOf": [reference("Problem"), { "properties": { "code": { "enum": slugs } } }] });
    let mut headers = counted();
    if codes.iter().any(|c| matches!(c.status(), 429 | 503)) {
        headers["Retry-After"] = json!({ "schema": { "type": "integer" } });
    }
    json!({ "description": titles.join(" / "), "headers": headers,
        "content": { "application/problem+json": { "schema": schema } } })
}

fn operation(w: Words, endpoint: &Endpoint, schemas: &mut BTreeMap<String, Value>) -> Value {
    let mut responses = Map::new();
    responses.insert(endpoint.status.to_string(), good(w, endpoint, schemas));
    if endpoint.tagged() {
        responses.insert("304".to_owned(), json!({ "description": w.t("api-answer-same"), "headers": counted() }));
    }
    let mut by_status: BTreeMap<u16, Vec<ProblemCode>> = BTreeMap::new();
    for code in endpoint.all_problems() {
        by_status.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in by_status {
        responses.insert(status.to_string(), problem(w, &codes));
    }
    let security = if endpoint.open { json!([]) } else { json!([{ "bearer": [] }]) };
    let mut all = json!({
        "operationId": endpoint.id,
        "tags": [endpoint.path.trim_start_matches('/').split('/').next().unwrap_or_default()],
        "summary": w.t(&format!("api-op-{}", endpoint.id)),
        "security": security,
        "parameters": parameters(w, endpoint),
        "responses": responses,
        "x-rate-limit": endpoint.policy.name,
    });
    if let Some(body) = body(endpoint, schemas) {
        all["requestBody"] = body;
    }
    all
}

fn problem_schema() -> Value {
    let slugs: Vec<&str> = ProblemCode::ALL.iter().map(|c| c.slug()).collect();
    json!({ "type": "object", "required": ["type", "title", "status", "detail", "code"], "properties": {
        "type": { "type": "string", "format": "uri" },
        "title": { "type": "string" },
        "status": { "type": "integer" },
        "detail": { "type": "string" },
        "code": { "type": "string", "enum": slugs },
        "field": { "type": "string" },
        "theirs": { "type": "string" },
        "version": { "type": "integer" },
    } })
}

fn policies() -> Value {
    let one = |p: Policy| json!({ "name": p.name, "quota": p.quota, "seconds": p.window });
    json!([one(READS), one(WRITES), one(UPLOADS), one(TOKENS)])
}

impl Endpoint {
    /// A public read carries an `ETag`.
    pub(crate) fn tagged(&self) -> bool {
        self.open && self.verb == Verb::Get
    }
}

/// The description of a table of operations, with its texts in the reader's language.
pub fn document(w: Words, public_url: &str, table: &[Endpoint]) -> Value {
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    schemas.insert("Problem".to_owned(), problem_schema());
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for endpoint in table {
        let operation = operation(w, endpoint, &mut schemas);
        paths.entry(format!("{BASE}{}", endpoint.path)).or_default().insert(endpoint.verb.code().to_owned(), operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "M-Paspor", "version": env!("CARGO_PKG_VERSION"), "description": w.t("api-lede"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" } },
        "servers": [{ "url": public_url }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": {
                "RateLimit": { "description": w.t("api-header-rate-limit"), "schema": { "type": "string" } },
                "RateLimit-Policy": { "description": w.t("api-header-rate-limit-policy"), "schema": { "type": "string" } },
            },
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "description": w.t("api-token-how") } },
        },
        "x-rate-limits": policies(),
        "x-json-bytes-max": DOCUMENT_BYTES,
        "x-idempotency-header": once::HEADER,
    })
}
