//! What lies on the board, and moving it: at once on the screen, and back where the server says otherwise.

use domain::{
    board::{Board, BoardFilter, Card, Place},
    clients::{Stage, StageMove},
    ids::ClientId,
    page::Total,
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::{
    api::{Answer, Outcome},
    components::{
        failure,
        toast::{Toaster, use_toasts},
    },
    format,
    i18n::{I18n, say, use_i18n},
    pages::{
        undo::{Undo, use_undo},
        words,
    },
    session::{Session, use_session},
};

/// The board on the screen. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Desk {
    i18n: I18n,
    session: Session,
    toasts: Toaster,
    undo: Undo,
    board: RwSignal<Board>,
    filter: Memo<BoardFilter>,
    /// Who is being dragged.
    pub dragged: RwSignal<Option<ClientId>>,
    again: Callback<()>,
}

impl Desk {
    /// Only in a component's body.
    pub fn new(filter: Memo<BoardFilter>, again: Callback<()>) -> Self {
        Self {
            i18n: use_i18n(),
            session: use_session(),
            toasts: use_toasts(),
            undo: use_undo(),
            board: RwSignal::new(Board { columns: Vec::new() }),
            filter,
            dragged: RwSignal::new(None),
            again,
        }
    }

    pub fn show(self, board: Board) {
        self.board.set(board);
    }

    pub fn cards(self, stage: Stage) -> Vec<Card> {
        let board = self.board.read();
        let column = board.columns.iter().find(|column| column.stage == stage);
        column.map(|column| column.cards.clone()).unwrap_or_default()
    }

    /// How many there are: "12", "1,000+".
    pub fn count(self, stage: Stage) -> String {
        let board = self.board.read();
        let column = board.columns.iter().find(|column| column.stage == stage);
        match column.map(|column| column.total) {
            Some(Total { count, exact: true }) => format::number(self.i18n, count),
            Some(Total { count, exact: false }) => format!("{}+", format::number(self.i18n, count)),
            None => String::new(),
        }
    }

    /// Whether a column goes on.
    pub fn has_more(self, stage: Stage) -> bool {
        self.board.read().columns.iter().any(|column| column.stage == stage && column.next.is_some())
    }

    /// Fetches the next cards of a column.
    pub async fn fetch_more(self, stage: Stage) {
        let next = self.board.with_untracked(|board| {
            board.columns.iter().find(|column| column.stage == stage).and_then(|column| column.next.clone())
        });
        let Some(cursor) = next else { return };
        let filter = BoardFilter { stage: Some(stage), cursor: Some(cursor), ..self.filter.get_untracked() };
        match self.session.board(filter).await {
            Ok(more) => self.add(more),
            Err(refused) => self.toasts.say(untrack(|| failure::words(self.i18n, &refused).0)),
        }
    }

    fn add(self, more: Board) {
        // The page may have been left meanwhile.
        self.board.try_update(|board| {
            for fetched in more.columns {
                if let Some(column) = board.columns.iter_mut().find(|one| one.stage == fetched.stage) {
                    let known: Vec<ClientId> = column.cards.iter().map(|card| card.id).collect();
                    let new = fetched.cards.into_iter().filter(|card| !known.contains(&card.id));
                    column.cards.extend(new);
                    column.next = fetched.next;
                }
            }
        });
    }

    /// Moves a client, and asks the server afterwards.
    pub fn carry(self, id: ClientId, to: Stage) {
        let place = self.board.try_update(|board| board.carry(id, to, format::now())).flatten();
        let Some(place) = place else { return };
        focus(id);
        spawn_local(async move {
            let answer = self.session.move_stage(id, place.card.version, StageMove { stage: to }).await;
            if self.session.is_here() {
                self.settle(place, to, answer);
            }
        });
    }

    fn settle(self, place: Place, to: Stage, answer: Answer<Outcome<domain::clients::Client>>) {
        let (i18n, id, name) = (self.i18n, place.card.id, place.card.name.clone());
        let stage = untrack(|| words::stage(i18n, to));
        match answer {
            Ok(Outcome::Applied(client)) => {
                let (session, version, from) = (self.session, client.version, place.stage);
                self.board.try_update(|board| board.card_mut(id).map(|card| card.version = version));
                let back = move || session.move_stage(id, version, StageMove { stage: from });
                let done = untrack(|| say!(i18n, board.moved, name = name, stage = stage));
                self.undo.offer(done, back, self.again);
            }
            Ok(Outcome::Proposed(_)) => {
                let card = Card { proposed: Some(to), ..place.card };
                self.board.try_update(|board| board.put_back(Place { card, ..place }));
                self.toasts.say(untrack(|| say!(i18n, board.proposed_now, name = name, stage = stage)));
                focus(id);
            }
            Err(refused) => {
                self.board.try_update(|board| board.put_back(place));
                let why = untrack(|| failure::words(i18n, &refused).0);
                self.toasts.say(untrack(|| say!(i18n, board.not_moved, name = name, why = why)));
                self.again.try_run(());
            }
        }
    }
}

/// The card was drawn anew elsewhere, so the focus follows it; on a phone, where its column is not shown, it goes to
/// the board.
fn focus(id: ClientId) {
    request_animation_frame(move || {
        let places = [format!("card-{id}"), "board".to_owned()];
        for place in places {
            let found = document().get_element_by_id(&place).and_then(|it| it.dyn_into::<HtmlElement>().ok());
            if let Some(element) = found.filter(|element| element.offset_parent().is_some()) {
                // Focusing an element that is there cannot fail.
                drop(element.focus());
                return;
            }
        }
    });
}
