//! Who changed and opened what.

use domain::{
    audit::{AuditExportDraft, AuditFilter, Entry},
    disclosures::{DisclosureFilter, Looks, Opened},
    ids::ClientId,
    page::{MAX_LIMIT, Page},
    restoration::{Restoration, Restored},
};
use web_sys::Blob;

use super::{Answer, Call, Outcome, query};
use crate::session::Session;

impl Session {
    pub async fn audit(self, filter: AuditFilter) -> Answer<Page<Entry>> {
        self.read(Call::get(format!("/audit{}", query(&filter)))).await
    }

    pub async fn history(self, client: ClientId, filter: AuditFilter) -> Answer<Page<Entry>> {
        self.read(Call::get(format!("/clients/{client}/history{}", query(&filter)))).await
    }

    pub async fn restoration(self, seq: i64) -> Answer<Restoration> {
        self.read(Call::get(format!("/audit/{seq}/restoration"))).await
    }

    pub async fn put_back(self, seq: i64, version: i32) -> Answer<Outcome<Restored>> {
        self.edit(Call::post(format!("/audit/{seq}/restoration")).version(version)).await
    }

    /// The file and its name.
    pub async fn export_audit(self, draft: AuditExportDraft) -> Answer<(Blob, String)> {
        self.spreadsheet(Call::post("/audit/exports").json(&draft), "audit.csv", |_| ()).await
    }

    /// All of them: the list is for paper, where nobody turns to a next page.
    pub async fn disclosures(self, client: ClientId) -> Answer<Vec<Opened>> {
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            let filter = DisclosureFilter { limit: Some(MAX_LIMIT), cursor };
            let call = Call::get(format!("/clients/{client}/disclosures{}", query(&filter)));
            let page: Page<Opened> = self.read(call).await?;
            all.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                return Ok(all);
            }
        }
    }

    pub async fn looks(self, client: ClientId) -> Answer<Vec<Looks>> {
        self.read(Call::get(format!("/clients/{client}/looks"))).await
    }
}
