//! What awaits the person: dashboard and notifications.

use domain::{dashboard::Dashboard, notifications::Inbox};

use super::{Answer, Call};
use crate::session::Session;

impl Session {
    pub async fn dashboard(self) -> Answer<Dashboard> {
        self.read(Call::get("/dashboard")).await
    }

    pub async fn inbox(self) -> Answer<Inbox> {
        self.read(Call::get("/notifications")).await
    }

    pub async fn mark_read(self) -> Answer<()> {
        self.done(Call::post("/notifications/reading")).await
    }
}
