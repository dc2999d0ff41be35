//! Files of clients.

use diesel::{QueryableByName, sql_types::Uuid as SqlUuid};
use domain::{
    custom_fields::CustomField,
    exports::{ClientColumn, ExportDraft, ExportOf, ExportPreview, ExportQuestion, MOST},
    ids::ClientId,
    permission::Permission,
    validate::Draft,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    Asked, Export, Taken,
    columns::{self, ADDRESS_LINE, coded, day_of},
    told::{self, Kept},
};
use crate::{
    StoreResult, clients,
    parameters::Parameters,
    scope::Scoped,
    tx::{Disclosure, ReadTx},
};

/// How many a file would be about, and what the reader may put into it.
pub fn preview(tx: &mut ReadTx, question: &ExportQuestion) -> StoreResult<ExportPreview> {
    question.check(tx.today())?;
    let clients = found(tx, &question.of)?.len() as u64;
    Ok(ExportPreview { clients, columns: columns::offered::<ClientColumn>(tx)? })
}

/// Decides who stands in the file, and says so in the audit.
pub fn begin(tx: &mut Disclosure, draft: &ExportDraft) -> StoreResult<Export<ClientColumn>> {
    draft.check(tx.today())?;
    let rows = found(tx, &draft.of)?;
    let Kept { filter, searched } = told::kept(tx, draft.of.filter.as_ref())?;
    let (at, chosen) = if filter.is_some() { ("/of/filter", false) } else { ("/of/clients", true) };
    let told = json!({ "clients": rows.len(), "filter": filter, "searched": searched, "chosen": chosen });
    let language = draft.language.as_deref();
    super::begin_with(tx, Asked { rows, at, columns: &draft.columns, language, told })
}

/// Clients in sight in the order of their names, and one more than a file may have where there are more.
fn found(tx: &mut ReadTx, of: &ExportOf) -> StoreResult<Vec<Uuid>> {
    tx.needs(Permission::SeeClients)?;
    match &of.filter {
        None => named(tx, &of.clients),
        Some(filter) => Ok(clients::matching(tx, filter, MOST)?.into_iter().map(|(id, _)| id).collect()),
    }
}

fn named(tx: &mut ReadTx, wanted: &[ClientId]) -> StoreResult<Vec<Uuid>> {
    let mut parameters = Parameters::default();
    let wanted = parameters.add(wanted.iter().map(|id| id.uuid()).collect::<Vec<_>>());
    let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
        format!(
            "select c.id from clients as c where c.id = any({wanted}) and {sight} order by c.name_key, c.id"
        )
    })?;
    let found: Vec<Named> = tx.load(parameters.bound_to(statement))?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

impl Taken for ClientColumn {
    const OPERATION: &'static str = "clients.export";
    const NAME: &'static str = "clients";
    const SEES: Permission = Permission::SeeClients;
    const CLIENT: &'static str = "c.id";
    const VALUES: &'static str = "custom_values.client_id = c.id";

    fn rows(sight: &str) -> String {
        format!("clients as c on c.id = wanted.id and {sight}")
    }

    fn has(field: &CustomField) -> bool {
        field.on.clients()
    }

    fn permissions(field: &CustomField) -> (Permission, Permission) {
        (Permission::SeeClientDetails, field.permission())
    }

    fn cell(self) -> String {
        match self {
            Self::LastName => "c.last_name".to_owned(),
            Self::FirstName => "c.first_name".to_owned(),
            Self::PreferredName => "c.preferred_name".to_owned(),
            Self::Aliases => "array_to_string(c.aliases, '; ')".to_owned(),
            Self::DateOfBirth => "to_char(c.date_of_birth, 'YYYY-MM-DD')".to_owned(),
            Self::Status => "c.status".to_owned(),
            Self::Stage => "c.stage".to_owned(),
            Self::Programs => PROGRAMS.to_owned(),
            Self::Staff => STAFF.to_owned(),
            Self::Tags => TAGS.to_owned(),
            Self::Phones => contact("kind = 'phone' and may_contact"),
            Self::Emails => contact("kind = 'email' and may_contact"),
            Self::DoNotContact => contact("not may_contact"),
            Self::Addresses => format!(
                "(select string_agg({ADDRESS_LINE}, '; ' order by addresses.position) from addresses \
                 where addresses.client_id = c.id)"
            ),
            Self::Residency => coded("residency", "c.residency"),
            Self::Neighborhood => coded("neighborhood", "c.neighborhood"),
            Self::ReferralSource => coded("referral_source", "c.referral_source"),
            Self::ExternalIds => EXTERNAL_IDS.to_owned(),
            Self::AddedOn => day_of("c.created_at"),
            Self::Id => "c.id::text".to_owned(),
        }
    }
}

const PROGRAMS: &str = "(select string_agg(programs.name, '; ' order by programs.name) from enrollments \
    join programs on programs.id = enrollments.program_id where enrollments.client_id = c.id \
    and enrollments.start_date <= reader.today and coalesce(enrollments.end_date, 'infinity') >= reader.today)";

const STAFF: &str = "(select string_agg(users.name, '; ' order by started_at, users.name) from assignments \
    join users on users.id = assignments.user_id where assignments.client_id = c.id and ended_at is null)";

const TAGS: &str = "(select string_agg(coalesce(labels ->> reader.language, labels ->> 'en', tag), '; ' \
    order by code_values.position, tag) from client_tags left join code_values on list = 'tag' and code = tag \
    where client_tags.client_id = c.id)";

const EXTERNAL_IDS: &str = "(select string_agg(source || ' ' || value, '; ' order by source, value) \
    from external_ids where external_ids.client_id = c.id)";

fn contact(condition: &str) -> String {
    format!(
        "(select string_agg(value, '; ' order by contact_points.position) from contact_points \
         where contact_points.client_id = c.id and {condition})"
    )
}
