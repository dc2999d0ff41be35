//! Whom notifications are about, as far as the reader sees them at this moment: what was told may be old.

use std::collections::HashMap;

use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Nullable, Text, Uuid as SqlUuid},
};
use domain::{clients::display_name, ids::ClientId, notifications::Kind, permission::Permission};
use uuid::Uuid;

use crate::{StoreResult, parameters::Parameters, schema::applications, scope::Scoped, tx::ReadTx};

/// The names by notification. One about many people, or about nobody, has none.
pub(super) fn names(tx: &mut ReadTx, told: &[(Uuid, Kind, Uuid)]) -> StoreResult<HashMap<Uuid, String>> {
    let mut names = of_clients(tx, told.iter().map(|(id, ..)| *id).collect())?;
    let is_application = |(_, kind, _): &&(Uuid, Kind, Uuid)| *kind == Kind::NewApplication;
    let asked: Vec<Uuid> = told.iter().filter(is_application).map(|(.., subject)| *subject).collect();
    let applicants = of_applications(tx, asked)?;
    names.extend(told.iter().filter_map(|(id, _, subject)| Some((*id, applicants.get(subject)?.clone()))));
    Ok(names)
}

/// The client is the subject itself, or that of the follow-up, restriction, note or proposal.
fn of_clients(tx: &mut ReadTx, told: Vec<Uuid>) -> StoreResult<HashMap<Uuid, String>> {
    if told.is_empty() || !tx.may(Permission::SeeClients) {
        return Ok(HashMap::new());
    }
    let mut parameters = Parameters::default();
    let told = parameters.add(told);
    let statement = Scoped::sql(tx.actor(), "clients.id", |sight| {
        format!(
            "select notifications.id, clients.id as client_id, preferred_name, first_name, last_name
            from notifications join clients on clients.id = case notifications.kind
                when 'client_assigned' then subject_id
                when 'follow_ups_assigned' then subject_id
                when 'note_mentioned' then subject_id
                when 'follow_up_assigned' then (select client_id from follow_ups where id = subject_id)
                when 'restriction_review_due' then (select client_id from restrictions where id = subject_id)
                when 'note_reviewed' then (select client_id from notes where id = subject_id)
                when 'change_approved' then (select client_id from pending_changes where id = subject_id)
                when 'change_partly_approved' then (select client_id from pending_changes where id = subject_id)
                when 'change_refused' then (select client_id from pending_changes where id = subject_id) end
            where notifications.id = any({told}) and {sight}"
        )
    })?;
    let rows: Vec<Named> = tx.load(parameters.bound_to(statement))?;
    tx.saw("notifications.list", rows.iter().map(|row| ClientId::from(row.client_id)));
    Ok(rows.into_iter().map(|row| (row.id, row.name())).collect())
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    client_id: Uuid,
    #[diesel(sql_type = Nullable<Text>)]
    preferred_name: Option<String>,
    #[diesel(sql_type = Text)]
    first_name: String,
    #[diesel(sql_type = Text)]
    last_name: String,
}

impl Named {
    fn name(&self) -> String {
        display_name(self.preferred_name.as_deref(), &self.first_name, &self.last_name)
    }
}

fn of_applications(tx: &mut ReadTx, wanted: Vec<Uuid>) -> StoreResult<HashMap<Uuid, String>> {
    if wanted.is_empty() || !tx.may(Permission::SeeApplications) {
        return Ok(HashMap::new());
    }
    let query = Scoped::by_permission(applications::table).filter(applications::id.eq_any(wanted)).select((
        applications::id,
        applications::preferred_name,
        applications::first_name,
        applications::last_name,
    ));
    let rows: Vec<(Uuid, String, String, String)> = tx.load(query)?;
    let named = |(id, preferred, first, last): (Uuid, String, String, String)| {
        (id, display_name(Some(preferred.as_str()).filter(|name| !name.is_empty()), &first, &last))
    };
    Ok(rows.into_iter().map(named).collect())
}
