//! Edits of canonical records on their way: applied at once, or kept for somebody else's review.

mod detail;
mod list;
mod review;
mod row;
mod unseen;

use diesel::{
    dsl,
    pg::Pg,
    prelude::*,
    sql_types::{Bool, Nullable},
};
use domain::{
    actor::Actor,
    changes::{Change, Edit, Verdict},
    ids::{ChangeId, ClientId},
    permission::Permission,
};
use serde_json::Value;

pub(crate) use self::review::take_back;
pub use self::{
    detail::find_detail,
    list::{counts, list},
    review::{approve, refuse, withdraw},
};
use self::{row::Row, unseen::Unseen};
use crate::{
    StoreError, StoreResult,
    canonical::{self, Applied, Target},
    crypt::Place,
    new_id,
    schema::{
        assignments, clients, departments, enrollments, pending_changes, programs, restrictions, users,
    },
    scope::{InSight, Scoped, in_sight},
    ssn::{self, Incoming},
    tx::{ReadTx, WriteTx},
};

/// Permissions that let one see proposals: all of them, or one's own.
pub const READERS: [Permission; 3] =
    [Permission::ReviewProposals, Permission::ProposeEdits, Permission::ProposeLifting];

/// What became of an edit.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is one of it in a request, and it is handed on once")]
pub enum Outcome {
    Applied(Box<Applied>),
    Proposed(Change),
}

/// Applies an edit or keeps it as a proposal, whichever the actor may. `seen` is the version that the writer
/// read.
pub fn submit(tx: &mut WriteTx, mut edit: Edit, seen: Option<i32>) -> StoreResult<Outcome> {
    let verdict = verdict(tx, &edit)?;
    edit.check(tx.today())?;
    let ssn = ssn::take(&mut edit)?;
    if ssn.is_some() && !tx.actor().collects_ssn {
        return Err(StoreError::field("/ssn", "not_asked"));
    }
    match verdict {
        Verdict::Apply => {
            canonical::apply(tx, &edit, seen, ssn.as_ref()).map(|applied| Outcome::Applied(Box::new(applied)))
        }
        _ => propose(tx, &edit, seen, ssn).map(Outcome::Proposed),
    }
}

/// Whether the actor applies an edit or proposes it; refuses whoever may do neither. Whoever eases a restriction lifts it, for
/// some days or for good, and where they may not lift one, they propose it.
pub(crate) fn verdict(tx: &mut ReadTx, edit: &Edit) -> StoreResult<Verdict> {
    let verdict = edit.verdict(tx.actor());
    if verdict == Verdict::Refuse {
        return Err(StoreError::Forbidden(edit.lacks(tx.actor()).unwrap_or(Permission::ProposeEdits)));
    }
    if let Some(needed) = edit.blind(tx.actor()) {
        return Err(StoreError::Forbidden(needed));
    }
    let Edit::AmendRestriction { id, patch } = edit else { return Ok(verdict) };
    let lifts = patch.eases(&crate::restrictions::find(tx, *id)?, tx.today())
        && !tx.may(Permission::LiftRestrictions);
    match lifts && verdict == Verdict::Apply {
        false => Ok(verdict),
        true if tx.may(Permission::ProposeLifting) || tx.may(Permission::ProposeEdits) => {
            Ok(Verdict::Propose)
        }
        true => Err(StoreError::Forbidden(Permission::LiftRestrictions)),
    }
}

/// Keeps what could be applied at this moment. It is tried first, so that whoever proposes hears what is wrong with it
/// and what they may not touch, and not whoever reviews.
fn propose(tx: &mut WriteTx, edit: &Edit, seen: Option<i32>, ssn: Option<Incoming>) -> StoreResult<Change> {
    if edit.changes_nothing() && ssn.is_none() {
        return Err(StoreError::field("", "nothing_to_change"));
    }
    tx.rehearse(|tx| canonical::apply(tx, edit, seen, ssn.as_ref()).map(|_| ()))?;
    let target = canonical::target(tx, edit, ssn.as_ref())?;
    let edit = edit.clone().dated(tx.today(), &target.current);
    let id = ChangeId::from(new_id());
    let ssn = ssn.map(|ssn| ssn.sealed_for(tx.sealer(), place(id))).transpose()?;
    let user = tx.user()?;
    tx.run(diesel::insert_into(pending_changes::table).values((
        pending_changes::id.eq(id.uuid()),
        pending_changes::edit.eq(edit.name()),
        pending_changes::entity_id.eq(target.entity_id),
        pending_changes::client_id.eq(target.client.map(ClientId::uuid)),
        pending_changes::body.eq(serde_json::to_value(&edit)?),
        pending_changes::base.eq(Value::Object(target.current.clone())),
        pending_changes::ssn_sealed.eq(ssn.as_ref().map(|ssn| ssn.sealed.as_slice())),
        pending_changes::ssn_last_four.eq(ssn.as_ref().map(|ssn| ssn.last_four.as_str())),
        pending_changes::ssn_index.eq(ssn.as_ref().map(|ssn| ssn.index.as_slice())),
        pending_changes::requested_by.eq(user.uuid()),
        pending_changes::by_client.eq(is_by_client(tx, &target)),
    )))?;
    find(tx, id)
}

/// Keeps many edits at once, each with what it is about. Whoever hands them over has looked whether they could be
/// applied at this moment.
pub(crate) fn propose_all(tx: &mut WriteTx, all: &[(Edit, Target)]) -> StoreResult<()> {
    let user = tx.user()?.uuid();
    let row = |(edit, target): &(Edit, Target)| {
        Ok((
            pending_changes::id.eq(new_id()),
            pending_changes::edit.eq(edit.name()),
            pending_changes::entity_id.eq(target.entity_id),
            pending_changes::client_id.eq(target.client.map(ClientId::uuid)),
            pending_changes::body.eq(serde_json::to_value(edit)?),
            pending_changes::base.eq(Value::Object(target.current.clone())),
            pending_changes::requested_by.eq(user),
            pending_changes::by_client.eq(is_by_client(tx, target)),
        ))
    };
    let rows = all.iter().map(row).collect::<StoreResult<Vec<_>>>()?;
    tx.run(diesel::insert_into(pending_changes::table).values(rows))?;
    Ok(())
}

/// Whether somebody asks for themselves.
fn is_by_client(tx: &ReadTx, target: &Target) -> bool {
    target.client.is_some() && target.client == tx.actor().sight.own
}

/// Where a proposal keeps a number until it is decided.
fn place(id: ChangeId) -> Place {
    Place::new("pending_changes", "ssn", id)
}

/// One proposal.
pub fn find(tx: &mut ReadTx, id: ChangeId) -> StoreResult<Change> {
    let unseen = Unseen::by_reader(tx)?;
    find_row(tx, id)?.change(&unseen)
}

fn find_row(tx: &mut ReadTx, id: ChangeId) -> StoreResult<Row> {
    let rows = fetch(tx, |query| query.filter(pending_changes::id.eq(id.uuid())))?;
    rows.into_iter().next().ok_or(StoreError::NotFound)
}

/// Proposals about no client yet, and those about clients in sight.
pub(crate) fn about_whom_one_sees(
    actor: &Actor,
) -> dsl::Or<dsl::IsNull<pending_changes::client_id>, InSight<pending_changes::client_id>> {
    pending_changes::client_id.is_null().or(in_sight(actor, pending_changes::client_id))
}

/// What somebody proposed, without what they asked in the name of a record that is not theirs any more.
fn own(
    tx: &ReadTx,
) -> StoreResult<Box<dyn BoxableExpression<pending_changes::table, Pg, SqlType = Nullable<Bool>>>> {
    let record = tx.actor().sight.own.map(ClientId::uuid);
    let still = dsl::not(pending_changes::by_client).nullable().or(pending_changes::client_id.eq(record));
    Ok(Box::new(pending_changes::requested_by.eq(tx.user()?.uuid()).and(still)))
}

type Rows = Scoped<dsl::IntoBoxed<'static, pending_changes::table, Pg>>;

fn fetch(tx: &mut ReadTx, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<Row>> {
    let mut query = narrow(Scoped::by_permission(pending_changes::table).into_boxed());
    let own = own(tx)?;
    query = match tx.may(Permission::ReviewProposals) {
        true => query.filter(own.or(about_whom_one_sees(tx.actor()))),
        false => query.filter(own),
    };
    let requester = users::table.filter(users::id.eq(pending_changes::requested_by)).select(users::name);
    let reviewer =
        users::table.filter(users::id.nullable().eq(pending_changes::reviewed_by)).select(users::name);
    let program =
        programs::table.filter(programs::id.nullable().eq(pending_changes::entity_id)).select(programs::name);
    let department = departments::table
        .filter(departments::id.nullable().eq(pending_changes::entity_id))
        .select(departments::name);
    let clients = || clients::table.filter(clients::id.nullable().eq(pending_changes::client_id));
    let enrollment = || {
        let all = enrollments::table.inner_join(programs::table);
        all.filter(enrollments::id.nullable().eq(pending_changes::entity_id))
    };
    let restriction = || {
        let all = restrictions::table.left_join(programs::table);
        all.filter(restrictions::id.nullable().eq(pending_changes::entity_id))
    };
    let assigned = assignments::table
        .inner_join(users::table)
        .filter(assignments::id.nullable().eq(pending_changes::entity_id))
        .select(users::name);
    let mut rows: Vec<Row> = tx.load(query.select((
        (pending_changes::id, pending_changes::edit, pending_changes::status, pending_changes::version),
        (
            pending_changes::client_id,
            pending_changes::entity_id,
            pending_changes::body,
            pending_changes::base,
        ),
        (pending_changes::ssn_sealed, pending_changes::ssn_last_four, pending_changes::ssn_index),
        (pending_changes::requested_by, pending_changes::requested_at, pending_changes::by_client),
        (pending_changes::reviewed_at, pending_changes::rationale, pending_changes::left_out),
        (
            requester.single_value(),
            reviewer.single_value(),
            program.single_value(),
            department.single_value(),
        ),
        (
            clients().select(clients::preferred_name).single_value(),
            clients().select(clients::first_name).single_value(),
            clients().select(clients::last_name).single_value(),
        ),
        (
            enrollment().select(programs::name).single_value(),
            enrollment().select(enrollments::start_date).single_value(),
            restriction().select(programs::name.nullable()).single_value(),
            restriction().select(restrictions::start_date).single_value(),
            assigned.single_value(),
        ),
    )))?;
    // A reason may tell of a restriction: who asked for themselves hears it from somebody, and reads it nowhere.
    let reader = tx.user()?.uuid();
    for row in rows.iter_mut().filter(|row| row.is_by_client() && row.requested.0 == reader) {
        row.reviewed.1 = None;
    }
    Ok(rows)
}
