//! Photos of clients.

use domain::{
    clients::Client,
    ids::{ChangeId, ClientId},
    photos::{Crop, Square},
};
use web_sys::{Blob, File};

use super::{Answer, Call, Outcome, file, query, upload::upload};
use crate::session::Session;

impl Session {
    pub async fn photo(self, client: ClientId) -> Answer<Blob> {
        file(self.send(Call::get(format!("/clients/{client}/photo"))).await?).await
    }

    pub async fn proposed_photo(self, change: ChangeId) -> Answer<Blob> {
        file(self.send(Call::get(format!("/changes/{change}/photo"))).await?).await
    }

    /// Makes the square of a picture the photo of a client, read in this version.
    pub async fn set_photo(
        self,
        (client, version): (ClientId, i32),
        picture: File,
        square: Square,
        percent: impl Fn(u8) + 'static,
    ) -> Answer<Outcome<Client>> {
        let headers =
            [("Authorization", self.authorization().await?), ("If-Match", format!("\"{version}\""))];
        let path = format!("/clients/{client}/photo{}", query(&Crop::from(square)));
        upload("PUT", &path, &headers, &picture, percent).await?.outcome()
    }

    pub async fn remove_photo(self, client: ClientId, version: i32) -> Answer<Outcome<Client>> {
        self.edit(Call::delete(format!("/clients/{client}/photo")).version(version)).await
    }
}
