//! Keys for programs of others: what they may do, until when, and what is shown of them.

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::{ApiKeyId, UserId},
    permission::{NOT_BY_KEY, Permissions},
    problem::FieldError,
    validate::{self, Draft},
};

/// The longest life of a key, in months.
pub const LONGEST: Months = Months::new(12);

/// A key to make.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApiKeyDraft {
    /// What it is for, so that one knows which to revoke.
    #[validate(length(min = 1, max = 80), custom(function = validate::line))]
    #[cfg_attr(feature = "openapi", schema(example = "County data exchange"))]
    pub name: String,
    /// At most what its maker may do.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::permission::Permission>))]
    pub permissions: Permissions,
    /// The last day on which it works: at most a year from now.
    pub expires_on: NaiveDate,
}

impl Draft for ApiKeyDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::to_come("/expires_on", self.expires_on, today, errors);
        let latest = today.checked_add_months(LONGEST);
        if latest.is_some_and(|latest| self.expires_on > latest) {
            errors.push(FieldError::new("/expires_on", "later_than_a_year"));
        }
        if self.permissions.is_empty() {
            errors.push(FieldError::new("/permissions", "required"));
        }
        if !self.permissions.intersection(NOT_BY_KEY).is_empty() {
            errors.push(FieldError::new("/permissions", "not_by_key"));
        }
    }
}

/// Whether a key works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    Active,
    Expired,
    Revoked,
    /// The account of whoever made it is closed, or lacks the second factor that it has to have.
    Suspended,
}
codes!(KeyState: Active "active", Expired "expired", Revoked "revoked", Suspended "suspended");

/// A key, without what opens with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// How it begins, to tell it from others: `ohk_3f9a12bc`.
    pub beginning: String,
    pub state: KeyState,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::permission::Permission>))]
    pub permissions: Permissions,
    /// Of those, what its maker may not do any more, so that the key may not either.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::permission::Permission>))]
    pub lost: Permissions,
    pub made_by_id: UserId,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    pub expires_on: NaiveDate,
    /// To the minute or so.
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Which keys are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ApiKeyFilter {
    /// Those that were revoked or have expired, or those that were not and have not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A new key, and the only time that what opens with it is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApiKey {
    /// For the header: `Authorization: Bearer ohk_…`.
    pub secret: String,
    pub key: ApiKey,
}

impl std::fmt::Debug for NewApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("NewApiKey").field("key", &self.key).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::Permission::{self, ManageUsers, SeeClients};

    fn faults(permissions: &[Permission], expires_on: (i32, u32, u32)) -> Vec<String> {
        let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let permissions = permissions.iter().copied().collect();
        let draft = ApiKeyDraft { name: "County".into(), permissions, expires_on: day(expires_on) };
        let errors = draft.check(day((2026, 11, 22))).err().unwrap_or_default();
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn a_key_lives_for_a_year_at_most() {
        assert!(faults(&[SeeClients], (2026, 11, 22)).is_empty());
        assert!(faults(&[SeeClients], (2027, 11, 22)).is_empty());
        assert_eq!(faults(&[SeeClients], (2027, 11, 23)), ["/expires_on later_than_a_year"]);
        assert_eq!(faults(&[SeeClients], (2026, 11, 21)), ["/expires_on in_the_past"]);
    }

    #[test]
    fn a_key_manages_nobody() {
        assert_eq!(faults(&[SeeClients, ManageUsers], (2026, 12, 1)), ["/permissions not_by_key"]);
        assert_eq!(faults(&[], (2026, 12, 1)), ["/permissions required"]);
    }
}
