//! Calls that need no account.

use domain::{drafts::ProgramChoice, organization::PublicOrganization};
use serde::Deserialize;

use super::{Answer, Call};
use crate::i18n::Language;

pub async fn organization() -> Answer<PublicOrganization> {
    Call::get("/organization").read().await
}

/// What the first page shows of the public form: who we are and what is open. It leaves out the choices of every
/// question, and so the code that would read them.
#[derive(Clone, Deserialize)]
pub struct Offers {
    pub organization: PublicOrganization,
    pub programs: Vec<ProgramChoice>,
    /// No applications are taken here at the moment.
    pub closed: bool,
}

/// In a language, as far as the organization wrote in it.
pub async fn offers(language: Language) -> Answer<Offers> {
    form(language).read().await
}

pub fn form(language: Language) -> Call {
    Call::get(format!("/intake/form?language={}", language.code()))
}
