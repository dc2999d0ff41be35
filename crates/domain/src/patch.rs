//! Merge-patches (RFC 7396): absent keeps, null clears, a value sets.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an update says of one field.
///
/// A field of this type wants `#[serde(default, skip_serializing_if = "Patch::is_keep")]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> Patch<T> {
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    pub fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(value),
        }
    }

    /// The new value, where there is one.
    pub fn set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            _ => None,
        }
    }

    /// What stands afterwards in a field that may be empty.
    pub fn over(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Keep => current,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// The form diesel's changesets take: outer `None` leaves the column alone.
    pub fn change(self) -> Option<Option<T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }

    /// What makes a field as it stands somewhere else.
    pub fn to(stands: Option<T>) -> Self {
        stands.map_or(Self::Clear, Self::Set)
    }

    /// Says `Keep` where nothing would change.
    pub fn between(old: Option<&T>, new: Option<T>) -> Self
    where
        T: PartialEq,
    {
        match new {
            new if new.as_ref() == old => Self::Keep,
            None => Self::Clear,
            Some(value) => Self::Set(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(match Option::deserialize(input)? {
            None => Self::Clear,
            Some(value) => Self::Set(value),
        })
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.set().serialize(output)
    }
}

/// In OpenAPI it is an optional field that may be null. The derive asks for `ComposeSchema` of every type,
/// and utoipa offers no other door to it.
#[cfg(feature = "openapi")]
mod openapi {
    use super::Patch;
    use utoipa::{
        __dev::ComposeSchema,
        ToSchema,
        openapi::{RefOr, schema::Schema},
    };

    impl<T: ComposeSchema> ComposeSchema for Patch<T> {
        fn compose(generics: Vec<RefOr<Schema>>) -> RefOr<Schema> {
            Option::<T>::compose(generics)
        }
    }

    impl<T: ToSchema + ComposeSchema> ToSchema for Patch<T> {
        fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            T::schemas(schemas);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Phone {
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        phone: Patch<String>,
    }

    fn read(text: &str) -> Phone {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn absent_keeps() {
        assert_eq!(read("{}").phone, Patch::Keep);
    }

    #[test]
    fn null_clears() {
        assert_eq!(read(r#"{"phone":null}"#).phone, Patch::Clear);
    }

    #[test]
    fn a_patch_reads_back_as_it_was_written() {
        for text in ["{}", r#"{"phone":null}"#, r#"{"phone":"415"}"#] {
            assert_eq!(serde_json::to_string(&read(text)).unwrap(), text);
        }
    }
}
