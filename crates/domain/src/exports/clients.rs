//! Clients as a file, a row for each.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{
    Column, ExportColumn, Plain,
    column::{columns, twice},
    words::{self, Words},
};
use crate::{
    clients::{ClientFilter, Stage, Status},
    ids::ClientId,
    permission::Permission,
    problem::FieldError,
    validate::{self, Draft},
};

columns! {
    /// What every installation has of a client.
    ClientColumn by meaning:
    LastName "last_name" "Last name" "Apellidos" SeeClients,
    FirstName "first_name" "First name" "Nombre" SeeClients,
    PreferredName "preferred_name" "Preferred name" "Nombre preferido" SeeClients,
    Aliases "aliases" "Other names" "Otros nombres" SeeClientDetails,
    DateOfBirth "date_of_birth" "Date of birth" "Fecha de nacimiento" SeeClientDetails,
    Status "status" "Status" "Estado" SeeClientDetails,
    Stage "stage" "Stage" "Etapa" SeeClientDetails,
    Programs "programs" "Programs" "Programas" SeeEnrollments,
    Staff "staff" "Staff" "Personal" SeeClientDetails,
    Tags "tags" "Tags" "Etiquetas" SeeClientDetails,
    Phones "phones" "Phones" "Teléfonos" SeeClients,
    Emails "emails" "Email addresses" "Correos electrónicos" SeeClients,
    DoNotContact "do_not_contact" "Do not contact at" "No contactar en" SeeClients,
    Addresses "addresses" "Addresses" "Direcciones" SeeClients,
    Residency "residency" "Residency" "Residencia" SeeClientDetails,
    Neighborhood "neighborhood" "Neighborhood" "Vecindario" SeeClientDetails,
    ReferralSource "referral_source" "Heard of us by" "Cómo supo de nosotros" SeeClientDetails,
    ExternalIds "external_ids" "Ids in other systems" "Números en otros sistemas" SeeClientDetails,
    AddedOn "added_on" "Added on" "Añadido el" SeeClients,
    Id "id" "Id" "Id" SeeClients,
}

fn meaning(column: ClientColumn, cell: &str, places_people: bool) -> Option<Words> {
    match column {
        ClientColumn::Status => Status::from_code(cell).map(words::client_status),
        ClientColumn::Stage => Stage::from_code(cell).map(|stage| words::stage(stage, places_people)),
        _ => None,
    }
}

/// Whom a file is to be about: those who are named, or all who fit a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ExportOf {
    /// At most 5,000.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 5000))]
    pub clients: Vec<ClientId>,
    /// The filter of the list of clients, as it stands there; limit and cursor are of no account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>, example = json!({ "status": ["active"] })))]
    pub filter: Option<ClientFilter>,
}

impl Draft for ExportOf {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        match (self.clients.is_empty(), &self.filter) {
            (true, None) => errors.push(FieldError::new("/of/clients", "required")),
            (false, Some(_)) => errors.push(FieldError::new("/of/filter", "clients_or_filter")),
            _ => {}
        }
    }
}

/// A question before a file is made: how many it would be about, and what may stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportQuestion {
    #[validate(nested)]
    pub of: ExportOf,
}

impl Draft for ExportQuestion {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        self.of.rules(today, errors);
    }
}

/// What a file would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportPreview {
    /// How many rows it would have: none where nobody fits any more, and 100,001 where there are more than one file takes.
    pub clients: u64,
    /// The columns that the reader may choose, in their order.
    pub columns: Vec<ExportColumn>,
}

/// A file that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportDraft {
    #[validate(nested)]
    pub of: ExportOf,
    /// In this order. A custom field is `field:` and its name.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>,
        example = json!(["last_name", "first_name", "phones", "field:shirt_size"])))]
    #[validate(length(min = 1, max = 100))]
    pub columns: Vec<Column<ClientColumn>>,
    /// Why. It stands in the audit beside the reader's name.
    #[validate(length(min = 5, max = 500), custom(function = validate::line))]
    #[cfg_attr(feature = "openapi", schema(example = "Invitations to the job fair in May"))]
    pub reason: String,
    /// In which language headings and labels are written: `en` where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 2, max = 10))]
    pub language: Option<String>,
}

impl Draft for ExportDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        self.of.rules(today, errors);
        twice(&self.columns, errors);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(draft: &str) -> Vec<String> {
        let draft: ExportDraft = serde_json::from_str(draft).unwrap();
        let errors = draft.check(NaiveDate::default()).err().unwrap_or_default();
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn a_file_is_about_somebody_and_for_something() {
        let fine = r#"{ "of": { "filter": {} }, "columns": ["last_name"], "reason": "The job fair" }"#;
        assert!(wrong(fine).is_empty());
        let odd = r#"{ "of": {}, "columns": ["last_name", "last_name"], "reason": "why" }"#;
        assert_eq!(wrong(odd), ["/columns/1 twice", "/of/clients required", "/reason too_short"]);
    }

    #[test]
    fn codes_are_written_in_words_and_the_rest_stays() {
        let worded = |column: ClientColumn, cell: &str, places| column.worded(cell.to_owned(), "en", places);
        assert_eq!(worded(ClientColumn::Status, "active", true), "Active");
        assert_eq!(worded(ClientColumn::Stage, "job_placement", true), "Job placement");
        assert_eq!(worded(ClientColumn::Stage, "job_placement", false), "Service completion");
        assert_eq!(worded(ClientColumn::LastName, "active", true), "active");
        assert_eq!(ClientColumn::Stage.heading("es"), "Etapa");
    }
}
