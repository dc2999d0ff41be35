//! Keeps the draft on the server up to date, and tries again until it is.

use std::{sync::Arc, time::Duration};

use domain::{drafts::SavedForm, problem::Code};
use leptos::{leptos_dom::helpers::WindowListenerHandle, prelude::*, task::spawn_local};

use crate::{
    api::{Answer, intake},
    wait::wait,
};

/// How long the person may type on before it is saved.
const CALM: Duration = Duration::from_secs(1);
/// How long to wait after a failure, one after another; the last one again and again.
const PAUSES: [u64; 5] = [3, 6, 12, 24, 30];

/// How what was typed stands to what the server keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Untouched,
    Unsaved,
    Saving,
    Saved,
    /// The last try failed; it is tried again by itself.
    Failed,
}

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Saver {
    value: StoredValue<Arc<dyn Fn() -> SavedForm + Send + Sync>>,
    standing: RwSignal<Standing>,
    /// The server had forgotten the draft, and with it the files and the number.
    forgotten: RwSignal<bool>,
    /// Counts what was typed, so that an old save is not taken for the newest.
    change: StoredValue<u32>,
    /// The series of tries that counts; those of another number end.
    series: StoredValue<u32>,
    in_flight: StoredValue<bool>,
    stopped: StoredValue<bool>,
}

impl Saver {
    pub fn new(value: impl Fn() -> SavedForm + Send + Sync + 'static) -> Self {
        let saver = Self {
            value: StoredValue::new(Arc::new(value)),
            standing: RwSignal::new(Standing::Untouched),
            forgotten: RwSignal::new(false),
            change: StoredValue::new(0),
            series: StoredValue::new(0),
            in_flight: StoredValue::new(false),
            stopped: StoredValue::new(false),
        };
        saver.watch();
        saver
    }

    fn watch(self) {
        Effect::new(move |before: Option<SavedForm>| {
            let now = self.value.get_value()();
            if before.is_some_and(|before| before != now) {
                self.changed();
            }
            now
        });
        let online = window_event_listener_untyped("online", move |_| self.now());
        let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
            if self.is_behind() {
                event.prevent_default();
                event.set_return_value("unsaved");
            }
        });
        on_cleanup(move || [online, leaving].into_iter().for_each(WindowListenerHandle::remove));
    }

    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    pub fn forgotten(self) -> RwSignal<bool> {
        self.forgotten
    }

    /// Whether something was typed that the server does not have.
    pub fn is_behind(self) -> bool {
        !matches!(self.standing.get_untracked(), Standing::Untouched | Standing::Saved)
    }

    fn changed(self) {
        if self.stopped.get_value() {
            return;
        }
        self.change.update_value(|change| *change += 1);
        let change = self.change.get_value();
        if self.standing.get_untracked() != Standing::Failed {
            self.standing.set(Standing::Unsaved);
        }
        let calm = move || {
            if self.change.try_get_value() == Some(change) {
                self.now();
            }
        };
        set_timeout(calm, CALM);
    }

    /// Saves what is behind, without waiting for the person to pause.
    pub fn now(self) {
        if !self.is_behind() || self.stopped.get_value() || self.in_flight.get_value() {
            return; // A save that is under way looks again when it is done.
        }
        let series = self.next_series();
        spawn_local(self.keep(series));
    }

    fn next_series(self) -> u32 {
        self.series.update_value(|series| *series += 1);
        self.series.get_value()
    }

    async fn keep(self, series: u32) {
        let mut failures = 0;
        while self.series.try_get_value() == Some(series) {
            let change = self.change.get_value();
            self.standing.set(Standing::Saving);
            let answer = self.put(series).await;
            if self.series.try_get_value() != Some(series) {
                return; // Another series took over, or the form is closed.
            }
            match answer {
                Ok(()) if self.change.get_value() == change => return self.standing.set(Standing::Saved),
                Ok(()) => failures = 0,
                Err(_) => {
                    self.standing.set(Standing::Failed);
                    wait(Duration::from_secs(PAUSES[failures])).await;
                    failures = (failures + 1).min(PAUSES.len() - 1);
                }
            }
        }
    }

    async fn put(self, series: u32) -> Answer<()> {
        let value = untrack(self.value.get_value().as_ref());
        self.in_flight.set_value(true);
        let mut answer = intake::save_draft(&value).await;
        let lost = answer.as_ref().is_err_and(|failure| failure.is(Code::NotFound));
        if lost && self.series.try_get_value() == Some(series) {
            answer = again(&value).await;
            self.forgotten.try_set(answer.is_ok());
        }
        self.in_flight.try_update_value(|in_flight| *in_flight = false);
        answer
    }

    /// Stops saving by itself and brings what is behind to the server.
    pub async fn settle(self) -> Answer<()> {
        self.stopped.set_value(true);
        while self.in_flight.get_value() {
            wait(Duration::from_millis(50)).await;
        }
        let series = self.next_series();
        if self.is_behind() {
            self.put(series).await?;
            self.standing.set(Standing::Saved);
        }
        Ok(())
    }

    /// Saves by itself again.
    pub fn resume(self) {
        self.stopped.set_value(false);
        self.now();
    }

    /// The form goes from the screen: what is behind is sent along.
    pub fn close(self) {
        if self.is_behind() && !self.stopped.get_value() {
            let value = untrack(self.value.get_value().as_ref());
            spawn_local(async move { drop(intake::save_draft(&value).await) });
        }
    }
}

/// Begins a new draft in the place of a forgotten one.
async fn again(value: &SavedForm) -> Answer<()> {
    intake::start_draft().await?;
    intake::save_draft(value).await
}
