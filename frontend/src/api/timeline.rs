//! What happened with a client.

use domain::{
    ids::ClientId,
    page::Page,
    timeline::{Event, TimelineFilter},
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn timeline(self, client: ClientId, filter: TimelineFilter) -> Answer<Page<Event>> {
        self.read(Call::get(format!("/clients/{client}/timeline{}", query(&filter)))).await
    }
}
