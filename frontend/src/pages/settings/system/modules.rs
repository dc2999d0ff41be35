//! Which parts are in use.

use domain::settings::{Module, SystemSettings, SystemSettingsPatch};
use leptos::prelude::*;

use crate::{
    components::{
        button::Button,
        loaded::{Loaded, Reading},
        toast::use_toasts,
    },
    forms::{Checks, Core, Form, FormView, SendButton},
    i18n::{I18n, say, tr, use_i18n},
    pages::stale::{BothSides, Sides},
    session::use_session,
};

#[component]
pub fn ModulesPage() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.system_settings());
    let again = Callback::new(move |()| reading.again());
    view! {
        <section class="section" aria-labelledby="modules-title">
            <h2 id="modules-title">{tr!(system.modules)}</h2>
            <Loaded reading rows=5 lasting=true let:found><Modules found again/></Loaded>
        </section>
    }
}

#[component]
fn Modules(found: SystemSettings, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("modules");
    let used = core.field("/modules_off", in_use(&found));
    let was = RwSignal::new(found);
    let form = Form::new(core, move || patch(&used.get(), &was.read()));
    let done = move |now: SystemSettings| {
        core.forget_errors();
        used.set(in_use(&now));
        was.set(now);
        toasts.say(say!(i18n, system.modules_saved));
    };
    let save = move |(patch, now): (SystemSettingsPatch, SystemSettings)| {
        let version = now.version;
        let then = move |now: SystemSettings| {
            done(now);
            again.run(());
        };
        form.send_this(patch, move |patch| session.amend_system_settings(version, patch), then);
    };
    let send = move || {
        let version = was.with_untracked(|was| was.version);
        form.send(move |patch| session.amend_system_settings(version, patch), done);
    };
    let choices = Signal::derive(move || {
        let all = Module::ALL.iter();
        all.map(|module| (module.code().to_owned(), named(i18n, *module))).collect::<Vec<_>>()
    });
    view! {
        <FormView core on_send=send>
            <BothSides form was sides=Sides::of_patch() read=move || session.system_settings() save/>
            <Checks field=used label=tr!(system.in_use) help=tr!(system.in_use_help) choices/>
            <div class="form-actions">
                <SendButton core label=tr!(system.save)/>
                <Button label=tr!(system.usual)
                    on_click=move || used.set(in_use(&SystemSettings::default()))/>
            </div>
        </FormView>
    }
}

/// Codes of the parts that are not switched off.
fn in_use(settings: &SystemSettings) -> Vec<String> {
    let used = Module::ALL.iter().filter(|module| !settings.is_off(**module));
    used.map(|module| module.code().to_owned()).collect()
}

fn patch(used: &[String], was: &SystemSettings) -> SystemSettingsPatch {
    let off = Module::ALL.iter().copied().filter(|module| used.iter().all(|code| code != module.code()));
    let off: Vec<Module> = off.collect();
    let same = off.iter().all(|module| was.is_off(*module)) && was.modules_off.len() == off.len();
    SystemSettingsPatch { modules_off: Some(off).filter(|_| !same), ..SystemSettingsPatch::default() }
}

pub fn named(i18n: I18n, module: Module) -> String {
    match module {
        Module::Intake => say!(i18n, system.m_intake),
        Module::Board => say!(i18n, system.m_board),
        Module::Goals => say!(i18n, system.m_goals),
        Module::BulkChanges => say!(i18n, system.m_bulk),
        Module::ApiKeys => say!(i18n, system.m_keys),
    }
}
