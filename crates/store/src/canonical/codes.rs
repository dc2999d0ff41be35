//! Codes of code lists, where a record uses them.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{demographics::Answer, problem::FieldError};

use crate::{StoreResult, scope::held_code_values, tx::WriteTx};

/// One use of a code, and where it stands in the request.
#[derive(Debug)]
pub(crate) struct Use<'a> {
    pub list: &'static str,
    pub code: &'a str,
    pub pointer: String,
}

/// What holds for values that are not offered any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retired {
    Refused,
    /// They were chosen while they were offered.
    Taken,
}

/// Uses of codes in answers; the pointers stand below `/answers`.
pub(crate) fn of_answers<'a>(answers: impl IntoIterator<Item = (usize, &'a Answer)>) -> Vec<Use<'a>> {
    let uses = |(index, answer): (usize, &'a Answer)| {
        answer.codes.iter().enumerate().map(move |(place, code)| Use {
            list: answer.question.list(),
            code,
            pointer: format!("/answers/{index}/codes/{place}"),
        })
    };
    answers.into_iter().flat_map(uses).collect()
}

/// Refuses codes that their list does not have, and holds the others until the transaction ends: whoever deletes a
/// value waits, and then sees that it is used. One statement, and none where no code is used.
pub(crate) fn check(tx: &mut WriteTx, uses: &[Use], retired: Retired) -> StoreResult<()> {
    if uses.is_empty() {
        return Ok(());
    }
    let known = known(tx, uses)?;
    let today = tx.today();
    let offered = |one: &Use| {
        let retired_on = known.get(&(one.list.to_owned(), one.code.to_owned()));
        retired_on.is_some_and(|day| retired == Retired::Taken || day.is_none_or(|day| day > today))
    };
    let refused = uses.iter().filter(|one| !offered(one));
    let errors: Vec<_> = refused.map(|one| FieldError::new(one.pointer.as_str(), "unknown")).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

type Known = HashMap<(String, String), Option<NaiveDate>>;

fn known(tx: &mut WriteTx, uses: &[Use]) -> StoreResult<Known> {
    let lists = uses.iter().map(|one| one.list).collect();
    let rows = tx.load(held_code_values(lists, uses.iter().map(|one| one.code.to_owned()).collect()))?;
    Ok(rows.into_iter().map(|(list, code, retired_on)| ((list, code), retired_on)).collect())
}
