//! What awaits the person: dashboard and notifications.

use domain::{
    dashboard::{Arrangement, Dashboard, DashboardFilter, Tile, Tiles},
    ids::NotificationId,
    notifications::{Inbox, InboxFilter, Preferences, Wish},
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    /// These tiles. Nothing is asked where none is wanted.
    pub async fn dashboard(self, tile: Vec<Tile>) -> Answer<Dashboard> {
        if tile.is_empty() {
            return Ok(Dashboard::default());
        }
        self.read(Call::get(format!("/dashboard{}", query(&DashboardFilter { tile })))).await
    }

    pub async fn tiles(self) -> Answer<Tiles> {
        self.read(Call::get("/me/tiles")).await
    }

    pub async fn arrange(self, wanted: Arrangement) -> Answer<Tiles> {
        self.read(Call::put("/me/tiles").json(&wanted)).await
    }

    pub async fn usual_tiles(self) -> Answer<()> {
        self.done(Call::delete("/me/tiles")).await
    }

    pub async fn inbox(self) -> Answer<Inbox> {
        self.read(Call::get("/notifications")).await
    }

    pub async fn inbox_of(self, filter: InboxFilter) -> Answer<Inbox> {
        self.read(Call::get(format!("/notifications{}", query(&filter)))).await
    }

    pub async fn mark_one_read(self, id: NotificationId) -> Answer<()> {
        self.done(Call::post(format!("/notifications/{id}/reading"))).await
    }

    /// How one is told of what.
    pub async fn news_preferences(self) -> Answer<Preferences> {
        self.read(Call::get("/notifications/preferences")).await
    }

    pub async fn choose_news(self, wish: Wish) -> Answer<Preferences> {
        self.read(Call::put("/notifications/preferences").json(&wish)).await
    }

    pub async fn mark_read(self) -> Answer<()> {
        self.done(Call::post("/notifications/reading")).await
    }
}
