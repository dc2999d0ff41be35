//! Mail that lies in the server's folder because there is no mail server.

use domain::mails::{KeptMail, MailFolder};
use leptos::prelude::*;

use crate::{components::time::Moment, i18n::tr};

#[component]
pub fn Mails(folder: MailFolder) -> impl IntoView {
    folder.keeps_mail.then(|| {
        let nothing =
            folder.latest.is_empty().then(|| view! { <p class="panel-empty">{tr!(jobs.no_mail)}</p> });
        let all = folder.latest.into_iter().map(|mail| view! { <One mail/> }).collect_view();
        view! {
            <section class="section" aria-labelledby="mails">
                <div><h2 id="mails">{tr!(jobs.mails)}</h2> <p class="muted">{tr!(jobs.mails_help)}</p></div>
                <div class="card">{nothing} {all}</div>
            </section>
        }
    })
}

/// Its text is shown as text, whatever stands in it.
#[component]
fn One(mail: KeptMail) -> impl IntoView {
    let KeptMail { at, to, subject, text, .. } = mail;
    view! {
        <details class="mail">
            <summary><strong>{subject}</strong> <span class="muted small">{to} " · " <Moment at/></span></summary>
            <p class="mail-text">{text}</p>
        </details>
    }
}
