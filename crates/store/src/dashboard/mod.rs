//! What awaits one this morning: a page of tiles, each for those who may use it. However many rows there are, a tile
//! takes the same few statements.

mod load;
mod numbers;
mod tiles;
mod waiting;
mod weeks;

use domain::dashboard::{Arrangement, Dashboard, DashboardFilter, Tile};

use crate::{StoreResult, activity, assignments, tx::ReadTx};

pub use tiles::{arrange, reset, tiles};

/// The tiles that are asked for, or those that the reader has on their page.
pub fn show(tx: &mut ReadTx, filter: &DashboardFilter) -> StoreResult<Dashboard> {
    let wanted = match filter.tile.as_slice() {
        [] => tiles(tx)?.shown,
        asked => {
            let asked = Arrangement { shown: asked.to_vec(), hidden: Tile::ALL.to_vec() };
            asked.narrowed(|tile| tile.is_open_to(tx.actor())).shown
        }
    };
    let mut page = Dashboard::default();
    for tile in &wanted {
        fill(tx, *tile, &mut page)?;
    }
    Ok(Dashboard { tiles: wanted, ..page })
}

/// Two tiles may show the same part, which is then read once.
fn fill(tx: &mut ReadTx, tile: Tile, page: &mut Dashboard) -> StoreResult<()> {
    match tile {
        Tile::FollowUps => page.follow_ups = Some(waiting::follow_ups(tx)?),
        Tile::MyClients | Tile::QuickNote if page.my_clients.is_some() => {}
        Tile::MyClients | Tile::QuickNote => page.my_clients = Some(waiting::my_clients(tx)?),
        Tile::NewApplications => page.new_applications = Some(waiting::new_applications(tx)?),
        Tile::Approvals => page.approvals = Some(waiting::approvals(tx)?),
        Tile::CaseLoad => page.case_load = Some(load::by_stage(tx)?),
        Tile::Team | Tile::TeamOverdue if page.team.is_some() => {}
        Tile::Team | Tile::TeamOverdue => page.team = Some(assignments::case_loads(tx)?),
        Tile::OverdueTrend => page.overdue_trend = Some(weeks::overdue(tx)?),
        Tile::ResponseTime => page.response_time = Some(weeks::response_time(tx)?),
        Tile::Capacity => page.capacity = Some(load::places(tx)?),
        Tile::Activity => page.activity = activity::of_my_clients(tx)?,
        Tile::Numbers => page.numbers = Some(numbers::mine(tx)?),
    }
    Ok(())
}
