//! What one has begun to write and not sent yet.

use std::collections::BTreeMap;

use domain::unsent::{KeptTexts, Key, UnsentTexts};

use super::{Answer, Call};
use crate::session::Session;

impl Session {
    pub async fn unsent(self, key: Key) -> Answer<KeptTexts> {
        self.read(Call::get(path(key))).await
    }

    pub async fn keep_unsent(self, key: Key, fields: BTreeMap<String, String>) -> Answer<()> {
        self.done(Call::put(path(key)).json(&UnsentTexts { fields })).await
    }

    pub async fn forget_unsent(self, key: Key) -> Answer<()> {
        self.done(Call::delete(path(key))).await
    }
}

fn path(key: Key) -> String {
    format!("/me/drafts/{key}")
}
