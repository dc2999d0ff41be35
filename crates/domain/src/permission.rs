//! Who may do what: the one table.
//!
//! A permission says what; whose rows is *sight* ([`crate::actor::Sight`]). The two are independent: a case
//! manager may edit clients, and sees those of the caseload.

mod area;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

pub use area::Area;

use crate::role::Role;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $code:literal)*) => {
        /// One thing that a person or a key may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Permission { $($(#[$doc])* $name),* }

        impl Permission {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As it stands in JSON and in the documentation.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

permissions! {
    /// Names, contact details and the next appointment of the clients in sight.
    SeeClients "see_clients"
    /// The record beyond the card: date of birth, status, stage, residency, education, employment.
    SeeClientDetails "see_client_details"
    /// Demographic answers, without immigration status.
    SeeDemographics "see_demographics"
    SeeImmigrationStatus "see_immigration_status"
    /// The last four digits of a social security number.
    SeeSsnLastFour "see_ssn_last_four"
    /// A whole social security number, on request, with a reason, audited.
    DiscloseSsn "disclose_ssn"
    CreateClients "create_clients"
    EditClients "edit_clients"
    /// Phones, emails and addresses alone.
    EditContactDetails "edit_contact_details"
    /// The place in the journey.
    SetStage "set_stage"
    AssignStaff "assign_staff"

    /// Applications and their answers. Whoever reviews them sees them.
    SeeApplications "see_applications"
    ReviewApplications "review_applications"
    /// Links to the form: for anybody, for one person, for partners.
    ManageIntakeLinks "manage_intake_links"
    /// Equal-opportunity answers of applicants (29 CFR 38.41), kept apart from the record.
    SeeEqualOpportunity "see_equal_opportunity"

    SeeEnrollments "see_enrollments"
    Enroll "enroll"
    /// That a restriction exists, whom and what it covers, and until when.
    SeeRestrictions "see_restrictions"
    /// Why. The front desk sees "speak to a supervisor" instead.
    SeeRestrictionReasons "see_restriction_reasons"
    Restrict "restrict"
    LiftRestrictions "lift_restrictions"

    ReadNotes "read_notes"
    /// Notes of type general.
    WriteGeneralNotes "write_general_notes"
    /// Notes of every type.
    WriteNotes "write_notes"
    /// Opens a confidential note's text, audited.
    DiscloseConfidentialNotes "disclose_confidential_notes"
    WriteConfidentialNotes "write_confidential_notes"
    /// Marks colleagues' notes as read, with a comment for the author.
    ReviewNotes "review_notes"
    /// Follow-ups with clients in sight.
    SeeFollowUps "see_follow_ups"
    WriteFollowUps "write_follow_ups"
    /// Everybody's follow-ups and case loads.
    SeeTeam "see_team"
    WriteGoals "write_goals"
    SeeDocuments "see_documents"
    AddDocuments "add_documents"
    /// Opens a file, audited.
    DiscloseDocuments "disclose_documents"

    /// Every canonical edit, as a proposal that somebody else reviews.
    ProposeEdits "propose_edits"
    /// Lifting a restriction, as a proposal.
    ProposeLifting "propose_lifting"
    ReviewProposals "review_proposals"

    SeePrograms "see_programs"
    EditPrograms "edit_programs"
    SetCapacity "set_capacity"
    EditCodeLists "edit_code_lists"
    EditOrganization "edit_organization"
    ManageUsers "manage_users"
    ManageRoles "manage_roles"
    ManageApiKeys "manage_api_keys"
    /// What the server does by itself, and mail that is kept because there is no mail server.
    ManageBackgroundWork "manage_background_work"

    ImportRecords "import_records"
    MergeClients "merge_clients"
    ExportRecords "export_records"
    SeeReports "see_reports"
    SeeAudit "see_audit"

    SeeEmployers "see_employers"
    EditEmployers "edit_employers"
    EditJobs "edit_jobs"
    EditCandidacies "edit_candidacies"
    WriteCommunications "write_communications"
    GiveFeedback "give_feedback"
    FinalizeFeedback "finalize_feedback"
    DeactivateEmployers "deactivate_employers"
    DeleteEmployers "delete_employers"

    /// One's own record, timesheets, documents and courses.
    UsePortal "use_portal"

    /// Enrolling somebody in a program that is full, with a reason.
    OverrideCapacity "override_capacity"
    /// Setting a restriction aside for a program, within limits, with a reason.
    BypassRestrictions "bypass_restrictions"
    /// Legal holds, and erasing the records of clients.
    KeepRecords "keep_records"
}

/// A set of permissions.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Permissions(u128);

impl Permissions {
    pub const NONE: Self = Self(0);

    const fn of(all: &[Permission]) -> Self {
        let (mut bits, mut i) = (0u128, 0);
        while i < all.len() {
            bits |= 1 << all[i] as u32;
            i += 1;
        }
        Self(bits)
    }

    const fn and(self, more: &[Permission]) -> Self {
        Self(self.0 | Self::of(more).0)
    }

    pub const fn has(self, one: Permission) -> bool {
        self.0 & (1 << one as u32) != 0
    }

    /// What either set has.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both sets have: an API key may never do more than its creator.
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What this set has and the other lacks.
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// With what goes without saying: whoever reviews applications sees them. A role, a key or a file that was made before
    /// seeing them had a name of its own says the one alone. This is of what somebody has, and not of what they gain or lose.
    pub const fn whole(self) -> Self {
        if self.has(ReviewApplications) { self.and(&[SeeApplications]) } else { self }
    }

    /// What all of the roles together may do.
    pub fn of_roles(roles: &[Role]) -> Self {
        roles.iter().fold(Self::NONE, |all, role| all.union(granted(*role)))
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |one| self.has(*one))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(all: I) -> Self {
        all.into_iter().fold(Self::NONE, |set, one| set.and(&[one]))
    }
}

impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Permission::code)).finish()
    }
}

impl Serialize for Permissions {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Vec::<Permission>::deserialize(input)?.into_iter().collect())
    }
}

impl FromStr for Permission {
    type Err = UnknownPermission;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::from_code(code).ok_or(UnknownPermission)
    }
}

/// No permission has this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownPermission;

use Permission::*;

/// What opens more of a client than the card: names, contact details, the next appointment, and that there is a
/// restriction.
pub const BEYOND_CARD: Permissions = Permissions::of(&[
    SeeClientDetails,
    SeeDemographics,
    SeeImmigrationStatus,
    SeeSsnLastFour,
    DiscloseSsn,
    EditClients,
    SeeApplications,
    ReviewApplications,
    SeeEqualOpportunity,
    SeeRestrictionReasons,
    DiscloseConfidentialNotes,
    WriteConfidentialNotes,
    SeeDocuments,
    DiscloseDocuments,
    ReviewProposals,
    ImportRecords,
    MergeClients,
    ExportRecords,
    SeeAudit,
    KeepRecords,
]);

/// What no key may do, whatever its maker may: a program does not decide about people, roles and keys, nor who needs a
/// second factor, does not read mail that was kept, in which links open accounts, and erases nobody.
pub const NOT_BY_KEY: Permissions = Permissions::of(&[
    ManageUsers,
    ManageRoles,
    ManageApiKeys,
    EditOrganization,
    ManageBackgroundWork,
    UsePortal,
    KeepRecords,
]);

/// What a built-in role may do. Whose rows it sees is [`crate::roles::sight_of`].
pub const fn granted(role: Role) -> Permissions {
    match role {
        Role::Administrator => Permissions::of(Permission::ALL),
        Role::ClientDataCoordinator => COORDINATOR,
        Role::Manager => PROPOSER.and(&[AssignStaff, ReviewNotes, SeeTeam]),
        Role::Leader => PROPOSER,
        Role::CaseManager => CASE_MANAGER,
        Role::Counselor => COUNSELOR,
        Role::Staff => STAFF,
        Role::Volunteer => Permissions::of(&[SeeClients, SeeRestrictions, ReadNotes, WriteGeneralNotes]),
        Role::Analyst => ANALYST,
        Role::HrAdmin => HR.and(&[GiveFeedback, FinalizeFeedback, DeactivateEmployers, DeleteEmployers]),
        Role::HrManager => HR.and(&[GiveFeedback, FinalizeFeedback]),
        Role::Recruiter => HR,
        Role::Employee | Role::Contractor | Role::WbleParticipant | Role::TtwParticipant => {
            Permissions::of(&[UsePortal])
        }
    }
}

const STAFF: Permissions = Permissions::of(&[
    SeeClients,
    SeeClientDetails,
    SeeDemographics,
    SeeEnrollments,
    SeeRestrictions,
    SeeRestrictionReasons,
    ReadNotes,
    WriteGeneralNotes,
    WriteNotes,
    SeeFollowUps,
    WriteFollowUps,
    SeePrograms,
]);

const COUNSELOR: Permissions = STAFF.and(&[
    SeeImmigrationStatus,
    SeeSsnLastFour,
    SeeApplications,
    ReviewApplications,
    EditContactDetails,
    SetStage,
    DiscloseConfidentialNotes,
    WriteConfidentialNotes,
    WriteGoals,
    SeeDocuments,
    DiscloseDocuments,
]);

const CASE_MANAGER: Permissions =
    COUNSELOR.and(&[CreateClients, EditClients, Enroll, Restrict, ProposeLifting, AddDocuments]);

/// Managers and leaders see everyone and change nothing canonical by themselves.
const PROPOSER: Permissions =
    STAFF.and(&[SeeImmigrationStatus, SeeSsnLastFour, SeeDocuments, ProposeEdits, SeeReports]);

const COORDINATOR: Permissions = STAFF.and(&[
    SeeImmigrationStatus,
    SeeSsnLastFour,
    DiscloseSsn,
    CreateClients,
    EditClients,
    EditContactDetails,
    SetStage,
    AssignStaff,
    SeeApplications,
    ReviewApplications,
    ManageIntakeLinks,
    SeeEqualOpportunity,
    Enroll,
    Restrict,
    LiftRestrictions,
    DiscloseConfidentialNotes,
    ReviewNotes,
    SeeTeam,
    SeeDocuments,
    AddDocuments,
    DiscloseDocuments,
    ReviewProposals,
    EditPrograms,
    SetCapacity,
    EditCodeLists,
    ImportRecords,
    MergeClients,
    ExportRecords,
    SeeReports,
    SeeAudit,
    OverrideCapacity,
    BypassRestrictions,
    KeepRecords,
]);

/// Reads everything but secrets and confidential notes; writes nothing.
const ANALYST: Permissions = Permissions::of(&[
    SeeClients,
    SeeClientDetails,
    SeeDemographics,
    SeeImmigrationStatus,
    SeeApplications,
    SeeEnrollments,
    SeeRestrictions,
    SeeRestrictionReasons,
    ReadNotes,
    SeeFollowUps,
    SeeTeam,
    SeeDocuments,
    SeePrograms,
    SeeEmployers,
    SeeReports,
    ExportRecords,
    SeeAudit,
]);

/// The employer side sees a client through a candidacy only, which is sight, not permission.
const HR: Permissions = Permissions::of(&[
    SeeClients,
    SeeEmployers,
    EditEmployers,
    EditJobs,
    EditCandidacies,
    WriteCommunications,
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_its_own_bit() {
        assert!(Permission::ALL.len() <= 128);
        assert_eq!(granted(Role::Administrator).iter().count(), Permission::ALL.len());
    }

    #[test]
    fn whoever_reviews_applications_sees_them() {
        let reviewing = Permissions::of(&[ReviewApplications]);
        assert!(reviewing.whole().has(SeeApplications) && Permissions::NONE.whole().is_empty());
        for role in Role::ALL {
            assert_eq!(granted(*role).whole(), granted(*role), "{role:?}");
        }
    }

    #[test]
    fn an_analyst_writes_nothing() {
        let reads = ["see_", "read_", "export_"];
        assert!(granted(Role::Analyst).iter().all(|p| reads.iter().any(|r| p.code().starts_with(r))));
    }

    #[test]
    fn a_volunteer_sees_the_card_only() {
        let beyond = granted(Role::Volunteer).intersection(BEYOND_CARD);
        assert!(beyond.is_empty(), "{beyond:?}");
    }

    #[test]
    fn managers_and_leaders_change_nothing_canonical_by_themselves() {
        let directly =
            [CreateClients, EditClients, EditContactDetails, SetStage, Enroll, Restrict, LiftRestrictions];
        for role in [Role::Manager, Role::Leader] {
            for direct in directly.into_iter().chain([OverrideCapacity, BypassRestrictions, KeepRecords]) {
                assert!(!granted(role).has(direct), "{} {}", role.code(), direct.code());
            }
        }
    }

    #[test]
    fn permissions_of_several_roles_unite() {
        let both = Permissions::of_roles(&[Role::Volunteer, Role::Recruiter]);
        assert!(both.has(WriteGeneralNotes) && both.has(EditJobs));
    }

    #[test]
    fn a_set_reads_back_as_it_was_written() {
        let set = granted(Role::Counselor);
        let text = serde_json::to_string(&set).unwrap();
        assert_eq!(serde_json::from_str::<Permissions>(&text).unwrap(), set);
    }
}
