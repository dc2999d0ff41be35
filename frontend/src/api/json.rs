//! JSON that the browser has parsed, as our types.
//!
//! serde's own deserializers can say in words what does not fit, and for that bring the printing of every kind of
//! number along: some kilobytes of the first visit. Nobody would read the words, because an answer that does not fit is
//! refused whole.

use std::fmt;

use js_sys::{Array, JSON, Object};
use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, Expected, IntoDeserializer, Unexpected, Visitor,
        value::{MapDeserializer, SeqDeserializer, StringDeserializer},
    },
    forward_to_deserialize_any,
};
use wasm_bindgen::{JsCast, JsValue};

/// Nothing where the text is no JSON, or says something else.
pub fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(Parsed(JSON::parse(text).ok()?)).ok()
}

/// It does not fit.
#[derive(Debug)]
struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unfit")
    }
}

impl std::error::Error for Unfit {}

impl de::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// What the browser made of it.
struct Parsed(JsValue);

impl Parsed {
    /// The members of an object, in their order.
    fn members(&self) -> Result<impl Iterator<Item = (String, Parsed)> + use<>, Unfit> {
        let object = self.0.dyn_ref::<Object>().ok_or(Unfit)?;
        let member = |entry: JsValue| {
            let entry = Array::from(&entry);
            (entry.get(0).as_string().unwrap_or_default(), Parsed(entry.get(1)))
        };
        Ok(Object::entries(object).into_iter().map(member))
    }
}

impl IntoDeserializer<'_, Unfit> for Parsed {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Parsed {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let Self(value) = &self;
        if value.is_null() {
            visitor.visit_unit()
        } else if let Some(is) = value.as_bool() {
            visitor.visit_bool(is)
        } else if let Some(number) = value.as_f64() {
            number_to(number, visitor)
        } else if let Some(text) = value.as_string() {
            visitor.visit_string(text)
        } else if let Some(list) = value.dyn_ref::<Array>() {
            visitor.visit_seq(SeqDeserializer::new(list.iter().map(Parsed)))
        } else {
            visitor.visit_map(MapDeserializer::new(self.members()?))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &str, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        match self.0.as_string() {
            Some(variant) => {
                let variant: StringDeserializer<Unfit> = variant.into_deserializer();
                variant.deserialize_enum(name, variants, visitor)
            }
            // The name of a variant with what it holds.
            None => visitor
                .visit_enum(de::value::MapAccessDeserializer::new(MapDeserializer::new(self.members()?))),
        }
    }

    /// What nobody asks for is not walked through.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

/// JavaScript has one kind of number, and ours are told apart by what they hold.
#[expect(clippy::cast_possible_truncation, reason = "it is whole, and smaller than what fits")]
fn number_to<'de, V: Visitor<'de>>(number: f64, visitor: V) -> Result<V::Value, Unfit> {
    const WHOLE: f64 = 9_007_199_254_740_991.0;
    if number.trunc() == number && number.abs() <= WHOLE {
        visitor.visit_i64(number as i64)
    } else {
        visitor.visit_f64(number)
    }
}
