//! Edits of canonical records: what each is, who may apply it and who may only propose it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use validator::Validate;

use crate::{
    actor::Actor,
    assignments::{AssignmentDraft, Ending},
    clients::{ClientDraft, ClientPatch, StageMove},
    codes::codes,
    custom_fields::FieldsPatch,
    demographics::Answers,
    ids::{AssignmentId, ChangeId, ClientId, PhotoId, RestrictionId, UserId},
    permission::Permission,
    problem::FieldError,
    restrictions::{Lifting, RestrictionDraft, RestrictionPatch},
    validate::{self, Draft},
};

/// One edit of a canonical record. Applied at once or kept as a proposal, it is the same value and goes
/// through the same function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    CreateClient {
        draft: ClientDraft,
    },
    UpdateClient {
        id: ClientId,
        patch: ClientPatch,
    },
    /// Puts a picture that lies in the vault onto the record, or takes the one that is there away.
    SetPhoto {
        client: ClientId,
        photo: Option<PhotoId>,
    },
    AnswerDemographics {
        client: ClientId,
        answers: Answers,
    },
    /// Writes values of custom fields.
    SetFields {
        client: ClientId,
        fields: FieldsPatch,
    },
    MoveStage {
        client: ClientId,
        to: StageMove,
    },
    AssignStaff {
        client: ClientId,
        draft: AssignmentDraft,
    },
    EndAssignment {
        client: ClientId,
        id: AssignmentId,
        /// Proposals of before this was asked have none.
        #[serde(default)]
        ending: Ending,
    },
    AddRestriction {
        client: ClientId,
        draft: RestrictionDraft,
    },
    AmendRestriction {
        id: RestrictionId,
        patch: RestrictionPatch,
    },
    LiftRestriction {
        id: RestrictionId,
        lifting: Lifting,
    },
}

/// What becomes of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is applied now: 200 or 201.
    Apply,
    /// It waits for somebody else's review: 202.
    Propose,
    /// The actor may do neither: 403.
    Refuse,
}

impl Edit {
    /// The name of an edit that brings a picture along.
    pub const SET_PHOTO: &str = "photos.set";

    /// Its name in the audit, in the list of proposals and in the database.
    pub fn name(&self) -> &'static str {
        match self {
            Self::CreateClient { .. } => "clients.create",
            Self::UpdateClient { .. } => "clients.update",
            Self::SetPhoto { photo: Some(_), .. } => Self::SET_PHOTO,
            Self::SetPhoto { photo: None, .. } => "photos.remove",
            Self::AnswerDemographics { .. } => "demographics.answer",
            Self::SetFields { .. } => "custom_fields.set",
            Self::MoveStage { .. } => "clients.move_stage",
            Self::AssignStaff { .. } => "assignments.create",
            Self::EndAssignment { .. } => "assignments.end",
            Self::AddRestriction { .. } => "restrictions.create",
            Self::AmendRestriction { .. } => "restrictions.update",
            Self::LiftRestriction { .. } => "restrictions.lift",
        }
    }

    /// Permissions of which one is enough to apply it.
    fn applied_with(&self) -> &'static [Permission] {
        match self {
            Self::CreateClient { .. } => &[Permission::CreateClients],
            Self::UpdateClient { patch, .. } if patch.touches_contact_details_only() => {
                &[Permission::EditClients, Permission::EditContactDetails]
            }
            Self::UpdateClient { .. }
            | Self::SetPhoto { .. }
            | Self::AnswerDemographics { .. }
            | Self::SetFields { .. } => &[Permission::EditClients],
            Self::MoveStage { .. } => &[Permission::SetStage],
            Self::AssignStaff { .. } | Self::EndAssignment { .. } => &[Permission::AssignStaff],
            Self::AddRestriction { .. } | Self::AmendRestriction { .. } => &[Permission::Restrict],
            Self::LiftRestriction { .. } => &[Permission::LiftRestrictions],
        }
    }

    /// Permissions of which one is enough to propose it.
    fn proposed_with(&self) -> &'static [Permission] {
        match self {
            Self::LiftRestriction { .. } => &[Permission::ProposeEdits, Permission::ProposeLifting],
            _ => &[Permission::ProposeEdits],
        }
    }

    /// What becomes of it in the hands of an actor. Where any role may apply it, it is applied.
    pub fn verdict(&self, actor: &Actor) -> Verdict {
        let may = |all: &[Permission]| all.iter().any(|one| actor.may(*one));
        match () {
            () if may(self.applied_with()) => Verdict::Apply,
            () if may(self.proposed_with()) => Verdict::Propose,
            () => Verdict::Refuse,
        }
    }

    /// What the actor would have to see to make it: nobody writes over what is withheld from them.
    pub fn blind(&self, actor: &Actor) -> Option<Permission> {
        let Self::AmendRestriction { patch, .. } = self else { return None };
        let needed = Permission::SeeRestrictionReasons;
        (patch.touches_reasons() && !actor.may(needed)).then_some(needed)
    }

    /// What it proposes, by field, without what it is about.
    pub fn fields(&self) -> Map<String, Value> {
        let fields = match self {
            Self::CreateClient { draft } => serde_json::to_value(draft),
            Self::UpdateClient { patch, .. } => serde_json::to_value(patch),
            Self::SetPhoto { photo, .. } => Ok(json!({ "photo": photo })),
            Self::AnswerDemographics { answers, .. } => serde_json::to_value(answers),
            Self::SetFields { fields, .. } => serde_json::to_value(&fields.values),
            Self::MoveStage { to, .. } => serde_json::to_value(to),
            Self::AssignStaff { draft, .. } => serde_json::to_value(draft),
            Self::EndAssignment { ending, .. } => serde_json::to_value(ending),
            Self::AddRestriction { draft, .. } => serde_json::to_value(draft),
            Self::AmendRestriction { patch, .. } => serde_json::to_value(patch),
            Self::LiftRestriction { lifting, .. } => serde_json::to_value(lifting),
        };
        match fields {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        }
    }

    /// Whether it is a change of no field.
    pub fn changes_nothing(&self) -> bool {
        match self {
            Self::UpdateClient { patch, .. } => *patch == ClientPatch::default(),
            Self::AmendRestriction { patch, .. } => *patch == RestrictionPatch::default(),
            _ => false,
        }
    }

    /// Everything that is wrong with it on a day.
    pub fn check(&self, today: NaiveDate) -> Result<(), Vec<FieldError>> {
        match self {
            Self::CreateClient { draft } => draft.check(today),
            Self::UpdateClient { patch, .. } => patch.check(today),
            Self::AnswerDemographics { answers, .. } => answers.check(today),
            Self::SetFields { fields, .. } => fields.check(today),
            Self::MoveStage { to, .. } => to.check(today),
            Self::AssignStaff { draft, .. } => draft.check(today),
            Self::EndAssignment { ending, .. } => ending.check(today),
            Self::SetPhoto { .. } => Ok(()),
            Self::AddRestriction { draft, .. } => draft.check(today),
            Self::AmendRestriction { patch, .. } => patch.check(today),
            Self::LiftRestriction { lifting, .. } => lifting.check(today),
        }
    }
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ChangeStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Pending,
    Approved,
    Refused,
}
codes!(Status: Pending "pending", Approved "approved", Refused "refused");

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
    pub requested_by: UserId,
    pub requester: String,
    pub requested_at: DateTime<Utc>,
    /// What was in each touched field when it was proposed, as far as the reader may see it.
    pub base: Value,
    /// What is proposed for each field.
    pub proposed: Value,
    pub reviewer: Option<String>,
    pub reviewed_at: Option<DateTime<Utc>>,
    pub rationale: Option<String>,
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
            Status::Refused => photo(&self.proposed),
        }
    }
}

fn photo(side: &Value) -> Option<PhotoId> {
    side.get("photo")?.as_str()?.parse().ok()
}

/// Why a proposal is approved or refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Approval {
    #[validate(length(max = 1000), custom(function = validate::paragraph))]
    pub rationale: String,
}
impl Draft for Approval {}

/// Why a proposal is refused. The proposer reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub rationale: String,
}
impl Draft for Refusal {}

/// Which proposals are wanted. Those who review see all; others their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ChangeFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// Those alone that wait for the reader: that are pending, and proposed by somebody else.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub to_decide: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::SessionId, role::Role};
    use uuid::Uuid;

    fn with(roles: &[Role]) -> Actor {
        let id = Uuid::nil();
        Actor::signed_in(UserId::from(id), SessionId::from(id), "Robin".into(), roles.to_vec().into(), None)
    }

    fn rename() -> Edit {
        Edit::UpdateClient {
            id: ClientId::from(Uuid::nil()),
            patch: ClientPatch {
                first_name: crate::patch::Patch::Set("Ana".into()),
                ..ClientPatch::default()
            },
        }
    }

    fn readdress() -> Edit {
        let patch = ClientPatch { addresses: crate::patch::Patch::Set(vec![]), ..ClientPatch::default() };
        Edit::UpdateClient { id: ClientId::from(Uuid::nil()), patch }
    }

    fn lifting() -> Edit {
        let lifting = Lifting { reason: "Served".into() };
        Edit::LiftRestriction { id: RestrictionId::from(Uuid::nil()), lifting }
    }

    #[test]
    fn a_managers_edit_is_a_proposal() {
        assert_eq!(rename().verdict(&with(&[Role::Manager])), Verdict::Propose);
        assert_eq!(rename().verdict(&with(&[Role::ClientDataCoordinator])), Verdict::Apply);
    }

    #[test]
    fn where_any_role_may_apply_it_it_is_applied() {
        assert_eq!(rename().verdict(&with(&[Role::Manager, Role::CaseManager])), Verdict::Apply);
    }

    #[test]
    fn a_counselor_changes_contact_details_and_no_more() {
        assert_eq!(readdress().verdict(&with(&[Role::Counselor])), Verdict::Apply);
        assert_eq!(rename().verdict(&with(&[Role::Counselor])), Verdict::Refuse);
    }

    #[test]
    fn a_case_manager_proposes_lifting() {
        assert_eq!(lifting().verdict(&with(&[Role::CaseManager])), Verdict::Propose);
        assert_eq!(lifting().verdict(&with(&[Role::Staff])), Verdict::Refuse);
    }

    fn picture(photo: Option<PhotoId>) -> Edit {
        Edit::SetPhoto { client: ClientId::from(Uuid::nil()), photo }
    }

    #[test]
    fn a_photo_is_no_contact_detail() {
        for photo in [Some(PhotoId::from(Uuid::nil())), None] {
            assert_eq!(picture(photo).verdict(&with(&[Role::CaseManager])), Verdict::Apply);
            assert_eq!(picture(photo).verdict(&with(&[Role::Leader])), Verdict::Propose);
            for role in [Role::Counselor, Role::Staff, Role::Volunteer, Role::Analyst] {
                assert_eq!(picture(photo).verdict(&with(&[role])), Verdict::Refuse, "{role:?}");
            }
        }
    }

    #[test]
    fn an_edit_reads_back_as_it_was_written() {
        for edit in [rename(), readdress(), lifting(), picture(None), picture(Some(Uuid::nil().into()))] {
            let text = serde_json::to_string(&edit).unwrap();
            assert_eq!(serde_json::from_str::<Edit>(&text).unwrap(), edit);
        }
    }
}
