//! Correcting a note while one may, and adding to it afterwards.

use domain::{
    notes::{AddendumDraft, Note, NoteKind, NotePatch, NoteReaders},
    patch::Patch,
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use super::{
    mention::{MentionArea, Naming},
    words::kinds,
};
use crate::{
    components::toast::use_toasts,
    format,
    forms::{Core, Form, FormView, Select, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        stale::{BothSides, Sides},
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

#[component]
pub fn EditNote(shown: RwSignal<Note>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let note = shown.get_untracked();
    let core = Core::new("note");
    let kind = core.text("/kind", note.kind.code());
    let text = core.text("/text", note.text.clone().unwrap_or_default());
    let until = say!(i18n, notes.editable, when = format::exactly(i18n, note.editable_until));
    let (id, client, version) = (note.id, note.client_id, note.version);
    let was = Signal::stored(note.clone());
    let form = Form::new(core, move || NotePatch {
        kind: Patch::between(Some(&note.kind), NoteKind::from_code(&kind.get())),
        text: Patch::between(note.text.as_ref(), text.some()),
        ..NotePatch::default()
    });
    let keeping = keep(core, Unsent::NoteEdit, id);
    let done = move |_: Note| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, notes.saved));
        again.run(());
    };
    let save = move |(patch, now): (NotePatch, Note)| {
        form.send_this(patch, move |patch| session.correct_note(id, now.version, patch), done);
    };
    view! {
        <FormView core on_send=move || form.send(move |patch| session.correct_note(id, version, patch), done)>
            <BothSides form was sides=Sides::of_patch() read=move || session.note(client, id) save/>
            <Select field=kind label=tr!(notes.kind) choices=kinds(i18n) no_blank=true/>
            <TextArea field=text label=tr!(notes.text) help=Signal::stored(until) rows=6/>
            <div class="form-actions"><SendButton core label=tr!(notes.save)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}

#[component]
pub fn AddToNote(shown: RwSignal<Note>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let id = shown.get_untracked().id;
    let core = Core::new("addendum");
    let text = core.text("/text", "");
    let note = shown.get_untracked();
    let of = NoteReaders { kind: Some(note.kind), confidential: note.confidential };
    let naming = Naming::new(note.client_id, Signal::stored(of), text);
    let form = Form::new(core, move || AddendumDraft { text: text.trimmed(), mentions: naming.mentions() });
    let keeping = keep(core, Unsent::Addendum, id);
    let done = move |_| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, notes.added));
        again.run(());
    };
    view! {
        <FormView core on_send=move || form.send(move |addendum| session.add_to_note(id, addendum), done)>
            <MentionArea naming label=tr!(notes.addition)/>
            <div class="form-actions"><SendButton core label=tr!(notes.add_save)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
