//! Doing the same to many accounts. Whoever it cannot be done to is told why, and it is done to the others, in a fixed
//! number of rounds however many they are.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use domain::{
    ids::UserId,
    notifications::Kind,
    role::Role,
    roles::Held,
    users::{Chosen, Deactivations, RoleAddition, RowResult, State, User, Why},
    validate::Draft,
};
use uuid::Uuid;

use super::{
    directory::{Found, find_all},
    reach::{hindrance, leaves_an_administrator},
    shut,
};
use crate::{
    StoreResult,
    batch::Batch,
    notifications,
    roles::givable,
    schema::{user_own_roles, user_roles, users},
    tx::WriteTx,
};

/// Keeps several people from signing in.
pub fn deactivate_all(tx: &mut WriteTx, asked: &Deactivations) -> StoreResult<Vec<RowResult>> {
    asked.check(tx.today())?;
    tx.because(&asked.reason)?;
    let me = tx.user()?;
    let mut results = decide(tx, &asked.people, |user| match () {
        () if user.id == me => Some(Why::Yourself),
        () if user.state == State::Deactivated => Some(Why::Already),
        () => None,
    })?;
    let going: Vec<UserId> = done(&results.rows);
    if !leaves_an_administrator(tx, &going)? {
        results.refuse(|held| held.built_in.contains(&Role::Administrator), Why::LastAdministrator);
    }
    let going: Vec<Uuid> = done(&results.rows).iter().map(|id| id.uuid()).collect();
    shut(tx, &going)?;
    Ok(results.rows)
}

/// Gives several people one role more.
pub fn add_role(tx: &mut WriteTx, asked: &RoleAddition) -> StoreResult<Vec<RowResult>> {
    asked.check(tx.today())?;
    let (built_in, own) = givable(tx, &[asked.role])?;
    let has = |user: &User| user.roles.iter().any(|role| role.id == asked.role);
    let results = decide(tx, &asked.people, |user| has(user).then_some(Why::Already))?;
    let ids: Vec<Uuid> = done(&results.rows).iter().map(|id| id.uuid()).collect();
    if ids.is_empty() {
        return Ok(results.rows);
    }
    let built_in: Vec<_> = each(&ids, &built_in)
        .map(|(user, role)| (user_roles::user_id.eq(user), user_roles::role.eq(role.code())))
        .collect();
    let own: Vec<_> = each(&ids, &own)
        .map(|(user, role)| (user_own_roles::user_id.eq(user), user_own_roles::role_id.eq(role.uuid())))
        .collect();
    let newer = diesel::update(users::table.filter(users::id.eq_any(ids)));
    let all = Batch::of(newer.set(users::version.eq(users::version + 1)))
        .with(diesel::insert_into(user_roles::table).values(built_in).on_conflict_do_nothing())
        .with(diesel::insert_into(user_own_roles::table).values(own).on_conflict_do_nothing());
    tx.run(all)?;
    let by = tx.user()?.uuid();
    notifications::tell(tx, &done(&results.rows), Kind::RolesChanged, by)?;
    Ok(results.rows)
}

/// Everybody with each of the roles.
pub(super) fn each<U: Copy, R: Copy>(people: &[U], roles: &[R]) -> impl Iterator<Item = (U, R)> {
    people.iter().flat_map(|user| roles.iter().map(|role| (*user, *role)))
}

/// What is decided of each, and whom it is about.
struct Decided {
    rows: Vec<RowResult>,
    people: HashMap<UserId, Found>,
}

impl Decided {
    fn refuse(&mut self, whom: impl Fn(&Held) -> bool, why: Why) {
        let Self { rows, people } = self;
        let meant =
            |id: Option<UserId>| id.and_then(|id| people.get(&id)).is_some_and(|found| whom(&found.held));
        for row in rows.iter_mut().filter(|row| row.refused.is_none() && meant(row.id)) {
            row.refused = Some(why);
        }
    }
}

fn decide(tx: &mut WriteTx, chosen: &[Chosen], more: impl Fn(&User) -> Option<Why>) -> StoreResult<Decided> {
    let ids: Vec<UserId> = chosen.iter().map(|one| one.id).collect();
    let people: HashMap<UserId, Found> =
        find_all(tx, &ids)?.into_iter().map(|found| (found.user.id, found)).collect();
    let mut seen = HashSet::new();
    let rows = chosen.iter().enumerate().map(|(row, one)| {
        let refused = match people.get(&one.id) {
            None => Some(Why::NotFound),
            Some(_) if !seen.insert(one.id) => Some(Why::Twice),
            Some(found) => hindrance(tx, found, one.version).or_else(|| more(&found.user)),
        };
        RowResult { row, id: people.contains_key(&one.id).then_some(one.id), refused }
    });
    Ok(Decided { rows: rows.collect(), people })
}

fn done(rows: &[RowResult]) -> Vec<UserId> {
    rows.iter().filter(|row| row.refused.is_none()).filter_map(|row| row.id).collect()
}
