//! Programs, and who is in them.

use domain::{enrollments::Enrollment, ids::ClientId, programs::Program};

use super::{Answer, Call};
use crate::session::Session;

impl Session {
    pub async fn programs(self) -> Answer<Vec<Program>> {
        self.read(Call::get("/programs")).await
    }

    pub async fn enrollments(self, client: ClientId) -> Answer<Vec<Enrollment>> {
        self.read(Call::get(format!("/clients/{client}/enrollments"))).await
    }
}
