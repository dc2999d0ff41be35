//! A form that writes a draft of one type; thin over [`Core`].

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{problem::FieldError, validate::Draft};
use leptos::{prelude::*, task::spawn_local};

use super::Core;
use crate::{
    api::{Answer, Failure},
    format::today,
};

type Build<T> = Arc<dyn Fn() -> T + Send + Sync>;
type Find<T> = Arc<dyn Fn(&T, NaiveDate) -> Vec<FieldError> + Send + Sync>;
type Place<T> = Arc<dyn Fn(&T, FieldError) -> FieldError + Send + Sync>;

pub struct Form<T: 'static> {
    pub core: Core,
    build: StoredValue<Build<T>>,
    find: StoredValue<Find<T>>,
    place: StoredValue<Place<T>>,
}

impl<T> Clone for Form<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Form<T> {}

impl<T: Draft + 'static> Form<T> {
    /// `build` puts the fields' values into a draft; it runs again whenever one of them changes.
    pub fn new(core: Core, build: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::placing(core, build, |_, error| error)
    }

    /// The same, where the draft's pointers are not the fields': `place` turns an error's pointer into a field's.
    pub fn placing(
        core: Core,
        build: impl Fn() -> T + Send + Sync + 'static,
        place: impl Fn(&T, FieldError) -> FieldError + Send + Sync + 'static,
    ) -> Self {
        let find = |draft: &T, today| draft.check(today).err().unwrap_or_default();
        Self::part(core, build, find, place)
    }

    /// A form that fills in one part of a draft: `find` says what is wrong with that part.
    pub fn part(
        core: Core,
        build: impl Fn() -> T + Send + Sync + 'static,
        find: impl Fn(&T, NaiveDate) -> Vec<FieldError> + Send + Sync + 'static,
        place: impl Fn(&T, FieldError) -> FieldError + Send + Sync + 'static,
    ) -> Self {
        let form = Self {
            core,
            build: StoredValue::new(Arc::new(build)),
            find: StoredValue::new(Arc::new(find)),
            place: StoredValue::new(Arc::new(place)),
        };
        core.checked_by(Memo::new(move |_| form.check()).into());
        form
    }

    /// The draft as it stands.
    pub fn value(self) -> T {
        let build = self.build.get_value();
        build()
    }

    /// Whether nothing is wrong with it now.
    pub fn is_complete(self) -> bool {
        self.check().is_empty()
    }

    fn check(self) -> Vec<FieldError> {
        let draft = self.value();
        let unreadable = self.core.unreadable();
        let (find, place) = (self.find.get_value(), self.place.get_value());
        let found = find(&draft, today()).into_iter().map(|error| place(&draft, error));
        let found = found.filter(|error| unreadable.iter().all(|other| other.pointer != error.pointer));
        let found = found.collect::<Vec<_>>();
        unreadable.into_iter().chain(found).collect()
    }

    /// The draft, when nothing is wrong with it; otherwise everything that is wrong is told.
    pub fn ready(self) -> Option<T> {
        let draft = untrack(|| self.value());
        if untrack(|| self.check()).is_empty() {
            return Some(draft);
        }
        self.core.reveal();
        None
    }

    /// Sends the draft when nothing is wrong with it. What the server refuses lands in the form.
    pub fn send<U, F>(self, call: impl FnOnce(T) -> F + 'static, then: impl FnOnce(U) + 'static)
    where
        U: 'static,
        F: Future<Output = Answer<U>> + 'static,
    {
        if self.core.pending().get_untracked() {
            return;
        }
        let Some(draft) = self.ready() else { return };
        self.send_this(draft, call, then);
    }

    /// Sends another draft than the one that stands in the fields.
    pub fn send_this<U, F>(
        self,
        draft: T,
        call: impl FnOnce(T) -> F + 'static,
        then: impl FnOnce(U) + 'static,
    ) where
        U: 'static,
        F: Future<Output = Answer<U>> + 'static,
    {
        self.core.failure().set(None);
        self.core.pending().set(true);
        spawn_local(async move {
            let answer = call(draft).await;
            if self.core.pending().try_set(false).is_some() {
                return; // The form is gone from the screen.
            }
            match answer {
                Ok(answer) => {
                    self.core.is_saved();
                    then(answer);
                }
                Err(failure) => self.refuse(failure),
            }
        });
    }

    /// Takes a refusal in.
    pub fn refuse(self, failure: Failure) {
        self.core.refuse(failure);
        let draft = untrack(|| self.value());
        let place = self.place.get_value();
        self.core.refused_as(|error| untrack(|| place(&draft, error)));
    }
}
