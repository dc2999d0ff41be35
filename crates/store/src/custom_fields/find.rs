//! What stands in a client's custom fields.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Array, Bool, Nullable, Text},
};
use domain::{custom_fields::ClientFields, ids::ClientId, permission::Permission};
use serde_json::Value;

use crate::{StoreResult, schema::clients, scope, tx::ReadTx};

/// A value, whatever its kind.
pub(super) const VALUE: &str = "coalesce(to_jsonb(words), to_jsonb(code), to_jsonb(number), to_jsonb(day))";

/// An application's values. The next parameter is whether those are among them that are sensitive.
pub(crate) const OF_APPLICATION: &str = "(select jsonb_build_object('values', \
        coalesce(jsonb_object_agg(field, coalesce(to_jsonb(words), to_jsonb(code), to_jsonb(number), to_jsonb(day))) \
            filter (where not sensitive or shown), '{}'), \
        'withheld', coalesce(jsonb_agg(field order by position, field) filter (where sensitive and not shown), '[]')) \
    from custom_values join custom_fields on custom_fields.name = field cross join (select ";
pub(crate) const OF_APPLICATION_END: &str =
    "::bool as shown) as reader where application_id = applications.id)";

/// A client's values, as far as the reader may see them.
pub fn find(tx: &mut ReadTx, client: ClientId) -> StoreResult<ClientFields> {
    let sensitive = tx.may(Permission::SeeDemographics);
    let found = fetch(tx, client, sensitive)?;
    tx.saw("custom_fields.find", [client]);
    Ok(found)
}

/// All of a client's values, for a write, which has to know what it changes.
pub(crate) fn find_whole(tx: &mut ReadTx, client: ClientId) -> StoreResult<ClientFields> {
    fetch(tx, client, true)
}

fn fetch(tx: &mut ReadTx, client: ClientId, sensitive: bool) -> StoreResult<ClientFields> {
    let values = sql::<Nullable<diesel::sql_types::Jsonb>>(&format!(
        "(select jsonb_object_agg(field, {VALUE}) from custom_values \
         join custom_fields on custom_fields.name = field \
         where client_id = clients.id and num_nonnulls(words, code, number, day) > 0 and (not sensitive or "
    ))
    .bind::<Bool, _>(sensitive)
    .sql("))");
    let withheld = sql::<Array<Text>>(
        "array(select name from custom_fields where sensitive and kept_on <> 'applications' and not ",
    )
    .bind::<Bool, _>(sensitive)
    .sql(" order by position, name)");
    let query = scope::clients(tx.actor()).filter(clients::id.eq(client.uuid()));
    let (version, values, withheld): (i32, Option<Value>, Vec<String>) =
        tx.first(query.select((clients::version, values, withheld)))?;
    let values = values.map(serde_json::from_value).transpose()?.unwrap_or_default();
    Ok(ClientFields { version, values, withheld })
}
