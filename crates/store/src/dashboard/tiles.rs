//! How somebody arranged their first page. Everybody has their own.

use diesel::{prelude::*, upsert::excluded};
use domain::{
    actor::Actor,
    dashboard::{Arrangement, Tile, Tiles},
};

use crate::{
    StoreResult,
    schema::dashboards,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// The reader's tiles. A key has no page of its own, and is shown the usual one.
pub fn tiles(tx: &mut ReadTx) -> StoreResult<Tiles> {
    let kept: Option<(Vec<String>, Vec<String>)> = match tx.person() {
        Ok(me) => tx.find(
            Scoped::by_permission(dashboards::table)
                .filter(dashboards::user_id.eq(me.uuid()))
                .select((dashboards::shown, dashboards::hidden)),
        )?,
        Err(_) => None,
    };
    let is_usual = kept.is_none();
    let arrangement =
        kept.map_or_else(Arrangement::usual, |(shown, hidden)| Arrangement::of_codes(&shown, &hidden));
    Ok(of(&arrangement, tx.actor(), is_usual))
}

fn of(arrangement: &Arrangement, actor: &Actor, is_usual: bool) -> Tiles {
    let Arrangement { shown, hidden } = arrangement.narrowed(|tile| tile.is_open_to(actor));
    Tiles { shown, hidden, is_usual }
}

/// Keeps which tiles the writer wants, and in which order.
pub fn arrange(tx: &mut WriteTx, wanted: &Arrangement) -> StoreResult<Tiles> {
    let me = tx.person()?;
    let tiles = of(wanted, tx.actor(), false);
    let codes = |tiles: &[Tile]| tiles.iter().map(|tile| tile.code()).collect::<Vec<_>>();
    let insert = diesel::insert_into(dashboards::table).values((
        dashboards::user_id.eq(me.uuid()),
        dashboards::shown.eq(codes(&tiles.shown)),
        dashboards::hidden.eq(codes(&tiles.hidden)),
        dashboards::saved_at.eq(tx.now()),
    ));
    tx.run(insert.on_conflict(dashboards::user_id).do_update().set((
        dashboards::shown.eq(excluded(dashboards::shown)),
        dashboards::hidden.eq(excluded(dashboards::hidden)),
        dashboards::saved_at.eq(excluded(dashboards::saved_at)),
    )))?;
    Ok(tiles)
}

/// Back to the usual page.
pub fn reset(tx: &mut WriteTx) -> StoreResult<()> {
    let mine = dashboards::table.filter(dashboards::user_id.eq(tx.person()?.uuid()));
    tx.run(diesel::delete(mine))?;
    Ok(())
}
