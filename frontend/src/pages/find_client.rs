//! Choosing one client. They are too many for a list, so one types a part of the name and chooses among those who are found.

use std::time::Duration;

use domain::{
    clients::{ClientFilter, ClientRow, Status},
    ids::ClientId,
    permission::Permission,
};
use leptos::prelude::*;

use super::names::called;
use crate::{
    components::loaded::Reading,
    forms::{Core, Field, Select, TextField},
    i18n::{Text, say, tr, use_i18n},
    session::use_session,
    wait::settled,
};

const PAUSE: Duration = Duration::from_millis(250);
const SHOWN: u16 = 10;

/// An id and a name, as a select has them.
type Named = (String, String);

#[component]
pub fn FindClient(
    core: Core,
    /// The id of whoever is chosen.
    field: Field<String>,
    label: Text,
    help: Text,
    /// Those alone with whom somebody works.
    #[prop(optional)]
    open: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let typed = core.text("/find_client", "");
    let wanted = settled(move || typed.trimmed(), PAUSE);
    // Whoever sees cards alone may not ask for what stands behind them.
    let open = open && session.may(Permission::SeeClientDetails);
    let found = Reading::new(move || {
        let q = wanted.get();
        async move {
            if q.chars().count() < 2 {
                return Ok(None);
            }
            let status = if open { OPEN.to_vec() } else { Vec::new() };
            let filter = ClientFilter { q: Some(q), status, limit: Some(SHOWN), ..ClientFilter::default() };
            session.clients(filter).await.map(|page| Some(page.items))
        }
    });
    let rows = move || found.value().flatten();
    let choices = kept(field, move || rows().unwrap_or_default().into_iter().map(named).collect());
    let count = move || {
        Some(match rows()?.len() {
            0 => say!(i18n, clients.found_none),
            n => say!(i18n, clients.found, n = n),
        })
    };
    // Below both, so that they stand in one line.
    view! {
        <div class="field">
            <div class="form-row">
                <TextField field=typed label=tr!(clients.find) optional/>
                <Select field label choices optional/>
            </div>
            <p class="field-help" role="status">{move || count().unwrap_or_else(|| help.get())}</p>
        </div>
    }
}

const OPEN: [Status; 3] = [Status::Applicant, Status::Active, Status::Inactive];

fn named(row: ClientRow) -> Named {
    (row.id.to_string(), called(&row.first_name, &row.last_name, row.preferred_name.as_deref()))
}

/// What may be chosen. Whoever is chosen stands there too, whatever is searched for meanwhile.
fn kept(
    field: Field<String>,
    found: impl Fn() -> Vec<Named> + Copy + Send + Sync + 'static,
) -> Signal<Vec<Named>> {
    let chosen = Memo::new(move |was: Option<&Option<Named>>| {
        field.parsed::<ClientId>()?;
        let id = field.get();
        let before = was.cloned().flatten();
        before.into_iter().chain(found()).find(|(one, _)| *one == id)
    });
    Signal::derive(move || {
        let all = found();
        let first = chosen.get().filter(|one| !all.contains(one));
        first.into_iter().chain(all).collect()
    })
}
