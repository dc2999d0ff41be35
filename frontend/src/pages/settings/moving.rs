//! Moving a row of a list: dragged by its handle, or with the keyboard. One call when it is let go.

use std::fmt::Display;

use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use crate::{
    components::icon::{Icon, Name},
    i18n::{I18n, say, use_i18n},
};

/// A row that was moved, and where to.
#[derive(Clone, PartialEq)]
pub struct Moved {
    pub id: Uuid,
    pub name: String,
    pub place: i32,
}

/// The id of a row's button on the page.
pub fn button_id(button: &str, id: impl Display) -> String {
    format!("{button}-{id}")
}

/// Comes back to a button once the list is drawn anew.
pub fn come_back(to: StoredValue<Option<String>>) {
    let Some(id) = to.try_update_value(Option::take).flatten() else { return };
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // Focusing an element that is there cannot fail.
            drop(element.focus());
        }
    });
}

/// A row that is lifted, where it stands and where it would go.
#[derive(Clone, PartialEq)]
struct Lifted {
    id: Uuid,
    name: String,
    from: usize,
    to: usize,
    dragged: bool,
}

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Moving {
    lifted: RwSignal<Option<Lifted>>,
    many: usize,
    /// Puts what was let go into its place.
    put: Callback<Moved>,
    i18n: I18n,
}

impl Moving {
    /// Only in a component's body.
    pub fn of(many: usize, put: Callback<Moved>) -> Self {
        Self { lifted: RwSignal::new(None), many, put, i18n: use_i18n() }
    }

    fn lift(self, id: Uuid, (name, from): (String, usize), dragged: bool) {
        self.lifted.set(Some(Lifted { id, name, from, to: from, dragged }));
    }

    fn is_lifted(self, id: Uuid) -> bool {
        self.lifted.read().as_ref().is_some_and(|lifted| lifted.id == id)
    }

    fn is_dragged(self) -> bool {
        self.lifted.read_untracked().as_ref().is_some_and(|lifted| lifted.dragged)
    }

    /// On which side of a row the lifted one would go.
    pub fn mark(self, place: usize) -> Option<&'static str> {
        let lifted = self.lifted.read();
        let lifted = lifted.as_ref().filter(|lifted| lifted.to == place && lifted.from != place)?;
        Some(if lifted.to < lifted.from { "before" } else { "after" })
    }

    fn to(self, place: usize) {
        let last = self.many.saturating_sub(1);
        self.lifted.update(|lifted| {
            if let Some(lifted) = lifted {
                lifted.to = place.min(last);
            }
        });
    }

    fn by(self, step: isize) {
        let to = self.lifted.read_untracked().as_ref().map(|lifted| lifted.to);
        if let Some(to) = to {
            self.to(to.saturating_add_signed(step));
        }
    }

    fn cancel(self) {
        self.lifted.set(None);
    }

    fn let_go(self) {
        let Some(lifted) = self.lifted.try_update(Option::take).flatten() else { return };
        let Ok(place) = i32::try_from(lifted.to) else { return };
        if lifted.to != lifted.from {
            self.put.run(Moved { id: lifted.id, name: lifted.name, place });
        }
    }

    /// What is heard while a row is lifted by the keyboard.
    fn words(self) -> String {
        let lifted = self.lifted.get().filter(|lifted| !lifted.dragged);
        let i18n = self.i18n;
        lifted.map_or_else(String::new, |lifted| {
            let (name, place, many) = (lifted.name, lifted.to + 1, self.many);
            say!(i18n, settings.lifted, name = name, place = place, many = many)
        })
    }
}

#[component]
pub fn Said(moving: Moving) -> impl IntoView {
    view! { <p class="muted" role="status" aria-live="assertive">{move || moving.words()}</p> }
}

/// The place of the row under a pointer.
fn place_under(event: &PointerEvent) -> Option<usize> {
    let (x, y) = (event.client_x() as f32, event.client_y() as f32);
    let row = document().element_from_point(x, y)?.closest("[data-place]").ok().flatten()?;
    row.get_attribute("data-place")?.parse().ok()
}

/// The button that a row is moved by. A press of a key or of an assistive device lifts it and lets it go; the arrows
/// move it in between, and Escape leaves everything as it was.
#[component]
pub fn Handle(moving: Moving, id: Uuid, name: String, place: usize) -> impl IntoView {
    let i18n = use_i18n();
    let begins = StoredValue::new((name.clone(), place));
    let lift = move |dragged| moving.lift(id, begins.get_value(), dragged);
    let press = move |event: MouseEvent| {
        let by_key = event.detail() == 0;
        match () {
            () if !by_key => {}
            () if moving.is_lifted(id) => moving.let_go(),
            () => lift(false),
        }
    };
    let grip = move |event: PointerEvent| {
        let handle = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        if event.button() == 0
            && let Some(handle) = handle
        {
            // Where it cannot be held on to, the pointer is followed as long as it stays on the button.
            drop(handle.set_pointer_capture(event.pointer_id()));
            lift(true);
        }
    };
    let drag = move |event: PointerEvent| {
        if moving.is_dragged()
            && let Some(place) = place_under(&event)
        {
            moving.to(place);
        }
    };
    let drop_it = move |_| {
        if moving.is_dragged() {
            moving.let_go();
        }
    };
    let keys = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            "Escape" => 0,
            _ => return,
        };
        if untrack(|| moving.is_lifted(id)) {
            event.prevent_default();
            if step == 0 { moving.cancel() } else { moving.by(step) }
        }
    };
    let label = move || say!(i18n, settings.move_named, name = name.clone());
    view! {
        <button id=button_id("move", id) class="btn btn-ghost btn-square btn-sm handle" type="button"
            aria-label=label aria-describedby="moving-help"
            aria-pressed=move || moving.is_lifted(id).to_string()
            on:click=press on:keydown=keys on:pointerdown=grip on:pointermove=drag on:pointerup=drop_it
            on:pointercancel=move |_| moving.cancel()>
            <Icon name=Name::Menu/>
        </button>
    }
}
