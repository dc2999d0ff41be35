//! A client's files.

use domain::{
    clients::Reason,
    documents::Document,
    ids::{ClientId, DocumentId},
};
use web_sys::{Blob, File};

use super::{Answer, Call, file, upload::upload};
use crate::session::Session;

impl Session {
    pub async fn documents(self, client: ClientId) -> Answer<Vec<Document>> {
        self.read(Call::get(format!("/clients/{client}/documents"))).await
    }

    pub async fn add_document(
        self,
        client: ClientId,
        file: File,
        percent: impl Fn(u8) + 'static,
    ) -> Answer<Document> {
        let headers = [("Authorization", self.authorization().await?)];
        upload("POST", &format!("/clients/{client}/documents"), &headers, &file, percent).await?.read()
    }

    pub async fn open_document(self, id: DocumentId, why: Reason) -> Answer<Blob> {
        file(self.send(Call::post(format!("/documents/{id}/disclosure")).json(&why)).await?).await
    }
}
