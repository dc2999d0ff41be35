//! The queue.

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{self, sql},
    pg::Pg,
    prelude::*,
    sql_types::{Array, BigInt, Text},
};
use domain::{
    applications::{ApplicationFilter, ApplicationRow, ApplicationSort, Status},
    ids::ApplicationId,
    page::{COUNTED, Page, Total},
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    custom_fields::{self, Wanted},
    page::Window,
    schema::applications,
    scope::Scoped,
    statement::DayBegins,
    tx::ReadTx,
};

/// The order, so that a cursor of the other one is refused, and where the next page begins.
type Key = (ApplicationSort, DateTime<Utc>, ApplicationId);

/// Applications, the one that has waited longest first unless the filter says otherwise.
pub fn list(tx: &mut ReadTx, filter: &ApplicationFilter) -> StoreResult<Page<ApplicationRow>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let sort = filter.sort.unwrap_or_default();
    let fields = custom_fields::conditions(tx, custom_fields::Of::Applications, &filter.field)?;
    let mut query = matching(filter, &fields);
    if let Some((sorted, at, id)) = window.after {
        if sorted != sort {
            return Err(StoreError::BadCursor);
        }
        query = after(query, sort, at, id);
    }
    let rows: Vec<Row> = tx.load(sorted(query, sort).limit(window.fetch()).select((
        (applications::id, applications::version, applications::reference, applications::status),
        (applications::first_name, applications::last_name, applications::preferred_name),
        (applications::submitted_at, applications::first_contact_at),
        (applications::phone, applications::email, applications::language),
        (sql::<Array<Text>>(PROGRAMS), sql::<BigInt>(DOCUMENTS)),
    )))?;
    let total = if window.after.is_none() { Some(total(tx, matching(filter, &fields))?) } else { None };
    let rows = rows.into_iter().map(Row::application).collect::<StoreResult<Vec<_>>>()?;
    window.page(rows, total, |row| (sort, row.submitted_at, row.id))
}

/// Ids of all that the list would show, in its order; one more than `most` where there are more.
pub(crate) fn found(tx: &mut ReadTx, filter: &ApplicationFilter, most: usize) -> StoreResult<Vec<Uuid>> {
    let fields = custom_fields::conditions(tx, custom_fields::Of::Applications, &filter.field)?;
    let query = sorted(matching(filter, &fields), filter.sort.unwrap_or_default());
    tx.load(query.limit(most as i64 + 1).select(applications::id))
}

/// Names of the programs of interest, in the applicant's order.
pub(crate) const PROGRAMS: &str = "array(select programs.name from application_programs \
    join programs on programs.id = application_programs.program_id \
    where application_programs.application_id = applications.id order by application_programs.position)";

const DOCUMENTS: &str = "(select count(*) from documents where documents.application_id = applications.id)";

type Query = Scoped<dsl::IntoBoxed<'static, applications::table, Pg>>;

fn matching(filter: &ApplicationFilter, fields: &[Wanted]) -> Query {
    let mut query = Scoped::by_permission(applications::table).into_boxed();
    if !filter.status.is_empty() {
        let wanted: Vec<&str> = filter.status.iter().map(|status| status.code()).collect();
        query = query.filter(applications::status.eq_any(wanted));
    }
    if let Some(day) = filter.from {
        query = query.filter(applications::submitted_at.ge(DayBegins(day)));
    }
    if let Some(next) = filter.to.and_then(|day| day.succ_opt()) {
        query = query.filter(applications::submitted_at.lt(DayBegins(next)));
    }
    // Words of a query are letters and digits, so nothing in them means anything to LIKE.
    for word in filter.q.iter().flat_map(|q| linkage::words(q)) {
        query = query.filter(applications::search_key.like(format!("%{word}%")));
    }
    for field in fields {
        query = query.filter(field.of_applications());
    }
    query
}

fn sorted(query: Query, sort: ApplicationSort) -> Query {
    match sort {
        ApplicationSort::Oldest => query.order((applications::submitted_at.asc(), applications::id.asc())),
        ApplicationSort::Newest => query.order((applications::submitted_at.desc(), applications::id.desc())),
    }
}

fn after(query: Query, sort: ApplicationSort, at: DateTime<Utc>, id: ApplicationId) -> Query {
    let same_time = applications::submitted_at.eq(at);
    match sort {
        ApplicationSort::Oldest => {
            let later = applications::submitted_at.gt(at);
            query.filter(later.or(same_time.and(applications::id.gt(id.uuid()))))
        }
        ApplicationSort::Newest => {
            let earlier = applications::submitted_at.lt(at);
            query.filter(earlier.or(same_time.and(applications::id.lt(id.uuid()))))
        }
    }
}

/// How many there are; counting stops at "over 1,000". Asked for the first page alone.
fn total(tx: &mut ReadTx, matching: Query) -> StoreResult<Total> {
    let query = matching.limit(i64::from(COUNTED) + 1).select(applications::version);
    let rows: Vec<i32> = tx.load(query)?;
    let counted = COUNTED as usize;
    Ok(Total { count: rows.len().min(counted) as u64, exact: rows.len() <= counted })
}

#[derive(Queryable)]
struct Row {
    ids: (Uuid, i32, String, String),
    names: (String, String, String),
    times: (DateTime<Utc>, Option<DateTime<Utc>>),
    contact: (String, String, String),
    with: (Vec<String>, i64),
}

impl Row {
    fn application(self) -> StoreResult<ApplicationRow> {
        let (id, version, reference, status) = self.ids;
        let (first_name, last_name, preferred_name) = self.names;
        let (submitted_at, first_contact_at) = self.times;
        let (phone, email, language) = self.contact;
        let (programs, documents) = self.with;
        Ok(ApplicationRow {
            id: id.into(),
            version,
            reference,
            status: status_of(&status)?,
            first_name,
            last_name,
            preferred_name,
            submitted_at,
            first_contact_at,
            phone,
            email,
            programs,
            documents: u32::try_from(documents).unwrap_or(u32::MAX),
            language,
        })
    }
}

pub(super) fn status_of(code: &str) -> StoreResult<Status> {
    Status::from_code(code).ok_or_else(|| StoreError::Internal(format!("an application is {code}")))
}
