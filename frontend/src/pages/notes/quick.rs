//! The quick note: two clicks from everywhere on the record.

use domain::{
    ids::ClientId,
    note_templates::begun,
    notes::{GENERAL, NoteDraft, NoteReaders},
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
    forms::{Check, Core, Field, Form, FormView, Kind, Select, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::{
        client::Record,
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

#[component]
pub fn QuickNote(record: Record) -> impl IntoView {
    view! {
        <section class="card quick" aria-labelledby="quick-title">
            <h2 id="quick-title">{tr!(notes.quick)}</h2>
            <NoteForm client=record.id() again=Callback::new(move |()| record.again())/>
        </section>
    }
}

/// The fields of a new note about somebody.
#[component]
pub fn NoteForm(client: ClientId, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("quick");
    let text = core.text("/text", "");
    let kind = core.text("/kind", GENERAL);
    let happened = core.text("/happened_at", "").takes_moment();
    let program = core.text("/program_id", "");
    let confidential = core.mark("/confidential", false);
    let of = Signal::derive(move || NoteReaders { kind: kind.some(), confidential: confidential.get() });
    let naming = Naming::new(client, of, text);
    let form = Form::new(core, move || NoteDraft {
        kind: kind.get(),
        happened_at: format::moment_of_field(&happened.get()).unwrap_or_else(format::now),
        text: text.trimmed(),
        program_id: program.parsed(),
        confidential: confidential.get(),
        mentions: naming.mentions(),
    });
    let keeping = keep(core, Unsent::Note, client);
    let send = move || {
        let done = move |_| {
            keeping.sent();
            toasts.say(say!(i18n, notes.written));
            core.type_again(&Default::default());
            core.forget_errors();
            again.run(());
        };
        form.send(move |draft| session.write_note(client, draft), done);
    };
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        // A choice that was brought back must not be made unseen.
        if core.typed().keys().any(|field| field != "/text") {
            open.set(true);
        }
    });
    let more = session.may(Permission::WriteNotes);
    let toggle =
        Signal::derive(move || if open.get() { say!(i18n, notes.fewer) } else { say!(i18n, notes.more) });
    // Half a time would go with its control, and the note be dated now.
    let fold = move |_| match happened.is_half_typed() {
        true => happened.leave(),
        false => open.update(|open| *open = !*open),
    };
    view! {
        <FormView core on_send=send>
            <MentionArea naming label=tr!(notes.text) help=tr!(notes.quick_help)/>
            {move || open.get().then(|| view! { <More text kind happened program confidential/> })}
            <div class="form-actions">
                <SendButton core label=tr!(notes.write)/>
                {more.then(|| view! {
                    <button class="btn btn-ghost" type="button" aria-expanded=move || open.get().to_string()
                        on:click=fold>
                        {toggle}
                    </button>
                })}
            </div>
            <KeptNote keeping/>
        </FormView>
    }
}

#[component]
fn More(
    text: Field<String>,
    kind: Field<String>,
    happened: Field<String>,
    program: Field<String>,
    confidential: Field<bool>,
) -> impl IntoView {
    let session = use_session();
    let programs = Reading::new(move || session.programs());
    let choices = Signal::derive(move || {
        let all = programs.value().unwrap_or_default().into_iter();
        all.map(|program| (program.id.to_string(), program.name)).collect::<Vec<_>>()
    });
    let secret = session.may(Permission::WriteConfidentialNotes).then(|| {
        view! { <Check field=confidential label=tr!(notes.confidential) help=tr!(notes.confidential_help)/> }
    });
    view! {
        <Templates text kind/>
        <Select field=kind label=tr!(notes.kind) choices=use_note_types().choices(move || kind.get()) no_blank=true/>
        <TextField field=happened label=tr!(notes.happened_at) help=tr!(notes.happened_help) kind=Kind::Moment optional=true/>
        <Select field=program label=tr!(notes.program) choices blank=tr!(notes.no_program) optional=true/>
        {secret}
    }
}

/// Begins the note, or goes on with it, as a template says. What was written stays, and so does the type where nobody
/// writes a note of the template's any more.
#[component]
fn Templates(text: Field<String>, kind: Field<String>) -> impl IntoView {
    let (session, types) = (use_session(), use_note_types());
    let reading = Reading::new(move || session.note_templates());
    let chosen = Core::new("template-of-note").passing().text("/template", "");
    let choices = Signal::derive(move || {
        let all = reading.value().unwrap_or_default().into_iter();
        all.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let Some(id) = chosen.parsed() else { return };
        let all = untrack(|| reading.value()).unwrap_or_default();
        if let Some(template) = all.into_iter().find(|one| one.id == id) {
            text.set(begun(&text.signal().get_untracked(), &template.text));
            if !untrack(|| types.is_retired(&template.kind)) {
                kind.set(template.kind);
            }
            // Chosen again, it comes again.
            chosen.set(String::new());
        }
    });
    let any = Memo::new(move |_| !choices.read().is_empty());
    move || {
        any.get().then(|| {
            view! {
                <Select field=chosen label=tr!(templates.use_one) help=tr!(templates.use_help) choices
                    blank=tr!(templates.no_one) optional=true/>
            }
        })
    }
}
