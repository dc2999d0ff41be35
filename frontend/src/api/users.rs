//! The accounts of the people who work here.

use domain::{
    clients::Reason,
    follow_ups::FollowUp,
    ids::{SessionId, UserId},
    page::Page,
    role::RoleId,
    sessions::OpenSession,
    users::{
        Deactivations, Invitation, Invitations, LeftByRoles, RoleAddition, RowResult, User, UserFilter,
        UserPatch,
    },
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn users(self, filter: UserFilter) -> Answer<Page<User>> {
        self.read(Call::get(format!("/users{}", query(&filter)))).await
    }

    pub async fn user(self, id: UserId) -> Answer<User> {
        self.read(Call::get(format!("/users/{id}"))).await
    }

    pub async fn amend_user(self, id: UserId, version: i32, patch: UserPatch) -> Answer<User> {
        self.read(Call::patch(format!("/users/{id}")).version(version).json(&patch)).await
    }

    /// What somebody would leave behind with these roles alone.
    pub async fn left_by_roles(self, id: UserId, role: Vec<RoleId>) -> Answer<Page<FollowUp>> {
        let asked = LeftByRoles { role, ..LeftByRoles::default() };
        self.read(Call::get(format!("/users/{id}/follow-ups-left{}", query(&asked)))).await
    }

    pub async fn deactivate_user(self, id: UserId, version: i32, reason: Reason) -> Answer<User> {
        self.read(Call::post(format!("/users/{id}/deactivation")).version(version).json(&reason)).await
    }

    pub async fn reactivate_user(self, id: UserId, version: i32, reason: Reason) -> Answer<User> {
        self.read(Call::post(format!("/users/{id}/reactivation")).version(version).json(&reason)).await
    }

    pub async fn forget_second_factor_of(self, id: UserId, version: i32, reason: Reason) -> Answer<User> {
        self.read(Call::post(format!("/users/{id}/second-factor-removal")).version(version).json(&reason))
            .await
    }

    pub async fn invite_user_again(self, id: UserId) -> Answer<User> {
        self.read(Call::post(format!("/users/{id}/invitation"))).await
    }

    pub async fn take_invitation_back(self, id: UserId) -> Answer<()> {
        self.done(Call::delete(format!("/users/{id}"))).await
    }

    pub async fn mail_user_reset(self, id: UserId) -> Answer<()> {
        self.done(Call::post(format!("/users/{id}/password-reset"))).await
    }

    pub async fn user_sessions(self, id: UserId) -> Answer<Vec<OpenSession>> {
        self.read(Call::get(format!("/users/{id}/sessions"))).await
    }

    pub async fn end_user_session(self, id: UserId, session: SessionId) -> Answer<()> {
        self.done(Call::delete(format!("/users/{id}/sessions/{session}"))).await
    }

    pub async fn end_user_sessions(self, id: UserId) -> Answer<()> {
        self.done(Call::delete(format!("/users/{id}/sessions"))).await
    }

    pub async fn invite_user(self, invitation: Invitation) -> Answer<User> {
        self.read(Call::post("/users").json(&invitation)).await
    }

    pub async fn invite_users(self, all: Invitations) -> Answer<Vec<RowResult>> {
        self.read(Call::post("/users/invitations").json(&all)).await
    }

    pub async fn deactivate_users(self, all: Deactivations) -> Answer<Vec<RowResult>> {
        self.read(Call::post("/users/deactivations").json(&all)).await
    }

    pub async fn add_role_to_users(self, all: RoleAddition) -> Answer<Vec<RowResult>> {
        self.read(Call::post("/users/role-additions").json(&all)).await
    }
}
