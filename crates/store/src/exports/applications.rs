//! Files of applications. They belong to nobody's caseload, so whoever sees applications sees all of them.

use domain::{
    applications::ApplicationFilter,
    custom_fields::CustomField,
    exports::{
        ApplicationColumn, ApplicationExportDraft, ApplicationExportPreview, ApplicationExportQuestion, MOST,
    },
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
    StoreResult,
    applications::{self, ORIGIN, PROGRAMS},
    tx::{Disclosure, ReadTx},
};

/// How many a file would have, and what the reader may put into it.
pub fn preview_applications(
    tx: &mut ReadTx,
    question: &ApplicationExportQuestion,
) -> StoreResult<ApplicationExportPreview> {
    question.check(tx.today())?;
    let applications = found(tx, &question.filter)?.len() as u64;
    Ok(ApplicationExportPreview { applications, columns: columns::offered::<ApplicationColumn>(tx)? })
}

/// Decides which stand in the file, and says so in the audit.
pub fn begin_applications(
    tx: &mut Disclosure,
    draft: &ApplicationExportDraft,
) -> StoreResult<Export<ApplicationColumn>> {
    draft.check(tx.today())?;
    let rows = found(tx, &draft.filter)?;
    let Kept { filter, searched } = told::kept(tx, Some(&draft.filter))?;
    let told = json!({ "applications": rows.len(), "filter": filter, "searched": searched });
    let language = draft.language.as_deref();
    super::begin_with(tx, Asked { rows, at: "/filter", columns: &draft.columns, language, told })
}

fn found(tx: &mut ReadTx, filter: &ApplicationFilter) -> StoreResult<Vec<Uuid>> {
    tx.needs(ApplicationColumn::SEES)?;
    applications::found(tx, filter, MOST)
}

impl Taken for ApplicationColumn {
    const OPERATION: &'static str = "applications.export";
    const NAME: &'static str = "applications";
    const SEES: Permission = Permission::SeeApplications;
    const CLIENT: &'static str = "applications.client_id";
    const VALUES: &'static str = "custom_values.application_id = applications.id";

    /// Which client it became is told of those in sight alone.
    fn rows(sight: &str) -> String {
        format!(
            "applications on applications.id = wanted.id \
             cross join lateral (select case when {sight} then applications.client_id end as client) as seen"
        )
    }

    fn has(field: &CustomField) -> bool {
        field.on.applications()
    }

    fn permissions(field: &CustomField) -> (Permission, Permission) {
        (Permission::SeeApplications, field.permission_on_applications())
    }

    fn cell(self) -> String {
        match self {
            Self::Reference => "reference".to_owned(),
            Self::ReceivedOn => day_of("submitted_at"),
            Self::Status => "status".to_owned(),
            Self::LastName => "last_name".to_owned(),
            Self::FirstName => "first_name".to_owned(),
            Self::PreferredName => "preferred_name".to_owned(),
            Self::DateOfBirth => "to_char(date_of_birth, 'YYYY-MM-DD')".to_owned(),
            Self::Phone => "phone".to_owned(),
            Self::Email => "email".to_owned(),
            Self::Address => format!("(select {ADDRESS_LINE} from {ADDRESS})"),
            Self::Language => "applications.language".to_owned(),
            Self::Programs => format!("array_to_string({PROGRAMS}, '; ')"),
            Self::EmploymentGoals => "employment_goals".to_owned(),
            Self::Residency => coded("residency", "residency"),
            Self::Neighborhood => coded("neighborhood", "neighborhood"),
            Self::ReferralSource => coded("referral_source", "referral_source"),
            Self::ReferralDetail => "referral_detail".to_owned(),
            Self::CameBy => format!(
                "(select concat_ws('; ', came ->> 'name', came ->> 'partner') from (select {ORIGIN} as came) as origin)"
            ),
            Self::FirstContactOn => day_of("first_contact_at"),
            Self::DecidedOn => day_of("decided_at"),
            Self::DecidedBy => "(select users.name from users where users.id = decided_by)".to_owned(),
            Self::DeclineReason => "decline_reason".to_owned(),
            Self::ClientId => "seen.client::text".to_owned(),
            Self::Id => "applications.id::text".to_owned(),
        }
    }
}

const ADDRESS: &str = "jsonb_to_record(applications.address) \
    as home (street text, unit text, city text, region text, postal_code text)";
