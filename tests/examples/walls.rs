//! What the document shows of an example.

use std::collections::BTreeSet;

use api::openapi;
use serde_json::Value;

use super::{ADVICE, answers, kept, misfits, request, unfit};

#[test]
fn every_example_fits_its_operation() {
    let document = openapi::document();
    let kept = kept();
    let unfit: Vec<_> = openapi::operations(&document)
        .filter_map(|(_, _, operation)| Some((operation, kept.get(operation["operationId"].as_str()?)?)))
        .flat_map(|(operation, example)| unfit(&document, operation, example))
        .collect();
    assert!(unfit.is_empty(), "{unfit:#?}\n{ADVICE}");
}

#[test]
fn every_request_and_answer_in_json_shows_one() {
    let document = openapi::document();
    let lacking: Vec<_> = openapi::operations(&document)
        .flat_map(|(_, _, operation)| lacking(operation).into_iter().map(move |what| (operation, what)))
        .map(|(operation, what)| format!("{} has no example of its {what}", operation["operationId"]))
        .collect();
    assert!(lacking.is_empty(), "{lacking:#?}\n{ADVICE}");
}

fn lacking(operation: &Value) -> Vec<String> {
    let body = &operation["requestBody"]["content"]["application/json"];
    let request = request(operation).filter(|_| body.get("example").is_none()).map(|_| "request".to_owned());
    let shows =
        |status: &str| operation["responses"][status]["content"]["application/json"].get("example").is_some();
    let answers = answers(operation).into_keys().filter(|status| !shows(status)).map(str::to_owned);
    request.into_iter().chain(answers).collect()
}

#[test]
fn no_example_is_left_of_an_operation_that_is_gone() {
    let document = openapi::document();
    let there: BTreeSet<_> = openapi::operations(&document)
        .filter_map(|(_, _, operation)| operation["operationId"].as_str())
        .collect();
    let kept = kept();
    let gone: Vec<_> = kept.keys().filter(|id| !there.contains(id.as_str())).collect();
    assert!(gone.is_empty(), "{gone:?}: {ADVICE}");
}

#[test]
fn no_example_has_a_number_that_social_security_could_have_given() {
    let text = openapi::document().to_string();
    let found: Vec<_> = (0..text.len())
        .filter_map(|at| text.get(at..at + SSN.len()))
        .filter(|part| has_the_shape(part) && !part.starts_with("000") && !part.starts_with('9'))
        .collect();
    assert_eq!(found, Vec::<&str>::new());
    assert!(has_the_shape("536-22-1234") && !has_the_shape("415-555-017"));
}

const SSN: &str = "ddd-dd-dddd";

fn has_the_shape(part: &str) -> bool {
    part.bytes().zip(SSN.bytes()).all(|(byte, shape)| match shape {
        b'd' => byte.is_ascii_digit(),
        _ => byte == shape,
    })
}

/// One of each kind; the document refers to them and copies none.
#[test]
fn every_kind_of_problem_shows_one() {
    let document = openapi::document();
    let examples = document["components"]["examples"].as_object().unwrap();
    let kinds = document["components"]["schemas"]["Code"]["enum"].as_array().unwrap();
    // No operation answers with it: it is what an address says that has none of this method.
    let told: BTreeSet<_> =
        kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "method_not_allowed").collect();
    assert_eq!(told, examples.keys().map(String::as_str).collect());
    for (kind, example) in examples {
        let schema = &document["components"]["schemas"]["Problem"];
        assert_eq!(misfits(&document, schema, &example["value"], kind), Vec::<String>::new());
        assert_eq!(example["value"]["code"], kind.as_str());
    }
}

#[test]
fn every_refusal_that_an_operation_tells_of_shows_one() {
    let document = openapi::document();
    for (_, _, operation) in openapi::operations(&document) {
        for (status, answer) in
            operation["responses"].as_object().unwrap().iter().filter(|(status, _)| status.as_str() >= "4")
        {
            let reference = answer["$ref"].as_str().map(|reference| reference.trim_start_matches('#'));
            let answer = reference.map_or(answer, |reference| document.pointer(reference).unwrap());
            let examples = answer["content"]["application/problem+json"]["examples"].as_object();
            let shown = examples.into_iter().flatten().filter_map(|(_, example)| example["$ref"].as_str());
            let statuses: Vec<_> = shown
                .map(|reference| {
                    document.pointer(reference.trim_start_matches('#')).unwrap()["value"]["status"]
                        .to_string()
                })
                .collect();
            assert!(!statuses.is_empty() && statuses.iter().all(|one| one == status), "{operation} {status}");
        }
    }
}
