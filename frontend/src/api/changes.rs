//! Proposed changes.

use domain::{
    changes::{Approval, Change, ChangeCounts, ChangeDetail, ChangeFilter, Refusal},
    ids::ChangeId,
    page::Page,
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn changes(self, filter: ChangeFilter) -> Answer<Page<Change>> {
        self.read(Call::get(format!("/changes{}", query(&filter)))).await
    }

    pub async fn change_counts(self) -> Answer<ChangeCounts> {
        self.read(Call::get("/changes/counts")).await
    }

    pub async fn change(self, id: ChangeId) -> Answer<ChangeDetail> {
        self.read(Call::get(format!("/changes/{id}"))).await
    }

    pub async fn approve(self, id: ChangeId, version: i32, approval: Approval) -> Answer<Change> {
        self.read(Call::post(format!("/changes/{id}/approval")).version(version).json(&approval)).await
    }

    pub async fn refuse(self, id: ChangeId, version: i32, refusal: Refusal) -> Answer<Change> {
        self.read(Call::post(format!("/changes/{id}/refusal")).version(version).json(&refusal)).await
    }

    pub async fn withdraw(self, id: ChangeId, version: i32) -> Answer<Change> {
        self.read(Call::post(format!("/changes/{id}/withdrawal")).version(version)).await
    }
}
