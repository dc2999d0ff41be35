//! What is known about a client: reading it. It is written by [`crate::canonical`].

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Array, Jsonb, Nullable, Text},
};
use domain::{
    actor::Actor,
    demographics::{Answer, Demographics, Question},
    ids::ClientId,
};
use serde_json::Value;

use crate::{StoreResult, schema::clients, scope::Scoped, tx::ReadTx};

/// A client's answers of today, as far as the reader may see them.
pub fn find(tx: &mut ReadTx, client: ClientId) -> StoreResult<Demographics> {
    let withheld = withheld(tx.actor());
    let asked = Question::ALL.into_iter().filter(|question| !withheld.contains(question)).collect();
    let (answers, version) = fetch(tx, client, asked)?;
    tx.saw("demographics.find", [client]);
    Ok(Demographics { version, answers, withheld })
}

/// All of a client's answers of today, for a write, which has to know what it changes.
pub(crate) fn find_whole(tx: &mut ReadTx, client: ClientId) -> StoreResult<Demographics> {
    let (answers, version) = fetch(tx, client, Question::ALL.to_vec())?;
    Ok(Demographics { version, answers, withheld: Vec::new() })
}

/// Questions whose answers somebody may not see.
pub(crate) fn withheld(actor: &Actor) -> Vec<Question> {
    Question::ALL.into_iter().filter(|question| !actor.may(question.permission())).collect()
}

fn fetch(tx: &mut ReadTx, client: ClientId, asked: Vec<Question>) -> StoreResult<(Vec<Answer>, i32)> {
    let codes: Vec<&str> = asked.iter().map(|question| question.code()).collect();
    let latest = sql::<Nullable<Jsonb>>(
        "(select jsonb_agg(jsonb_build_object('question', question, 'status', status, 'codes', codes, \
         'valid_from', valid_from)) from (select distinct on (question) question, status, codes, valid_from \
         from demographics where client_id = clients.id and valid_from <= today() and question = any(",
    )
    .bind::<Array<Text>, _>(codes)
    .sql(") order by question, valid_from desc) as latest)");
    let query = Scoped::over(tx.actor(), clients::table, clients::id).filter(clients::id.eq(client.uuid()));
    let (version, answers): (i32, Option<Value>) = tx.first(query.select((clients::version, latest)))?;
    let mut answers: Vec<Answer> =
        serde_json::from_value(answers.unwrap_or_else(|| Value::Array(Vec::new())))?;
    answers.sort_by_key(|answer| answer.question);
    Ok((answers, version))
}
