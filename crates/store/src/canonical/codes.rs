//! Codes of code lists, where a record uses them.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{code_lists::offered_on, demographics::Answer, problem::FieldError};

use crate::{StoreResult, scope::held_code_values, tx::WriteTx};

/// One use of a code, and where it stands in the request.
#[derive(Debug)]
pub(crate) struct Use<'a> {
    pub list: &'static str,
    pub code: &'a str,
    pub pointer: String,
    /// The day from which it is true, where that is not today.
    pub on: Option<NaiveDate>,
}

impl Use<'_> {
    /// What is wrong where the list does not offer it. Who named another day hears which one would do.
    fn outside(&self, (from, retired): Days, today: NaiveDate) -> Option<FieldError> {
        let day = self.on.unwrap_or(today);
        if offered_on(from, retired, day) {
            return None;
        }
        let named = self.on.filter(|day| *day != today);
        let Some((answer, _)) = named.and(self.pointer.split_once("/codes")) else {
            return Some(FieldError::new(self.pointer.as_str(), "unknown"));
        };
        let at = format!("{answer}/valid_from");
        Some(match from.filter(|from| day < *from) {
            Some(from) => FieldError::new(at, "too_early").with("day", from.to_string()),
            None => {
                let last = retired.and_then(|retired| retired.pred_opt()).unwrap_or(day);
                FieldError::new(at, "too_late").with("day", last.to_string())
            }
        })
    }
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
            on: answer.valid_from,
        })
    };
    answers.into_iter().flat_map(uses).collect()
}

/// Refuses codes that their list does not have or did not offer on the day that they are about, and holds the others until the transaction ends: whoever deletes a
/// value waits, and then sees that it is used. One statement, and none where no code is used.
pub(crate) fn check(tx: &mut WriteTx, uses: &[Use], retired: Retired) -> StoreResult<()> {
    if uses.is_empty() {
        return Ok(());
    }
    let known = known(tx, uses)?;
    let today = tx.today();
    let wrong = |one: &Use| match known.get(&(one.list.to_owned(), one.code.to_owned())) {
        Some(_) if retired == Retired::Taken => None,
        Some(days) => one.outside(*days, today),
        None => Some(FieldError::new(one.pointer.as_str(), "unknown")),
    };
    let errors: Vec<_> = uses.iter().filter_map(wrong).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// The first day on which a value is offered, and the day on which it is retired.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

type Known = HashMap<(String, String), Days>;

fn known(tx: &mut WriteTx, uses: &[Use]) -> StoreResult<Known> {
    let lists = uses.iter().map(|one| one.list).collect();
    let rows = tx.load(held_code_values(lists, uses.iter().map(|one| one.code.to_owned()).collect()))?;
    Ok(rows.into_iter().map(|(list, code, from, retired)| ((list, code), (from, retired))).collect())
}
