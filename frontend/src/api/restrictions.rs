//! Restrictions.

use domain::{
    ids::{BypassId, ClientId, RestrictionId},
    page::Page,
    restrictions::{
        BypassDraft, Lifting, Restriction, RestrictionDraft, RestrictionFilter, RestrictionPatch,
        notice::{Notice, NoticeLanguage},
    },
};

use super::{Answer, Call, Outcome, query};
use crate::session::Session;

impl Session {
    pub async fn restrictions(self, filter: RestrictionFilter) -> Answer<Page<Restriction>> {
        self.read(Call::get(format!("/restrictions{}", query(&filter)))).await
    }

    pub async fn restrictions_of(
        self,
        client: ClientId,
        filter: RestrictionFilter,
    ) -> Answer<Page<Restriction>> {
        self.read(Call::get(format!("/clients/{client}/restrictions{}", query(&filter)))).await
    }

    pub async fn restriction(self, id: RestrictionId) -> Answer<Restriction> {
        self.read(Call::get(format!("/restrictions/{id}"))).await
    }

    pub async fn add_restriction(
        self,
        client: ClientId,
        draft: RestrictionDraft,
    ) -> Answer<Outcome<Restriction>> {
        self.edit(Call::post(format!("/clients/{client}/restrictions")).json(&draft)).await
    }

    pub async fn amend_restriction(
        self,
        id: RestrictionId,
        version: i32,
        patch: RestrictionPatch,
    ) -> Answer<Outcome<Restriction>> {
        self.edit(Call::patch(format!("/restrictions/{id}")).version(version).json(&patch)).await
    }

    pub async fn notice(self, id: RestrictionId, wanted: NoticeLanguage) -> Answer<Notice> {
        self.read(Call::get(format!("/restrictions/{id}/notice{}", query(&wanted)))).await
    }

    /// With the reason in it, which the audit tells.
    pub async fn notice_with_reason(self, id: RestrictionId, wanted: NoticeLanguage) -> Answer<Notice> {
        self.read(Call::post(format!("/restrictions/{id}/notice-disclosure")).json(&wanted)).await
    }

    pub async fn lift_restriction(
        self,
        id: RestrictionId,
        version: i32,
        lifting: Lifting,
    ) -> Answer<Outcome<Restriction>> {
        self.edit(Call::post(format!("/restrictions/{id}/lifting")).version(version).json(&lifting)).await
    }

    pub async fn bypass_restriction(self, id: RestrictionId, draft: BypassDraft) -> Answer<Restriction> {
        self.read(Call::post(format!("/restrictions/{id}/bypasses")).json(&draft)).await
    }

    pub async fn end_bypass(self, id: RestrictionId, bypass: BypassId) -> Answer<Restriction> {
        self.read(Call::post(format!("/restrictions/{id}/bypasses/{bypass}/ending"))).await
    }
}
