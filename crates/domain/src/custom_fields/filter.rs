//! A value that is looked for.

use serde::{Deserialize, Serialize};

use crate::validate;

/// `shirt_size:xl`; words that the text has; for numbers and days one, or from where to where: `age:18..25`,
/// `age:18..`, `age:..25`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldIs {
    pub name: String,
    pub wanted: String,
}

/// From where to where, both ends included; open where nothing is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span<T> {
    pub from: Option<T>,
    pub to: Option<T>,
}

impl<T: Clone> Span<T> {
    /// Reads `a..b`, `a..`, `..b` or `a`; nothing where an end is no value, or where no end is named.
    pub fn read(text: &str, value: impl Fn(&str) -> Option<T>) -> Option<Self> {
        let end = |text: &str| if text.is_empty() { Some(None) } else { value(text).map(Some) };
        let span = match text.split_once("..") {
            Some((from, to)) => Self { from: end(from)?, to: end(to)? },
            None => value(text).map(|one| Self { from: Some(one.clone()), to: Some(one) })?,
        };
        (span.from.is_some() || span.to.is_some()).then_some(span)
    }
}

impl TryFrom<String> for FieldIs {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let (name, wanted) = text.split_once(':').ok_or("a field and a value, parted by a colon")?;
        validate::code(name).map_err(|_| "no name of a field")?;
        if wanted.trim().is_empty() || wanted.chars().count() > 100 {
            return Err("no value");
        }
        Ok(Self { name: name.to_owned(), wanted: wanted.to_owned() })
    }
}

impl From<FieldIs> for String {
    fn from(one: FieldIs) -> Self {
        format!("{}:{}", one.name, one.wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_an_end_at_least() {
        let read = |text| Span::read(text, |one| one.parse::<u8>().ok());
        assert_eq!(read("3..5"), Some(Span { from: Some(3), to: Some(5) }));
        assert_eq!(read("3.."), Some(Span { from: Some(3), to: None }));
        assert_eq!(read("4"), Some(Span { from: Some(4), to: Some(4) }));
        for wrong in ["..", "", "a..3", "three"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_field_that_is_looked_for_reads_back_as_it_was_written() {
        let found: FieldIs = serde_json::from_str(r#""notes:a: b""#).unwrap();
        assert_eq!((found.name.as_str(), found.wanted.as_str()), ("notes", "a: b"));
        assert_eq!(serde_json::to_string(&found).unwrap(), r#""notes:a: b""#);
        for wrong in ["shoe", "shoe:", "a b:c", ":x"] {
            assert!(FieldIs::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
