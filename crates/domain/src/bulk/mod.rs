//! One change of many clients: which, what would become of each, and what has.

mod action;
mod was;

pub use action::Action;
pub use was::Was;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    clients::{ClientFilter, Stage, Status},
    codes::codes,
    follow_ups::Handover,
    ids::{AssignmentId, BulkId, ClientId, UserId},
    problem::FieldError,
    validate::{self, Draft},
};

/// The most clients that one change may name.
pub const MOST: usize = 5_000;
/// So many are changed while one waits; more go to the queue.
pub const AT_ONCE: usize = 300;
/// So many are changed in one transaction.
pub const PIECE: i64 = 500;
/// How many hours one has to take it back.
pub const UNDO_HOURS: i64 = 24;

/// A client as somebody saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Seen {
    pub id: ClientId,
    pub version: i32,
}

/// What is to be done, and with whom: with those who are named, or with all who fit a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkDraft {
    pub action: Action,
    /// At most 5,000.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 5000))]
    pub clients: Vec<Seen>,
    /// The filter of the list of clients, as it stands there; order, limit and cursor are of no account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>, example = json!({ "status": ["active"] })))]
    pub filter: Option<ClientFilter>,
}

impl Draft for BulkDraft {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        match (self.clients.is_empty(), &self.filter) {
            (true, None) => errors.push(FieldError::new("/clients", "required")),
            (false, Some(_)) => errors.push(FieldError::new("/filter", "clients_or_filter")),
            _ => {}
        }
        match &self.action {
            Action::SetStatus { status: Status::Merged } => {
                errors.push(FieldError::new("/action/status", "set_by_merge"));
            }
            Action::Reassign { from: Some(from), user_id } if from == user_id => {
                errors.push(FieldError::new("/action/user_id", "same_person"));
            }
            Action::AddTag { tag } | Action::RemoveTag { tag } => {
                let odd = validate::code(tag).err();
                errors.extend(odd.map(|odd| FieldError::new("/action/tag", odd.code)));
            }
            _ => {}
        }
    }
}

/// What the change needs to know of a client at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub version: i32,
    pub status: Status,
    pub stage: Stage,
    /// Who works with the client now.
    pub assigned: Vec<(AssignmentId, UserId)>,
    pub tags: Vec<String>,
    /// Kept from all services at present.
    pub restricted: bool,
    /// In a program that would outlast the closing of the record today: see [`crate::enrollments::Enrollment::outlasts`].
    pub enrolled: bool,
}

/// Why a client is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulkReason))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Out of sight, or there is no such client.
    OutOfSight,
    /// Somebody changed the record since it was seen.
    Stale,
    /// It is so already, or there is nothing to end.
    AlreadySo,
    /// The record was joined into another one.
    Merged,
    /// A restriction from all services is in force: whoever moves the client on looks at the record first.
    Restricted,
    /// Whoever began it may not do it any more.
    NotAllowed,
    /// It has moved since, or whoever had the client may have them no more, so it is not taken back.
    Moved,
    /// Open follow-ups would be left behind: nobody said where they go, or who would have them does not see the client.
    FollowUpsLeft,
    /// The client is in a program still: how they leave it is said where one record is closed.
    StillEnrolled,
    /// The client has as many tags as a record may have.
    TooManyTags,
}
codes!(Reason: OutOfSight "out_of_sight", Stale "stale", AlreadySo "already_so", Merged "merged",
    Restricted "restricted", NotAllowed "not_allowed", Moved "moved", FollowUpsLeft "follow_ups_left",
    StillEnrolled "still_enrolled", TooManyTags "too_many_tags");

/// What would become of a client, or has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulkOutcome))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is still to be done.
    Ready,
    Changed,
    /// It waits for somebody else's review.
    Proposed,
    Refused,
}
codes!(Outcome: Ready "ready", Changed "changed", Proposed "proposed", Refused "refused");

/// How far the change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulkState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing was done yet: it is there to be looked at.
    Planned,
    Running,
    Done,
}
codes!(State: Planned "planned", Running "running", Done "done");

/// A change of many clients. Only who made it sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bulk {
    pub id: BulkId,
    pub action: Action,
    pub state: State,
    /// Who made it may only propose: somebody else decides on each.
    pub proposes: bool,
    pub made_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub counts: Counts,
    /// The change that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<BulkId>,
    /// It may be taken back now.
    pub can_undo: bool,
    /// How many open follow-ups somebody would leave behind, as counted when it was planned.
    #[serde(default)]
    pub left_behind: i64,
    /// Where they go, once that was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

/// What is decided when a plan is run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct BulkRun {
    /// Where the follow-ups go that would be left behind. Whoever takes the clients over has them where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

impl Draft for BulkRun {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if let Some(handover) = &self.follow_ups {
            handover.check(errors);
        }
    }
}

/// How many clients it is about, and what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulkCounts))]
pub struct Counts {
    pub total: u64,
    pub ready: u64,
    pub changed: u64,
    pub proposed: u64,
    pub refused: u64,
    /// Those who are left out, by reason.
    pub reasons: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts so many more of an outcome.
    pub fn add(&mut self, outcome: Outcome, reason: Option<Reason>, n: u64) {
        self.total += n;
        match outcome {
            Outcome::Ready => self.ready += n,
            Outcome::Changed => self.changed += n,
            Outcome::Proposed => self.proposed += n,
            Outcome::Refused => self.refused += n,
        }
        if let Some(reason) = reason {
            *self.reasons.entry(reason.code().to_owned()).or_default() += n;
        }
    }
}

/// What becomes of one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkRow {
    pub client_id: ClientId,
    /// Absent where the client is out of sight.
    pub client_name: Option<String>,
    pub outcome: Outcome,
    pub reason: Option<Reason>,
}

/// Which of one's own changes are wanted: those that were begun, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct BulkFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which clients of a change are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct BulkRowFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which of the follow-ups that would be left behind are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct LeftBehindFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn clients_or_a_filter_and_not_both() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let action = Action::SetStatus { status: Status::Merged };
        let draft = BulkDraft { action, clients: Vec::new(), filter: None };
        let codes: Vec<String> = draft.check(today).unwrap_err().into_iter().map(|e| e.code).collect();
        assert_eq!(codes, ["set_by_merge", "required"]);
        let seen = Seen { id: ClientId::from(Uuid::nil()), version: 1 };
        let filter = Some(ClientFilter::default());
        let both = BulkDraft {
            clients: vec![seen],
            filter,
            action: Action::Assign { user_id: UserId::from(Uuid::nil()) },
        };
        assert_eq!(both.check(today).unwrap_err()[0].code, "clients_or_filter");
    }
}
