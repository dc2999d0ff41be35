//! A new field, and a change of one.

use domain::{code_lists::label, custom_fields::CustomField, ids::CustomFieldId};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};

use super::{definition::Definition, form::DefinitionFields};
use crate::{
    components::{loaded::Loaded, toast::use_toasts},
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        by_id::read_by_id,
        stale::{BothSides, Sides},
    },
    session::use_session,
};

const LIST: &str = "/staff/settings/fields";

#[component]
pub fn NewField() -> impl IntoView {
    let (i18n, session, toasts, navigate) = (use_i18n(), use_session(), use_toasts(), use_navigate());
    let core = Core::new("field");
    let definition = Definition::new(core, None);
    let form = Form::placing(core, move || definition.draft(), move |_, error| definition.place(error));
    let done = Callback::new(move |made: CustomField| {
        core.is_saved();
        let name = label(&made.labels, i18n.language().code()).to_owned();
        toasts.say(untrack(|| say!(i18n, custom_fields.made, name = name)));
        navigate(LIST, Default::default());
    });
    let send = move || form.send(move |draft| session.add_custom_field(draft), move |made| done.run(made));
    view! {
        <section class="section">
            <h2>{tr!(custom_fields.new_title)}</h2>
            <FormView core on_send=send>
                <DefinitionFields definition/>
                <Foot core/>
            </FormView>
        </section>
    }
}

#[component]
pub fn FieldPage() -> impl IntoView {
    let session = use_session();
    let reading = read_by_id(move |id: CustomFieldId| session.custom_field(id));
    view! {
        <section class="section">
            <h2>{tr!(custom_fields.amend_title)}</h2>
            <Loaded reading rows=8 lasting=true let:field><Amend field/></Loaded>
        </section>
    }
}

#[component]
fn Amend(field: CustomField) -> impl IntoView {
    let (i18n, session, toasts, navigate) = (use_i18n(), use_session(), use_toasts(), use_navigate());
    let core = Core::new("field");
    let definition = Definition::new(core, Some(&field));
    let at = (field.id, field.version);
    let was = Signal::stored(field);
    let build = move || was.with(|was| definition.patch(was));
    let form = Form::placing(core, build, move |_, error| definition.place(error));
    let done = Callback::new(move |_: CustomField| {
        core.is_saved();
        toasts.say(untrack(|| say!(i18n, custom_fields.amended)));
        navigate(LIST, Default::default());
    });
    let save = move |(patch, now): (_, CustomField)| {
        let call = move |patch| session.amend_custom_field((now.id, now.version), patch);
        form.send_this(patch, call, move |now| done.run(now));
    };
    let send =
        move || form.send(move |patch| session.amend_custom_field(at, patch), move |now| done.run(now));
    let read = move || session.custom_field(at.0);
    view! {
        <FormView core on_send=send>
            <BothSides form was sides=Sides::of_patch() read save/>
            <DefinitionFields definition is_there=true/>
            <Foot core/>
        </FormView>
    }
}

#[component]
fn Foot(core: Core) -> impl IntoView {
    view! {
        <div class="form-actions">
            <SendButton core label=tr!(custom_fields.save)/>
            <A href={LIST} {..} class="btn btn-ghost">{tr!(custom_fields.leave)}</A>
        </div>
    }
}
