//! The board.

use domain::{
    board::{Board, BoardFilter, Stay},
    ids::ClientId,
};

use super::{Answer, Call, query};
use crate::session::Session;

impl Session {
    pub async fn board(self, filter: BoardFilter) -> Answer<Board> {
        self.read(Call::get(format!("/board{}", query(&filter)))).await
    }

    pub async fn stays(self, client: ClientId) -> Answer<Vec<Stay>> {
        self.read(Call::get(format!("/clients/{client}/stage-moves"))).await
    }
}
