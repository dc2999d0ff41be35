//! What somebody makes in a dialog, sees in a list from then on, and ends for good: links, keys.

use std::future::Future;

use leptos::prelude::*;

use crate::{
    api::Failure,
    components::{
        confirm::{Call, Confirm},
        dialog::Dialog,
        icon::{Icon, Name},
        page_header::PageHeader,
        toast::use_toasts,
    },
    i18n::Text,
};

/// The page: its head with the button, and the dialog in which one is made. However that was closed, one may have been
/// made in it, so `again` reads the list.
#[component]
pub fn MadeHere(
    title: Text,
    help: Text,
    add: Text,
    /// The dialog's content, which may close it.
    form: fn(RwSignal<bool>) -> AnyView,
    again: Callback<()>,
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |was: Option<bool>| {
        let is_open = open.get();
        if was == Some(true) && !is_open {
            again.run(());
        }
        is_open
    });
    view! {
        <PageHeader title help>
            <button class="btn btn-primary" type="button" on:click=move |_| open.set(true)>
                <Icon name=Name::Plus/> {add}
            </button>
        </PageHeader>
        {children()}
        <Dialog open title=add wide=true>{form(open)}</Dialog>
    }
}

/// One of them, with what ends it.
#[component]
pub fn MadeRow(
    icon: Name,
    end: Option<AnyView>,
    #[prop(default = "row row-tall")] class: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <li class=class>
            <span class="event-icon"><Icon name=icon/></span>
            <div class="row-body">{children()}</div>
            <div class="row-end">{end}</div>
        </li>
    }
}

/// What is said on the way to the end of one.
#[derive(Clone, Copy)]
pub struct EndWords {
    pub end: Text,
    pub title: Text,
    pub help: Text,
    /// Once it is done.
    pub done: Text,
}

/// The button that ends one, for those who hear it with its name. It asks once more.
pub fn ending<F>(
    words: EndWords,
    named: String,
    end: impl Fn() -> F + Copy + Send + Sync + 'static,
    again: Callback<()>,
) -> AnyView
where
    F: Future<Output = Result<(), Failure>> + 'static,
{
    let asking = RwSignal::new(false);
    view! {
        <button class="btn btn-sm" type="button" aria-label=named on:click=move |_| asking.set(true)>
            {words.end}
        </button>
        <Dialog open=asking title=words.title>{asked(words, end, asking, again)}</Dialog>
    }
    .into_any()
}

fn asked<F>(
    words: EndWords,
    end: impl Fn() -> F + Copy + Send + Sync + 'static,
    asking: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView
where
    F: Future<Output = Result<(), Failure>> + 'static,
{
    let (toasts, call) = (use_toasts(), Call::new());
    let on_yes = move || {
        call.run(end(), move |()| {
            asking.set(false);
            toasts.say(words.done.get_untracked());
            again.run(());
        });
    };
    view! {
        <p>{words.help}</p>
        <Confirm call label=words.end on_yes on_no=move || asking.set(false)/>
    }
}
