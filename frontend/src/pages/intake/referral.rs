//! What a partner sees of somebody whom they referred: that the application arrived, and when, and nothing else.

use domain::{account::LinkCode, intake_links::ReferralStatus, problem::Code};
use leptos::prelude::*;

use super::{code::take_code, over::Over};
use crate::{
    api::{Answer, anyone, intake},
    components::{
        loaded::{Loaded, Reading},
        title::Title,
    },
    format,
    i18n::{say, tr, use_i18n},
    pages::public::frame::Frame,
};

#[component]
pub fn Referral() -> impl IntoView {
    let code = RwSignal::new(LinkCode { code: String::new() });
    take_code(move |given| code.set(LinkCode { code: given }));
    let organization = Reading::new(anyone::organization);
    let shown = Signal::derive(move || organization.value());
    let status = Reading::new(move || find(code.get()));
    view! {
        <Frame organization=shown narrow=true>
            <Loaded reading=status rows=2 let:status>
                {match status {
                    Some(status) => view! { <Status status/> }.into_any(),
                    None => view! {
                        <Loaded reading=organization rows=2 let:organization><Over organization/></Loaded>
                    }.into_any(),
                }}
            </Loaded>
        </Frame>
    }
}

/// None where the code is not one: without a code nobody needs to be asked.
async fn find(code: LinkCode) -> Answer<Option<ReferralStatus>> {
    if code.code.is_empty() {
        return Ok(None);
    }
    match intake::referral(&code).await {
        Err(failure) if failure.is(Code::NotFound) => Ok(None),
        answer => answer.map(Some),
    }
}

#[component]
fn Status(status: ReferralStatus) -> impl IntoView {
    let (i18n, title) = (use_i18n(), tr!(applying.referral));
    let said = move || match status.arrived_at {
        Some(at) => say!(i18n, applying.referral_arrived, when = format::exactly(i18n, at)),
        None => say!(i18n, applying.referral_not_yet),
    };
    view! {
        <Title text=move || title.get()/>
        <div class="public-text">
            <h1>{title}</h1>
            <p>{said}</p>
        </div>
    }
}
