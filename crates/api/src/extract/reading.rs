//! What serde says about a body or a query, as a field and a code.
//!
//! serde's messages repeat what was sent, so only their beginning is looked at and none leaves this module.

use domain::problem::FieldError;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// Longer names, or names with other characters than a field can have, are not repeated.
const LONGEST_NAME: usize = 60;

/// What is wrong, and where.
pub fn field_error(path: &Path, message: &str) -> FieldError {
    let mut pointer = pointer(path);
    let code = code(message);
    let names_it = matches!(code, "required" | "unknown_field" | "repeated");
    if let Some(name) = named(message).filter(|name| names_it && !pointer.ends_with(&format!("/{name}"))) {
        push(&mut pointer, name);
    }
    FieldError::new(pointer, code)
}

/// Where U+0000 hides in a text or in a key. PostgreSQL cannot store it, so nothing with it goes in.
pub fn find_nul(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| find_nul(item).map(|below| format!("/{index}{below}"))),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let mut pointer = String::new();
            push(&mut pointer, name);
            if name.contains('\0') { Some(pointer) } else { find_nul(field).map(|below| pointer + &below) }
        }),
        _ => None,
    }
}

/// The refusal of U+0000 in a field.
pub fn nul(name: &str) -> FieldError {
    let mut pointer = String::new();
    push(&mut pointer, name);
    FieldError::new(pointer, "invisible_characters")
}

fn code(message: &str) -> &'static str {
    const CODES: &[(&str, &str)] = &[
        ("missing field", "required"),
        ("invalid type: null", "required"),
        ("unknown field", "unknown_field"),
        ("duplicate field", "repeated"),
        ("unknown variant", "unknown_value"),
        ("invalid value: integer", "out_of_range"),
        ("invalid type", "wrong_type"),
    ];
    CODES.iter().find(|(start, _)| message.starts_with(start)).map_or("malformed", |(_, code)| code)
}

/// The name between the first two backticks.
fn named(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => push(&mut pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// Adds a name. Ours need no escaping (RFC 6901); any other is left out.
fn push(pointer: &mut String, name: &str) {
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(usual) {
        pointer.push('/');
        pointer.push_str(name);
    }
}
