//! Setting a goal with a client.

use domain::{goals::GoalDraft, ids::ClientId, unsent::Form as Unsent};
use leptos::prelude::*;

use super::fields::{Wish, WishFields};
use crate::{
    components::toast::use_toasts,
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::unsent::{KeptNote, keep},
    session::use_session,
};

#[component]
pub fn AddGoal(client: ClientId, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("goal");
    let wish = Wish::new(core, None);
    let form = Form::new(core, move || GoalDraft {
        title: wish.title.trimmed(),
        area: wish.chosen_area().unwrap_or_default(),
        why: wish.why.trimmed(),
        target_on: wish.target_on.parsed(),
    });
    let keeping = keep(core, Unsent::Goal, client);
    let done = move |_| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, goals.was_set));
        again.run(());
    };
    view! {
        <FormView core on_send=move || form.send(move |draft| session.add_goal(client, draft), done)>
            <WishFields wish/>
            <div class="form-actions"><SendButton core label=tr!(goals.set)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
