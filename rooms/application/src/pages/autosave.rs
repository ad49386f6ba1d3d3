//! Saving while typing. The same fields, the same rules; the answer is a small document.

use super::question::{drawn_with, given, names, save_all};
use super::{Opened, closed};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Json};
use catalogue::Field;
use kernel::problem::ProblemCode;
use serde_json::json;
use shell::{Answer, Citizen, Fields, Problem};

/// The field behind the name of an input; a date has three inputs.
fn field_of(name: &str) -> Option<Field> {
    let plain = ["-d", "-m", "-y"].iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name);
    Field::parse(plain)
}

/// POST `/permohonan/{id}/simpan`: `field`, `value`, and the answer's version as `versi-<field>`, else as `versi`; all
/// other inputs of the form may come along. Answers the new version, or 409 with both values.
pub(super) async fn take(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    let opened = Opened::of(&citizen, &id).await?;
    let known = names(Field::ALL, &["field", "value", "aksi", "kembali"]);
    fields.only(&known.iter().map(String::as_str).collect::<Vec<_>>())?;
    if !opened.application.state.word().is_open() {
        return Err(closed(&opened.application.id));
    }
    let bad = |name: &str| Problem::new(ProblemCode::BadInput).field(name);
    let field = field_of(fields.get("field")).ok_or_else(|| bad("field"))?;
    let is_box = fields.get("field") != field.code();
    // a box of a date says nothing alone
    let value = if is_box { given(&fields, field) } else { fields.has("value").then(|| fields.get("value").to_owned()) };
    let value = value.ok_or_else(|| bad("value"))?;
    // a page's form carries each answer's version beside the application's own
    let version = if fields.has(&format!("versi-{}", field.code())) {
        drawn_with(&fields, field)?
    } else {
        fields.get("versi").parse().ok().filter(|v: &i64| *v >= 0).ok_or_else(|| bad("versi"))?
    };
    let conflicts = save_all(&citizen, &opened.application, vec![(field, value, version)]).await?;
    let name = field.code();
    if let Some(conflict) = conflicts.first() {
        let body = json!({ "conflict": true, "field": name, "yours": conflict.mine, "theirs": conflict.theirs, "version": conflict.version });
        return Ok((StatusCode::CONFLICT, Json(body)).into_response());
    }
    let now = Opened::of(&citizen, &id).await?;
    let version = now.answers.version(field);
    let mut body = json!({ "saved": true, "version": version });
    body[format!("versi-{name}")] = json!(version);
    Ok(Json(body).into_response())
}
