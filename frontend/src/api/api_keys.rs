//! Keys of programs that call the API.

use domain::{
    api_keys::{ApiKey, ApiKeyDraft, ApiKeyFilter, NewApiKey},
    ids::ApiKeyId,
    page::Page,
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn api_keys(self, filter: ApiKeyFilter) -> Answer<Page<ApiKey>> {
        self.read(Call::get(format!("/api-keys{}", query(&filter)))).await
    }

    pub async fn make_api_key(self, draft: ApiKeyDraft) -> Answer<NewApiKey> {
        self.read(Call::post("/api-keys").json(&draft)).await
    }

    pub async fn revoke_api_key(self, id: ApiKeyId) -> Answer<()> {
        self.done(Call::delete(format!("/api-keys/{id}"))).await
    }
}
