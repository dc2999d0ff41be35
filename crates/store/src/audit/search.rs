//! Finding entries by their words, newest first.

use std::collections::HashMap;

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Bool, Integer, Text},
};
use domain::{
    audit::{AuditFilter, Entry},
    page::Page,
};

use super::{fetch, rows, words};
use crate::{
    StoreError, StoreResult,
    page::Window,
    schema::{audit, audit_words},
    scope::Scoped,
    tx::ReadTx,
};

/// The longest query, in characters.
const LONGEST: usize = 100;
/// So many places are looked at once at most.
const MOST: usize = 2_000;

/// A line that has the words, and its place in the chain.
#[derive(Clone, Copy, Queryable)]
struct Found {
    position: i64,
    seq: i64,
}

/// What was typed; absent where no word was.
pub(super) fn typed(filter: &AuditFilter) -> StoreResult<Option<&str>> {
    let typed = filter.q.as_deref().unwrap_or_default().trim();
    if typed.chars().count() > LONGEST {
        return Err(StoreError::field("/q", "too_long"));
    }
    Ok(Some(typed).filter(|typed| !typed.is_empty()))
}

/// A page of what has the words. The places come first, and then the entries that the reader sees of them: where that
/// leaves too few, more places are looked at.
pub(super) fn page(tx: &mut ReadTx, filter: &AuditFilter, typed: &str) -> StoreResult<Page<Entry>> {
    let window = Window::<i64>::read(filter.limit, filter.cursor.as_deref())?;
    let Some(query) = words::query(typed, &words::Narrowing::of(filter), tx.actor()) else {
        return window.page(Vec::new(), None, |(position, _): &(i64, Entry)| *position).map(unplaced);
    };
    let wanted = window.limit + 1;
    let (mut entries, mut before, mut most) = (Vec::new(), window.after.unwrap_or(i64::MAX), wanted);
    while entries.len() < wanted {
        let found = places(tx, &query, before, most)?;
        entries.extend(placed(tx, filter, &found)?);
        match found.last() {
            Some(last) if found.len() == most => before = last.position,
            _ => break,
        }
        most = (most * 4).min(MOST);
    }
    window.page(entries, None, |(position, _)| *position).map(unplaced)
}

/// The lines that have the words and that the reader sees, the newest first: at most so many.
pub(super) fn seqs(tx: &mut ReadTx, filter: &AuditFilter, typed: &str, most: usize) -> StoreResult<Vec<i64>> {
    let Some(query) = words::query(typed, &words::Narrowing::of(filter), tx.actor()) else {
        return Ok(Vec::new());
    };
    let (mut all, mut before) = (Vec::new(), i64::MAX);
    while all.len() < most {
        let found = places(tx, &query, before, MOST)?;
        let seen: Vec<i64> = {
            let wanted = found.iter().map(|one| one.seq).collect::<Vec<_>>();
            tx.load(
                rows(tx, filter)
                    .filter(audit::seq.eq_any(wanted))
                    .order(audit::seq.desc())
                    .select(audit::seq),
            )?
        };
        all.extend(seen);
        match found.last() {
            Some(last) if found.len() == MOST => before = last.position,
            _ => break,
        }
    }
    all.truncate(most);
    Ok(all)
}

fn places(tx: &mut ReadTx, query: &str, before: i64, most: usize) -> StoreResult<Vec<Found>> {
    let most = i32::try_from(most).map_err(|error| StoreError::Internal(error.to_string()))?;
    let has_them = sql::<Bool>("audit_words.seq in (select line from audit_found(")
        .bind::<Text, _>(query.to_owned())
        .sql(", ")
        .bind::<BigInt, _>(before)
        .sql(", ")
        .bind::<Integer, _>(most)
        .sql("))");
    let words = Scoped::by_permission(audit_words::table).filter(has_them);
    tx.load(words.order(audit_words::position.desc()).select((audit_words::position, audit_words::seq)))
}

/// Those that the reader sees, in the order of their places.
fn placed(tx: &mut ReadTx, filter: &AuditFilter, found: &[Found]) -> StoreResult<Vec<(i64, Entry)>> {
    let seqs: Vec<i64> = found.iter().map(|one| one.seq).collect();
    let query = rows(tx, filter).filter(audit::seq.eq_any(seqs));
    let mut seen: HashMap<i64, Entry> =
        fetch(tx, query)?.into_iter().map(|entry| (entry.seq, entry)).collect();
    Ok(found.iter().filter_map(|one| Some((one.position, seen.remove(&one.seq)?))).collect())
}

fn unplaced(page: Page<(i64, Entry)>) -> Page<Entry> {
    Page {
        items: page.items.into_iter().map(|(_, entry)| entry).collect(),
        next: page.next,
        total: page.total,
    }
}
