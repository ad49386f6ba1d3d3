//! `/api` explains the API without any file from elsewhere; `/masalah/{slug}` explains one problem; the description itself.

use super::{BASE, Endpoint, Table, answer, document::places};
use crate::{Answer, Frame, Problem, Query, Visitor, words::Words};
use askama::Template;
use axum::{extract::Path, http::HeaderMap};
use kernel::problem::ProblemCode;
use serde_json::Value;

struct Line {
    name: String,
    place: String,
    kind: String,
    needed: bool,
    text: String,
}

struct Reason {
    href: String,
    status: u16,
    slug: &'static str,
    title: String,
}

struct Operation {
    verb: String,
    path: String,
    anchor: String,
    summary: String,
    open: bool,
    lines: Vec<Line>,
    takes: Vec<Shown>,
    status: u16,
    gives: Vec<Shown>,
    policy: String,
    reasons: Vec<Reason>,
}

/// A kind of content and the shape it links to, if it has one.
struct Shown {
    content: String,
    shape: String,
    many: bool,
}

struct Form {
    name: String,
    fields: Vec<Line>,
    words: String,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    frame: Frame,
    operations: Vec<Operation>,
    forms: Vec<Form>,
    problems: Vec<Reason>,
    json: String,
}

#[derive(Template)]
#[template(path = "api_problem.html")]
struct ProblemPage {
    frame: Frame,
    slug: &'static str,
    status: u16,
    text: String,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn shape_of(reference: &Value) -> String {
    text(&reference["$ref"]).rsplit('/').next().unwrap_or_default().to_owned()
}

/// What a schema holds, in one line.
fn kind(schema: &Value) -> String {
    if schema["$ref"].is_string() {
        return shape_of(schema);
    }
    if let Some(parts) = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema[key].as_array()) {
        return parts.iter().map(kind).collect::<Vec<_>>().join(" | ");
    }
    if schema["items"].is_object() {
        return format!("{}[]", kind(&schema["items"]));
    }
    let base = match &schema["type"] {
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join(" | "),
        one => text(one),
    };
    match (schema["format"].as_str(), schema["enum"].as_array()) {
        (_, Some(words)) => words.iter().map(text).collect::<Vec<_>>().join(" | "),
        (Some(format), None) => format!("{base} ({format})"),
        (None, None) => base,
    }
}

fn reason(w: Words, code: ProblemCode) -> Reason {
    let (slug, status) = (code.slug(), code.status());
    Reason { href: format!("/masalah/{slug}"), status, slug, title: w.t(&format!("problem-{slug}-title")) }
}

fn contents(content: &Value) -> Vec<Shown> {
    let one = |(kind, body): (&String, &Value)| {
        let schema = &body["schema"];
        let rows = &schema["properties"]["items"]["items"];
        let many = rows.is_object();
        Shown { content: kind.clone(), shape: shape_of(if many { rows } else { schema }), many }
    };
    content.as_object().map(|all| all.iter().map(one).collect()).unwrap_or_default()
}

fn operation(w: Words, endpoint: &Endpoint, described: &Value) -> Operation {
    let line = |param: &Value| Line {
        name: text(&param["name"]),
        place: w.t(&format!("api-in-{}", text(&param["in"]))),
        kind: kind(&param["schema"]),
        needed: param["required"] == true,
        text: text(&param["description"]),
    };
    Operation {
        verb: endpoint.verb.code().to_uppercase(),
        path: format!("{BASE}{}", endpoint.path),
        anchor: endpoint.id.to_owned(),
        summary: text(&described["summary"]),
        open: endpoint.open,
        lines: described["parameters"].as_array().map(|all| all.iter().map(line).collect()).unwrap_or_default(),
        takes: contents(&described["requestBody"]["content"]),
        status: endpoint.status,
        gives: contents(&described["responses"][endpoint.status.to_string()]["content"]),
        policy: w
            .with("api-policy", &[("n", &endpoint.policy.quota.to_string()), ("n_seconds", &endpoint.policy.window.to_string())]),
        reasons: endpoint.all_problems().into_iter().map(|code| reason(w, code)).collect(),
    }
}

fn form(name: &str, schema: &Value) -> Form {
    let needed: Vec<String> = schema["required"].as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default();
    let field = |(name, field): (&String, &Value)| Line {
        place: String::new(),
        kind: kind(field),
        needed: needed.contains(name),
        text: text(&field["description"]),
        name: name.clone(),
    };
    let fields = schema["properties"].as_object().map(|all| all.iter().map(field).collect()).unwrap_or_default();
    let words = if schema["enum"].is_array() || schema["oneOf"].is_array() { kind(schema) } else { String::new() };
    Form { name: name.to_owned(), fields, words }
}

/// `GET /api`
pub(super) async fn show(visitor: Visitor, query: Query) -> Answer {
    query.only(&[])?;
    let w = visitor.w;
    let table = visitor.house.kept::<Table>();
    let whole = super::document(w, &visitor.house.config.public_url, &table.0);
    let described = |e: &Endpoint| &whole["paths"][format!("{BASE}{}", e.path)][e.verb.code()];
    let forms = whole["components"]["schemas"].as_object().map(|all| all.iter().map(|(n, s)| form(n, s)).collect());
    let page = ApiPage {
        operations: table.0.iter().map(|e| operation(w, e, described(e))).collect(),
        forms: forms.unwrap_or_default(),
        problems: ProblemCode::ALL.into_iter().map(|code| reason(w, code)).collect(),
        json: format!("{BASE}/openapi.json"),
        frame: visitor.frame(w.t("api-title")).await,
    };
    Ok(visitor.page(&page))
}

/// `GET /masalah/{slug}`: what a problem's `type` leads to.
pub(super) async fn problem(visitor: Visitor, Path(slug): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let code = ProblemCode::ALL.into_iter().find(|code| code.slug() == slug).ok_or_else(Problem::not_found)?;
    let w = visitor.w;
    let page = ProblemPage {
        slug: code.slug(),
        status: code.status(),
        text: w.t(&format!("problem-{}-text", code.slug())),
        frame: visitor.frame(w.t(&format!("problem-{}-title", code.slug()))).await,
    };
    Ok(visitor.page(&page))
}

/// `GET /api/v1/openapi.json`
pub(super) async fn description(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&[])?;
    let table = visitor.house.kept::<Table>();
    debug_assert!(table.0.iter().all(|e| places(e.path).iter().all(|name| !name.is_empty())), "a place has a name");
    answer::public(&headers, 300, &super::document(visitor.w, &visitor.house.config.public_url, &table.0))
}
