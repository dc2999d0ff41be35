//! The programs that a client is in, or was in: a line of time, with the same in words for whoever does not see it.

use domain::{
    enrollments::{Enrollment, State},
    permission::Permission,
};
use leptos::prelude::*;

use super::{
    bar::{Bar, Span},
    correct::CorrectDates,
    discharge::DischargeClient,
    enroll::EnrollClient,
    transfer::TransferClient,
    words::{dates, remarks, state, tone},
};
use crate::{
    components::{
        badge::Badge,
        dialog::Dialog,
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
    pages::{
        audit::HistoryLink,
        choices::{CodeList, use_code_list},
        client::{WaitingHere, use_record},
        waitlist::WaitingOfClient,
    },
    session::use_session,
};

/// Permissions of which one is enough to enroll, or to propose it.
pub const WRITERS: [Permission; 2] = [Permission::Enroll, Permission::ProposeEdits];
/// What may wait for approval here.
const EDITS: [&str; 4] =
    ["enrollments.create", "enrollments.discharge", "enrollments.transfer", "enrollments.correct"];

#[component]
pub fn EnrollmentsOfClient() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let reading = Reading::new(move || session.enrollments(record.id()));
    let waiting = Reading::new(move || session.waiting_of(record.id()));
    let again = Callback::new(move |()| {
        reading.again();
        waiting.again();
        record.again();
    });
    let adding = RwSignal::new(false);
    let may = session.may_any(&WRITERS);
    let title = Signal::derive(move || say!(i18n, enrollments.enroll_title, name = record.called()));
    view! {
        <section class="section">
            <header class="section-head">
                <h2>{tr!(enrollments.title)}</h2>
                {may.then(|| view! {
                    <button class="btn btn-sm" type="button" on:click=move |_| adding.set(true)>
                        <Icon name=Name::Plus/> {tr!(enrollments.enroll)}
                    </button>
                })}
            </header>
            <WaitingHere edits=&EDITS/>
            <Loaded reading let:all><Line all again=may.then_some(again)/></Loaded>
        </section>
        <WaitingOfClient reading=waiting/>
        <Dialog open=adding title><EnrollClient client=record.id() open=adding again/></Dialog>
    }
}

/// The same to be read and printed.
#[component]
pub fn EnrollmentsOnPaper() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || session.enrollments(record.id()));
    view! {
        <section class="section">
            <h2>{tr!(enrollments.title)}</h2>
            <Loaded reading let:all><Line all again=None/></Loaded>
        </section>
    }
}

#[component]
fn Line(all: Vec<Enrollment>, again: Option<Callback<()>>) -> impl IntoView {
    let reasons = use_code_list(domain::enrollments::DISCHARGE_REASONS);
    if all.is_empty() {
        let (title, help) = (tr!(enrollments.none), tr!(enrollments.none_help));
        return view! { <Empty icon=Name::Program title help/> }.into_any();
    }
    let span = Span::of(&all, crate::format::today());
    let (now, before): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.state != State::Past);
    let rows = now.into_iter().chain(before).map(|one| view! { <Row one span reasons again/> });
    view! { <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn Row(one: Enrollment, span: Span, reasons: CodeList, again: Option<Callback<()>>) -> impl IntoView {
    let i18n = use_i18n();
    let (badge, when, name) = (state(i18n, one.state), dates(i18n, &one), one.program_name.clone());
    let (is, bar) = (one.state, span.bar(&one));
    let left = one.discharge.clone();
    let why = move || left.as_ref().map(|left| discharged(reasons, &left.reason, &left.comment));
    let more = remarks(i18n, &one).into_iter().map(|text| view! { <p class="muted small">{text}</p> });
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line">
                    <Badge tone=tone(is) text=badge/>
                    <strong>{name}</strong>
                    <span class="muted">{when}</span>
                </div>
                <Bar bar is/>
                <p class="muted small">{why}</p>
                {more.collect_view()}
            </div>
            {again.map(|again| view! { <Actions one again/> })}
        </li>
    }
}

/// The reason in the organization's words, and what was said besides.
pub fn discharged(reasons: CodeList, reason: &str, comment: &str) -> String {
    let parts = [reasons.word(reason), comment.to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[component]
fn Actions(one: Enrollment, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (leaving, moving) = (RwSignal::new(false), RwSignal::new(false));
    let open = one.discharge.is_none();
    let stays = open && one.state == State::Current;
    let program = one.program_name.clone();
    let titled = move |words: fn(crate::i18n::I18n, String) -> String| {
        let program = program.clone();
        Signal::derive(move || words(i18n, program.clone()))
    };
    let leave_title = titled(|i18n, program| say!(i18n, enrollments.discharge_title, program = program));
    let move_title = titled(|i18n, program| say!(i18n, enrollments.transfer_title, program = program));
    let named = one.program_name.clone();
    let one = StoredValue::new(one);
    view! {
        <div class="row-actions">
            {open.then(|| view! {
                <button class="btn btn-sm" type="button" aria-label=leave_title on:click=move |_| leaving.set(true)>
                    {tr!(enrollments.discharge)}
                </button>
            })}
            {stays.then(|| view! {
                <button class="btn btn-sm" type="button" aria-label=move_title on:click=move |_| moving.set(true)>
                    {tr!(enrollments.transfer)}
                </button>
            })}
            <CorrectDates one again/>
            <HistoryLink entity="enrollments" id=one.with_value(|one| one.id.to_string()) named=named/>
            <Dialog open=leaving title=leave_title><DischargeClient one open=leaving again/></Dialog>
            <Dialog open=moving title=move_title><TransferClient one open=moving again/></Dialog>
        </div>
    }
}
