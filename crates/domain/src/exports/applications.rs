//! Applications as a file, a row for each.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{
    Column, ExportColumn, Plain,
    column::{columns, twice},
    words::{self, Words},
};
use crate::{
    applications::{ApplicationFilter, Status},
    permission::Permission,
    problem::FieldError,
    validate::{self, Draft},
};

columns! {
    /// What every installation has of an application.
    ApplicationColumn by meaning:
    Reference "reference" "Reference" "Referencia" SeeApplications,
    ReceivedOn "received_on" "Received on" "Recibida el" SeeApplications,
    Status "status" "Status" "Estado" SeeApplications,
    LastName "last_name" "Last name" "Apellidos" SeeApplications,
    FirstName "first_name" "First name" "Nombre" SeeApplications,
    PreferredName "preferred_name" "Preferred name" "Nombre preferido" SeeApplications,
    DateOfBirth "date_of_birth" "Date of birth" "Fecha de nacimiento" SeeApplications,
    Phone "phone" "Phone" "Teléfono" SeeApplications,
    Email "email" "Email address" "Correo electrónico" SeeApplications,
    Address "address" "Address" "Dirección" SeeApplications,
    Language "language" "Language of the form" "Idioma del formulario" SeeApplications,
    Programs "programs" "Interested in" "Le interesa" SeeApplications,
    EmploymentGoals "employment_goals" "Goals, in their words" "Metas, en sus palabras" SeeApplications,
    Residency "residency" "Residency" "Residencia" SeeApplications,
    Neighborhood "neighborhood" "Neighborhood" "Vecindario" SeeApplications,
    ReferralSource "referral_source" "Heard of us by" "Cómo supo de nosotros" SeeApplications,
    ReferralDetail "referral_detail" "More on that" "Más sobre eso" SeeApplications,
    CameBy "came_by" "Came by" "Llegó por" SeeApplications,
    FirstContactOn "first_contact_on" "First contact on" "Primer contacto el" SeeApplications,
    DecidedOn "decided_on" "Decided on" "Decidida el" SeeApplications,
    DecidedBy "decided_by" "Decided by" "Decidida por" SeeApplications,
    DeclineReason "decline_reason" "Why it was declined" "Por qué se rechazó" SeeApplications,
    ClientId "client_id" "Id of the client" "Id del cliente" SeeClients,
    Id "id" "Id" "Id" SeeApplications,
}

fn meaning(column: ApplicationColumn, cell: &str, _places_people: bool) -> Option<Words> {
    match column {
        ApplicationColumn::Status => Status::from_code(cell).map(words::application_status),
        _ => None,
    }
}

/// A question before a file of applications is made: how many would stand in it, and what of them may.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicationExportQuestion {
    /// The filter of the list of applications, as it stands there; limit and cursor are of no account.
    #[cfg_attr(feature = "openapi", schema(value_type = Object, example = json!({ "status": ["new"] })))]
    pub filter: ApplicationFilter,
}

impl Draft for ApplicationExportQuestion {}

/// What a file of applications would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationExportPreview {
    /// How many rows it would have: none where none fits any more, and 100,001 where there are more than one file takes.
    pub applications: u64,
    /// The columns that the reader may choose, in their order.
    pub columns: Vec<ExportColumn>,
}

/// A file of applications that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicationExportDraft {
    /// The filter of the list of applications, as it stands there; limit and cursor are of no account.
    #[cfg_attr(feature = "openapi", schema(value_type = Object, example = json!({ "status": ["new"] })))]
    pub filter: ApplicationFilter,
    /// In this order. A custom field is `field:` and its name.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>,
        example = json!(["reference", "last_name", "first_name", "phone", "field:shirt_size"])))]
    #[validate(length(min = 1, max = 100))]
    pub columns: Vec<Column<ApplicationColumn>>,
    /// Why. It stands in the audit beside the reader's name.
    #[validate(length(min = 5, max = 500), custom(function = validate::line))]
    #[cfg_attr(feature = "openapi", schema(example = "Figures for the funder's visit"))]
    pub reason: String,
    /// In which language headings and labels are written: `en` where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 2, max = 10))]
    pub language: Option<String>,
}

impl Draft for ApplicationExportDraft {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        twice(&self.columns, errors);
    }
}
