//! The page around one part of the form: where one is, the questions, and the way on.

use domain::{applications::Step, organization::PublicOrganization, problem::Code};
use leptos::{html, prelude::*};
use leptos_router::{
    NavigateOptions,
    components::{A, Redirect},
    hooks::{use_navigate, use_query_map},
};

use super::{
    filling::{Filling, use_filling},
    later::Later,
    notices::Notices,
    parts::{Questions, heading},
    saver::Standing,
    sending::send,
};
use crate::{
    components::icon::{Icon, Name},
    components::title::Title,
    forms::{Core, FormView, SendButton},
    i18n::{Text, say, tr, use_i18n},
    pages::public::NotFound,
};

/// The part that the address names; without one, the part where the person stopped.
#[component]
pub fn PartPage(path: Memo<String>) -> impl IntoView {
    let filling = use_filling();
    let named = Memo::new(move |_| named(&path.read()));
    move || match named.get() {
        Named::Nothing => {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            view! { <Redirect path=address(filling.step.get_untracked()) options/> }.into_any()
        }
        // A part that asks nothing here, as an address of another day may name it.
        Named::Part(step) if filling.steps().all(|other| other != step) => {
            view! { <Redirect path=address(filling.after(step).unwrap_or_default())/> }.into_any()
        }
        Named::Part(step) => view! { <Part step/> }.into_any(),
        Named::Unknown => view! { <NotFound/> }.into_any(),
    }
}

/// What an address of the form names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Nothing,
    Part(Step),
    Unknown,
}

fn named(path: &str) -> Named {
    match path.trim_matches('/').strip_prefix("apply").map(|rest| rest.trim_start_matches('/')) {
        Some("") => Named::Nothing,
        Some(code) => Step::from_code(code).map_or(Named::Unknown, Named::Part),
        None => Named::Unknown,
    }
}

/// Where a part stands.
pub fn address(step: Step) -> String {
    format!("/apply/{}", step.code())
}

#[component]
fn Part(step: Step) -> impl IntoView {
    let filling = use_filling();
    let core = filling.part(step).core;
    // Came from the review in order to change something: the way on leads back there.
    let changing = use_query_map().read_untracked().get("change").is_some();
    let next = if changing { Some(Step::Review) } else { filling.after(step) };
    let navigate = use_navigate();
    let go = move |to: String, options| navigate(&to, options);
    let title = heading(step);
    let name = StoredValue::new(filling.organization().name);
    view! {
        <Title text=move || format!("{} – {}", title.get(), name.get_value())/>
        <div class="ask">
            <nav class="ask-where"><Back step changing/> <Place step/></nav>
            <Notices/>
            <Heading step title/>
            <FormView core refusal=over(filling, core) on_send=move || match next {
                Some(next) => leave(filling, step, || go(address(next), NavigateOptions::default())),
                None => send(filling, go.clone()),
            }>
                <Questions step/>
                <div class="form-actions">
                    <SendButton core label=way_on(step, changing) class="btn btn-primary btn-tall"/>
                    <Saved/>
                </div>
            </FormView>
            <Later/>
        </div>
    }
}

/// What is said where the link was used or ended while the form was open. The answers stay.
fn over(filling: Filling, core: Core) -> Signal<Option<(String, String)>> {
    let i18n = use_i18n();
    Signal::derive(move || {
        let is_over = core.failure().get().is_some_and(|failure| failure.is(Code::NotFound));
        (is_over && filling.opened_by.get_value().is_some()).then(|| {
            let PublicOrganization { phone, email, .. } = filling.organization();
            let ways = [phone, email].into_iter().filter(|way| !way.is_empty()).collect::<Vec<_>>();
            let help = say!(i18n, applying.over_sent_help, contact = ways.join(" · "));
            (say!(i18n, applying.over), help)
        })
    })
}

/// Goes on when nothing is wrong with this part.
fn leave(filling: Filling, step: Step, go: impl FnOnce()) {
    let form = filling.part(step);
    if form.ready().is_some() {
        form.core.forget_errors();
        filling.saver.now();
        filling.restored.set(false);
        go();
    }
}

fn way_on(step: Step, changing: bool) -> Text {
    let filling = use_filling();
    let (go_on, without) = (tr!(applying.go_on), tr!(applying.go_on_without_files));
    match step {
        _ if changing => tr!(applying.back_to_review),
        Step::Review => tr!(applying.send),
        Step::Documents => {
            Signal::derive(move || if filling.uploads.all().is_empty() { without.get() } else { go_on.get() })
        }
        _ => go_on,
    }
}

#[component]
fn Back(step: Step, changing: bool) -> impl IntoView {
    let before = if changing { Some(Step::Review) } else { use_filling().before(step) };
    let href = before.map_or_else(|| "/".to_owned(), address);
    view! { <A href {..} class="ask-back"><Icon name=Name::ArrowLeft/> {tr!(common.back)}</A> }
}

/// How far it is.
#[component]
fn Place(step: Step) -> impl IntoView {
    let filling = use_filling();
    let (now, all) = (filling.steps().take_while(|other| *other <= step).count(), filling.steps().count());
    view! {
        <p class="ask-place">{tr!(applying.place, now = now, all = all)}</p>
        <progress class="progress ask-progress" max=all value=now aria-hidden="true"></progress>
    }
}

/// The part's name. Moving on moves the focus here, so that the new page is read out; a part that came back with
/// errors shows the first one instead.
#[component]
fn Heading(step: Step, title: Text) -> impl IntoView {
    let filling = use_filling();
    let node = NodeRef::<html::H1>::new();
    let moved = filling.step.get_untracked() != step || filling.moved.get_value();
    filling.step.set(step);
    filling.moved.set_value(true);
    let core = filling.part(step).core;
    Effect::new(move |_| {
        let Some(heading) = node.get() else { return };
        if core.is_telling() {
            core.reveal();
        } else if moved {
            // Focusing an element that is there cannot fail.
            drop(heading.focus());
        }
    });
    view! { <h1 tabindex="-1" node_ref=node>{title}</h1> }
}

/// A quiet word that nothing will be lost.
#[component]
fn Saved() -> impl IntoView {
    let saver = use_filling().saver;
    let (saving, saved, not_yet) = (tr!(applying.saving), tr!(applying.saved), tr!(applying.not_saved_yet));
    move || match saver.standing() {
        Standing::Saving | Standing::Unsaved => view! { <p class="ask-saved">{saving}</p> }.into_any(),
        Standing::Saved => view! { <p class="ask-saved"><Icon name=Name::Check/> {saved}</p> }.into_any(),
        Standing::Failed => view! { <p class="ask-saved"><Icon name=Name::Alert/> {not_yet}</p> }.into_any(),
        Standing::Untouched | Standing::Elsewhere | Standing::Sent => ().into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_part() {
        assert!(named(&address(Step::Location)) == Named::Part(Step::Location));
        assert!(named("/apply/") == Named::Nothing);
        assert!(named("/apply/nowhere") == Named::Unknown);
    }
}
