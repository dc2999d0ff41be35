//! Keeps the draft on the server up to date, and tries again until it is.

use std::{sync::Arc, time::Duration};

use domain::{
    account::LinkCode,
    drafts::{DraftLink, OpenDraft, Resumed, Resumption, SavedDraft, SavedForm, Sent},
    problem::{Code, Problem},
};
use leptos::{leptos_dom::helpers::WindowListenerHandle, prelude::*, task::spawn_local};
use uuid::Uuid;

use crate::{
    api::{Answer, Failure, intake, key::new_key},
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
    /// It was saved on another device or in another tab since. The person decides what holds.
    Elsewhere,
    /// It was handed in elsewhere.
    Sent,
}

impl Standing {
    /// Saving by itself is over.
    fn is_final(self) -> bool {
        matches!(self, Self::Elsewhere | Self::Sent)
    }
}

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Saver {
    value: StoredValue<Arc<dyn Fn() -> SavedForm + Send + Sync>>,
    standing: RwSignal<Standing>,
    /// The server had forgotten the draft, and with it the files and the number.
    forgotten: RwSignal<bool>,
    /// What the link said of a form that was handed in elsewhere.
    sent: RwSignal<Option<Sent>>,
    /// The private link, where one was made.
    link: RwSignal<Option<DraftLink>>,
    /// The organization's link that the form was opened by.
    by: StoredValue<Option<LinkCode>>,
    /// The version that the server is known to have.
    version: StoredValue<i32>,
    /// What the server calls this page.
    page: StoredValue<Option<Uuid>>,
    /// Counts what was typed, so that an old save is not taken for the newest.
    change: StoredValue<u32>,
    /// The series of tries that counts; those of another number end.
    series: StoredValue<u32>,
    in_flight: StoredValue<bool>,
    stopped: StoredValue<bool>,
}

impl Saver {
    /// `value` is what there is to save of the opened draft.
    pub fn new(
        draft: &OpenDraft,
        by: Option<LinkCode>,
        value: impl Fn() -> SavedForm + Send + Sync + 'static,
    ) -> Self {
        let saver = Self {
            value: StoredValue::new(Arc::new(value)),
            standing: RwSignal::new(Standing::Untouched),
            forgotten: RwSignal::new(false),
            sent: RwSignal::new(None),
            link: RwSignal::new(draft.link.clone()),
            by: StoredValue::new(by),
            version: StoredValue::new(draft.version),
            page: StoredValue::new(Uuid::parse_str(&new_key()).ok()),
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

    pub fn sent(self) -> RwSignal<Option<Sent>> {
        self.sent
    }

    /// Whether the form went on, or was handed in, on another device.
    pub fn ended_elsewhere(self) -> bool {
        self.standing.get_untracked().is_final()
    }

    /// Whether something was typed that the server does not have.
    pub fn is_behind(self) -> bool {
        !matches!(self.standing.get_untracked(), Standing::Untouched | Standing::Saved | Standing::Sent)
    }

    fn changed(self) {
        if self.stopped.get_value() || self.standing.get_untracked().is_final() {
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
        let is_final = self.standing.get_untracked().is_final();
        if !self.is_behind() || is_final || self.stopped.get_value() || self.in_flight.get_value() {
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
            let answer = self.put(self.typed(), series).await;
            if self.series.try_get_value() != Some(series) || self.standing.get_untracked().is_final() {
                return; // Another series took over, the form is closed, or it went on elsewhere.
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

    fn typed(self) -> SavedForm {
        untrack(self.value.get_value().as_ref())
    }

    async fn put(self, mut value: SavedForm, series: u32) -> Answer<()> {
        (value.version, value.page) = (self.version.get_value(), self.page.get_value());
        self.in_flight.set_value(true);
        let mut answer = intake::save_draft(&value).await;
        let lost = answer.as_ref().is_err_and(|failure| failure.is(Code::NotFound));
        if lost && self.series.try_get_value() == Some(series) {
            answer = self.again(value).await;
        }
        self.in_flight.try_update_value(|in_flight| *in_flight = false);
        if let Ok(saved) = &answer {
            self.version.try_update_value(|version| *version = saved.version);
        }
        if answer.as_ref().is_err_and(|failure| failure.is(Code::StaleVersion)) {
            self.standing.try_set(Standing::Elsewhere);
        }
        answer.map(drop)
    }

    /// The cookie opens nothing any more. The link does, where there is one; otherwise a new draft takes the place of
    /// the forgotten one.
    async fn again(self, value: SavedForm) -> Answer<SavedDraft> {
        let link = self.link.try_get_untracked().flatten();
        let known = link.map(|link| Resumption { code: link.code, date_of_birth: value.form.date_of_birth });
        if let Some(known) = known.filter(|known| known.date_of_birth.is_some()) {
            match intake::resume(&known).await {
                Ok(Resumed::Open(_)) => return intake::save_draft(&value).await,
                Ok(Resumed::Sent(sent)) => {
                    self.sent.try_set(Some(sent));
                    self.standing.try_set(Standing::Sent);
                    return Err(Failure::Refused(Box::new(Problem::new(Code::NotFound))));
                }
                // The date of birth was changed and not saved since, or the link is too old.
                Err(failure) if failure.is(Code::NotFound) => {}
                Err(failure) => return Err(failure),
            }
        }
        let version = self.begin().await?.version;
        let saved = intake::save_draft(&SavedForm { version, ..value }).await?;
        self.link.try_set(None);
        self.forgotten.try_set(true);
        Ok(saved)
    }

    /// A new draft, by the same link. Where that works no longer, the form goes on without it.
    async fn begin(self) -> Answer<OpenDraft> {
        let by = self.by.try_get_value().flatten();
        match intake::start_draft(by.as_ref()).await {
            Err(failure) if by.is_some() && failure.is(Code::NotFound) => intake::start_draft(None).await,
            answer => answer,
        }
    }

    /// Brings everything to the server, now.
    pub async fn flush(self) -> Answer<()> {
        let done = self.bring(None).await;
        if done.is_err() && self.standing.try_get_untracked().is_some_and(|standing| !standing.is_final()) {
            self.standing.set(Standing::Failed);
            self.now();
        }
        done
    }

    /// Stops saving by itself, after everything was brought to the server: what is sent next must not be behind what
    /// was typed elsewhere.
    pub async fn settle(self) -> Answer<()> {
        self.stopped.set_value(true);
        self.bring(None).await
    }

    /// Stops saving by itself and puts something else in the place of what was typed.
    pub async fn replace(self, value: SavedForm) -> Answer<()> {
        self.stopped.set_value(true);
        self.bring(Some(value)).await
    }

    /// Saves a value, or what was typed until now.
    async fn bring(self, value: Option<SavedForm>) -> Answer<()> {
        while self.in_flight.try_get_value() == Some(true) {
            wait(Duration::from_millis(50)).await;
        }
        if self.in_flight.try_get_value().is_none() {
            return Err(Failure::Unreachable); // The form is gone from the screen.
        }
        let (series, change) = (self.next_series(), self.change.get_value());
        self.put(value.unwrap_or_else(|| self.typed()), series).await?;
        if self.change.try_get_value() == Some(change) {
            self.standing.set(Standing::Saved);
        }
        Ok(())
    }

    /// The private link, made where there is none. What it opens is what stands here now.
    pub async fn link(self) -> Answer<DraftLink> {
        self.flush().await?;
        let link = intake::make_link().await?;
        self.link.try_set(Some(link.clone()));
        Ok(link)
    }

    /// What stands here holds, whatever was saved elsewhere.
    pub async fn insist(self) -> Answer<()> {
        if let Some(draft) = intake::open_draft().await? {
            self.version.try_update_value(|version| *version = draft.version);
        }
        self.standing.try_set(Standing::Unsaved);
        self.flush().await
    }

    /// Saves by itself again.
    pub fn resume(self) {
        self.stopped.set_value(false);
        self.now();
    }

    /// Saves nothing any more: what was saved elsewhere takes the place of what stands here.
    pub fn stop(self) {
        self.stopped.set_value(true);
    }

    /// The form goes from the screen: what is behind is sent along.
    pub fn close(self) {
        if self.is_behind() && !self.standing.get_untracked().is_final() && !self.stopped.get_value() {
            let (version, page) = (self.version.get_value(), self.page.get_value());
            let value = SavedForm { version, page, ..self.typed() };
            spawn_local(async move { drop(intake::save_draft(&value).await) });
        }
    }
}
