//! How to reach the organization.

use domain::organization::PublicOrganization;
use leptos::prelude::*;

use crate::{
    components::icon::{Icon, Name},
    i18n::tr,
};

/// Phone, email, address and website, those that there are.
#[component]
pub fn Contact(organization: PublicOrganization) -> impl IntoView {
    let PublicOrganization { phone, email, address, website, .. } = organization;
    let call =
        format!("tel:{}", phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>());
    let write = format!("mailto:{email}");
    let host = website.split_once("://").map_or(website.as_str(), |(_, host)| host).to_owned();
    view! {
        <ul class="contact">
            {filled(phone).map(|phone| view! { <li><Icon name=Name::Phone/> <a class="link" href=call>{phone}</a></li> })}
            {filled(email).map(|email| view! { <li><Icon name=Name::Mail/> <a class="link" href=write>{email}</a></li> })}
            {filled(address).map(|address| view! { <li><Icon name=Name::Map/> <span>{address}</span></li> })}
            {filled(website).map(|website| view! {
                <li>
                    <Icon name=Name::Home/>
                    <a class="link" href=website rel="noopener external">
                        <span class="sr-only">{tr!(public.website)} " "</span> {host}
                    </a>
                </li>
            })}
        </ul>
    }
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
