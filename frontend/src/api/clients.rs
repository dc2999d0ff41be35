//! Clients.

use domain::{
    applications::LikelyClient,
    clients::{
        Client, ClientDraft, ClientFilter, ClientPatch, ClientRow, DisclosedSsn, Reason, SharedContacts,
        StageMove,
    },
    demographics::{Answers, AsOf, Demographics, HistoryFilter, PastAnswer},
    ids::ClientId,
    page::Page,
};

use super::{Answer, Call, Outcome, query};
use crate::session::Session;

impl Session {
    pub async fn clients(self, filter: ClientFilter) -> Answer<Page<ClientRow>> {
        self.read(Call::get(format!("/clients{}", query(&filter)))).await
    }

    pub async fn add_client(self, draft: ClientDraft) -> Answer<Outcome<Client>> {
        self.edit(Call::post("/clients").json(&draft)).await
    }

    pub async fn client(self, id: ClientId) -> Answer<Client> {
        self.read(Call::get(format!("/clients/{id}"))).await
    }

    /// Who else has one of these phones or emails.
    pub async fn sharing(self, asked: SharedContacts) -> Answer<Vec<LikelyClient>> {
        self.read(Call::post("/clients/sharing").json(&asked)).await
    }

    pub async fn change_client(
        self,
        id: ClientId,
        version: i32,
        patch: ClientPatch,
    ) -> Answer<Outcome<Client>> {
        self.edit(Call::patch(format!("/clients/{id}")).version(version).json(&patch)).await
    }

    pub async fn move_stage(self, id: ClientId, version: i32, to: StageMove) -> Answer<Outcome<Client>> {
        self.edit(Call::post(format!("/clients/{id}/stage-moves")).version(version).json(&to)).await
    }

    pub async fn ssn(self, id: ClientId, why: Reason) -> Answer<DisclosedSsn> {
        self.read(Call::post(format!("/clients/{id}/ssn-disclosure")).json(&why)).await
    }

    pub async fn demographics(self, id: ClientId) -> Answer<Demographics> {
        self.read(Call::get(format!("/clients/{id}/demographics"))).await
    }

    /// The answers of a day.
    pub async fn demographics_on(self, id: ClientId, as_of: AsOf) -> Answer<Demographics> {
        self.read(Call::get(format!("/clients/{id}/demographics{}", query(&as_of)))).await
    }

    /// Every answer that was ever given.
    pub async fn answer_history(self, id: ClientId, of: HistoryFilter) -> Answer<Vec<PastAnswer>> {
        self.read(Call::get(format!("/clients/{id}/demographics/history{}", query(&of)))).await
    }

    pub async fn answer(self, id: ClientId, version: i32, answers: Answers) -> Answer<Outcome<Demographics>> {
        self.edit(Call::patch(format!("/clients/{id}/demographics")).version(version).json(&answers)).await
    }
}
