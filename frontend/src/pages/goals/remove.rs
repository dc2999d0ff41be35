//! Taking a goal away that was set by a slip: asked once.

use domain::goals::Goal;
use leptos::prelude::*;

use crate::{
    components::{
        confirm::{Call, Confirm},
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn RemoveGoal(goal: StoredValue<Goal>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let call = Call::new();
    let remove = move || {
        let (id, version) = goal.with_value(|goal| (goal.id, goal.version));
        call.run(session.remove_goal(id, version), move |()| {
            open.set(false);
            toasts.say(untrack(|| say!(i18n, goals.removed)));
            again.run(());
        });
    };
    view! {
        <p><strong>{goal.with_value(|goal| goal.title.clone())}</strong></p>
        <p>{tr!(goals.remove_help)}</p>
        <Confirm call label=tr!(goals.remove) on_yes=remove on_no=move || open.set(false)/>
    }
}
