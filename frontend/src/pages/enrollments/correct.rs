//! A date of an enrollment was written down wrong.

use chrono::NaiveDate;
use domain::{
    enrollments::{Correction, Enrollment},
    page::Page,
    patch::Patch,
    problem::FieldError,
};
use leptos::prelude::*;

use super::fields::{Over, OverField, Proposes, left_by_ending};
use crate::{
    components::{dialog::Dialog, loaded::Reading},
    format::today,
    forms::{Check, Core, DateField, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        follow_ups::handover::{HandoverFields, LeftBySight, is_left},
        outcome::use_outcome,
        stale::ReadAgain,
    },
    session::use_session,
};

/// Where it is said that nobody was discharged.
const TAKEN_BACK: &str = "/taken_back";

/// The button, and the dialog that it opens.
#[component]
pub fn CorrectDates(one: StoredValue<Enrollment>, again: Callback<()>) -> impl IntoView {
    let (i18n, open) = (use_i18n(), RwSignal::new(false));
    let program = one.with_value(|one| one.program_name.clone());
    let title = Signal::derive(move || say!(i18n, enrollments.correct_title, program = program.clone()));
    view! {
        <button class="btn btn-sm btn-ghost" type="button" aria-label=title on:click=move |_| open.set(true)>
            {tr!(enrollments.correct)}
        </button>
        <Dialog open title><CorrectEnrollment one open again/></Dialog>
    }
}

#[component]
fn CorrectEnrollment(
    one: StoredValue<Enrollment>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let found = one.get_value();
    let core = Core::new("correct");
    let (id, version, left) = (found.id, found.version, found.discharge.is_some());
    let start = core.text("/start_date", found.start_date.to_string()).needs_day();
    let end = core.text("/end_date", found.end_date.map(|end| end.to_string()).unwrap_or_default());
    let back = core.mark(TAKEN_BACK, false);
    end.needs_day_while(move || left && !back.get());
    let reason = core.text("/reason", "");
    let over = Over::new(core, Signal::stored(String::new()));
    let dates = move || Correction {
        start_date: Patch::between(Some(&found.start_date), start.parsed()),
        end_date: last_day(found.end_date, end.parsed(), back.get()),
        reason: reason.trimmed(),
        override_reason: over.reason(),
        follow_ups: None,
    };
    let takes_out = Memo::new(move |_| one.with_value(|one| dates().takes_out(one, today())));
    let theirs = Reading::new(move || {
        let is_asked = takes_out.get();
        async move {
            match is_asked {
                true => left_by_ending(session, id, None).await,
                false => Ok(Page { items: Vec::new(), next: None, total: None }),
            }
        }
    });
    let told = is_left(core, theirs);
    let any = Signal::derive(move || takes_out.get() && told.get());
    let fields = HandoverFields::new(core, any, false);
    let build = move || Correction { follow_ups: any.get().then(|| fields.value()).flatten(), ..dates() };
    let form = Form::placing(core, build, move |_, error| placed(error, untrack(|| back.get())));
    let done = move |answer| {
        open.set(false);
        outcome.tell(&answer, say!(i18n, enrollments.corrected));
        again.run(());
    };
    let last = move || {
        (!back.get()).then(|| match left {
            true => view! { <DateField field=end label=tr!(enrollments.last_day)/> }.into_any(),
            false => view! {
                <DateField field=end label=tr!(enrollments.last_day) help=tr!(enrollments.end_date_help) optional=true/>
            }
            .into_any(),
        })
    };
    view! {
        <Proposes/>
        <FormView core on_send=move || form.send(move |patch| session.correct_enrollment(id, version, patch), done)>
            <div class="form-row">
                <DateField field=start label=tr!(enrollments.start_date)/>
                {last}
            </div>
            {left.then(|| view! {
                <Check field=back label=tr!(enrollments.take_back) help=tr!(enrollments.take_back_help)/>
            })}
            <OverField over/>
            <LeftBySight left=theirs fields any/>
            <TextArea field=reason label=tr!(enrollments.why_corrected) help=tr!(enrollments.why_corrected_help) rows=2/>
            <ReadAgain core again about=id.to_string()/>
            <div class="form-actions"><SendButton core label=tr!(enrollments.save)/></div>
        </FormView>
    }
}

/// What becomes of the last day. A discharge goes by saying so, whatever stands in the field.
fn last_day(was: Option<NaiveDate>, typed: Option<NaiveDate>, is_taken_back: bool) -> Patch<NaiveDate> {
    if is_taken_back { Patch::Clear } else { Patch::between(was.as_ref(), typed) }
}

/// What is wrong with the end of a stay that is to go on stands where that is said: the day is not asked then.
fn placed(error: FieldError, is_taken_back: bool) -> FieldError {
    match error.pointer.as_str() {
        "/end_date" if is_taken_back => FieldError { pointer: TAKEN_BACK.to_owned(), ..error },
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discharge_is_taken_back_by_saying_so() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day);
        let (back, stays) = (true, false);
        assert_eq!(last_day(day(9), day(9), stays), Patch::Keep);
        assert_eq!(last_day(day(9), day(9), back), Patch::Clear);
        assert_eq!(last_day(day(9), day(8), stays), Patch::to(day(8)));
        let full = || FieldError::new("/end_date", "full");
        assert_eq!(placed(full(), back).pointer, TAKEN_BACK);
        assert_eq!(placed(full(), stays).pointer, "/end_date");
    }
}
