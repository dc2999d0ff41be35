//! People who sign in.

use serde::{Deserialize, Serialize};

use crate::{ids::UserId, roles::RoleName};

/// A colleague, as a picker shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleague {
    pub id: UserId,
    pub name: String,
    pub roles: Vec<RoleName>,
    /// One of the roles sees clients, so that one can be given to them.
    pub sees_clients: bool,
}
