//! Filters of lists that somebody comes back to. Everybody has their own.

use diesel::{prelude::*, upsert::excluded};
use domain::{
    ids::SavedViewId,
    validate::Draft,
    views::{List, MAX_VIEWS, SavedView, ViewDraft, ViewFilter},
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult, new_id,
    schema::saved_views,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// The reader's views, in the order in which they were first kept.
pub fn list(tx: &mut ReadTx, filter: &ViewFilter) -> StoreResult<Vec<SavedView>> {
    let mut query = Scoped::by_permission(saved_views::table)
        .into_boxed()
        .filter(saved_views::user_id.eq(tx.person()?.uuid()));
    if let Some(list) = filter.list {
        query = query.filter(saved_views::list.eq(list.code()));
    }
    let query = query.order(saved_views::id).select((
        saved_views::id,
        saved_views::list,
        saved_views::name,
        saved_views::query,
    ));
    let rows: Vec<(Uuid, String, String, String)> = tx.load(query)?;
    Ok(rows.into_iter().filter_map(view).collect())
}

/// A list that this version does not know is shown nowhere.
fn view((id, list, name, query): (Uuid, String, String, String)) -> Option<SavedView> {
    Some(SavedView { id: id.into(), list: List::from_code(&list)?, name, query })
}

/// Keeps a view. One of the same name on the same list is replaced.
pub fn save(tx: &mut WriteTx, draft: &ViewDraft) -> StoreResult<SavedView> {
    draft.check(tx.today())?;
    let kept = list(tx, &ViewFilter { list: Some(draft.list) })?;
    let name = draft.name.trim();
    if kept.len() >= MAX_VIEWS && kept.iter().all(|view| view.name != name) {
        return Err(StoreError::field("/name", "too_many_views"));
    }
    let row = (
        saved_views::id.eq(new_id()),
        saved_views::user_id.eq(tx.person()?.uuid()),
        saved_views::list.eq(draft.list.code()),
        saved_views::name.eq(name),
        saved_views::query.eq(&draft.query),
        saved_views::saved_at.eq(tx.now()),
    );
    let once = (saved_views::user_id, saved_views::list, saved_views::name);
    let insert = diesel::insert_into(saved_views::table).values(row).on_conflict(once).do_update();
    let same = (
        saved_views::query.eq(excluded(saved_views::query)),
        saved_views::saved_at.eq(excluded(saved_views::saved_at)),
    );
    let id: Uuid = tx.returning(insert.set(same).returning(saved_views::id))?;
    Ok(SavedView { id: id.into(), list: draft.list, name: name.to_owned(), query: draft.query.clone() })
}

/// Forgets a view of the writer's.
pub fn remove(tx: &mut WriteTx, id: SavedViewId) -> StoreResult<()> {
    let mine = saved_views::table
        .filter(saved_views::id.eq(id.uuid()))
        .filter(saved_views::user_id.eq(tx.person()?.uuid()));
    match tx.run(diesel::delete(mine))? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}
