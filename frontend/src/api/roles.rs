//! Roles, and why somebody may do something.

use domain::{
    ids::UserId,
    permission::Permission,
    role::RoleId,
    roles::{ListedRole, RoleDetail, RoleDraft, RoleEffect, RolePatch, Why, WhyFilter},
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn roles(self) -> Answer<Vec<ListedRole>> {
        self.read(Call::get("/roles")).await
    }

    pub async fn role(self, id: RoleId) -> Answer<RoleDetail> {
        self.read(Call::get(format!("/roles/{id}"))).await
    }

    pub async fn add_role(self, draft: RoleDraft) -> Answer<ListedRole> {
        self.read(Call::post("/roles").json(&draft)).await
    }

    pub async fn amend_role(self, id: RoleId, version: i32, patch: RolePatch) -> Answer<ListedRole> {
        self.read(Call::patch(format!("/roles/{id}")).version(version).json(&patch)).await
    }

    pub async fn remove_role(self, id: RoleId) -> Answer<()> {
        self.done(Call::delete(format!("/roles/{id}"))).await
    }

    /// Whom a change would affect; it changes nothing.
    pub async fn role_effect(self, id: RoleId, patch: RolePatch) -> Answer<RoleEffect> {
        self.read(Call::post(format!("/roles/{id}/effect")).json(&patch)).await
    }

    pub async fn why(self, user: UserId, permission: Permission, filter: WhyFilter) -> Answer<Why> {
        let permission = permission.code();
        self.read(Call::get(format!("/users/{user}/permissions/{permission}{}", query(&filter)))).await
    }
}
