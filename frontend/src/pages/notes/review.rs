//! A supervisor's mark on a note.

use domain::{
    notes::{Note, NoteReview, NoteReviewDraft},
    permission::Permission,
    unsent::Form as Unsent,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{
        dialog::Dialog,
        failure,
        icon::{Icon, Name},
        time::Moment,
        toast::use_toasts,
    },
    forms::{Core, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        stale::ReadAgain,
        undo::{Undo, use_undo},
        unsent::{KeptNote, keep},
    },
    session::{Session, use_session},
};

/// Who has read it, and what they had to say to its author.
#[component]
pub fn Reviewed(review: NoteReview) -> impl IntoView {
    let i18n = use_i18n();
    let words = match review.outdated {
        true => say!(i18n, notes.reviewed_before, name = review.reviewer.clone()),
        false => say!(i18n, notes.reviewed_by, name = review.reviewer.clone()),
    };
    let icon = if review.outdated { Name::History } else { Name::CheckCircle };
    view! {
        <div class="note-review">
            <p class="muted small"><Icon name=icon/> {words} ", " <Moment at=review.reviewed_at/></p>
            {review.comment.map(|comment| view! { <p class="prewrap">{comment}</p> })}
        </div>
    }
}

/// Whether the reader may mark it: a colleague's note that was not reviewed as it stands now.
pub fn waits_for(session: Session, note: &Note) -> bool {
    let waits = note.review.as_ref().is_none_or(|review| review.outdated);
    waits && session.may(Permission::ReviewNotes) && note.author_id != session.me().id
}

/// Marks with one click, or with a comment.
#[component]
pub fn ReviewButtons(note: Note, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts, undo) = (use_i18n(), use_session(), use_toasts(), use_undo());
    let (id, version, open_to_comment) = (note.id, note.version, !note.confidential);
    let (busy, commenting) = (RwSignal::new(false), RwSignal::new(false));
    let mark = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match session.review_note(id, version, NoteReviewDraft::default()).await {
                Ok(done) => said(session, undo, &done, untrack(|| say!(i18n, notes.review_done)), again),
                Err(refused) => {
                    toasts.say(untrack(|| failure::words(i18n, &refused).0));
                    again.run(());
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <button class="btn btn-sm" type="button" aria-disabled=move || busy.get().then_some("true") on:click=mark>
            <Icon name=Name::Check/> {tr!(notes.review)}
        </button>
        {open_to_comment.then(|| view! {
            <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| commenting.set(true)>{tr!(notes.comment)}</button>
        })}
        <Dialog open=commenting title=tr!(notes.comment_title)><Comment note=note.clone() open=commenting again/></Dialog>
    }
}

fn said(session: Session, undo: Undo, done: &Note, words: String, again: Callback<()>) {
    let (id, version) = (done.id, done.version);
    undo.offer(words, move || session.take_back_review(id, version), again);
    again.run(());
}

#[component]
fn Comment(note: Note, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, undo) = (use_i18n(), use_session(), use_undo());
    let (id, version) = (note.id, note.version);
    let core = Core::new("comment");
    let comment = core.text("/comment", "");
    let form = Form::new(core, move || NoteReviewDraft { comment: comment.trimmed() });
    let keeping = keep(core, Unsent::NoteReview, id);
    let done = move |done: Note| {
        keeping.sent();
        open.set(false);
        said(session, undo, &done, untrack(|| say!(i18n, notes.review_done)), again);
    };
    view! {
        <p class="prewrap muted">{note.text}</p>
        <FormView core on_send=move || form.send(move |draft| session.review_note(id, version, draft), done)>
            <TextArea field=comment label=tr!(notes.comment_for) help=tr!(notes.comment_help)/>
            <ReadAgain core again/>
            <div class="form-actions"><SendButton core label=tr!(notes.review)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
