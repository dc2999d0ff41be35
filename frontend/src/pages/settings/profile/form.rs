//! The form of the profile, with what comes of it beside.

use domain::organization::{Organization, OrganizationPatch};
use leptos::prelude::*;

use super::{
    color::ColorField,
    fields::Wish,
    languages::LanguageFields,
    logo::LogoPart,
    others::OtherWordsFields,
    preview::{Preview, repaint},
    zones::zones,
};
use crate::{
    components::{
        loaded::{Loaded, Reading},
        toast::use_toasts,
    },
    forms::{Check, Core, Form, FormView, Kind, Select, SendButton, TextField},
    i18n::{I18n, say, tr, use_i18n},
    pages::{
        staff::use_house,
        stale::{BothSides, Sides},
    },
    preferences::speak_publicly,
    session::use_session,
};

#[component]
pub fn ProfilePage() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.organization_settings());
    let again = Callback::new(move |()| reading.again());
    view! { <Loaded reading rows=8 lasting=true let:found><Beside found again/></Loaded> }
}

/// The form and its preview. What is saved stays in the form, which goes on from there.
#[component]
fn Beside(found: Organization, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts, house) = (use_i18n(), use_session(), use_toasts(), use_house());
    let core = Core::new("profile");
    let wish = Wish::new(core, &found);
    let was = RwSignal::new(found);
    let form = Form::new(core, move || was.with(|was| wish.patch(was)));
    let done = move |now: Organization| {
        core.is_saved();
        core.forget_errors();
        shown(house, i18n, &now);
        was.set(now);
        toasts.say(say!(i18n, settings.saved));
    };
    let save = move |(patch, now): (OrganizationPatch, Organization)| {
        let version = now.version;
        // What both sides wrote has been decided on: the form begins anew with what came of it.
        let then = move |now: Organization| {
            done(now);
            again.run(());
        };
        form.send_this(patch, move |patch| session.amend_organization(version, patch), then);
    };
    let send = move || {
        let version = was.with_untracked(|was| was.version);
        form.send(move |patch| session.amend_organization(version, patch), done);
    };
    view! {
        <div class="settings-sides">
            <FormView core on_send=send>
                <BothSides form was sides=Sides::of_patch() read=move || session.organization_settings() save/>
                <Who wish/>
                <Look wish/>
                <LogoPart was/>
                <Asks wish/>
                <h2>{tr!(settings.languages)}</h2>
                <LanguageFields languages=wish.languages/>
                <OtherWordsFields words=wish.words languages=wish.languages/>
                <h2>{tr!(settings.work)}</h2>
                <TextField field=wish.escalate_after_days label=tr!(settings.escalate) help=tr!(settings.escalate_help) kind=Kind::Digits/>
                <div class="form-actions"><SendButton core label=tr!(settings.save)/></div>
            </FormView>
            <Preview wish was/>
        </div>
    }
}

/// Everybody here sees it at once; whoever has a page open, when they load the next one.
pub fn shown(house: crate::pages::staff::House, i18n: I18n, now: &Organization) {
    house.is(i18n, now.public.clone());
    speak_publicly(&now.public.languages);
    repaint(now.version);
}

#[component]
fn Who(wish: Wish) -> impl IntoView {
    let zone = wish.time_zone;
    view! {
        <h2>{tr!(settings.who)}</h2>
        <TextField field=wish.name label=tr!(settings.name)/>
        <TextField field=wish.mission label=tr!(settings.mission) help=tr!(settings.mission_help) optional=true/>
        <TextField field=wish.address label=tr!(settings.address) optional=true/>
        <div class="form-row">
            <TextField field=wish.phone label=tr!(settings.phone) kind=Kind::Phone optional=true/>
            <TextField field=wish.email label=tr!(settings.email) help=tr!(settings.email_help) kind=Kind::Email optional=true/>
        </div>
        <TextField field=wish.website label=tr!(settings.website) help=tr!(settings.website_help) optional=true/>
        <Select field=zone label=tr!(settings.time_zone) help=tr!(settings.time_zone_help) no_blank=true
            choices=Signal::stored(zones(&zone.signal().get_untracked()))/>
    }
}

#[component]
fn Look(wish: Wish) -> impl IntoView {
    view! {
        <h2>{tr!(settings.look)}</h2>
        <ColorField field=wish.accent_color label=tr!(settings.accent) help=tr!(settings.accent_help)/>
        <ColorField field=wish.header_color label=tr!(settings.header) help=tr!(settings.header_help) optional=true/>
    }
}

#[component]
fn Asks(wish: Wish) -> impl IntoView {
    view! {
        <h2>{tr!(settings.asks)}</h2>
        <TextField field=wish.residency_label label=tr!(settings.residency) help=tr!(settings.residency_help)/>
        <Check field=wish.collects_ssn label=tr!(settings.collects_ssn) help=tr!(settings.collects_ssn_help)/>
        <Check field=wish.places_people label=tr!(settings.places_people) help=tr!(settings.places_people_help)/>
    }
}
