//! What a permission is about, so that a long list can be read.

use super::Permission::{self, *};
use crate::codes::codes;

/// Where a permission stands in the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    Clients,
    Applications,
    Work,
    Documents,
    Proposals,
    Programs,
    Records,
    Administration,
    Employers,
    Portal,
}
codes!(Area: Clients "clients", Applications "applications", Work "work", Documents "documents",
    Proposals "proposals", Programs "programs", Records "records", Administration "administration",
    Employers "employers", Portal "portal");

impl Area {
    /// Each permission stands in one area.
    pub fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Clients => &[
                SeeClients,
                SeeClientDetails,
                SeeDemographics,
                SeeImmigrationStatus,
                SeeSsnLastFour,
                DiscloseSsn,
                CreateClients,
                EditClients,
                EditContactDetails,
                SetStage,
                AssignStaff,
            ],
            Self::Applications => {
                &[SeeApplications, ReviewApplications, ManageIntakeLinks, SeeEqualOpportunity]
            }
            Self::Work => &[
                SeeEnrollments,
                Enroll,
                SeeRestrictions,
                SeeRestrictionReasons,
                Restrict,
                LiftRestrictions,
                ReadNotes,
                WriteGeneralNotes,
                WriteNotes,
                DiscloseConfidentialNotes,
                WriteConfidentialNotes,
                ReviewNotes,
                SeeFollowUps,
                WriteFollowUps,
                SeeTeam,
                WriteGoals,
                OverrideCapacity,
                BypassRestrictions,
            ],
            Self::Documents => &[SeeDocuments, AddDocuments, DiscloseDocuments],
            Self::Proposals => &[ProposeEdits, ProposeLifting, ReviewProposals],
            Self::Programs => &[SeePrograms, EditPrograms, SetCapacity],
            Self::Records => &[ImportRecords, MergeClients, ExportRecords, SeeReports, SeeAudit, KeepRecords],
            Self::Administration => &[
                EditCodeLists,
                EditOrganization,
                ManageUsers,
                ManageRoles,
                ManageApiKeys,
                ManageBackgroundWork,
            ],
            Self::Employers => &[
                SeeEmployers,
                EditEmployers,
                EditJobs,
                EditCandidacies,
                WriteCommunications,
                GiveFeedback,
                FinalizeFeedback,
                DeactivateEmployers,
                DeleteEmployers,
            ],
            Self::Portal => &[UsePortal],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_stands_in_one_area() {
        let mut all: Vec<_> = Area::ALL.iter().flat_map(|area| area.permissions()).copied().collect();
        all.sort();
        let mut wanted = Permission::ALL.to_vec();
        wanted.sort();
        assert_eq!(all, wanted);
    }
}
