//! All programs, by department, type and whether they are open.

use domain::{
    permission::Permission,
    programs::{Program, ProgramFilter},
    views::List,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::add::AddProgram;
use crate::{
    components::{
        address::Address,
        badge::{Badge, Tone},
        dialog::Dialog,
        empty::Empty,
        filters::{OneOf, SearchField, View},
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    i18n::{say, tr, use_i18n},
    pages::{
        choices::{CodeList, use_code_list},
        views::SavedViews,
    },
    session::use_session,
};

#[component]
pub fn Programs() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.programs_like(filter(address)));
    let kinds = use_code_list("program_type");
    let adding = RwSignal::new(false);
    let may = session.may_any(&[Permission::EditPrograms, Permission::ProposeEdits]);
    view! {
        <PageHeader title=tr!(programs.title)>
            {session.may(Permission::EditPrograms).then(|| view! {
                <A href="/staff/programs/order" {..} class="btn btn-ghost">{tr!(programs.order)}</A>
            })}
            {may.then(|| view! {
                <button class="btn btn-primary" type="button" on:click=move |_| adding.set(true)>
                    <Icon name=Name::Plus/> {tr!(programs.add)}
                </button>
            })}
        </PageHeader>
        <SavedViews list=List::Programs all=tr!(lists.all)/>
        <div class="filters"><SearchField label=tr!(programs.search)/> <Narrower kinds/></div>
        <nav class="segments-links" aria-label=tr!(programs.by_open)>
            <View key="open" value="" label=tr!(programs.all)/>
            <View key="open" value="true" label=tr!(programs.open)/>
            <View key="open" value="false" label=tr!(programs.closed)/>
        </nav>
        <Loaded reading rows=6 let:all><Rows all kinds/></Loaded>
        <Dialog open=adding title=tr!(programs.add) wide=true><AddProgram open=adding/></Dialog>
    }
}

fn filter(address: Address) -> ProgramFilter {
    ProgramFilter {
        q: address.one("q"),
        kind: address.one("kind"),
        department_id: address.parsed("department"),
        open_to_intake: address.parsed("open"),
        staff_id: address.parsed("staff"),
        on: None,
    }
}

#[component]
fn Narrower(kinds: CodeList) -> impl IntoView {
    let session = use_session();
    let departments = Reading::new(move || session.departments());
    let departments = Signal::derive(move || {
        let all = departments.value().unwrap_or_default().into_iter();
        all.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    let colleagues = Reading::new(move || session.colleagues());
    let people = Signal::derive(move || {
        let all = colleagues.value().unwrap_or_default().into_iter();
        all.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    view! {
        <div class="form-row">
            <OneOf key="department" label=tr!(programs.department) any=tr!(programs.any_department) options=departments/>
            <OneOf key="kind" label=tr!(programs.kind) any=tr!(programs.any_kind) options=kinds.choices(Vec::new)/>
            <OneOf key="staff" label=tr!(programs.staff) any=tr!(programs.any_staff) options=people/>
        </div>
    }
}

#[component]
fn Rows(all: Vec<Program>, kinds: CodeList) -> impl IntoView {
    if all.is_empty() {
        return view! { <Empty icon=Name::Program title=tr!(programs.none) help=tr!(programs.none_help)/> }
            .into_any();
    }
    let rows = all.into_iter().map(|program| view! { <Row program kinds/> });
    view! {
        <table class="list">
            <thead><tr>
                <th scope="col">{tr!(programs.name)}</th>
                <th scope="col" class="wide-only">{tr!(programs.department)}</th>
                <th scope="col" class="wide-only">{tr!(programs.kind)}</th>
                <th scope="col" class="wide-only">{tr!(programs.location)}</th>
                <th scope="col" class="list-end">{tr!(programs.places)}</th>
                <th scope="col">{tr!(programs.intake)}</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(program: Program, kinds: CodeList) -> impl IntoView {
    let i18n = use_i18n();
    let href = format!("/staff/programs/{}", program.id);
    let (tone, words) = match program.open_to_intake {
        true => (Tone::Success, say!(i18n, programs.is_open)),
        false => (Tone::Plain, say!(i18n, programs.is_closed)),
    };
    let places = match program.capacity {
        Some(capacity) => say!(i18n, programs.taken_of, n = program.taken, capacity = capacity),
        None => program.taken.to_string(),
    };
    let kind = move || program.kind.as_deref().map(|kind| kinds.word(kind));
    view! {
        <tr>
            <th scope="row"><A href {..} class="row-link">{program.name}</A></th>
            <td class="wide-only">{program.department_name}</td>
            <td class="wide-only">{kind}</td>
            <td class="wide-only">{program.location}</td>
            <td class="list-end">{places}</td>
            <td><Badge tone text=words/></td>
        </tr>
    }
}
