//! Who works with a client, now and before.

use domain::{
    assignments::{Assignment, AssignmentDraft, Ending},
    follow_ups::{FollowUp, FollowUpFilter},
    ids::{AssignmentId, ClientId, UserId},
    page::MAX_LIMIT,
    permission::Permission,
    problem::FieldError,
};
use leptos::prelude::*;

use crate::{
    api::Outcome,
    components::{
        button::Button,
        dialog::Dialog,
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        time::Moment,
    },
    forms::{Core, Form, FormView, Select, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        client::{WaitingHere, use_record},
        follow_ups::handover::{HandoverFields, LeftBehind, WhereTheyGo, is_told},
        outcome::use_outcome,
        proposing::Proposing,
    },
    session::use_session,
};

#[component]
pub fn TeamOfClient() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let reading = Reading::new(move || session.assignments(record.id()));
    let again = Callback::new(move |()| {
        reading.again();
        record.again();
    });
    let open = RwSignal::new(false);
    let may = session.may_any(&[Permission::AssignStaff, Permission::ProposeEdits]);
    let title = Signal::derive(move || say!(i18n, assignments.assign_title, name = record.called()));
    view! {
        <section class="section">
            <header class="section-head">
                <h2>{tr!(assignments.title)}</h2>
                {may.then(|| view! {
                    <button class="btn btn-sm" type="button" on:click=move |_| open.set(true)>
                        <Icon name=Name::PersonPlus/> {tr!(assignments.assign)}
                    </button>
                })}
            </header>
            <WaitingHere edits=&["assignments.create", "assignments.end"]/>
            <Loaded reading let:all><Rows all may again/></Loaded>
        </section>
        <Dialog open title><AssignForm client=record.id() reading open again/></Dialog>
    }
}

#[component]
fn Rows(all: Vec<Assignment>, may: bool, again: Callback<()>) -> impl IntoView {
    let (now, before): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.ended_at.is_none());
    let current = if now.is_empty() {
        view! { <Empty icon=Name::Person title=tr!(assignments.none) help=tr!(assignments.none_help)/> }
            .into_any()
    } else {
        let rows = now.into_iter().map(|assignment| view! { <Current assignment may again/> });
        view! { <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
    };
    let earlier = (!before.is_empty()).then(|| {
        let rows = before.into_iter().map(|assignment| view! { <Past assignment/> });
        view! { <h3>{tr!(assignments.before)}</h3> <ul class="rows card">{rows.collect_view()}</ul> }
    });
    view! { {current} {earlier} }
}

#[component]
fn Current(assignment: Assignment, may: bool, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let name = assignment.user.clone();
    let title = Signal::derive(move || say!(i18n, assignments.end_title, name = name.clone()));
    let ending = StoredValue::new(assignment.clone());
    view! {
        <li class="row">
            <strong>{assignment.user.clone()}</strong>
            <span class="row-more muted small">
                {say!(i18n, assignments.since, when = crate::format::moment(i18n, assignment.started_at))}
            </span>
            {may.then(|| view! {
                <button class="btn btn-sm row-end" type="button" on:click=move |_| open.set(true)>{tr!(assignments.end)}</button>
            })}
            <Dialog open title><End assignment=ending.get_value() open again/></Dialog>
        </li>
    }
}

#[component]
fn Past(assignment: Assignment) -> impl IntoView {
    view! {
        <li class="row">
            <span>{assignment.user}</span>
            <span class="row-end muted small">
                <Moment at=assignment.started_at/> " – " {assignment.ended_at.map(|at| view! { <Moment at/> })}
            </span>
        </li>
    }
}

/// What the person has still to do with the client is read first.
#[component]
fn End(assignment: Assignment, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let session = use_session();
    let Assignment { id, client_id: client, user_id: person, .. } = assignment;
    if !session.may(Permission::SeeFollowUps) {
        return view! { <EndForm client id left=Vec::new() open again/> }.into_any();
    }
    let reading = Reading::new(move || {
        let (client, limit) = (Some(client), Some(MAX_LIMIT));
        session.follow_ups(FollowUpFilter { client, limit, ..FollowUpFilter::default() })
    });
    let theirs = move |all: Vec<FollowUp>| {
        let left = all.into_iter().filter(|one| one.assignee_id == person).collect::<Vec<_>>();
        view! { <EndForm client id left open again/> }
    };
    view! { <Loaded reading rows=2 let:page>{theirs(page.items)}</Loaded> }.into_any()
}

#[component]
fn EndForm(
    client: ClientId,
    id: AssignmentId,
    left: Vec<FollowUp>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let core = Core::new("end-assignment").passing();
    let any = is_told(core, "follow_ups_left", !left.is_empty());
    let fields = HandoverFields::new(core, any, false);
    let form = Form::new(core, move || Ending { follow_ups: any.get().then(|| fields.value()).flatten() });
    let done = move |answer: Outcome<Assignment>| {
        open.set(false);
        outcome.tell(&answer, untrack(|| say!(i18n, assignments.ended)));
        again.run(());
    };
    let send = move || form.send(move |ending| session.end_assignment(client, id, ending), done);
    let shown = (!left.is_empty()).then(|| view! { <LeftBehind title=tr!(handover.left_by) all=left/> });
    view! {
        <p>{tr!(assignments.end_help)}</p>
        <FormView core on_send=send>
            {shown}
            {move || any.get().then(|| view! { <WhereTheyGo fields/> })}
            <Proposing applied_with=&[Permission::AssignStaff]/>
            <div class="form-actions">
                <SendButton core label=tr!(assignments.end) class="btn btn-danger"/>
                <Button label=tr!(common.cancel) class="btn btn-ghost" on_click=move || open.set(false)/>
            </div>
        </FormView>
    }
}

#[component]
fn AssignForm(
    client: ClientId,
    reading: Reading<Vec<Assignment>>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let colleagues = Reading::new(move || session.colleagues());
    let core = Core::new("assign");
    let who = core.text("/user_id", "");
    who.reads_by(move || {
        who.parsed::<UserId>().is_none().then(|| FieldError::new("/user_id", "required_choice"))
    });
    let nobody = UserId::from(uuid::Uuid::nil());
    let form = Form::new(core, move || AssignmentDraft { user_id: who.parsed().unwrap_or(nobody) });
    let choices = Signal::derive(move || {
        let now: Vec<Assignment> = reading.value().unwrap_or_default();
        let has = |user: UserId| now.iter().any(|one| one.user_id == user && one.ended_at.is_none());
        let all = colleagues.value().unwrap_or_default().into_iter();
        let fit = all.filter(|one| one.sees_clients && !has(one.id));
        fit.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    let done = move |answer| {
        open.set(false);
        outcome.tell(&answer, say!(i18n, assignments.assigned));
        again.run(());
    };
    view! {
        <FormView core on_send=move || form.send(move |draft| session.assign(client, draft), done)>
            <Select field=who label=tr!(assignments.who) choices/>
            <Proposing applied_with=&[Permission::AssignStaff]/>
            <div class="form-actions"><SendButton core label=tr!(assignments.assign_action)/></div>
        </FormView>
    }
}
