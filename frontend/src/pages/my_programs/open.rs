//! What one can ask for, and how to reach whoever answers.

use domain::{
    drafts::ProgramChoice,
    enrollments::{EnrollmentRequest, ProgramStanding, RequestState, Standing},
    ids::ProgramId,
};
use leptos::prelude::*;

use super::{Page, ask::Ask};
use crate::{
    api::anyone::{self, Offers},
    components::{
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
};

#[component]
pub fn Open(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let offers = Reading::new(move || anyone::offers(i18n.language()));
    view! {
        <section class="section">
            <h2>{tr!(my_programs.open)}</h2>
            <Loaded reading=offers let:offers><Found offers page/></Loaded>
        </section>
    }
}

#[component]
fn Found(offers: Offers, page: Page) -> impl IntoView {
    let Offers { programs, organization, .. } = offers;
    let list = match programs.is_empty() {
        true => {
            let (title, help) = (tr!(my_programs.none), tr!(my_programs.none_help));
            view! { <Empty icon=Name::Program title help/> }.into_any()
        }
        false => {
            let programs = StoredValue::new(programs);
            view! {
                <Loaded reading=page.standings let:standings>
                    <Choices programs=programs.get_value() standings page/>
                </Loaded>
            }
            .into_any()
        }
    };
    view! {
        {list}
        <Reach phone=organization.phone email=organization.email/>
    }
}

/// Where one cannot ask for any, as a record that is closed keeps one from it, staff have to say why.
#[component]
fn Choices(programs: Vec<ProgramChoice>, standings: Vec<ProgramStanding>, page: Page) -> impl IntoView {
    let notice = standings.is_empty().then(|| view! { <p class="notice">{tr!(my_programs.cannot_ask)}</p> });
    let standing = |id| standings.iter().find(|one| one.program_id == id).map(|one| one.standing);
    let rows = programs.into_iter().map(|program| {
        let standing = standing(program.id);
        view! { <One program standing page/> }
    });
    view! {
        {notice}
        <ul class="rows card">{rows.collect_view()}</ul>
    }
}

#[component]
fn One(program: ProgramChoice, standing: Option<Standing>, page: Page) -> impl IntoView {
    let ProgramChoice { id, name, description } = program.clone();
    // Nothing is offered before it is known what was asked for already.
    let waits = Memo::new(move |_| page.requests.value().map(|all| waits_for(&all, id)));
    let program = StoredValue::new(program);
    let word = |text| view! { <span class="muted">{text}</span> }.into_any();
    let action = move || match (standing?, waits.get()?) {
        (Standing::Inside, _) => Some(word(tr!(my_programs.inside))),
        (_, true) => Some(word(tr!(my_programs.asked_already))),
        (Standing::OnTheList, false) => Some(word(tr!(my_programs.on_the_list))),
        (Standing::Offered, false) => {
            Some(view! { {word(tr!(my_programs.offered))} <Ask program page/> }.into_any())
        }
        (Standing::Outside, false) => Some(view! { <Ask program page/> }.into_any()),
    };
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line"><strong>{name}</strong></div>
                <p class="muted prewrap">{description}</p>
            </div>
            <div class="row-end">{action}</div>
        </li>
    }
}

fn waits_for(all: &[EnrollmentRequest], program: ProgramId) -> bool {
    all.iter().any(|one| one.program_id == program && one.state == RequestState::Waiting)
}

/// The phone and the email of the organization, those that there are.
#[component]
fn Reach(phone: String, email: String) -> impl IntoView {
    let i18n = use_i18n();
    let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    let link = |icon: Name, href: String, text: String| {
        (!text.is_empty()).then(|| {
            view! { <a class="btn" href=href><Icon name=icon/> {text}</a> }
        })
    };
    let (call, write) = (format!("tel:{digits}"), format!("mailto:{email}"));
    let any = !(phone.is_empty() && email.is_empty());
    any.then(|| {
        view! {
            <p class="mt-2">{say!(i18n, my_programs.talk)}</p>
            <div class="row-actions">{link(Name::Phone, call, phone)} {link(Name::Mail, write, email)}</div>
        }
    })
}
