//! Which follow-ups a list has, and in which order.

use chrono::NaiveDate;
use diesel::{
    dsl::{self, sql},
    prelude::*,
    sql_types::Bool,
};
use domain::{
    follow_ups::{FollowUp, FollowUpFilter, Status},
    ids::{FollowUpId, UserId},
    page::Page,
    permission::Permission,
};
use uuid::Uuid;

use super::rows::{Rows, fetch};
use crate::{
    StoreError, StoreResult, clients as people,
    page::Window,
    schema::{enrollments, follow_ups, program_staff},
    statement::DayBegins,
    tx::ReadTx,
};

/// Its day and itself.
pub(super) type Key = (NaiveDate, FollowUpId);

/// Follow-ups with clients in sight: a client's, one's own, a colleague's, everybody's, or those of one's programs that stay
/// undone.
pub fn list(tx: &mut ReadTx, filter: &FollowUpFilter) -> StoreResult<Page<FollowUp>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let (whose, today) = (whose(tx, filter)?, tx.today());
    let (me, of_mine) = (tx.user()?, is_escalated(filter) && !tx.may(Permission::SeeTeam));
    let rows = fetch(tx, |mut query| {
        query = in_state(query, filter, today);
        if let Some(client) = filter.client {
            query = query.filter(follow_ups::client_id.eq(client.uuid()));
        }
        if let Some(user) = whose {
            query = query.filter(follow_ups::assignee_id.eq(user.uuid()));
        }
        if of_mine {
            query = query.filter(follow_ups::client_id.eq_any(in_programs_of(me, today)));
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

/// Those of the team that managers were told of: whoever runs a program reads them without seeing the team, those with
/// clients of that program alone.
fn is_escalated(filter: &FollowUpFilter) -> bool {
    filter.team == Some(true) && filter.escalated == Some(true)
}

/// Who is today in a program that somebody manages, as whoever is told is chosen.
#[dsl::auto_type(no_type_alias)]
fn in_programs_of(manager: UserId, today: NaiveDate) -> _ {
    let manager: Uuid = manager.uuid();
    enrollments::table
        .inner_join(program_staff::table.on(program_staff::program_id.eq(enrollments::program_id)))
        .filter(program_staff::user_id.eq(manager).and(program_staff::manages))
        .filter(enrollments::start_date.le(today))
        .filter(enrollments::end_date.is_null().or(enrollments::end_date.assume_not_null().ge(today)))
        .select(enrollments::client_id)
}

/// Whose follow-ups are meant; nobody's in particular for a client's or the team's.
fn whose(tx: &ReadTx, filter: &FollowUpFilter) -> StoreResult<Option<UserId>> {
    let me = tx.user()?;
    let asks_for_others = filter.team == Some(true) || filter.assignee.is_some_and(|user| user != me);
    if asks_for_others && !is_escalated(filter) && !tx.may(Permission::SeeTeam) {
        return Err(StoreError::Forbidden(Permission::SeeTeam));
    }
    let nobody = filter.team == Some(true) || filter.client.is_some();
    Ok(filter.assignee.or_else(|| (!nobody).then_some(me)))
}
