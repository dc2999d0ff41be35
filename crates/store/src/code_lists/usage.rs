//! Whether a record names a value of a list. All clients count, also those outside the sight of whoever asks: the
//! answer is one word about a setting and tells nothing of anybody.

use diesel::sql_types::{Array, Text};
use domain::{code_lists::CodeValue, demographics::Question};

use crate::{StoreResult, scope::Existence, tx::ReadTx};

/// Answers of clients and applicants, columns of both, and proposals that wait.
const USES: &str = "select
    exists (select from demographics where question = any($2) and codes @> array[$1])
    or ($3 = 'residency' and (exists (select from clients where residency = $1)
                              or exists (select from applications where residency = $1)))
    or ($3 = 'neighborhood' and (exists (select from clients where neighborhood = $1)
                                 or exists (select from applications where neighborhood = $1)))
    or ($3 = 'referral_source' and (exists (select from clients where referral_source = $1)
                                    or exists (select from applications where referral_source = $1)))
    or ($3 = 'residency_proof' and exists (select from clients where residency_verified_by = $1))
    or exists (select from pending_changes where status = 'pending' and strpos(body::text, to_json($1)::text) > 0)
    as answer";

pub(super) fn is_used(tx: &mut ReadTx, value: &CodeValue) -> StoreResult<bool> {
    let questions = Question::ALL.into_iter().filter(|question| question.list() == value.list);
    let questions: Vec<String> = questions.map(|question| question.code().to_owned()).collect();
    let question = Existence::of(USES)
        .bind::<Text, _>(value.code.clone())
        .bind::<Array<Text>, _>(questions)
        .bind::<Text, _>(value.list.clone());
    tx.exists(question)
}
