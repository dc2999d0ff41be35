//! The first page: who we are, what one can get, and the way in.

use domain::drafts::ProgramChoice;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{contact::Contact, frame::Frame};
use crate::{
    api::anyone::{self, Offers},
    components::title::Title,
    components::{
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    i18n::{Text, tr, use_i18n},
};

#[component]
pub fn Landing() -> impl IntoView {
    let i18n = use_i18n();
    let offers = Reading::new(move || anyone::offers(i18n.language()));
    let organization = Signal::derive(move || offers.value().map(|offers| offers.organization));
    view! {
        <Frame organization nameless=true>
            <Loaded reading=offers rows=6 let:offers><Welcome offers/></Loaded>
        </Frame>
    }
}

#[component]
fn Welcome(offers: Offers) -> impl IntoView {
    let Offers { organization, programs, closed } = offers;
    let title = StoredValue::new(organization.name.clone());
    view! {
        <Title text=move || title.get_value()/>
        <div class="landing">
            <div class="landing-column">
                <section class="landing-first">
                    <h1>{organization.name.clone()}</h1>
                    <p class="landing-mission">{organization.mission.clone()}</p>
                    <p>{tr!(public.invitation)}</p>
                    {(!closed).then(|| view! { <Start/> })}
                </section>
                <Open programs/>
            </div>
            <div class="landing-column">
                {(!closed).then(|| view! { <Before/> })}
                <section class="landing-talk" aria-labelledby="talk">
                    <h2 id="talk">{tr!(public.talk)}</h2>
                    <p>{tr!(public.talk_help)}</p>
                    <Contact organization/>
                </section>
            </div>
        </div>
    }
}

/// The way in.
#[component]
fn Start() -> impl IntoView {
    view! {
        <div class="landing-start">
            <A href="/apply" {..} class="btn btn-primary btn-tall">{tr!(public.start)}</A>
            <p class="muted">{tr!(public.start_help)}</p>
            <A href="/apply/resume" {..} class="link landing-resume">{tr!(public.resume)}</A>
        </div>
    }
}

/// What it takes.
#[component]
fn Before() -> impl IntoView {
    view! {
        <section class="landing-before" aria-labelledby="before">
            <h2 id="before">{tr!(public.before)}</h2>
            <ul>
                <Point icon=Name::Clock title=tr!(public.time) help=tr!(public.time_help)/>
                <Point icon=Name::Paper title=tr!(public.hand) help=tr!(public.hand_help)/>
                <Point icon=Name::Lock title=tr!(public.private) help=tr!(public.private_help)/>
                <Point icon=Name::Info title=tr!(public.skip) help=tr!(public.skip_help)/>
            </ul>
        </section>
    }
}

#[component]
fn Point(icon: Name, title: Text, help: Text) -> impl IntoView {
    view! {
        <li>
            <Icon name=icon/>
            <div>
                <h3>{title}</h3>
                <p class="muted">{help}</p>
            </div>
        </li>
    }
}

/// What is open now.
#[component]
fn Open(programs: Vec<ProgramChoice>) -> impl IntoView {
    let none = programs.is_empty().then(|| view! { <p>{tr!(public.offers_none)}</p> });
    let offer = |program: ProgramChoice| {
        view! {
            <li>
                <h3>{program.name}</h3>
                <p class="muted">{program.description}</p>
            </li>
        }
    };
    view! {
        <section class="landing-offers" aria-labelledby="offers">
            <h2 id="offers">{tr!(public.offers)}</h2>
            {none}
            <ul>{programs.into_iter().map(offer).collect_view()}</ul>
        </section>
    }
}
