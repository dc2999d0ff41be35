//! Phones and emails that several people have: families share them, so having the same one is told and not refused.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::ContactPoint;
use crate::{ids::ClientId, problem::FieldError, validate::Draft};

/// Who else has one of these phones or emails?
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SharedContacts {
    #[validate(length(max = 20), nested)]
    pub contact_points: Vec<ContactPoint>,
    /// Whose record they are for, where there is one already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
}

impl SharedContacts {
    /// Of what somebody is typing: what is no number or address yet is left out.
    pub fn of_typed(points: Vec<ContactPoint>, client: Option<ClientId>) -> Self {
        let contact_points = points.into_iter().filter(|point| point.validate().is_ok()).collect();
        Self { contact_points, client }
    }
}

impl Draft for SharedContacts {
    fn rules(&self, _today: NaiveDate, _errors: &mut Vec<FieldError>) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::ContactKind;

    #[test]
    fn what_is_half_typed_is_not_looked_for() {
        let point = |value: &str| ContactPoint {
            kind: ContactKind::Email,
            value: value.into(),
            label: None,
            may_contact: true,
        };
        let asked = SharedContacts::of_typed(vec![point("rosa@"), point("rosa@example.org")], None);
        assert_eq!(asked.contact_points, [point("rosa@example.org")]);
    }
}
