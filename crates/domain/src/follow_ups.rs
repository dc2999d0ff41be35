//! Follow-ups: what is to be done with a client, by whom, until when.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::{ClientId, FollowUpId, UserId},
    patch::Patch,
    problem::FieldError,
    validate::{self, Draft},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FollowUpStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Done,
    Cancelled,
}
codes!(Status: Open "open", Done "done", Cancelled "cancelled");

/// A new follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUpDraft {
    pub due_on: NaiveDate,
    /// What is to be done.
    #[validate(length(min = 1, max = 500), custom(function = validate::paragraph))]
    pub purpose: String,
    /// Oneself when absent.
    #[serde(default)]
    pub assignee_id: Option<UserId>,
}

impl Draft for FollowUpDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::to_come("/due_on", self.due_on, today, errors);
    }
}

/// Another day, another person, another purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct FollowUpPatch {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub due_on: Patch<NaiveDate>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub purpose: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub assignee_id: Patch<UserId>,
}

impl Draft for FollowUpPatch {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        let cleared = [
            ("/due_on", self.due_on == Patch::Clear),
            ("/purpose", self.purpose == Patch::Clear),
            ("/assignee_id", self.assignee_id == Patch::Clear),
        ];
        validate::never_empty(cleared, errors);
        if let Patch::Set(day) = self.due_on {
            validate::to_come("/due_on", day, today, errors);
        }
        if let Patch::Set(purpose) = &self.purpose {
            let draft = FollowUpDraft { due_on: today, purpose: purpose.clone(), assignee_id: None };
            errors.extend(draft.check(today).err().unwrap_or_default());
        }
    }
}

/// How it went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Completion {
    #[validate(length(max = 1000), custom(function = validate::paragraph))]
    pub outcome: String,
}
impl Draft for Completion {}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowUp {
    pub id: FollowUpId,
    pub version: i32,
    pub client_id: ClientId,
    pub client_name: String,
    pub assignee_id: UserId,
    pub assignee: String,
    pub due_on: NaiveDate,
    pub purpose: String,
    pub status: Status,
    /// Open and due before today, by the organization's day.
    pub overdue: bool,
    pub outcome: Option<String>,
    pub closed_at: Option<DateTime<Utc>>,
    pub created_by: String,
    /// How often the day was moved.
    pub reschedules: i32,
}

/// Whose and which follow-ups are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct FollowUpFilter {
    /// Open ones when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Open and due before today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// Oneself when absent and no client is named; somebody else's need the permission to see the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    /// Everybody's, for those who see the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_follow_up_is_not_set_in_the_past() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let draft = FollowUpDraft { due_on: today, purpose: "Call".into(), assignee_id: None };
        assert!(draft.check(today).is_ok());
        assert_eq!(draft.check(today.succ_opt().unwrap()).unwrap_err()[0].code, "in_the_past");
    }
}
