//! Whether a record names a value of a list, and how many do.
//!
//! For whether, all clients count, also those outside the sight of whoever asks: the answer is one word about a setting
//! and tells nothing of anybody. How many is counted within sight.

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Text, Uuid as SqlUuid},
};
use domain::{
    code_lists::{CodeValue, Usage},
    demographics::Question,
    equal_opportunity,
};
use uuid::Uuid;

use crate::{
    StoreResult,
    scope::{Existence, Scoped},
    tx::ReadTx,
};

/// Answers of clients and applicants, columns of both, and proposals that wait.
const USES: &str = "select
    exists (select from demographics where question = any($2) and codes @> array[$1])
    or exists (select from equal_opportunity where question = any($4) and codes @> array[$1])
    or ($3 = 'residency' and (exists (select from clients where residency = $1)
                              or exists (select from applications where residency = $1)))
    or ($3 = 'neighborhood' and (exists (select from clients where neighborhood = $1)
                                 or exists (select from applications where neighborhood = $1)))
    or ($3 = 'referral_source' and (exists (select from clients where referral_source = $1)
                                    or exists (select from applications where referral_source = $1)))
    or ($3 = 'program_type' and exists (select from programs where kind = $1))
    or ($3 = 'residency_proof' and exists (select from clients where residency_verified_by = $1))
    or ($3 = 'note_type' and (exists (select from notes where kind = $1)
                              or exists (select from note_templates where kind = $1)))
    or ($3 = 'discharge_reason' and exists (select from discharges where reason = $1))
    or ($3 = 'tag' and exists (select from client_tags where tag = $1))
    or exists (select from pending_changes where status = 'pending' and strpos(body::text, to_json($1)::text) > 0)
    as answer";

pub(super) fn is_used(tx: &mut ReadTx, value: &CodeValue) -> StoreResult<bool> {
    let questions = questions(&value.list);
    let question = Existence::of(USES)
        .bind::<Text, _>(value.code.clone())
        .bind::<Array<Text>, _>(questions)
        .bind::<Text, _>(value.list.clone())
        .bind::<Array<Text>, _>(equal_questions(&value.list));
    tx.exists(question)
}

/// Questions whose answers are values of a list.
fn questions(list: &str) -> Vec<String> {
    let all = Question::ALL.into_iter().filter(|question| question.list() == list);
    all.map(|question| question.code().to_owned()).collect()
}

/// The same of those that applicants answer apart.
fn equal_questions(list: &str) -> Vec<String> {
    let all = equal_opportunity::Question::ALL.iter().filter(|question| question.list() == Some(list));
    all.map(|question| question.code().to_owned()).collect()
}

/// A client counts once for each value, however often their record names it. The answers that applicants give apart are one
/// use together: how many chose something tells of people where few did.
fn counting(in_sight: &str) -> String {
    format!(
        "select code, kind, count(distinct id) as count from (
            select code, 'client' as kind, named.client_id as id from (
                select unnest(codes) as code, client_id from demographics
                    where client_id is not null and question = any($1)
                union all select residency, id from clients where $2 = 'residency'
                union all select neighborhood, id from clients where $2 = 'neighborhood'
                union all select referral_source, id from clients where $2 = 'referral_source'
                union all select reason, client_id from discharges where $2 = 'discharge_reason'
                union all select tag, client_id from client_tags where $2 = 'tag'
                union all select residency_verified_by, id from clients where $2 = 'residency_proof'
                union all select kind, client_id from notes where $2 = 'note_type'
            ) as named where {in_sight}
            union all select unnest(codes), 'application', application_id from demographics
                where application_id is not null and question = any($1)
            union all select residency, 'application', id from applications where $2 = 'residency'
            union all select neighborhood, 'application', id from applications where $2 = 'neighborhood'
            union all select referral_source, 'application', id from applications where $2 = 'referral_source'
            union all select kind, 'other', id from programs where $2 = 'program_type'
            union all select kind, 'other', id from note_templates where $2 = 'note_type'
            union all select distinct unnest(codes), 'other', $4 from equal_opportunity where question = any($5)
            union all select asked.code, 'other', waiting.id from unnest($3) as asked (code)
                join pending_changes as waiting
                    on waiting.status = 'pending' and strpos(waiting.body::text, to_json(asked.code)::text) > 0
        ) as uses where code is not null group by code, kind"
    )
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many records name each value, zeros included, in the order of the values.
pub(super) fn count(tx: &mut ReadTx, list: &str, values: &[CodeValue]) -> StoreResult<Vec<Usage>> {
    let codes: Vec<String> = values.iter().map(|value| value.code.clone()).collect();
    let query = Scoped::sql(tx.actor(), "named.client_id", counting)?
        .bind::<Array<Text>, _>(questions(list))
        .bind::<Text, _>(list.to_owned())
        .bind::<Array<Text>, _>(codes)
        .bind::<SqlUuid, _>(Uuid::nil())
        .bind::<Array<Text>, _>(equal_questions(list));
    let found: Vec<Count> = tx.load(query)?;
    let of = |code: &str, kind: &str| {
        found.iter().find(|count| count.code == code && count.kind == kind).map_or(0, |count| count.count)
    };
    let usage = |value: &CodeValue| Usage {
        id: value.id,
        clients: of(&value.code, "client"),
        applications: of(&value.code, "application"),
        others: of(&value.code, "other"),
    };
    Ok(values.iter().map(usage).collect())
}
