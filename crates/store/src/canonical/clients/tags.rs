//! The tags of a record.

use diesel::{pg::Pg, prelude::*, query_builder::QueryFragment};
use domain::{clients::Client, code_lists::TAGS, ids::ClientId, restoration::Tag};
use uuid::Uuid;

use crate::{
    StoreResult,
    canonical::codes::Use,
    new_id,
    schema::client_tags,
    scope::Scoped,
    tx::{Write, WriteTx},
};

/// The tags that are new on a record, as codes that have to be offered.
pub(super) fn uses<'a>(wanted: &'a [String], there: &'a [String]) -> impl Iterator<Item = Use<'a>> {
    let new = wanted.iter().enumerate().filter(|(_, tag)| !there.contains(tag));
    new.map(|(place, code)| Use { list: TAGS, code, pointer: format!("/tags/{place}"), on: None })
}

/// As they are read, so that another order is no change.
pub(super) fn sorted(mut tags: Vec<String>) -> Vec<String> {
    tags.sort();
    tags
}

/// The tags of a new record.
pub(super) fn new_tags(client: &Client) -> impl Write + QueryFragment<Pg> + use<> {
    diesel::insert_into(client_tags::table).values(rows(client.id, client.tags.clone()))
}

#[derive(Insertable)]
#[diesel(table_name = client_tags)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    tag: String,
}

fn rows(client: ClientId, tags: Vec<String>) -> Vec<Row> {
    tags.into_iter().map(|tag| Row { id: new_id(), client_id: client.uuid(), tag }).collect()
}

/// Each with its row.
pub(super) fn rows_of(tx: &mut WriteTx, client: ClientId) -> StoreResult<Vec<(Uuid, Tag)>> {
    let query = Scoped::over(tx.actor(), client_tags::table, client_tags::client_id)
        .filter(client_tags::client_id.eq(client.uuid()))
        .order(client_tags::tag);
    let rows: Vec<(Uuid, String)> = tx.load(query.select((client_tags::id, client_tags::tag)))?;
    Ok(rows.into_iter().map(|(id, tag)| (id, Tag { tag })).collect())
}

/// Adds those that are new and takes away those that are left out.
pub(super) fn update(tx: &mut WriteTx, found: &Client, after: &Client) -> StoreResult<()> {
    let missing = |all: &[String], from: &[String]| -> Vec<String> {
        all.iter().filter(|tag| !from.contains(tag)).cloned().collect()
    };
    let (gone, new) = (missing(&found.tags, &after.tags), missing(&after.tags, &found.tags));
    if !gone.is_empty() {
        let of_client = client_tags::table.filter(client_tags::client_id.eq(found.id.uuid()));
        tx.run(diesel::delete(of_client.filter(client_tags::tag.eq_any(gone))))?;
    }
    if !new.is_empty() {
        tx.run(diesel::insert_into(client_tags::table).values(rows(found.id, new)))?;
    }
    Ok(())
}
