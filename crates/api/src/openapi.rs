//! The OpenAPI document: what utoipa collects from the handlers, and what is the same for all of them.
//!
//! A handler says its `operation_id` (`<slice>.<verb>`), its permission as the extension `x-permission` (a
//! [`domain::permission::Permission`], several of which one is enough, `{"all": […]}` where all are needed, `signed_in`
//! or `public`) and what it answers when all goes well. Its tag, its refusals, the ids in its address and the examples
//! of its request and its answers are added here.
//!
//! ```
//! # use actix_web::get;
//! # use api::answer::{Answer, Reply};
//! # use domain::permission::Permission::SeePrograms;
//! /// How many programs there are
//! #[utoipa::path(operation_id = "programs.count", extensions(("x-permission" = json!(SeePrograms))),
//!     responses((status = 200, body = u32)))]
//! #[get("/programs/count")]
//! async fn count() -> Reply<u32> {
//!     Ok(Answer::ok(2))
//! }
//! ```

mod examples;
mod parameters;
mod refusals;
mod tags;

use std::collections::BTreeMap;

use domain::problem::Problem;
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema, openapi::PathItem};

use crate::routes::{self, ROOT};
use tags::TAGS;

const DESCRIPTION: &str = "Records of a workforce or social-service agency. Every operation names its \
permission (`x-permission`); rows outside the caller's sight are 404. Lists take `limit` and `cursor`. Updates \
are merge-patches (RFC 7396): absent keeps, null clears. Writes on records with a version want its ETag in \
`If-Match`. An edit that the caller may only propose answers 202 with the proposed change.";

/// The document as servers send it. It is the one that is checked in, which a wall compares with [`document`]: putting it
/// together takes more memory than all else that a server does.
pub(crate) const CHECKED_IN: &str = include_str!("../../../openapi/openapi.json");

/// The whole document, from what the handlers say.
pub fn document() -> Value {
    document_with(examples::KEPT)
}

/// The document with other examples than those that are kept: with what a walk has just found.
pub fn document_with(examples: &str) -> Value {
    let said = routes::documentation();
    let paths: BTreeMap<String, PathItem> =
        said.paths.paths.into_iter().map(|(path, item)| (format!("{ROOT}{path}"), item)).collect();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Openhall",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "contact": { "name": "The administrator of this installation" },
            "license": { "name": "All rights reserved" },
        },
        // Wherever this document was read from.
        "servers": [{ "url": "/" }],
        "tags": TAGS.iter().map(|(_, name, text)| json!({ "name": name, "description": text })).collect::<Value>(),
        "security": [{ "bearer": [] }, { "api_key": [] }],
        "paths": json!(paths),
        "components": components(json!({ "schemas": said.schemas })),
    });
    for (path, operation) in operations_mut(&mut document) {
        complete(&path, operation);
    }
    examples::show(&mut document, examples);
    document
}

/// Every operation with its path and method.
pub fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

fn operations_mut(document: &mut Value) -> impl Iterator<Item = (String, &mut Map<String, Value>)> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let operations = item.as_object_mut().into_iter().flatten();
        operations.filter_map(move |(_, operation)| Some((path.clone(), operation.as_object_mut()?)))
    })
}

fn components(mut collected: Value) -> Value {
    let mut shared = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut shared);
    for (name, schema) in shared {
        collected["schemas"][name] = json!(schema);
    }
    if let Some(schemas) = collected["schemas"].as_object_mut() {
        name_items(schemas);
    }
    collected["responses"] = refusals::shared();
    collected["examples"] = refusals::examples();
    collected["securitySchemes"] = json!({ "bearer": {
        "type": "http", "scheme": "bearer",
        "description": "The access token that signing in gives.",
    }, "api_key": {
        "type": "http", "scheme": "bearer", "bearerFormat": "ohk_…",
        "description": "An API key, in the same header: `Authorization: Bearer ohk_…`. It sees what its maker sees and \
            may do what both it and its maker may at that moment. It has no account: what belongs to a person who is \
            signed in is 403. Too many requests in a minute are 429 with `Retry-After`.",
    }});
    collected
}

/// utoipa writes out the items in each `Page_X`. They get their own name, so that a client made from the document has
/// one type for `X`, wherever it comes from.
fn name_items(schemas: &mut Map<String, Value>) {
    let pages: Vec<String> = schemas.keys().filter(|name| name.starts_with(PAGE)).cloned().collect();
    for page in pages {
        let item = page.trim_start_matches(PAGE).to_owned();
        let written = schemas.get_mut(&page).and_then(|page| page.pointer_mut("/properties/items/items"));
        let Some(written) = written else { continue };
        let reference = json!({ "$ref": format!("#/components/schemas/{item}") });
        let inline = std::mem::replace(written, reference);
        schemas.entry(item).or_insert(inline);
    }
}

const PAGE: &str = "Page_";

/// Adds to an operation what follows from its address, its permission and its parameters.
fn complete(path: &str, operation: &mut Map<String, Value>) {
    parameters::complete(path, operation);
    tags::add(operation);
    refusals::add(path, operation);
    describe_answers(operation);
    refusals::describe(operation);
    add_permission(operation);
}

fn id_of(operation: &Map<String, Value>) -> &str {
    operation.get("operationId").and_then(Value::as_str).unwrap_or_default()
}

/// OpenAPI 3.1 wants a description of every answer; a handler gives one where there is more to say.
fn describe_answers(operation: &mut Map<String, Value>) {
    let answers = operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten();
    for (status, answer) in answers.filter_map(|(status, answer)| Some((status, answer.as_object_mut()?))) {
        let words = match status.as_str() {
            "201" => "Created.",
            "202" => "Only proposed: somebody else decides.",
            "204" => "Done.",
            _ => "As asked.",
        };
        if !answer.contains_key("$ref") {
            answer.entry("description").or_insert(json!(words));
        }
    }
}

/// The permission in words too, because the explorer does not show extensions.
fn add_permission(operation: &mut Map<String, Value>) {
    let words = match operation.get("x-permission") {
        Some(Value::String(public)) if public == "public" => {
            operation.insert("security".into(), json!([]));
            "Permission: none, anybody may call this.".to_owned()
        }
        Some(Value::String(signed_in)) if signed_in == "signed_in" => {
            "Permission: any signed-in user.".to_owned()
        }
        Some(Value::String(one)) => format!("Permission: `{one}`."),
        Some(Value::Array(one_of)) => format!("Permission: {}.", named(one_of, " or ")),
        Some(Value::Object(all)) => match all.get("all").and_then(Value::as_array) {
            Some(all) => format!("Permission: {}.", named(all, " and ")),
            None => return,
        },
        _ => return,
    };
    let text = operation.get("description").and_then(Value::as_str).unwrap_or_default();
    let text = if text.is_empty() { words } else { format!("{text}\n\n{words}") };
    operation.insert("description".into(), json!(text));
}

fn named(permissions: &[Value], between: &str) -> String {
    let names = permissions.iter().filter_map(Value::as_str).map(|one| format!("`{one}`"));
    names.collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What is wrong with an operation as documented.
    fn flaws(operation: &Value) -> Vec<&'static str> {
        let text = |name: &str| operation[name].as_str().unwrap_or_default();
        let slice = text("operationId").split_once('.').map(|(slice, _)| slice);
        let mut parameters = operation["parameters"].as_array().into_iter().flatten();
        let checks = [
            ("its operation_id is no slice.verb", TAGS.iter().any(|(tag, ..)| Some(*tag) == slice)),
            ("it has no summary", !text("summary").is_empty()),
            ("a parameter of it is not described", parameters.all(|one| one["description"].is_string())),
            ("it names no permission", !operation["x-permission"].is_null()),
            (
                "it never succeeds",
                ["200", "201", "202", "204"].iter().any(|s| !operation["responses"][s].is_null()),
            ),
        ];
        checks.into_iter().filter(|(_, fine)| !fine).map(|(flaw, _)| flaw).collect()
    }

    #[test]
    fn every_operation_is_described_in_full() {
        let document = document();
        let flaws: Vec<_> = operations(&document)
            .flat_map(|(path, method, operation)| {
                flaws(operation).into_iter().map(move |f| format!("{method} {path}: {f}"))
            })
            .collect();
        assert_eq!(flaws, Vec::<String>::new());
    }

    #[test]
    fn no_two_operations_have_the_same_id() {
        let document = document();
        let ids: Vec<_> =
            operations(&document).map(|(_, _, operation)| operation["operationId"].to_string()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:#?}");
    }

    #[test]
    fn no_two_operations_are_summed_up_in_the_same_words() {
        let document = document();
        let words: Vec<_> =
            operations(&document).map(|(_, _, operation)| operation["summary"].to_string()).collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{words:#?}");
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let text = document.to_string();
        for reference in text.split(r##""$ref":"#"##).skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(document.pointer(reference).is_some(), "{reference}");
        }
    }

    #[test]
    fn a_write_with_a_version_can_be_stale() {
        let mut operation = json!({ "x-permission": "restrict", "operationId": "restrictions.lift",
            "parameters": [{ "name": "If-Match", "in": "header" }], "requestBody": {} });
        complete("/api/v1/restrictions/{id}/lifting", operation.as_object_mut().unwrap());
        let answers: Vec<_> = operation["responses"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(
            answers,
            ["400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429", "500", "503"]
        );
        assert_eq!(operation["tags"], json!(["Restrictions"]));
        assert_eq!(operation["parameters"][1]["name"], "id");
    }
}
