//! A form on its way: what was typed and sent so far, kept on the server for the browser that began it.

use serde::{Deserialize, Serialize};

use crate::{
    applications::{ApplicationDraft, Step},
    code_lists::Choice,
    documents::Document,
    ids::ProgramId,
    organization::PublicOrganization,
};

/// Everything that the public form needs, in one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IntakeForm {
    pub organization: PublicOrganization,
    /// The choices of each code list that the form uses, in order.
    pub lists: std::collections::BTreeMap<String, Vec<Choice>>,
    /// Programs that are open to intake.
    pub programs: Vec<ProgramChoice>,
    /// Which consent text is shown.
    pub consent_version: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProgramChoice {
    pub id: ProgramId,
    pub name: String,
    pub description: String,
}

/// What is kept of an unsent form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SavedForm {
    /// What was typed. The social security number can be written here and is never read back: absent keeps the
    /// one that was written before, an empty one takes it away.
    pub form: ApplicationDraft,
    pub step: Step,
}

/// An unsent form, read back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenDraft {
    pub form: ApplicationDraft,
    pub step: Step,
    /// A social security number was typed and is kept.
    pub ssn_given: bool,
    pub documents: Vec<Document>,
}
