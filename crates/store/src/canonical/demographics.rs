//! Demographics: answering questions. Earlier answers stay, with the day from which each was true, and those that were
//! corrected stay as corrected.

use chrono::NaiveDate;
use diesel::{pg::Pg, prelude::*, query_builder::QueryFragment};
use domain::{
    demographics::{Answer, Answers, Demographics, Question, true_on},
    ids::ClientId,
    problem::FieldError,
};
use serde_json::Map;
use uuid::Uuid;

use super::{
    Target,
    codes::{self, Retired},
    unchanged,
};
use crate::{
    StoreError, StoreResult,
    demographics::{find_whole, withheld},
    new_id,
    schema::{clients, demographics},
    tx::{ReadTx, Write, WriteTx},
};

/// What stands now where the new answers would.
pub(super) fn target(tx: &mut ReadTx, client: ClientId, answers: &Answers) -> StoreResult<Target> {
    let (found, today) = (find_whole(tx, client)?, tx.today());
    let now = |new: &Answer| (new.question.code().to_owned(), answers.stands(&found.answers, new, today));
    Ok(Target {
        entity_id: Some(client.uuid()),
        client: Some(client),
        version: Some(found.version),
        current: answers.answers.iter().map(now).collect::<Map<_, _>>(),
    })
}

pub(super) fn answer(
    tx: &mut WriteTx,
    client: ClientId,
    answers: &Answers,
    seen: Option<i32>,
) -> StoreResult<Demographics> {
    let hidden = withheld(tx.actor());
    if let Some(blind) = answers.answers.iter().find(|answer| hidden.contains(&answer.question)) {
        return Err(StoreError::Forbidden(blind.question.permission()));
    }
    let (found, today) = (find_whole(tx, client)?, tx.today());
    unchanged(seen, found.version)?;
    corrects_something(&found, answers)?;
    let dated = answers.dated(today);
    let new: Vec<New> =
        dated.iter().zip(&answers.answers).enumerate().filter_map(|one| new(&found, answers, one)).collect();
    codes::check(tx, &uses(&new), Retired::Refused)?;
    let version = if new.is_empty() { found.version } else { put(tx, client, &found, &new)? };
    let answers = after(found.answers, &new, today);
    let answers = answers.into_iter().filter(|answer| !hidden.contains(&answer.question)).collect();
    Ok(Demographics { version, answers, withheld: hidden })
}

/// An answer that says something new.
struct New<'a> {
    /// Its place in the request.
    index: usize,
    answer: &'a Answer,
    day: NaiveDate,
    /// Since when the answer is true that it corrects.
    corrects: Option<NaiveDate>,
    /// Codes that stood in the answer before: they may stay in it, retired or not.
    stood: Vec<String>,
}

impl New<'_> {
    /// Whether it takes the place of an answer on record: that which it corrects, and that which is true since the same day.
    fn replaces(&self, now: &Answer) -> bool {
        let days = [Some(self.day), self.corrects];
        now.question == self.answer.question && now.valid_from.is_some() && days.contains(&now.valid_from)
    }
}

/// Said without a day, an answer that stands already changes nothing.
fn new<'a>(
    found: &Demographics,
    answers: &Answers,
    (index, ((answer, day), said)): (usize, (&'a (Answer, NaiveDate), &Answer)),
) -> Option<New<'a>> {
    let corrects = answers.corrected(answer.question);
    let before = true_on(&found.answers, answer.question, corrects.unwrap_or(*day));
    let same = before.is_some_and(|now| now.status == answer.status && now.codes == answer.codes);
    let undated = said.valid_from.is_none() && corrects.is_none();
    let stands = same && (undated || before.is_some_and(|now| now.valid_from == Some(*day)));
    let stood = before.map(|now| now.codes.clone()).unwrap_or_default();
    (!stands).then_some(New { index, answer, day: *day, corrects, stood })
}

/// Refuses a correction of an answer that is not on record.
fn corrects_something(found: &Demographics, answers: &Answers) -> StoreResult<()> {
    let all = answers.corrects.iter().enumerate();
    let wrong = all.filter_map(|(index, wrong)| {
        let is_it = |now: &&Answer| now.question == wrong.question && now.valid_from == Some(wrong.since);
        let there = found.answers.iter().find(is_it);
        there.is_none().then(|| FieldError::new(format!("/corrects/{index}/since"), "unknown"))
    });
    let errors: Vec<FieldError> = wrong.collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// The codes that were not there before.
fn uses<'a>(new: &'a [New]) -> Vec<codes::Use<'a>> {
    let mut uses = Vec::new();
    for one in new {
        let mut named = codes::of_answers([(one.index, one.answer)]);
        named.retain(|name| !one.stood.iter().any(|code| code == name.code));
        uses.extend(named);
    }
    uses
}

fn put(tx: &mut WriteTx, client: ClientId, found: &Demographics, new: &[New]) -> StoreResult<i32> {
    let now = tx.now();
    let version = tx.try_returning(
        diesel::update(clients::table.find(client.uuid()))
            .filter(clients::version.eq(found.version))
            .set((clients::updated_at.eq(now), clients::version.eq(found.version + 1)))
            .returning(clients::version),
    )?;
    let version = version.ok_or(StoreError::Stale)?;
    for one in new.iter().filter(|one| found.answers.iter().any(|now| one.replaces(now))) {
        correct(tx, client, one)?;
    }
    let answers: Vec<Answer> = new.iter().map(|one| one.answer.clone()).collect();
    let rows = rows(tx, client, &answers);
    tx.run(diesel::insert_into(demographics::table).values(rows))?;
    Ok(version)
}

/// Marks the answers whose place a new one takes. They stay in the history.
fn correct(tx: &mut WriteTx, client: ClientId, new: &New) -> StoreResult<()> {
    let days: Vec<NaiveDate> = [Some(new.day), new.corrects].into_iter().flatten().collect();
    let replaced = demographics::table
        .filter(demographics::client_id.eq(client.uuid()))
        .filter(demographics::question.eq(new.answer.question.code()))
        .filter(demographics::valid_from.eq_any(days))
        .filter(demographics::corrected_at.is_null());
    let marks = (
        demographics::corrected_at.eq(tx.now()),
        demographics::corrected_by.eq(tx.actor().user().map(|user| user.uuid())),
    );
    tx.run(diesel::update(replaced).set(marks))?;
    Ok(())
}

/// The answers of a new record.
pub(super) fn new_answers(
    tx: &WriteTx,
    client: ClientId,
    answers: &[Answer],
) -> impl Write + QueryFragment<Pg> + use<> {
    diesel::insert_into(demographics::table).values(rows(tx, client, answers))
}

#[derive(Insertable)]
#[diesel(table_name = demographics)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    question: &'static str,
    status: &'static str,
    codes: Vec<String>,
    valid_from: NaiveDate,
    written_by: Option<Uuid>,
}

fn rows(tx: &WriteTx, client: ClientId, answers: &[Answer]) -> Vec<Row> {
    let row = |answer: &Answer| Row {
        id: new_id(),
        client_id: client.uuid(),
        question: answer.question.code(),
        status: answer.status.code(),
        codes: answer.codes.clone(),
        valid_from: answer.valid_from.unwrap_or(tx.today()),
        written_by: tx.actor().user().map(|user| user.uuid()),
    };
    answers.iter().map(row).collect()
}

/// The answers of today once the new ones are there. One for a day before the latest is history.
fn after(mut stand: Vec<Answer>, new: &[New], today: NaiveDate) -> Vec<Answer> {
    stand.retain(|now| !new.iter().any(|one| one.replaces(now)));
    stand.extend(new.iter().map(|one| one.answer.clone()));
    Question::ALL.into_iter().filter_map(|question| true_on(&stand, question, today).cloned()).collect()
}
