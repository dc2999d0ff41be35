//! Signing in: how long passwords and sessions are, and who needs a second factor.

use leptos::prelude::*;

use super::numbers::{Number, Numbers};
use crate::{i18n::tr, pages::account::Required};

#[component]
pub fn SignInPage() -> impl IntoView {
    let numbers = vec![
        Number {
            pointer: "/password_length",
            label: tr!(system.password),
            help: tr!(system.password_help),
            of: |settings| settings.password_length,
            put: |patch, value| patch.password_length = Some(value),
        },
        Number {
            pointer: "/session_idle_minutes",
            label: tr!(system.idle),
            help: tr!(system.idle_help),
            of: |settings| settings.session_idle_minutes,
            put: |patch, value| patch.session_idle_minutes = Some(value),
        },
        Number {
            pointer: "/session_hours",
            label: tr!(system.hours),
            help: tr!(system.hours_help),
            of: |settings| settings.session_hours,
            put: |patch, value| patch.session_hours = Some(value),
        },
    ];
    view! {
        <section class="section" aria-labelledby="sign-in-title">
            <h2 id="sign-in-title">{tr!(system.sign_in)}</h2>
            <Numbers numbers/>
        </section>
        <Required/>
    }
}
