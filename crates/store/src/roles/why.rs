//! "Why can't I?": what somebody's permission depends on, by the rules that every request goes by.

use diesel::prelude::*;
use domain::{
    account::is_required,
    actor::{Actor, is_about_numbers},
    ids::{ClientId, UserId},
    permission::Permission,
    role::Role,
    roles::{AccountState, Held, RoleName, Why, WhyFilter, WhyOfClient},
    settings::Module,
};
use uuid::Uuid;

use super::{KeptRoles, held_columns};
use crate::{
    StoreResult, clients as people, organization,
    schema::{clients, own_roles, users},
    scope::Scoped,
    tx::ReadTx,
};

/// Name, status, own record, whether there is a second factor, roles.
type Row = (String, String, Option<Uuid>, bool, KeptRoles);

/// Whether a user may do something, and why.
pub fn why(tx: &mut ReadTx, user: UserId, permission: Permission, filter: &WhyFilter) -> StoreResult<Why> {
    let query = Scoped::by_permission(users::table).filter(users::id.eq(user.uuid()));
    let columns = (
        users::name,
        users::status,
        users::client_id,
        users::second_factor_since.is_not_null(),
        held_columns(),
    );
    let (name, status, own, has_second_factor, roles): Row = tx.first(query.select(columns))?;
    let held = roles.held()?;
    let required_of = organization::second_factor_roles(tx)?;
    let granted_by = held.granting(permission);
    let would_be_granted_by = if granted_by.is_empty() { granting(tx, permission)? } else { Vec::new() };
    let client = match filter.client {
        Some(client) => Some(of_client(tx, client, &acting(user, &name, &held, own))?),
        None => None,
    };
    let why = Why {
        user_id: user,
        name,
        permission,
        allowed: false,
        account: AccountState::from_code(&status),
        lacks_second_factor: !has_second_factor && is_required(&held, &required_of),
        not_collected: is_about_numbers(permission) && !tx.actor().collects_ssn,
        module_off: Module::of_permission(permission).filter(|module| tx.settings().is_off(*module)),
        granted_by,
        would_be_granted_by,
        sight: held.sight(),
        client,
    };
    Ok(why.decide())
}

/// As they would ask, in no session of theirs.
fn acting(user: UserId, name: &str, held: &Held, own: Option<Uuid>) -> Actor {
    Actor::person(user, name.to_owned(), held.clone(), own.map(ClientId::from))
}

/// Not found where the asker does not see the client.
fn of_client(tx: &mut ReadTx, client: ClientId, theirs: &Actor) -> StoreResult<WhyOfClient> {
    let card = people::find_card(tx, client)?;
    let query = Scoped::over(theirs, clients::table.select(clients::id), clients::id);
    let seen: Option<Uuid> = tx.find(query.filter(clients::id.eq(client.uuid())))?;
    tx.saw("roles.why", [client]);
    Ok(WhyOfClient { id: client, name: card.name, in_sight: seen.is_some() })
}

/// Every role that grants it.
fn granting(tx: &mut ReadTx, permission: Permission) -> StoreResult<Vec<RoleName>> {
    let query = Scoped::by_permission(own_roles::table)
        .filter(own_roles::permissions.contains(vec![permission.code()]))
        .order((own_roles::name, own_roles::id))
        .select((own_roles::id, own_roles::name));
    let own: Vec<(Uuid, String)> = tx.load(query)?;
    let own =
        own.into_iter().map(|(id, name)| RoleName { id: domain::ids::OwnRoleId::from(id).into(), name });
    let built_in = Held::from(Role::ALL.to_vec()).granting(permission);
    Ok(built_in.into_iter().chain(own).collect())
}
