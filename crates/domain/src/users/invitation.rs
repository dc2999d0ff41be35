//! Inviting people: one, or many at once.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::{LANGUAGES, Why, take_a_record};
use crate::{
    ids::ClientId,
    problem::FieldError,
    role::RoleId,
    validate::{self, Draft},
};

/// Somebody who is to choose a password by a link that is mailed to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    #[validate(length(min = 1, max = 200), custom(function = validate::line))]
    pub name: String,
    #[validate(length(min = 1, max = 254), custom(function = validate::email))]
    pub email: String,
    #[validate(length(min = 1, max = 16))]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["staff"])))]
    pub roles: Vec<RoleId>,
    /// Of their mail: `en` or `es`.
    #[serde(default = "usual")]
    #[validate(custom(function = language))]
    pub language: String,
    /// The client whose record is theirs: only with a role of the portal, and nobody else's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
}

impl Draft for Invitation {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if self.client_id.is_some() && !take_a_record(&self.roles) {
            errors.push(FieldError::new("/client_id", NO_PORTAL_ROLE));
        }
    }
}

/// The code of being refused a record without a role of the portal.
pub const NO_PORTAL_ROLE: &str = "no_portal_role";

/// Many people who are to have the same roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Invitations {
    #[validate(length(min = 1, max = 200))]
    pub people: Vec<Invitee>,
    #[validate(length(min = 1, max = 16))]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["staff"])))]
    pub roles: Vec<RoleId>,
    /// Of their mail: `en` or `es`.
    #[serde(default = "usual")]
    #[validate(custom(function = language))]
    pub language: String,
}
impl Draft for Invitations {}

/// One of many. What is wrong with one keeps the others from nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Invitee {
    pub name: String,
    pub email: String,
}

impl Invitee {
    /// What is wrong with it by itself.
    pub fn wrong(&self) -> Option<Why> {
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > 200 || validate::line(name).is_err() {
            return Some(Why::Name);
        }
        validate::email(self.email.trim()).err().map(|_| Why::Email)
    }

    /// What two spellings of one address have in common.
    pub fn key(&self) -> String {
        self.email.trim().to_lowercase()
    }
}

fn usual() -> String {
    LANGUAGES[0].to_owned()
}

fn language(code: &str) -> Result<(), ValidationError> {
    if LANGUAGES.contains(&code) { Ok(()) } else { Err(ValidationError::new("language")) }
}
