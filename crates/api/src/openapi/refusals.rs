//! What operations refuse with: the answers that they share, and an example of each kind of problem.

use domain::problem::{Code, Conflict, FieldError, Problem};
use serde_json::{Map, Value, json};

use super::{
    id_of,
    parameters::{has_parameter, has_parameter_in, is_own},
};
use crate::problem::CONTENT_TYPE;

/// The refusals that operations share, with the other kinds of problem that come with the same status anywhere.
const SHARED: &[(Code, &[Code])] = &[
    (Code::Malformed, &[]),
    (Code::Unauthenticated, &[Code::SessionEnded]),
    (Code::Forbidden, &[Code::SecondFactorRequired]),
    (Code::NotFound, &[Code::SwitchedOff]),
    (Code::Conflict, &[]),
    (Code::StaleVersion, &[]),
    (Code::TooLarge, &[]),
    (Code::UnsupportedMediaType, &[]),
    (Code::Invalid, &[]),
    (Code::VersionRequired, &[]),
    (Code::TooManyRequests, &[]),
    (Code::Internal, &[]),
    (Code::Unavailable, &[]),
];

/// Those that only some operations know.
const PARTICULAR: &[Code] = &[
    Code::SignInRefused,
    Code::CodeRefused,
    Code::SignInOver,
    Code::ChangeConflict,
    Code::ChangedSinceSeen,
    Code::AlreadyRenewed,
    Code::StillRunning,
    Code::KeyReused,
];

/// The answers for `components/responses`.
pub(super) fn shared() -> Value {
    let answer = |code: Code, others: &[Code]| {
        let kinds = [&[code], others].concat();
        json!({ "description": code.title(), "content": content(&kinds) })
    };
    SHARED.iter().map(|(code, others)| (code.name(), answer(*code, others))).collect()
}

/// One of each kind, for `components/examples`.
pub(super) fn examples() -> Value {
    let shared = SHARED.iter().flat_map(|(code, others)| [&[*code], *others].concat());
    let all = shared.chain(PARTICULAR.iter().copied());
    all.map(|code| (code.name(), json!({ "summary": code.title(), "value": example(code) }))).collect()
}

fn example(code: Code) -> Problem {
    let mut problem = Problem::new(code);
    problem.request_id = Some("0190a000-0000-7000-8000-00000000000a".into());
    match code {
        Code::Invalid => problem.errors = vec![FieldError::new("/date_of_birth", "in_the_future")],
        Code::Conflict => return problem.because("Somebody decided this already. Read it again."),
        Code::ChangeConflict => {
            let (base, proposed, current) = (json!("mission"), json!("bayview"), json!("excelsior"));
            problem.conflicts = vec![Conflict { field: "neighborhood".into(), base, proposed, current }];
        }
        _ => {}
    }
    problem
}

fn content(kinds: &[Code]) -> Value {
    let examples: Map<_, _> = kinds.iter().map(|code| (code.name(), reference("examples", *code))).collect();
    json!({ CONTENT_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" }, "examples": examples } })
}

fn reference(part: &str, code: Code) -> Value {
    json!({ "$ref": format!("#/components/{part}/{}", code.name()) })
}

/// Adds what follows from an operation's address, permission and parameters.
pub(super) fn add(path: &str, operation: &mut Map<String, Value>) {
    let permission = operation.get("x-permission").and_then(Value::as_str).unwrap_or_default().to_owned();
    let (body, query) = (operation.contains_key("requestBody"), has_parameter_in(operation, "query"));
    let header = has_parameter_in(operation, "header");
    let versioned = has_parameter(operation, "If-Match");
    let expected = [
        (Code::Malformed, body || query || header),
        (Code::Unauthenticated, permission != "public"),
        (Code::Forbidden, permission != "public" || is_own(path)),
        (Code::NotFound, path.contains('{') || has_parameter(operation, "client")),
        // What it is about has gone another way, or somebody writes there at this moment.
        (Code::Conflict, (body || versioned) && permission != "public"),
        (Code::StaleVersion, versioned),
        (Code::TooLarge, body),
        (Code::UnsupportedMediaType, body),
        (Code::Invalid, body || query),
        (Code::VersionRequired, versioned),
        // Of the public forms, and of keys.
        (Code::TooManyRequests, true),
        (Code::Internal, true),
        (Code::Unavailable, true),
    ];
    let Some(answers) = operation.entry("responses").or_insert_with(|| json!({})).as_object_mut() else {
        return;
    };
    for (code, _) in expected.into_iter().filter(|(_, expected)| *expected) {
        answers.entry(code.status().to_string()).or_insert(reference("responses", code));
    }
}

/// A refusal that a handler describes in words of its own is a problem like all others.
pub(super) fn describe(operation: &mut Map<String, Value>) {
    let (id, has_key) = (id_of(operation).to_owned(), has_parameter(operation, "Idempotency-Key"));
    let answers = operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten();
    for (status, answer) in answers.filter(|(status, _)| status.starts_with('4')) {
        if status == "422" && has_key {
            *answer = json!({ "description": Code::Invalid.title() });
        }
        if answer.get("$ref").is_none() {
            answer["content"] = content(&kinds(&id, status, has_key));
        }
    }
}

/// The kinds of problem behind a status that a handler describes.
fn kinds(id: &str, status: &str, has_key: bool) -> Vec<Code> {
    match (status, id) {
        ("401", "sessions.sign_in") => vec![Code::SignInRefused],
        ("401", "sessions.pass_second_step") => vec![Code::CodeRefused, Code::SignInOver],
        ("401", _) => vec![Code::SessionEnded],
        ("409", "sessions.renew") => vec![Code::AlreadyRenewed],
        ("409", "changes.approve") => vec![Code::Conflict, Code::ChangeConflict, Code::ChangedSinceSeen],
        ("409", _) if has_key => vec![Code::StillRunning],
        ("409", _) => vec![Code::Conflict],
        ("422", _) if has_key => vec![Code::Invalid, Code::KeyReused],
        _ => {
            SHARED.iter().map(|(code, _)| *code).filter(|code| code.status().to_string() == status).collect()
        }
    }
}
