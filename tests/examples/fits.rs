//! Whether a value fits a schema of the document: the words of JSON Schema that the document uses, and more strictly
//! than they say: a field that its schema does not name fits nowhere, for a program that reads the document would not
//! know of it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};
use serde_json::{Value, json};
use uuid::Uuid;

/// What of a value does not fit, with its place.
pub fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    Judge { document }.value(schema, value, at)
}

struct Judge<'a> {
    document: &'a Value,
}

/// What was found wrong, and the fields that some schema names.
#[derive(Default)]
struct Verdict {
    wrong: Vec<String>,
    named: BTreeSet<String>,
}

impl Judge<'_> {
    /// A value of its own, which may have no field that is not named.
    fn value(&self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        let Verdict { mut wrong, named } = self.judge(schema, value, at);
        let is_described = schema != &Value::Null && !named.contains(ANY);
        let fields = value.as_object().into_iter().flat_map(|fields| fields.keys());
        let unknown = fields.filter(|name| is_described && !named.contains(*name));
        wrong.extend(unknown.map(|name| format!("{at}/{name}: no schema names it")));
        wrong
    }

    fn judge(&self, schema: &Value, value: &Value, at: &str) -> Verdict {
        let mut verdict = Verdict::default();
        for (word, said) in schema.as_object().into_iter().flatten() {
            let part = match word.as_str() {
                "$ref" => self.judge(self.found(said), value, at),
                "allOf" => self.all(said, value, at),
                "oneOf" => self.one(said, value, at),
                "properties" => self.fields(said, value, at),
                "items" => self.rows(said, value, at),
                "additionalProperties" => self.others(schema, said, value, at),
                "type" => of(is_of_type(said, value), || format!("{at}: {value} is no {said}")),
                "enum" => {
                    of(said.as_array().unwrap().contains(value), || format!("{at}: {value} is not in {said}"))
                }
                "required" => missing(said, value, at),
                "format" => of(has_format(said, value), || format!("{at}: {value} is no {said}")),
                "minimum" => of(value.as_f64() >= said.as_f64() || !value.is_number(), || {
                    format!("{at}: {value} < {said}")
                }),
                "maximum" => of(value.as_f64() <= said.as_f64() || !value.is_number(), || {
                    format!("{at}: {value} > {said}")
                }),
                "description" | "default" | "example" | "propertyNames" | "title" | "deprecated" => {
                    Verdict::default()
                }
                unknown => of(false, || format!("{at}: `{unknown}` is a word that this judge does not know")),
            };
            verdict.wrong.extend(part.wrong);
            verdict.named.extend(part.named);
        }
        if is_open(schema) {
            verdict.named.insert(ANY.to_owned());
        }
        verdict
    }

    fn found(&self, reference: &Value) -> &Value {
        self.document.pointer(reference.as_str().unwrap().trim_start_matches('#')).unwrap()
    }

    fn all(&self, parts: &Value, value: &Value, at: &str) -> Verdict {
        let mut verdict = Verdict::default();
        for part in parts.as_array().unwrap() {
            let part = self.judge(part, value, at);
            verdict.wrong.extend(part.wrong);
            verdict.named.extend(part.named);
        }
        verdict
    }

    fn one(&self, choices: &Value, value: &Value, at: &str) -> Verdict {
        let mut all: Vec<_> =
            choices.as_array().unwrap().iter().map(|choice| self.judge(choice, value, at)).collect();
        match all.iter().filter(|verdict| verdict.wrong.is_empty()).count() {
            1 => all.remove(all.iter().position(|verdict| verdict.wrong.is_empty()).unwrap()),
            0 => of(false, || {
                format!(
                    "{at}: none of {} fits: {:?}",
                    all.len(),
                    all.iter().map(|one| &one.wrong).collect::<Vec<_>>()
                )
            }),
            many => of(false, || format!("{at}: {many} of {} fit", all.len())),
        }
    }

    fn fields(&self, named: &Value, value: &Value, at: &str) -> Verdict {
        let mut verdict = Verdict::default();
        for (name, schema) in named.as_object().unwrap() {
            verdict.named.insert(name.clone());
            if let Some(field) = value.get(name) {
                verdict.wrong.extend(self.value(schema, field, &format!("{at}/{name}")));
            }
        }
        verdict
    }

    fn rows(&self, schema: &Value, value: &Value, at: &str) -> Verdict {
        let rows = value.as_array().into_iter().flatten().enumerate();
        let wrong = rows.flat_map(|(place, row)| self.value(schema, row, &format!("{at}/{place}"))).collect();
        Verdict { wrong, ..Verdict::default() }
    }

    /// Fields that have no name of their own: refused, or each of one schema.
    fn others(&self, around: &Value, schema: &Value, value: &Value, at: &str) -> Verdict {
        let mut verdict = Verdict::default();
        for (name, field) in value.as_object().into_iter().flatten() {
            if around["properties"].get(name).is_some() || schema == false {
                continue;
            }
            verdict.named.insert(name.clone());
            verdict.wrong.extend(self.value(schema, field, &format!("{at}/{name}")));
        }
        verdict
    }
}

/// Stands for every field, where a schema leaves open what an object holds.
const ANY: &str = "*";

fn is_open(schema: &Value) -> bool {
    let says = ["$ref", "allOf", "oneOf", "properties", "additionalProperties"];
    says.iter().all(|word| schema.get(word).is_none())
}

fn of(fits: bool, words: impl FnOnce() -> String) -> Verdict {
    let wrong = if fits { Vec::new() } else { vec![words()] };
    Verdict { wrong, ..Verdict::default() }
}

fn missing(required: &Value, value: &Value, at: &str) -> Verdict {
    let names = required.as_array().unwrap().iter().filter_map(Value::as_str);
    let missing = names.filter(|name| value.is_object() && value.get(name).is_none());
    Verdict {
        wrong: missing.map(|name| format!("{at}/{name}: it is missing")).collect(),
        ..Verdict::default()
    }
}

fn is_of_type(types: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        _ => false,
    };
    types.as_array().map_or_else(|| is(types), |types| types.iter().any(is))
}

fn has_format(format: &Value, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return true };
    match format.as_str().unwrap() {
        "uuid" => Uuid::parse_str(text).is_ok(),
        "date" => text.parse::<NaiveDate>().is_ok(),
        "date-time" => DateTime::parse_from_rfc3339(text).is_ok(),
        _ => true,
    }
}

fn judged(schema: Value, value: Value) -> Vec<String> {
    let document = json!({ "components": { "schemas": { "Day": { "type": "string", "format": "date" } } } });
    misfits(&document, &schema, &value, "it")
}

#[test]
fn what_is_of_another_kind_is_missing_or_unknown_does_not_fit() {
    let schema = || {
        json!({ "type": "object", "required": ["day"],
            "properties": { "day": { "$ref": "#/components/schemas/Day" }, "count": { "type": "integer" } } })
    };
    assert_eq!(judged(schema(), json!({ "day": "2026-11-02", "count": 2 })), Vec::<String>::new());
    assert_eq!(judged(schema(), json!({ "count": 2 })), ["it/day: it is missing"]);
    assert_eq!(judged(schema(), json!({ "day": "soon" })).len(), 1);
    assert_eq!(judged(schema(), json!({ "day": "2026-11-02", "count": "2" })).len(), 1);
    let unknown = json!({ "day": "2026-11-02", "night": true });
    assert_eq!(judged(schema(), unknown), ["it/night: no schema names it"]);
}

#[test]
fn exactly_one_choice_fits() {
    let schema = || json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Day" }] });
    assert_eq!(judged(schema(), json!(null)), Vec::<String>::new());
    assert_eq!(judged(schema(), json!("2026-11-02")), Vec::<String>::new());
    assert_eq!(judged(schema(), json!(3)).len(), 1);
    assert_eq!(judged(json!({ "oneOf": [{ "type": "string" }, {}] }), json!("both")), ["it: 2 of 2 fit"]);
}

#[test]
fn a_word_that_nobody_judges_is_told() {
    assert_eq!(judged(json!({ "type": "string", "pattern": "^a" }), json!("a")).len(), 1);
}
