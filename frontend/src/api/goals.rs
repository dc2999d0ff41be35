//! The service plan.

use domain::{
    goals::{Closing, Goal, GoalDraft, GoalFilter, GoalPatch, Step, StepCompletion, StepDraft, StepPatch},
    ids::{ClientId, GoalId, StepId},
    page::Page,
    problem::{Code, Problem},
};

use super::{Answer, Call, Failure, query};
use crate::session::Session;

impl Session {
    pub async fn goals(self, client: ClientId, filter: GoalFilter) -> Answer<Page<Goal>> {
        self.read(Call::get(format!("/clients/{client}/goals{}", query(&filter)))).await
    }

    pub async fn goal(self, id: GoalId) -> Answer<Goal> {
        self.read(Call::get(format!("/goals/{id}"))).await
    }

    pub async fn add_goal(self, client: ClientId, draft: GoalDraft) -> Answer<Goal> {
        self.read(Call::post(format!("/clients/{client}/goals")).json(&draft)).await
    }

    pub async fn amend_goal(self, id: GoalId, version: i32, patch: GoalPatch) -> Answer<Goal> {
        self.read(Call::patch(format!("/goals/{id}")).version(version).json(&patch)).await
    }

    /// It was set by a slip.
    pub async fn remove_goal(self, id: GoalId, version: i32) -> Answer<()> {
        self.done(Call::delete(format!("/goals/{id}")).version(version)).await
    }

    pub async fn close_goal(self, id: GoalId, version: i32, closing: Closing) -> Answer<Goal> {
        self.read(Call::post(format!("/goals/{id}/closing")).version(version).json(&closing)).await
    }

    pub async fn reopen_goal(self, id: GoalId, version: i32) -> Answer<Goal> {
        self.read(Call::delete(format!("/goals/{id}/closing")).version(version)).await
    }

    /// One step of a goal, which comes with its goal.
    pub async fn step(self, goal: GoalId, id: StepId) -> Answer<Step> {
        let found = self.goal(goal).await?.steps.into_iter().find(|step| step.id == id);
        found.ok_or_else(|| Failure::Refused(Box::new(Problem::new(Code::NotFound))))
    }

    pub async fn add_step(self, goal: GoalId, draft: StepDraft) -> Answer<Step> {
        self.read(Call::post(format!("/goals/{goal}/steps")).json(&draft)).await
    }

    pub async fn amend_step(self, goal: GoalId, id: StepId, version: i32, patch: StepPatch) -> Answer<Step> {
        self.read(Call::patch(format!("/goals/{goal}/steps/{id}")).version(version).json(&patch)).await
    }

    pub async fn remove_step(self, goal: GoalId, id: StepId, version: i32) -> Answer<()> {
        self.done(Call::delete(format!("/goals/{goal}/steps/{id}")).version(version)).await
    }

    pub async fn complete_step(self, goal: GoalId, id: StepId, version: i32) -> Answer<Step> {
        let today = StepCompletion::default();
        self.read(Call::post(format!("/goals/{goal}/steps/{id}/completion")).version(version).json(&today))
            .await
    }

    pub async fn reopen_step(self, goal: GoalId, id: StepId, version: i32) -> Answer<Step> {
        self.read(Call::delete(format!("/goals/{goal}/steps/{id}/completion")).version(version)).await
    }
}
