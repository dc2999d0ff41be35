//! How somebody wants to hear of things. It is one's own, and no key's.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    notifications::{Kind, Preference, Preferences, Way, Wish},
    validate::Draft,
};

use crate::{
    StoreResult,
    schema::{notification_ways, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

pub fn preferences(tx: &mut ReadTx) -> StoreResult<Preferences> {
    let me = tx.person()?.uuid();
    let ways = Scoped::by_permission(notification_ways::table)
        .filter(notification_ways::user_id.eq(me))
        .select((notification_ways::kind, notification_ways::way));
    let chosen: Vec<(String, String)> = tx.load(ways)?;
    let chosen: HashMap<String, String> = chosen.into_iter().collect();
    let quiet = Scoped::by_permission(users::table).filter(users::id.eq(me)).select(users::quiet_until);
    let quiet_until: Option<NaiveDate> = tx.first(quiet)?;
    let preference = |kind: &Kind| {
        let way = chosen.get(kind.code()).and_then(|way| Way::from_code(way));
        Preference { kind: *kind, way: kind.way(way) }
    };
    let (today, has_record) = (tx.today(), tx.actor().sight.own.is_some());
    let concerns = |kind: &&Kind| has_record || **kind != Kind::RequestAnswered;
    Ok(Preferences {
        kinds: Kind::ALL.iter().filter(concerns).map(preference).collect(),
        always: Kind::ALL.iter().copied().filter(|kind| kind.is_about_safety()).collect(),
        quiet_until: quiet_until.filter(|day| *day > today),
    })
}

/// Takes the place of what was chosen before.
pub fn choose(tx: &mut WriteTx, wish: &Wish) -> StoreResult<Preferences> {
    wish.check(tx.today())?;
    let me = tx.person()?.uuid();
    // Of two who choose at once, which is one person with two browsers, the second waits here, and stands.
    tx.run(diesel::update(users::table.find(me)).set(users::quiet_until.eq(wish.quiet_until)))?;
    tx.run(diesel::delete(notification_ways::table.filter(notification_ways::user_id.eq(me))))?;
    let row = |one: &Preference| {
        (
            notification_ways::user_id.eq(me),
            notification_ways::kind.eq(one.kind.code()),
            notification_ways::way.eq(one.way.code()),
        )
    };
    let rows: Vec<_> = wish.kinds.iter().filter(|one| one.way != one.kind.usual_way()).map(row).collect();
    tx.run(diesel::insert_into(notification_ways::table).values(rows))?;
    preferences(tx)
}
