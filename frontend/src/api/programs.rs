//! Programs.

use domain::{
    follow_ups::FollowUp,
    ids::{CapacityId, ProgramId, UserId},
    page::Page,
    programs::{Capacity, CapacityDraft, Program, ProgramDetail, ProgramDraft, ProgramFilter, ProgramPatch},
};

use super::{Answer, Call, Outcome, query};
use crate::session::Session;

impl Session {
    pub async fn programs(self) -> Answer<Vec<Program>> {
        self.programs_like(ProgramFilter::default()).await
    }

    pub async fn programs_like(self, filter: ProgramFilter) -> Answer<Vec<Program>> {
        self.read(Call::get(format!("/programs{}", query(&filter)))).await
    }

    pub async fn program(self, id: ProgramId) -> Answer<ProgramDetail> {
        self.read(Call::get(format!("/programs/{id}"))).await
    }

    pub async fn add_program(self, draft: ProgramDraft) -> Answer<Outcome<ProgramDetail>> {
        self.edit(Call::post("/programs").json(&draft)).await
    }

    pub async fn amend_program(
        self,
        id: ProgramId,
        version: i32,
        patch: ProgramPatch,
    ) -> Answer<Outcome<ProgramDetail>> {
        self.edit(Call::patch(format!("/programs/{id}")).version(version).json(&patch)).await
    }

    /// What one of its staff would leave behind.
    pub async fn left_in_program(self, id: ProgramId, user: UserId) -> Answer<Page<FollowUp>> {
        self.read(Call::get(format!("/programs/{id}/staff/{user}/follow-ups"))).await
    }

    pub async fn remove_program(self, id: ProgramId, version: i32) -> Answer<Outcome<()>> {
        self.take_away(Call::delete(format!("/programs/{id}")).version(version)).await
    }

    pub async fn set_capacity(self, id: ProgramId, draft: CapacityDraft) -> Answer<Outcome<Capacity>> {
        self.edit(Call::post(format!("/programs/{id}/capacities")).json(&draft)).await
    }

    pub async fn remove_capacity(self, id: ProgramId, capacity: CapacityId) -> Answer<Outcome<()>> {
        self.take_away(Call::delete(format!("/programs/{id}/capacities/{capacity}"))).await
    }
}
