//! Where one is signed in.

use domain::{ids::SessionId, sessions::OpenSession};

use super::{Answer, Call};
use crate::session::Session;

impl Session {
    pub async fn open_sessions(self) -> Answer<Vec<OpenSession>> {
        self.read(Call::get("/sessions")).await
    }

    pub async fn end_session(self, id: SessionId) -> Answer<()> {
        self.done(Call::delete(format!("/sessions/{id}"))).await
    }

    pub async fn end_all_sessions(self) -> Answer<()> {
        self.done(Call::delete("/sessions")).await
    }
}
