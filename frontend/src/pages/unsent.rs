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
use domain::{
    problem::Code,
    unsent::{Form, KeptTexts, Key},
};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use crate::{
    api::{Answer, Failure},
    components::toast::use_toasts,
    format,
    forms::Core,
    i18n::{say, tr, use_i18n},
    session::{Session, use_session},
    wait::{settled, wait_for_connection},
};

/// Typing pauses about this long between two sentences.
const PAUSE: Duration = Duration::from_millis(800);
/// How long to wait after a failure, one after another; the last one again and again.
const PAUSES: [u64; 4] = [3, 6, 12, 30];

type Texts = BTreeMap<String, String>;

/// A form whose texts are kept. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Keeping {
    core: Core,
    earlier: RwSignal<Option<Earlier>>,
    state: RwSignal<State>,
    queue: StoredValue<Rc<Queue>, LocalStorage>,
}

/// What was kept before this form was opened.
#[derive(Clone, Copy)]
struct Earlier {
    written: DateTime<Utc>,
    since: Since,
    place: Place,
}

/// What became of the record while the draft lay there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Since {
    AsItWas,
    Changed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    InTheFields,
    /// Something else was typed before it came.
    Aside,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Nothing,
    Kept,
    Failed,
    /// No draft may hold such a text.
    Refused,
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
    /// The server has said what was kept earlier. Nothing is written before: it might be written over unseen.
    asked: Cell<bool>,
    /// What was kept earlier, as long as it stands in no field. Nothing is written until somebody has chosen.
    aside: RefCell<Option<Texts>>,
    running: Cell<bool>,
    failures: Cell<usize>,
    /// Counts the waits for another try, so that only the latest one tries.
    waits: Cell<u32>,
    /// The form was sent; until it is empty nothing more is kept.
    over: Cell<bool>,
    /// The form left the screen.
    gone: Cell<bool>,
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
    let queue = Rc::new(Queue {
        session: use_session(),
        key,
        version,
        now: RefCell::default(),
        last: RefCell::default(),
        wanted: RefCell::default(),
        asked: Cell::new(false),
        aside: RefCell::default(),
        running: Cell::new(false),
        failures: Cell::new(0),
        waits: Cell::new(0),
        over: Cell::new(false),
        gone: Cell::new(false),
    });
    let keeping = Keeping {
        core,
        earlier: RwSignal::new(None),
        state: RwSignal::new(State::Nothing),
        queue: StoredValue::new_local(queue.clone()),
    };
    run(keeping, queue);
    follow(keeping);
    keeping
}

/// Beside the fields, under a name that no field has.
const VERSION: &str = "/version";

fn follow(keeping: Keeping) {
    let (core, queue) = (keeping.core, keeping.queue);
    Effect::new(move |_| {
        let (now, queue) = (core.typed(), queue.get_value());
        if now.is_empty() {
            queue.over.set(false);
        }
        queue.now.replace(now);
    });
    let settled = settled(move || core.typed(), PAUSE);
    Effect::new(move |_| push(keeping, settled.get()));
    on_cleanup(move || {
        if let Some(queue) = queue.try_get_value() {
            queue.gone.set(true);
            let now = queue.now.borrow().clone();
            push(keeping, now);
        }
    });
}

/// Writes these texts next, unless the server has them.
fn push(keeping: Keeping, texts: Texts) {
    let Some(queue) = keeping.queue.try_get_value() else { return };
    let has_them = *queue.last.borrow() == texts && queue.wanted.borrow().is_none();
    if queue.over.get() || has_them {
        return;
    }
    queue.last.replace(texts.clone());
    queue.wanted.replace(Some(texts));
    run(keeping, queue);
}

impl Queue {
    fn with_version(&self, mut texts: Texts) -> Texts {
        texts.extend(self.version.map(|version| (VERSION.to_owned(), version.to_string())));
        texts
    }

    async fn write(&self, texts: &Texts) -> Answer<()> {
        match texts.is_empty() {
            true => self.session.forget_unsent(self.key).await,
            false => self.session.keep_unsent(self.key, self.with_version(texts.clone())).await,
        }
    }
}

/// Brings what is wanted to the server. A try that fails is repeated as long as the form stands on the screen.
fn run(keeping: Keeping, queue: Rc<Queue>) {
    if queue.running.replace(true) {
        return;
    }
    spawn_local(async move {
        let done = bring(keeping, &queue).await;
        queue.running.set(false);
        match done {
            Ok(()) => queue.failures.set(0),
            // It would be refused again; the next letter tries.
            Err(failure) if failure.is(Code::Invalid) => {}
            Err(_) => try_again(keeping, queue).await,
        }
    });
}

async fn try_again(keeping: Keeping, queue: Rc<Queue>) {
    let (failures, number) = (queue.failures.get(), queue.waits.get() + 1);
    queue.failures.set((failures + 1).min(PAUSES.len() - 1));
    queue.waits.set(number);
    while queue.waits.get() == number && !queue.gone.get() {
        wait_for_connection(Duration::from_secs(PAUSES[failures])).await;
        // A session that ran out is opened over the page; until then each try would ask for that anew.
        if queue.session.is_open() {
            break;
        }
    }
    if queue.waits.get() == number && !queue.gone.get() {
        run(keeping, queue);
    }
}

async fn bring(keeping: Keeping, queue: &Queue) -> Answer<()> {
    if !queue.asked.get() && queue.session.is_here() {
        let kept = queue.session.unsent(queue.key).await;
        keeping.bring_back(queue, kept.inspect_err(|failure| keeping.failed(queue, failure))?);
        queue.asked.set(true);
    }
    while queue.session.is_here() && queue.aside.borrow().is_none() {
        let Some(texts) = queue.wanted.take() else { break };
        if let Err(failure) = queue.write(&texts).await {
            // What was typed meanwhile comes first.
            queue.wanted.borrow_mut().get_or_insert(texts);
            keeping.failed(queue, &failure);
            return Err(failure);
        }
        keeping.is_done(queue, &texts);
    }
    Ok(())
}

impl Keeping {
    /// The form was sent: what was kept is forgotten.
    pub fn sent(self) {
        let Some(queue) = self.queue.try_get_value() else { return };
        self.state.set(State::Nothing);
        queue.over.set(true);
        queue.wanted.take();
        if queue.aside.borrow().is_some() {
            return; // What was kept is another text, and nobody has sent that.
        }
        self.earlier.set(None);
        if !queue.last.take().is_empty() {
            queue.wanted.replace(Some(Texts::new()));
            run(self, queue);
        }
    }

    fn bring_back(self, queue: &Queue, mut kept: KeptTexts) {
        let written_on = kept.fields.remove(VERSION).and_then(|version| version.parse().ok());
        let since = if written_on == queue.version { Since::AsItWas } else { Since::Changed };
        let Some(written) = kept.saved_at.filter(|_| !kept.fields.is_empty()) else {
            return self.keeps(queue);
        };
        let now = queue.now.borrow().clone();
        let place = match now.is_empty() || now == kept.fields {
            true => Place::InTheFields,
            false => Place::Aside,
        };
        match place {
            Place::Aside => drop(queue.aside.replace(Some(kept.fields))),
            Place::InTheFields => self.take(queue, &kept.fields),
        }
        self.earlier.try_set(Some(Earlier { written, since, place }));
    }

    /// What the server has stands in the fields.
    fn take(self, queue: &Queue, texts: &Texts) {
        queue.wanted.take();
        queue.last.replace(texts.clone());
        if !queue.gone.get() {
            self.core.type_again(texts);
        }
        self.keeps(queue);
    }

    fn keeps(self, queue: &Queue) {
        if !queue.gone.get() {
            self.core.is_kept();
        }
    }

    fn is_done(self, queue: &Queue, texts: &Texts) {
        if queue.gone.get() {
            return;
        }
        self.state.set(if texts.is_empty() { State::Nothing } else { State::Kept });
        self.core.is_kept();
        if *queue.now.borrow() == *texts {
            self.core.is_saved();
        }
    }

    /// Where nothing is typed nothing can be lost.
    fn failed(self, queue: &Queue, failure: &Failure) {
        if queue.gone.get() || queue.over.get() || queue.now.borrow().is_empty() {
            return;
        }
        let refused = failure.is(Code::Invalid);
        self.state.set(if refused { State::Refused } else { State::Failed });
        self.core.is_not_kept();
    }

    fn has_failed(self) -> bool {
        matches!(self.state.get(), State::Failed | State::Refused)
    }

    /// Takes away what stands in the fields.
    fn discard(self) -> Texts {
        let was = self.core.typed();
        self.core.type_again(&Texts::new());
        self.sent();
        was
    }

    /// Of two texts the earlier one goes into the fields. Gives what stood there.
    fn prefer_earlier(self) -> Texts {
        let (was, queue) = (self.core.typed(), self.queue.get_value());
        let texts = queue.aside.take().unwrap_or_default();
        self.take(&queue, &texts);
        self.earlier.update(|earlier| {
            if let Some(earlier) = earlier {
                earlier.place = Place::InTheFields;
            }
        });
        was
    }

    /// Of two texts the one in the fields stays. Gives the other one.
    fn discard_earlier(self) -> Texts {
        let queue = self.queue.get_value();
        let texts = queue.aside.take().unwrap_or_default();
        queue.last.replace(texts.clone());
        self.earlier.set(None);
        self.core.is_kept();
        push(self, self.core.typed());
        texts
    }
}

/// Says that something was brought back, and that what is typed is kept. For a form that one sees whole.
#[component]
pub fn KeptNote(keeping: Keeping) -> impl IntoView {
    let told = move || keeping.earlier.read().is_some() && !keeping.has_failed();
    move || match told() {
        true => view! { <BroughtBack keeping/> }.into_any(),
        false => view! { <KeptMark keeping/> }.into_any(),
    }
}

/// Says that something was brought back: at the head of a long form, so that nobody saves it unseen.
#[component]
pub fn BroughtBack(keeping: Keeping) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let Earlier { written, since, place } = keeping.earlier.get()?;
        let when = format::moment(i18n, written);
        let changed = (since == Since::Changed).then(|| {
            view! { <p class="kept-mark field-error" role="status">{say!(i18n, unsent.record_changed)}</p> }
        });
        Some(match place {
            Place::InTheFields => {
                let words = say!(i18n, unsent.brought_back, when = when);
                view! { {changed} <InTheFields keeping words/> }.into_any()
            }
            Place::Aside => {
                let words = say!(i18n, unsent.earlier, when = when);
                view! { <Aside keeping words/> }.into_any()
            }
        })
    }
}

#[component]
fn InTheFields(keeping: Keeping, words: String) -> impl IntoView {
    let (i18n, toasts) = (use_i18n(), use_toasts());
    let discard = move |_| {
        let was = keeping.discard();
        let again = Callback::new(move |()| keeping.core.type_again(&was));
        toasts.offer(say!(i18n, unsent.discarded), say!(i18n, unsent.undo), again);
    };
    view! {
        <p class="kept-mark muted small" role="status">
            {words} " " <button class="link" type="button" on:click=discard>{tr!(unsent.discard)}</button>
        </p>
    }
}

/// Two texts for one place: the person chooses.
#[component]
fn Aside(keeping: Keeping, words: String) -> impl IntoView {
    let (i18n, toasts) = (use_i18n(), use_toasts());
    let undo = move |words: String, was: Texts| {
        let again = Callback::new(move |()| keeping.core.type_again(&was));
        toasts.offer(words, say!(i18n, unsent.undo), again);
    };
    let prefer = move |_| undo(say!(i18n, unsent.swapped), keeping.prefer_earlier());
    let discard = move |_| undo(say!(i18n, unsent.discarded), keeping.discard_earlier());
    view! {
        <p class="kept-mark field-error" role="status">
            {words} " "
            <button class="link" type="button" on:click=prefer>{tr!(unsent.prefer_earlier)}</button> " "
            <button class="link" type="button" on:click=discard>{tr!(unsent.discard_earlier)}</button>
        </p>
    }
}

/// Says that what is typed is kept, or that it is not: beside the button that sends it.
#[component]
pub fn KeptMark(keeping: Keeping) -> impl IntoView {
    let i18n = use_i18n();
    move || match keeping.state.get() {
        State::Nothing => ().into_any(),
        State::Kept => view! { <p class="kept-mark muted small">{say!(i18n, unsent.kept)}</p> }.into_any(),
        State::Failed => not_kept(say!(i18n, unsent.not_kept)).into_any(),
        State::Refused => not_kept(say!(i18n, unsent.refused)).into_any(),
    }
}

fn not_kept(words: String) -> impl IntoView {
    view! { <p class="kept-mark field-error" role="status">{words}</p> }
}
