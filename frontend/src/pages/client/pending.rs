//! Says that changes to this record wait for approval, so that nobody types them again.

use domain::{
    changes::{ChangeFilter, Status},
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::frame::Record;
use crate::{
    components::{
        icon::{Icon, Name},
        loaded::Reading,
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn PendingChanges(record: Record) -> impl IntoView {
    let see = [Permission::ReviewProposals, Permission::ProposeEdits, Permission::ProposeLifting];
    use_session().may_any(&see).then(|| view! { <Waiting record/> })
}

#[component]
fn Waiting(record: Record) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(move || {
        record.track_changes();
        let (client, status) = (Some(record.id()), Some(Status::Pending));
        session.changes(ChangeFilter { client, status, ..ChangeFilter::default() })
    });
    let see = tr!(clients.see_proposals);
    move || {
        let waiting = reading.value().map(|page| page.items.len()).filter(|n| *n > 0)?;
        let text = match waiting {
            1 => say!(i18n, clients.pending_change),
            n => say!(i18n, clients.pending_changes, n = n),
        };
        let href = format!("/staff/changes?client={}", record.id());
        Some(view! {
            <div class="notice notice-info record-notice" role="note">
                <Icon name=Name::Change/> <div>{text}</div> <A href {..} class="link">{see}</A>
            </div>
        })
    }
}
