//! Running a plan: in the request where it is short, otherwise by the queue, piece by piece.

use std::{
    panic::resume_unwind,
    thread,
    time::{Duration, Instant},
};

use diesel::{
    dsl::{self, sql},
    expression::SqlLiteral,
    prelude::*,
    sql_types::{Nullable, Uuid as SqlUuid},
};
use domain::{
    bulk::{AT_ONCE, Action, Bulk, BulkRun, Outcome, Reason, State},
    follow_ups::Handover,
    ids::{BulkId, SessionId},
    jobs::Kind as Work,
    notifications::Kind,
    validate::Draft,
};
use serde_json::Value;
use uuid::Uuid;

use super::{find::find, piece::piece};
use crate::{
    Store, StoreError, StoreResult,
    jobs::{Failure, NewJob, Task, place},
    new_id, notifications,
    schema::{bulk_changes, bulk_rows, jobs},
    scope::Scoped,
    tx::{Caller, KeyAtWork, ReadTx, Who, WriteTx},
    users::takes_follow_ups,
};

/// Less than the lease on this work.
const LONGEST: Duration = Duration::from_secs(40);
/// Pieces that are done at once: each leaves the rows of the others alone, as it does those of another server.
const AT_A_TIME: usize = 2;

/// Begins what was planned. What is short is done when this returns.
pub fn run(tx: &mut WriteTx, id: BulkId, decided: &BulkRun) -> StoreResult<Bulk> {
    decided.check(tx.today())?;
    let found = find(tx, id)?;
    let handover = decided.follow_ups.clone();
    let handover = where_they_go(tx, &found, handover)?.map(serde_json::to_value).transpose()?;
    let planned = bulk_changes::table.find(id.uuid()).filter(bulk_changes::state.eq(State::Planned.code()));
    let begun = tx.run(diesel::update(planned).set((
        bulk_changes::state.eq(State::Running.code()),
        begun_by(tx),
        bulk_changes::follow_ups.eq(handover),
    )))?;
    if begun == 0 {
        return Err(StoreError::Conflict("This change was run already; plan a new one."));
    }
    go_on(tx, id, found.counts.ready)
}

/// Follow-ups go where it was said, or to whoever takes the clients over. Where there are any, it has to be somewhere.
fn where_they_go(tx: &mut WriteTx, plan: &Bulk, said: Option<Handover>) -> StoreResult<Option<Handover>> {
    if plan.action.leaving().is_none() {
        return Ok(None);
    }
    let handover = said.or_else(|| plan.action.assignee().map(Handover::To));
    let has_none = match handover.as_ref().and_then(Handover::recipient) {
        Some(user) => takes_follow_ups(tx, user)?.is_none(),
        None => false,
    };
    match handover {
        _ if has_none && plan.left_behind > 0 => {
            Err(StoreError::field("/follow_ups/to", "has_no_follow_ups"))
        }
        None if plan.left_behind > 0 => Err(StoreError::field("/follow_ups", "follow_ups_left")),
        handover => Ok(handover),
    }
}

/// Whose rights every piece goes by: a person's, as long as the session lasts, or a key's. Which key it is, the
/// transaction was told when it began.
pub(super) fn begun_by(tx: &WriteTx) -> BegunBy {
    let key = sql("nullif(current_setting('openhall.api_key_id', true), '')::uuid");
    let session = tx.actor().session.map(SessionId::uuid);
    (bulk_changes::session_id.eq(session), bulk_changes::api_key_id.eq(key))
}

type BegunBy = (
    dsl::Eq<bulk_changes::session_id, Option<Uuid>>,
    dsl::Eq<bulk_changes::api_key_id, SqlLiteral<Nullable<SqlUuid>>>,
);

/// What is short is done now; the rest by the queue, with the rights of whoever began it.
pub(super) fn go_on(tx: &mut WriteTx, id: BulkId, ready: u64) -> StoreResult<Bulk> {
    if ready > AT_ONCE as u64 {
        enqueue(tx, id)?;
    } else {
        while piece(tx, id)? > 0 {}
        finish(tx, id)?;
    }
    find(tx, id)
}

fn enqueue(tx: &mut WriteTx, id: BulkId) -> StoreResult<()> {
    let job = new_id();
    let sealed = tx.sealer().seal(&place(job), id.to_string().as_bytes())?;
    let job = NewJob { id: job, payload_sealed: Some(sealed), ..NewJob::of(Work::BulkChange) };
    tx.run(diesel::insert_into(jobs::table).values(job))?;
    Ok(())
}

/// Says that it is done, once no row waits any more, and tells whoever got the clients: once, not for each. False where
/// rows still wait.
fn finish(tx: &mut WriteTx, id: BulkId) -> StoreResult<bool> {
    let of_it = || bulk_rows::bulk_id.eq(id.uuid());
    let waiting = bulk_rows::table.filter(of_it()).filter(bulk_rows::outcome.eq(Outcome::Ready.code()));
    let running = bulk_changes::table
        .find(id.uuid())
        .filter(bulk_changes::state.eq(State::Running.code()))
        .filter(dsl::not(dsl::exists(waiting)));
    let done = diesel::update(running)
        .set((bulk_changes::state.eq(State::Done.code()), bulk_changes::ended_at.eq(tx.now())))
        .returning((bulk_changes::action, bulk_changes::undoes));
    let ended: Option<(Value, Option<Uuid>)> = tx.try_returning(done)?;
    let Some((action, undoes)) = ended else { return Ok(false) };
    if undoes.is_none() {
        tell(tx, id, serde_json::from_value(action)?)?;
    }
    Ok(true)
}

fn tell(tx: &mut WriteTx, id: BulkId, action: Action) -> StoreResult<()> {
    let found = find(tx, id)?;
    if found.counts.changed == 0 {
        return Ok(());
    }
    if let Some(user) = action.assignee() {
        notifications::tell(tx, &[user], Kind::ClientsAssigned, id.uuid())?;
    }
    let other = found.follow_ups.as_ref().and_then(Handover::recipient);
    match other.filter(|user| found.left_behind > 0 && action.assignee() != Some(*user)) {
        Some(user) => notifications::tell(tx, &[user], Kind::FollowUpsAssigned, id.uuid()),
        None => Ok(()),
    }
}

/// Another session stands in a session's place: what it began goes on by that one.
pub(crate) fn go_on_by(tx: &mut WriteTx, was: SessionId, is: SessionId) -> StoreResult<()> {
    let begun = bulk_changes::table.filter(bulk_changes::session_id.eq(was.uuid()));
    tx.run(diesel::update(begun).set(bulk_changes::session_id.eq(is.uuid())))?;
    Ok(())
}

impl Store {
    /// Goes on with a change until it is done. Each piece is a transaction of its own, with what its author may at that
    /// moment.
    pub fn run_bulk(&self, task: &Task) -> Result<(), Failure> {
        let (id, begun) = (self.open_bulk(task)?, Instant::now());
        let ends = thread::scope(|scope| {
            let all: Vec<_> = (0..AT_A_TIME).map(|_| scope.spawn(|| self.pieces(id, begun))).collect();
            all.into_iter()
                .map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)))
                .collect::<Vec<_>>()
        });
        let ends = ends.into_iter().collect::<StoreResult<Vec<_>>>()?;
        match () {
            () if ends.contains(&Piece::Done) => Ok(()),
            () if ends.contains(&Piece::More) => Err(Failure::passing("there is more to do")),
            () => Err(Failure::passing("another server is at it")),
        }
    }

    /// One piece after the other, as long as there are any and time is left.
    fn pieces(&self, id: BulkId, begun: Instant) -> StoreResult<Piece> {
        while begun.elapsed() < LONGEST {
            match self.next_piece(id)? {
                Piece::More => {}
                ended => return Ok(ended),
            }
        }
        Ok(Piece::More)
    }

    fn open_bulk(&self, task: &Task) -> StoreResult<BulkId> {
        let sealed = task.payload_sealed.as_ref();
        let sealed = sealed.ok_or_else(|| StoreError::Internal("a change without its number".into()))?;
        let text = String::from_utf8(self.sealer.open(&place(task.id), sealed)?.to_vec());
        let id = text.ok().and_then(|text| text.parse().ok());
        id.ok_or_else(|| StoreError::Internal("a change without its number".into()))
    }

    fn next_piece(&self, id: BulkId) -> StoreResult<Piece> {
        let Some(who) = self.read_public(&Caller::job(), |tx| author_of(tx, id))? else {
            return Ok(Piece::Done);
        };
        let caller = Caller::of(who);
        let done = self.write(&caller, &[], "bulk.run", |tx| match piece(tx, id)? {
            0 => ended(tx, id),
            _ => Ok(Piece::More),
        });
        match done {
            Err(
                StoreError::Unauthenticated | StoreError::SessionEnded | StoreError::SecondFactorRequired,
            ) => self.write_public(&Caller::job(), "bulk.stop", |tx| stop(tx, id)),
            done => done,
        }
    }
}

/// Whoever began it may be elsewhere by now, so they are told where nothing of it is left.
fn ended(tx: &mut WriteTx, id: BulkId) -> StoreResult<Piece> {
    if !finish(tx, id)? {
        return Ok(Piece::Held);
    }
    notifications::tell_author(tx, Kind::BulkChangeEnded, id.uuid())?;
    Ok(Piece::Done)
}

/// What a look at the rest came to.
#[derive(PartialEq)]
enum Piece {
    More,
    Done,
    /// Somebody else has the rows that are left.
    Held,
}

/// Whose rights it goes by, as long as it runs.
fn author_of(tx: &mut ReadTx, id: BulkId) -> StoreResult<Option<Who>> {
    let query = Scoped::by_permission(bulk_changes::table)
        .filter(bulk_changes::id.eq(id.uuid()))
        .filter(bulk_changes::state.eq(State::Running.code()))
        .select((bulk_changes::session_id, bulk_changes::api_key_id));
    let found: Option<(Option<Uuid>, Option<Uuid>)> = tx.find(query)?;
    Ok(found.and_then(|(session, key)| match (session, key) {
        (Some(session), _) => Some(Who::Session(session.into())),
        (None, key) => key.map(|key| Who::KeyAtWork(KeyAtWork(key.into()))),
    }))
}

/// Who began it has signed out or may not sign in any more, or the key was revoked: the rest is not done.
fn stop(tx: &mut WriteTx, id: BulkId) -> StoreResult<Piece> {
    let rest = bulk_rows::table
        .filter(bulk_rows::bulk_id.eq(id.uuid()))
        .filter(bulk_rows::outcome.eq(Outcome::Ready.code()));
    let refused = bulk_rows::outcome.eq(Outcome::Refused.code());
    tx.run(diesel::update(rest).set((refused, bulk_rows::reason.eq(Reason::NotAllowed.code()))))?;
    let running = bulk_changes::table.find(id.uuid()).filter(bulk_changes::state.eq(State::Running.code()));
    let done = (bulk_changes::state.eq(State::Done.code()), bulk_changes::ended_at.eq(tx.now()));
    let stopped = diesel::update(running).set(done).returning(bulk_changes::user_id);
    let author: Option<Uuid> = tx.try_returning(stopped)?;
    if let Some(author) = author {
        notifications::tell(tx, &[author.into()], Kind::BulkChangeEnded, id.uuid())?;
    }
    Ok(Piece::Done)
}
