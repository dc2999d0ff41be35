//! Follow-ups: what is to be done with a client, by whom, until when.

mod escalate;
mod handover;
mod left;
mod lost_sight;
mod remind;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl::{self, sql},
    pg::Pg,
    prelude::*,
    sql_types::{Bool, Date, Nullable},
};
use domain::{
    clients::display_name,
    follow_ups::{
        Completion, FollowUp, FollowUpDraft, FollowUpFilter, FollowUpPatch, Repeats, Rhythm, Status,
    },
    ids::{ClientId, FollowUpId, UserId},
    notifications::Kind,
    page::Page,
    patch::Patch,
    permission::Permission,
    validate::Draft,
};
use uuid::Uuid;

use handover::wait_for_partings;
pub(crate) use handover::{Parting, give_back};
pub(crate) use left::{count_left, list_left};
pub(crate) use lost_sight::LosesSight;

use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    clients as people, new_id, notifications,
    page::Window,
    schema::{clients, follow_ups, users},
    scope::Scoped,
    statement::{DayBegins, computed},
    tx::{ReadTx, WriteTx},
    users::may_follow_up,
};

/// Its day and itself.
type Key = (NaiveDate, FollowUpId);

/// Follow-ups with clients in sight: a client's, one's own, a colleague's or everybody's.
pub fn list(tx: &mut ReadTx, filter: &FollowUpFilter) -> StoreResult<Page<FollowUp>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let (whose, today) = (whose(tx, filter)?, tx.today());
    let rows = fetch(tx, |mut query| {
        query = in_state(query, filter, today);
        if let Some(client) = filter.client {
            query = query.filter(follow_ups::client_id.eq(client.uuid()));
        }
        if let Some(user) = whose {
            query = query.filter(follow_ups::assignee_id.eq(user.uuid()));
        }
        in_order(query, filter, window.after).limit(window.fetch())
    })?;
    if let (Some(client), true) = (filter.client, rows.is_empty()) {
        people::find_card(tx, client)?;
    }
    tx.saw("follow_ups.list", rows.iter().map(|row| row.client_id));
    window.page(rows, None, |row| (row.due_on, row.id))
}

/// What is to be done comes earliest first, what was done latest first.
fn in_order(query: Rows, filter: &FollowUpFilter, after: Option<Key>) -> Rows {
    let is_past = filter.status.is_some_and(|status| status != Status::Open);
    let query = match after {
        None => query,
        Some((due, id)) if is_past => {
            let same_day = follow_ups::due_on.eq(due).and(follow_ups::id.lt(id.uuid()));
            query.filter(follow_ups::due_on.lt(due).or(same_day))
        }
        Some((due, id)) => {
            let same_day = follow_ups::due_on.eq(due).and(follow_ups::id.gt(id.uuid()));
            query.filter(follow_ups::due_on.gt(due).or(same_day))
        }
    };
    match is_past {
        true => query.order((follow_ups::due_on.desc(), follow_ups::id.desc())),
        false => query.order((follow_ups::due_on, follow_ups::id)),
    }
}

/// Those that were closed after their day, and some of those that were closed on it: wherever the organization is, its day
/// begins at most fourteen hours before that of UTC. As the index has it.
pub(crate) const LATE: &str = "(follow_ups.status <> 'open' and (follow_ups.closed_at at time zone 'UTC') >= follow_ups.due_on + interval '10 hours')";

/// Open ones, unless the filter says otherwise.
fn in_state(mut query: Rows, filter: &FollowUpFilter, today: NaiveDate) -> Rows {
    let open = || follow_ups::status.eq(Status::Open.code());
    match (filter.status, filter.late_on) {
        (None, Some(_)) => {}
        (status, _) => query = query.filter(follow_ups::status.eq(status.unwrap_or(Status::Open).code())),
    }
    if filter.overdue == Some(true) {
        query = query.filter(open().and(follow_ups::due_on.lt(today)));
    }
    if filter.today == Some(true) {
        query = query.filter(open().and(follow_ups::due_on.eq(today)));
    }
    if let Some(escalated) = filter.escalated {
        query = query.filter(open().and(follow_ups::escalated_at.is_not_null().eq(escalated)));
    }
    if let Some(day) = filter.closed_since {
        query = query.filter(follow_ups::closed_at.assume_not_null().ge(DayBegins(day)));
    }
    if let Some(day) = filter.late_on {
        let ended = DayBegins(day.succ_opt().unwrap_or(day));
        let closed_late = sql::<Bool>(LATE).and(follow_ups::closed_at.assume_not_null().ge(ended));
        query = query
            .filter(follow_ups::due_on.lt(day).and(follow_ups::created_at.lt(ended)))
            .filter(open().or(closed_late));
    }
    query
}

/// Whose follow-ups are meant; nobody's in particular for a client's or the team's.
fn whose(tx: &ReadTx, filter: &FollowUpFilter) -> StoreResult<Option<UserId>> {
    let me = tx.user()?;
    let asks_for_others = filter.team == Some(true) || filter.assignee.is_some_and(|user| user != me);
    if asks_for_others && !tx.may(Permission::SeeTeam) {
        return Err(StoreError::Forbidden(Permission::SeeTeam));
    }
    let nobody = filter.team == Some(true) || filter.client.is_some();
    Ok(filter.assignee.or_else(|| (!nobody).then_some(me)))
}

/// One follow-up with a client in sight.
pub fn find(tx: &mut ReadTx, id: FollowUpId) -> StoreResult<FollowUp> {
    let rows = fetch(tx, |query| query.filter(follow_ups::id.eq(id.uuid())))?;
    rows.into_iter().next().ok_or(StoreError::NotFound)
}

/// Sets a follow-up with a client in sight and tells whoever is to do it.
pub fn set(tx: &mut WriteTx, client: ClientId, draft: &FollowUpDraft) -> StoreResult<FollowUp> {
    draft.check(tx.today())?;
    let client = people::find_card(tx, client)?.id;
    let author = tx.user()?;
    let assignee = draft.assignee_id.unwrap_or(author);
    can_take_it(tx, assignee, client)?;
    let id = FollowUpId::from(new_id());
    tx.run(diesel::insert_into(follow_ups::table).values((
        follow_ups::id.eq(id.uuid()),
        follow_ups::client_id.eq(client.uuid()),
        follow_ups::assignee_id.eq(assignee.uuid()),
        follow_ups::due_on.eq(draft.due_on),
        follow_ups::purpose.eq(&draft.purpose),
        follow_ups::created_by.eq(author.uuid()),
        series(draft.repeats, draft.due_on),
    )))?;
    notifications::tell(tx, &[assignee], Kind::FollowUpAssigned, id.uuid())?;
    find(tx, id)
}

/// The columns of a series that begins on a day.
fn series(repeats: Option<Repeats>, began_on: NaiveDate) -> Series {
    Series {
        rhythm: repeats.map(|repeats| repeats.rhythm.code()),
        every: repeats.map(|repeats| repeats.every.into()),
        repeat_until: repeats.and_then(|repeats| repeats.until),
        began_on: repeats.map(|_| began_on),
    }
}

#[derive(AsChangeset, Insertable)]
#[diesel(table_name = follow_ups, treat_none_as_null = true)]
struct Series {
    rhythm: Option<&'static str>,
    every: Option<i32>,
    repeat_until: Option<NaiveDate>,
    began_on: Option<NaiveDate>,
}

/// Only somebody who will find it on their list may be given it: active staff who see the client.
fn can_take_it(tx: &mut WriteTx, user: UserId, client: ClientId) -> StoreResult<()> {
    wait_for_partings(tx, client, user)?;
    if tx.actor().user() == Some(user) || may_follow_up(tx, user, client)? {
        return Ok(());
    }
    Err(StoreError::field("/assignee_id", "does_not_see_the_client"))
}

/// Moves a follow-up to another day or person, or says better what is to be done.
pub fn reschedule(
    tx: &mut WriteTx,
    id: FollowUpId,
    patch: &FollowUpPatch,
    seen: i32,
) -> StoreResult<FollowUp> {
    patch.check(tx.today())?;
    let found = find_open(tx, id, seen)?;
    let due_on = patch.due_on.set().copied().unwrap_or(found.due_on);
    let assignee = patch.assignee_id.set().copied().unwrap_or(found.assignee_id);
    if assignee != found.assignee_id {
        can_take_it(tx, assignee, found.client_id)?;
        notifications::tell(tx, &[assignee], Kind::FollowUpAssigned, id.uuid())?;
    }
    let changes = Changes {
        due_on: Some(due_on),
        assignee_id: Some(assignee.uuid()),
        purpose: patch.purpose.set().cloned(),
        reschedules: Some(found.reschedules + i32::from(due_on != found.due_on)),
        // Another day without a reason does not keep the reason of the last one.
        moved_because: match &patch.moved_because {
            Patch::Keep if due_on == found.due_on => None,
            why => Some(why.set().cloned().filter(|why| !why.is_empty())),
        },
        // Another day is another chance to be late.
        escalated_at: (due_on != found.due_on).then_some(None),
        ..Changes::default()
    };
    let repeats = match patch.repeats {
        Patch::Keep => None,
        Patch::Clear => Some(series(None, due_on)),
        Patch::Set(repeats) => Some(series(Some(repeats), due_on)),
    };
    if let Some(series) = repeats {
        tx.run(diesel::update(follow_ups::table.find(id.uuid())).set(series))?;
    }
    update(tx, &found, changes)
}

/// Marks a follow-up done.
pub fn complete(
    tx: &mut WriteTx,
    id: FollowUpId,
    completion: &Completion,
    seen: i32,
) -> StoreResult<FollowUp> {
    completion.check(tx.today())?;
    let found = find_open(tx, id, seen)?;
    let changes = Changes {
        status: Some(Status::Done.code()),
        outcome: Some(completion.outcome.clone()).filter(|outcome| !outcome.is_empty()),
        closed_at: Some(tx.now()),
        closed_by: Some(tx.user()?.uuid()),
        ..Changes::default()
    };
    update(tx, &found, changes)?;
    if let Some(repeats) = found.repeats {
        make_next(tx, &found, repeats)?;
    }
    find(tx, id)
}

/// The next one of a series, for the same person if they still find it on their list, otherwise for whoever marked this one
/// as done. Where a next one is there already, because this was done before and taken back, it stays.
fn make_next(tx: &mut WriteTx, done: &FollowUp, repeats: Repeats) -> StoreResult<()> {
    let query = Scoped::over(tx.actor(), follow_ups::table, follow_ups::client_id)
        .filter(follow_ups::id.eq(done.id.uuid()))
        .select(follow_ups::began_on);
    let began_on: Option<NaiveDate> = tx.first(query)?;
    let began_on = began_on.unwrap_or(done.due_on);
    let Some(due_on) = repeats.next(began_on, done.due_on, tx.today()) else { return Ok(()) };
    let me = tx.user()?;
    wait_for_partings(tx, done.client_id, done.assignee_id)?;
    let stays = done.assignee_id == me || may_follow_up(tx, done.assignee_id, done.client_id)?;
    let assignee = if stays { done.assignee_id } else { me };
    let id = new_id();
    let made = tx.run(
        diesel::insert_into(follow_ups::table)
            .values((
                follow_ups::id.eq(id),
                follow_ups::client_id.eq(done.client_id.uuid()),
                follow_ups::assignee_id.eq(assignee.uuid()),
                follow_ups::due_on.eq(due_on),
                follow_ups::purpose.eq(&done.purpose),
                follow_ups::created_by.eq(me.uuid()),
                follow_ups::follows.eq(done.id.uuid()),
                series(Some(repeats), began_on),
            ))
            .on_conflict_do_nothing(),
    )?;
    if made == 1 {
        notifications::tell(tx, &[assignee], Kind::FollowUpAssigned, id)?;
    }
    Ok(())
}

/// Takes a completion back: it was a slip. What was written about how it went is gone from the follow-up and stays in
/// the audit; the next one of a series goes too, unless somebody has touched it.
pub fn reopen(tx: &mut WriteTx, id: FollowUpId, seen: i32) -> StoreResult<FollowUp> {
    let found = find(tx, id)?;
    unchanged(Some(seen), found.version)?;
    if found.status != Status::Done {
        return Err(StoreError::Conflict("This follow-up is not done."));
    }
    let row = follow_ups::table.find(id.uuid());
    let met = tx.run(diesel::update(row).filter(follow_ups::version.eq(found.version)).set((
        follow_ups::status.eq(Status::Open.code()),
        follow_ups::outcome.eq(None::<String>),
        follow_ups::closed_at.eq(None::<DateTime<Utc>>),
        follow_ups::closed_by.eq(None::<Uuid>),
        follow_ups::version.eq(found.version + 1),
    )))?;
    if met == 0 {
        return Err(StoreError::Stale);
    }
    let next = follow_ups::table
        .filter(follow_ups::follows.eq(id.uuid()))
        .filter(follow_ups::status.eq(Status::Open.code()).and(follow_ups::version.eq(1)));
    tx.run(diesel::delete(next))?;
    find(tx, id)
}

/// A follow-up that is still to be done, in the version that the writer read.
fn find_open(tx: &mut WriteTx, id: FollowUpId, seen: i32) -> StoreResult<FollowUp> {
    let found = find(tx, id)?;
    unchanged(Some(seen), found.version)?;
    match found.status {
        Status::Open => Ok(found),
        Status::Done | Status::Cancelled => {
            Err(StoreError::Conflict("This follow-up is closed; set a new one."))
        }
    }
}

/// What a write sets. Absent columns stay.
#[derive(AsChangeset, Default)]
#[diesel(table_name = follow_ups)]
struct Changes {
    due_on: Option<NaiveDate>,
    assignee_id: Option<Uuid>,
    purpose: Option<String>,
    reschedules: Option<i32>,
    status: Option<&'static str>,
    outcome: Option<String>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<Uuid>,
    moved_because: Option<Option<String>>,
    escalated_at: Option<Option<DateTime<Utc>>>,
}

/// When the next one of the series is due.
const NEXT_ON: &str = "(select later.due_on from follow_ups as later where later.follows = follow_ups.id)";

/// Writes where the row is still the version that was found.
fn update(tx: &mut WriteTx, found: &FollowUp, changes: Changes) -> StoreResult<FollowUp> {
    let row = follow_ups::table.find(found.id.uuid());
    let met = tx.run(
        diesel::update(row)
            .filter(follow_ups::version.eq(found.version))
            .set((changes, follow_ups::version.eq(found.version + 1))),
    )?;
    if met == 1 { find(tx, found.id) } else { Err(StoreError::Stale) }
}

type Rows = Scoped<dsl::IntoBoxed<'static, dsl::InnerJoin<follow_ups::table, clients::table>, Pg>>;

fn fetch(tx: &mut ReadTx, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<FollowUp>> {
    let joined = follow_ups::table.inner_join(clients::table);
    let query = narrow(Scoped::over(tx.actor(), joined.into_boxed(), follow_ups::client_id));
    let assignee = users::table.filter(users::id.eq(follow_ups::assignee_id)).select(users::name);
    let author = users::table.filter(users::id.eq(follow_ups::created_by)).select(users::name);
    let rows: Vec<Row> = tx.load(query.select((
        (follow_ups::id, follow_ups::version, follow_ups::client_id, follow_ups::assignee_id),
        (clients::preferred_name, clients::first_name, clients::last_name),
        (follow_ups::due_on, follow_ups::purpose, follow_ups::status, follow_ups::reschedules),
        (follow_ups::outcome, follow_ups::closed_at, follow_ups::escalated_at),
        (assignee.single_value(), author.single_value()),
        (follow_ups::rhythm, follow_ups::every, follow_ups::repeat_until),
        (follow_ups::moved_because, computed::<Nullable<Date>>(NEXT_ON)),
    )))?;
    let today = tx.today();
    Ok(rows.into_iter().map(|row| row.follow_up(today)).collect())
}

#[derive(Queryable)]
struct Row {
    ids: (Uuid, i32, Uuid, Uuid),
    client: (Option<String>, String, String),
    task: (NaiveDate, String, String, i32),
    closed: (Option<String>, Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    people: (Option<String>, Option<String>),
    series: (Option<String>, Option<i32>, Option<NaiveDate>),
    moves: (Option<String>, Option<NaiveDate>),
}

impl Row {
    fn follow_up(self, today: NaiveDate) -> FollowUp {
        let (id, version, client_id, assignee_id) = self.ids;
        let (preferred, first, last) = self.client;
        let (due_on, purpose, status, reschedules) = self.task;
        let status = Status::from_code(&status).unwrap_or(Status::Open);
        FollowUp {
            id: id.into(),
            version,
            client_id: client_id.into(),
            client_name: display_name(preferred.as_deref(), &first, &last),
            assignee_id: assignee_id.into(),
            assignee: self.people.0.unwrap_or_default(),
            due_on,
            purpose,
            overdue: status == Status::Open && due_on < today,
            escalated_at: self.closed.2.filter(|_| status == Status::Open),
            status,
            outcome: self.closed.0,
            closed_at: self.closed.1,
            created_by: self.people.1.unwrap_or_default(),
            reschedules,
            moved_because: self.moves.0,
            repeats: repeats(self.series),
            next_on: self.moves.1,
        }
    }
}

/// A rhythm that only a newer version knows is none here.
fn repeats((rhythm, every, until): (Option<String>, Option<i32>, Option<NaiveDate>)) -> Option<Repeats> {
    let rhythm = Rhythm::from_code(&rhythm?)?;
    Some(Repeats { rhythm, every: u8::try_from(every?).ok()?, until })
}
