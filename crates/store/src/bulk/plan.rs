//! Planning: who is meant, and what would become of each. Nothing is changed.

use std::collections::{HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_types::{Array, Integer, Nullable, Text, Uuid as SqlUuid},
};
use domain::{
    bulk::{Action, Bulk, BulkDraft, MOST, Outcome, Reason},
    changes::Verdict,
    code_lists::TAGS,
    ids::BulkId,
    permission::Permission,
    problem::FieldError,
    validate::Draft,
};
use uuid::Uuid;

use super::{
    find::find,
    standing::{Found, standings},
};
use crate::{
    StoreError, StoreResult,
    canonical::codes::{self, Retired, Use},
    clients, follow_ups, new_id,
    schema::bulk_changes,
    statement::Sql,
    tx::WriteTx,
    users::caseworker_name,
};

/// A client as it was seen.
type Pick = (Uuid, i32);

/// Keeps what would be done, and with whom.
pub fn plan(tx: &mut WriteTx, draft: &BulkDraft) -> StoreResult<Bulk> {
    draft.check(tx.today())?;
    let verdict = draft.action.verdict(tx.actor());
    if verdict == Verdict::Refuse {
        return Err(StoreError::Forbidden(Permission::ProposeEdits));
    }
    if let Some(user) = draft.action.assignee() {
        caseworker_name(tx, user)?.ok_or_else(|| StoreError::field("/action/user_id", "unknown"))?;
    }
    has_tag(tx, &draft.action)?;
    let picks = picks(tx, draft)?;
    let found = standings(tx, picks.iter().map(|(id, _)| *id).collect())?;
    let id = BulkId::from(new_id());
    let user = tx.user()?;
    tx.run(diesel::insert_into(bulk_changes::table).values((
        bulk_changes::id.eq(id.uuid()),
        bulk_changes::user_id.eq(user.uuid()),
        bulk_changes::action.eq(serde_json::to_value(&draft.action)?),
        bulk_changes::proposes.eq(verdict == Verdict::Propose),
    )))?;
    keep(tx, id, draft, &picks, &found)?;
    if let Some(leaving) = draft.action.leaving() {
        let left = follow_ups::count_left(tx, id, leaving)?;
        let plan = bulk_changes::table.find(id.uuid());
        tx.run(diesel::update(plan).set(bulk_changes::left_behind.eq(left)))?;
    }
    find(tx, id)
}

/// A tag that is given has to be offered; one that is taken away has to be known.
fn has_tag(tx: &mut WriteTx, action: &Action) -> StoreResult<()> {
    let Some(code) = action.tag() else { return Ok(()) };
    let retired = if matches!(action, Action::AddTag { .. }) { Retired::Refused } else { Retired::Taken };
    codes::check(tx, &[Use { list: TAGS, code, pointer: "/action/tag".into(), on: None }], retired)
}

/// Those who are named, each once, or all who fit the filter.
fn picks(tx: &mut WriteTx, draft: &BulkDraft) -> StoreResult<Vec<Pick>> {
    let Some(filter) = &draft.filter else {
        let mut known = HashSet::new();
        let named = draft.clients.iter().filter(|seen| known.insert(seen.id));
        return Ok(named.map(|seen| (seen.id.uuid(), seen.version)).collect());
    };
    let picks = clients::matching(tx, filter, MOST)?;
    let too_many = || FieldError::new("/filter", "too_many").with("max", MOST);
    match picks.len() {
        0 => Err(StoreError::field("/filter", "nobody")),
        n if n > MOST => Err(StoreError::Invalid(vec![too_many()])),
        _ => Ok(picks),
    }
}

const KEEP: &str = "insert into bulk_rows (bulk_id, place, client_id, seen, outcome, reason) \
    select $1, place::int, client_id, seen, outcome, reason \
    from unnest($2::uuid[], $3::int[], $4::text[], $5::text[]) with ordinality \
        as row (client_id, seen, outcome, reason, place)";

fn keep(
    tx: &mut WriteTx,
    id: BulkId,
    draft: &BulkDraft,
    picks: &[Pick],
    found: &HashMap<Uuid, Found>,
) -> StoreResult<()> {
    let weigh = |(id, seen): &Pick| {
        let now = found.get(id).map(|found| &found.standing);
        match draft.action.weigh(*seen, now) {
            Ok(()) => (Outcome::Ready.code(), None),
            Err(reason) => (Outcome::Refused.code(), Some(Reason::code(reason))),
        }
    };
    let (outcomes, reasons): (Vec<_>, Vec<_>) = picks.iter().map(weigh).unzip();
    let (ids, seen): (Vec<Uuid>, Vec<i32>) = picks.iter().copied().unzip();
    let statement = Sql::new(KEEP)
        .bind::<SqlUuid, _>(id.uuid())
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Integer>, _>(seen)
        .bind::<Array<Text>, _>(outcomes)
        .bind::<Array<Nullable<Text>>, _>(reasons);
    tx.run_sql(statement)?;
    Ok(())
}
