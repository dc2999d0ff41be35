//! The first page after signing in, and how each person arranges it.

use actix_web::{delete, get, put};
use domain::{
    dashboard::{Arrangement, Dashboard, DashboardFilter, Tiles},
    permission::Permission::SeeClients,
};
use store::{dashboard, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(show).service(tiles).service(arrange).service(reset);
}

/// What awaits me this morning
///
/// The tiles that are named, or those of my page. A tile that the caller may not have is left out. Each number is that of
/// the list it leads to, for the same caller: `overdue_trend` counts what `follow_ups.list` shows with `late_on`,
/// `response_time` what `applications.list` shows with `from` and `to`, `case_load` what `clients.list` shows with
/// `status=active` and the stage.
#[utoipa::path(operation_id = "dashboard.show", params(DashboardFilter),
    extensions(("x-permission" = json!(SeeClients))), responses((status = 200, body = Dashboard)))]
#[get("/dashboard")]
async fn show(session: Session, filter: Query<DashboardFilter>) -> Reply<Dashboard> {
    Ok(Answer::ok(session.read(SeeClients, move |tx| dashboard::show(tx, &filter.0)).await?))
}

/// The tiles of my page
///
/// Those that the caller may have, in the caller's order, and those that were left out.
#[utoipa::path(operation_id = "dashboard.tiles",
    extensions(("x-permission" = json!(SeeClients))), responses((status = 200, body = Tiles)))]
#[get("/me/tiles")]
async fn tiles(session: Session) -> Reply<Tiles> {
    Ok(Answer::ok(session.read(SeeClients, dashboard::tiles).await?))
}

/// Arrange my page
///
/// In the place of what was kept before. Names that the server does not know are passed over, tiles that the caller may not
/// have are left out, and those that neither list names are shown last.
#[utoipa::path(operation_id = "dashboard.arrange", request_body = Arrangement,
    extensions(("x-permission" = json!(SeeClients))), responses((status = 200, body = Tiles)))]
#[put("/me/tiles")]
async fn arrange(session: Session, wanted: Json<Arrangement>) -> Reply<Tiles> {
    let work = move |tx: &mut WriteTx| dashboard::arrange(tx, &wanted.0);
    Ok(Answer::ok(session.write(&[SeeClients], "dashboard.arrange", work).await?))
}

/// Go back to the usual tiles of my page
#[utoipa::path(operation_id = "dashboard.reset",
    extensions(("x-permission" = json!(SeeClients))), responses((status = 204)))]
#[delete("/me/tiles")]
async fn reset(session: Session) -> Reply<()> {
    session.write(&[SeeClients], "dashboard.reset", dashboard::reset).await?;
    Ok(Answer::no_content())
}
