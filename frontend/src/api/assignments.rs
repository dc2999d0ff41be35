//! Who works with whom.

use domain::{
    assignments::{Assignment, AssignmentDraft, CaseLoad, Ending},
    ids::{AssignmentId, ClientId},
    users::Colleague,
};

use super::{Answer, Call, Outcome};
use crate::session::Session;

impl Session {
    pub async fn assignments(self, client: ClientId) -> Answer<Vec<Assignment>> {
        self.read(Call::get(format!("/clients/{client}/assignments"))).await
    }

    pub async fn assign(self, client: ClientId, draft: AssignmentDraft) -> Answer<Outcome<Assignment>> {
        self.edit(Call::post(format!("/clients/{client}/assignments")).json(&draft)).await
    }

    pub async fn end_assignment(
        self,
        client: ClientId,
        id: AssignmentId,
        ending: Ending,
    ) -> Answer<Outcome<Assignment>> {
        self.edit(Call::post(format!("/clients/{client}/assignments/{id}/ending")).json(&ending)).await
    }

    pub async fn case_loads(self) -> Answer<Vec<CaseLoad>> {
        self.read(Call::get("/case-loads")).await
    }

    pub async fn colleagues(self) -> Answer<Vec<Colleague>> {
        self.read(Call::get("/colleagues")).await
    }

    /// Those too who cannot sign in any more and still have clients.
    pub async fn colleagues_and_former(self) -> Answer<Vec<Colleague>> {
        self.read(Call::get("/colleagues?former=true")).await
    }

    /// Everybody who ever worked here.
    pub async fn colleagues_ever(self) -> Answer<Vec<Colleague>> {
        self.read(Call::get("/colleagues?ever=true")).await
    }
}
