//! The words of mails.

use domain::{
    mail_texts::{MailKind, MailText, MailTextPatch},
    problem::{Code, Problem},
};

use super::{Answer, Call, Failure};
use crate::session::Session;

impl Session {
    pub async fn mail_texts(self) -> Answer<Vec<MailText>> {
        self.read(Call::get("/mail-texts")).await
    }

    /// One of them, which comes with all.
    pub async fn mail_text(self, kind: MailKind, language: String) -> Answer<MailText> {
        let all = self.mail_texts().await?;
        let found = all.into_iter().find(|text| text.kind == kind && text.language == language);
        found.ok_or_else(|| Failure::Refused(Box::new(Problem::new(Code::NotFound))))
    }

    pub async fn amend_mail_text(
        self,
        kind: MailKind,
        language: String,
        version: i32,
        patch: MailTextPatch,
    ) -> Answer<MailText> {
        self.read(Call::patch(address(kind, &language)).version(version).json(&patch)).await
    }

    pub async fn reset_mail_text(self, kind: MailKind, language: String, version: i32) -> Answer<MailText> {
        self.read(Call::delete(address(kind, &language)).version(version)).await
    }
}

fn address(kind: MailKind, language: &str) -> String {
    format!("/mail-texts/{}/{language}", kind.code())
}
