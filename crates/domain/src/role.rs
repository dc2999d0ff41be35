//! The built-in roles.

use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident $code:literal $label:literal)*) => {
        /// A built-in role. A user may hold several; their permissions and their sight unite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $name),* }

        impl Role {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As it stands in the database and in JSON.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// As people read it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|role| role.code() == code)
            }
        }
    };
}

roles! {
    Administrator "administrator" "Administrator"
    /// Guards the canonical records: edits them, reviews proposals, merges and imports.
    ClientDataCoordinator "client_data_coordinator" "Client Data Coordinator"
    Manager "manager" "Manager"
    Leader "leader" "Leader"
    CaseManager "case_manager" "Case Manager"
    Counselor "counselor" "Counselor"
    Staff "staff" "Staff"
    Volunteer "volunteer" "Volunteer"
    Analyst "analyst" "Analyst"
    HrAdmin "hr_admin" "HR Admin"
    HrManager "hr_manager" "HR Manager"
    Recruiter "recruiter" "Recruiter"
    Employee "employee" "Employee"
    Contractor "contractor" "Contractor"
    /// In a work-based learning experience (34 CFR 361.48(a)).
    WbleParticipant "wble_participant" "WBLE Participant"
    /// In Ticket to Work (20 CFR part 411).
    TtwParticipant "ttw_participant" "TTW Participant"
}
