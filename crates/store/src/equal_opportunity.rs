//! Equal-opportunity answers: written with an application, and counted. Nothing here reads the answers of one person.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use diesel::{
    define_sql_function, dsl::count_star, pg::Pg, prelude::*, query_builder::QueryFragment, sql_types::Date,
};
use domain::{
    applications::ApplicationDraft,
    equal_opportunity::{
        CountFilter, Counts, NOT_ANSWERED, Question, QuestionCounts, SMALLEST, Status, age_band,
        without_small,
    },
    ids::ApplicationId,
};

use crate::{
    StoreError, StoreResult,
    canonical::codes::Use,
    new_id,
    schema::{applications, equal_opportunity},
    scope::Scoped,
    tx::{ReadTx, Write, WriteTx},
};

define_sql_function! {
    /// The moment at which a day of the organization begins.
    fn day_begins(day: Date) -> Timestamptz;
}

/// Codes of lists that the answers name.
pub(crate) fn uses(form: &ApplicationDraft) -> impl Iterator<Item = Use<'_>> {
    form.equal_opportunity.iter().enumerate().flat_map(|(index, answer)| {
        let list = answer.question.list();
        let codes = answer.codes.iter().enumerate();
        codes.filter_map(move |(place, code)| {
            Some(Use { list: list?, code, pointer: format!("/equal_opportunity/{index}/codes/{place}") })
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
    let (begins, ends) = days(year).ok_or_else(|| StoreError::field("/year", "out_of_range"))?;
    let of_year = applications::table
        .filter(applications::submitted_at.ge(day_begins(begins)))
        .filter(applications::submitted_at.lt(day_begins(ends)));
    let rows: Vec<Answered> = tx.load(
        Scoped::by_permission(equal_opportunity::table)
            .filter(equal_opportunity::application_id.eq_any(of_year.select(applications::id)))
            .group_by((equal_opportunity::question, equal_opportunity::status, equal_opportunity::codes))
            .select((
                equal_opportunity::question,
                equal_opportunity::status,
                equal_opportunity::codes,
                count_star(),
            )),
    )?;
    let of = |question: Question| rows.iter().filter(move |row| row.0 == question.code());
    // Everybody has a row for each question that is asked.
    let applications: u64 = of(Question::Sex).map(count_of).sum();
    let questions = Question::ALL
        .iter()
        .map(|question| QuestionCounts { question: *question, cells: without_small(cells(of(*question))) });
    // Of a few people already which answers there are would tell.
    let is_told = applications == 0 || applications >= SMALLEST;
    Ok(Counts {
        year,
        applications: is_told.then_some(applications),
        questions: if is_told { questions.collect() } else { Vec::new() },
    })
}

/// Years that a record can be of.
fn days(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1);
    (2000..=2200).contains(&year).then(|| first(year).zip(first(year + 1))).flatten()
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
