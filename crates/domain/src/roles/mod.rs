//! Roles: the built-in ones, those that the organization makes for itself, and what somebody's roles come to.

mod draft;
mod effect;
mod why;

pub use draft::{RoleDraft, RolePatch};
pub use effect::{Affected, RoleEffect};
pub use why::{AccountState, Why, WhyFilter, WhyOfClient};

use serde::{Deserialize, Serialize};

use crate::{
    codes::codes,
    ids::{OwnRoleId, UserId},
    permission::{Permission, Permissions, granted},
    role::{Role, RoleId},
    users::Kind,
};

/// Whose rows a role opens. It says nothing of what may be done with them: that is its permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoleSight {
    /// No client, but for one's own record in the portal.
    #[default]
    Nobody,
    /// The caseload's cards: names, contact details, the next appointment. No permission may open more.
    Card,
    /// Clients assigned to the holder, or enrolled now in a program that the holder staffs.
    Caseload,
    Everyone,
}
codes!(RoleSight: Nobody "nobody", Card "card", Caseload "caseload", Everyone "everyone");

/// Whose rows a built-in role sees.
pub const fn sight_of(role: Role) -> RoleSight {
    match role {
        Role::Administrator | Role::ClientDataCoordinator | Role::Manager | Role::Leader | Role::Analyst => {
            RoleSight::Everyone
        }
        Role::CaseManager | Role::Counselor | Role::Staff => RoleSight::Caseload,
        Role::Volunteer => RoleSight::Card,
        Role::HrAdmin
        | Role::HrManager
        | Role::Recruiter
        | Role::Employee
        | Role::Contractor
        | Role::WbleParticipant
        | Role::TtwParticipant => RoleSight::Nobody,
    }
}

/// A role by its name, as it stands beside a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleName {
    /// The code of a built-in role, or the id of one of the organization's own.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "staff"))]
    pub id: RoleId,
    #[cfg_attr(feature = "openapi", schema(example = "Staff"))]
    pub name: String,
}

impl From<Role> for RoleName {
    fn from(role: Role) -> Self {
        Self { id: role.into(), name: role.label().to_owned() }
    }
}

/// One of the organization's own roles, as somebody holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRole {
    pub id: OwnRoleId,
    pub name: String,
    pub sight: RoleSight,
    pub permissions: Permissions,
    pub second_factor_required: bool,
}

/// The roles that somebody has. Their permissions unite, and so does what they see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub built_in: Vec<Role>,
    pub own: Vec<OwnRole>,
}

impl From<Vec<Role>> for Held {
    fn from(built_in: Vec<Role>) -> Self {
        Self { built_in, own: Vec::new() }
    }
}

impl Held {
    pub fn permissions(&self) -> Permissions {
        let own = self.own.iter().map(|role| role.permissions);
        own.fold(Permissions::of_roles(&self.built_in), Permissions::union)
    }

    /// The widest that one of the roles gives.
    pub fn sight(&self) -> RoleSight {
        let built_in = self.built_in.iter().map(|role| sight_of(*role));
        built_in.chain(self.own.iter().map(|role| role.sight)).max().unwrap_or_default()
    }

    pub fn sees_everyone(&self) -> bool {
        self.sight() == RoleSight::Everyone
    }

    /// Whether one of the roles opens the caseload, be it only its cards.
    pub fn sees_caseload(&self) -> bool {
        let caseload = |sight: RoleSight| matches!(sight, RoleSight::Caseload | RoleSight::Card);
        self.built_in.iter().any(|role| caseload(sight_of(*role)))
            || self.own.iter().any(|role| caseload(role.sight))
    }

    /// Sight without the permission opens nobody's record, and the permission without sight nobody's either.
    pub fn sees_clients(&self) -> bool {
        self.sight() != RoleSight::Nobody && self.permissions().has(Permission::SeeClients)
    }

    /// Participants and workers, who have nothing but a record of their own to see: no colleagues.
    pub fn is_of_portal_alone(&self) -> bool {
        let portal = |role: &Role| Kind::of(*role) == Kind::Portal;
        self.own.is_empty() && !self.built_in.is_empty() && self.built_in.iter().all(portal)
    }

    /// Whether one of them lets somebody have a client's record of their own.
    pub fn takes_a_record(&self) -> bool {
        self.built_in.iter().any(|role| Kind::of(*role) == Kind::Portal)
    }

    /// By name: the built-in ones first.
    pub fn names(&self) -> Vec<RoleName> {
        let own = self.own.iter().map(|role| RoleName { id: role.id.into(), name: role.name.clone() });
        self.built_in.iter().map(|role| RoleName::from(*role)).chain(own).collect()
    }

    /// Which of them a test holds for.
    pub fn granting(&self, permission: Permission) -> Vec<RoleName> {
        let built_in = self.built_in.iter().filter(|role| granted(**role).has(permission));
        let own = self.own.iter().filter(|role| role.permissions.has(permission));
        let own = own.map(|role| RoleName { id: role.id.into(), name: role.name.clone() });
        built_in.map(|role| RoleName::from(*role)).chain(own).collect()
    }
}

/// A role as the administration sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedRole {
    /// The code of a built-in role, or the id of one of the organization's own.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "staff"))]
    pub id: RoleId,
    /// Nothing for a built-in role, which nobody changes.
    pub version: Option<i32>,
    pub name: String,
    pub description: String,
    pub sight: RoleSight,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Permission>))]
    pub permissions: Permissions,
    /// Whoever holds it signs in with a second factor. Of a built-in role the organization's settings tell.
    pub second_factor_required: bool,
    /// How many hold it, deactivated accounts too.
    pub holders: i64,
}

impl ListedRole {
    /// A built-in role with how many hold it.
    pub fn built_in(role: Role, holders: i64, second_factor_required: bool) -> Self {
        Self {
            id: role.into(),
            version: None,
            name: role.label().to_owned(),
            description: String::new(),
            sight: sight_of(role),
            permissions: granted(role),
            second_factor_required,
            holders,
        }
    }

    pub fn is_own(&self) -> bool {
        matches!(self.id, RoleId::Own(_))
    }
}

/// Which of all roles somebody may give who holds these: nobody gives more than they have, [`crate::actor::Actor::may_give`]
/// says the same of an actor.
pub fn given_by(held: &[RoleName], all: &[ListedRole]) -> Vec<ListedRole> {
    let mine = || all.iter().filter(|role| held.iter().any(|one| one.id == role.id));
    let permissions = mine().fold(Permissions::NONE, |sum, role| sum.union(role.permissions));
    let everyone = mine().any(|role| role.sight == RoleSight::Everyone);
    let sees_as_much = |sight: RoleSight| match sight {
        RoleSight::Everyone => everyone,
        RoleSight::Caseload | RoleSight::Card => mine().any(|role| role.sight != RoleSight::Nobody),
        RoleSight::Nobody => true,
    };
    let within =
        |role: &&ListedRole| role.permissions.minus(permissions).is_empty() && sees_as_much(role.sight);
    all.iter().filter(within).cloned().collect()
}

/// Somebody who holds a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holder {
    pub id: UserId,
    pub name: String,
    /// Deactivated accounts keep their roles, and can do nothing with them.
    pub active: bool,
}

/// As many people as stand beside a role: a role of the portal may have thousands.
pub const MOST_NAMED: usize = 100;

/// One role, and who holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleDetail {
    #[serde(flatten)]
    pub role: ListedRole,
    /// At most a hundred, by name; the list of people has the others, narrowed by the role.
    pub held_by: Vec<Holder>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        actor::Actor,
        permission::Permission::{SeeClients, SeeReports},
    };

    fn own(sight: RoleSight, permissions: &[Permission]) -> OwnRole {
        let permissions = permissions.iter().copied().collect();
        let id = Uuid::from_u128(1).into();
        OwnRole { id, name: "Desk".into(), sight, permissions, second_factor_required: false }
    }

    #[test]
    fn who_has_roles_of_the_portal_alone_is_no_colleague() {
        let of = |built_in: &[Role]| Held::from(built_in.to_vec()).is_of_portal_alone();
        assert!(of(&[Role::WbleParticipant]) && of(&[Role::Employee, Role::TtwParticipant]));
        assert!(!of(&[Role::WbleParticipant, Role::Volunteer]) && !of(&[Role::Recruiter]) && !of(&[]));
        let own = vec![own(RoleSight::Nobody, &[])];
        assert!(!Held { built_in: vec![Role::Employee], own }.is_of_portal_alone());
    }

    #[test]
    fn nobody_gives_more_than_they_have() {
        let all: Vec<ListedRole> =
            Role::ALL.iter().map(|role| ListedRole::built_in(*role, 0, false)).collect();
        for mine in Role::ALL {
            let actor = Actor::person(Uuid::nil().into(), String::new(), Held::from(vec![*mine]), None);
            let given = given_by(&[RoleName::from(*mine)], &all);
            for role in &all {
                let may = actor.may_give(role.permissions, role.sight);
                assert_eq!(given.contains(role), may, "{mine:?} gives {}", role.name);
            }
        }
    }

    #[test]
    fn built_in_and_own_roles_unite() {
        let held = Held { built_in: vec![Role::Volunteer], own: vec![own(RoleSight::Nobody, &[SeeReports])] };
        assert!(held.permissions().has(SeeReports) && held.permissions().has(SeeClients));
        assert!(held.sees_caseload() && !held.sees_everyone());
        let held = Held { own: vec![own(RoleSight::Everyone, &[SeeReports])], ..held };
        assert!(held.sees_everyone() && held.sees_caseload());
    }
}
