//! Offering a place to the next in order.

use domain::{
    ids::ProgramId,
    problem::FieldError,
    waitlist::{OfferDraft, WaitlistEntry},
};
use leptos::prelude::*;

use crate::{
    components::toast::use_toasts,
    format::{self, today},
    forms::{Core, DateField, Form, FormView, Kind, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn OfferPlace(program: ProgramId, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("offer");
    // A restriction that stands in the way names the program, of which there is no choice here.
    let start = core.text("/start_date", today().to_string()).also("/program_id").needs_day();
    let days = core.text("/reply_days", "3");
    days.reads_by(move || {
        let missing = days.parsed::<u16>().is_none();
        missing.then(|| FieldError::new("/reply_days", "required"))
    });
    let form = Form::new(core, move || OfferDraft {
        start_date: start.parsed().unwrap_or_else(today),
        reply_days: days.parsed().unwrap_or_default(),
    });
    let done = move |made: WaitlistEntry| {
        core.is_saved();
        open.set(false);
        let until = made.reply_by.map(|day| format::day(i18n, day)).unwrap_or_default();
        toasts.say(say!(i18n, waitlist.offered_to, name = made.client_name, until = until));
        again.run(());
    };
    view! {
        <p>{tr!(waitlist.offer_help)}</p>
        <FormView core on_send=move || form.send(move |draft| session.offer_place(program, draft), done)>
            <div class="form-row">
                <DateField field=start label=tr!(waitlist.start_date)/>
                <TextField field=days label=tr!(waitlist.reply_days) kind=Kind::Digits/>
            </div>
            <div class="form-actions"><SendButton core label=tr!(waitlist.offer)/></div>
        </FormView>
    }
}
