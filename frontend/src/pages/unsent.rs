//! Keeps what is typed into a form on the server until it is sent, so that a closed tab loses nothing.
//!
//! ```ignore
//! let keeping = keep(core, Form::Decline, application.id);
//! form.send(call, move |answer| { keeping.sent(); … });
//! view! { <FormView …> … <KeptNote keeping/> </FormView> }
//! ```

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use domain::unsent::{Form, Key};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use crate::{
    components::toast::use_toasts,
    format,
    forms::Core,
    i18n::{say, tr, use_i18n},
    session::{Session, use_session},
    wait::settled,
};

/// Typing pauses about this long between two sentences.
const PAUSE: Duration = Duration::from_millis(800);

type Texts = BTreeMap<String, String>;

/// A form whose texts are kept. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Keeping {
    core: Core,
    /// When what was brought back was written, and whether its record has changed since.
    brought_back: RwSignal<Option<(DateTime<Utc>, Since)>>,
    state: RwSignal<State>,
    queue: StoredValue<Rc<Queue>, LocalStorage>,
}

/// What became of the record while the draft lay there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Since {
    AsItWas,
    Changed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Nothing,
    Kept,
    Failed,
}

/// What is to be written, one request after the other, also once the form is gone from the screen.
struct Queue {
    session: Session,
    key: Key,
    /// The version of the record that is edited.
    version: Option<i32>,
    now: RefCell<Texts>,
    /// What the server has, or is about to have.
    last: RefCell<Texts>,
    wanted: RefCell<Option<Texts>>,
    running: Cell<bool>,
    /// The form was sent; until it is empty nothing more is kept.
    over: Cell<bool>,
}

/// Keeps the texts of a form about something, and brings back what was kept. Only in a component's body.
pub fn keep(core: Core, form: Form, subject: impl Into<Uuid>) -> Keeping {
    keep_by(core, Key::new(form, subject), None)
}

/// The same for an edit of a record: who comes back to it is told where the record has changed meanwhile.
pub fn keep_edit(core: Core, form: Form, subject: impl Into<Uuid>, version: i32) -> Keeping {
    keep_by(core, Key::new(form, subject), Some(version))
}

fn keep_by(core: Core, key: Key, version: Option<i32>) -> Keeping {
    let queue = Queue {
        session: use_session(),
        key,
        version,
        now: RefCell::default(),
        last: RefCell::default(),
        wanted: RefCell::default(),
        running: Cell::new(false),
        over: Cell::new(false),
    };
    let keeping = Keeping {
        core,
        brought_back: RwSignal::new(None),
        state: RwSignal::new(State::Nothing),
        queue: StoredValue::new_local(Rc::new(queue)),
    };
    core.is_kept();
    bring_back(keeping);
    follow(keeping);
    keeping
}

/// Beside the fields, under a name that no field has.
const VERSION: &str = "/version";

fn bring_back(keeping: Keeping) {
    let queue = keeping.queue.get_value();
    spawn_local(async move {
        let Ok(mut kept) = queue.session.unsent(queue.key).await else { return };
        let is_here = keeping.state.try_get_untracked().is_some();
        let written_on = kept.fields.remove(VERSION).and_then(|version| version.parse().ok());
        let since = if written_on == queue.version { Since::AsItWas } else { Since::Changed };
        // Whoever has begun to type meanwhile goes on with that.
        if is_here && !kept.fields.is_empty() && queue.now.borrow().is_empty() {
            queue.last.replace(kept.fields.clone());
            keeping.core.type_again(&kept.fields);
            keeping.brought_back.set(kept.saved_at.map(|at| (at, since)));
        }
    });
}

fn follow(keeping: Keeping) {
    let (core, queue) = (keeping.core, keeping.queue.get_value());
    let typed = queue.clone();
    let typed = StoredValue::new_local(typed);
    Effect::new(move |_| {
        let (now, queue) = (core.typed(), typed.get_value());
        if now.is_empty() {
            queue.over.set(false);
        }
        queue.now.replace(now);
    });
    let settled = settled(move || core.typed(), PAUSE);
    Effect::new(move |_| {
        let texts = settled.get();
        write(keeping, texts);
    });
    let left = StoredValue::new_local(queue);
    on_cleanup(move || {
        if let Some(queue) = left.try_get_value() {
            let now = queue.now.borrow().clone();
            push(&queue, now, None);
        }
    });
}

fn write(keeping: Keeping, texts: Texts) {
    let Some(queue) = keeping.queue.try_get_value() else { return };
    push(&queue, texts, Some(keeping));
}

/// Writes these texts next, unless the server has them.
fn push(queue: &Rc<Queue>, texts: Texts, keeping: Option<Keeping>) {
    if queue.over.get() || *queue.last.borrow() == texts {
        return;
    }
    queue.last.replace(texts.clone());
    queue.wanted.replace(Some(texts));
    run(queue.clone(), keeping);
}

impl Queue {
    fn with_version(&self, mut texts: Texts) -> Texts {
        texts.extend(self.version.map(|version| (VERSION.to_owned(), version.to_string())));
        texts
    }
}

fn run(queue: Rc<Queue>, keeping: Option<Keeping>) {
    if queue.running.replace(true) {
        return;
    }
    spawn_local(async move {
        loop {
            let wanted = queue.wanted.borrow_mut().take();
            let Some(texts) = wanted.filter(|_| queue.session.is_here()) else { break };
            let empty = texts.is_empty();
            let answer = match empty {
                true => queue.session.forget_unsent(queue.key).await,
                false => queue.session.keep_unsent(queue.key, queue.with_version(texts)).await,
            };
            if let Some(keeping) = keeping {
                keeping.tell(answer.is_ok(), empty);
            }
            if answer.is_err() {
                // The next letter tries again.
                queue.last.replace(Texts::new());
                break;
            }
        }
        queue.running.set(false);
    });
}

impl Keeping {
    /// The form was sent: what was kept is forgotten.
    pub fn sent(self) {
        let Some(queue) = self.queue.try_get_value() else { return };
        self.brought_back.set(None);
        self.state.set(State::Nothing);
        let had = !queue.last.borrow().is_empty();
        queue.last.replace(Texts::new());
        queue.over.set(true);
        if had {
            queue.wanted.replace(Some(Texts::new()));
            run(queue, None);
        }
    }

    fn tell(self, done: bool, empty: bool) {
        let state = match (done, empty) {
            (false, _) => State::Failed,
            (true, true) => State::Nothing,
            (true, false) => State::Kept,
        };
        // The form may be gone from the screen by now, and then there is nobody to tell.
        if self.state.try_set(state).is_none() && done {
            self.core.is_saved();
        }
    }
}

/// Says that something was brought back, and that what is typed is kept. For a form that one sees whole.
#[component]
pub fn KeptNote(keeping: Keeping) -> impl IntoView {
    let told = move || keeping.brought_back.read().is_some() && keeping.state.get() != State::Failed;
    move || match told() {
        true => view! { <BroughtBack keeping/> }.into_any(),
        false => view! { <KeptMark keeping/> }.into_any(),
    }
}

/// Says that something was brought back: at the head of a long form, so that nobody saves it unseen.
#[component]
pub fn BroughtBack(keeping: Keeping) -> impl IntoView {
    let (i18n, toasts) = (use_i18n(), use_toasts());
    let discard = move |_| {
        let was = keeping.core.typed();
        keeping.core.type_again(&Texts::new());
        keeping.sent();
        let again = Callback::new(move |()| keeping.core.type_again(&was));
        toasts.offer(say!(i18n, unsent.discarded), say!(i18n, unsent.undo), again);
    };
    let label = tr!(unsent.discard);
    move || {
        let (when, since) = keeping.brought_back.get()?;
        let words = say!(i18n, unsent.brought_back, when = format::moment(i18n, when));
        let changed = (since == Since::Changed).then(|| {
            view! { <p class="kept-mark field-error" role="status">{say!(i18n, unsent.record_changed)}</p> }
        });
        Some(view! {
            {changed}
            <p class="kept-mark muted small" role="status">
                {words} " " <button class="link" type="button" on:click=discard>{label}</button>
            </p>
        })
    }
}

/// Says that what is typed is kept, or that it is not: beside the button that sends it.
#[component]
pub fn KeptMark(keeping: Keeping) -> impl IntoView {
    let i18n = use_i18n();
    move || match keeping.state.get() {
        State::Nothing => ().into_any(),
        State::Kept => view! { <p class="kept-mark muted small">{say!(i18n, unsent.kept)}</p> }.into_any(),
        State::Failed => {
            view! { <p class="kept-mark field-error" role="status">{say!(i18n, unsent.not_kept)}</p> }
                .into_any()
        }
    }
}
