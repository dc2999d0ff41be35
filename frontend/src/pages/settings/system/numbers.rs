//! A part of the settings that is numbers: one form, saved as what differs.

use domain::{
    problem::FieldError,
    settings::{SystemSettings, SystemSettingsPatch},
};
use leptos::prelude::*;

use crate::{
    components::{
        button::Button,
        loaded::{Loaded, Reading},
        toast::use_toasts,
    },
    forms::{Core, Field, Form, FormView, Kind, SendButton, TextField},
    i18n::{Text, say, tr, use_i18n},
    pages::stale::{BothSides, Sides},
    session::use_session,
};

/// One number of the settings.
#[derive(Clone, Copy)]
pub struct Number {
    /// Where it stands in the patch.
    pub pointer: &'static str,
    pub label: Text,
    pub help: Text,
    pub of: fn(&SystemSettings) -> i32,
    pub put: fn(&mut SystemSettingsPatch, i32),
}

/// A number with the field that it is typed into.
type Typed = (Number, Field<String>);

#[component]
pub fn Numbers(numbers: Vec<Number>) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.system_settings());
    let again = Callback::new(move |()| reading.again());
    let numbers = StoredValue::new(numbers);
    view! {
        <Loaded reading rows=5 lasting=true let:found>
            <NumbersForm found numbers=numbers.get_value() again/>
        </Loaded>
    }
}

/// What is saved stays in the form, which goes on from there.
#[component]
fn NumbersForm(found: SystemSettings, numbers: Vec<Number>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("system");
    let typed: Vec<Typed> = numbers.into_iter().map(|number| (number, field(core, number, &found))).collect();
    let (all, was) = (StoredValue::new(typed.clone()), RwSignal::new(found));
    let form = Form::new(core, move || all.with_value(|typed| was.with(|was| patch(typed, was))));
    let done = move |now: SystemSettings| {
        core.is_saved();
        core.forget_errors();
        was.set(now);
        toasts.say(say!(i18n, system.saved));
    };
    let save = move |(patch, now): (SystemSettingsPatch, SystemSettings)| {
        let version = now.version;
        // What both sides wrote has been decided on: the form begins anew with what came of it.
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
    view! {
        <FormView core on_send=send>
            <BothSides form was sides=Sides::of_patch() read=move || session.system_settings() save/>
            {typed.into_iter().map(|(number, field)| view! {
                <TextField field label=number.label help=number.help kind=Kind::Digits/>
            }).collect_view()}
            <div class="form-actions">
                <SendButton core label=tr!(system.save)/>
                <Button label=tr!(system.usual) on_click=move || all.with_value(|typed| reset(typed))/>
            </div>
        </FormView>
    }
}

fn field(core: Core, number: Number, found: &SystemSettings) -> Field<String> {
    let field = core.text(number.pointer, (number.of)(found).to_string());
    field.reads_by(move || {
        let missing = field.parsed::<i32>().is_none();
        missing.then(|| FieldError::new(number.pointer, "required"))
    })
}

/// What differs from the settings as they were read.
fn patch(typed: &[Typed], was: &SystemSettings) -> SystemSettingsPatch {
    let mut patch = SystemSettingsPatch::default();
    for (number, field) in typed {
        if let Some(now) = field.parsed().filter(|now| *now != (number.of)(was)) {
            (number.put)(&mut patch, now);
        }
    }
    patch
}

/// Types the values in with which an installation begins. They hold once they are saved.
fn reset(typed: &[Typed]) {
    let usual = SystemSettings::default();
    for (number, field) in typed {
        field.set((number.of)(&usual).to_string());
    }
}
