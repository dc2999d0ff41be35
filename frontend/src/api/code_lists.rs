//! The choices that forms offer.

use domain::{
    code_lists::{CodeValue, CodeValueDraft, CodeValuePatch, Usage},
    ids::CodeValueId,
    problem::{Code, Problem},
};

use super::{Answer, Call, Failure};
use crate::session::Session;

impl Session {
    /// A list, retired values included, because old records still name them.
    pub async fn code_list(self, list: &str) -> Answer<Vec<CodeValue>> {
        self.read(Call::get(format!("/code-lists/{list}"))).await
    }

    /// One value of a list, which comes with its list.
    pub async fn code_value(self, list: &str, id: CodeValueId) -> Answer<CodeValue> {
        let found = self.code_list(list).await?.into_iter().find(|value| value.id == id);
        found.ok_or_else(|| Failure::Refused(Box::new(Problem::new(Code::NotFound))))
    }

    pub async fn code_list_usage(self, list: &str) -> Answer<Vec<Usage>> {
        self.read(Call::get(format!("/code-lists/{list}/usage"))).await
    }

    pub async fn add_code_value(self, list: &str, draft: CodeValueDraft) -> Answer<CodeValue> {
        self.read(Call::post(format!("/code-lists/{list}")).json(&draft)).await
    }

    pub async fn amend_code_value(
        self,
        list: &str,
        (id, version): (CodeValueId, i32),
        patch: CodeValuePatch,
    ) -> Answer<CodeValue> {
        self.read(Call::patch(format!("/code-lists/{list}/{id}")).version(version).json(&patch)).await
    }

    pub async fn remove_code_value(self, list: &str, id: CodeValueId) -> Answer<()> {
        self.done(Call::delete(format!("/code-lists/{list}/{id}"))).await
    }
}
