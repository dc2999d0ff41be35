//! Where open follow-ups go when whoever has them leaves a client, or the client leaves.

use domain::{
    follow_ups::{FollowUp, Handover},
    ids::UserId,
    page::Page,
    permission::Permission,
    problem::FieldError,
};
use leptos::prelude::*;

use crate::{
    components::{failure::FailureAlert, loaded::Reading},
    format,
    forms::{Core, Field, Radios, Select, TextArea},
    i18n::{I18n, Text, say, tr, use_i18n},
    session::use_session,
};

/// With whoever takes the clients over, to somebody else, or nowhere.
const ALONG: &str = "along";
const TO: &str = "to";
const END: &str = "end";

/// The fields of a form that decides it. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct HandoverFields {
    how: Field<String>,
    to: Field<String>,
    why: Field<String>,
}

impl HandoverFields {
    /// `is_asked` tells whether there is anything to decide; `along` whether somebody takes the clients over.
    pub fn new(core: Core, is_asked: Signal<bool>, along: bool) -> Self {
        let first = match knows_colleagues() {
            _ if along => ALONG,
            true => TO,
            false => END,
        };
        let how = core.text("/follow_ups", first);
        let to = core.text("/follow_ups/to", "");
        to.reads_by(move || {
            let is_missing = is_asked.get() && how.get() == TO && to.parsed::<UserId>().is_none();
            is_missing.then(|| FieldError::new("/follow_ups/to", "required_choice"))
        });
        Self { how, to, why: core.text("/follow_ups/ended_because", "") }
    }

    /// What was decided; nothing where whoever takes the clients over has them too.
    pub fn value(self) -> Option<Handover> {
        match self.how.get().as_str() {
            TO => self.to.parsed().map(Handover::To),
            END => Some(Handover::EndedBecause(self.why.trimmed())),
            _ => None,
        }
    }
}

/// Whether one may know who there is; whoever may not can only end them. Only in a component's body.
fn knows_colleagues() -> bool {
    use_session().may_any(&[Permission::WriteFollowUps, Permission::AssignStaff, Permission::SeeTeam])
}

/// Whether there is anything to decide: what is shown, or what the server tells, by a refusal with this code, whoever may not
/// see it. Once told it stays, whatever is chosen then. What is sent follows from it, and the refusals from what is sent, so
/// it is no signal that is derived of them.
pub fn is_told(core: Core, code: &'static str, is_shown: bool) -> Signal<bool> {
    let told = RwSignal::new(is_shown);
    Effect::new(move |_| {
        if !told.get_untracked() && core.errors().iter().any(|error| error.code == code) {
            told.set(true);
        }
    });
    told.into()
}

/// The same of what is read as the form is being filled in. Where the server tells of more, that is read again: somebody may
/// have planned it meanwhile.
pub fn is_left(core: Core, left: Reading<Page<FollowUp>>) -> Signal<bool> {
    let told = is_told(core, "follow_ups_left", false);
    Effect::new(move |_| {
        if told.get() {
            left.again();
        }
    });
    Signal::derive(move || told.get() || left.value().is_some_and(|page| !page.items.is_empty()))
}

#[component]
pub fn WhereTheyGo(
    fields: HandoverFields,
    /// "To Otto Brandt, with the clients", where somebody takes them over.
    #[prop(optional_no_strip)]
    along: Option<String>,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let knows_colleagues = knows_colleagues();
    let colleagues = Reading::new(move || async move {
        if knows_colleagues { session.colleagues().await } else { Ok(Vec::new()) }
    });
    let choices = Signal::derive(move || {
        let along = along.clone().map(|words| (ALONG.to_owned(), words));
        let to = knows_colleagues.then(|| (TO.to_owned(), say!(i18n, handover.to)));
        let end = (END.to_owned(), say!(i18n, handover.end));
        along.into_iter().chain(to).chain([end]).collect::<Vec<_>>()
    });
    let people = Signal::derive(move || {
        let all = colleagues.value().unwrap_or_default().into_iter().filter(|one| one.sees_clients);
        all.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    let how = Memo::new(move |_| fields.how.get());
    view! {
        <Radios field=fields.how label=tr!(handover.where_to) choices/>
        {move || match how.get().as_str() {
            TO => view! { <Select field=fields.to label=tr!(handover.whom) choices=people/> }.into_any(),
            END => view! { <TextArea field=fields.why label=tr!(handover.why) help=tr!(handover.why_help) rows=2/> }.into_any(),
            _ => ().into_any(),
        }}
    }
}

/// What a change would leave behind, as it is being put together, and where that goes. Nothing while nothing would be.
#[component]
pub fn LeftBySight(
    left: Reading<Page<FollowUp>>,
    fields: HandoverFields,
    /// Whether something would be, also where the reader does not see it.
    any: Signal<bool>,
) -> impl IntoView {
    let found = move || left.value().filter(|page| !page.items.is_empty());
    let any = Memo::new(move |_| any.get());
    view! {
        <FailureAlert failure=Signal::derive(move || left.failure())/>
        {move || found().map(|page| view! {
            <LeftBehind title=tr!(handover.left_by_sight) all=page.items more=page.next.is_some()/>
        })}
        {move || any.get().then(|| view! { <WhereTheyGo fields/> })}
    }
}

/// Those that it is about.
#[component]
pub fn LeftBehind(
    title: Text,
    all: Vec<FollowUp>,
    /// There are others besides these.
    #[prop(optional)]
    more: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let rows = all.into_iter().map(|one| view! { <li>{line(i18n, &one)}</li> }).collect_view();
    let more = more.then(|| view! { <li class="muted">{tr!(bulk.and_more)}</li> });
    view! {
        <section class="bulk-part">
            <h3>{title}</h3>
            <ul class="bulk-rows">{rows} {more}</ul>
        </section>
    }
}

/// "María Sánchez: Call about the interview · Due tomorrow · for Casey Nguyen"
fn line(i18n: I18n, one: &FollowUp) -> String {
    let day = format::near_day(i18n, one.due_on);
    let due = if one.overdue {
        say!(i18n, follow_ups.was_due, when = day)
    } else {
        say!(i18n, follow_ups.due, when = day)
    };
    let whose = say!(i18n, follow_ups.for_person, name = one.assignee.clone());
    format!("{}: {} · {due} · {whose}", one.client_name, one.purpose)
}
