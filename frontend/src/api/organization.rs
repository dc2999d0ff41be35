//! The organization's settings.

use domain::organization::{Organization, OrganizationPatch};

use super::{Answer, Call};
use crate::session::Session;

impl Session {
    pub async fn organization_settings(self) -> Answer<Organization> {
        self.read(Call::get("/organization/settings")).await
    }

    pub async fn amend_organization(self, version: i32, patch: OrganizationPatch) -> Answer<Organization> {
        self.read(Call::patch("/organization/settings").version(version).json(&patch)).await
    }
}
