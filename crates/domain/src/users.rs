//! People who sign in.

use serde::{Deserialize, Serialize};

use crate::{ids::UserId, role::Role};

/// A colleague, as a picker shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleague {
    pub id: UserId,
    pub name: String,
    pub roles: Vec<Role>,
}
