//! The board, and a client's way through the journey.

use actix_web::get;
use domain::{
    board::{Board, BoardFilter, Stay},
    ids::ClientId,
    permission::Permission::SeeClientDetails,
};
use store::board;

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(show).service(stays);
}

/// Active clients by stage
///
/// Each column begins with whoever has been in the stage longest. A column goes on with its stage and its cursor.
#[utoipa::path(operation_id = "board.show", params(BoardFilter),
    extensions(("x-permission" = json!(SeeClientDetails))), responses((status = 200, body = Board)))]
#[get("/board")]
async fn show(session: Session, filter: Query<BoardFilter>) -> Reply<Board> {
    Ok(Answer::ok(session.read(SeeClientDetails, move |tx| board::show(tx, &filter.0)).await?))
}

/// A client's stages and the time in each, the latest first
#[utoipa::path(operation_id = "clients.stages", extensions(("x-permission" = json!(SeeClientDetails))),
    responses((status = 200, body = Vec<Stay>)))]
#[get("/clients/{id}/stage-moves")]
async fn stays(session: Session, id: Id<ClientId>) -> Reply<Vec<Stay>> {
    Ok(Answer::ok(session.read(SeeClientDetails, move |tx| board::stays(tx, id.0)).await?))
}
