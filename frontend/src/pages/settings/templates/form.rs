//! The fields of a template.

use domain::{
    ids::NoteTemplateId,
    note_templates::{NoteTemplate, NoteTemplateDraft, NoteTemplatePatch},
    notes::GENERAL,
    problem::{Code, Problem},
};
use leptos::prelude::*;

use crate::{
    api::{Answer, Failure},
    components::toast::use_toasts,
    forms::{Core, Field, Form, FormView, Select, SendButton, TextArea, TextField},
    i18n::{say, tr, use_i18n},
    pages::{
        notes::use_note_types,
        stale::{BothSides, Sides},
    },
    session::{Session, use_session},
};

/// A handle: copying it is free.
#[derive(Clone, Copy)]
struct Fields {
    kind: Field<String>,
    name: Field<String>,
    text: Field<String>,
}

impl Fields {
    fn new(core: Core, kind: &str, name: &str, text: &str) -> Self {
        Self {
            kind: core.text("/kind", kind),
            name: core.text("/name", name),
            text: core.text("/text", text),
        }
    }
}

#[component]
fn FieldsView(fields: Fields) -> impl IntoView {
    let kinds = use_note_types().choices(move || fields.kind.get());
    view! {
        <TextField field=fields.name label=tr!(templates.name)/>
        <Select field=fields.kind label=tr!(notes.kind) choices=kinds no_blank=true/>
        <TextArea field=fields.text label=tr!(templates.text) help=tr!(templates.text_help) rows=10/>
    }
}

#[component]
pub fn AddTemplate(open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("template");
    let fields = Fields::new(core, GENERAL, "", "");
    let form = Form::new(core, move || NoteTemplateDraft {
        kind: fields.kind.get(),
        name: fields.name.trimmed(),
        text: fields.text.trimmed(),
    });
    let done = move |_: NoteTemplate| {
        core.is_saved();
        open.set(false);
        toasts.say(untrack(|| say!(i18n, templates.added)));
        again.run(());
    };
    view! {
        <FormView core on_send=move || form.send(move |draft| session.add_note_template(draft), done)>
            <FieldsView fields/>
            <div class="form-actions"><SendButton core label=tr!(templates.add)/></div>
        </FormView>
    }
}

#[component]
pub fn AmendTemplate(template: NoteTemplate, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("template");
    let fields = Fields::new(core, &template.kind, &template.name, &template.text);
    let (id, version, was) = (template.id, template.version, Signal::stored(template.clone()));
    let form = Form::new(core, move || NoteTemplatePatch {
        kind: Some(fields.kind.get()).filter(|kind| *kind != template.kind),
        name: Some(fields.name.trimmed()).filter(|name| *name != template.name),
        text: Some(fields.text.trimmed()).filter(|text| *text != template.text),
    });
    let done = move |_: NoteTemplate| {
        core.is_saved();
        open.set(false);
        toasts.say(untrack(|| say!(i18n, templates.amended)));
        again.run(());
    };
    let send = move || form.send(move |patch| session.amend_note_template(id, version, patch), done);
    let save = move |(patch, now): (NoteTemplatePatch, NoteTemplate)| {
        form.send_this(patch, move |patch| session.amend_note_template(id, now.version, patch), done);
    };
    view! {
        <FormView core on_send=send>
            <BothSides form was sides=Sides::of_patch() read=move || one(session, id) save/>
            <FieldsView fields/>
            <div class="form-actions"><SendButton core label=tr!(templates.save)/></div>
        </FormView>
    }
}

async fn one(session: Session, id: NoteTemplateId) -> Answer<NoteTemplate> {
    let found = session.note_templates().await?.into_iter().find(|template| template.id == id);
    found.ok_or_else(|| Failure::Refused(Box::new(Problem::new(Code::NotFound))))
}
