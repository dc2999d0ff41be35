//! Departments.

use domain::{
    departments::{Department, DepartmentDraft, DepartmentPatch},
    ids::DepartmentId,
    problem::{Code, Problem},
};

use super::{Answer, Call, Failure, Outcome};
use crate::session::Session;

impl Session {
    pub async fn departments(self) -> Answer<Vec<Department>> {
        self.read(Call::get("/departments")).await
    }

    /// One of them, which comes with all.
    pub async fn department(self, id: DepartmentId) -> Answer<Department> {
        let found = self.departments().await?.into_iter().find(|department| department.id == id);
        found.ok_or_else(|| Failure::Refused(Box::new(Problem::new(Code::NotFound))))
    }

    pub async fn add_department(self, draft: DepartmentDraft) -> Answer<Outcome<Department>> {
        self.edit(Call::post("/departments").json(&draft)).await
    }

    pub async fn amend_department(
        self,
        id: DepartmentId,
        version: i32,
        patch: DepartmentPatch,
    ) -> Answer<Outcome<Department>> {
        self.edit(Call::patch(format!("/departments/{id}")).version(version).json(&patch)).await
    }

    pub async fn remove_department(self, id: DepartmentId, version: i32) -> Answer<Outcome<()>> {
        self.take_away(Call::delete(format!("/departments/{id}")).version(version)).await
    }
}
