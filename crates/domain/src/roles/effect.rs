//! Whom a change to a role affects.

use serde::{Deserialize, Serialize};

use super::{Held, Holder, MOST_NAMED, RoleSight};
use crate::{ids::UserId, permission::Permissions};

/// What a change to a role does to one of those who hold it. What another of their roles gives stays theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Affected {
    pub id: UserId,
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::permission::Permission>))]
    pub gains: Permissions,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::permission::Permission>))]
    pub loses: Permissions,
    pub sight_before: RoleSight,
    pub sight_after: RoleSight,
    /// Can do nothing until a second factor is set up.
    pub has_to_set_up_second_factor: bool,
}

/// Whom a change to a role would affect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleEffect {
    /// At most a hundred, by name.
    pub affected: Vec<Affected>,
    /// Affected besides those who are named.
    pub more: usize,
    /// Hold it and notice nothing: their account is deactivated, or another role gives them the same.
    pub unaffected: usize,
}

impl RoleEffect {
    /// Sets somebody's roles before and after beside each other.
    pub fn add(&mut self, holder: Holder, roles: (&Held, &Held), has_to_set_up_second_factor: bool) {
        let (before, after) = (roles.0.permissions(), roles.1.permissions());
        let affected = Affected {
            id: holder.id,
            name: holder.name,
            gains: after.minus(before),
            loses: before.minus(after),
            sight_before: roles.0.sight(),
            sight_after: roles.1.sight(),
            has_to_set_up_second_factor,
        };
        let same = before == after && affected.sight_before == affected.sight_after;
        match holder.active && (!same || has_to_set_up_second_factor) {
            true if self.affected.len() < MOST_NAMED => self.affected.push(affected),
            true => self.more += 1,
            false => self.unaffected += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        permission::Permission::{self, EditClients, SeeClients},
        role::Role,
        roles::OwnRole,
    };

    fn own(sight: RoleSight, permissions: &[Permission]) -> OwnRole {
        let permissions = permissions.iter().copied().collect();
        let id = Uuid::from_u128(1).into();
        OwnRole { id, name: "Desk".into(), sight, permissions, second_factor_required: false }
    }

    #[test]
    fn whoever_has_it_from_another_role_does_not_lose_it() {
        let with = |permissions: &[Permission], built_in: &[Role]| Held {
            built_in: built_in.to_vec(),
            own: vec![own(RoleSight::Caseload, permissions)],
        };
        let mut effect = RoleEffect::default();
        let holder =
            |number: u128| Holder { id: Uuid::from_u128(number).into(), name: "Robin".into(), active: true };
        let (before, after) = (with(&[EditClients, SeeClients], &[]), with(&[SeeClients], &[]));
        effect.add(holder(1), (&before, &after), false);
        let manager = [Role::CaseManager];
        let (before, after) = (with(&[EditClients, SeeClients], &manager), with(&[SeeClients], &manager));
        effect.add(holder(2), (&before, &after), false);
        assert_eq!((effect.affected.len(), effect.unaffected), (1, 1));
        assert_eq!(effect.affected[0].loses.iter().collect::<Vec<_>>(), [EditClients]);
    }

    #[test]
    fn a_hundred_are_named_and_the_others_counted() {
        let before = Held { built_in: Vec::new(), own: vec![own(RoleSight::Caseload, &[SeeClients])] };
        let mut effect = RoleEffect::default();
        for number in 0..103 {
            let holder = Holder { id: Uuid::from_u128(number).into(), name: "Robin".into(), active: true };
            effect.add(holder, (&before, &Held::default()), false);
        }
        assert_eq!((effect.affected.len(), effect.more, effect.unaffected), (MOST_NAMED, 3, 0));
    }
}
