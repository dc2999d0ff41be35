//! One note with what was added to it. A confidential one shows its text only once it was opened.

use domain::{
    ids::NoteId,
    notes::{Addendum, Note, permission_of},
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    extend::{AddToNote, EditNote},
    review::{ReviewButtons, Reviewed, waits_for},
    words::use_note_types,
};
use crate::{
    components::{
        badge::{Badge, Tone},
        button::Button,
        confirm::Call,
        dialog::Dialog,
        failure::FailureAlert,
        icon::Name,
        time::Moment,
    },
    format,
    i18n::{say, tr, use_i18n},
    pages::disclosure::ReasonForm,
    session::{Session, use_session},
};

#[component]
pub fn NoteCard(
    note: Note,
    again: Callback<()>,
    /// Whom it is about, where that is not clear.
    #[prop(optional, into)]
    client: Option<String>,
) -> impl IntoView {
    let href = format!("/staff/clients/{}/notes", note.client_id);
    let client = client.map(|name| view! { <A href {..} class="row-link">{name}</A> });
    // An opened confidential note stands here until the page is left; it is kept nowhere else.
    let shown = RwSignal::new(note);
    view! { <li class="card note">{client} {move || view! { <Shown note=shown.get() shown again/> }}</li> }
}

#[component]
fn Shown(note: Note, shown: RwSignal<Note>, again: Callback<()>) -> impl IntoView {
    let (i18n, types) = (use_i18n(), use_note_types());
    let kind = note.kind.clone();
    let secret = note.confidential.then(|| {
        view! { <Badge tone=Tone::Warning icon=Name::Lock text=say!(i18n, notes.confidential_mark)/> }
    });
    let pinned = note.pinned_by.clone().map(|name| {
        view! { <Badge tone=Tone::Info text=say!(i18n, notes.pinned_mark, name = name)/> }
    });
    let edited = note.edited_at.map(|at| say!(i18n, notes.edited, when = format::moment(i18n, at)));
    let later = (note.written_at - note.happened_at > chrono::TimeDelta::hours(1))
        .then(|| say!(i18n, notes.written_later, when = format::moment(i18n, note.written_at)));
    let remarks = [note.program_name.clone(), later, edited].into_iter().flatten();
    let remarks = remarks.map(|remark| format!(" · {remark}")).collect::<String>();
    view! {
        <header class="row-line">
            <strong>{move || types.word(&kind)}</strong>
            {secret}
            {pinned}
            <span class="muted small">{note.author.clone()} ", " <Moment at=note.happened_at/> {remarks}</span>
        </header>
        <Text note=note.clone() shown/>
        {note.addenda.iter().cloned().map(|addendum| view! { <Added addendum/> }).collect_view()}
        {note.review.clone().map(|review| view! { <Reviewed review/> })}
        <Actions note shown again/>
    }
}

#[component]
fn Text(note: Note, shown: RwSignal<Note>) -> impl IntoView {
    if let Some(text) = note.text {
        return view! { <p class="prewrap">{text}</p> }.into_any();
    }
    let session = use_session();
    let open = RwSignal::new(false);
    let may = session.may(Permission::DiscloseConfidentialNotes);
    let call = move |why| session.open_note(note.id, why);
    let then = move |opened| {
        open.set(false);
        shown.set(opened);
    };
    view! {
        <p class="muted">{tr!(notes.confidential_hidden)}</p>
        {may.then(|| view! {
            <button class="btn btn-sm" type="button" on:click=move |_| open.set(true)>{tr!(notes.open_note)}</button>
        })}
        <Dialog open title=tr!(notes.open_note_title)><ReasonForm call then label=tr!(notes.open_note)/></Dialog>
    }
    .into_any()
}

#[component]
fn Added(addendum: Addendum) -> impl IntoView {
    addendum.text.map(|text| {
        view! {
            <div class="note-added">
                <p class="prewrap">{text}</p>
                <p class="muted small">{addendum.author} ", " <Moment at=addendum.written_at/></p>
            </div>
        }
    })
}

/// The author edits it for a day; afterwards, and everybody else, add to it.
#[component]
fn Actions(note: Note, shown: RwSignal<Note>, again: Callback<()>) -> impl IntoView {
    let session = use_session();
    let mine = note.author_id == session.me().id;
    let may_write = may_write(session, &note);
    let may_edit = may_write && mine && note.text.is_some() && format::now() < note.editable_until;
    let may_add = may_write && !may_edit;
    let (editing, adding) = (RwSignal::new(false), RwSignal::new(false));
    let pin = may_write.then(|| view! { <Pin id=note.id is_pinned=note.pinned_at.is_some() again/> });
    let review = waits_for(session, &note).then(|| view! { <ReviewButtons note again/> });
    view! {
        <div class="row-actions">
            {review}
            {pin}
            {may_edit.then(|| view! {
                <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| editing.set(true)>{tr!(notes.edit)}</button>
            })}
            {may_add.then(|| view! {
                <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| adding.set(true)>{tr!(notes.add)}</button>
            })}
        </div>
        <Dialog open=editing title=tr!(notes.edit_title)><EditNote shown open=editing again/></Dialog>
        <Dialog open=adding title=tr!(notes.add_title)><AddToNote shown open=adding again/></Dialog>
    }
}

/// Whoever may write such a note edits their own, adds to it and pins it.
fn may_write(session: Session, note: &Note) -> bool {
    session.may(permission_of(&note.kind, note.confidential))
}

#[component]
fn Pin(id: NoteId, is_pinned: bool, again: Callback<()>) -> impl IntoView {
    let (session, call) = (use_session(), Call::new());
    let label = if is_pinned { tr!(notes.unpin) } else { tr!(notes.pin) };
    let turn = move || {
        let answer =
            async move { if is_pinned { session.unpin_note(id).await } else { session.pin_note(id).await } };
        call.run(answer, move |_| again.run(()));
    };
    view! {
        <Button label class="btn btn-sm btn-ghost" pending=call.pending on_click=turn/>
        <FailureAlert failure=call.failure/>
    }
}
