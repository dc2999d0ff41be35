//! Equal-opportunity answers: written with an application, and counted. Nothing here reads the answers of one person.

use std::{array, collections::BTreeMap};

use chrono::{Datelike, Days, Months, NaiveDate};
use diesel::{dsl::count_star, pg::Pg, prelude::*, query_builder::QueryFragment, sql_types::Integer};
use domain::{
    applications::ApplicationDraft,
    equal_opportunity::{
        CountFilter, Counts, NOT_ANSWERED, Question, QuestionCounts, SMALLEST, Status, age_band,
        counted_months, without_small,
    },
    ids::ApplicationId,
};

use crate::{
    StoreError, StoreResult,
    canonical::codes::Use,
    new_id,
    schema::{applications, equal_opportunity},
    scope::Scoped,
    statement::{computed, day_begins},
    tx::{ReadTx, Write, WriteTx},
};

/// Codes of lists that the answers name.
pub(crate) fn uses(form: &ApplicationDraft) -> impl Iterator<Item = Use<'_>> {
    form.equal_opportunity.iter().enumerate().flat_map(|(index, answer)| {
        let list = answer.question.list();
        let codes = answer.codes.iter().enumerate();
        codes.filter_map(move |(place, code)| {
            Some(Use {
                list: list?,
                code,
                pointer: format!("/equal_opportunity/{index}/codes/{place}"),
                on: None,
            })
        })
    })
}

/// A row for each question, passed over or not: what is counted later is everybody who was asked.
pub(crate) fn of_application(
    tx: &WriteTx,
    id: ApplicationId,
    form: &ApplicationDraft,
) -> impl Write + QueryFragment<Pg> + use<> {
    let asked = Question::ASKED.into_iter().map(|question| {
        let answer = form.equal_opportunity.iter().find(|answer| answer.question == question);
        let status = answer.map_or(NOT_ANSWERED, |answer| answer.status.code());
        (question, status, answer.map(|answer| answer.codes.clone()).unwrap_or_default())
    });
    let age = form
        .date_of_birth
        .map(|born| (Question::Age, Status::Given.code(), vec![age_band(born, tx.today()).to_owned()]));
    let row = |(question, status, codes): (Question, &'static str, Vec<String>)| {
        (
            equal_opportunity::id.eq(new_id()),
            equal_opportunity::application_id.eq(id.uuid()),
            equal_opportunity::question.eq(question.code()),
            equal_opportunity::status.eq(status),
            equal_opportunity::codes.eq(codes),
        )
    };
    let rows: Vec<_> = asked.chain(age).map(row).collect();
    diesel::insert_into(equal_opportunity::table).values(rows)
}

/// A question, how it was answered, with which codes, and how often: no row of one person leaves the database.
type Answered = (String, String, Vec<String>, i64);

/// How many gave each answer in a year, without small numbers.
pub fn count(tx: &mut ReadTx, filter: CountFilter) -> StoreResult<Counts> {
    let year = filter.year.unwrap_or(tx.today().year());
    let out_of_range = || StoreError::field("/year", "out_of_range");
    let by_month = by_month(tx, first_of(year, 0).ok_or_else(out_of_range)?)?;
    let months = counted_months(year, tx.today(), &by_month);
    let through = first_of(year, months).filter(|_| months > 0).and_then(|day| day.pred_opt());
    let applications: u64 = by_month[..months].iter().sum();
    let questions = through.map(|through| questions(tx, year, through)).transpose()?.unwrap_or_default();
    // Of a few people already which answers there are would tell.
    let is_told = through.is_some() && (applications == 0 || applications >= SMALLEST);
    Ok(Counts {
        year,
        through,
        applications: is_told.then_some(applications),
        questions: if is_told { questions } else { Vec::new() },
    })
}

/// The month of the organization in which an application came.
const MONTH: &str = "extract(month from submitted_at at time zone coalesce((select time_zone from organization), 'UTC'))::int4";

/// How many applied in each month of a year. They are counted themselves: of those who applied before the answers stood
/// apart, not everybody has one.
fn by_month(tx: &mut ReadTx, begins: NaiveDate) -> StoreResult<[u64; 12]> {
    let ends = begins + Months::new(12);
    let rows: Vec<(i32, i64)> = tx.load(
        Scoped::by_permission(applications::table)
            .filter(applications::submitted_at.ge(day_begins(begins)))
            .filter(applications::submitted_at.lt(day_begins(ends)))
            .group_by(computed::<Integer>(MONTH))
            .select((computed::<Integer>(MONTH), count_star())),
    )?;
    let forgotten = forgotten_by_month(tx, begins, ends)?;
    let of = |month: usize| rows.iter().find(|row| usize::try_from(row.0) == Ok(month + 1));
    Ok(array::from_fn(|month| of(month).map_or(0, |row| row.1.unsigned_abs()) + forgotten[month]))
}

/// The same of those whose applications are kept no longer: everybody was asked this question.
fn forgotten_by_month(tx: &mut ReadTx, begins: NaiveDate, ends: NaiveDate) -> StoreResult<[u64; 12]> {
    let rows: Vec<(Option<NaiveDate>, i64)> = tx.load(
        Scoped::by_permission(equal_opportunity::table)
            .filter(equal_opportunity::question.eq(Question::Sex.code()))
            .filter(equal_opportunity::month.ge(begins).and(equal_opportunity::month.lt(ends)))
            .group_by(equal_opportunity::month)
            .select((equal_opportunity::month, count_star())),
    )?;
    let in_month = |row: &&(Option<NaiveDate>, i64), month: usize| {
        row.0.is_some_and(|day| usize::try_from(day.month0()) == Ok(month))
    };
    let of = |month: usize| rows.iter().find(|row| in_month(row, month));
    Ok(array::from_fn(|month| of(month).map_or(0, |row| row.1.unsigned_abs())))
}

/// What was answered from the beginning of a year through a day.
fn questions(tx: &mut ReadTx, year: i32, through: NaiveDate) -> StoreResult<Vec<QuestionCounts>> {
    let begins = first_of(year, 0).unwrap_or(through);
    let counted = applications::table
        .filter(applications::submitted_at.ge(day_begins(begins)))
        .filter(applications::submitted_at.lt(day_begins(through + Days::new(1))));
    let rows: Vec<Answered> =
        tx.load(
            Scoped::by_permission(equal_opportunity::table)
                .filter(
                    // Where an application is kept no longer, its month is.
                    equal_opportunity::month
                        .assume_not_null()
                        .between(begins, through)
                        .or(equal_opportunity::application_id
                            .eq_any(counted.select(applications::id.nullable()))),
                )
                .group_by((equal_opportunity::question, equal_opportunity::status, equal_opportunity::codes))
                .select((
                    equal_opportunity::question,
                    equal_opportunity::status,
                    equal_opportunity::codes,
                    count_star(),
                )),
        )?;
    let of = |question: Question| rows.iter().filter(move |row| row.0 == question.code());
    let all = Question::ALL
        .iter()
        .map(|question| QuestionCounts { question: *question, cells: without_small(cells(of(*question))) });
    Ok(all.collect())
}

/// The day after so many months of a year that a record can be of.
fn first_of(year: i32, months: usize) -> Option<NaiveDate> {
    let begins = NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| (2000..=2200).contains(&year))?;
    begins.checked_add_months(Months::new(u32::try_from(months).ok()?))
}

fn count_of((_, _, _, count): &Answered) -> u64 {
    count.unsigned_abs()
}

fn cells<'a>(rows: impl Iterator<Item = &'a Answered>) -> Vec<(String, u64)> {
    let mut counted = BTreeMap::<String, u64>::new();
    for row in rows {
        let (_, status, codes, _) = row;
        let answers = if codes.is_empty() { std::slice::from_ref(status) } else { codes.as_slice() };
        for answer in answers {
            *counted.entry(answer.clone()).or_default() += count_of(row);
        }
    }
    counted.into_iter().collect()
}
