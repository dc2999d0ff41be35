//! Who acts, what they may do and whose rows they see.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ClientId, SessionId, UserId},
    permission::{NOT_BY_KEY, Permission, Permissions},
    role::Role,
    roles::{Held, RoleName, RoleSight},
    settings::Module,
};

/// Who is behind a request or a job. Every write has one; the audit row names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    /// A person who is signed in.
    User(UserId),
    /// A program with a key that this user made.
    ApiKey(UserId),
    /// The holder of a private link.
    Link,
    /// Work that the server does by itself, or an operator at the command line.
    Job,
    /// Anyone: the public form.
    Public,
}

impl Principal {
    pub fn kind(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::ApiKey(_) => "api_key",
            Self::Link => "link",
            Self::Job => "job",
            Self::Public => "public",
        }
    }

    /// The user who answers for it, where there is one.
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::User(id) | Self::ApiKey(id) => Some(id),
            Self::Link | Self::Job | Self::Public => None,
        }
    }
}

/// Whose rows an actor sees: a union of optional parts, because a person may be a case manager and a
/// participant at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    pub everyone: bool,
    /// Clients assigned to this user, or enrolled now in a program that the user staffs.
    pub caseload_of: Option<UserId>,
    /// The actor's own record.
    pub own: Option<ClientId>,
}

/// An actor, loaded from the database at each request, so that a revoked role acts at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub principal: Principal,
    pub name: String,
    pub session: Option<SessionId>,
    pub held: Held,
    pub permissions: Permissions,
    pub sight: Sight,
    /// One of the roles requires a second factor, and there is none: nothing but setting it up is open.
    pub lacks_second_factor: bool,
    /// Whether the organization works with social security numbers. Where it does not, nobody sees one.
    pub collects_ssn: bool,
}

/// What nobody may where the organization does without social security numbers.
const OF_NUMBERS: [Permission; 2] = [Permission::SeeSsnLastFour, Permission::DiscloseSsn];

/// Whether it is about social security numbers, so that nobody may where the organization does without them.
pub fn is_about_numbers(permission: Permission) -> bool {
    OF_NUMBERS.contains(&permission)
}

impl Actor {
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.has(permission) && (self.collects_ssn || !is_about_numbers(permission))
    }

    /// What the actor may at this moment.
    pub fn may_now(&self) -> Permissions {
        self.permissions.iter().filter(|permission| self.may(*permission)).collect()
    }

    /// What somebody would have to be allowed who gives this to others: nobody gives more than they have.
    pub fn may_give(&self, permissions: Permissions, sight: RoleSight) -> bool {
        permissions.minus(self.permissions).is_empty() && self.sees_as_much(sight)
    }

    /// Whether the actor sees the rows that a role of this sight opens.
    pub fn sees_as_much(&self, sight: RoleSight) -> bool {
        match sight {
            RoleSight::Everyone => self.sight.everyone,
            RoleSight::Caseload | RoleSight::Card => self.sight.everyone || self.sight.caseload_of.is_some(),
            RoleSight::Nobody => true,
        }
    }

    /// The user behind the actor.
    pub fn user(&self) -> Option<UserId> {
        self.principal.user()
    }

    /// A person who is signed in, with the roles they have now.
    pub fn signed_in(
        user: UserId,
        session: SessionId,
        name: String,
        held: Held,
        own: Option<ClientId>,
    ) -> Self {
        Self { session: Some(session), ..Self::person(user, name, held, own) }
    }

    /// A person with the roles they have now, in no session.
    pub fn person(user: UserId, name: String, held: Held, own: Option<ClientId>) -> Self {
        Self {
            principal: Principal::User(user),
            name,
            session: None,
            permissions: held.permissions(),
            sight: sight(user, &held, own),
            held,
            lacks_second_factor: false,
            collects_ssn: true,
        }
    }

    /// A program with a key that this person made: it sees what they see, and may what both it and they may. What no
    /// key may is not in its power whatever stands in it.
    pub fn by_key(self, permissions: Permissions) -> Self {
        let principal = self.user().map_or(self.principal, Principal::ApiKey);
        let permissions = self.permissions.intersection(permissions).minus(NOT_BY_KEY);
        Self { principal, session: None, permissions, ..self }
    }

    /// The same person as long as the required second factor is missing.
    pub fn without_second_factor(self) -> Self {
        Self { permissions: Permissions::NONE, sight: Sight::default(), lacks_second_factor: true, ..self }
    }

    /// Somebody who is not signed in, or the server itself: sees no client through a list.
    pub fn unattended(principal: Principal) -> Self {
        Self {
            principal,
            name: principal.kind().to_owned(),
            session: None,
            held: Held::default(),
            permissions: Permissions::NONE,
            sight: Sight::default(),
            lacks_second_factor: false,
            collects_ssn: true,
        }
    }

    /// The server at its own work, or an operator at the command line.
    pub fn job() -> Self {
        Self {
            permissions: Permissions::of_roles(&[Role::Administrator]),
            sight: Sight { everyone: true, ..Sight::default() },
            ..Self::unattended(Principal::Job)
        }
    }
}

fn sight(user: UserId, held: &Held, own: Option<ClientId>) -> Sight {
    Sight {
        everyone: held.sees_everyone(),
        caseload_of: held.sees_caseload().then_some(user),
        own: own.filter(|_| held.permissions().has(Permission::UsePortal)),
    }
}

/// Who is signed in, as the page needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub roles: Vec<RoleName>,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Permission>))]
    pub permissions: Permissions,
    /// All clients, or only those of the caseload.
    pub sees_everyone: bool,
    /// A client's record is their own, and they may ask to be in programs.
    #[serde(default)]
    pub has_record: bool,
    /// One of the roles requires a second factor, and there is none: nothing but setting it up is open.
    pub lacks_second_factor: bool,
    /// Parts that are switched off: their pages are not offered.
    #[serde(default)]
    pub modules_off: Vec<Module>,
    /// The shortest new password, in characters.
    pub password_length: i32,
    /// IANA name of the zone in which the organization's day is counted.
    #[cfg_attr(feature = "openapi", schema(example = "America/Los_Angeles"))]
    pub time_zone: String,
}
