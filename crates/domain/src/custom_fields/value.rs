//! What stands in a custom field.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveDate;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};
use serde_json::Number;

/// Values by the names of their fields.
pub type Values = BTreeMap<String, FieldValue>;

/// A value: a number for a field of numbers; a text for all others: words, a code, or a day as `2026-12-31`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum FieldValue {
    Number(Decimal),
    Text(String),
}

impl FieldValue {
    /// Nothing but space.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) => None,
        }
    }

    /// The day that it names.
    pub fn day(&self) -> Option<NaiveDate> {
        self.text()?.parse().ok()
    }
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(OfValue)
    }
}

struct OfValue;

impl Visitor<'_> for OfValue {
    type Value = FieldValue;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<FieldValue, E> {
        Ok(FieldValue::Text(text.to_owned()))
    }

    fn visit_i64<E: Error>(self, whole: i64) -> Result<FieldValue, E> {
        number(&Number::from(whole))
    }

    fn visit_u64<E: Error>(self, whole: u64) -> Result<FieldValue, E> {
        number(&Number::from(whole))
    }

    fn visit_f64<E: Error>(self, broken: f64) -> Result<FieldValue, E> {
        number(&Number::from_f64(broken).ok_or_else(|| E::custom(OUTSIDE))?)
    }
}

const OUTSIDE: &str = "a number with more than three decimals, or of more than twelve digits";

fn number<E: Error>(number: &Number) -> Result<FieldValue, E> {
    Decimal::of(number).map(FieldValue::Number).ok_or_else(|| E::custom(OUTSIDE))
}

/// A number with three decimals at most, exactly: thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = f64))]
pub struct Decimal(i64);

impl Decimal {
    const MOST: i64 = 1_000_000_000_000_000;

    /// A whole number.
    pub fn whole(number: i64) -> Option<Self> {
        Some(Self(number.checked_mul(1000)?)).filter(|one| one.0.abs() < Self::MOST)
    }

    fn of(number: &Number) -> Option<Self> {
        if let Some(whole) = number.as_i64() {
            return Self::whole(whole);
        }
        let thousandths = number.as_f64()? * 1000.0;
        let near = thousandths.round();
        // So many digits a float of this size keeps.
        let exact = (thousandths - near).abs() <= near.abs().max(1.0) * 1e-12;
        (exact && near.abs() < Self::MOST as f64).then_some(Self(near as i64))
    }

    /// A number as a person types it, with a comma or a point.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().replace(',', ".");
        Self::of(&serde_json::from_str(&text).ok()?)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (whole, rest) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        let sign = if self.0 < 0 { "-" } else { "" };
        let rest = format!("{rest:03}");
        match rest.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            rest => write!(f, "{sign}{whole}.{rest}"),
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self.0 % 1000 {
            0 => output.serialize_i64(self.0 / 1000),
            _ => output.serialize_f64(self.0 as f64 / 1000.0),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::of(&Number::deserialize(input)?).ok_or_else(|| D::Error::custom(OUTSIDE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_back_as_it_was_written() {
        for text in ["12", "-0.5", "1234567.125", "0.001", r#""2026-12-31""#, r#""""#] {
            let value: FieldValue = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
        assert_eq!(serde_json::from_str::<FieldValue>("12.500").unwrap().to_string(), "12.5");
    }

    #[test]
    fn what_cannot_be_kept_exactly_is_refused() {
        for text in ["0.0001", "1e15", "1e400", "true", "null", "[1]", "{}"] {
            assert!(serde_json::from_str::<FieldValue>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_is_read_as_it_is_typed() {
        assert_eq!(Decimal::read(" 12,5 "), Decimal::read("12.5"));
        assert_eq!(Decimal::read("-3").unwrap().to_string(), "-3");
        for wrong in ["", "twelve", "1.2.3", "1,000,000", "NaN"] {
            assert_eq!(Decimal::read(wrong), None, "{wrong}");
        }
    }
}
