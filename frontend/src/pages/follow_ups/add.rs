//! Planning a follow-up with a client.

use domain::{
    follow_ups::FollowUpDraft,
    ids::{ClientId, UserId},
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use super::repeating::{Again, Repeating};
use crate::{
    components::{loaded::Reading, toast::use_toasts},
    format::today,
    forms::{Core, DateField, Form, FormView, Select, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::unsent::{KeptNote, keep},
    session::use_session,
};

#[component]
pub fn AddFollowUp(client: ClientId, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let colleagues = Reading::new(move || session.colleagues());
    let core = Core::new("follow-up");
    let purpose = core.text("/purpose", "");
    let due_on = core.text("/due_on", "").needs_day();
    let assignee = core.text("/assignee_id", "");
    let again_by = Again::new(core, None);
    let form = Form::new(core, move || FollowUpDraft {
        due_on: due_on.parsed().unwrap_or_else(today),
        purpose: purpose.trimmed(),
        assignee_id: assignee.parsed::<UserId>(),
        repeats: again_by.repeats(),
    });
    let keeping = keep(core, Unsent::FollowUp, client);
    let done = move |_| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, follow_ups.planned));
        again.run(());
    };
    let me = session.me().id;
    let people = Signal::derive(move || {
        let all = colleagues.value().unwrap_or_default().into_iter();
        let others = all.filter(|one| one.sees_clients && one.id != me);
        others.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    view! {
        <FormView core on_send=move || form.send(move |draft| session.add_follow_up(client, draft), done)>
            <TextArea field=purpose label=tr!(follow_ups.purpose) rows=2/>
            <DateField field=due_on label=tr!(follow_ups.due_on)/>
            <Select field=assignee label=tr!(follow_ups.assignee) choices=people blank=tr!(follow_ups.assignee_me)/>
            <Repeating fields=again_by never=tr!(follow_ups.once)/>
            <div class="form-actions"><SendButton core label=tr!(follow_ups.plan)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
