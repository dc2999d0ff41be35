//! The examples of the OpenAPI document: what the server answered when each operation was done once, in the demo
//! agency. `openapi/examples.json` keeps them, and the server's document shows them.
//!
//! `UPDATE_EXAMPLES=1 cargo nextest run -p tests examples` writes those that are missing or have other fields than the
//! server's answers have now, takes out those of operations that are gone, and writes `openapi/openapi.json` with them.
//! The others stay as they are, so that a difference shows what a change brought; `UPDATE_EXAMPLES=all` writes all anew,
//! and `UPDATE_EXAMPLES=tags.` asks only the operations whose ids begin so, which is quick.

mod fits;
mod scene;
mod steady;
mod story;
mod walk;
mod walls;
pub mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
};

use api::openapi;
use serde_json::Value;

use fits::misfits;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/examples.json");
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json");
const UPDATE: &str = "UPDATE_EXAMPLES";
const ALL: &str = "all";

/// What to do where an example is wrong, in the words of a failure.
const ADVICE: &str = "run `UPDATE_EXAMPLES=1 cargo nextest run -p tests examples` and look at the difference in \
                      openapi/examples.json; tests/examples/story.rs says what comes before an operation, \
                      tests/policy/bodies.rs and tests/examples/words.rs what it is asked";

/// Of each operation its `request` and its `answers` by status.
type Examples = BTreeMap<String, Value>;

/// The statuses with which an operation answers in JSON when all went well, and their schemas.
fn answers(operation: &Value) -> BTreeMap<&str, &Value> {
    let all = operation["responses"].as_object().into_iter().flatten();
    let json =
        all.map(|(status, answer)| (status.as_str(), &answer["content"]["application/json"]["schema"]));
    json.filter(|(status, schema)| status.starts_with('2') && schema.is_object()).collect()
}

/// The schema of an operation's body, where that is JSON.
fn request(operation: &Value) -> Option<&Value> {
    operation.pointer("/requestBody/content/application~1json/schema")
}

/// The server's own answers are the judge of its description, and its description of the examples that are kept.
#[actix_web::test]
async fn every_operation_answers_as_described_and_the_examples_are_such_answers() {
    let document = openapi::document();
    let wish = env::var(UPDATE).ok();
    let begin = wish.as_deref().filter(|wish| !["1", ALL].contains(wish)).unwrap_or_default();
    let (found, mut flaws) = walk::walk(&document, begin).await;
    for (_, _, operation) in openapi::operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        flaws.extend(found.get(id).into_iter().flat_map(|example| unfit(&document, operation, example)));
    }
    // What was found is written all the same, so that one failure does not hide the others' examples.
    if let Some(wish) = &wish {
        write(&document, &found, wish == ALL);
    }
    assert!(flaws.is_empty(), "{flaws:#?}\n{ADVICE}");
    let kept = kept();
    let forgotten: Vec<_> = found.keys().filter(|id| !kept.contains_key(*id)).collect();
    assert!(forgotten.is_empty(), "{forgotten:#?} have no example: {ADVICE}");
}

/// What of an example does not fit its operation.
fn unfit(document: &Value, operation: &Value, example: &Value) -> Vec<String> {
    let id = operation["operationId"].as_str().unwrap();
    let mut found = Vec::new();
    if let Some(schema) = request(operation) {
        found.extend(misfits(document, schema, &example["request"], &format!("{id} request")));
    }
    let answers = answers(operation);
    for (status, answer) in example["answers"].as_object().into_iter().flatten() {
        let at = format!("{id} {status}");
        match answers.get(status.as_str()) {
            Some(schema) => found.extend(misfits(document, schema, answer, &at)),
            None => found.push(format!("{at}: no such answer is described")),
        }
    }
    found
}

fn kept() -> Examples {
    serde_json::from_str(&fs::read_to_string(EXAMPLES).unwrap()).unwrap()
}

/// An example that stands stays as long as it has the fields that were found.
fn write(document: &Value, found: &Examples, anew: bool) {
    let kept = kept();
    let stays = |id: &&str| match (kept.get(*id), found.get(*id)) {
        (Some(kept), Some(found)) if anew || fields(kept) != fields(found) => Some(found.clone()),
        (Some(kept), _) => Some(kept.clone()),
        (None, found) => found.cloned(),
    };
    let ids = openapi::operations(document).filter_map(|(_, _, operation)| operation["operationId"].as_str());
    let examples: Examples = ids.filter_map(|id| Some((id.to_owned(), stays(&id)?))).collect();
    let text = serde_json::to_string_pretty(&examples).unwrap() + "\n";
    let document = openapi::document_with(&text);
    fs::write(EXAMPLES, text).unwrap();
    fs::write(DOCUMENT, serde_json::to_string_pretty(&document).unwrap() + "\n").unwrap();
}

/// The addresses of all that an example holds; rows of a list count as one.
fn fields(example: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(example, String::new(), &mut found);
    found
}

fn collect(value: &Value, at: String, found: &mut BTreeSet<String>) {
    for (name, field) in value.as_object().into_iter().flatten() {
        collect(field, format!("{at}/{name}"), found);
    }
    for row in value.as_array().into_iter().flatten() {
        collect(row, format!("{at}/*"), found);
    }
    found.insert(at);
}
