//! People who sign in.

use diesel::prelude::*;
use domain::{ids::UserId, role::Role, users::Colleague};
use uuid::Uuid;

use crate::{
    StoreResult,
    schema::{user_roles, users},
    scope::Scoped,
    tx::ReadTx,
};

/// Active staff by name, for pickers. Participants and workers of the portal are not among them.
pub fn colleagues(tx: &mut ReadTx) -> StoreResult<Vec<Colleague>> {
    let roles = user_roles::table.filter(user_roles::user_id.eq(users::id)).select(diesel::dsl::sql::<
        diesel::sql_types::Array<diesel::sql_types::Text>,
    >(
        "array_agg(role order by role)",
    ));
    let query = Scoped::by_permission(users::table)
        .filter(users::status.eq("active"))
        .filter(users::client_id.is_null())
        .order((users::name, users::id))
        .select((users::id, users::name, roles.single_value()));
    let rows: Vec<(Uuid, String, Option<Vec<String>>)> = tx.load(query)?;
    let colleague = |(id, name, roles): (Uuid, String, Option<Vec<String>>)| {
        let roles = roles.unwrap_or_default().iter().filter_map(|role| Role::from_code(role)).collect();
        Colleague { id: id.into(), name, roles }
    };
    Ok(rows.into_iter().map(colleague).collect())
}

/// The name of a user who may sign in.
pub(crate) fn active_name(tx: &mut ReadTx, id: UserId) -> StoreResult<Option<String>> {
    let query = Scoped::by_permission(users::table)
        .filter(users::id.eq(id.uuid()))
        .filter(users::status.eq("active"));
    tx.find(query.select(users::name))
}
