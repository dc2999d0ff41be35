//! Planning a follow-up with a client.

use domain::{
    follow_ups::{FollowUpDraft, Repeats, Rhythm},
    ids::{ClientId, UserId},
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use crate::{
    components::{loaded::Reading, toast::use_toasts},
    format::today,
    forms::{Core, DateField, Field, Form, FormView, Kind, Select, SendButton, TextArea, TextField},
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
    let again_by = Again {
        rhythm: core.text("/repeats/rhythm", ""),
        every: core.text("/repeats/every", "1"),
        until: core.text("/repeats/until", "").takes_day(),
    };
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
            <Repeating fields=again_by/>
            <div class="form-actions"><SendButton core label=tr!(follow_ups.plan)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}

/// How often it comes again. A handle: copying it is free.
#[derive(Clone, Copy)]
struct Again {
    rhythm: Field<String>,
    every: Field<String>,
    until: Field<String>,
}

impl Again {
    /// A number that is none is out of range, and is told so.
    fn repeats(self) -> Option<Repeats> {
        let rhythm = Rhythm::from_code(&self.rhythm.get())?;
        Some(Repeats { rhythm, every: self.every.parsed().unwrap_or(0), until: self.until.parsed() })
    }
}

#[component]
fn Repeating(fields: Again) -> impl IntoView {
    let i18n = use_i18n();
    let choices = Signal::derive(move || {
        vec![
            (Rhythm::Weekly.code().to_owned(), say!(i18n, follow_ups.weekly)),
            (Rhythm::Monthly.code().to_owned(), say!(i18n, follow_ups.monthly)),
        ]
    });
    let repeats = Memo::new(move |_| !fields.rhythm.get().is_empty());
    view! {
        <Select field=fields.rhythm label=tr!(follow_ups.repeats) choices blank=tr!(follow_ups.once) optional=true/>
        {move || repeats.get().then(|| view! {
            <TextField field=fields.every label=tr!(follow_ups.every) help=tr!(follow_ups.every_help) kind=Kind::Digits/>
            <DateField field=fields.until label=tr!(follow_ups.until) optional=true/>
        })}
    }
}
