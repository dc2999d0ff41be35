//! Background work.

use domain::{
    ids::JobId,
    jobs::{Job, JobFilter},
    mails::MailFolder,
    page::Page,
    schedules::LastRun,
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn jobs(self, filter: JobFilter) -> Answer<Page<Job>> {
        self.read(Call::get(format!("/jobs{}", query(&filter)))).await
    }

    pub async fn retry_job(self, id: JobId) -> Answer<Job> {
        self.read(Call::post(format!("/jobs/{id}/retry"))).await
    }

    pub async fn discard_job(self, id: JobId) -> Answer<()> {
        self.done(Call::delete(format!("/jobs/{id}"))).await
    }

    pub async fn last_runs(self) -> Answer<Vec<LastRun>> {
        self.read(Call::get("/schedules")).await
    }

    pub async fn mails(self) -> Answer<MailFolder> {
        self.read(Call::get("/mails")).await
    }
}
