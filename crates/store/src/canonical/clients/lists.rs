//! What a record has several of: contact points, addresses, numbers of other systems.

use diesel::{pg::Pg, prelude::*, query_builder::QueryFragment, upsert::excluded};
use domain::{
    clients::{Address, Client, ClientPatch, ContactKind, ContactPoint, ExternalId},
    ids::ClientId,
    problem::FieldError,
    restoration::Rows,
};
use uuid::Uuid;

use super::{
    reconcile::{Plan, Row, reconcile},
    tags,
};
use crate::{
    StoreResult, new_id,
    schema::{addresses, contact_points, external_ids},
    scope::Scoped,
    tx::{Write, WriteTx},
};

/// The contact points of a new record.
pub(super) fn new_contacts(client: &Client) -> impl Write + QueryFragment<Pg> + use<> {
    let line = |(position, contact): (i32, &ContactPoint)| {
        ContactRow::of(client.id, (None, position, contact.clone()))
    };
    let rows: Vec<_> = (0..).zip(&client.contact_points).map(line).collect();
    diesel::insert_into(contact_points::table).values(rows)
}

/// The addresses of a new record.
pub(super) fn new_addresses(client: &Client) -> impl Write + QueryFragment<Pg> + use<> {
    let line =
        |(position, address): (i32, &Address)| AddressLine::of(client.id, (None, position, address.clone()));
    let rows: Vec<_> = (0..).zip(&client.addresses).map(line).collect();
    diesel::insert_into(addresses::table).values(rows)
}

/// Writes the lists that a patch names.
pub(super) fn update(
    tx: &mut WriteTx,
    patch: &ClientPatch,
    found: &Client,
    after: &Client,
) -> StoreResult<()> {
    if !patch.contact_points.is_keep() && after.contact_points != found.contact_points {
        let rows = contact_rows(tx, found.id)?;
        write_contacts(tx, found.id, reconcile(rows, &after.contact_points, |a, b| a.kind == b.kind))?;
    }
    if !patch.addresses.is_keep() && after.addresses != found.addresses {
        let rows = address_rows(tx, found.id)?;
        write_addresses(tx, found.id, reconcile(rows, &after.addresses, |_, _| true))?;
    }
    if !patch.external_ids.is_keep() && after.external_ids != found.external_ids {
        remove_external_ids(tx, found, &after.external_ids)?;
        add_external_ids(tx, found.id, &after.external_ids, &found.external_ids)?;
    }
    tags::update(tx, found, after)
}

/// What a record has several of, as its rows stand now; nothing for what is no such list. `entity` is what the log calls it.
pub(crate) fn list_rows(tx: &mut WriteTx, client: ClientId, entity: &str) -> StoreResult<Option<Rows>> {
    fn plain<T>(rows: Vec<Row<T>>) -> Vec<(Uuid, T)> {
        rows.into_iter().map(|row| (row.id, row.value)).collect()
    }
    Ok(match entity {
        "contact_points" => Some(Rows::ContactPoints(plain(contact_rows(tx, client)?))),
        "addresses" => Some(Rows::Addresses(plain(address_rows(tx, client)?))),
        "external_ids" => Some(Rows::ExternalIds(external_rows(tx, client)?)),
        "client_tags" => Some(Rows::Tags(tags::rows_of(tx, client)?)),
        _ => None,
    })
}

fn external_rows(tx: &mut WriteTx, client: ClientId) -> StoreResult<Vec<(Uuid, ExternalId)>> {
    let query = Scoped::over(tx.actor(), external_ids::table, external_ids::client_id)
        .filter(external_ids::client_id.eq(client.uuid()))
        .order((external_ids::source, external_ids::value));
    let rows: Vec<(Uuid, String, String)> =
        tx.load(query.select((external_ids::id, external_ids::source, external_ids::value)))?;
    Ok(rows.into_iter().map(|(id, source, value)| (id, ExternalId { source, value })).collect())
}

fn contact_rows(tx: &mut WriteTx, client: ClientId) -> StoreResult<Vec<Row<ContactPoint>>> {
    let query = Scoped::over(tx.actor(), contact_points::table, contact_points::client_id)
        .filter(contact_points::client_id.eq(client.uuid()))
        .order(contact_points::position);
    let rows: Vec<(Uuid, i32, String, String, Option<String>, bool)> = tx.load(query.select((
        contact_points::id,
        contact_points::position,
        contact_points::kind,
        contact_points::value,
        contact_points::label,
        contact_points::may_contact,
    )))?;
    let row = |(id, position, kind, value, label, may_contact): (_, _, String, _, _, _)| {
        let kind = ContactKind::from_code(&kind)?;
        Some(Row { id, position, value: ContactPoint { kind, value, label, may_contact } })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

fn write_contacts(tx: &mut WriteTx, client: ClientId, plan: Plan<ContactPoint>) -> StoreResult<()> {
    if !plan.remove.is_empty() {
        tx.run(diesel::delete(contact_points::table.filter(contact_points::id.eq_any(plan.remove))))?;
    }
    let lines: Vec<_> = plan.write.into_iter().map(|row| ContactRow::of(client, row)).collect();
    if lines.is_empty() {
        return Ok(());
    }
    tx.run(
        diesel::insert_into(contact_points::table)
            .values(lines)
            .on_conflict(contact_points::id)
            .do_update()
            .set((
                contact_points::kind.eq(excluded(contact_points::kind)),
                contact_points::value.eq(excluded(contact_points::value)),
                contact_points::value_key.eq(excluded(contact_points::value_key)),
                contact_points::label.eq(excluded(contact_points::label)),
                contact_points::may_contact.eq(excluded(contact_points::may_contact)),
                contact_points::position.eq(excluded(contact_points::position)),
            )),
    )?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = contact_points)]
struct ContactRow {
    id: Uuid,
    client_id: Uuid,
    kind: &'static str,
    value_key: String,
    value: String,
    label: Option<String>,
    may_contact: bool,
    position: i32,
}

impl ContactRow {
    fn of(client: ClientId, (id, position, contact): (Option<Uuid>, i32, ContactPoint)) -> Self {
        Self {
            id: id.unwrap_or_else(new_id),
            client_id: client.uuid(),
            kind: contact.kind.code(),
            value_key: value_key(&contact),
            value: contact.value,
            label: contact.label.filter(|label| !label.is_empty()),
            may_contact: contact.may_contact,
            position,
        }
    }
}

/// What two records are compared by.
fn value_key(contact: &ContactPoint) -> String {
    match contact.kind {
        ContactKind::Phone => linkage::phone(&contact.value),
        ContactKind::Email => linkage::email(&contact.value),
    }
}

fn address_rows(tx: &mut WriteTx, client: ClientId) -> StoreResult<Vec<Row<Address>>> {
    let query = Scoped::over(tx.actor(), addresses::table, addresses::client_id)
        .filter(addresses::client_id.eq(client.uuid()))
        .order(addresses::position);
    let rows: Vec<AddressRow> = tx.load(query.select((
        (addresses::id, addresses::position, addresses::no_fixed_address),
        (addresses::street, addresses::unit, addresses::city, addresses::region, addresses::postal_code),
    )))?;
    Ok(rows.into_iter().map(AddressRow::row).collect())
}

#[derive(Queryable)]
struct AddressRow {
    place: (Uuid, i32, bool),
    lines: (String, String, String, String, String),
}

impl AddressRow {
    fn row(self) -> Row<Address> {
        let (id, position, no_fixed_address) = self.place;
        let (street, unit, city, region, postal_code) = self.lines;
        Row { id, position, value: Address { no_fixed_address, street, unit, city, region, postal_code } }
    }
}

fn write_addresses(tx: &mut WriteTx, client: ClientId, plan: Plan<Address>) -> StoreResult<()> {
    if !plan.remove.is_empty() {
        tx.run(diesel::delete(addresses::table.filter(addresses::id.eq_any(plan.remove))))?;
    }
    let lines: Vec<_> = plan.write.into_iter().map(|row| AddressLine::of(client, row)).collect();
    if lines.is_empty() {
        return Ok(());
    }
    tx.run(diesel::insert_into(addresses::table).values(lines).on_conflict(addresses::id).do_update().set(
        (
            addresses::no_fixed_address.eq(excluded(addresses::no_fixed_address)),
            addresses::street.eq(excluded(addresses::street)),
            addresses::unit.eq(excluded(addresses::unit)),
            addresses::city.eq(excluded(addresses::city)),
            addresses::region.eq(excluded(addresses::region)),
            addresses::postal_code.eq(excluded(addresses::postal_code)),
            addresses::position.eq(excluded(addresses::position)),
        ),
    ))?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = addresses)]
struct AddressLine {
    id: Uuid,
    client_id: Uuid,
    no_fixed_address: bool,
    street: String,
    unit: String,
    city: String,
    region: String,
    postal_code: String,
    position: i32,
}

impl AddressLine {
    fn of(client: ClientId, (id, position, address): (Option<Uuid>, i32, Address)) -> Self {
        let Address { no_fixed_address, street, unit, city, region, postal_code } = address;
        Self {
            id: id.unwrap_or_else(new_id),
            client_id: client.uuid(),
            no_fixed_address,
            street,
            unit,
            city,
            region,
            postal_code,
            position,
        }
    }
}

fn remove_external_ids(tx: &mut WriteTx, found: &Client, wanted: &[ExternalId]) -> StoreResult<()> {
    for gone in found.external_ids.iter().filter(|id| !wanted.contains(id)) {
        tx.run(
            diesel::delete(external_ids::table)
                .filter(external_ids::client_id.eq(found.id.uuid()))
                .filter(external_ids::source.eq(&gone.source).and(external_ids::value.eq(&gone.value))),
        )?;
    }
    Ok(())
}

/// Adds the numbers that are not there yet. One that another record has is refused by its place in the request; the
/// database decides, so that two writers at the same moment cannot both have it.
pub(super) fn add_external_ids(
    tx: &mut WriteTx,
    client: ClientId,
    wanted: &[ExternalId],
    there: &[ExternalId],
) -> StoreResult<()> {
    let new: Vec<&ExternalId> = wanted.iter().filter(|id| !there.contains(id)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let line = |id: &&ExternalId| {
        (
            external_ids::id.eq(new_id()),
            external_ids::client_id.eq(client.uuid()),
            external_ids::source.eq(id.source.clone()),
            external_ids::value.eq(id.value.clone()),
        )
    };
    let added: Vec<(String, String)> = tx.returning_all(
        diesel::insert_into(external_ids::table)
            .values(new.iter().map(line).collect::<Vec<_>>())
            .on_conflict_do_nothing()
            .returning((external_ids::source, external_ids::value)),
    )?;
    let is_added =
        |id: &ExternalId| added.iter().any(|(source, value)| *source == id.source && *value == id.value);
    let places = wanted.iter().enumerate().filter(|(_, id)| !there.contains(id) && !is_added(id));
    let errors: Vec<_> =
        places.map(|(place, _)| FieldError::new(format!("/external_ids/{place}/value"), "taken")).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}
