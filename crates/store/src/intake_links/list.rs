//! The links that there are, the newest first; ended ones too, because applications name them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl::{self, sql},
    expression::SqlLiteral,
    pg::Pg,
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use domain::{
    ids::IntakeLinkId,
    intake_links::{IntakeLink, IntakeLinkFilter, IntakeLinkKind, IntakeLinkState},
    page::{COUNTED, Page, Total},
};
use uuid::Uuid;

use crate::{StoreError, StoreResult, page::Window, schema::intake_links, scope::Scoped, tx::ReadTx};

/// Where the next page begins.
type Key = (DateTime<Utc>, IntakeLinkId);

pub fn list(tx: &mut ReadTx, filter: &IntakeLinkFilter) -> StoreResult<Page<IntakeLink>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let today = tx.today();
    let mut query = matching(filter, today);
    if let Some((at, id)) = window.after {
        let same_time = intake_links::made_at.eq(at);
        query = query.filter(intake_links::made_at.lt(at).or(same_time.and(intake_links::id.lt(id.uuid()))));
    }
    let query = query.order((intake_links::made_at.desc(), intake_links::id.desc())).limit(window.fetch());
    let rows: Vec<Row> = tx.load(query.select(columns()))?;
    let total = if window.after.is_none() { Some(total(tx, filter)?) } else { None };
    let links = rows.into_iter().map(|row| row.link(today)).collect::<StoreResult<Vec<_>>>()?;
    window.page(links, total, |link| (link.made_at, link.id))
}

pub(super) fn find(tx: &mut ReadTx, id: IntakeLinkId) -> StoreResult<IntakeLink> {
    let query = Scoped::by_permission(intake_links::table).filter(intake_links::id.eq(id.uuid()));
    let row: Row = tx.first(query.select(columns()))?;
    row.link(tx.today())
}

pub(super) type Query = Scoped<dsl::IntoBoxed<'static, intake_links::table, Pg>>;

fn matching(filter: &IntakeLinkFilter, today: NaiveDate) -> Query {
    let mut query = Scoped::by_permission(intake_links::table).into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(intake_links::kind.eq(kind.code()));
    }
    let Some(state) = filter.state else { return query };
    in_state(query, state, today)
}

/// Links that are in a state on a day, as [`IntakeLinkState::on`] says it of one.
pub(super) fn in_state(query: Query, state: IntakeLinkState, today: NaiveDate) -> Query {
    if state == IntakeLinkState::Ended {
        return query.filter(intake_links::ended_at.is_not_null());
    }
    let query = query.filter(intake_links::ended_at.is_null());
    if state == IntakeLinkState::Used {
        return query.filter(intake_links::used_at.is_not_null());
    }
    let query = query.filter(intake_links::used_at.is_null());
    match state {
        IntakeLinkState::Expired => query.filter(intake_links::expires_on.lt(today)),
        _ => query.filter(intake_links::expires_on.ge(today)),
    }
}

/// How many there are; counting stops at "over 1,000". Asked for the first page alone.
fn total(tx: &mut ReadTx, filter: &IntakeLinkFilter) -> StoreResult<Total> {
    let query = matching(filter, tx.today()).limit(i64::from(COUNTED) + 1).select(intake_links::expires_on);
    let rows: Vec<NaiveDate> = tx.load(query)?;
    Ok(Total::counted(rows.len() as u64))
}

const MADE_BY: &str = "(select name from users where users.id = intake_links.made_by)";
const PROGRAM: &str = "(select name from programs where programs.id = intake_links.program_id)";
/// One more than are told: a link on a flyer brings thousands.
const ARRIVED: &str = "(select count(*) from (select from application_origins \
    where intake_link_id = intake_links.id limit 1001) as counted)";
const LAST: &str = "(select max(arrived_at) from application_origins where intake_link_id = intake_links.id)";

type Names = (
    intake_links::id,
    intake_links::name,
    intake_links::kind,
    intake_links::partner,
    intake_links::partner_email,
    intake_links::reference,
);
type Around = (SqlLiteral<Text>, SqlLiteral<Nullable<Text>>);
type Arrived = (SqlLiteral<BigInt>, SqlLiteral<Nullable<Timestamptz>>);
type Times = (intake_links::made_at, intake_links::expires_on, intake_links::used_at, intake_links::ended_at);

fn columns() -> (Names, Around, Arrived, Times) {
    (
        (
            intake_links::id,
            intake_links::name,
            intake_links::kind,
            intake_links::partner,
            intake_links::partner_email,
            intake_links::reference,
        ),
        (sql(MADE_BY), sql(PROGRAM)),
        (sql(ARRIVED), sql(LAST)),
        (intake_links::made_at, intake_links::expires_on, intake_links::used_at, intake_links::ended_at),
    )
}

/// Name, kind, the partner with their address, and the number of the referral.
type Named = (Uuid, String, String, Option<String>, Option<String>, Option<String>);
/// Made, expires, used, ended.
type At = (DateTime<Utc>, NaiveDate, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

#[derive(Queryable)]
struct Row {
    names: Named,
    around: (String, Option<String>),
    arrived: (i64, Option<DateTime<Utc>>),
    times: At,
}

impl Row {
    fn link(self, today: NaiveDate) -> StoreResult<IntakeLink> {
        let (id, name, kind, partner, partner_email, reference) = self.names;
        let (made_by, program) = self.around;
        let (arrived, last_arrived_at) = self.arrived;
        let (made_at, expires_on, used_at, ended_at) = self.times;
        let state = IntakeLinkState::on(today, ended_at.is_some(), used_at.is_some(), expires_on);
        Ok(IntakeLink {
            id: id.into(),
            name,
            kind: kind_of(&kind)?,
            state,
            program,
            partner,
            partner_email,
            reference,
            made_by,
            made_at,
            expires_on,
            arrived: Total::counted(arrived.unsigned_abs()),
            last_arrived_at,
            ended_at,
        })
    }
}

pub(super) fn kind_of(code: &str) -> StoreResult<IntakeLinkKind> {
    IntakeLinkKind::from_code(code).ok_or_else(|| StoreError::Internal(format!("a link is {code}")))
}
