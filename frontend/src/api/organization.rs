//! The organization's settings.

use domain::organization::{Organization, OrganizationPatch};
use web_sys::File;

use super::{Answer, Call, upload::upload};
use crate::session::Session;

impl Session {
    pub async fn organization_settings(self) -> Answer<Organization> {
        self.read(Call::get("/organization/settings")).await
    }

    pub async fn amend_organization(self, version: i32, patch: OrganizationPatch) -> Answer<Organization> {
        self.read(Call::patch("/organization/settings").version(version).json(&patch)).await
    }

    pub async fn set_logo(
        self,
        version: i32,
        picture: File,
        percent: impl Fn(u8) + 'static,
    ) -> Answer<Organization> {
        let headers =
            [("Authorization", self.authorization().await?), ("If-Match", format!("\"{version}\""))];
        upload("PUT", "/organization/logo", &headers, &picture, percent).await?.read()
    }

    pub async fn remove_logo(self, version: i32) -> Answer<Organization> {
        self.read(Call::delete("/organization/logo").version(version)).await
    }
}
