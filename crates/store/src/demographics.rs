//! What is known about a client: reading it. It is written by [`crate::canonical`].

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Array, Bool, Date, Jsonb, Nullable, Text},
};
use domain::{
    actor::Actor,
    demographics::{
        Answer, AnswerStatus, AsOf, Demographics, HistoryFilter, PastAnswer, Question, until_the_next,
    },
    ids::ClientId,
    validate::Draft,
};
use serde_json::Value;

use crate::{
    StoreResult, clients as people,
    schema::{clients, demographics, users},
    scope::{self, Scoped},
    tx::ReadTx,
};

/// A client's answers of a day, as far as the reader may see them.
pub fn find(tx: &mut ReadTx, client: ClientId, as_of: &AsOf) -> StoreResult<Demographics> {
    as_of.check(tx.today())?;
    let withheld = withheld(tx.actor());
    let of = Wanted { questions: open(&withheld), latest: Some(as_of.on.unwrap_or(tx.today())) };
    let (answers, version) = fetch(tx, client, of)?;
    tx.saw("demographics.find", [client]);
    Ok(Demographics { version, answers, withheld })
}

/// All answers that stand on record, with the days from which each is true, for a write, which has to know what it
/// changes.
pub(crate) fn find_whole(tx: &mut ReadTx, client: ClientId) -> StoreResult<Demographics> {
    let (answers, version) = fetch(tx, client, Wanted { questions: Question::ALL.to_vec(), latest: None })?;
    Ok(Demographics { version, answers, withheld: Vec::new() })
}

/// Questions whose answers somebody may not see.
pub(crate) fn withheld(actor: &Actor) -> Vec<Question> {
    Question::ALL.into_iter().filter(|question| !actor.may(question.permission())).collect()
}

fn open(withheld: &[Question]) -> Vec<Question> {
    Question::ALL.into_iter().filter(|question| !withheld.contains(question)).collect()
}

struct Wanted {
    questions: Vec<Question>,
    /// The latest answer of each that is true on this day, instead of every one.
    latest: Option<NaiveDate>,
}

fn fetch(tx: &mut ReadTx, client: ClientId, of: Wanted) -> StoreResult<(Vec<Answer>, i32)> {
    let codes: Vec<&str> = of.questions.iter().map(|question| question.code()).collect();
    let answers = sql::<Nullable<Jsonb>>(
        "(select jsonb_agg(jsonb_build_object('question', question, 'status', status, 'codes', codes, \
         'valid_from', valid_from)) from (select question, status, codes, valid_from, row_number() over (partition by \
         question order by valid_from desc) as place from demographics where client_id = clients.id \
         and corrected_at is null and valid_from <= coalesce(",
    )
    .bind::<Nullable<Date>, _>(of.latest)
    .sql(", 'infinity') and question = any(")
    .bind::<Array<Text>, _>(codes)
    .sql(")) as stand where place = 1 or ")
    .bind::<Bool, _>(of.latest.is_none())
    .sql(")");
    let query = scope::clients(tx.actor()).filter(clients::id.eq(client.uuid()));
    let (version, answers): (i32, Option<Value>) = tx.first(query.select((clients::version, answers)))?;
    let mut answers: Vec<Answer> =
        serde_json::from_value(answers.unwrap_or_else(|| Value::Array(Vec::new())))?;
    answers.sort_by_key(|answer| answer.question);
    Ok((answers, version))
}

/// Every answer that a client ever gave, as far as the reader may see them: by question, the latest first. Those that were
/// corrected stand among them.
pub fn history(tx: &mut ReadTx, client: ClientId, filter: HistoryFilter) -> StoreResult<Vec<PastAnswer>> {
    people::find_card(tx, client)?;
    let asked = open(&withheld(tx.actor())).into_iter();
    let asked = asked.filter(|question| filter.question.is_none_or(|wanted| wanted == *question));
    let asked: Vec<&str> = asked.map(Question::code).collect();
    let author = users::table.filter(users::id.nullable().eq(demographics::written_by)).select(users::name);
    let corrector =
        users::table.filter(users::id.nullable().eq(demographics::corrected_by)).select(users::name);
    let query = Scoped::over(tx.actor(), demographics::table, demographics::client_id)
        .filter(demographics::client_id.eq(client.uuid()))
        .filter(demographics::question.eq_any(asked))
        .order((demographics::valid_from.desc(), demographics::written_at.desc()))
        .select((
            (demographics::question, demographics::status, demographics::codes, demographics::valid_from),
            (demographics::written_at, author.single_value()),
            (demographics::corrected_at, corrector.single_value()),
        ));
    let rows: Vec<Row> = tx.load(query)?;
    let mut answers: Vec<PastAnswer> = rows.into_iter().filter_map(past).collect();
    answers.sort_by_key(|answer| answer.question);
    until_the_next(&mut answers);
    tx.saw("demographics.history", [client]);
    Ok(answers)
}

type Row = (
    (String, String, Vec<String>, NaiveDate),
    (DateTime<Utc>, Option<String>),
    (Option<DateTime<Utc>>, Option<String>),
);

/// The database takes no question and no status but the ones that are known.
fn past(row: Row) -> Option<PastAnswer> {
    let ((question, status, codes, valid_from), (written_at, written_by), (corrected_at, corrected_by)) = row;
    Some(PastAnswer {
        question: Question::from_code(&question)?,
        status: AnswerStatus::from_code(&status)?,
        codes,
        valid_from,
        valid_until: None,
        written_at,
        written_by,
        corrected_at,
        corrected_by,
    })
}
