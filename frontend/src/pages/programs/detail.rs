//! One program: what it is, who works in it, and how many people fit.

use domain::{
    permission::Permission,
    programs::{Program, ProgramDetail},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{amend::AmendProgram, capacity::Capacities, remove::RemoveProgram, staff::Staff};
use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    i18n::{say, tr, use_i18n},
    pages::{
        audit::HistoryLink,
        by_id::read_by_id,
        choices::use_code_list,
        client::{WaitingHere, provide_pending_of_program},
        enrollments::{EnrollmentsOfProgram, PlacesTaken},
        waitlist::WaitingOfProgram,
    },
    session::use_session,
};

/// What may wait for approval here.
const EDITS: [&str; 4] =
    ["programs.amend", "programs.remove", "programs.set_capacity", "programs.remove_capacity"];

#[component]
pub fn ProgramPage() -> impl IntoView {
    let session = use_session();
    let reading: Reading<ProgramDetail> = read_by_id(move |id| session.program(id));
    let again = Callback::new(move |()| reading.again());
    view! { <Loaded reading rows=6 let:found><Found found again/></Loaded> }
}

#[component]
fn Found(found: ProgramDetail, again: Callback<()>) -> impl IntoView {
    let session = use_session();
    let may = session.may_any(&[Permission::EditPrograms, Permission::ProposeEdits]);
    let (amending, removing) = (RwSignal::new(false), RwSignal::new(false));
    let (id, capacities, staff) = (found.program.id, found.capacities.clone(), found.staff.clone());
    let sees = session.may(Permission::SeeEnrollments);
    let program = found.program.clone();
    let title = Signal::stored(program.name.clone());
    let kept = StoredValue::new(found);
    provide_pending_of_program(id);
    view! {
        <p><A href="/staff/programs" {..} class="link back-link"><Icon name=Name::ArrowLeft/> {tr!(programs.title)}</A></p>
        <PageHeader title>
            <HistoryLink entity="programs" id=id.to_string()/>
            {may.then(|| view! {
                <button class="btn btn-primary" type="button" on:click=move |_| amending.set(true)>
                    <Icon name=Name::Edit/> {tr!(programs.amend)}
                </button>
                <button class="btn btn-ghost" type="button" on:click=move |_| removing.set(true)>
                    {tr!(programs.remove)}
                </button>
            })}
        </PageHeader>
        <WaitingHere edits=&EDITS/>
        <Facts program/>
        <Capacities id all=capacities again/>
        {sees.then(|| view! {
            <PlacesTaken program=id/> <WaitingOfProgram program=id again/> <EnrollmentsOfProgram program=id/>
        })}
        <Staff staff/>
        <Dialog open=amending title=tr!(programs.amend) wide=true>
            <AmendProgram found=kept.get_value() open=amending again/>
        </Dialog>
        <Dialog open=removing title=tr!(programs.remove_title)>
            <RemoveProgram program=kept.get_value().program open=removing/>
        </Dialog>
    }
}

#[component]
fn Facts(program: Program) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let kinds = use_code_list("program_type");
    let kind =
        move || program.kind.as_deref().map_or_else(|| say!(i18n, common.not_known), |kind| kinds.word(kind));
    let or_not_known = |text: Option<String>| {
        text.filter(|text| !text.is_empty()).unwrap_or_else(|| say!(i18n, common.not_known))
    };
    let open = match program.open_to_intake {
        true => tr!(programs.is_open),
        false => tr!(programs.is_closed),
    };
    let href = format!("/staff/clients?program={}", program.id);
    let link = session.may(Permission::SeeClients).then(|| {
        view! { " · " <A href {..} class="link">{tr!(programs.see_people)}</A> }
    });
    view! {
        <section class="card padded">
            {(!program.description.is_empty()).then(|| view! { <p>{program.description}</p> })}
            <dl class="facts">
                <div><dt>{tr!(programs.kind)}</dt><dd>{kind}</dd></div>
                <div><dt>{tr!(programs.department)}</dt><dd>{or_not_known(program.department_name)}</dd></div>
                <div><dt>{tr!(programs.location)}</dt><dd>{or_not_known(Some(program.location))}</dd></div>
                <div><dt>{tr!(programs.intake)}</dt><dd>{open}</dd></div>
                {program.escalate_after_days.map(|days| view! {
                    <div><dt>{tr!(programs.escalate)}</dt><dd>{days}</dd></div>
                })}
                <div><dt>{tr!(programs.enrolled)}</dt><dd>{program.enrolled} {link}</dd></div>
            </dl>
        </section>
    }
}
