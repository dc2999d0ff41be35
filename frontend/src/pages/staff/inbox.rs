//! What one is told in the app.

use domain::{
    notifications::{Inbox, Kind, Notification},
    permission::Permission,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use super::places::MY_PROGRAMS;
use crate::{
    components::{
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        menu::Panel,
        time::Moment,
    },
    i18n::{I18n, say, tr, use_i18n},
    session::{Session, use_session},
};

#[component]
pub fn Notifications() -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(move || session.inbox());
    let unread = Memo::new(move |_| reading.value().map_or(0, |inbox| inbox.unread));
    let label = Signal::derive(move || match unread.get() {
        0 => say!(i18n, shell.notifications),
        n => say!(i18n, shell.notifications_unread, n = n),
    });
    let opened = move || {
        if unread.get_untracked() > 0 {
            spawn_local(async move {
                if session.mark_read().await.is_ok() {
                    reading.again();
                }
            });
        }
    };
    let button = view! {
        <Icon name=Name::Bell/>
        {move || (unread.get() > 0).then(|| view! { <span class="dot" aria-hidden="true"></span> })}
    };
    view! {
        <Panel label button=button.into_any() on_open=Callback::new(move |()| opened()) class="panel panel-inbox">
            <Loaded reading let:inbox><Latest inbox/></Loaded>
        </Panel>
    }
}

#[component]
fn Latest(inbox: Inbox) -> impl IntoView {
    if inbox.latest.is_empty() {
        let nothing = tr!(shell.no_notifications);
        return view! { <p class="panel-empty">{nothing}</p> }.into_any();
    }
    let rows = inbox.latest.into_iter().map(|told| view! { <Told told/> });
    let all = view! { <li><A href="/staff/inbox" {..} class="panel-item">{tr!(news.see_all)}</A></li> };
    view! { <ul class="panel-list">{rows.collect_view()} {all}</ul> }.into_any()
}

#[component]
fn Told(told: Notification) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let new = told.read_at.is_none();
    view! {
        <li>
            <A href=place(&told, session) {..} class="panel-item" attr:data-new=new.to_string()>
                <span class="panel-text">{words(i18n, told.kind)}</span>
                <span class="muted small">{about(&told)} <Moment at=told.at/></span>
            </A>
        </li>
    }
}

/// What happened.
pub fn words(i18n: I18n, kind: Kind) -> String {
    match kind {
        Kind::NewApplication => say!(i18n, shell.new_application),
        Kind::ClientAssigned => say!(i18n, shell.client_assigned),
        Kind::ClientsAssigned => say!(i18n, bulk.told),
        Kind::FollowUpAssigned => say!(i18n, shell.follow_up_assigned),
        Kind::FollowUpsAssigned => say!(i18n, handover.told),
        Kind::FollowUpsDue => say!(i18n, follow_ups.told_due),
        Kind::FollowUpsEscalated => say!(i18n, follow_ups.told_escalated),
        Kind::RestrictionReviewDue => say!(i18n, restrictions.told_review_due),
        Kind::NoteMentioned => say!(i18n, notes.told_mentioned),
        Kind::NoteReviewed => say!(i18n, shell.note_reviewed),
        Kind::ChangeApproved => say!(i18n, shell.change_approved),
        Kind::ChangePartlyApproved => say!(i18n, shell.change_partly_approved),
        Kind::ChangeRefused => say!(i18n, shell.change_refused),
        Kind::BulkChangeEnded => say!(i18n, bulk.told_ended),
        Kind::OffersLapsed => say!(i18n, waitlist.told_lapsed),
        Kind::RequestAnswered => say!(i18n, enrollments.told_answered),
        Kind::RolesChanged => say!(i18n, news.roles_changed),
    }
}

/// Whom it is about, before the time.
pub fn about(told: &Notification) -> Option<String> {
    told.about.as_ref().map(|name| format!("{name} · "))
}

/// Where its cause is, for whoever is signed in.
pub fn place(told: &Notification, session: Session) -> String {
    match told.kind {
        Kind::NewApplication => format!("/staff/applications/{}", told.subject_id),
        Kind::ClientAssigned => format!("/staff/clients/{}", told.subject_id),
        // Whoever sees cards alone narrows the list by nobody, and has their own in it.
        Kind::ClientsAssigned if !session.may(Permission::SeeClientDetails) => "/staff/clients".to_owned(),
        Kind::ClientsAssigned => format!("/staff/clients?assignee={}", session.me().id),
        Kind::FollowUpsEscalated => "/staff/follow-ups?show=team-escalated".to_owned(),
        Kind::FollowUpAssigned | Kind::FollowUpsAssigned | Kind::FollowUpsDue => {
            "/staff/follow-ups".to_owned()
        }
        Kind::RestrictionReviewDue => "/staff/restrictions?state=review_due".to_owned(),
        Kind::NoteMentioned => format!("/staff/clients/{}/notes", told.subject_id),
        Kind::NoteReviewed => "/staff/notes?show=mine".to_owned(),
        Kind::BulkChangeEnded => format!("/staff/bulk-changes/{}", told.subject_id),
        Kind::OffersLapsed => format!("/staff/programs/{}", told.subject_id),
        Kind::RequestAnswered => MY_PROGRAMS.to_owned(),
        Kind::RolesChanged => "/staff/account".to_owned(),
        Kind::ChangeApproved | Kind::ChangePartlyApproved | Kind::ChangeRefused => {
            format!("/staff/changes/{}", told.subject_id)
        }
    }
}
