//! Correcting a note while one may, and adding to it afterwards.

use domain::{
    ids::ProgramId,
    notes::{AddendumDraft, Note, NotePatch, NoteReaders},
    patch::Patch,
    permission::Permission,
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use super::{
    mention::{MentionArea, Naming},
    words::use_note_types,
};
use crate::{
    components::{loaded::Reading, toast::use_toasts},
    format,
    forms::{Core, Field, Form, FormView, Kind, Select, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::{
        stale::{BothSides, Sides, fields},
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

/// The fields of a correction. A handle: copying it is free.
#[derive(Clone, Copy)]
struct Fields {
    kind: Field<String>,
    text: Field<String>,
    happened: Field<String>,
    program: Field<String>,
}

impl Fields {
    fn new(core: Core, note: &Note) -> Self {
        let happened = core.text("/happened_at", format::field_of_moment(note.happened_at));
        Self {
            kind: core.text("/kind", note.kind.clone()),
            text: core.text("/text", note.text.clone().unwrap_or_default()),
            happened: happened.needs_moment(),
            program: core.text("/program_id", note.program_id.map(|id| id.to_string()).unwrap_or_default()),
        }
    }

    fn patch(self, note: &Note, naming: Naming) -> NotePatch {
        let happened = self.happened.get();
        // The field has no seconds, which are no correction.
        let is_moved = happened != format::field_of_moment(note.happened_at);
        let text = Patch::between(note.text.as_ref(), self.text.some());
        NotePatch {
            kind: Patch::between(Some(&note.kind), self.kind.some()),
            happened_at: match format::moment_of_field(&happened).filter(|_| is_moved) {
                Some(at) => Patch::Set(at),
                None => Patch::Keep,
            },
            program_id: Patch::between(note.program_id.as_ref(), self.program.parsed()),
            mentions: if text.is_keep() { None } else { naming.known() },
            text,
        }
    }
}

/// Who is named belongs to the text, and goes with it.
fn sides() -> Sides<NotePatch, Note> {
    Sides {
        patch: |patch| fields(&NotePatch { mentions: None, ..patch.clone() }),
        record: fields,
        without: |patch, dropped| {
            let mentions = patch.mentions.clone().filter(|_| !dropped.contains("text"));
            NotePatch { mentions, ..(Sides::<NotePatch, Note>::of_patch().without)(patch, dropped) }
        },
    }
}

#[component]
pub fn EditNote(shown: RwSignal<Note>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let note = shown.get_untracked();
    let core = Core::new("note");
    let fields = Fields::new(core, &note);
    let kinds = use_note_types().choices(move || fields.kind.get());
    let until = say!(i18n, notes.editable, when = format::exactly(i18n, note.editable_until));
    let (id, client, version, secret) = (note.id, note.client_id, note.version, note.confidential);
    let of = Signal::derive(move || NoteReaders { kind: fields.kind.some(), confidential: secret });
    let naming = Naming::new(client, of, fields.text);
    let was = Signal::stored(note.clone());
    let form = Form::new(core, move || fields.patch(&note, naming));
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
    let programs =
        session.may(Permission::SeePrograms).then(|| view! { <Program field=fields.program was/> });
    view! {
        <FormView core on_send=move || form.send(move |patch| session.correct_note(id, version, patch), done)>
            <BothSides form was sides=sides() read=move || session.note(client, id) save/>
            <Select field=fields.kind label=tr!(notes.kind) choices=kinds no_blank=true/>
            <MentionArea naming label=tr!(notes.text) help=Signal::stored(until) rows=6/>
            <TextField field=fields.happened label=tr!(notes.happened_at) kind=Kind::Moment/>
            {programs}
            <div class="form-actions"><SendButton core label=tr!(notes.save)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}

/// The programs, and that of the note, which may not be among them any more.
#[component]
fn Program(field: Field<String>, was: Signal<Note>) -> impl IntoView {
    let session = use_session();
    let programs = Reading::new(move || session.programs());
    let choices = Signal::derive(move || {
        let all = programs.value().unwrap_or_default().into_iter().map(|program| (program.id, program.name));
        let was = was.get();
        let own = was.program_id.zip(was.program_name);
        let is_own = |id: &ProgramId| own.as_ref().is_some_and(|(own, _)| own == id);
        let others: Vec<_> = all.filter(|(id, _)| !is_own(id)).collect();
        let all = own.into_iter().chain(others);
        all.map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>()
    });
    view! { <Select field label=tr!(notes.program) choices blank=tr!(notes.no_program) optional=true/> }
}

#[component]
pub fn AddToNote(shown: RwSignal<Note>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let id = shown.get_untracked().id;
    let core = Core::new("addendum");
    let text = core.text("/text", "");
    let note = shown.get_untracked();
    let of = NoteReaders { kind: Some(note.kind.clone()), confidential: note.confidential };
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
