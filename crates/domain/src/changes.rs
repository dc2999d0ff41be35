//! Edits of canonical records: what each is, who may apply it and who may only propose it.

mod dated;
mod filter;
mod parts;
mod proposal;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    actor::Actor,
    assignments::{AssignmentDraft, Ending},
    clients::{ClientDraft, ClientPatch, StageMove},
    custom_fields::FieldsPatch,
    demographics::Answers,
    departments::{DepartmentDraft, DepartmentPatch},
    enrollments::{Correction, DischargeDraft, EnrollmentDraft, TransferDraft},
    erasures::ErasureDraft,
    ids::{
        AssignmentId, CapacityId, ClientId, DepartmentId, EnrollmentId, PhotoId, ProgramId, RestrictionId,
    },
    permission::Permission,
    problem::FieldError,
    programs::{CapacityDraft, ProgramDraft, ProgramPatch},
    restrictions::{Lifting, RestrictionDraft, RestrictionPatch},
    validate::Draft,
};

pub use filter::{ChangeCount, ChangeCounts, ChangeFilter, Kind, Sort};
pub use parts::{ABOUT, needs_enrollments};
pub use proposal::{Approval, Change, ChangeDetail, Refusal, Status, Subject};

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
    Enroll {
        client: ClientId,
        draft: EnrollmentDraft,
    },
    Discharge {
        id: EnrollmentId,
        draft: DischargeDraft,
    },
    Transfer {
        id: EnrollmentId,
        draft: TransferDraft,
    },
    CorrectEnrollment {
        id: EnrollmentId,
        patch: Correction,
    },
    /// Takes away what identifies the person. It cannot be undone.
    EraseClient {
        client: ClientId,
        draft: ErasureDraft,
    },
    CreateProgram {
        draft: ProgramDraft,
    },
    /// Its staff too.
    UpdateProgram {
        id: ProgramId,
        patch: ProgramPatch,
    },
    RemoveProgram {
        id: ProgramId,
    },
    SetCapacity {
        program: ProgramId,
        draft: CapacityDraft,
    },
    RemoveCapacity {
        program: ProgramId,
        id: CapacityId,
    },
    CreateDepartment {
        draft: DepartmentDraft,
    },
    UpdateDepartment {
        id: DepartmentId,
        patch: DepartmentPatch,
    },
    RemoveDepartment {
        id: DepartmentId,
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
            Self::Enroll { .. } => "enrollments.create",
            Self::Discharge { .. } => "enrollments.discharge",
            Self::Transfer { .. } => "enrollments.transfer",
            Self::CorrectEnrollment { .. } => "enrollments.correct",
            Self::EraseClient { .. } => "clients.erase",
            Self::CreateProgram { .. } => "programs.add",
            Self::UpdateProgram { .. } => "programs.amend",
            Self::RemoveProgram { .. } => "programs.remove",
            Self::SetCapacity { .. } => "programs.set_capacity",
            Self::RemoveCapacity { .. } => "programs.remove_capacity",
            Self::CreateDepartment { .. } => "departments.add",
            Self::UpdateDepartment { .. } => "departments.amend",
            Self::RemoveDepartment { .. } => "departments.remove",
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
            Self::Enroll { .. }
            | Self::Discharge { .. }
            | Self::Transfer { .. }
            | Self::CorrectEnrollment { .. } => &[Permission::Enroll],
            Self::EraseClient { .. } => &[Permission::KeepRecords],
            Self::SetCapacity { .. } | Self::RemoveCapacity { .. } => &[Permission::SetCapacity],
            Self::CreateProgram { .. }
            | Self::UpdateProgram { .. }
            | Self::RemoveProgram { .. }
            | Self::CreateDepartment { .. }
            | Self::UpdateDepartment { .. }
            | Self::RemoveDepartment { .. } => &[Permission::EditPrograms],
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
            () if may(self.applied_with()) && self.lacks(actor).is_none() => Verdict::Apply,
            () if may(self.proposed_with()) => Verdict::Propose,
            () => Verdict::Refuse,
        }
    }

    /// What it takes besides, and the actor does not have: who asks to go over capacity has to be one who decides that, and
    /// who ends enrollments with a record one who enrolls.
    pub fn lacks(&self, actor: &Actor) -> Option<Permission> {
        if let Self::UpdateClient { patch, .. } = self {
            let needed = Permission::Enroll;
            return (patch.discharge.is_some() && !actor.may(needed)).then_some(needed);
        }
        let (Self::Enroll { draft: EnrollmentDraft { override_reason, .. }, .. }
        | Self::Discharge { draft: DischargeDraft { override_reason, .. }, .. }
        | Self::Transfer { draft: TransferDraft { override_reason, .. }, .. }
        | Self::CorrectEnrollment { patch: Correction { override_reason, .. }, .. }) = self
        else {
            return None;
        };
        let needed = Permission::OverrideCapacity;
        (override_reason.is_some() && !actor.may(needed)).then_some(needed)
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
            Self::AnswerDemographics { answers, .. } => Ok(parts::by_question(answers).into()),
            Self::SetFields { fields, .. } => serde_json::to_value(&fields.values),
            Self::MoveStage { to, .. } => serde_json::to_value(to),
            Self::AssignStaff { draft, .. } => serde_json::to_value(draft),
            Self::EndAssignment { ending, .. } => serde_json::to_value(ending),
            Self::AddRestriction { draft, .. } => serde_json::to_value(draft),
            Self::AmendRestriction { patch, .. } => serde_json::to_value(patch),
            Self::LiftRestriction { lifting, .. } => serde_json::to_value(lifting),
            Self::Enroll { draft, .. } => serde_json::to_value(draft),
            Self::Discharge { draft, .. } => serde_json::to_value(draft),
            Self::Transfer { draft, .. } => serde_json::to_value(draft),
            Self::CorrectEnrollment { patch, .. } => serde_json::to_value(patch),
            Self::EraseClient { draft, .. } => serde_json::to_value(draft),
            Self::CreateProgram { draft } => serde_json::to_value(draft),
            Self::UpdateProgram { patch, .. } => serde_json::to_value(patch),
            Self::SetCapacity { draft, .. } => serde_json::to_value(draft),
            Self::RemoveCapacity { .. } => Ok(json!({ "effective_from": null, "capacity": null })),
            Self::CreateDepartment { draft } => serde_json::to_value(draft),
            Self::UpdateDepartment { patch, .. } => serde_json::to_value(patch),
            Self::RemoveProgram { .. } | Self::RemoveDepartment { .. } => Ok(json!({ "name": null })),
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
            Self::Enroll { draft, .. } => draft.check(today),
            Self::Discharge { draft, .. } => draft.check(today),
            Self::Transfer { draft, .. } => draft.check(today),
            Self::CorrectEnrollment { patch, .. } => patch.check(today),
            Self::EraseClient { draft, .. } => draft.check(today),
            Self::CreateProgram { draft } => draft.check(today),
            Self::UpdateProgram { patch, .. } => patch.check(today),
            Self::SetCapacity { draft, .. } => draft.check(today),
            Self::CreateDepartment { draft } => draft.check(today),
            Self::UpdateDepartment { patch, .. } => patch.check(today),
            Self::RemoveProgram { .. } | Self::RemoveCapacity { .. } | Self::RemoveDepartment { .. } => {
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::{SessionId, UserId},
        role::Role,
    };
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

    #[test]
    fn erasing_is_decided_by_those_who_keep_records() {
        let draft = ErasureDraft { reason: "Asked for it in writing".into() };
        let erasing = Edit::EraseClient { client: ClientId::from(Uuid::nil()), draft };
        assert_eq!(erasing.verdict(&with(&[Role::ClientDataCoordinator])), Verdict::Apply);
        for role in [Role::Manager, Role::Leader] {
            assert_eq!(erasing.verdict(&with(&[role])), Verdict::Propose, "{role:?}");
        }
        for role in [Role::CaseManager, Role::Counselor, Role::Analyst, Role::HrAdmin] {
            assert_eq!(erasing.verdict(&with(&[role])), Verdict::Refuse, "{role:?}");
        }
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
