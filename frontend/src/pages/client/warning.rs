//! A restriction in force comes before everything else.

use domain::{
    page::Page,
    permission::Permission,
    restrictions::{Reach, Restriction, RestrictionFilter, State},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::frame::Record;
use crate::{
    components::{
        icon::{Icon, Name},
        loaded::Reading,
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Warning(record: Record) -> impl IntoView {
    use_session().may(Permission::SeeRestrictions).then(|| view! { <InForce record/> })
}

#[component]
fn InForce(record: Record) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(move || {
        record.track_changes();
        let filter = RestrictionFilter { state: vec![State::Active], ..RestrictionFilter::default() };
        session.restrictions_of(record.id(), filter)
    });
    let (title, all) = (tr!(clients.restricted_now), tr!(clients.see_restrictions));
    move || {
        let Page { items, .. } = reading.value().filter(|page| !page.items.is_empty())?;
        let href = format!("/staff/clients/{}/restrictions", record.id());
        let lines =
            items.iter().map(|restriction| view! { <li>{line(i18n, restriction)}</li> }).collect_view();
        Some(view! {
            <div class="notice notice-danger record-notice" role="note">
                <Icon name=Name::Restriction/>
                <div><p class="notice-title">{title}</p> <ul>{lines}</ul></div>
                <A href {..} class="link">{all}</A>
            </div>
        })
    }
}

/// "Not in Culinary Training, until May 3, 2026: threats at the front desk".
fn line(i18n: I18n, restriction: &Restriction) -> String {
    let reach = match (&restriction.reach, &restriction.program_name) {
        (Reach::Program { .. }, Some(program)) => {
            say!(i18n, clients.restricted_program, program = program.clone())
        }
        _ => say!(i18n, clients.restricted_organization),
    };
    let end = match restriction.end_date {
        Some(day) => say!(i18n, clients.until, day = format::day(i18n, day)),
        None => say!(i18n, clients.no_end),
    };
    let reason = restriction.reason.clone().unwrap_or_else(|| say!(i18n, clients.speak_to_supervisor));
    format!("{reach}, {end}: {reason}")
}
