//! Waiting lists.

use domain::{
    enrollments::Enrollment,
    ids::{ClientId, ProgramId, WaitlistEntryId},
    waitlist::{Joining, OfferDraft, WaitlistAnswer, WaitlistEntry},
};

use super::{Answer, Call, Outcome};
use crate::session::Session;

impl Session {
    pub async fn waiting_in(self, program: ProgramId) -> Answer<Vec<WaitlistEntry>> {
        self.read(Call::get(format!("/programs/{program}/waitlist"))).await
    }

    pub async fn waiting_of(self, client: ClientId) -> Answer<Vec<WaitlistEntry>> {
        self.read(Call::get(format!("/clients/{client}/waitlist"))).await
    }

    pub async fn join_waitlist(self, program: ProgramId, client_id: ClientId) -> Answer<WaitlistEntry> {
        self.read(Call::post(format!("/programs/{program}/waitlist")).json(&Joining { client_id })).await
    }

    pub async fn offer_place(self, program: ProgramId, draft: OfferDraft) -> Answer<WaitlistEntry> {
        self.read(Call::post(format!("/programs/{program}/offers")).json(&draft)).await
    }

    pub async fn accept_place(self, id: WaitlistEntryId, version: i32) -> Answer<Outcome<Enrollment>> {
        self.edit(Call::post(format!("/waitlist/{id}/acceptance")).version(version)).await
    }

    pub async fn answer_waitlist(
        self,
        id: WaitlistEntryId,
        version: i32,
        answer: WaitlistAnswer,
    ) -> Answer<WaitlistEntry> {
        self.read(Call::post(format!("/waitlist/{id}/answer")).version(version).json(&answer)).await
    }
}
