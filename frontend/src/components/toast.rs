//! Short words on what has just been done; read out, and gone after a while.

use std::time::Duration;

use leptos::prelude::*;

use crate::components::icon::{Icon, Name};

const SHOWN_FOR: Duration = Duration::from_secs(6);
/// Long enough to notice a slip and to reach for the button.
const OFFERED_FOR: Duration = Duration::from_secs(12);

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    offer: Option<Offer>,
}

/// What can be done about what has just been done: undo it.
#[derive(Clone)]
struct Offer {
    label: String,
    act: Callback<()>,
}

/// Where to put them. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Toaster {
    shown: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

impl Toaster {
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None, SHOWN_FOR);
    }

    /// Says it, and offers a button.
    pub fn offer(self, text: impl Into<String>, label: String, act: Callback<()>) {
        self.show(text.into(), Some(Offer { label, act }), OFFERED_FOR);
    }

    fn show(self, text: String, offer: Option<Offer>, time: Duration) {
        let id = self.last.get_value() + 1;
        self.last.set_value(id);
        self.shown.update(|all| all.push(Toast { id, text, offer }));
        set_timeout(move || self.remove(id), time);
    }

    fn remove(self, id: u32) {
        self.shown.update(|all| all.retain(|toast| toast.id != id));
    }
}

pub fn use_toasts() -> Toaster {
    expect_context::<Toaster>()
}

/// Stands around the pages of a group that has something to say.
#[component]
pub fn Toasts(children: Children) -> impl IntoView {
    let toasts = Toaster { shown: RwSignal::new(Vec::new()), last: StoredValue::new(0) };
    provide_context(toasts);
    view! {
        {children()}
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <div class="toast-line">
                    <Icon name=Name::CheckCircle/> <span>{toast.text}</span>
                    {toast.offer.map(|Offer { label, act }| view! {
                        <button class="toast-offer" type="button" on:click=move |_| { toasts.remove(toast.id); act.run(()) }>
                            {label}
                        </button>
                    })}
                </div>
            </For>
        </div>
    }
}
