//! One's own filters of lists.

use domain::{
    ids::SavedViewId,
    views::{List, SavedView, ViewDraft, ViewFilter},
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn views(self, list: List) -> Answer<Vec<SavedView>> {
        self.read(Call::get(format!("/me/views{}", query(&ViewFilter { list: Some(list) })))).await
    }

    pub async fn save_view(self, draft: ViewDraft) -> Answer<SavedView> {
        self.read(Call::post("/me/views").json(&draft)).await
    }

    pub async fn remove_view(self, id: SavedViewId) -> Answer<()> {
        self.done(Call::delete(format!("/me/views/{id}"))).await
    }
}
