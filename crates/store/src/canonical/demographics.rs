//! Demographics: answering questions. Earlier answers stay, with the day from which each was true.

use chrono::NaiveDate;
use diesel::{pg::Pg, prelude::*, query_builder::QueryFragment, upsert::excluded};
use domain::{
    demographics::{Answer, Answers, Demographics, Question},
    ids::ClientId,
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
    tx::{Write, WriteTx},
};

/// What stands now for the questions that are answered.
pub(super) fn target(tx: &mut WriteTx, client: ClientId, answers: &Answers) -> StoreResult<Target> {
    let found = find_whole(tx, client)?;
    let touched = |answer: &&Answer| answers.answers.iter().any(|new| new.question == answer.question);
    let current: Vec<&Answer> = found.answers.iter().filter(touched).collect();
    Ok(Target {
        entity_id: Some(client.uuid()),
        client: Some(client),
        version: Some(found.version),
        current: Map::from_iter([("answers".to_owned(), serde_json::to_value(current)?)]),
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
    let found = find_whole(tx, client)?;
    unchanged(seen, found.version)?;
    let new: Vec<(usize, &Answer)> =
        answers.answers.iter().enumerate().filter(|(_, answer)| !stands(&found, answer)).collect();
    let mut uses = codes::of_answers(new.iter().copied());
    uses.retain(|one| {
        !found.answers.iter().any(|now| is_of(now.question, one) && now.codes.iter().any(|c| c == one.code))
    });
    codes::check(tx, &uses, Retired::Refused)?;
    let new: Vec<Answer> = new.into_iter().map(|(_, answer)| answer.clone()).collect();
    let version = if new.is_empty() { found.version } else { put(tx, client, &found, &new)? };
    let answers = after(tx, found.answers, new);
    let answers = answers.into_iter().filter(|answer| !hidden.contains(&answer.question)).collect();
    Ok(Demographics { version, answers, withheld: hidden })
}

fn is_of(question: Question, one: &codes::Use) -> bool {
    question.list() == one.list
}

/// Whether it says what stands already. Said without a day it then changes nothing.
fn stands(found: &Demographics, answer: &Answer) -> bool {
    let same = |now: &&Answer| {
        now.question == answer.question && now.status == answer.status && now.codes == answer.codes
    };
    let now = found.answers.iter().find(same);
    now.is_some_and(|now| answer.valid_from.is_none() || answer.valid_from == now.valid_from)
}

fn put(tx: &mut WriteTx, client: ClientId, found: &Demographics, new: &[Answer]) -> StoreResult<i32> {
    let now = tx.now();
    let version = tx.try_returning(
        diesel::update(clients::table.find(client.uuid()))
            .filter(clients::version.eq(found.version))
            .set((clients::updated_at.eq(now), clients::version.eq(found.version + 1)))
            .returning(clients::version),
    )?;
    insert(tx, client, new)?;
    version.ok_or(StoreError::Stale)
}

/// The answers of a new record.
pub(super) fn new_answers(
    tx: &WriteTx,
    client: ClientId,
    answers: &[Answer],
) -> impl Write + QueryFragment<Pg> + use<> {
    diesel::insert_into(demographics::table).values(rows(tx, client, answers))
}

/// Writes answers. A second one for the same day takes the place of the first.
fn insert(tx: &mut WriteTx, client: ClientId, answers: &[Answer]) -> StoreResult<()> {
    if answers.is_empty() {
        return Ok(());
    }
    let rows = rows(tx, client, answers);
    tx.run(
        diesel::insert_into(demographics::table)
            .values(rows)
            .on_conflict((demographics::client_id, demographics::question, demographics::valid_from))
            .do_update()
            .set((
                demographics::status.eq(excluded(demographics::status)),
                demographics::codes.eq(excluded(demographics::codes)),
            )),
    )?;
    Ok(())
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
}

fn rows(tx: &WriteTx, client: ClientId, answers: &[Answer]) -> Vec<Row> {
    let row = |answer: &Answer| Row {
        id: new_id(),
        client_id: client.uuid(),
        question: answer.question.code(),
        status: answer.status.code(),
        codes: answer.codes.clone(),
        valid_from: answer.valid_from.unwrap_or(tx.today()),
    };
    answers.iter().map(row).collect()
}

/// The answers of today once the new ones are there. One for a day before the latest is history.
fn after(tx: &WriteTx, mut answers: Vec<Answer>, new: Vec<Answer>) -> Vec<Answer> {
    let today = tx.today();
    for answer in new {
        let answer = Answer { valid_from: answer.valid_from.or(Some(today)), ..answer };
        match answers.iter_mut().find(|now| now.question == answer.question) {
            Some(now) if now.valid_from > answer.valid_from => {}
            Some(now) => *now = answer,
            None => answers.push(answer),
        }
    }
    answers.sort_by_key(|answer| answer.question);
    answers
}
