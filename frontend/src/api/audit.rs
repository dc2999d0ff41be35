//! Who changed and opened what.

use domain::{
    audit::{AuditFilter, Entry},
    ids::ClientId,
    page::Page,
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn audit(self, filter: AuditFilter) -> Answer<Page<Entry>> {
        self.read(Call::get(format!("/audit{}", query(&filter)))).await
    }

    pub async fn history(self, client: ClientId, filter: AuditFilter) -> Answer<Page<Entry>> {
        self.read(Call::get(format!("/clients/{client}/history{}", query(&filter)))).await
    }
}
