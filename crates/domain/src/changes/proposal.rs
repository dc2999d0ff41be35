//! A proposal: what somebody wants changed, where it stands, and what its reviewers say.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use validator::Validate;

use super::parts::goes_with;
use crate::{
    codes::codes,
    ids::{ChangeId, ClientId, PhotoId, UserId},
    permission::Permission,
    validate::{self, Draft},
};

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ChangeStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Pending,
    /// Applied, as a whole or without what stands in `left_out`.
    Approved,
    Refused,
    /// Taken back by whoever proposed it, before anybody decided.
    Withdrawn,
}
codes!(Status: Pending "pending", Approved "approved", Refused "refused", Withdrawn "withdrawn");

/// Which one it is of a client's enrollments, restrictions or assignments: there may be several of the kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ChangeSubject))]
pub struct Subject {
    pub id: Uuid,
    /// The program of the enrollment or the restriction, or who is assigned. Absent where a restriction covers every
    /// service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The first day of the enrollment or the restriction, as it stands now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
}

/// A proposed change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    pub id: ChangeId,
    pub version: i32,
    /// What is proposed: `restrictions.lift`.
    pub edit: String,
    pub status: Status,
    pub client_id: Option<ClientId>,
    pub client_name: Option<String>,
    /// The program or department that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<Uuid>,
    /// What that is called; of one that is proposed, what it is to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_name: Option<String>,
    /// The one enrollment, restriction or assignment of the client's that it is about. Absent where it is about none, or
    /// that is not there any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Subject>,
    pub requested_by: UserId,
    pub requester: String,
    /// Whether the person whom it is about asked for it themselves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_client: bool,
    pub requested_at: DateTime<Utc>,
    /// What was in each touched field when it was proposed, as far as the reader may see it.
    pub base: Value,
    /// What is proposed for each field.
    pub proposed: Value,
    pub reviewer: Option<String>,
    /// When it was decided, or withdrawn.
    pub reviewed_at: Option<DateTime<Utc>>,
    pub rationale: Option<String>,
    /// Fields that the reviewer did not take when approving the others; `rationale` says why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Fields that exist and that the reader may not see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
}

impl Change {
    /// The picture that is proposed, as long as it waits.
    pub fn proposed_photo(&self) -> Option<PhotoId> {
        photo(&self.proposed).filter(|_| self.status == Status::Pending)
    }

    /// The photo that the record had when another one was proposed.
    pub fn former_photo(&self) -> Option<PhotoId> {
        photo(&self.base)
    }

    /// The picture that nobody needs once this is decided: the one that was replaced, or the one that was turned down.
    pub fn unneeded_photo(&self) -> Option<PhotoId> {
        match self.status {
            Status::Pending => None,
            Status::Approved => self.former_photo(),
            Status::Refused | Status::Withdrawn => photo(&self.proposed),
        }
    }
}

fn photo(side: &Value) -> Option<PhotoId> {
    side.get("photo")?.as_str()?.parse().ok()
}

/// A proposal with all that its review takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeDetail {
    #[serde(flatten)]
    pub change: Change,
    /// What stands now in each touched field, as far as the reader may see it. Null once it is decided, and where the
    /// record is gone or out of sight.
    pub current: Option<Value>,
    /// Touched fields in which something else stands now than when it was proposed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<String>,
    /// Fields that can be approved without the others; none where the proposal is taken or refused as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub separable: Vec<String>,
    /// What it takes to see what is withheld: nobody approves what they do not see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Permission>,
    /// Other proposals that wait on the same record, oldest first, at most ten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Change>,
    /// Of what the reader is shown: `about`, `base`, `proposed` and `current`. Approving wants it as `seen`.
    pub digest: String,
}

impl ChangeDetail {
    /// Whether the reader sees a field with all that goes along with it: else they do not take it.
    pub fn shows(&self, field: &str) -> bool {
        !self.is_among(&self.change.withheld, field)
    }

    /// Whether what stands in a field, and in all that goes along with it, is what stood there when it was proposed.
    pub fn stands(&self, field: &str) -> bool {
        !self.is_among(&self.moved, field)
    }

    fn is_among(&self, all: &[String], field: &str) -> bool {
        all.iter().any(|one| one == field || goes_with(&self.change.edit, one, field))
    }
}

/// Approving a proposal, whole or in part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Approval {
    /// Required where fields are left out: the proposer reads it.
    #[validate(length(max = 1000), custom(function = validate::paragraph))]
    pub rationale: String,
    /// The `digest` of what the reviewer was shown. Without it, and with another one, nothing is applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 100))]
    pub seen: Option<String>,
    /// The fields that are taken, of those in `separable`; the others are left out. All of them when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 200))]
    pub fields: Option<Vec<String>>,
}
impl Draft for Approval {}

/// Why a proposal is refused. The proposer reads it; a person who asked for themselves does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub rationale: String,
    /// Puts the person on the program's waiting list instead. Of a proposed enrollment alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waitlist: bool,
}
impl Draft for Refusal {}
