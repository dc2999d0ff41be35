//! Whoever has the same phone or email is named, and one goes on by saying that it is shared.

use std::time::Duration;

use domain::{
    applications::LikelyClient,
    clients::{ContactPoint, SharedContacts},
    ids::ClientId,
    problem::FieldError,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::rows::ContactRows;
use crate::{
    components::{
        icon::{Icon, Name},
        loaded::Reading,
    },
    forms::{Check, Core},
    i18n::{say, tr, use_i18n},
    pages::words,
    session::use_session,
};

/// Names who else has what stands in the rows, but what was there before.
#[component]
pub fn SharedWith(
    core: Core,
    rows: ContactRows,
    client: Option<ClientId>,
    /// As they are on record: whoever shares these was told already.
    before: Vec<ContactPoint>,
) -> impl IntoView {
    let session = use_session();
    let new = move || {
        let points = rows.points().into_iter();
        let points = points.filter(|point| before.iter().all(|was| was.value != point.value));
        Some(SharedContacts::of_typed(points.collect(), client))
    };
    let asked = settled_question(new);
    let reading = Reading::new(move || {
        let asked = asked.get().filter(|asked| !asked.contact_points.is_empty());
        async move {
            match asked {
                Some(asked) => session.sharing(asked).await,
                None => Ok(Vec::new()),
            }
        }
    });
    let found = Memo::new(move |_| reading.value().unwrap_or_default());
    let confirmed = core.field("/shared", false);
    confirmed.reads_by(move || {
        let open = !found.read().is_empty() && !confirmed.get();
        open.then(|| FieldError::new("/shared", "required_choice"))
    });
    // Another person is asked about anew.
    Effect::new(move |_| {
        found.track();
        confirmed.signal().set(false);
    });
    let (title, help) = (tr!(clients.shared_title), tr!(clients.shared_help));
    move || {
        let all = found.get();
        (!all.is_empty()).then(|| {
            view! {
                <div class="notice notice-warning" role="status">
                    <Icon name=Name::People/>
                    <div>
                        <p class="notice-title">{title}</p>
                        <p>{help}</p>
                        <ul>{all.into_iter().map(|one| view! { <Sharer one/> }).collect_view()}</ul>
                    </div>
                </div>
                <Check field=confirmed label=tr!(clients.shared_yes)/>
            }
        })
    }
}

fn settled_question(new: impl Fn() -> Option<SharedContacts> + 'static) -> RwSignal<Option<SharedContacts>> {
    crate::wait::settled(new, Duration::from_millis(400))
}

/// Who it is and what they share; of somebody out of sight only that there is a record.
#[component]
fn Sharer(one: LikelyClient) -> impl IntoView {
    let i18n = use_i18n();
    let what = one.reasons.iter().map(|reason| words::likeness(i18n, *reason)).collect::<Vec<_>>().join(", ");
    match one.client {
        None => view! { <li>{say!(i18n, clients.shared_hidden)}</li> }.into_any(),
        Some(card) => {
            let href = format!("/staff/clients/{}", card.id);
            view! { <li><A href {..} class="link" target="_blank">{card.name}</A> " · " {what}</li> }
                .into_any()
        }
    }
}
