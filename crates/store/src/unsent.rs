//! What somebody has begun to write, for nobody else to read: sealed, and gone when it is sent or grows old.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{prelude::*, upsert::excluded};
use domain::{
    unsent::{KeptTexts, Key, UnsentTexts},
    validate::Draft,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    StoreResult,
    crypt::Place,
    new_id,
    schema::unsent_texts,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// How many texts somebody may have begun; beyond that the oldest are dropped.
const MOST: i64 = 100;

/// What the reader has begun under a key; nothing where they have not.
pub fn find(tx: &mut ReadTx, key: Key) -> StoreResult<KeptTexts> {
    let since = oldest(tx);
    let query = Scoped::by_permission(unsent_texts::table)
        .filter(unsent_texts::user_id.eq(tx.person()?.uuid()))
        .filter(unsent_texts::form.eq(key.form.code()).and(unsent_texts::subject_id.eq(key.subject)))
        .filter(unsent_texts::saved_at.gt(since))
        .select((unsent_texts::id, unsent_texts::fields_sealed, unsent_texts::saved_at));
    let Some((id, sealed, saved_at)): Option<(Uuid, Vec<u8>, _)> = tx.find(query)? else {
        return Ok(KeptTexts::default());
    };
    let text = Zeroizing::new(tx.sealer().open(&place(id), &sealed)?);
    Ok(KeptTexts { fields: serde_json::from_slice(&text)?, saved_at: Some(saved_at) })
}

/// Keeps the texts of a form in the place of those that were kept before. Empty ones are forgotten.
pub fn keep(tx: &mut WriteTx, key: Key, texts: &UnsentTexts) -> StoreResult<()> {
    texts.check(tx.today())?;
    if texts.is_empty() {
        return forget(tx, key);
    }
    let (id, user) = (new_id(), tx.person()?.uuid());
    let text = Zeroizing::new(serde_json::to_vec(&texts.fields)?);
    let row = (
        unsent_texts::id.eq(id),
        unsent_texts::user_id.eq(user),
        unsent_texts::form.eq(key.form.code()),
        unsent_texts::subject_id.eq(key.subject),
        unsent_texts::fields_sealed.eq(tx.sealer().seal(&place(id), &text)?),
        unsent_texts::saved_at.eq(tx.now()),
    );
    let insert = diesel::insert_into(unsent_texts::table).values(row);
    let once = (unsent_texts::user_id, unsent_texts::form, unsent_texts::subject_id);
    // The text is sealed for its row, so a new text makes a new row of the old one.
    tx.run(insert.on_conflict(once).do_update().set((
        unsent_texts::id.eq(excluded(unsent_texts::id)),
        unsent_texts::fields_sealed.eq(excluded(unsent_texts::fields_sealed)),
        unsent_texts::saved_at.eq(excluded(unsent_texts::saved_at)),
    )))?;
    drop_oldest(tx, user)
}

fn drop_oldest(tx: &mut WriteTx, user: Uuid) -> StoreResult<()> {
    let all = diesel::alias!(unsent_texts as all);
    let beyond = all
        .filter(all.field(unsent_texts::user_id).eq(user))
        .order(all.field(unsent_texts::saved_at).desc())
        .offset(MOST)
        .select(all.field(unsent_texts::id));
    tx.run(diesel::delete(unsent_texts::table.filter(unsent_texts::id.eq_any(beyond))))?;
    Ok(())
}

/// Forgets what the writer had begun under a key: it was sent, or is not wanted.
pub fn forget(tx: &mut WriteTx, key: Key) -> StoreResult<()> {
    let mine = unsent_texts::table
        .filter(unsent_texts::user_id.eq(tx.person()?.uuid()))
        .filter(unsent_texts::form.eq(key.form.code()))
        .filter(unsent_texts::subject_id.eq(key.subject));
    tx.run(diesel::delete(mine))?;
    Ok(())
}

/// Deletes what nobody came back to.
pub(crate) fn sweep(tx: &mut WriteTx) -> StoreResult<usize> {
    let old = unsent_texts::table.filter(unsent_texts::saved_at.lt(oldest(tx)));
    tx.run(diesel::delete(old))
}

/// What was last written before this is not kept.
fn oldest(tx: &ReadTx) -> DateTime<Utc> {
    tx.now() - TimeDelta::days(tx.settings().unsent_days.into())
}

fn place(id: Uuid) -> Place {
    Place::new("unsent_texts", "fields", id)
}
