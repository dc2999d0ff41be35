//! A form on its way: what was typed and sent so far, kept on the server for the browser that began it, and for
//! whoever knows its private link and the date of birth in it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::{
    applications::{ApplicationDraft, Step},
    code_lists::Choice,
    custom_fields::AskedField,
    documents::Document,
    ids::ProgramId,
    intake_links::OpenedBy,
    organization::PublicOrganization,
    problem::FieldError,
    settings::FileLimits,
    validate::{self, Draft},
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
    /// What the organization asks beyond that, in its order.
    #[serde(default)]
    pub fields: Vec<AskedField>,
    /// Which consent text is shown.
    pub consent_version: String,
    /// What may be sent along.
    pub limits: FileLimits,
    /// No applications are taken here at the moment.
    #[serde(default)]
    pub closed: bool,
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
    /// The version that it goes on from, as it was read or last saved.
    pub version: i32,
    /// Names the page that saves: any random one, made when the page opens. Where the same page saved last, the
    /// version may lag behind: the answer to that save was lost on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<Uuid>,
}

/// A form was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedDraft {
    pub version: i32,
}

/// An unsent form, read back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenDraft {
    pub form: ApplicationDraft,
    pub step: Step,
    pub version: i32,
    /// A social security number was typed and is kept.
    pub ssn_given: bool,
    pub documents: Vec<Document>,
    /// The private link, where one was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<DraftLink>,
    /// By a link of the organization, or by the staff for somebody, where it was opened so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<OpenedBy>,
}

/// What opens an unsent form elsewhere, together with the date of birth in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftLink {
    /// Goes behind the `#` of the page's address, which browsers do not send: `K7QM-2XHD-…`.
    pub code: String,
    /// The form is deleted then, unless somebody goes on with it before.
    pub kept_until: DateTime<Utc>,
}

/// What somebody knows who comes back to a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Resumption {
    /// Of the private link, as it was copied or written down: hyphens, spaces and small letters are fine.
    #[validate(length(min = 1, max = 100), custom(function = validate::line))]
    pub code: String,
    /// Required.
    pub date_of_birth: Option<NaiveDate>,
}

impl Draft for Resumption {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if self.date_of_birth.is_none() {
            errors.push(FieldError::new("/date_of_birth", "required"));
        }
    }
}

/// What a private link leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Resumed {
    /// The form, open in this browser from now on.
    Open(Box<OpenDraft>),
    /// It was handed in meanwhile.
    Sent(Sent),
}

/// What is told of a form that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sent {
    /// As the receipt had it.
    pub reference: String,
    pub submitted_at: DateTime<Utc>,
}
