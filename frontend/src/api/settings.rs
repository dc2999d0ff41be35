//! How this installation works.

use domain::settings::{SystemSettings, SystemSettingsPatch};

use super::{Answer, Call};
use crate::session::Session;

impl Session {
    pub async fn system_settings(self) -> Answer<SystemSettings> {
        self.read(Call::get("/settings")).await
    }

    pub async fn amend_system_settings(
        self,
        version: i32,
        patch: SystemSettingsPatch,
    ) -> Answer<SystemSettings> {
        self.read(Call::patch("/settings").version(version).json(&patch)).await
    }
}
