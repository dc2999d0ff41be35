//! The built-in roles, and how any role is named.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::ids::OwnRoleId;

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

/// Any role: a built-in one by its code, one of the organization's own by its id. In JSON and in addresses it is one
/// text: `staff`, or a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleId {
    BuiltIn(Role),
    Own(OwnRoleId),
}

impl From<Role> for RoleId {
    fn from(role: Role) -> Self {
        Self::BuiltIn(role)
    }
}

impl From<OwnRoleId> for RoleId {
    fn from(id: OwnRoleId) -> Self {
        Self::Own(id)
    }
}

impl fmt::Display for RoleId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::BuiltIn(role) => f.write_str(role.code()),
            Self::Own(id) => id.fmt(f),
        }
    }
}

impl FromStr for RoleId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Role::from_code(text) {
            Some(role) => Ok(Self::BuiltIn(role)),
            None => text.parse::<Uuid>().map(|id| Self::Own(id.into())),
        }
    }
}

impl Serialize for RoleId {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoleId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        text.parse().map_err(|_| serde::de::Error::unknown_variant("", &["a role's code", "a role's id"]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_reads_back_as_it_was_written() {
        for role in [RoleId::from(Role::Staff), RoleId::Own(Uuid::from_u128(7).into())] {
            let text = serde_json::to_string(&role).unwrap();
            assert_eq!(serde_json::from_str::<RoleId>(&text).unwrap(), role);
        }
        assert_eq!(serde_json::to_string(&RoleId::from(Role::Staff)).unwrap(), r#""staff""#);
        assert!("stuff".parse::<RoleId>().is_err());
    }
}
