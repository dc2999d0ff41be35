//! Follow-ups.

use domain::{
    follow_ups::{Completion, FollowUp, FollowUpDraft, FollowUpFilter, FollowUpPatch},
    ids::{ClientId, FollowUpId},
    page::Page,
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn follow_ups(self, filter: FollowUpFilter) -> Answer<Page<FollowUp>> {
        self.read(Call::get(format!("/follow-ups{}", query(&filter)))).await
    }

    pub async fn add_follow_up(self, client: ClientId, draft: FollowUpDraft) -> Answer<FollowUp> {
        self.read(Call::post(format!("/clients/{client}/follow-ups")).json(&draft)).await
    }

    pub async fn change_follow_up(
        self,
        id: FollowUpId,
        version: i32,
        patch: FollowUpPatch,
    ) -> Answer<FollowUp> {
        self.read(Call::patch(format!("/follow-ups/{id}")).version(version).json(&patch)).await
    }

    pub async fn complete_follow_up(self, id: FollowUpId, version: i32, how: Completion) -> Answer<FollowUp> {
        self.read(Call::post(format!("/follow-ups/{id}/completion")).version(version).json(&how)).await
    }

    pub async fn follow_up(self, id: FollowUpId) -> Answer<FollowUp> {
        self.read(Call::get(format!("/follow-ups/{id}"))).await
    }

    /// It was not done after all.
    pub async fn reopen_follow_up(self, id: FollowUpId, version: i32) -> Answer<FollowUp> {
        self.read(Call::delete(format!("/follow-ups/{id}/completion")).version(version)).await
    }
}
