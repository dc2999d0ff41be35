//! The choices that forms offer.

use domain::code_lists::CodeValue;

use super::{Answer, Call};
use crate::session::Session;

impl Session {
    /// A list, retired values included, because old records still name them.
    pub async fn code_list(self, list: &str) -> Answer<Vec<CodeValue>> {
        self.read(Call::get(format!("/code-lists/{list}"))).await
    }
}
