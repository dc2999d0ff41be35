//! The notice of a restriction on paper, in the person's language. Its words come from the server.

use domain::{
    ids::RestrictionId,
    organization::LANGUAGES,
    permission::Permission,
    restrictions::notice::{Notice, NoticeLanguage, Part},
};
use leptos::prelude::*;

use crate::{
    components::{
        address::Address,
        button::Button,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    forms::{Check, Core, Select},
    i18n::{say, tr, use_i18n},
    pages::{client::use_record, settings},
    session::use_session,
};

/// Which notice the address asks for.
pub const NOTICE: &str = "notice";

#[component]
pub fn NoticeOf(id: RestrictionId) -> impl IntoView {
    let (i18n, session, record, address) = (use_i18n(), use_session(), use_record(), Address::here());
    let core = Core::new("notice").passing();
    let (language, with_reason) = (core.text("/language", ""), core.mark("/reason", false));
    let languages = Signal::derive(move || {
        let own = (String::new(), say!(i18n, restrictions.notice_own_language));
        let all = LANGUAGES.into_iter().map(|code| (code.to_owned(), settings::language(code).to_owned()));
        [own].into_iter().chain(all).collect::<Vec<_>>()
    });
    let reading = Reading::new(move || {
        let (wanted, reason) = (NoticeLanguage { language: language.some() }, with_reason.get());
        async move {
            if reason {
                session.notice_with_reason(id, wanted).await
            } else {
                session.notice(id, wanted).await
            }
        }
    });
    let title = move || say!(i18n, restrictions.notice_title, name = record.called());
    let icon = view! { <Icon name=Name::Printer/> }.into_any();
    let print = || {
        // A browser that cannot print does nothing.
        drop(window().print());
    };
    let reasons = session.may(Permission::SeeRestrictionReasons).then(|| {
        let help = tr!(restrictions.notice_reason_help);
        view! { <Check field=with_reason label=tr!(restrictions.notice_reason) help/> }
    });
    view! {
        <section class="section summary plan-paper">
            <header class="section-head no-print">
                <div>
                    <p><a class="link" href=move || address.with(NOTICE, None)>{tr!(restrictions.notice_back)}</a></p>
                    <h2>{title}</h2>
                    <p class="muted">{tr!(restrictions.notice_help)}</p>
                </div>
                <Button label=tr!(common.print) class="btn btn-primary" icon on_click=print/>
            </header>
            <div class="no-print">
                <Select field=language label=tr!(restrictions.notice_language) choices=languages no_blank=true/>
                {reasons}
            </div>
            <Loaded reading rows=8 let:notice><Paper notice/></Loaded>
        </section>
    }
}

#[component]
fn Paper(notice: Notice) -> impl IntoView {
    let Notice { language, organization, contact, title, to, written, parts } = notice;
    view! {
        <article class="section" lang=language>
            <div class="letterhead">
                <div>
                    <p class="letterhead-name">{organization}</p>
                    <p class="muted small">{contact.join(" · ")}</p>
                </div>
                <div class="letterhead-what"><p>{written}</p></div>
            </div>
            <h3>{title}</h3>
            <p><strong>{to}</strong></p>
            {parts.into_iter().map(|part| view! { <Said part/> }).collect_view()}
        </article>
    }
}

#[component]
fn Said(part: Part) -> impl IntoView {
    let lines = part.lines.into_iter().map(|line| view! { <p class="prewrap">{line}</p> });
    view! { <div><h4>{part.heading}</h4> {lines.collect_view()}</div> }
}
