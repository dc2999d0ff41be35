//! Legal holds and erasures.

use domain::{
    erasures::{DueErasures, Erasure, ErasureDraft, ErasureFilter, ErasurePreview},
    ids::{ClientId, LegalHoldId},
    legal_holds::{HoldReason, LegalHold},
    page::Page,
};

use super::{Answer, Call, Outcome, query};
use crate::session::Session;

impl Session {
    pub async fn legal_holds(self, client: ClientId) -> Answer<Vec<LegalHold>> {
        self.read(Call::get(format!("/clients/{client}/legal-holds"))).await
    }

    pub async fn set_legal_hold(self, client: ClientId, why: HoldReason) -> Answer<LegalHold> {
        self.read(Call::post(format!("/clients/{client}/legal-holds")).json(&why)).await
    }

    pub async fn lift_legal_hold(self, id: LegalHoldId, why: HoldReason) -> Answer<LegalHold> {
        self.read(Call::post(format!("/legal-holds/{id}/lifting")).json(&why)).await
    }

    pub async fn erasure_preview(self, client: ClientId) -> Answer<ErasurePreview> {
        self.read(Call::get(format!("/clients/{client}/erasure-preview"))).await
    }

    pub async fn erase(
        self,
        client: ClientId,
        version: i32,
        draft: ErasureDraft,
    ) -> Answer<Outcome<Erasure>> {
        self.edit(Call::post(format!("/clients/{client}/erasure")).version(version).json(&draft)).await
    }

    pub async fn erasure_of(self, client: ClientId) -> Answer<Erasure> {
        self.read(Call::get(format!("/clients/{client}/erasure"))).await
    }

    pub async fn erasures_due(self) -> Answer<DueErasures> {
        self.read(Call::get("/erasures/due")).await
    }

    pub async fn erasures(self, filter: ErasureFilter) -> Answer<Page<Erasure>> {
        self.read(Call::get(format!("/erasures{}", query(&filter)))).await
    }
}
