//! Social security numbers: read once, then never shown whole by accident.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use validator::ValidationError;

/// A social security number of nine digits that the Social Security Administration can have issued:
/// no area 000, 666 or 900 to 999, no group 00, no serial 0000 (SSA, POMS RM 10201.035), and none of the
/// numbers that stand on specimen cards.
#[derive(Clone, PartialEq, Eq)]
pub struct Ssn(String);

/// Numbers that were printed on specimen cards or typed by people who had none to give.
const SPECIMENS: [&str; 4] = ["078051120", "219099999", "123456789", "111111111"];

impl Ssn {
    /// Reads nine digits, with or without hyphens or spaces.
    pub fn parse(text: &str) -> Result<Self, ValidationError> {
        let digits: String = text.trim().chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        let shaped = digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit());
        if shaped && issued(&digits) { Ok(Self(digits)) } else { Err(ValidationError::new("ssn")) }
    }

    /// All nine digits. For sealing and for an audited disclosure, nothing else.
    pub fn digits(&self) -> &str {
        &self.0
    }

    pub fn last_four(&self) -> &str {
        &self.0[5..]
    }
}

fn issued(digits: &str) -> bool {
    let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
    area != "000"
        && area != "666"
        && !area.starts_with('9')
        && group != "00"
        && serial != "0000"
        && !SPECIMENS.contains(&digits)
}

/// Validates the text of a form's field.
pub fn valid(text: &str) -> Result<(), ValidationError> {
    Ssn::parse(text).map(|_| ())
}

/// A social security number on its way in, as it was typed. It stands in requests alone: no answer has a
/// field of this type, and the server seals it before anything else of the request is stored.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TypedSsn(String);

impl TypedSsn {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn parse(&self) -> Result<Ssn, ValidationError> {
        Ssn::parse(&self.0)
    }

    /// What was typed, for the request that sends it.
    pub fn typed(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TypedSsn {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("TypedSsn(…)")
    }
}
impl fmt::Debug for Ssn {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Ssn(…)")
    }
}
impl<'de> Deserialize<'de> for TypedSsn {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input).map(Self)
    }
}
/// For the browser, which must send what was typed.
impl Serialize for TypedSsn {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_str(&self.0)
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_and_spaces_do_not_matter() {
        assert_eq!(Ssn::parse("536-22 1234").unwrap().digits(), "536221234");
    }

    #[test]
    fn numbers_that_were_never_issued_are_refused() {
        for wrong in [
            "000123456",
            "666123456",
            "900123456",
            "536001234",
            "536220000",
            "078-05-1120",
            "12345678",
            "53622123x",
        ] {
            assert!(Ssn::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn debug_does_not_show_it() {
        assert!(!format!("{:?} {:?}", Ssn::parse("536221234"), TypedSsn::new("536221234")).contains("1234"));
    }
}
