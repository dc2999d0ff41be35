//! Programs and services.

use serde::{Deserialize, Serialize};

use crate::ids::{DepartmentId, ProgramId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Program {
    pub id: ProgramId,
    pub name: String,
    pub description: String,
    pub location: String,
    pub department_id: Option<DepartmentId>,
    pub department_name: Option<String>,
    pub open_to_intake: bool,
}
