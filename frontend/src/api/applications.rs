//! Applications, as those who review them read and decide them.

use domain::{
    applications::{Application, ApplicationFilter, ApplicationRow, Attachment, Decline, LikelyClient},
    clients::{Client, Reason},
    equal_opportunity::Counts,
    ids::{ApplicationId, ClientId, DocumentId},
    page::Page,
};
use web_sys::Blob;

use super::{Answer, Call, file, query};
use crate::session::Session;

impl Session {
    /// What applicants of a year answered for the equal-opportunity record.
    pub async fn equal_opportunity(self, year: i32) -> Answer<Counts> {
        self.read(Call::get(format!("/equal-opportunity?year={year}"))).await
    }

    pub async fn applications(self, filter: ApplicationFilter) -> Answer<Page<ApplicationRow>> {
        self.read(Call::get(format!("/applications{}", query(&filter)))).await
    }

    pub async fn application(self, id: ApplicationId) -> Answer<Application> {
        self.read(Call::get(format!("/applications/{id}"))).await
    }

    pub async fn likely_clients(self, id: ApplicationId) -> Answer<Vec<LikelyClient>> {
        self.read(Call::get(format!("/applications/{id}/likely-clients"))).await
    }

    pub async fn mark_contacted(self, id: ApplicationId, version: i32) -> Answer<Application> {
        self.read(Call::post(format!("/applications/{id}/contact")).version(version)).await
    }

    /// Nobody had spoken with the person after all.
    pub async fn forget_contact(self, id: ApplicationId, version: i32) -> Answer<Application> {
        self.read(Call::delete(format!("/applications/{id}/contact")).version(version)).await
    }

    /// Makes a new client of it.
    pub async fn accept(self, id: ApplicationId, version: i32) -> Answer<Client> {
        self.read(Call::post(format!("/applications/{id}/acceptance")).version(version)).await
    }

    /// Adds it to a client who is known.
    pub async fn attach(self, id: ApplicationId, version: i32, client_id: ClientId) -> Answer<Client> {
        let call = Call::post(format!("/applications/{id}/attachment")).version(version);
        self.read(call.json(&Attachment { client_id })).await
    }

    pub async fn decline(self, id: ApplicationId, version: i32, why: Decline) -> Answer<Application> {
        self.read(Call::post(format!("/applications/{id}/refusal")).version(version).json(&why)).await
    }

    pub async fn open_application_document(
        self,
        id: ApplicationId,
        document: DocumentId,
        why: Reason,
    ) -> Answer<Blob> {
        let path = format!("/applications/{id}/documents/{document}/disclosure");
        file(self.send(Call::post(path).json(&why)).await?).await
    }
}
