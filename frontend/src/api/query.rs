//! A filter as the tail of an address: `?status=new&status=contacted&q=mar%C3%ADa`.

use serde::Serialize;
use serde_json::Value;

/// A filter's fields as a query string, `?` included; empty when nothing is asked for.
pub fn query(filter: &impl Serialize) -> String {
    let Ok(Value::Object(fields)) = serde_json::to_value(filter) else { return String::new() };
    let mut pairs = Vec::new();
    for (name, value) in &fields {
        match value {
            Value::Array(items) => pairs.extend(items.iter().filter_map(|item| pair(name, item))),
            one => pairs.extend(pair(name, one)),
        }
    }
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

fn pair(name: &str, value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    Some(format!("{name}={}", escape(&text)))
}

/// Percent-encodes everything that is not a letter, a digit or one of `-_.~` (RFC 3986, 2.3).
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => escaped.push(byte.into()),
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clients::{ClientFilter, Status};

    #[test]
    fn a_list_repeats_its_key() {
        let filter = ClientFilter { status: vec![Status::Active, Status::Closed], ..ClientFilter::default() };
        assert_eq!(query(&filter), "?status=active&status=closed");
    }

    #[test]
    fn accents_and_signs_are_escaped() {
        let filter = ClientFilter { q: Some("María & co".into()), ..ClientFilter::default() };
        assert_eq!(query(&filter), "?q=Mar%C3%ADa%20%26%20co");
    }

    #[test]
    fn an_empty_filter_adds_nothing() {
        assert_eq!(query(&ClientFilter::default()), "");
    }
}
