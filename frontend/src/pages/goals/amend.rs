//! Changing an open goal.

use domain::{
    goals::{Goal, GoalPatch},
    patch::Patch,
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use super::fields::{Wish, WishFields};
use crate::{
    components::toast::use_toasts,
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        stale::{BothSides, Sides},
        unsent::{KeptNote, keep_edit},
    },
    session::use_session,
};

#[component]
pub fn AmendGoal(goal: StoredValue<Goal>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let was = goal.get_value();
    let (id, version) = (was.id, was.version);
    let core = Core::new("goal-edit");
    let wish = Wish::new(core, Some(&was));
    let form = Form::new(core, move || {
        goal.with_value(|was| GoalPatch {
            title: Patch::between(Some(&was.title), Some(wish.title.trimmed())),
            area: Patch::between(Some(&was.area), wish.chosen_area()),
            why: Patch::between(Some(&was.why), Some(wish.why.trimmed())),
            target_on: Patch::between(was.target_on.as_ref(), wish.target_on.parsed()),
        })
    });
    let keeping = keep_edit(core, Unsent::GoalEdit, id, version);
    let done = move |_: Goal| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, goals.changed));
        again.run(());
    };
    let save = move |(patch, now): (GoalPatch, Goal)| {
        form.send_this(patch, move |patch| session.amend_goal(id, now.version, patch), done);
    };
    let was = Signal::stored(was);
    view! {
        <FormView core on_send=move || form.send(move |patch| session.amend_goal(id, version, patch), done)>
            <BothSides form was sides=Sides::of_patch() read=move || session.goal(id) save/>
            <WishFields wish/>
            <div class="form-actions"><SendButton core label=tr!(goals.save)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
