//! Adding a step and changing one.

use domain::{
    goals::{Goal, Step, StepDraft, StepPatch},
    ids::{GoalId, UserId},
    patch::Patch,
    unsent::Form as Unsent,
};
use leptos::prelude::*;

use crate::{
    components::{loaded::Reading, toast::use_toasts},
    forms::{Core, DateField, Field, Form, FormView, Select, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::{
        client::use_record,
        stale::{BothSides, Sides},
        unsent::{KeptNote, keep, keep_edit},
    },
    session::use_session,
};

/// What is done, by whom, and by when.
#[derive(Clone, Copy)]
struct Task {
    what: Field<String>,
    owner: Field<String>,
    due_on: Field<String>,
}

impl Task {
    fn new(core: Core, found: Option<&Step>) -> Self {
        let owner = found.and_then(|step| step.owner_id).map(|owner| owner.to_string());
        let due_on = found.and_then(|step| step.due_on).map(|day| day.to_string());
        Self {
            what: core.text("/what", found.map(|step| step.what.clone()).unwrap_or_default()),
            owner: core.text("/owner_id", owner.unwrap_or_default()),
            due_on: core.text("/due_on", due_on.unwrap_or_default()).takes_day(),
        }
    }
}

#[component]
fn TaskFields(task: Task) -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let colleagues = Reading::new(move || session.colleagues());
    // Whoever has it stays, also where they do not see clients any more, and where another one is chosen.
    let owner = StoredValue::new(task.owner.signal().get_untracked());
    let people = Signal::derive(move || {
        let all = colleagues.value().unwrap_or_default().into_iter();
        let owner = owner.get_value();
        let fit = all.filter(|one| one.sees_clients || one.id.to_string() == owner);
        fit.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    let client = Signal::derive(move || record.called());
    view! {
        <TextField field=task.what label=tr!(goals.what) help=tr!(goals.what_help)/>
        <div class="form-row">
            <Select field=task.owner label=tr!(goals.owner) choices=people blank=client/>
            <DateField field=task.due_on label=tr!(goals.due_on) optional=true/>
        </div>
    }
}

#[component]
pub fn AddStep(goal: StoredValue<Goal>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let id = goal.with_value(|goal| goal.id);
    let core = Core::new("step");
    let task = Task::new(core, None);
    let form = Form::new(core, move || StepDraft {
        what: task.what.trimmed(),
        owner_id: task.owner.parsed::<UserId>(),
        due_on: task.due_on.parsed(),
    });
    let keeping = keep(core, Unsent::Step, id);
    let done = move |_| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, goals.step_added));
        again.run(());
    };
    view! {
        <p class="muted">{goal.with_value(|goal| goal.title.clone())}</p>
        <FormView core on_send=move || form.send(move |draft| session.add_step(id, draft), done)>
            <TaskFields task/>
            <div class="form-actions"><SendButton core label=tr!(goals.add_step)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}

#[component]
pub fn AmendStep(
    goal: GoalId,
    step: StoredValue<Step>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let was = step.get_value();
    let (id, version) = (was.id, was.version);
    let core = Core::new("step-edit");
    let task = Task::new(core, Some(&was));
    let form = Form::new(core, move || {
        step.with_value(|was| StepPatch {
            what: Patch::between(Some(&was.what), Some(task.what.trimmed())),
            owner_id: Patch::between(was.owner_id.as_ref(), task.owner.parsed()),
            due_on: Patch::between(was.due_on.as_ref(), task.due_on.parsed()),
            position: Patch::Keep,
        })
    });
    let keeping = keep_edit(core, Unsent::StepEdit, id, version);
    let done = move |_: Step| {
        keeping.sent();
        open.set(false);
        toasts.say(say!(i18n, goals.step_changed));
        again.run(());
    };
    let save = move |(patch, now): (StepPatch, Step)| {
        form.send_this(patch, move |patch| session.amend_step(goal, id, now.version, patch), done);
    };
    let was = Signal::stored(was);
    view! {
        <FormView core on_send=move || form.send(move |patch| session.amend_step(goal, id, version, patch), done)>
            <BothSides form was sides=Sides::of_patch() read=move || session.step(goal, id) save/>
            <TaskFields task/>
            <div class="form-actions"><SendButton core label=tr!(goals.save_step)/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
