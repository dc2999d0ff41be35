//! How one wants to hear of what.

use domain::notifications::{Kind, Preference, Preferences, Way, Wish};
use leptos::prelude::*;

use crate::{
    components::{
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        toast::use_toasts,
    },
    forms::{Core, DateField, Field, Form, FormView, Select, SendButton},
    i18n::{I18n, say, tr, use_i18n},
    pages::staff::told,
    session::use_session,
};

#[component]
pub fn NewsPreferences() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.news_preferences());
    view! {
        <PageHeader title=tr!(news.preferences) help=tr!(news.preferences_help)/>
        <Loaded reading rows=8 lasting=true let:found><Choose found/></Loaded>
    }
}

#[component]
fn Choose(found: Preferences) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("news");
    let fields: Vec<(Kind, Field<String>)> = found
        .kinds
        .iter()
        .enumerate()
        .map(|(at, one)| (one.kind, core.text(format!("/kinds/{at}/way"), one.way.code())))
        .collect();
    let quiet = core
        .text("/quiet_until", found.quiet_until.map(|day| day.to_string()).unwrap_or_default())
        .takes_day();
    let chosen = fields.clone();
    let form = Form::new(core, move || Wish {
        kinds: chosen.iter().map(|(kind, way)| preference(*kind, *way)).collect(),
        quiet_until: quiet.parsed(),
    });
    let done = move |_: Preferences| {
        core.is_saved();
        toasts.say(untrack(|| say!(i18n, news.saved)));
    };
    let row = |(kind, way): (Kind, Field<String>)| {
        let always = found.always.contains(&kind);
        let choices = Signal::derive(move || ways(i18n, always));
        view! { <Select field=way label=Signal::derive(move || told(i18n, kind)) choices no_blank=true/> }
    };
    let rows = fields.into_iter().map(row).collect_view();
    view! {
        <FormView core on_send=move || form.send(move |wish| session.choose_news(wish), done)>
            <div class="pairs">{rows}</div>
            <DateField field=quiet label=tr!(news.quiet) help=tr!(news.quiet_help) optional=true/>
            <div class="form-actions"><SendButton core label=tr!(news.save)/></div>
        </FormView>
    }
}

fn preference(kind: Kind, way: Field<String>) -> Preference {
    Preference { kind, way: Way::from_code(&way.get()).unwrap_or_else(|| kind.usual_way()) }
}

/// What is always told cannot be put off.
fn ways(i18n: I18n, always: bool) -> Vec<(String, String)> {
    let offered = Way::ALL.iter().filter(|way| !always || **way == Way::Mail);
    offered.map(|way| (way.code().to_owned(), words(i18n, *way))).collect()
}

fn words(i18n: I18n, way: Way) -> String {
    match way {
        Way::Inbox => say!(i18n, news.way_inbox),
        Way::Mail => say!(i18n, news.way_mail),
        Way::Digest => say!(i18n, news.way_digest),
        Way::Off => say!(i18n, news.way_off),
    }
}
