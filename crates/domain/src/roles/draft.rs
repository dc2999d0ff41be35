//! Making a role of one's own, and changing it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{ListedRole, RoleSight};
use crate::{
    permission::{BEYOND_CARD, Permissions},
    problem::FieldError,
    role::Role,
    validate::{self, Draft},
};

/// A role to make. To copy one is to send what it has under another name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleDraft {
    /// Unlike the name of any other role, in whatever capitals.
    #[validate(length(min = 1, max = 60), custom(function = validate::line))]
    #[cfg_attr(feature = "openapi", schema(example = "Front desk lead"))]
    pub name: String,
    #[serde(default)]
    #[validate(length(max = 500), custom(function = validate::paragraph))]
    pub description: String,
    pub sight: RoleSight,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::permission::Permission>))]
    pub permissions: Permissions,
    /// Whoever holds it does nothing before a second factor is set up.
    #[serde(default)]
    pub second_factor_required: bool,
}

impl Draft for RoleDraft {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        let name = self.name.trim().to_lowercase();
        if Role::ALL.iter().any(|role| role.label().to_lowercase() == name) {
            errors.push(FieldError::new("/name", "taken"));
        }
        if self.permissions.is_empty() {
            errors.push(FieldError::new("/permissions", "required"));
        }
        let beyond = self.permissions.intersection(BEYOND_CARD);
        if self.sight == RoleSight::Card && !beyond.is_empty() {
            errors.push(FieldError::new("/permissions", "beyond_card"));
        }
    }
}

/// What is to be different about a role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RolePatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 60), custom(function = validate::line))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = validate::paragraph))]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sight: Option<RoleSight>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<crate::permission::Permission>>))]
    pub permissions: Option<Permissions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_factor_required: Option<bool>,
}

impl Draft for RolePatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
    }
}

impl RolePatch {
    /// The whole role as it would be, with what goes without saying, to be checked like a new one.
    pub fn over(&self, role: &ListedRole) -> RoleDraft {
        RoleDraft {
            name: self.name.clone().unwrap_or_else(|| role.name.clone()),
            description: self.description.clone().unwrap_or_else(|| role.description.clone()),
            sight: self.sight.unwrap_or(role.sight),
            permissions: self.permissions.unwrap_or(role.permissions).whole(),
            second_factor_required: self.second_factor_required.unwrap_or(role.second_factor_required),
        }
    }

    /// What leads from a role to what it is to be.
    pub fn between(role: &ListedRole, wanted: &RoleDraft) -> Self {
        Self {
            name: (wanted.name != role.name).then(|| wanted.name.clone()),
            description: (wanted.description != role.description).then(|| wanted.description.clone()),
            sight: (wanted.sight != role.sight).then_some(wanted.sight),
            permissions: (wanted.permissions != role.permissions).then_some(wanted.permissions),
            second_factor_required: (wanted.second_factor_required != role.second_factor_required)
                .then_some(wanted.second_factor_required),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::Permission::{self, SeeClients, SeeReports, SeeSsnLastFour};

    fn draft(sight: RoleSight, permissions: &[Permission]) -> RoleDraft {
        let permissions = permissions.iter().copied().collect();
        RoleDraft { name: "Desk".into(), sight, permissions, ..RoleDraft::default() }
    }

    fn faults(draft: &RoleDraft) -> Vec<String> {
        let errors = draft.check(NaiveDate::default()).err().unwrap_or_default();
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn a_role_of_the_card_opens_nothing_beyond_it() {
        assert!(faults(&draft(RoleSight::Card, &[SeeClients])).is_empty());
        assert_eq!(faults(&draft(RoleSight::Card, &[SeeSsnLastFour])), ["/permissions beyond_card"]);
        assert!(faults(&draft(RoleSight::Caseload, &[SeeSsnLastFour])).is_empty());
    }

    #[test]
    fn no_role_passes_for_a_built_in_one() {
        let named = |name: &str| RoleDraft { name: name.into(), ..draft(RoleSight::Nobody, &[SeeReports]) };
        assert_eq!(faults(&named(" administrator ")), ["/name taken"]);
        assert_eq!(faults(&named("")), ["/name required"]);
        assert_eq!(faults(&draft(RoleSight::Nobody, &[])), ["/permissions required"]);
    }
}
