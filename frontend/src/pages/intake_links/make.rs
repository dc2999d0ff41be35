//! Making a link. What opens with it is shown once, until one says that it is kept.

use chrono::{Days, NaiveDate};
use domain::{
    drafts::ProgramChoice,
    intake_links::{IntakeLinkDraft, IntakeLinkKind, NewIntakeLink},
    organization::LANGUAGES,
};
use leptos::prelude::*;

use super::{told::Told, words};
use crate::{
    api::anyone,
    components::loaded::Reading,
    format::today,
    forms::{Core, DateField, Field, Form, FormView, Kind, Radios, Select, SendButton, TextField},
    i18n::{Language, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn MakeLink(open: RwSignal<bool>) -> impl IntoView {
    let made = RwSignal::new(None::<NewIntakeLink>);
    let done = Callback::new(move |()| open.set(false));
    move || match made.get() {
        Some(made) => view! { <Told made done/> }.into_any(),
        None => view! { <Ask made/> }.into_any(),
    }
}

#[derive(Clone, Copy)]
struct Wish {
    name: Field<String>,
    kind: Field<String>,
    program: Field<String>,
    partner: Field<String>,
    partner_email: Field<String>,
    partner_language: Field<String>,
    expires_on: Field<String>,
}

impl Wish {
    fn new(core: Core) -> Self {
        Self {
            name: core.text("/name", ""),
            kind: core.text("/kind", IntakeLinkKind::Public.code()),
            program: core.text("/program_id", ""),
            partner: core.text("/partner", ""),
            partner_email: core.text("/partner_email", ""),
            partner_language: core.text("/partner_language", LANGUAGES[0]),
            expires_on: core.text("/expires_on", in_three_months(today()).to_string()).needs_day(),
        }
    }

    fn kind(self) -> IntakeLinkKind {
        IntakeLinkKind::from_code(&self.kind.get()).unwrap_or_default()
    }

    /// What was typed for another kind is not sent.
    fn draft(self) -> IntakeLinkDraft {
        let kind = self.kind();
        let fitting = |fits: bool, text: String| if fits { text } else { String::new() };
        IntakeLinkDraft {
            name: self.name.trimmed(),
            kind,
            program_id: self.program.parsed(),
            partner: fitting(kind.has_partner(), self.partner.trimmed()),
            partner_email: fitting(kind.tells_partner(), self.partner_email.trimmed()),
            partner_language: fitting(kind.tells_partner(), self.partner_language.get()),
            expires_on: self.expires_on.parsed().unwrap_or_default(),
        }
    }
}

#[component]
fn Ask(made: RwSignal<Option<NewIntakeLink>>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let core = Core::new("intake-link");
    let wish = Wish::new(core);
    let form = Form::new(core, move || wish.draft());
    let kinds = Signal::derive(move || {
        IntakeLinkKind::ALL
            .iter()
            .map(|kind| (kind.code().to_owned(), words::explained(i18n, *kind)))
            .collect()
    });
    let send =
        move || form.send(move |draft| session.make_intake_link(draft), move |link| made.set(Some(link)));
    view! {
        <FormView core on_send=send>
            <TextField field=wish.name label=tr!(intake_links.name) help=tr!(intake_links.name_help)/>
            <Radios field=wish.kind label=tr!(intake_links.kind) choices=kinds/>
            {move || wish.kind().has_partner().then(|| view! { <Partner wish/> })}
            <div class="form-row">
                <ProgramField wish/>
                <DateField field=wish.expires_on label=tr!(intake_links.expires_on) help=tr!(intake_links.expires_help)/>
            </div>
            <div class="form-actions"><SendButton core label=tr!(intake_links.make)/></div>
        </FormView>
    }
}

/// Who refers the person or fills the form in.
#[component]
fn Partner(wish: Wish) -> impl IntoView {
    let tells = Memo::new(move |_| wish.kind().tells_partner());
    view! {
        <TextField field=wish.partner label=tr!(intake_links.partner) help=tr!(intake_links.partner_help)/>
        {move || tells.get().then(|| view! { <Notice wish/> })}
    }
}

/// Where and how the partner is told that a referral arrived.
#[component]
fn Notice(wish: Wish) -> impl IntoView {
    let languages = Language::ALL.map(|language| (language.code().to_owned(), language.name().to_owned()));
    let languages = Signal::stored(languages.to_vec());
    view! {
        <div class="form-row">
            <TextField
                field=wish.partner_email
                label=tr!(intake_links.partner_email)
                help=tr!(intake_links.partner_email_help)
                kind=Kind::Email
            />
            <Select
                field=wish.partner_language
                label=tr!(intake_links.partner_language)
                choices=languages
                no_blank=true
            />
        </div>
    }
}

#[component]
fn ProgramField(wish: Wish) -> impl IntoView {
    let i18n = use_i18n();
    let offers = Reading::new(move || anyone::offers(untrack(|| i18n.language())));
    let choice = |program: ProgramChoice| (program.id.to_string(), program.name);
    let programs = Signal::derive(move || {
        let all = offers.value().map(|offers| offers.programs).unwrap_or_default();
        all.into_iter().map(choice).collect::<Vec<_>>()
    });
    view! {
        <Select
            field=wish.program
            label=tr!(intake_links.program)
            help=tr!(intake_links.program_help)
            choices=programs
            blank=tr!(intake_links.no_program)
            optional=true
        />
    }
}

/// Short enough that somebody looks whether it is still needed.
fn in_three_months(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(90)).unwrap_or(today)
}
