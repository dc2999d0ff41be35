//! The board: where in the journey everybody stands, and for how long.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    clients::Stage,
    ids::{ClientId, ProgramId, UserId},
    page::Total,
};

/// Active clients by stage, in the order of the journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Board {
    pub columns: Vec<Column>,
}

/// One stage. Who has been there longest comes first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BoardColumn))]
pub struct Column {
    pub stage: Stage,
    pub total: Total,
    pub cards: Vec<Card>,
    /// Give this as `cursor`, with the stage, for the next cards; absent where there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A client on the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BoardCard))]
pub struct Card {
    pub id: ClientId,
    pub version: i32,
    /// The name to address the person by.
    pub name: String,
    pub since: DateTime<Utc>,
    /// Days in the stage, by the organization's calendar.
    pub days: i32,
    /// The next open follow-up; absent where the reader sees none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_follow_up: Option<NaiveDate>,
    /// Names of the staff that the client is assigned to.
    pub assignees: Vec<String>,
    /// A restriction is in force now.
    pub restricted: bool,
    /// A move that waits for review. Whoever reviews sees all of them, others their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Stage>,
}

/// Where a card was before it was moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub stage: Stage,
    pub index: usize,
    pub card: Card,
}

impl Board {
    /// Moves a card to the beginning of another column, where one sees it; says where it was. Nothing where it is not
    /// on the board, or there already.
    pub fn carry(&mut self, id: ClientId, to: Stage, at: DateTime<Utc>) -> Option<Place> {
        let from = self.columns.iter().position(|column| column.cards.iter().any(|card| card.id == id))?;
        let target = self.columns.iter().position(|column| column.stage == to).filter(|to| *to != from)?;
        let column = &mut self.columns[from];
        let index = column.cards.iter().position(|card| card.id == id)?;
        let card = column.cards.remove(index);
        let place = Place { stage: column.stage, index, card: card.clone() };
        column.total.count = column.total.count.saturating_sub(u64::from(column.total.exact));
        let column = &mut self.columns[target];
        column.cards.insert(0, Card { since: at, days: 0, proposed: None, ..card });
        column.total.count += u64::from(column.total.exact);
        Some(place)
    }

    /// Puts a card back where it was, as it is now.
    pub fn put_back(&mut self, place: Place) {
        let id = place.card.id;
        for column in &mut self.columns {
            let before = column.cards.len();
            column.cards.retain(|card| card.id != id);
            let gone = (before - column.cards.len()) as u64 * u64::from(column.total.exact);
            column.total.count = column.total.count.saturating_sub(gone);
        }
        if let Some(column) = self.columns.iter_mut().find(|column| column.stage == place.stage) {
            column.cards.insert(place.index.min(column.cards.len()), place.card);
            column.total.count += u64::from(column.total.exact);
        }
    }

    /// A card, to be changed.
    pub fn card_mut(&mut self, id: ClientId) -> Option<&mut Card> {
        self.columns.iter_mut().flat_map(|column| &mut column.cards).find(|card| card.id == id)
    }
}

/// Whose clients stand on the board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct BoardFilter {
    /// Assigned to this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    /// Enrolled now in this program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramId>,
    /// This column alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub stage: Option<Stage>,
    /// Cards in a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where the column goes on. It wants its stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A time that somebody spent in a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stay {
    pub stage: Stage,
    pub entered_at: DateTime<Utc>,
    /// Absent for the stage of now.
    pub left_at: Option<DateTime<Utc>>,
    /// Days there, by the organization's calendar; to this day where it goes on.
    pub days: i32,
    /// Who moved the client there.
    pub by: Option<String>,
}

/// How many minutes somebody has to take a move back as if it had not been.
pub const UNDO_MINUTES: i64 = 10;

/// All days in each stage that somebody was in, in the order of the journey: one may come back to a stage.
pub fn days_by_stage(stays: &[Stay]) -> Vec<(Stage, i32)> {
    let all = Stage::ALL.iter().map(|stage| {
        let there = stays.iter().filter(|stay| stay.stage == *stage);
        (*stage, there.clone().count(), there.map(|stay| stay.days).sum())
    });
    all.filter(|(_, times, _)| *times > 0).map(|(stage, _, days)| (stage, days)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stay(stage: Stage, days: i32) -> Stay {
        Stay { stage, entered_at: DateTime::UNIX_EPOCH, left_at: None, days, by: None }
    }

    fn card(name: &str) -> Card {
        Card {
            id: ClientId::from(uuid::Uuid::from_u128(name.len() as u128)),
            version: 1,
            name: name.to_owned(),
            since: DateTime::UNIX_EPOCH,
            days: 9,
            next_follow_up: None,
            assignees: Vec::new(),
            restricted: false,
            proposed: None,
        }
    }

    fn board() -> Board {
        let column = |stage: &Stage| Column {
            stage: *stage,
            total: Total { count: 0, exact: true },
            cards: Vec::new(),
            next: None,
        };
        let mut board = Board { columns: Stage::ALL.iter().map(column).collect() };
        board.columns[0].cards = vec![card("Ana"), card("María"), card("Wei-Lin")];
        board.columns[0].total.count = 3;
        board
    }

    #[test]
    fn a_card_is_carried_and_put_back_where_it_was() {
        let (before, mut board) = (board(), board());
        let maria = before.columns[0].cards[1].id;
        let place = board.carry(maria, Stage::Assessment, DateTime::UNIX_EPOCH).unwrap();
        let counts: Vec<u64> = board.columns.iter().map(|column| column.total.count).collect();
        assert_eq!(counts, [2, 0, 1, 0, 0, 0, 0]);
        assert_eq!(board.columns[2].cards[0].days, 0);
        board.put_back(place);
        assert_eq!(board, before);
    }

    #[test]
    fn a_card_that_is_there_already_stays() {
        let (before, mut board) = (board(), board());
        let ana = before.columns[0].cards[0].id;
        assert_eq!(board.carry(ana, Stage::Intake, DateTime::UNIX_EPOCH), None);
        assert_eq!(board, before);
    }

    #[test]
    fn whoever_comes_back_to_a_stage_has_been_there_all_these_days() {
        let stays = [stay(Stage::Assessment, 3), stay(Stage::Intake, 0), stay(Stage::Assessment, 4)];
        assert_eq!(days_by_stage(&stays), [(Stage::Intake, 0), (Stage::Assessment, 7)]);
    }
}
