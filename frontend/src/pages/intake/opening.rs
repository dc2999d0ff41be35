//! Fetches the form and what this browser left of it.

use domain::{
    account::LinkCode,
    drafts::{IntakeForm, OpenDraft},
    problem::Code,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{code::take_code, filling::Filling, over::Over, part::PartPage};
use crate::{
    api::{Answer, intake},
    components::title::Title,
    components::{
        button::Button,
        loaded::{Loaded, Reading},
    },
    i18n::{tr, use_i18n},
    pages::public::frame::Frame,
};

/// `/apply` begins a form or goes on with the one that is open. The address of a part only goes on: after sending,
/// the browser's Back must not begin another application.
#[component]
pub fn Opening(path: Memo<String>) -> impl IntoView {
    let begin = RwSignal::new(path.read_untracked().trim_end_matches('/') == "/apply");
    // Another language is read by whoever fills it in, or the form would be drawn again and be empty.
    let i18n = use_i18n();
    let offered = Reading::new(move || intake::form(untrack(|| i18n.language())));
    let by = RwSignal::new(None::<LinkCode>);
    take_code(move |code| by.set(Some(LinkCode { code })));
    let found = Reading::new(move || find(begin.get(), by.get()));
    let organization = Signal::derive(move || offered.value().map(|form| form.organization));
    let again = Callback::new(move |()| {
        begin.set(true);
        found.again();
    });
    view! {
        <Frame organization narrow=true>
            <Loaded reading=offered lasting=true let:form>
                {match form.closed {
                    true => view! { <Closed/> }.into_any(),
                    false => view! { <Begun form found by path again/> }.into_any(),
                }}
            </Loaded>
        </Frame>
    }
}

/// The organization takes no applications here at the moment.
#[component]
fn Closed() -> impl IntoView {
    let title = tr!(applying.not_now);
    view! {
        <Title text=move || title.get()/>
        <div class="public-text">
            <h1>{title}</h1>
            <p>{tr!(public.talk_help)}</p>
            <p><A href="/" {..} class="link">{tr!(common.to_start)}</A></p>
        </div>
    }
}

/// What was found.
#[derive(Clone)]
enum Found {
    Open(Box<OpenDraft>),
    Nothing,
    /// The link works no longer.
    Over,
}

/// The form as this browser left it.
#[component]
fn Begun(
    form: IntakeForm,
    found: Reading<Found>,
    by: RwSignal<Option<LinkCode>>,
    path: Memo<String>,
    again: Callback<()>,
) -> impl IntoView {
    view! {
        <Loaded reading=found lasting=true let:found>
            {match found {
                Found::Open(draft) => {
                    view! { <Application form=form.clone() draft=*draft by path again/> }.into_any()
                }
                Found::Nothing => view! { <NothingOpen begin=again/> }.into_any(),
                Found::Over => view! { <Over organization=form.organization.clone()/> }.into_any(),
            }}
        </Loaded>
    }
}

/// Beginning answers an open form again, so it is not asked for first.
async fn find(or_begin: bool, by: Option<LinkCode>) -> Answer<Found> {
    let open = |draft| Found::Open(Box::new(draft));
    if !or_begin && by.is_none() {
        return Ok(intake::open_draft().await?.map_or(Found::Nothing, open));
    }
    match intake::start_draft(by.as_ref()).await {
        Err(failure) if by.is_some() && failure.is(Code::NotFound) => Ok(Found::Over),
        answer => answer.map(open),
    }
}

/// Reads the draft anew, as after starting over.
#[derive(Clone, Copy)]
pub struct Again(pub Callback<()>);

#[component]
fn Application(
    form: IntakeForm,
    draft: OpenDraft,
    by: RwSignal<Option<LinkCode>>,
    path: Memo<String>,
    again: Callback<()>,
) -> impl IntoView {
    let filling = Filling::new(form, draft, by.get_untracked());
    provide_context(filling);
    provide_context(Again(again));
    on_cleanup(move || filling.saver.close());
    Effect::new(move |_| {
        if filling.saver.forgotten().get() {
            filling.uploads.forget();
            filling.ssn.kept.set(false);
        }
    });
    view! { <PartPage path/> }
}

/// Nothing is open in this browser: it was sent, it lay too long, or it was never begun.
#[component]
fn NothingOpen(begin: Callback<()>) -> impl IntoView {
    let title = tr!(applying.closed);
    view! {
        <Title text=move || title.get()/>
        <div class="public-text">
            <h1>{title}</h1>
            <p>{tr!(applying.closed_sent)}</p>
            <p>{tr!(applying.closed_old)}</p>
            <p><A href="/apply/resume" {..} class="link">{tr!(applying.closed_link)}</A></p>
            <div class="form-actions">
                <Button label=tr!(applying.begin_new) class="btn btn-primary btn-tall" on_click=move || begin.run(())/>
            </div>
        </div>
    }
}
