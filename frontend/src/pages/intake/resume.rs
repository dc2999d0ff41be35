//! Coming back by the private link: the link's code and the date of birth open the form.

use domain::{
    drafts::{Resumed, Resumption},
    problem::Code,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{code::take_code, sending::receipt};
use crate::{
    api::{anyone, intake},
    components::{loaded::Reading, title::Title},
    forms::{BirthField, Core, Form, FormView, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::public::frame::Frame,
};

#[component]
pub fn Resume() -> impl IntoView {
    let organization = Reading::new(anyone::organization);
    let shown = Signal::derive(move || organization.value());
    let title = tr!(applying.resume);
    view! {
        <Title text=move || title.get()/>
        <Frame organization=shown narrow=true>
            <div class="ask">
                <header class="public-text">
                    <h1>{title}</h1>
                    <p>{tr!(applying.resume_help)}</p>
                </header>
                <Known/>
            </div>
        </Frame>
    }
}

/// What the person knows.
#[component]
fn Known() -> impl IntoView {
    let (i18n, core) = (use_i18n(), Core::new("resume"));
    let (code, born) = (core.text("/code", ""), core.birth("/date_of_birth", None));
    let linked = RwSignal::new(false);
    take_code(move |given| {
        code.set(given);
        linked.set(true);
    });
    let form = Form::new(core, move || Resumption { code: code.trimmed(), date_of_birth: born.date() });
    let navigate = use_navigate();
    let open = move || {
        let navigate = navigate.clone();
        let go = move |resumed| {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            match resumed {
                Resumed::Open(_) => navigate("/apply", options),
                Resumed::Sent(sent) => navigate(&receipt(&sent), options),
            }
        };
        form.send(|known| async move { intake::resume(&known).await }, go);
    };
    let unknown = move || core.failure().get().is_some_and(|failure| failure.is(Code::NotFound));
    let refusal = Signal::derive(move || {
        unknown().then(|| (say!(i18n, applying.resume_unknown), say!(i18n, applying.resume_unknown_help)))
    });
    // A link brings its code along, and nobody needs to look at it, unless something is wrong.
    let asked = move || !linked.get() || unknown();
    view! {
        <FormView core refusal on_send=open>
            {move || asked().then(|| view! {
                <TextField field=code label=tr!(applying.resume_code) help=tr!(applying.resume_code_help)/>
            })}
            <BirthField field=born label=tr!(intake.date_of_birth) help=tr!(intake.date_of_birth_help) own=true/>
            <div class="form-actions">
                <SendButton core label=tr!(applying.resume_open) class="btn btn-primary btn-tall"/>
            </div>
        </FormView>
    }
}
