//! Doing the same to many accounts: who is meant, and what became of each.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    ids::UserId,
    role::RoleId,
    validate::{self, Draft},
};

/// So many people can be chosen, or invited, at once.
pub const MAX_AT_ONCE: usize = 200;

/// Somebody, as they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ChosenUser))]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    pub id: UserId,
    pub version: i32,
}

/// Keeps several people from signing in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Deactivations {
    #[validate(length(min = 1, max = 200))]
    pub people: Vec<Chosen>,
    #[validate(length(min = 1, max = 500), custom(function = validate::paragraph))]
    pub reason: String,
}
impl Draft for Deactivations {}

/// Gives several people one role more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleAddition {
    #[validate(length(min = 1, max = 200))]
    pub people: Vec<Chosen>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "staff"))]
    pub role: RoleId,
}
impl Draft for RoleAddition {}

/// What became of one of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UserResult))]
pub struct RowResult {
    /// Its place in the request, from 0.
    pub row: usize,
    /// Whose account it is, where there is one.
    pub id: Option<UserId>,
    /// Why nothing was done; nothing where it was.
    pub refused: Option<Why>,
}

/// Why something is not done to somebody's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UserRefusal))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The name is missing, too long, or has characters that nobody sees.
    Name,
    /// This is no email address.
    Email,
    /// Somebody else has this email address.
    Taken,
    /// It stands in the request twice.
    Twice,
    NotFound,
    /// Somebody changed the account since it was read.
    Stale,
    /// It is so already.
    Already,
    /// Nobody does this to themselves.
    Yourself,
    /// Nobody would be left who may do everything.
    LastAdministrator,
    /// They may do more than whoever asks.
    MayMore,
}
