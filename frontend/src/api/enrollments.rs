//! Enrollments.

use domain::{
    enrollments::{
        Correction, DischargeDraft, DischargeRow, Enrollment, EnrollmentDraft, EnrollmentFilter,
        EnrollmentRequest, EnrollmentRequestDraft, IntakeRow, LeftByEnding, Occupancy, ProgramStanding,
        TransferDraft,
    },
    follow_ups::FollowUp,
    ids::{ChangeId, ClientId, EnrollmentId, ProgramId},
    page::Page,
};

use super::{Answer, Call, Outcome, query};
use crate::session::Session;

impl Session {
    pub async fn enrollments(self, client: ClientId) -> Answer<Vec<Enrollment>> {
        self.read(Call::get(format!("/clients/{client}/enrollments"))).await
    }

    pub async fn intakes(self, client: ClientId) -> Answer<Vec<IntakeRow>> {
        self.read(Call::get(format!("/clients/{client}/intakes"))).await
    }

    pub async fn discharges(self, client: ClientId) -> Answer<Vec<DischargeRow>> {
        self.read(Call::get(format!("/clients/{client}/discharges"))).await
    }

    pub async fn enrollments_in(
        self,
        program: ProgramId,
        filter: EnrollmentFilter,
    ) -> Answer<Page<Enrollment>> {
        self.read(Call::get(format!("/programs/{program}/enrollments{}", query(&filter)))).await
    }

    pub async fn occupancy(self, program: ProgramId) -> Answer<Vec<Occupancy>> {
        self.read(Call::get(format!("/programs/{program}/occupancy"))).await
    }

    pub async fn enroll(self, client: ClientId, draft: EnrollmentDraft) -> Answer<Outcome<Enrollment>> {
        self.edit(Call::post(format!("/clients/{client}/enrollments")).json(&draft)).await
    }

    /// What would be left behind if it ended, and the client went to a program or nowhere.
    pub async fn left_by_ending(self, id: EnrollmentId, goal: Option<ProgramId>) -> Answer<Page<FollowUp>> {
        let asked = LeftByEnding { program_id: goal, ..LeftByEnding::default() };
        self.read(Call::get(format!("/enrollments/{id}/follow-ups{}", query(&asked)))).await
    }

    pub async fn discharge(
        self,
        id: EnrollmentId,
        version: i32,
        draft: DischargeDraft,
    ) -> Answer<Outcome<Enrollment>> {
        self.edit(Call::post(format!("/enrollments/{id}/discharge")).version(version).json(&draft)).await
    }

    pub async fn transfer(
        self,
        id: EnrollmentId,
        version: i32,
        draft: TransferDraft,
    ) -> Answer<Outcome<Enrollment>> {
        self.edit(Call::post(format!("/enrollments/{id}/transfer")).version(version).json(&draft)).await
    }

    pub async fn correct_enrollment(
        self,
        id: EnrollmentId,
        version: i32,
        patch: Correction,
    ) -> Answer<Outcome<Enrollment>> {
        self.edit(Call::patch(format!("/enrollments/{id}")).version(version).json(&patch)).await
    }

    /// What one asked for oneself, the latest first.
    pub async fn enrollment_requests(self) -> Answer<Vec<EnrollmentRequest>> {
        self.read(Call::get("/enrollment-requests")).await
    }

    /// Where one stands with each program that is open; none where one cannot ask for any.
    pub async fn program_standings(self) -> Answer<Vec<ProgramStanding>> {
        self.read(Call::get("/enrollment-requests/programs")).await
    }

    pub async fn ask_to_enroll(self, draft: EnrollmentRequestDraft) -> Answer<EnrollmentRequest> {
        self.read(Call::post("/enrollment-requests").json(&draft)).await
    }

    pub async fn withdraw_request(self, id: ChangeId, version: i32) -> Answer<EnrollmentRequest> {
        self.read(Call::post(format!("/enrollment-requests/{id}/withdrawal")).version(version)).await
    }
}
