//! Another day, another person, or another rhythm.

use domain::{
    follow_ups::{FollowUp, FollowUpPatch},
    ids::UserId,
    patch::Patch,
};
use leptos::prelude::*;

use super::repeating::{Again, Repeating};
use crate::{
    components::{dialog::Dialog, loaded::Reading, toast::use_toasts},
    forms::{Core, DateField, Form, FormView, Select, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::stale::{BothSides, Sides},
    session::use_session,
};

#[component]
pub fn Reschedule(
    open: RwSignal<bool>,
    follow_up: StoredValue<FollowUp>,
    again: Callback<()>,
) -> impl IntoView {
    let title = tr!(follow_ups.reschedule_title);
    view! { <Dialog open title><RescheduleForm open follow_up again/></Dialog> }
}

#[component]
fn RescheduleForm(
    open: RwSignal<bool>,
    follow_up: StoredValue<FollowUp>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("reschedule");
    let due_on = core.text("/due_on", follow_up.get_value().due_on.to_string()).needs_day();
    let why = core.text("/moved_because", "");
    let whose = core.text("/assignee_id", follow_up.get_value().assignee_id.to_string());
    let again_by = Again::new(core, follow_up.get_value().repeats);
    let form = Form::new(core, move || FollowUpPatch {
        due_on: Patch::between(Some(&follow_up.get_value().due_on), due_on.parsed()),
        assignee_id: Patch::between(Some(&follow_up.get_value().assignee_id), whose.parsed::<UserId>()),
        moved_because: why.some().map_or(Patch::Keep, Patch::Set),
        repeats: Patch::between(follow_up.get_value().repeats.as_ref(), again_by.repeats()),
        ..FollowUpPatch::default()
    });
    let never = match follow_up.get_value().repeats {
        Some(_) => tr!(follow_ups.end_series),
        None => tr!(follow_ups.once),
    };
    let colleagues = Reading::new(move || session.colleagues());
    let people = Signal::derive(move || {
        let now = follow_up.get_value();
        let all = colleagues.value().unwrap_or_default().into_iter();
        let others = all.filter(|one| one.sees_clients && one.id != now.assignee_id);
        let others = others.map(|one| (one.id.to_string(), one.name));
        // Whoever has it stands there even where they cannot sign in any more.
        [(now.assignee_id.to_string(), now.assignee)].into_iter().chain(others).collect::<Vec<_>>()
    });
    let done = move |_: FollowUp| {
        open.set(false);
        toasts.say(say!(i18n, follow_ups.rescheduled));
        again.run(());
    };
    let save = move |(patch, now): (FollowUpPatch, FollowUp)| {
        form.send_this(patch, move |patch| session.change_follow_up(now.id, now.version, patch), done);
    };
    let was = Signal::stored(follow_up.get_value());
    let read = move || session.follow_up(follow_up.get_value().id);
    let send = move || {
        let FollowUp { id, version, .. } = follow_up.get_value();
        form.send(move |patch| session.change_follow_up(id, version, patch), done);
    };
    view! {
        <p class="prewrap">{follow_up.get_value().purpose}</p>
        <FormView core on_send=send>
            <BothSides form was sides=Sides::of_patch() read save/>
            <DateField field=due_on label=tr!(follow_ups.due_on)/>
            <Select field=whose label=tr!(follow_ups.assignee) choices=people no_blank=true/>
            <TextArea field=why label=tr!(follow_ups.moved_because) rows=2 optional=true/>
            <Repeating fields=again_by never/>
            <div class="form-actions"><SendButton core label=tr!(follow_ups.save_day)/></div>
        </FormView>
    }
}
