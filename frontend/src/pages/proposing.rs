//! Tells in a form that what is written becomes a proposal.

use domain::permission::Permission;
use leptos::prelude::*;

use crate::{
    components::icon::{Icon, Name},
    i18n::tr,
    session::use_session,
};

/// Stands above the button of a form, for those who may do none of what applies it.
#[component]
pub fn Proposing(applied_with: &'static [Permission]) -> impl IntoView {
    let session = use_session();
    (!session.may_any(applied_with)).then(|| view! { <BecomesProposal/> })
}

/// Says so, where what is typed decides it.
#[component]
pub fn BecomesProposal() -> impl IntoView {
    view! {
        <div class="notice notice-info" role="note">
            <Icon name=Name::Change/> <div>{tr!(changes.becomes_a_proposal)}</div>
        </div>
    }
}
