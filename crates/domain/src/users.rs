//! People who sign in.

mod bulk;
mod invitation;
mod pasted;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

pub use bulk::{Chosen, Deactivations, MAX_AT_ONCE, RoleAddition, RowResult, Why};
pub use invitation::{Invitation, Invitations, Invitee, NO_PORTAL_ROLE};
pub use pasted::{Line, read};

use crate::{
    codes::codes,
    follow_ups::Handover,
    ids::{ClientId, UserId},
    patch::Patch,
    problem::FieldError,
    role::{Role, RoleId},
    roles::RoleName,
    validate::{self, Draft},
};

/// A colleague, as a picker shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleague {
    pub id: UserId,
    pub name: String,
    pub roles: Vec<RoleName>,
    /// One of the roles sees clients, so that one can be given to them.
    pub sees_clients: bool,
    /// They can sign in.
    pub active: bool,
}

/// Which colleagues are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ColleagueFilter {
    /// Those too who cannot sign in any more and still have clients, so that somebody can take these over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub former: Option<bool>,
    /// Everybody who ever could sign in, for finding what they did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ever: Option<bool>,
}

/// Languages in which the staff's pages and mails are.
pub const LANGUAGES: [&str; 2] = ["en", "es"];

/// Whether somebody may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UserState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// They have not chosen a password yet.
    Invited,
    Active,
    Deactivated,
}
codes!(State: Invited "invited", Active "active", Deactivated "deactivated");

/// On which side somebody works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UserKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Staff,
    Employer,
    /// Participants and workers, each with a record of their own.
    Portal,
}
codes!(Kind: Staff "staff", Employer "employer", Portal "portal");

impl Kind {
    /// On which side a role is.
    pub fn of(role: Role) -> Self {
        match role {
            Role::HrAdmin | Role::HrManager | Role::Recruiter => Self::Employer,
            Role::Employee | Role::Contractor | Role::WbleParticipant | Role::TtwParticipant => Self::Portal,
            _ => Self::Staff,
        }
    }

    /// The roles on this side.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| Self::of(*role) == self)
    }
}

/// Whether somebody with these roles may have a client's record of their own: one of the roles is of the portal. The
/// organization makes roles of its own for its staff.
pub fn take_a_record<'a>(roles: impl IntoIterator<Item = &'a RoleId>) -> bool {
    roles.into_iter().any(|role| matches!(role, RoleId::BuiltIn(role) if Kind::of(*role) == Kind::Portal))
}

/// A client's record that somebody has as their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnRecord {
    pub client_id: ClientId,
    /// What the client is called.
    pub name: String,
}

/// Somebody who signs in, as whoever manages the accounts sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    pub id: UserId,
    pub version: i32,
    pub name: String,
    pub email: String,
    /// Of their mail.
    pub language: String,
    pub state: State,
    pub roles: Vec<RoleName>,
    pub created_at: DateTime<Utc>,
    /// When they were last here.
    pub last_seen: Option<DateTime<Utc>>,
    /// Until when the link of their invitation works; nothing where it does not any more.
    pub invited_until: Option<DateTime<Utc>>,
    /// Signing in takes a code besides the password.
    pub has_second_factor: bool,
    /// Clients who are assigned to them now.
    pub clients: i64,
    /// Follow-ups that they are still to do.
    pub open_follow_ups: i64,
    /// A client's record is their own.
    pub has_record: bool,
    /// Which one; absent too where the reader does not see that client.
    pub record: Option<OwnRecord>,
}

impl User {
    /// Whether they see a client whom the reader does not see: their account would open more to the reader than is theirs.
    pub fn has_record_out_of_sight(&self) -> bool {
        self.has_record && self.record.is_none()
    }

    /// Whether one of their roles lets them have a client's record of their own.
    pub fn takes_a_record(&self) -> bool {
        take_a_record(self.roles.iter().map(|role| &role.id))
    }
}

/// Which people are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct UserFilter {
    /// A part of the name or the email.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Any one of these roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", param(value_type = Vec<String>))]
    pub role: Vec<RoleId>,
    /// A role on this side.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub kind: Option<Kind>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<State>,
    /// Whoever has this client's record as their own; nobody where the client is out of sight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A change of somebody's account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct UserPatch {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<String>,
    /// What they sign in with, and where their mail goes.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub language: Patch<String>,
    /// All of the roles that they are to have.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>))]
    pub roles: Patch<Vec<RoleId>>,
    /// The client whose record is theirs: only with a role of the portal, and nobody else's. Null takes it off.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub client_id: Patch<ClientId>,
    /// Where their open follow-ups go with clients whom they see no longer by this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

/// What somebody would leave behind with other roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct LeftByRoles {
    /// All of the roles that they would have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", param(value_type = Vec<String>))]
    pub role: Vec<RoleId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl Draft for UserPatch {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
        let cleared = [
            ("/name", self.name == Patch::Clear),
            ("/email", self.email == Patch::Clear),
            ("/language", self.language == Patch::Clear),
            ("/roles", self.roles == Patch::Clear),
        ];
        validate::never_empty(cleared, errors);
        if let Some(handover) = &self.follow_ups {
            handover.check(errors);
        }
        // What is not changed has been checked.
        let draft = Invitation {
            name: self.name.set().cloned().unwrap_or_else(|| "-".into()),
            email: self.email.set().cloned().unwrap_or_else(|| "a@b.cd".into()),
            language: self.language.set().cloned().unwrap_or_else(|| LANGUAGES[0].into()),
            roles: self.roles.set().cloned().unwrap_or_else(|| vec![Role::Staff.into()]),
            // Whether one may be theirs depends on the roles that they have.
            client_id: None,
        };
        errors.extend(draft.check(today).err().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_on_one_side() {
        let sides = Kind::ALL.iter().map(|kind| kind.roles().count()).sum::<usize>();
        assert_eq!(sides, Role::ALL.len());
        assert_eq!(Kind::Employer.roles().count(), 3);
    }

    #[test]
    fn a_record_is_for_participants_and_workers_and_no_others() {
        let take =
            |roles: &[Role]| take_a_record(&roles.iter().map(|role| RoleId::from(*role)).collect::<Vec<_>>());
        assert!(take(&[Role::WbleParticipant]) && take(&[Role::Staff, Role::Employee]));
        assert!(!take(&[]) && !take(&[Role::Administrator, Role::Recruiter]));
        assert!(!take_a_record(&[RoleId::Own(crate::ids::OwnRoleId::from(uuid::Uuid::nil()))]));
    }

    #[test]
    fn a_change_says_something_and_empties_nothing() {
        let wrong = |text: &str| {
            let patch: UserPatch = serde_json::from_str(text).unwrap();
            let errors = patch.check(NaiveDate::default()).err().unwrap_or_default();
            errors.into_iter().map(|e| format!("{} {}", e.pointer, e.code)).collect::<Vec<_>>()
        };
        assert_eq!(wrong(r#"{"name":"Rosa Luz"}"#), Vec::<String>::new());
        assert_eq!(wrong("{}"), [" nothing_to_change"]);
        assert_eq!(wrong(r#"{"client_id":null}"#), Vec::<String>::new());
        assert_eq!(wrong(r#"{"name":null}"#), ["/name required"]);
        assert_eq!(wrong(r#"{"email":"rosa","roles":[]}"#), ["/email email", "/roles required"]);
        assert_eq!(wrong(r#"{"language":"xx"}"#), ["/language language"]);
    }
}
