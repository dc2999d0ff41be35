//! Taking back what has just been done.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::Answer,
    components::{
        failure,
        toast::{Toaster, use_toasts},
    },
    i18n::{I18n, say, use_i18n},
};

/// Offers to take things back. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Undo {
    i18n: I18n,
    toasts: Toaster,
}

pub fn use_undo() -> Undo {
    Undo { i18n: use_i18n(), toasts: use_toasts() }
}

impl Undo {
    /// Says what was done, with a button that calls `back` and then `again`, which reads the list once more.
    pub fn offer<T, F>(self, done: String, back: impl Fn() -> F + Send + Sync + 'static, again: Callback<()>)
    where
        T: 'static,
        F: Future<Output = Answer<T>> + 'static,
    {
        let (i18n, toasts) = (self.i18n, self.toasts);
        let take_back = move |()| {
            let going = back();
            spawn_local(async move {
                match going.await {
                    Ok(_) => toasts.say(untrack(|| say!(i18n, common.undone))),
                    Err(refused) => toasts.say(untrack(|| failure::words(i18n, &refused).0)),
                }
                // The list may have been left meanwhile.
                again.try_run(());
            });
        };
        self.toasts.offer(done, untrack(|| say!(i18n, common.undo)), Callback::new(take_back));
    }
}
