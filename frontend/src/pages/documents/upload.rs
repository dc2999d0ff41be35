//! Adding a file: chosen or dropped, with progress.

use domain::{
    documents::{ACCEPT, promising},
    ids::ClientId,
    problem::{FieldError, Problem},
};
use leptos::{prelude::*, task::spawn_local};
use web_sys::File;

use crate::{
    api::Failure,
    components::{
        drop::Drop,
        failure::FailureAlert,
        icon::{Icon, Name},
        toast::use_toasts,
    },
    forms::words,
    i18n::{say, tr, use_i18n},
    session::use_session,
};

/// What is on its way: the name and how far it is.
type Sending = Option<(String, u8)>;

#[component]
pub fn Upload(client: ClientId, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let sending = RwSignal::new(Sending::None);
    let failure = RwSignal::new(None::<Failure>);
    let wrong = RwSignal::new(None::<FieldError>);
    let send = move |file: File| {
        wrong.set(
            promising(&file.name(), file.size() as u64).err().map(|why| FieldError::new("/file", why.code())),
        );
        failure.set(None);
        if wrong.read_untracked().is_some() || sending.read_untracked().is_some() {
            return;
        }
        let name = file.name();
        sending.set(Some((name.clone(), 0)));
        let shown = name.clone();
        let percent = move |percent| drop(sending.try_set(Some((shown.clone(), percent))));
        spawn_local(async move {
            let answer = session.add_document(client, file, percent).await;
            if sending.try_set(None).is_some() {
                return; // The page was left.
            }
            match answer {
                Ok(_) => {
                    toasts.say(say!(i18n, documents.added, name = name));
                    again.run(());
                }
                Err(refused) => match first_error(&refused) {
                    Some(error) => wrong.set(Some(error)),
                    None => failure.set(Some(refused)),
                },
            }
        });
    };
    let progress = move || {
        sending.get().map(|(name, percent)| {
            let words = say!(i18n, documents.uploading, name = name, percent = percent);
            view! { <div role="status"><p>{words}</p> <progress class="progress w-full" max="100" value=percent></progress></div> }
        })
    };
    let error = move || {
        wrong.get().map(|error| {
            let words = words::word(i18n, &error);
            view! { <p class="field-error" role="alert"><Icon name=Name::Alert/> <span>{words}</span></p> }
        })
    };
    view! { <Drop label=tr!(documents.add) help=tr!(documents.add_help) accept=ACCEPT choose=send/> {error} {progress} <FailureAlert failure/> }
}

/// What a 422 says of the file.
fn first_error(failure: &Failure) -> Option<FieldError> {
    let Failure::Refused(problem) = failure else { return None };
    let Problem { errors, .. } = problem.as_ref();
    errors.first().cloned()
}
