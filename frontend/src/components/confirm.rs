//! What stands at the end of a dialog that asks once more: what was refused, doing it, and leaving it.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::Failure,
    components::{button::Button, failure::FailureAlert},
    i18n::{Text, tr},
};

/// A call that a button sets off: whether it is under way, and why it was refused.
#[derive(Clone, Copy)]
pub struct Call {
    pub pending: RwSignal<bool>,
    pub failure: RwSignal<Option<Failure>>,
}

impl Call {
    pub fn new() -> Self {
        Self { pending: RwSignal::new(false), failure: RwSignal::new(None) }
    }

    /// Makes the call, then does what follows from its answer: nothing where the dialog was closed meanwhile, as its
    /// signals are gone.
    pub fn run<T>(
        self,
        answer: impl Future<Output = Result<T, Failure>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.run_or(answer, then, |_| ());
    }

    /// The same, where something follows from being refused as well.
    pub fn run_or<T>(
        self,
        answer: impl Future<Output = Result<T, Failure>> + 'static,
        then: impl FnOnce(T) + 'static,
        refused: impl FnOnce(&Failure) + 'static,
    ) {
        self.pending.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = answer.await;
            if self.pending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => then(answer),
                Err(failure) => {
                    refused(&failure);
                    // What follows may have taken the dialog away.
                    drop(self.failure.try_set(Some(failure)));
                }
            }
        });
    }
}

#[component]
pub fn Confirm(
    call: Call,
    label: Text,
    on_yes: impl Fn() + 'static,
    on_no: impl Fn() + 'static,
    #[prop(default = "btn btn-danger")] class: &'static str,
) -> impl IntoView {
    view! {
        <FailureAlert failure=call.failure/>
        <div class="form-actions">
            <Button label class pending=call.pending on_click=on_yes/>
            <Button label=tr!(common.cancel) class="btn btn-ghost" on_click=on_no/>
        </div>
    }
}
