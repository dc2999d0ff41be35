//! One change of many clients.

use domain::{
    bulk::{Bulk, BulkDraft, BulkFilter, BulkRow, BulkRowFilter, BulkRun, LeftBehindFilter},
    follow_ups::FollowUp,
    ids::BulkId,
    page::Page,
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn plan_bulk(self, draft: BulkDraft) -> Answer<Bulk> {
        self.read(Call::post("/bulk-changes").json(&draft)).await
    }

    /// One's own changes, the latest first.
    pub async fn bulks(self, filter: BulkFilter) -> Answer<Page<Bulk>> {
        self.read(Call::get(format!("/bulk-changes{}", query(&filter)))).await
    }

    pub async fn bulk(self, id: BulkId) -> Answer<Bulk> {
        self.read(Call::get(format!("/bulk-changes/{id}"))).await
    }

    pub async fn bulk_rows(self, id: BulkId, filter: BulkRowFilter) -> Answer<Page<BulkRow>> {
        self.read(Call::get(format!("/bulk-changes/{id}/rows{}", query(&filter)))).await
    }

    /// The open follow-ups that a plan would leave behind.
    pub async fn left_behind(self, id: BulkId) -> Answer<Page<FollowUp>> {
        let filter = LeftBehindFilter::default();
        self.read(Call::get(format!("/bulk-changes/{id}/follow-ups{}", query(&filter)))).await
    }

    pub async fn run_bulk(self, id: BulkId, decided: BulkRun) -> Answer<Bulk> {
        self.read(Call::post(format!("/bulk-changes/{id}/run")).json(&decided)).await
    }

    pub async fn undo_bulk(self, id: BulkId) -> Answer<Bulk> {
        self.read(Call::post(format!("/bulk-changes/{id}/undoing"))).await
    }
}
