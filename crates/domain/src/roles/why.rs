//! "Why can't I?": what keeps somebody from something, as an administrator asks.

use serde::{Deserialize, Serialize};

use super::{RoleName, RoleSight};
use crate::{
    ids::{ClientId, UserId},
    permission::Permission,
    settings::Module,
};

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    Active,
    /// Invited, and has not chosen a password yet.
    Invited,
    Deactivated,
}

impl AccountState {
    /// As it stands in the database. What this version does not know may not sign in.
    pub fn from_code(code: &str) -> Self {
        match code {
            "active" => Self::Active,
            "invited" => Self::Invited,
            _ => Self::Deactivated,
        }
    }
}

/// Whether somebody may do something, and what it depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Why {
    pub user_id: UserId,
    pub name: String,
    pub permission: Permission,
    /// They may, now, and with the client where one was named.
    pub allowed: bool,
    pub account: AccountState,
    /// One of the roles requires a second factor, and there is none: until then nothing is open.
    pub lacks_second_factor: bool,
    /// It is about social security numbers, and the organization does without: nobody may.
    pub not_collected: bool,
    /// The part that it belongs to is switched off: nobody may.
    pub module_off: Option<Module>,
    /// Their roles that grant it; none where that is the reason.
    pub granted_by: Vec<RoleName>,
    /// Every role that grants it, where none of theirs does.
    pub would_be_granted_by: Vec<RoleName>,
    /// What their roles together let them see.
    pub sight: RoleSight,
    pub client: Option<WhyOfClient>,
}

/// Whether they see one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhyOfClient {
    pub id: ClientId,
    pub name: String,
    /// Outside of it the client does not exist for them.
    pub in_sight: bool,
}

impl Why {
    /// The answer to all of it.
    pub fn decide(mut self) -> Self {
        self.allowed = self.account == AccountState::Active
            && !self.lacks_second_factor
            && !self.not_collected
            && self.module_off.is_none()
            && !self.granted_by.is_empty()
            && self.client.as_ref().is_none_or(|client| client.in_sight);
        self
    }
}

/// With whom in mind one asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct WhyFilter {
    /// Whether they see this client too. One whom the asker does not see is 404.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
}
