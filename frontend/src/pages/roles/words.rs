//! Permissions, their areas and what a role shows, in words.

use domain::{
    permission::{Area, Permission, Permissions},
    role::{Role, RoleId},
    roles::{RoleName, RoleSight},
};

use crate::i18n::{I18n, say};

pub fn permission(i18n: I18n, permission: Permission) -> String {
    match permission {
        Permission::SeeClients => say!(i18n, roles.p_see_clients),
        Permission::SeeClientDetails => say!(i18n, roles.p_see_client_details),
        Permission::SeeDemographics => say!(i18n, roles.p_see_demographics),
        Permission::SeeImmigrationStatus => say!(i18n, roles.p_see_immigration_status),
        Permission::SeeSsnLastFour => say!(i18n, roles.p_see_ssn_last_four),
        Permission::DiscloseSsn => say!(i18n, roles.p_disclose_ssn),
        Permission::CreateClients => say!(i18n, roles.p_create_clients),
        Permission::EditClients => say!(i18n, roles.p_edit_clients),
        Permission::EditContactDetails => say!(i18n, roles.p_edit_contact_details),
        Permission::SetStage => say!(i18n, roles.p_set_stage),
        Permission::AssignStaff => say!(i18n, roles.p_assign_staff),
        Permission::SeeApplications => say!(i18n, roles.p_see_applications),
        Permission::ReviewApplications => say!(i18n, roles.p_review_applications),
        Permission::ManageIntakeLinks => say!(i18n, roles.p_manage_intake_links),
        Permission::SeeEqualOpportunity => say!(i18n, roles.p_see_equal_opportunity),
        Permission::SeeEnrollments => say!(i18n, roles.p_see_enrollments),
        Permission::Enroll => say!(i18n, roles.p_enroll),
        Permission::SeeRestrictions => say!(i18n, roles.p_see_restrictions),
        Permission::SeeRestrictionReasons => say!(i18n, roles.p_see_restriction_reasons),
        Permission::Restrict => say!(i18n, roles.p_restrict),
        Permission::LiftRestrictions => say!(i18n, roles.p_lift_restrictions),
        Permission::OverrideCapacity => say!(i18n, roles.p_override_capacity),
        Permission::BypassRestrictions => say!(i18n, roles.p_bypass_restrictions),
        Permission::KeepRecords => say!(i18n, roles.p_keep_records),
        Permission::ReadNotes => say!(i18n, roles.p_read_notes),
        Permission::WriteGeneralNotes => say!(i18n, roles.p_write_general_notes),
        Permission::WriteNotes => say!(i18n, roles.p_write_notes),
        Permission::DiscloseConfidentialNotes => say!(i18n, roles.p_disclose_confidential_notes),
        Permission::WriteConfidentialNotes => say!(i18n, roles.p_write_confidential_notes),
        Permission::ReviewNotes => say!(i18n, roles.p_review_notes),
        Permission::SeeFollowUps => say!(i18n, roles.p_see_follow_ups),
        Permission::WriteFollowUps => say!(i18n, roles.p_write_follow_ups),
        Permission::SeeTeam => say!(i18n, roles.p_see_team),
        Permission::WriteGoals => say!(i18n, roles.p_write_goals),
        Permission::SeeDocuments => say!(i18n, roles.p_see_documents),
        Permission::AddDocuments => say!(i18n, roles.p_add_documents),
        Permission::DiscloseDocuments => say!(i18n, roles.p_disclose_documents),
        Permission::ProposeEdits => say!(i18n, roles.p_propose_edits),
        Permission::ProposeLifting => say!(i18n, roles.p_propose_lifting),
        Permission::ReviewProposals => say!(i18n, roles.p_review_proposals),
        Permission::SeePrograms => say!(i18n, roles.p_see_programs),
        Permission::EditPrograms => say!(i18n, roles.p_edit_programs),
        Permission::SetCapacity => say!(i18n, roles.p_set_capacity),
        Permission::EditCodeLists => say!(i18n, roles.p_edit_code_lists),
        Permission::EditOrganization => say!(i18n, roles.p_edit_organization),
        Permission::ManageUsers => say!(i18n, roles.p_manage_users),
        Permission::ManageRoles => say!(i18n, roles.p_manage_roles),
        Permission::ManageApiKeys => say!(i18n, roles.p_manage_api_keys),
        Permission::ManageBackgroundWork => say!(i18n, roles.p_manage_background_work),
        Permission::ImportRecords => say!(i18n, roles.p_import_records),
        Permission::MergeClients => say!(i18n, roles.p_merge_clients),
        Permission::ExportRecords => say!(i18n, roles.p_export_records),
        Permission::SeeReports => say!(i18n, roles.p_see_reports),
        Permission::SeeAudit => say!(i18n, roles.p_see_audit),
        Permission::SeeEmployers => say!(i18n, roles.p_see_employers),
        Permission::EditEmployers => say!(i18n, roles.p_edit_employers),
        Permission::EditJobs => say!(i18n, roles.p_edit_jobs),
        Permission::EditCandidacies => say!(i18n, roles.p_edit_candidacies),
        Permission::WriteCommunications => say!(i18n, roles.p_write_communications),
        Permission::GiveFeedback => say!(i18n, roles.p_give_feedback),
        Permission::FinalizeFeedback => say!(i18n, roles.p_finalize_feedback),
        Permission::DeactivateEmployers => say!(i18n, roles.p_deactivate_employers),
        Permission::DeleteEmployers => say!(i18n, roles.p_delete_employers),
        Permission::UsePortal => say!(i18n, roles.p_use_portal),
    }
}

/// Several, in one line.
pub fn permissions(i18n: I18n, all: Permissions) -> String {
    all.iter().map(|one| permission(i18n, one)).collect::<Vec<_>>().join(" · ")
}

pub fn area(i18n: I18n, area: Area) -> String {
    match area {
        Area::Clients => say!(i18n, roles.a_clients),
        Area::Applications => say!(i18n, roles.a_applications),
        Area::Work => say!(i18n, roles.a_work),
        Area::Documents => say!(i18n, roles.a_documents),
        Area::Proposals => say!(i18n, roles.a_proposals),
        Area::Programs => say!(i18n, roles.a_programs),
        Area::Records => say!(i18n, roles.a_records),
        Area::Administration => say!(i18n, roles.a_administration),
        Area::Employers => say!(i18n, roles.a_employers),
        Area::Portal => say!(i18n, roles.a_portal),
    }
}

/// With what it means.
pub fn sight(i18n: I18n, sight: RoleSight) -> String {
    match sight {
        RoleSight::Everyone => say!(i18n, roles.everyone),
        RoleSight::Caseload => say!(i18n, roles.caseload),
        RoleSight::Card => say!(i18n, roles.card),
        RoleSight::Nobody => say!(i18n, roles.nobody),
    }
}

/// In a word.
pub fn short_sight(i18n: I18n, sight: RoleSight) -> String {
    match sight {
        RoleSight::Everyone => say!(i18n, roles.short_everyone),
        RoleSight::Caseload => say!(i18n, roles.short_caseload),
        RoleSight::Card => say!(i18n, roles.short_card),
        RoleSight::Nobody => say!(i18n, roles.short_nobody),
    }
}

pub fn holders(i18n: I18n, count: i64) -> String {
    match count {
        0 => say!(i18n, roles.no_holders),
        1 => say!(i18n, roles.holder),
        n => say!(i18n, roles.holders, n = n),
    }
}

/// Several roles, each as its reader calls it.
pub fn names(i18n: I18n, roles: &[RoleName]) -> String {
    roles.iter().map(|one| named(i18n, one.id, &one.name)).collect::<Vec<_>>().join(", ")
}

/// A role's name: of the organization's own as it was given, of a built-in one in the reader's language.
pub fn named(i18n: I18n, id: RoleId, name: &str) -> String {
    match id {
        RoleId::BuiltIn(role) => built_in(i18n, role),
        RoleId::Own(_) => name.to_owned(),
    }
}

pub fn built_in(i18n: I18n, role: Role) -> String {
    match role {
        Role::Administrator => say!(i18n, roles.r_administrator),
        Role::ClientDataCoordinator => say!(i18n, roles.r_client_data_coordinator),
        Role::Manager => say!(i18n, roles.r_manager),
        Role::Leader => say!(i18n, roles.r_leader),
        Role::CaseManager => say!(i18n, roles.r_case_manager),
        Role::Counselor => say!(i18n, roles.r_counselor),
        Role::Staff => say!(i18n, roles.r_staff),
        Role::Volunteer => say!(i18n, roles.r_volunteer),
        Role::Analyst => say!(i18n, roles.r_analyst),
        Role::HrAdmin => say!(i18n, roles.r_hr_admin),
        Role::HrManager => say!(i18n, roles.r_hr_manager),
        Role::Recruiter => say!(i18n, roles.r_recruiter),
        Role::Employee => say!(i18n, roles.r_employee),
        Role::Contractor => say!(i18n, roles.r_contractor),
        Role::WbleParticipant => say!(i18n, roles.r_wble_participant),
        Role::TtwParticipant => say!(i18n, roles.r_ttw_participant),
    }
}
