//! Taking a goal away that was set by a slip: asked once.

use domain::goals::Goal;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::Failure,
    components::{button::Button, failure::FailureAlert, toast::use_toasts},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn RemoveGoal(goal: StoredValue<Goal>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let remove = move || {
        let (id, version) = goal.with_value(|goal| (goal.id, goal.version));
        pending.set(true);
        spawn_local(async move {
            let answer = session.remove_goal(id, version).await;
            if pending.try_set(false).is_some() {
                return; // The page was left.
            }
            match answer {
                Ok(()) => {
                    open.set(false);
                    toasts.say(untrack(|| say!(i18n, goals.removed)));
                    again.run(());
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    view! {
        <p><strong>{goal.with_value(|goal| goal.title.clone())}</strong></p>
        <p>{tr!(goals.remove_help)}</p>
        <FailureAlert failure/>
        <div class="form-actions">
            <Button label=tr!(goals.remove) class="btn btn-danger" pending on_click=remove/>
            <Button label=tr!(common.cancel) class="btn btn-ghost" on_click=move || open.set(false)/>
        </div>
    }
}
