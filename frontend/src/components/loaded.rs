//! Reading: what stands here while it comes, when it failed, and when it is there.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Answer, Failure},
    components::{button::Button, failure::FailureNotice},
    i18n::{tr, use_i18n},
};

/// A reading that can be repeated. A handle: copying it is free.
///
/// It does what Leptos' `LocalResource` does for us, in one signal. A resource brings along what suspended and
/// server-rendered pages need, anew for each type that is read; doing without took 10 kB off the first visit.
pub struct Reading<T: 'static> {
    answer: RwSignal<Option<Answer<T>>, LocalStorage>,
    again: Trigger,
}

impl<T> Clone for Reading<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Reading<T> {}

impl<T: Clone + 'static> Reading<T> {
    /// Reads now, and again whenever a signal changes that `read` asked for before it began to wait. An answer that has
    /// been overtaken, or whose page is gone, is dropped.
    pub fn new<F>(read: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Answer<T>> + 'static,
    {
        let (answer, again) = (RwSignal::new_local(None), Trigger::new());
        let latest = StoredValue::new(0_u32);
        Effect::new(move |_| {
            again.track();
            let number = latest.get_value() + 1;
            latest.set_value(number);
            let coming = read();
            // To its end, also where nobody waits for it any more: a browser keeps an answer that is not read.
            spawn_local(async move {
                let came = coming.await;
                if latest.try_get_value() == Some(number) {
                    answer.set(Some(came));
                }
            });
        });
        Self { answer, again }
    }

    /// Reads again; what stands there stays until the new is there.
    pub fn again(self) {
        self.again.notify();
    }

    /// Whether the component is still there for which it reads.
    pub fn is_alive(self) -> bool {
        !self.answer.is_disposed()
    }

    /// What came, followed.
    fn answer(self) -> Option<Answer<T>> {
        self.answer.get()
    }

    /// Why it failed, where it did.
    pub fn failure(self) -> Option<Failure> {
        self.answer()?.err()
    }

    /// What was read, where it was.
    pub fn value(self) -> Option<T> {
        self.answer()?.ok()
    }
}

/// Shows a reading. What was there stays while it is read again, so that nothing jumps.
#[component]
pub fn Loaded<T, V>(
    reading: Reading<T>,
    /// Draws it.
    children: impl Fn(T) -> V + Send + Sync + 'static,
    /// Rows of the grey placeholder.
    #[prop(default = 4)]
    rows: u8,
    /// It follows the language by itself, and holds what somebody is typing: drawn again it would be empty.
    #[prop(optional)]
    lasting: bool,
) -> impl IntoView
where
    T: Clone + 'static,
    V: IntoView + 'static,
{
    let i18n = use_i18n();
    // Rows hold finished words: another language draws them again.
    let language = Memo::new(move |_| (!lasting).then(|| i18n.language()));
    move || match (language.get(), reading.answer()).1 {
        None => view! { <Skeleton rows/> }.into_any(),
        Some(Err(failure)) => {
            view! { <Failed failure retry=Callback::new(move |()| reading.again())/> }.into_any()
        }
        Some(Ok(value)) => children(value).into_any(),
    }
}

#[component]
fn Failed(failure: Failure, retry: Callback<()>) -> impl IntoView {
    let label = tr!(common.try_again);
    view! {
        <FailureNotice failure>
            <Button label class="btn btn-sm mt-2" on_click=move || retry.run(())/>
        </FailureNotice>
    }
}

/// Grey lines where the rows will stand.
#[component]
pub fn Skeleton(rows: u8) -> impl IntoView {
    let loading = tr!(common.loading);
    view! {
        <div class="skeleton-rows" aria-busy="true">
            <span class="sr-only" role="status">{loading}</span>
            {(0..rows).map(|_| view! { <div class="skeleton-row"></div> }).collect_view()}
        </div>
    }
}
