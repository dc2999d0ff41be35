//! Short words on what has just been done; read out, and gone after a while.

use std::time::Duration;

use leptos::prelude::*;

use crate::components::icon::{Icon, Name};

const SHOWN_FOR: Duration = Duration::from_secs(6);

#[derive(Clone, PartialEq)]
struct Toast {
    id: u32,
    text: String,
}

/// Where to put them. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Toaster {
    shown: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

impl Toaster {
    pub fn say(self, text: impl Into<String>) {
        let id = self.last.get_value() + 1;
        self.last.set_value(id);
        self.shown.update(|all| all.push(Toast { id, text: text.into() }));
        set_timeout(move || self.shown.update(|all| all.retain(|toast| toast.id != id)), SHOWN_FOR);
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
                <div class="toast-line"><Icon name=Name::CheckCircle/> <span>{toast.text}</span></div>
            </For>
        </div>
    }
}
