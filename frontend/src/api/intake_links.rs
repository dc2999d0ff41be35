//! Links to the form.

use domain::{
    drafts::OpenDraft,
    ids::IntakeLinkId,
    intake_links::{IntakeLink, IntakeLinkDraft, IntakeLinkFilter, NewIntakeLink},
    page::Page,
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn intake_links(self, filter: IntakeLinkFilter) -> Answer<Page<IntakeLink>> {
        self.read(Call::get(format!("/intake-links{}", query(&filter)))).await
    }

    pub async fn make_intake_link(self, draft: IntakeLinkDraft) -> Answer<NewIntakeLink> {
        self.read(Call::post("/intake-links").json(&draft)).await
    }

    /// Opens the public form in this browser, to fill it in for somebody.
    pub async fn assist(self) -> Answer<OpenDraft> {
        self.read(Call::post("/intake/assistance").own()).await
    }

    pub async fn end_intake_link(self, id: IntakeLinkId) -> Answer<()> {
        self.done(Call::delete(format!("/intake-links/{id}"))).await
    }
}
