//! How a person is reached, and what others know them by.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{codes::codes, validate};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Phone,
    Email,
}
codes!(ContactKind: Phone "phone", Email "email");

/// A phone number or an email address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[validate(schema(function = contact_value))]
pub struct ContactPoint {
    pub kind: ContactKind,
    #[validate(length(min = 1, max = 254), custom(function = validate::line))]
    pub value: String,
    /// "Work", "sister's phone".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 60), custom(function = validate::line))]
    pub label: Option<String>,
    /// Whether the person agreed to be contacted here.
    #[serde(default = "yes")]
    pub may_contact: bool,
}

fn yes() -> bool {
    true
}

fn contact_value(contact: &ContactPoint) -> Result<(), ValidationError> {
    match contact.kind {
        ContactKind::Phone => validate::phone(&contact.value),
        ContactKind::Email => validate::email(&contact.value),
    }
}

/// Where somebody lives or gets mail. No fixed address is an address too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[validate(schema(function = street_or_none))]
pub struct Address {
    /// The person has no fixed address; the lines below may say where they can be found.
    #[serde(default)]
    pub no_fixed_address: bool,
    #[serde(default)]
    #[validate(length(max = 120), custom(function = validate::line))]
    pub street: String,
    #[serde(default)]
    #[validate(length(max = 120), custom(function = validate::line))]
    pub unit: String,
    #[serde(default)]
    #[validate(length(max = 80), custom(function = validate::line))]
    pub city: String,
    /// State or province.
    #[serde(default)]
    #[validate(length(max = 40), custom(function = validate::line))]
    pub region: String,
    #[serde(default)]
    #[validate(length(max = 12), custom(function = validate::line))]
    pub postal_code: String,
}

impl Address {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// On one line, as on an envelope.
    pub fn line(&self) -> String {
        let place =
            [&self.region, &self.postal_code].map(|s| s.as_str()).into_iter().filter(|s| !s.is_empty());
        let place = place.collect::<Vec<_>>().join(" ");
        let parts = [self.street.as_str(), &self.unit, &self.city, &place];
        parts.into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

fn street_or_none(address: &Address) -> Result<(), ValidationError> {
    let fine =
        address.no_fixed_address || !address.street.trim().is_empty() || !address.city.trim().is_empty();
    if fine { Ok(()) } else { Err(ValidationError::new("required")) }
}

/// The number that another system knows the person by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExternalId {
    /// The other system.
    #[validate(length(min = 1, max = 40), custom(function = validate::line))]
    pub source: String,
    #[validate(length(min = 1, max = 80), custom(function = validate::line))]
    pub value: String,
}

/// Whom to call when something happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EmergencyContact {
    #[validate(length(min = 1, max = 200), custom(function = validate::line))]
    pub name: String,
    #[serde(default)]
    #[validate(length(max = 60), custom(function = validate::line))]
    pub relationship: String,
    #[validate(custom(function = validate::phone))]
    pub phone: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_fixed_address_is_an_address() {
        let nowhere = Address { no_fixed_address: true, ..Address::default() };
        assert!(nowhere.validate().is_ok());
        assert!(Address::default().validate().is_err());
    }
}
