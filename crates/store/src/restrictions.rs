//! Restrictions: reading them. They are written by [`crate::canonical`].

mod bypasses;
mod gate;
mod notice;
mod remind;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl::{self, case_when, sql},
    pg::Pg,
    prelude::*,
    sql_types::{Date, Text},
};
use domain::{
    clients::display_name,
    ids::{ClientId, ProgramId, RestrictionId},
    page::Page,
    permission::Permission,
    restrictions::{Reach, Restriction, RestrictionFilter, Sort, State, state_on},
};
use uuid::Uuid;

pub(crate) use self::{bypasses::used, gate::pass};
pub use self::{
    bypasses::{bypass, end_bypass},
    notice::{notice, notice_with_reason},
};
use crate::{
    StoreError, StoreResult, clients as people,
    page::Window,
    schema::{clients, programs, restriction_bypasses, restrictions, users},
    scope::{Scoped, shown_if},
    tx::ReadTx,
};

/// The day that the list is sorted by; the key of the last row is where the next page begins.
type Key = (NaiveDate, RestrictionId);

/// The restrictions of clients in sight: all of them, or one.
pub fn list(
    tx: &mut ReadTx,
    client: Option<ClientId>,
    filter: &RestrictionFilter,
) -> StoreResult<Page<Restriction>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let today = tx.today();
    let shown = Shown::to_reader(tx);
    if filter.touches_reasons() && shown != Shown::Whole {
        return Err(StoreError::Forbidden(Permission::SeeRestrictionReasons));
    }
    let sort = filter.sort.unwrap_or_default();
    let rows = fetch(tx, shown, |mut query| {
        if let Some(client) = client {
            query = query.filter(restrictions::client_id.eq(client.uuid()));
        }
        if let Some(program) = filter.program {
            query = query.filter(restrictions::program_id.eq(program.uuid()));
        }
        if !filter.state.is_empty() {
            // `state_on` in SQL; a test compares the two.
            let state =
                case_when(restrictions::lifted_at.is_not_null(), State::Lifted.code().into_sql::<Text>())
                    .when(restrictions::end_date.lt(today), State::Expired.code().into_sql::<Text>())
                    .when(restrictions::start_date.gt(today), State::Upcoming.code().into_sql::<Text>())
                    .otherwise(State::Active.code().into_sql::<Text>());
            query = query.filter(state.eq_any(filter.state.iter().map(|state| state.code())));
        }
        if let Some(bypassed) = filter.bypassed {
            query = query.filter(dsl::exists(bypass_on(today)).eq(bypassed));
        }
        if filter.review_due == Some(true) {
            // `is_review_due` in SQL; a test compares the two.
            let lasts = restrictions::end_date.is_null().or(restrictions::end_date.ge(today));
            let in_force =
                restrictions::lifted_at.is_null().and(restrictions::start_date.le(today)).and(lasts);
            query = query.filter(restrictions::review_date.le(today)).filter(in_force);
        }
        sorted(query, sort, window.after).limit(window.fetch())
    })?;
    tx.saw("restrictions.list", rows.iter().map(|row| row.client_id));
    window.page(rows, None, |row| match sort {
        Sort::Start => (row.start_date, row.id),
        Sort::Review => (row.review_date.unwrap_or(NEVER), row.id),
    })
}

/// What stands in the place of a day of review that there is not. An index has the same.
const NEVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};
const REVIEW: &str = "coalesce(restrictions.review_date, date '9999-12-31')";

/// In an order, from where the page before ended.
fn sorted(mut query: Rows, sort: Sort, after: Option<Key>) -> Rows {
    match sort {
        Sort::Start => {
            if let Some((start, id)) = after {
                let earlier = restrictions::start_date.lt(start);
                let same_day = restrictions::start_date.eq(start).and(restrictions::id.lt(id.uuid()));
                query = query.filter(earlier.or(same_day));
            }
            query.order((restrictions::start_date.desc(), restrictions::id.desc()))
        }
        Sort::Review => {
            if let Some((day, id)) = after {
                let later = sql::<Date>(REVIEW).gt(day);
                let same_day = sql::<Date>(REVIEW).eq(day).and(restrictions::id.gt(id.uuid()));
                query = query.filter(later.or(same_day));
            }
            query.order((sql::<Date>(REVIEW).asc(), restrictions::id.asc()))
        }
    }
}

/// Whether a restriction is set aside for a program on a day.
#[diesel::dsl::auto_type]
fn bypass_on(today: NaiveDate) -> _ {
    let unused = restriction_bypasses::single_use.eq(false).or(restriction_bypasses::used_at.is_null());
    restriction_bypasses::table
        .filter(restriction_bypasses::restriction_id.eq(restrictions::id))
        .filter(restriction_bypasses::ended_at.is_null())
        .filter(unused)
        .filter(restriction_bypasses::valid_from.le(today))
        .filter(restriction_bypasses::valid_until.ge(today))
}

/// One client's restrictions; not found where the client is out of sight.
pub fn list_of_client(
    tx: &mut ReadTx,
    client: ClientId,
    filter: &RestrictionFilter,
) -> StoreResult<Page<Restriction>> {
    let page = list(tx, Some(client), filter)?;
    if page.items.is_empty() {
        people::find_card(tx, client)?;
    }
    Ok(page)
}

/// One restriction of a client in sight.
pub fn find(tx: &mut ReadTx, id: RestrictionId) -> StoreResult<Restriction> {
    let shown = Shown::to_reader(tx);
    one(tx, id, shown)
}

/// The same with all that stands in it, for a change of it: what the writer does not see stays.
pub(crate) fn find_whole(tx: &mut ReadTx, id: RestrictionId) -> StoreResult<Restriction> {
    one(tx, id, Shown::Whole)
}

fn one(tx: &mut ReadTx, id: RestrictionId, shown: Shown) -> StoreResult<Restriction> {
    let rows = fetch(tx, shown, |query| query.filter(restrictions::id.eq(id.uuid())))?;
    rows.into_iter().next().ok_or(StoreError::NotFound)
}

/// How much of a restriction is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Whole,
    WithoutReasons,
}

impl Shown {
    fn to_reader(tx: &ReadTx) -> Self {
        if tx.may(Permission::SeeRestrictionReasons) { Self::Whole } else { Self::WithoutReasons }
    }
}

/// Restrictions with their client and program, in sight.
type Rows = Scoped<
    dsl::IntoBoxed<
        'static,
        dsl::LeftJoin<dsl::InnerJoin<restrictions::table, clients::table>, programs::table>,
        Pg,
    >,
>;

fn fetch(tx: &mut ReadTx, shown: Shown, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<Restriction>> {
    let joined = restrictions::table.inner_join(clients::table).left_join(programs::table);
    let query = narrow(Scoped::over(tx.actor(), joined.into_boxed(), restrictions::client_id))
        .filter(clients::erased_at.is_null());
    let reasons = shown == Shown::Whole;
    let author = users::table.filter(users::id.nullable().eq(restrictions::created_by)).select(users::name);
    let lifter = users::table.filter(users::id.nullable().eq(restrictions::lifted_by)).select(users::name);
    let reviewer =
        users::table.filter(users::id.nullable().eq(restrictions::reviewed_by)).select(users::name);
    let query = query.select((
        (restrictions::id, restrictions::version, restrictions::client_id, restrictions::program_id),
        (clients::preferred_name, clients::first_name, clients::last_name, programs::name.nullable()),
        (restrictions::start_date, restrictions::end_date, restrictions::created_at, restrictions::lifted_at),
        (
            shown_if(reasons, restrictions::review_date),
            shown_if(reasons, restrictions::reason),
            shown_if(reasons, author.single_value()),
            shown_if(reasons, lifter.single_value()),
            shown_if(reasons, restrictions::lifting_reason),
        ),
        (
            shown_if(reasons, restrictions::reviewed_at),
            shown_if(reasons, reviewer.single_value()),
            shown_if(reasons, restrictions::review_note),
        ),
    ));
    let rows: Vec<Row> = tx.load(query)?;
    let today = tx.today();
    let mut found: Vec<_> = rows.into_iter().map(|row| row.restriction(today, reasons)).collect();
    let ids: Vec<_> = found.iter().map(|restriction| restriction.id).collect();
    let mut bypasses = bypasses::of_all(tx, &ids)?;
    for restriction in &mut found {
        restriction.bypasses = bypasses.remove(&restriction.id).unwrap_or_default();
    }
    Ok(found)
}

#[derive(Queryable)]
struct Row {
    ids: (Uuid, i32, Uuid, Option<Uuid>),
    names: (Option<String>, String, String, Option<String>),
    times: (NaiveDate, Option<NaiveDate>, DateTime<Utc>, Option<DateTime<Utc>>),
    reasons: Reasons,
    review: (Option<DateTime<Utc>>, Option<String>, Option<String>),
}

/// Review date, reason, author, lifter and why it was lifted.
type Reasons = (Option<NaiveDate>, Option<String>, Option<String>, Option<String>, Option<String>);

impl Row {
    fn restriction(self, today: NaiveDate, reasons: bool) -> Restriction {
        let (id, version, client_id, program_id) = self.ids;
        let (preferred, first, last, program_name) = self.names;
        let (start_date, end_date, created_at, lifted_at) = self.times;
        let (review_date, reason, created_by, lifted_by, lifting_reason) = self.reasons;
        let (reviewed_at, reviewed_by, review_note) = self.review;
        Restriction {
            id: id.into(),
            version,
            client_id: client_id.into(),
            client_name: display_name(preferred.as_deref(), &first, &last),
            reach: Reach::from(program_id.map(ProgramId::from)),
            program_name,
            start_date,
            end_date,
            state: state_on(start_date, end_date, lifted_at.is_some(), today),
            created_at,
            review_date,
            reason,
            created_by,
            lifted_at,
            lifted_by,
            lifting_reason,
            bypasses: Vec::new(),
            reviewed_at,
            reviewed_by,
            review_note,
            withheld: if reasons { Vec::new() } else { withheld() },
        }
    }
}

/// What the front desk does not see.
const WITHHELD: [&str; 8] = [
    "review_date",
    "reason",
    "created_by",
    "lifted_by",
    "lifting_reason",
    "reviewed_at",
    "reviewed_by",
    "review_note",
];

fn withheld() -> Vec<String> {
    WITHHELD.map(str::to_owned).to_vec()
}

/// A restriction that was read whole, as far as the actor may see it.
pub(crate) fn seen(tx: &ReadTx, whole: Restriction) -> Restriction {
    match Shown::to_reader(tx) {
        Shown::Whole => whole,
        Shown::WithoutReasons => Restriction {
            review_date: None,
            reason: None,
            created_by: None,
            lifted_by: None,
            lifting_reason: None,
            reviewed_at: None,
            reviewed_by: None,
            review_note: None,
            withheld: withheld(),
            ..whole
        },
    }
}
